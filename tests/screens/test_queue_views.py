"""Saved views: from the header, by key, with Undo, at the start, and with parts that are gone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from services.actor import new_operation_id
from services.auth.dto import SavePerson
from services.tickets.dto import (
    QueueChip,
    QueueFilters,
    QueueGrouping,
    SavedView,
    SaveView,
    ViewContent,
)
from services.types import Priority
from tests.screens.queue_stage import CTRL, KEY, QueueStage, queue_stage, take_in
from tests.support.shops import SmallShop
from ui.screens.queue.screen import QueueScreen

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)

URGENT = ViewContent(filters=QueueFilters(priority=Priority.URGENT))


@pytest.fixture
def stage(small_shop: SmallShop, qtbot: QtBot) -> Iterator[QueueStage]:
    """Give the queue of a shop with two orders."""
    fill(small_shop)
    with queue_stage(small_shop, qtbot) as stage:
        stage.screen.view.table.setFocus()
        yield stage


def fill(shop: SmallShop) -> None:
    take_in(shop, "iPhone 14", customer="Lena Fischer", priority="urgent")
    take_in(shop, "Pixel 8", customer="Sam Okafor", status="in_progress")


def save(shop: SmallShop, name: str, content: ViewContent, *, is_start: bool = False) -> SavedView:
    command = SaveView(
        operation_id=new_operation_id(), name=name, content=content, is_start=is_start
    )
    return shop.views.save(shop.owner, command)


def stored(stage: QueueStage) -> dict[str, ViewContent]:
    return {view.name: view.content for view in stage.shop.views.list(stage.shop.owner)}


def name_view(stage: QueueStage, name: str) -> None:
    """Save what the list shows by key."""
    stage.screen.view.table.setFocus()
    stage.press(KEY.Key_W)
    stage.choose("view-save")
    stage.dialog()
    stage.write(name)
    stage.press(KEY.Key_Return)
    stage.until(lambda: shown(stage) == name)


def shown(stage: QueueStage) -> str:
    return stage.screen.view.header.views.words


def tokens(stage: QueueStage) -> list[str]:
    return stage.screen.view.header.tokens.words


def choose(stage: QueueStage, entry: str) -> None:
    stage.screen.view.table.setFocus()
    stage.press(KEY.Key_W)
    stage.choose(entry)


def test_what_the_list_shows_is_saved_and_shown_again(stage: QueueStage) -> None:
    assert shown(stage) == "Views"
    stage.screen.view.header.chips.chosen.emit(QueueChip.LATE)
    stage.screen.arranging.group_by(QueueGrouping.TECHNICIAN)
    name_view(stage, "Late by technician")
    assert stored(stage) == {
        "Late by technician": ViewContent(chip=QueueChip.LATE, grouping=QueueGrouping.TECHNICIAN)
    }
    stage.screen.show_filter(QueueChip.OPEN)
    stage.until(lambda: shown(stage) == "Late by technician *")
    choose(stage, f"view-{stage.screen.arranging.views.views[0].view_id}")
    stage.until(lambda: stage.screen.list.question.chip is QueueChip.LATE)
    assert stage.screen.list.question.grouping is QueueGrouping.TECHNICIAN
    assert shown(stage) == "Late by technician"


def test_a_view_is_replaced_and_that_is_undone(stage: QueueStage) -> None:
    name_view(stage, "Mine")
    stage.screen.view.header.chips.chosen.emit(QueueChip.MINE)
    stage.until(lambda: shown(stage) == "Mine *")
    choose(stage, "view-replace")
    stage.until(lambda: "“Mine” replaced" in stage.said.toasts)
    stage.until(lambda: stored(stage) == {"Mine": ViewContent(chip=QueueChip.MINE)})
    stage.said.undos[-1]()
    stage.until(lambda: stored(stage) == {"Mine": ViewContent()})


def test_saving_by_a_name_that_is_there_replaces_it(stage: QueueStage) -> None:
    name_view(stage, "Mine")
    stage.screen.view.header.chips.chosen.emit(QueueChip.MINE)
    choose(stage, "view-save")
    stage.dialog()
    stage.write("mine")
    stage.press(KEY.Key_Return)
    stage.until(lambda: stored(stage) == {"Mine": ViewContent(chip=QueueChip.MINE)})


def test_a_view_is_renamed_and_that_is_undone(stage: QueueStage) -> None:
    name_view(stage, "Mine")
    choose(stage, "view-rename")
    stage.dialog()
    stage.press(KEY.Key_A, CTRL)
    stage.write("My bench")
    stage.press(KEY.Key_Return)
    stage.until(lambda: "My bench" in shown(stage))
    assert "“Mine” is now “My bench”" in stage.said.toasts
    stage.said.undos[-1]()
    stage.until(lambda: list(stored(stage)) == ["Mine"])


def test_another_views_name_is_refused_at_the_field(stage: QueueStage) -> None:
    save(stage.shop, "Urgent", URGENT)
    name_view(stage, "Mine")
    view = stage.screen.arranging.views.shown
    assert view is not None
    stage.screen.arranging.views.rename(view, name="Urgent")
    first = stage.dialog()
    stage.press(KEY.Key_Return)
    again = stage.dialog(after=first)
    assert again.card.field is not None
    assert again.card.field.error == "You have a view of this name."
    assert again.card.field.text() == "Urgent"
    stage.press(KEY.Key_Escape)
    stage.no_dialog()


def test_a_deleted_view_comes_back_with_undo(stage: QueueStage) -> None:
    name_view(stage, "Mine")
    choose(stage, "view-delete")
    stage.until(lambda: stored(stage) == {})
    stage.until(lambda: shown(stage) == "Views")
    assert "“Mine” deleted" in stage.said.toasts
    stage.said.undos[-1]()
    stage.until(lambda: stored(stage) == {"Mine": ViewContent()})


def test_the_queue_opens_with_the_view_a_person_starts_with(
    small_shop: SmallShop, qtbot: QtBot
) -> None:
    fill(small_shop)
    save(small_shop, "Urgent", URGENT, is_start=True)
    with queue_stage(small_shop, qtbot) as stage:
        assert shown(stage) == "Urgent"
        assert tokens(stage) == ["Priority: Urgent"]
        assert len(stage.screen.model.ids) == 1
        choose(stage, "view-start")
        stage.until(lambda: "The queue opens as it was left" in stage.said.toasts)
        stage.said.undos[-1]()
        stage.until(lambda: small_shop.views.list(small_shop.owner)[0].is_start)


def test_a_view_that_names_a_removed_technician_opens_without_it(
    small_shop: SmallShop, qtbot: QtBot
) -> None:
    marco = small_shop.person("Marco Rossi", "technician")
    fill(small_shop)
    filters = QueueFilters(technician_id=marco.person_id, priority=Priority.URGENT)
    save(small_shop, "Marco", ViewContent(filters=filters), is_start=True)
    small_shop.people.save(
        small_shop.owner,
        SavePerson(
            operation_id=new_operation_id(),
            person_id=marco.person_id,
            name="Marco Rossi",
            role_key="technician",
            active=False,
        ),
    )
    with queue_stage(small_shop, qtbot) as stage:
        assert tokens(stage) == ["Priority: Urgent", "Technician: no longer there"]
        assert len(stage.screen.model.ids) == 1
        stage.screen.view.header.tokens.buttons[1].click()
        assert tokens(stage) == ["Priority: Urgent"]
        choose(stage, f"view-{stage.screen.arranging.views.views[0].view_id}")
        stage.until(lambda: "Technician: no longer there" in tokens(stage))
        stage.screen.show_filter(QueueChip.LATE)
        assert tokens(stage) == []


def test_a_view_not_known_here_yet_is_shown_once_it_is(stage: QueueStage) -> None:
    stage.screen.show_view(save(stage.shop, "From elsewhere", URGENT).view_id)
    stage.until(lambda: shown(stage) == "From elsewhere")
    assert tokens(stage) == ["Priority: Urgent"]


def test_a_view_that_is_gone_is_said_to_be(stage: QueueStage) -> None:
    stage.screen.show_view(999)
    stage.until(lambda: stage.said.toasts == ["This view is no longer there."])


def test_open_orders_asked_for_at_once_are_not_replaced_by_the_first_view(
    stage: QueueStage,
) -> None:
    save(stage.shop, "Urgent", URGENT, is_start=True)
    screen = QueueScreen(stage.context)
    stage.qtbot.addWidget(screen)
    screen.load()
    screen.show_filter(QueueChip.OPEN)
    stage.until(lambda: bool(screen.arranging.views.views))
    assert screen.list.question.filters.is_empty
    assert screen.arranging.views.shown is None


def test_a_view_saved_at_another_till_is_offered_here(stage: QueueStage) -> None:
    save(stage.shop, "From elsewhere", URGENT)
    stage.until(lambda: len(stage.screen.arranging.views.views) == 1)
    stage.press(KEY.Key_W)
    assert stage.menu_words() == ["From elsewhere", "Save as a view …"]
    stage.press(KEY.Key_Escape)


def test_another_person_has_other_views(stage: QueueStage) -> None:
    name_view(stage, "Mine")
    marco = stage.shop.person("Marco Rossi", "technician")
    stage.sit_down(marco)
    stage.until(lambda: shown(stage) == "Views")
    stage.until(lambda: stage.screen.arranging.views.views == ())
