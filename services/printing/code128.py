"""Code 128 in code set B, as bar and space widths (ISO/IEC 15417, table 1)."""

from __future__ import annotations

from typing import Final

_START_B: Final = 104
_STOP: Final = "2331112"

# Index = symbol value; digits = widths in modules of bar, space, bar, space, bar, space.
_PATTERNS: Final = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 "
    "112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 "
    "311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 "
    "112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 "
    "314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 "
    "122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 "
    "124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232"
)


def bar_widths(text: str) -> tuple[int, ...]:
    """Return the widths in modules of bars and spaces in turn, beginning with a bar.

    Raises:
        ValueError: ``text`` is empty or holds what code set B can't (only ASCII 32 to 126 is used).
    """
    if not text or not all(" " <= character <= "~" for character in text):
        raise ValueError("a Code 128 barcode holds printable ASCII characters only")
    patterns = _PATTERNS.split()
    values = [ord(character) - 32 for character in text]
    check = _START_B + sum(place * value for place, value in enumerate(values, start=1))
    symbols = [_START_B, *values, check % 103]
    return tuple(int(width) for symbol in symbols for width in patterns[symbol]) + tuple(
        int(width) for width in _STOP
    )


def modules_of(text: str) -> int:
    """Return the width of the barcode of ``text`` in modules, quiet zones not counted."""
    return sum(bar_widths(text))
