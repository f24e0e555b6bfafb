"""The Counter at its sizes: what folds, what stays in sight, and nothing cut off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.screens.counter_stage import KEY, CounterStage, counter_stage, stock_shop
from tests.screens.measuring import cut_off, wider_than_their_view
from tests.screens.parts_stage import stage as show
from tests.support.shops import SmallShop
from ui.fonts import scaled
from ui.icons import Icon
from ui.parts.section import BadgeState
from ui.parts.tag import Tag, tag_width
from ui.screens.counter.folded_line import TagRow, TagSpec, Worth
from ui.theme import Theme
from ui.tokens import IconSize

# The screen's own room in windows of 1280 × 720, 1366 × 768 and 1920 × 1080.
SMALL, USUAL, LARGE = (1192, 640), (1278, 688), (1712, 1000)
# What the rail leaves of 1280 × 720 when the text has twice its size.
BESIDE_A_LARGE_RAIL = (1104, 560)


@pytest.fixture
def shop(small_shop: SmallShop) -> SmallShop:
    """Give a shop with prices and one known customer."""
    stock_shop(small_shop)
    return small_shop


@contextmanager
def at_size(
    shop: SmallShop, qtbot: QtBot, folder: Path, size: tuple[int, int]
) -> Iterator[CounterStage]:
    """Show the Counter in a window of this size with a visit up to the condition."""
    with counter_stage(shop, qtbot, drafts=folder, size=size) as stage:
        stage.choose_known_customer()
        stage.choose_earlier_device()
        stage.write("14")
        stage.enter()
        stage.write("Left half is black")
        stage.enter()
        stage.at("counter-condition-screen")
        stage.until(lambda: stage.screen.form.device.is_folded)
        yield stage


def test_sections_fold_to_their_result_and_open_again(
    shop: SmallShop, qtbot: QtBot, tmp_path: Path
) -> None:
    with at_size(shop, qtbot, tmp_path, USUAL) as stage:
        form = stage.screen.form
        assert (form.customer.is_folded, form.device.is_folded) == (True, True)
        assert not form.problem.is_folded, "there is room for it"
        assert form.problem.badge.state is BadgeState.COMPLETE
        stage.until(lambda: form.condition.badge.state is BadgeState.CURRENT)
        stage.tab_to("counter-device-change")
        stage.press(KEY.Key_Space)
        stage.at("counter-device-search")
        assert not form.device.is_folded
        assert form.device.search.text() == "iPhone 13 Pro"


def test_nothing_folds_while_the_focus_is_in_it(
    shop: SmallShop, qtbot: QtBot, tmp_path: Path
) -> None:
    with at_size(shop, qtbot, tmp_path, USUAL) as stage:
        stage.tab_to("counter-customer-change")
        stage.press(KEY.Key_Space)
        stage.at("counter-customer-search")
        stage.tab_to("counter-consent-email")
        stage.press(KEY.Key_Space)
        assert not stage.screen.form.customer.is_folded
        assert stage.screen.sheet.draft.email_consent is True
        stage.tab_to("counter-words")
        stage.until(lambda: stage.screen.form.customer.is_folded)


def test_in_a_small_window_the_problem_folds_too(
    shop: SmallShop, qtbot: QtBot, tmp_path: Path
) -> None:
    with at_size(shop, qtbot, tmp_path, SMALL) as stage:
        stage.until(lambda: stage.screen.form.problem.is_folded)
        assert stage.screen.preview.width() == 299
        assert_nothing_sticks_out(stage)


@pytest.mark.parametrize("size", [SMALL, USUAL, LARGE])
def test_the_bar_and_the_focused_field_stay_in_sight(
    shop: SmallShop, qtbot: QtBot, tmp_path: Path, size: tuple[int, int]
) -> None:
    with at_size(shop, qtbot, tmp_path, size) as stage:
        stage.tab_to("counter-deposit")
        stage.until(lambda: is_in_sight(stage, stage.screen.form.condition.deposit))
        assert is_in_sight(stage, stage.screen.bar.take_in)
        assert_nothing_sticks_out(stage)


def test_a_large_window_gives_the_paper_what_the_form_does_not_need(
    shop: SmallShop, qtbot: QtBot, tmp_path: Path
) -> None:
    with at_size(shop, qtbot, tmp_path, LARGE) as stage:
        assert stage.screen.bar.width() == 1040
        preview = stage.screen.preview
        ticket, label = (
            view.mapTo(preview, QPoint(0, 0)) for view in (preview.ticket, preview.label)
        )
        assert label.x() > ticket.x() + preview.ticket.width() - 20, "the label stands beside it"


@pytest.mark.parametrize("scale", [1.25, 1.5, 2.0])
def test_large_text_goes_on_in_the_next_line(
    shop: SmallShop, qtbot: QtBot, tmp_path: Path, scale: float
) -> None:
    with at_size(shop, qtbot, tmp_path, USUAL) as stage:
        Theme(text_scale=scale, reduced_motion=True).apply(QApplication.instance())
        stage.screen.resize(stage.screen.width() - 1, stage.screen.height())
        stage.screen.resize(stage.screen.width() + 1, stage.screen.height())
        page = stage.screen.findChild(QWidget, "counter-page")
        viewport = page.parentWidget()
        stage.until(lambda: page.width() <= viewport.width())
        assert stage.screen.bar.take_in.words == "Take in and print"


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_an_empty_form_fits_beside_a_large_rail(
    shop: SmallShop, qtbot: QtBot, tmp_path: Path, scale: float
) -> None:
    with counter_stage(shop, qtbot, drafts=tmp_path, size=BESIDE_A_LARGE_RAIL) as stage:
        stage.at("counter-customer-search")
        Theme(text_scale=scale, reduced_motion=True).apply(QApplication.instance())
        stage.until(lambda: wider_than_their_view(stage.window) == {})
        stage.until(lambda: cut_off(stage.window) == {})


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_choice_and_its_field_stand_on_one_line(
    shop: SmallShop, qtbot: QtBot, tmp_path: Path, scale: float
) -> None:
    with counter_stage(shop, qtbot, drafts=tmp_path, size=USUAL) as stage:
        Theme(text_scale=scale, reduced_motion=True).apply(QApplication.instance())
        identity = stage.screen.form.device.identity
        kind, field = identity.kind, identity.field.frame
        gaps = {
            widget.mapTo(identity, QPoint(0, 0)).y() - label.mapTo(identity, QPoint(0, 0)).y()
            for widget, label in (
                (kind, stage.screen.findChild(QWidget, "counter-identity-kind-label")),
                (field, identity.field.label),
            )
        }
        assert len(gaps) == 1, "the choice is as far below its label as the field"


def test_tags_give_their_words_up_by_worth_and_only_for_room(qtbot: QtBot) -> None:
    row = TagRow(name="tags")
    row.show_tags(
        [
            TagSpec(words="2 earlier repairs", worth=Worth.LITTLE, icon=Icon.HISTORY),
            TagSpec(words="Owes $430.84", worth=Worth.MOST, icon=Icon.BANKNOTE),
            TagSpec(words="SMS yes", icon=Icon.MESSAGE_SQUARE),
        ]
    )
    show(qtbot, row)
    said = {}
    for short_of in (0, 1, 150, 400):
        row.resize(row.sizeHint().width() - short_of, row.height())
        said[short_of] = [tag.text() for tag in row.findChildren(Tag)]
    assert said == {
        0: ["2 earlier repairs", "Owes $430.84", "SMS yes"],
        1: ["", "Owes $430.84", "SMS yes"],
        150: ["", "Owes $430.84", ""],
        400: ["", "", ""],
    }


def test_a_tag_of_an_icon_alone_has_it_in_its_middle() -> None:
    padding = (tag_width("", icon=Icon.CHECK) - scaled(IconSize.PILL)) / 2
    assert padding == tag_width("") / 2


def is_in_sight(stage: CounterStage, widget: QWidget) -> bool:
    """Say whether all of a widget can be seen in the window."""
    region = widget.visibleRegion().boundingRect()
    return region.height() == widget.height() and region.width() == widget.width()


def assert_nothing_sticks_out(stage: CounterStage) -> None:
    """Fail when the form is wider than its room."""
    page = stage.screen.findChild(QWidget, "counter-page")
    assert page.width() <= page.parentWidget().width()
