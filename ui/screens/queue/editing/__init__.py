"""Editing one order: a sheet of three pages, what was typed into it, and what came of it."""
