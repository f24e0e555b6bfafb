"""Starts and stops the program; builds everything once and hands it in."""
