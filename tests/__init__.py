"""Mendpoint's tests. A package, because an installed library may bring a ``tests`` of its own."""
