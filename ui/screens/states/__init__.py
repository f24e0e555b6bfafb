"""The sheet of states: every state of every small part, to be looked at and photographed."""
