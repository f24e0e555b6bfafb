"""Tells one JSON value from JSON Lines, and reads lines as they come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

from pydantic_core import from_json

from services.errors import Invalid

# A full visit of twenty devices with the longest texts, each letter escaped, is half of this.
LARGEST_BYTES = 8 * 1024 * 1024
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the input, counted from 1. ``too_long``: only its beginning was kept."""

    number: int
    content: bytes
    too_long: bool = False

    @property
    def is_blank(self) -> bool:
        """Say whether there is nothing on it."""
        return not self.content.strip()

    @property
    def begins_a_value(self) -> bool:
        """Say whether a whole JSON object or list begins and ends on it, at its very start."""
        return self.content[:1] in (b"{", b"[") and is_json(self.content)


def is_json(content: bytes) -> bool:
    """Say whether this is exactly one JSON value in UTF-8."""
    try:
        from_json(content)
    except ValueError:
        return False
    return True


def one_or_lines(stream: BinaryIO, *, lines: bool) -> bytes | Iterator[Line]:
    """Return the only value of the input, or its lines as they come; blank ones are left out.

    Without ``lines`` the input is lines when its first line is a whole value and another line
    follows, or when a later line that is not indented is a whole value: a value spread over lines
    has only indented ones. The decision may wait for the second line.

    Raises:
        Invalid: a single value that is too large.
    """
    found = _numbered(stream)
    if lines:
        return _filled(found)
    held: list[Line] = []
    size = 0
    for line in found:
        held.append(line)
        size += len(line.content)
        if line.too_long or size > LARGEST_BYTES:
            raise Invalid(f"At most {LARGEST_BYTES // 1024**2} MB are read at once.")
        if _shows_lines(held, line):
            return _filled(chain(held, found))
    return b"".join(line.content for line in held)


def _shows_lines(held: list[Line], line: Line) -> bool:
    filled = [each for each in held if not each.is_blank]
    if len(filled) < 2 or line.is_blank:
        return False
    return is_json(filled[0].content) or line.begins_a_value


def _filled(lines: Iterable[Line]) -> Iterator[Line]:
    return (line for line in lines if not line.is_blank)


def _numbered(stream: BinaryIO) -> Iterator[Line]:
    number = 0
    while content := stream.readline(LARGEST_BYTES):
        number += 1
        if number == 1:
            content = content.removeprefix(_MARK)
        too_long = len(content) >= LARGEST_BYTES and not content.endswith(b"\n")
        if too_long:
            _pass_over(stream)
        yield Line(number=number, content=content, too_long=too_long)


def _pass_over(stream: BinaryIO) -> None:
    while rest := stream.readline(LARGEST_BYTES):
        if rest.endswith(b"\n"):
            return
