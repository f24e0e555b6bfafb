"""Right-to-left text in the order and the shapes in which it is drawn.

Arabic letters take their joined forms (Unicode Presentation Forms-B) and the line is reordered by
the Unicode Bidirectional Algorithm, so that a renderer that only knows left to right draws it
right.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any


def runs_right_to_left(text: str) -> bool:
    """Tell whether ``text`` holds any right-to-left letter."""
    if text.isascii():
        return False
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


def as_drawn(text: str) -> str:
    """Return one line of ``text`` shaped and in visual order; left-to-right text is unchanged."""
    if not runs_right_to_left(text):
        return text
    from bidi.algorithm import get_display

    return str(get_display(_reshaper().reshape(text)))


@cache
def _reshaper() -> Any:
    """Return the shaper; the word ligature of U+FDF2 is left out, for no bundled font draws it."""
    from arabic_reshaper import ArabicReshaper

    return ArabicReshaper({"delete_harakat": False, "ARABIC LIGATURE ALLAH": False})
