"""Breaking text into lines by width, and never inside a grapheme or a code point in brackets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from services.printing.characters import grapheme_width, graphemes, width_of

ELLIPSIS: Final = "…"
HARD_BLANK: Final = "\u00a0"

# A line of Chinese or Japanese never begins with these (JIS X 4051, closing marks).
_STAY_WITH_THE_LAST = frozenset("、。，．！？：；）」』】〕〉》ー々")

_CODE_POINT = re.compile(r"(\[U\+[0-9A-F]{4,6}\])")


Measure = Callable[[str], float]
"""Tells the width of a text: in columns of a grid, or in points of a typeset form."""


def wrap(text: str, *, columns: float, measure: Measure = width_of) -> tuple[str, ...]:
    """Return ``text`` in lines at most ``columns`` wide by ``measure``; its line ends are kept.

    Breaks at blanks (a no-break space holds and comes out as a blank) and after hyphens, between
    East Asian characters, and inside a word only when the word alone is wider than a line.
    """
    return tuple(
        line
        for paragraph in text.split("\n")
        for line in _fill(paragraph, columns=columns, measure=measure)
    )


def shorten(text: str, *, columns: float, measure: Measure = width_of) -> str:
    """Return ``text`` if it fits in ``columns``, else its beginning and "…"."""
    if measure(text) <= columns:
        return text
    return _with_ellipsis(text, columns=columns, measure=measure)


def _with_ellipsis(text: str, *, columns: float, measure: Measure) -> str:
    kept, used = "", measure(ELLIPSIS)
    for cluster in _clusters(text):
        used += measure(cluster)
        if used > columns:
            break
        kept += cluster
    return kept.rstrip() + ELLIPSIS


def _fill(paragraph: str, *, columns: float, measure: Measure) -> Iterator[str]:
    if measure(paragraph) <= columns:
        yield paragraph.rstrip().replace(HARD_BLANK, " ")
        return
    line, used, blank = "", 0.0, measure(" ")
    for piece, blanks in _pieces(paragraph, columns=columns, measure=measure):
        wide = measure(piece)
        if line and used + blanks * blank + wide <= columns:
            line, used = f"{line}{' ' * blanks}{piece}", used + blanks * blank + wide
            continue
        if line:
            yield line.replace(HARD_BLANK, " ")
        line, used = piece, wide
    yield line.replace(HARD_BLANK, " ")


def _pieces(paragraph: str, *, columns: float, measure: Measure) -> Iterator[tuple[str, int]]:
    """Yield what must stay on one line, each with the blanks wanted before it."""
    for word in filter(None, paragraph.split(" ")):
        blanks = 1
        for piece in _unbreakable(word, columns=columns, measure=measure):
            yield piece, blanks
            blanks = 0


def _unbreakable(word: str, *, columns: float, measure: Measure) -> Iterator[str]:
    piece, used = "", 0.0
    for cluster in _clusters(word):
        wide = measure(cluster)
        if piece and (used + wide > columns or _may_break(piece, cluster)):
            yield piece
            piece, used = "", 0.0
        piece, used = piece + cluster, used + wide
    if piece:
        yield piece


def _clusters(text: str) -> Iterator[str]:
    """Yield graphemes; what stands for a character that no font draws ("[U+0940]") is one too."""
    if "[U+" not in text:
        yield from graphemes(text)
        return
    for index, part in enumerate(_CODE_POINT.split(text)):
        if index % 2:
            yield part
        else:
            yield from graphemes(part)


def _may_break(piece: str, cluster: str) -> bool:
    if cluster in _STAY_WITH_THE_LAST:
        return False
    if piece.endswith("-"):
        return len(piece) > 1
    return grapheme_width(cluster) == 2 or grapheme_width(piece[-1]) == 2
