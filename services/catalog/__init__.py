"""Brands, models, repair and part types, and their import."""
