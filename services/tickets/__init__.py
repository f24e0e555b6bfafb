"""Repair orders: intake, moves, the queue."""
