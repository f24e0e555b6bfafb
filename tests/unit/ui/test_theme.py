"""Palette, style sheet and type follow scheme, scale and motion."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from ui.fonts import role_font, scaled, text_scale
from ui.parts.text import Text, Tone
from ui.theme import Theme, ThemeChoice, ThemeSwitch, active_scheme, motion_ms, tokens
from ui.tokens import DARK, LIGHT, Scheme, TypeRole

MakeSwitch = Callable[[ThemeChoice], ThemeSwitch]


@pytest.fixture
def make_switch(app: QApplication) -> Iterator[MakeSwitch]:
    """Makes switches and takes them away at once: the next test has its own system change."""
    made: list[ThemeSwitch] = []
    # A window of an earlier test may have left its switch with the application.
    for left in app.findChildren(ThemeSwitch):
        delete(left)

    def make(choice: ThemeChoice) -> ThemeSwitch:
        made.append(ThemeSwitch(app, choice=choice))
        return made[-1]

    yield make
    for switch in made:
        delete(switch)


def test_stock_widgets_are_drawn_by_fusion(app: QApplication) -> None:
    app.setStyleSheet("")
    Theme().apply(app)
    app.setStyleSheet("")
    assert app.style().name() == "fusion"


@pytest.mark.parametrize("scheme", Scheme)
def test_tokens_are_those_of_the_applied_scheme(app: QApplication, scheme: Scheme) -> None:
    Theme(scheme=scheme).apply(app)
    assert active_scheme() is scheme
    assert tokens().scheme is scheme
    assert app.palette().color(QPalette.ColorRole.Window).name() == tokens().canvas.lower()


@pytest.mark.parametrize("scheme", Scheme)
def test_style_sheet_names_no_font(scheme: Scheme) -> None:
    sheet = Theme(scheme=scheme).style_sheet()
    assert "font" not in sheet


def test_style_sheets_differ_in_colours_only() -> None:
    colours = re.compile(r"#[0-9A-F]{6}")
    light, dark = (Theme(scheme=scheme).style_sheet() for scheme in Scheme)
    assert light != dark
    assert colours.sub("", light) == colours.sub("", dark)


def test_selected_text_is_readable_in_stock_widgets(app: QApplication) -> None:
    palette = Theme(scheme=Scheme.DARK).palette()
    assert palette.color(QPalette.ColorRole.Highlight).name() == DARK.accent.lower()
    assert palette.color(QPalette.ColorRole.HighlightedText).name() == DARK.on_accent.lower()


@pytest.mark.parametrize("factor", [1.0, 1.25, 2.0])
def test_text_scale_reaches_fonts_and_measures(app: QApplication, factor: float) -> None:
    Theme(text_scale=factor).apply(app)
    assert text_scale() == pytest.approx(factor)
    assert role_font(TypeRole.BODY).pointSizeF() == pytest.approx(10 * factor)
    assert role_font(TypeRole.AMOUNT).pointSizeF() == pytest.approx(22 * factor)
    assert scaled(36) == round(36 * factor)


def test_open_label_takes_on_scale_and_scheme(app: QApplication, qtbot: QtBot) -> None:
    label = Text("Balance", role=TypeRole.HEADING, tone=Tone.DANGER)
    qtbot.addWidget(label)
    Theme(scheme=Scheme.DARK, text_scale=1.5).apply(app)
    assert label.font().pointSizeF() == pytest.approx(13 * 1.5)
    colour = label.palette().color(QPalette.ColorRole.WindowText)
    assert colour.name() == DARK.danger_text.lower()


def test_text_shows_markup_literally(app: QApplication, qtbot: QtBot) -> None:
    label = Text("<b>Dana</b>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert isinstance(label, QLabel)


def test_switch_follows_the_choice_and_tells(make_switch: MakeSwitch, qtbot: QtBot) -> None:
    switch = make_switch(ThemeChoice.LIGHT)
    with qtbot.waitSignal(switch.changed):
        switch.set_choice(ThemeChoice.DARK)
    assert active_scheme() is Scheme.DARK
    switch.set_text_scale(7)
    assert text_scale() == pytest.approx(2.0)
    switch.set_text_scale(0.1)
    assert text_scale() == pytest.approx(1.0)


def test_switch_follows_the_system_when_asked_to(make_switch: MakeSwitch, qtbot: QtBot) -> None:
    switch = make_switch(ThemeChoice.SYSTEM)
    hints = QGuiApplication.styleHints()
    with qtbot.waitSignal(switch.changed):
        hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    expected = Scheme.DARK if hints.colorScheme() == Qt.ColorScheme.Dark else Scheme.LIGHT
    assert active_scheme() is expected


def test_fixed_choice_ignores_the_system(make_switch: MakeSwitch, qtbot: QtBot) -> None:
    switch = make_switch(ThemeChoice.DARK)
    with qtbot.assertNotEmitted(switch.changed):
        QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert active_scheme() is Scheme.DARK


def test_reduced_motion_makes_everything_instant(app: QApplication) -> None:
    Theme(reduced_motion=True).apply(app)
    assert motion_ms(160) == 0
    Theme(reduced_motion=False).apply(app)
    assert motion_ms(160) == 160


def test_palette_carries_the_light_surface_and_disabled_ink() -> None:
    palette = Theme(scheme=Scheme.LIGHT).palette()
    assert palette.color(QPalette.ColorRole.Base).name() == LIGHT.surface.lower()
    off = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    assert off.name() == LIGHT.disabled.lower()
    assert QGuiApplication.palette() is not palette
