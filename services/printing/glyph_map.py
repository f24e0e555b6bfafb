"""Which bundled font has a glyph for a character, read from the fonts themselves.

The OpenType table ``cmap`` (OpenType specification 1.9, chapter cmap, formats 4 and 12) is read
with the standard library, so that laying a page out needs no imaging library.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path


class PaperFont(StrEnum):
    """The fonts of paper: JetBrains Mono on rolls and labels, Inter on forms, and the fallbacks."""

    MEDIUM = "JetBrainsMono-Medium.ttf"
    BOLD = "JetBrainsMono-Bold.ttf"
    FORM = "Inter-Regular.ttf"
    FORM_STRONG = "Inter-SemiBold.ttf"
    FORM_BOLD = "Inter-Bold.ttf"
    WIDE = "paper-fallback-DejaVuSans.ttf"
    CJK = "paper-fallback-DroidSansFallback.ttf"


FALLBACKS = (PaperFont.WIDE, PaperFont.CJK, PaperFont.MEDIUM)


def font_path(name: str) -> Path:
    """Return where the bundled font ``name`` lies, in a checkout and in a frozen folder alike."""
    return Path(__file__).resolve().parents[2] / "resources" / "fonts" / name


@cache
def characters_of(font: str) -> frozenset[int]:
    """Return the code points that the bundled ``font`` can draw."""
    data = font_path(font).read_bytes()
    table = _table(data, tag=b"cmap")
    return frozenset(_code_points(data, table=table))


def font_for(character: str, *, first: PaperFont = PaperFont.MEDIUM) -> PaperFont | None:
    """Return the font that draws ``character``, ``first`` being preferred; None if none does."""
    code = ord(character)
    for font in (first, *FALLBACKS):
        if code in characters_of(font.value):
            return font
    return None


def _table(data: bytes, *, tag: bytes) -> int:
    count = struct.unpack_from(">H", data, 4)[0]
    for index in range(count):
        name, _checksum, offset, _length = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise ValueError(f"the font has no table {tag.decode()}")


def _code_points(data: bytes, *, table: int) -> Iterator[int]:
    count = struct.unpack_from(">H", data, table + 2)[0]
    for index in range(count):
        platform, _encoding, offset = struct.unpack_from(">HHI", data, table + 4 + 8 * index)
        where = table + offset
        form = struct.unpack_from(">H", data, where)[0]
        if platform in (0, 3) and form == 4:
            yield from _format_4(data, where=where)
        elif platform in (0, 3) and form == 12:
            yield from _format_12(data, where=where)


def _format_4(data: bytes, *, where: int) -> Iterator[int]:
    doubled = struct.unpack_from(">H", data, where + 6)[0]
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", data, where + 14)
    starts = struct.unpack_from(f">{count}H", data, where + 16 + doubled)
    deltas = struct.unpack_from(f">{count}H", data, where + 16 + 2 * doubled)
    ranges_at = where + 16 + 3 * doubled
    ranges = struct.unpack_from(f">{count}H", data, ranges_at)
    for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            if ranges[index] == 0:
                glyph = (code + deltas[index]) & 0xFFFF
            else:
                at = ranges_at + 2 * index + ranges[index] + 2 * (code - start)
                glyph = struct.unpack_from(">H", data, at)[0]
            if glyph:
                yield code


def _format_12(data: bytes, *, where: int) -> Iterator[int]:
    count = struct.unpack_from(">I", data, where + 12)[0]
    for index in range(count):
        start, end, glyph = struct.unpack_from(">III", data, where + 16 + 12 * index)
        yield from range(start if glyph else start + 1, end + 1)
