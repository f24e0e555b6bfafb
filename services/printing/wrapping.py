"""Breaking text into lines of a character grid, by width and never inside a grapheme."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from services.printing.characters import grapheme_width, graphemes, width_of

ELLIPSIS: Final = "…"
HARD_BLANK: Final = "\u00a0"

# A line of Chinese or Japanese never begins with these (JIS X 4051, closing marks).
_STAY_WITH_THE_LAST = frozenset("、。，．！？：；）」』】〕〉》ー々")


def wrap(text: str, *, columns: int, most_lines: int | None = None) -> tuple[str, ...]:
    """Return ``text`` in lines of at most ``columns`` columns; its own line ends are kept.

    Breaks at blanks (a no-break space holds and comes out as a blank) and after hyphens, between
    East Asian characters, and inside a word only when the word alone is wider than a line. Past
    ``most_lines`` the last line ends in "…".
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        for line in _fill(paragraph, columns=columns):
            if most_lines is not None and len(lines) == most_lines:
                lines[-1] = _with_ellipsis(lines[-1], columns=columns)
                return tuple(lines)
            lines.append(line)
    return tuple(lines)


def shorten(text: str, *, columns: int) -> str:
    """Return ``text`` if it fits in ``columns``, else its beginning and "…"."""
    if width_of(text) <= columns:
        return text
    return _with_ellipsis(text, columns=columns)


def _with_ellipsis(text: str, *, columns: int) -> str:
    kept, used = "", 0
    for cluster in graphemes(text):
        used += grapheme_width(cluster)
        if used > columns - 1:
            break
        kept += cluster
    return kept.rstrip() + ELLIPSIS


def _fill(paragraph: str, *, columns: int) -> Iterator[str]:
    if width_of(paragraph) <= columns:
        yield paragraph.rstrip().replace(HARD_BLANK, " ")
        return
    line, used = "", 0
    for piece, blanks in _pieces(paragraph, columns=columns):
        wide = width_of(piece)
        if line and used + blanks + wide <= columns:
            line, used = f"{line}{' ' * blanks}{piece}", used + blanks + wide
            continue
        if line:
            yield line.replace(HARD_BLANK, " ")
        line, used = piece, wide
    yield line.replace(HARD_BLANK, " ")


def _pieces(paragraph: str, *, columns: int) -> Iterator[tuple[str, int]]:
    """Yield what must stay on one line, each with the blanks wanted before it."""
    for word in filter(None, paragraph.split(" ")):
        blanks = 1
        for piece in _unbreakable(word, columns=columns):
            yield piece, blanks
            blanks = 0


def _unbreakable(word: str, *, columns: int) -> Iterator[str]:
    piece = ""
    for cluster in graphemes(word):
        if piece and _may_break(piece, cluster, columns=columns):
            yield piece
            piece = ""
        piece += cluster
    if piece:
        yield piece


def _may_break(piece: str, cluster: str, *, columns: int) -> bool:
    wide = grapheme_width(cluster)
    if width_of(piece) + wide > columns:
        return True
    if cluster in _STAY_WITH_THE_LAST:
        return False
    if piece.endswith("-"):
        return len(piece) > 1
    return wide == 2 or grapheme_width(piece[-1]) == 2
