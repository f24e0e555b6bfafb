"""What a place on a shelf is called, and when two names mean the same place. Pure."""

from __future__ import annotations

from services.catalog.folding import fold


def slot_name(text: str) -> str:
    """Return a slot's name as it is kept: without spaces that nobody sees."""
    return " ".join(text.split())


def slot_key(text: str) -> str:
    """Return what tells slots apart: "a3" and "A 3" are one."""
    return fold(text).replace(" ", "") or slot_name(text).casefold()
