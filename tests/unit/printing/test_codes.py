from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.printing.code128 import bar_widths, modules_of
from services.printing.quick_response import qr_modules
from services.printing.shapes import PrintedShapes

PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40)


def decoded(widths: tuple[int, ...]) -> str:
    """Read a Code 128 B back by asking for each character's pattern alone."""
    patterns = {bar_widths(chr(code))[6:12]: chr(code) for code in range(32, 127)}
    body = widths[6:-13]
    return "".join(patterns[body[at : at + 6]] for at in range(0, len(body), 6))


@given(PRINTABLE)
def test_a_barcode_reads_back(text: str) -> None:
    assert decoded(bar_widths(text)) == text


@given(PRINTABLE)
def test_a_barcode_has_eleven_modules_a_symbol(text: str) -> None:
    assert modules_of(text) == 11 * (len(text) + 2) + 13


def test_the_check_symbol_is_that_of_the_standard() -> None:
    # ISO/IEC 15417, annex A: start 104, then place × value, modulo 103. "PJJ123C" gives 55, "W".
    assert bar_widths("PJJ123C")[-13:-7] == bar_widths("W")[6:12]


@pytest.mark.parametrize("text", ["", "é", "a\n", "\x1b"])
def test_what_a_barcode_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="ASCII"):
        bar_widths(text)


def test_a_code_is_square_and_has_its_finders() -> None:
    rows = qr_modules("R26-000418-H")
    assert {len(row) for row in rows} == {len(rows)} == {21}
    assert all(rows[0][:7])
    assert all(rows[0][-7:])
    assert all(row[0] for row in rows[-7:])


def test_the_preview_draws_the_printed_shapes() -> None:
    shapes = PrintedShapes()
    assert shapes.bars("R26") == bar_widths("R26")
    assert shapes.matrix("R26") == qr_modules("R26")
