"""The ``mendpoint`` command: the shop without a window."""
