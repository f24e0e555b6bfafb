"""The table of actions: every one does what it says, and only what one may do is offered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from services.actor import new_operation_id
from services.tickets.dto import QueueChip, SaveView, ViewContent
from tests.screens.shell_stage import CTRL, KEY, ShellStage, shell_stage
from tests.support.shops import SmallShop
from ui.screen_key import ScreenKey
from ui.screens.queue.screen import QueueScreen
from ui.screens.queue.words import CHIP_WORDS
from ui.screens.settings.screen import PAGES, SettingsScreen
from ui.shell.actions import ACTIONS, ShellAction, allowed_actions, find_actions
from ui.shortcuts import SHORTCUTS
from ui.tokens import ThemeChoice

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

Check = Callable[[ShellStage], bool]


def everything(_permission: str) -> bool:
    return True


def nothing(_permission: str) -> bool:
    return False


def words(actions: tuple[ShellAction, ...]) -> list[str]:
    return [action.words for action in actions]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("late", "Queue: late"),
        ("late queue", "Queue: late"),
        ("LÁTÉ", "Queue: late"),
        ("printers settings", "Settings: tills and printers"),
        ("sett prin", "Settings: tills and printers"),
        ("new", "New intake"),
        ("take in", "New intake"),
        ("switch", "Switch person"),
        ("sign out", "Switch person"),
        ("dark", "Colours: dark"),
    ],
)
def test_actions_are_found_by_words_in_any_order(typed: str, first: str) -> None:
    assert words(find_actions(typed, may=everything))[0] == first


def test_what_no_word_begins_finds_no_action() -> None:
    assert find_actions("ate", may=everything) == ()
    assert find_actions("  ", may=everything) == ()
    assert find_actions("late zzyzx", may=everything) == ()


def test_only_what_one_may_do_is_offered() -> None:
    left = words(allowed_actions(nothing))
    assert "Settings: about" in left
    assert not {"New intake", "Queue", "Queue: late", "Settings: shop"} & set(left)
    assert words(find_actions("settings", may=nothing)) == [
        "Settings",
        "Settings: this computer",
        "Settings: about",
    ]


def test_every_chip_and_every_page_is_in_the_table() -> None:
    table = {action.words: action for action in ACTIONS}
    assert len(table) == len(ACTIONS)
    assert {f"Queue: {words.lower()}" for words in CHIP_WORDS.values()} <= set(table)
    for page in PAGES:
        assert table[f"Settings: {page.title.lower()}"].permissions == page.permissions


def test_every_key_of_the_shell_is_in_the_table() -> None:
    keys = {entry.action for entry in SHORTCUTS if entry.action.startswith("shell.")}
    of_the_shell = {action.key for action in ACTIONS if action.key.startswith("shell.")}
    assert of_the_shell == keys - {"shell.search"}


@pytest.fixture
def stage(
    small_shop: SmallShop, database_url: str, tmp_path: Path, qtbot: QtBot
) -> Iterator[ShellStage]:
    """Give the program with its owner at the Counter."""
    small_shop.person("Vera", "viewer")
    with shell_stage(
        home=tmp_path / "home",
        database_url=database_url,
        clock=small_shop.clock,
        MENDPOINT_PRINTER="none",
    ) as stage:
        stage.write("1")
        stage.at("counter-customer-search")
        stage.settle()
        yield stage
        stage.stage.theme.set_choice(ThemeChoice.LIGHT)


def carry_out(stage: ShellStage, action: ShellAction) -> None:
    """Take an action in the palette, by its whole name."""
    stage.press(KEY.Key_K, CTRL)
    stage.at("search")
    stage.rewrite(action.words)
    stage.settle()
    palette = stage.stage.session.search.palette
    line = next(line for line in palette.list.lines if line.value is action)
    assert line.key == action.keycap
    while palette.list.current() is not line:
        stage.press(KEY.Key_Down)
    stage.press(KEY.Key_Return)
    stage.settle()


def on(key: ScreenKey) -> Check:
    return lambda stage: stage.stage.session.shown_screen is key


def filtered(chip: QueueChip) -> Check:
    def is_shown(stage: ShellStage) -> bool:
        screen = stage.stage.session.screen
        return isinstance(screen, QueueScreen) and screen.list.question.chip is chip

    return is_shown


def paged(key: str) -> Check:
    def is_shown(stage: ShellStage) -> bool:
        screen = stage.stage.session.screen
        return isinstance(screen, SettingsScreen) and screen.page.key == key

    return is_shown


def coloured(choice: ThemeChoice) -> Check:
    def is_kept(stage: ShellStage) -> bool:
        context = stage.stage.session.context
        return choice is context.theme.choice is context.workstation.look().choice

    return is_kept


def asks_who(_stage: ShellStage) -> bool:
    menu = QApplication.activePopupWidget()
    return menu is not None and menu.objectName() == "person-menu"


def opens(name: str) -> Check:
    """Check for a menu, or a question that holds a field or box of this name."""

    def is_open(_stage: ShellStage) -> bool:
        menu, question = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        in_menu = menu is not None and menu.objectName() == name
        return in_menu or (question is not None and question.findChild(QWidget, name) is not None)

    return is_open


CHECKS: dict[str, Check] = {
    "New intake": on(ScreenKey.COUNTER),
    "Queue": on(ScreenKey.QUEUE),
    "Customers": on(ScreenKey.CUSTOMERS),
    "New customer": lambda stage: stage.stage.focus() == "customer-new-name",
    "Customers: import from CSV": lambda stage: stage.stage.focus() == "customers-import-path",
    "Settings": on(ScreenKey.SETTINGS),
    "Printer": lambda stage: stage.stage.session.pills.printer_panel.is_open,
    "Print jobs": lambda stage: stage.stage.session.pills.jobs_panel.is_open,
    "Switch person": asks_who,
    "Undo": lambda stage: stage.toast() == "There is nothing to undo",
    "What can be undone": lambda stage: stage.stage.program.notices.undo_panel.is_open,
    "Colours: light": coloured(ThemeChoice.LIGHT),
    "Colours: dark": coloured(ThemeChoice.DARK),
    "Colours: as the system": coloured(ThemeChoice.SYSTEM),
    "Quit Mendpoint": lambda stage: stage.stage.has_ended,
    "Queue: filters": opens("filter-status"),
    "Queue: group by": opens("group-menu"),
    "Queue: saved views": opens("views-menu"),
    "Queue: columns": opens("column-customer"),
    **{f"Queue: {CHIP_WORDS[chip].lower()}": filtered(chip) for chip in QueueChip},
    **{f"Settings: {page.title.lower()}": paged(page.key) for page in PAGES},
}


def test_every_action_does_what_it_says(stage: ShellStage) -> None:
    assert {action.words for action in ACTIONS} == set(CHECKS)
    for action in ACTIONS:
        # From another screen than the one most actions lead to, so that staying is no success.
        stage.press(KEY.Key_F1 if action.words != "New intake" else KEY.Key_F2)
        stage.settle()
        carry_out(stage, action)
        check = CHECKS[action.words]
        stage.until(lambda check=check: check(stage), action.words)  # type: ignore[misc]
        if action.words != "Quit Mendpoint":
            stage.press(KEY.Key_Escape)
            stage.stage.frame.activateWindow()


def test_a_saved_view_is_found_by_name_and_shown(stage: ShellStage, small_shop: SmallShop) -> None:
    content = ViewContent(chip=QueueChip.READY)
    small_shop.views.save(
        small_shop.owner,
        SaveView(operation_id=new_operation_id(), name="Counter shelf", content=content),
    )
    stage.press(KEY.Key_K, CTRL)
    stage.at("search")
    stage.rewrite("counter shelf")
    palette = stage.stage.session.search.palette
    stage.until(
        lambda: [line.title for line in palette.list.lines] == ["View: Counter shelf"],
        "the view",
    )
    stage.press(KEY.Key_Return)
    stage.until(lambda: filtered(QueueChip.READY)(stage), "its chip")


def test_undo_takes_back_what_the_toast_says(stage: ShellStage) -> None:
    undone: list[bool] = []
    stage.stage.session.toast("Order moved", undo=lambda: undone.append(True))
    carry_out(stage, next(action for action in ACTIONS if action.words == "Undo"))
    assert undone == [True]
