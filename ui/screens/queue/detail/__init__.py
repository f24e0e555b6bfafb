"""The panel of one order: what it is, what it costs, what happened, what may happen next."""
