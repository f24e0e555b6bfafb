"""The shell around the screens: keys, rights, search, fast switch, undo, notices, the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from data.errors import StorageFailure, StorageFault
from services.actor import Actor
from services.errors import (
    Conflict,
    Invalid,
    MendpointError,
    RemoteUnavailable,
    StorageUnavailable,
    storage_error,
)
from tests.screens.queue_stage import take_in
from tests.screens.shell_stage import CTRL, KEY, ShellStage, shell_stage
from tests.support.shops import SmallShop
from ui.errors import NoticeKind, board_of, notice_of, present
from ui.parts.banner import Banner
from ui.parts.dialog import Question, ask
from ui.screen_key import ScreenKey
from ui.shell.notice_window import NoticeWindow
from ui.shell.picker import PersonTile
from ui.tasks import Unexpected

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)


@pytest.fixture
def people(small_shop: SmallShop) -> dict[str, Actor]:
    """Give the shop people of three roles beside its owner."""
    return {
        "Ana": small_shop.person("Ana", "front_desk"),
        "Marco": small_shop.person("Marco", "technician"),
        "Vera": small_shop.person("Vera", "viewer"),
    }


@pytest.fixture
def stage(
    small_shop: SmallShop, people: dict[str, Actor], database_url: str, tmp_path: Path, qtbot: QtBot
) -> Iterator[ShellStage]:
    """Give the program with its picker shown; the receipt printer is none."""
    with shell_stage(
        home=tmp_path / "home",
        database_url=database_url,
        clock=small_shop.clock,
        MENDPOINT_PRINTER="none",
    ) as stage:
        yield stage


def sign_in(stage: ShellStage, name: str) -> None:
    """Choose a person on the picker by the digit on their tile."""
    tiles = stage.stage.frame.findChildren(PersonTile)
    names = [tile.person.name for tile in tiles]
    stage.write(str(names.index(name) + 1))
    stage.until(lambda: stage.stage.program.session)
    stage.settle()


def switch_to(stage: ShellStage, name: str) -> None:
    """Let another person take over by the person menu."""
    stage.press(KEY.Key_P, CTRL | Qt.KeyboardModifier.ShiftModifier)
    stage.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    for _step in menu.actions():
        if menu.activeAction().text().lstrip("&").startswith(name):
            break
        stage.press(KEY.Key_Down)
    stage.press(KEY.Key_Return)
    stage.until(lambda: stage.stage.session.actor().name == name)
    stage.settle()


def test_the_picker_is_worked_by_arrows_and_enter(stage: ShellStage) -> None:
    assert stage.shows("Who is at Till 1?")
    stage.press(KEY.Key_Right)
    stage.press(KEY.Key_Return)
    stage.until(lambda: stage.stage.program.session)
    assert stage.stage.session.actor().name == "Marco"


def test_function_keys_open_the_screens(stage: ShellStage) -> None:
    sign_in(stage, "Petra Alder")
    session = stage.stage.session
    assert session.shown_screen is ScreenKey.COUNTER
    for key, screen in (
        (KEY.Key_F2, ScreenKey.QUEUE),
        (KEY.Key_F5, ScreenKey.CUSTOMERS),
        (KEY.Key_F9, ScreenKey.SETTINGS),
        (KEY.Key_F1, ScreenKey.COUNTER),
    ):
        stage.press(key)
        stage.settle()
        assert session.shown_screen is screen
        assert stage.widget(QWidget, f"rail-{screen.value}").isChecked()


def test_the_rail_shows_only_what_the_person_may_open(stage: ShellStage) -> None:
    sign_in(stage, "Vera")
    assert stage.stage.frame.rail.shown_screens == (
        ScreenKey.QUEUE,
        ScreenKey.CUSTOMERS,
        ScreenKey.SETTINGS,
    )
    assert stage.stage.session.shown_screen is ScreenKey.QUEUE
    stage.press(KEY.Key_F1)
    stage.settle()
    assert stage.stage.session.shown_screen is ScreenKey.QUEUE
    stage.press(KEY.Key_F9)
    stage.settle()
    settings = stage.stage.session.widget_of(ScreenKey.SETTINGS)
    assert settings.page_keys == ("this_pc", "about")


@pytest.mark.parametrize("width", [1120, 1920])
def test_the_palette_stays_in_the_middle_when_the_window_changes_size(
    stage: ShellStage, small_shop: SmallShop, width: int
) -> None:
    take_in(small_shop, "Pixel 8", customer="Dana Whitfield")
    sign_in(stage, "Ana")
    stage.press(KEY.Key_K, CTRL)
    stage.at("search")
    stage.write("dana")
    stage.stage.size(width, height=720)
    stage.settle()
    card = stage.widget(QWidget, "palette-card").geometry()
    assert (card.left(), card.width(), card.top()) == ((width - 680) // 2, 680, 88)
    assert stage.widget(QWidget, "palette").size() == stage.stage.frame.size()


def test_a_fast_switch_keeps_what_is_typed(stage: ShellStage, people: dict[str, Actor]) -> None:
    sign_in(stage, "Ana")
    stage.at("counter-customer-search")
    stage.write("415-555-0199")
    switch_to(stage, "Petra Alder")
    session = stage.stage.session
    assert session.shown_screen is ScreenKey.COUNTER
    assert stage.stage.frame.top_bar.person.text() == "Petra Alder"
    assert "415-555-0199" in stage.words()
    switch_to(stage, "Vera")
    assert session.shown_screen is ScreenKey.QUEUE
    assert ScreenKey.COUNTER not in stage.stage.frame.rail.shown_screens


def test_ctrl_z_undoes_what_the_toast_says_even_from_an_empty_field(stage: ShellStage) -> None:
    sign_in(stage, "Ana")
    undone: list[bool] = []
    stage.at("counter-customer-search")
    stage.stage.session.toast("Order moved", undo=lambda: undone.append(True))
    stage.press(KEY.Key_Z, CTRL)
    assert undone == [True]
    assert stage.toast() == ""


def test_ctrl_z_in_a_field_takes_back_typing_first(stage: ShellStage) -> None:
    sign_in(stage, "Ana")
    undone: list[bool] = []
    stage.at("counter-customer-search")
    stage.write("abc")
    stage.stage.session.toast("Order moved", undo=lambda: undone.append(True))
    stage.press(KEY.Key_Z, CTRL)
    assert undone == []
    assert stage.widget(QWidget, "counter-customer-search").text() == ""


def test_typing_survives_the_end_of_the_program(
    small_shop: SmallShop, database_url: str, tmp_path: Path, qtbot: QtBot
) -> None:
    home = tmp_path / "home"
    with shell_stage(home=home, database_url=database_url, clock=small_shop.clock) as stage:
        stage.at("counter-customer-search")
        stage.write("Noor Haddad")
        stage.stage.frame.close()
    with shell_stage(home=home, database_url=database_url, clock=small_shop.clock) as stage:
        stage.at("counter-customer-search")
        stage.see("Noor Haddad")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (Invalid("The number is too long."), NoticeKind.WINDOW),
        (Conflict("Marco changed this order."), NoticeKind.WINDOW),
        (StorageUnavailable("The server can't be reached.", fault="away"), NoticeKind.BANNER),
        (RemoteUnavailable("No network."), NoticeKind.BANNER),
    ],
)
def test_errors_are_said_the_way_their_kind_wants(error: Exception, kind: NoticeKind) -> None:
    assert notice_of(error).kind is kind


def test_an_error_window_closes_by_key_and_names_its_reference(stage: ShellStage) -> None:
    sign_in(stage, "Ana")
    error = Conflict("Marco moved it to Completed.")
    error.request_id = "4f2a9c11"
    present(stage.stage.frame.screens, error)
    stage.at("notice-close")
    window = QApplication.activeModalWidget()
    assert isinstance(window, NoticeWindow)
    assert window.notice.reference == "4f2a9c11"
    stage.press(KEY.Key_Return)
    stage.until(lambda: QApplication.activeModalWidget() is None)


def fails_with(fault: StorageFault) -> MendpointError:
    """Return what a service call raises when the store fails."""
    return storage_error(StorageFailure(fault, "as the driver says"))


def test_a_banner_stays_until_it_is_closed(stage: ShellStage) -> None:
    sign_in(stage, "Ana")
    present(stage.stage.frame.screens, fails_with(StorageFault.AWAY))
    present(stage.stage.frame.screens, fails_with(StorageFault.AWAY))
    assert stage.stage.program.notices.banner_keys == ("storage_unavailable",)
    stage.widget(QWidget, "banner-storage_unavailable-question").click()
    assert stage.stage.program.notices.banner_keys == ()


@pytest.mark.parametrize(
    ("fault", "heading"),
    [
        (StorageFault.LOCKED, "The database is busy"),
        (StorageFault.FULL, "The disk is full"),
        (StorageFault.AWAY, "The database server can't be reached"),
        (StorageFault.DAMAGED, "The database file is damaged"),
    ],
)
def test_a_banner_says_once_what_is_the_case(
    stage: ShellStage, fault: StorageFault, heading: str
) -> None:
    sign_in(stage, "Ana")
    present(stage.stage.frame.screens, fails_with(fault))
    banner = stage.widget(Banner, "banner-storage_unavailable")
    assert banner.sentence.startswith(heading)
    assert banner.sentence.count(heading) == 1
    offered = {banner.question.words, banner.action.words} - {""}
    assert offered == ({"Close"} if fault is StorageFault.DAMAGED else {"Close", "Try again"})


@pytest.mark.parametrize("fault", list(StorageFault))
def test_every_fault_of_the_store_has_a_heading(fault: StorageFault) -> None:
    unknown = notice_of(StorageUnavailable("It failed.", fault="no such fault"))
    told = notice_of(fails_with(fault))
    assert (told.heading == unknown.heading) is (fault is StorageFault.WRONG_URL)


def test_trying_again_asks_anew_for_what_is_shown(stage: ShellStage, small_shop: SmallShop) -> None:
    sign_in(stage, "Petra Alder")
    stage.press(KEY.Key_F2)
    stage.settle()
    order = take_in(small_shop, "Pixel 8", customer="Dana Whitfield")
    present(stage.stage.frame.screens, fails_with(StorageFault.LOCKED))
    model = stage.stage.session.widget_of(ScreenKey.QUEUE).view.table.model()
    assert model.rowCount() == 0
    stage.widget(QWidget, "banner-storage_unavailable-action").click()
    assert stage.stage.program.notices.banner_keys == ()
    stage.until(lambda: model.rowCount() == 1)
    assert model.id_at(0) == order.ticket_id


class Flashes(QObject):
    """Notes every widget that is shown as a window of its own before it has its parent."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at what is shown."""
        shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget)
        if shown and watched.parent() is None:
            self.seen.append(watched)
        return False


