"""Fonts, icons and licences that the look needs are there, and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF, QRawFont
from PySide6.QtWidgets import QApplication

from ui.assets import asset_path
from ui.fonts import FAMILY, PAPER_FAMILY, base_font, paper_font, role_font
from ui.icons import Icon, icon_pixmap
from ui.tokens import STATUS_LOOKS, TypeRole

UI = Path(__file__).resolve().parents[3] / "ui"


def test_every_icon_has_a_file_and_every_file_an_icon() -> None:
    files = {path.stem for path in asset_path("icons", name="").glob("*.svg")}
    assert files == {icon.value for icon in Icon}


def test_every_status_icon_is_shipped() -> None:
    icons = {icon.value for icon in Icon}
    assert {look.icon for look in STATUS_LOOKS.values()} <= icons


@pytest.mark.parametrize("name", ["Inter-OFL.txt", "JetBrainsMono-OFL.txt"])
def test_font_licence_is_shipped(name: str) -> None:
    assert "SIL OPEN FONT LICENSE" in asset_path("licences", name=name).read_text().upper()


def test_icon_notices_name_both_licences() -> None:
    text = asset_path("licences", name="Lucide-ISC-and-Feather-MIT.txt").read_text()
    assert "ISC License" in text
    assert "MIT License" in text


def test_no_colour_stands_outside_the_token_file() -> None:
    pattern = re.compile(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b|GlobalColor\.(?!transparent)\w+")
    found = [
        f"{path.relative_to(UI)}: {match.group()}"
        for path in sorted(UI.rglob("*.py"))
        if path != UI / "tokens.py"
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("role", list(TypeRole))
def test_digits_of_every_role_are_equally_wide(app: QApplication, role: TypeRole) -> None:
    metrics = QFontMetricsF(role_font(role))
    widths = {round(metrics.horizontalAdvance(digit)) for digit in "0123456789"}
    assert len(widths) == 1


@pytest.mark.parametrize("role", list(TypeRole))
def test_role_is_set_in_inter_at_its_weight(app: QApplication, role: TypeRole) -> None:
    info = QFontInfo(role_font(role))
    assert info.family() == FAMILY
    assert info.weight() == role.value.weight


def test_nothing_is_smaller_than_ten_points() -> None:
    assert min(role.value.points for role in TypeRole) == 10


@pytest.mark.parametrize("character", "≈−×¢→…–·’€")
@pytest.mark.parametrize("bold", [False, True])
def test_fonts_hold_the_signs_we_write(app: QApplication, character: str, bold: bool) -> None:
    screen = base_font(text_scale=1)
    screen.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    for font in (screen, paper_font(pixels=20, bold=bold)):
        assert QRawFont.fromFont(font).supportsCharacter(ord(character))


def test_paper_font_stands_on_cells_of_twelve_dots(app: QApplication) -> None:
    font = paper_font(pixels=20)
    assert QFontInfo(font).family() == PAPER_FAMILY
    assert QFontMetricsF(font).horizontalAdvance("W" * 48) == pytest.approx(576, abs=1)


def test_icon_is_tinted_and_sized_for_the_screen(app: QApplication) -> None:
    pixmap = icon_pixmap(Icon.CHECK, colour="#AA0011", size=16, ratio=2)
    assert pixmap.width() == 32
    assert pixmap.deviceIndependentSize().width() == 16
    image = pixmap.toImage()
    inked = [
        image.pixelColor(x, y)
        for x in range(32)
        for y in range(32)
        if image.pixelColor(x, y).alpha() == 255
    ]
    assert inked
    assert {colour.name() for colour in inked} == {"#aa0011"}
