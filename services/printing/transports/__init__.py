"""The ways from bytes to a printer, and the only door to the printer libraries."""