@pytest.fixture
def flashes(qtbot: QtBot) -> Iterator[Flashes]:
    """Watch the whole program."""
    application = QApplication.instance()
    assert application is not None
    flashes = Flashes()
    application.installEventFilter(flashes)
    yield flashes
    application.removeEventFilter(flashes)


def test_trouble_takes_no_window_and_no_keyboard(stage: ShellStage, flashes: Flashes) -> None:
    sign_in(stage, "Ana")
    stage.at("counter-customer-search")
    stage.write("Noor")
    present(stage.stage.frame.screens, fails_with(StorageFault.LOCKED))
    stage.settle()
    stage.write(" Haddad")
    assert stage.stage.focus() == "counter-customer-search"
    assert stage.shows("Noor Haddad")
    stage.tab_to("banner-storage_unavailable-question")
    stage.press(KEY.Key_Return)
    assert stage.stage.focus() == "counter-customer-search"
    assert stage.stage.program.notices.banner_keys == ()
    error = Conflict("Marco moved it to Completed.")
    error.request_id = "4f2a9c11"
    present(stage.stage.frame.screens, error)
    stage.at("notice-close")
    stage.press(KEY.Key_Return)
    question = Question(heading="Go on?", text="Now.", action="Go on", keep="Stay")
    ask(stage.stage.frame, question=question, agreed=lambda _typed: None)
    stage.at("question-keep")
    stage.press(KEY.Key_Escape)
    assert flashes.seen == []


def test_a_bug_is_not_shown_twice(stage: ShellStage) -> None:
    sign_in(stage, "Ana")
    present(stage.stage.frame.screens, Unexpected("Something went wrong inside the program."))
    assert QApplication.activeModalWidget() is None
    assert stage.stage.program.notices.banner_keys == ()


def test_a_widget_outside_every_window_can_not_show_errors(qtbot: QtBot) -> None:
    lonely = QWidget()
    with pytest.raises(LookupError):
        board_of(lonely)


@pytest.mark.parametrize(("width", "wide"), [(1366, False), (1600, True)])
def test_the_rail_opens_where_there_is_room(stage: ShellStage, width: int, wide: bool) -> None:
    sign_in(stage, "Ana")
    stage.stage.size(width, height=800)
    stage.settle()
    assert (stage.stage.frame.rail.width() > 100) is wide
