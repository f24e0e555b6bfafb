"""Merging two customers: finding the other one, the preview, the undo."""
