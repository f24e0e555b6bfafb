from __future__ import annotations

import pytest
from reportlab.pdfbase.ttfonts import TTFontFile

from services.printing.glyph_map import PaperFont, characters_of, font_for, font_path


@pytest.mark.parametrize("font", list(PaperFont))
def test_the_map_agrees_with_the_font(font: PaperFont) -> None:
    known = TTFontFile(str(font_path(font.value))).charToGlyph
    drawn = {code for code, glyph in known.items() if glyph}
    # reportlab adds a no-break space to fonts that have none.
    assert characters_of(font.value) - {0xA0} == drawn - {0xA0}


@pytest.mark.parametrize(
    ("character", "font"),
    [
        ("a", PaperFont.MEDIUM),
        ("≈", PaperFont.MEDIUM),
        ("ж", PaperFont.MEDIUM),
        ("م", PaperFont.WIDE),
        ("ד", PaperFont.WIDE),
        ("😀", PaperFont.WIDE),
        ("山", PaperFont.CJK),
        ("김", PaperFont.CJK),
        ("न", None),
    ],
)
def test_each_script_has_its_font(character: str, font: PaperFont | None) -> None:
    assert font_for(character) is font
