"""Cards, folding sections, banners, empty places and the sheet of states."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.screens.parts_stage import NAME, dress, spoken, stage
from ui.icons import Icon
from ui.parts.banner import Banner, BannerKind
from ui.parts.empty import Empty
from ui.parts.field import Field
from ui.parts.progress import Busy, Progress
from ui.parts.section import BadgeState, FoldingSection, SectionStack
from ui.parts.text import Text
from ui.screens.states.screen import StatesScreen
from ui.theme import Theme
from ui.tokens import Scheme


def _section(title: str, *, number: int) -> FoldingSection:
    section = FoldingSection(title, number=number, name=title.lower())
    section.body.addWidget(Field(title, name=f"{title.lower()}-field"))
    section.summary.addWidget(Text("Dana Whitfield"))
    return section


def test_complete_section_folds_to_its_result_and_change_opens_it(qtbot: QtBot) -> None:
    section, other = _section("Customer", number=1), Field("Other", name="other")
    stage(qtbot, section, other)
    other.edit.setFocus()
    section.set_state(BadgeState.COMPLETE)
    tall = section.sizeHint().height()
    with qtbot.waitSignal(section.folded):
        assert section.fold()
    assert section.is_folded
    assert section.sizeHint().height() < tall
    with qtbot.waitSignals([section.opened, section.change_asked]):
        qtbot.keyClick(section.change, Qt.Key.Key_Return)
    assert not section.is_folded


def test_nothing_folds_while_the_focus_is_in_it(qtbot: QtBot) -> None:
    customer, device = _section("Customer", number=1), _section("Device", number=2)
    stage(qtbot, customer, device)
    customer.set_state(BadgeState.COMPLETE)
    customer.findChild(QLineEdit).setFocus()
    assert customer.holds_focus()
    assert not customer.fold()
    device.findChild(QLineEdit).setFocus()
    assert customer.fold()


def test_incomplete_section_does_not_fold(qtbot: QtBot) -> None:
    section, other = _section("Device", number=2), Field("Other", name="other")
    stage(qtbot, section, other)
    other.edit.setFocus()
    section.set_state(BadgeState.CURRENT)
    assert not section.fold()
    assert section.badge.text() == "2"


def test_badge_says_complete_to_readers(qtbot: QtBot) -> None:
    section = _section("Device", number=2)
    stage(qtbot, section)
    section.set_state(BadgeState.COMPLETE)
    assert spoken(section.badge).text(NAME) == "complete"
    assert spoken(section).text(NAME) == "Device"


def test_folded_neighbours_share_one_card(qtbot: QtBot) -> None:
    stack = SectionStack()
    sections = [_section(title, number=at) for at, title in enumerate(("A", "B", "C"), start=1)]
    for section in sections:
        stack.add(section)
        section.set_state(BadgeState.COMPLETE)
    other = Field("Other", name="other")
    stage(qtbot, other, stack, height=700)
    other.edit.setFocus()
    assert sections[0].fold()
    assert sections[1].fold()
    qtbot.waitUntil(lambda: sections[1].geometry().top() == sections[0].geometry().bottom() + 1)
    tops = [section.contentsMargins().top() for section in sections]
    assert tops == [0, 0, 0]
    layouts = [section.layout().contentsMargins().top() for section in sections]
    assert layouts == [0, 0, 8]


def test_folding_glides_and_lands_at_the_same_height(qtbot: QtBot) -> None:
    section, other = _section("Customer", number=1), Field("Other", name="other")
    stage(qtbot, section, other)
    Theme(reduced_motion=False).apply(QApplication.instance())
    other.edit.setFocus()
    section.set_state(BadgeState.COMPLETE)
    assert section.fold()
    qtbot.waitUntil(lambda: section.maximumHeight() > 10_000)
    assert section.height() == section.sizeHint().height()
    dress(QApplication.instance())


def test_banner_speaks_and_offers_its_one_action(qtbot: QtBot) -> None:
    banner = Banner("The printer is away since 14:02.", note="2 waiting", action="Try now")
    stage(qtbot, banner)
    assert spoken(banner).text(NAME) == "The printer is away since 14:02. 2 waiting"
    banner.action.setFocus()
    with qtbot.waitSignal(banner.acted):
        qtbot.keyClick(banner.action, Qt.Key.Key_Return)
    assert not banner.question.isVisible()
    banner.say("The printer is back.")
    assert spoken(banner).text(NAME) == "The printer is back."


def test_banner_stays_on_one_line_where_there_is_room(qtbot: QtBot) -> None:
    banner = Banner("A sentence that fits into a wide window without any trouble.", action="Go")
    stage(qtbot, banner, width=1200)
    label = banner.findChild(QLabel, "banner-sentence")
    assert label.height() < 2 * label.fontMetrics().height()


def test_empty_place_says_what_why_and_what_to_do(qtbot: QtBot) -> None:
    empty = Empty("Nothing matches", why="No order has both.", action="Clear", icon=Icon.INBOX)
    stage(qtbot, empty)
    assert spoken(empty).text(NAME) == "Nothing matches. No order has both."
    with qtbot.waitSignal(empty.acted):
        qtbot.keyClick(empty.action, Qt.Key.Key_Space)
    empty.say("No orders yet")
    assert not empty.action.isVisible()


def test_progress_counts_and_can_be_cancelled(qtbot: QtBot) -> None:
    progress, busy = Progress("Importing prices.csv"), Busy("Looking it up …")
    stage(qtbot, progress, busy)
    progress.show_progress(1240, total=3900, counts="1,240 of 3,900", left="About 20 s left")
    assert progress.bar.value() == 1240
    assert progress.bar.accessibleName() == "Importing prices.csv"
    with qtbot.waitSignal(progress.cancelled):
        qtbot.keyClick(progress.cancel, Qt.Key.Key_Return)
    assert spoken(busy).text(NAME) == "Looking it up …"


@pytest.mark.parametrize("kind", BannerKind)
def test_every_banner_paints(qtbot: QtBot, kind: BannerKind) -> None:
    banner = Banner("Words", kind=kind)
    stage(qtbot, banner)
    assert not banner.grab().isNull()


@pytest.mark.parametrize("scheme", Scheme)
def test_sheet_of_states_fits_the_smallest_usual_screen(
    qapp: QApplication, qtbot: QtBot, scheme: Scheme
) -> None:
    dress(qapp, scheme=scheme)
    sheet = StatesScreen()
    qtbot.addWidget(sheet)
    sheet.resize(1366, 768)
    with qtbot.waitExposed(sheet):
        sheet.show()
    assert (sheet.width(), sheet.height()) == (1366, 768)
    picture: QImage = sheet.grab().toImage()
    assert picture.pixelColor(8, 400).name() == Theme(scheme=scheme).tokens.canvas.lower()


def test_everything_pressable_on_the_sheet_has_a_name(qapp: QApplication, qtbot: QtBot) -> None:
    dress(qapp)
    sheet = StatesScreen()
    qtbot.addWidget(sheet)
    buttons = [button for button in sheet.findChildren(QPushButton) if button.isVisibleTo(sheet)]
    fields = sheet.findChildren(QLineEdit)
    assert len(buttons) > 20
    for widget in (*buttons, *fields):
        assert spoken(widget).text(NAME), widget.objectName()
        assert widget.objectName()


@pytest.mark.parametrize("text_scale", [1.25, 2.0])
def test_text_is_not_cut_at_larger_scales(
    qapp: QApplication, qtbot: QtBot, text_scale: float
) -> None:
    dress(qapp, text_scale=text_scale)
    sheet = StatesScreen()
    qtbot.addWidget(sheet)
    sheet.resize(2800, 1800)
    with qtbot.waitExposed(sheet):
        sheet.show()
    for label in sheet.findChildren(QLabel):
        if label.isVisible() and not label.wordWrap():
            assert label.width() >= label.minimumSizeHint().width(), label.text()
            assert label.height() >= label.fontMetrics().height() - 2, label.text()
    dress(qapp)
