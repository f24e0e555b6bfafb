"""Bringing whole shops of data in and out."""
