"""The queue: every order in a table, one order in a panel beside it, and its next moves."""
