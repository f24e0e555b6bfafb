"""Paper as plain text: for the command line, for searching a print, for a screen reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from services.printing.characters import width_of
from services.printing.dto import (
    Align,
    Barcode,
    Element,
    Gap,
    Page,
    Picture,
    Rule,
    TextBesideCode,
    TextLine,
)


def render_text(page: Page) -> str:
    """Return ``page`` as lines of text, each at most as wide as the page, ending in a line feed.

    Bar and QR codes are named by what they hold; what is pale (not known yet) is left out.
    """
    lines: list[str] = []
    for element in page.elements:
        if isinstance(element, TextLine | Barcode) and element.pale:
            continue
        lines.extend(line.rstrip() for line in _lines(element, columns=page.columns))
    return "\n".join(lines) + "\n"


def placed(line: TextLine, *, columns: int) -> str:
    """Return the line padded to its place on a grid of ``columns`` characters."""
    if line.right:
        blanks = max(1, columns - width_of(line.text) - width_of(line.right))
        return f"{line.text}{' ' * blanks}{line.right}"
    spare = max(0, columns - width_of(line.text))
    match line.align:
        case Align.LEFT:
            return line.text
        case Align.CENTRE:
            return " " * (spare // 2) + line.text
        case Align.RIGHT:
            return " " * spare + line.text
        case _:
            assert_never(line.align)


def _lines(element: Element, *, columns: int) -> Iterator[str]:
    match element:
        case TextLine():
            yield placed(element, columns=columns)
        case Rule():
            yield "-" * columns
        case Gap():
            if element.twelfths >= 6:
                yield ""
        case Barcode():
            yield placed(_named_code(element.text), columns=columns)
        case TextBesideCode():
            yield from element.lines
            if not element.pale:
                yield placed(_named_code(element.code), columns=columns)
        case Picture():
            yield from (placed(line, columns=columns) for line in element.lines)
        case _:
            assert_never(element)


def _named_code(text: str) -> TextLine:
    return TextLine(text=f"[{text}]", align=Align.CENTRE)
