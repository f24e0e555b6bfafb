"""The real customers screen in a window, on the real services of a small shop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any, TypeVar, cast

from PySide6.QtCore import QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from services.actor import Actor, new_operation_id
from services.customers.dto import CreateCustomer, CustomerPage
from services.customers.files import CustomerFileService
from services.customers.leaving import CustomerLeavingService
from services.customers.merges import CustomerMergeService
from services.customers.pages import CustomerPageService
from services.customers.service import CustomerService
from services.errors import Invalid
from services.facade import Services
from tests.screens.parts_stage import dress
from tests.screens.queue_stage import CTRL, KEY, FakeShell, Said, Window
from tests.support.shops import SmallShop
from ui.context import UiContext
from ui.errors import present
from ui.format import Formats
from ui.live import LiveUpdates
from ui.parts.dialog import QuestionDialog
from ui.screens.customers.screen import CustomersScreen
from ui.tasks import TaskRunner
from ui.theme import ThemeChoice, ThemeSwitch
from ui.workstation import Workstation

__all__ = ["CTRL", "KEY", "CustomersStage", "customers_stage"]

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)


class Shell(FakeShell):
    """A shell that remembers what was to be opened, too."""

    def __init__(self) -> None:
        super().__init__()
        self.tickets: list[int] = []
        self.intakes: list[int] = []

    def open_ticket(self, ticket_id: int) -> None:
        self.tickets.append(ticket_id)

    def intake_for(self, customer_id: int) -> None:
        self.intakes.append(customer_id)


class Files:
    """A PC of which only the files are wanted: a test can hold their reading."""

    def __init__(self) -> None:
        self.free = Event()
        self.free.set()

    def read_file(self, path: str) -> bytes:
        assert self.free.wait(20)
        try:
            return Path(path).read_bytes()
        except OSError as error:
            raise Invalid("This file can’t be read.", field="path") from error

    def write_file(self, path: str, fill: Callable[[Callable[[str], object]], T]) -> T:
        with Path(path).open("w", encoding="utf-8", newline="") as file:
            return fill(file.write)


class Gates:
    """Stands before the reading of pages: a test can hold it, or let it fail."""

    def __init__(self, pages: CustomerPageService) -> None:
        self._pages = pages
        self.free = Event()
        self.free.set()
        self.fails_with: Exception | None = None

    def __getattr__(self, name: str) -> Any:
        asked = getattr(self._pages, name)

        def call(*args: Any, **more: Any) -> Any:
            assert self.free.wait(20)
            if self.fails_with is not None:
                raise self.fails_with
            return asked(*args, **more)

        return call


@dataclass(slots=True, kw_only=True)
class CustomersStage:
    """The screen, and hands that only use the keyboard."""

    shop: SmallShop
    services: Services
    gates: Gates
    screen: CustomersScreen
    window: Window
    shell: Shell
    context: UiContext
    qtbot: QtBot
    actors: list[Actor]

    @property
    def said(self) -> Said:
        """What the screen said to the shell."""
        return self.shell.said

    # --- the keyboard ---------------------------------------------------------------------------

    def press(self, key: Any, modifier: Any = None) -> None:
        """Press one key where the keyboard is."""
        where = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert where is not None, "no widget has the keyboard"
        QTest.keyClick(where, key, *(() if modifier is None else (modifier,)))

    def write(self, text: str) -> None:
        """Type where the keyboard is."""
        where = QApplication.focusWidget()
        assert where is not None, "no widget has the keyboard"
        QTest.keyClicks(where, text)

    def rewrite(self, text: str) -> None:
        """Replace what stands in the field with the keyboard."""
        self.press(KEY.Key_A, CTRL)
        self.press(KEY.Key_Delete)
        self.write(text)

    def tab_to(self, name: str) -> None:
        """Press Tab until the widget of this name has the keyboard."""
        for _step in range(80):
            if self.focus() == name:
                return
            self.press(KEY.Key_Tab)
        raise AssertionError(f"Tab never comes to {name}")

    def go_into(self, name: str) -> None:
        """Take the keyboard to a widget, as a click would."""
        self.widget(name).setFocus()
        self.at(name)

    def use(self, name: str) -> None:
        """Press a button by the keyboard."""
        self.until(lambda: self.shows(name))
        self.go_into(name)
        self.press(KEY.Key_Return)

    def choose(self, button: str, entry: str) -> None:
        """Open a button's menu and take an entry by the keyboard."""
        self.use(button)
        menu = self.menu()
        names = [each.objectName() for each in menu.actions() if not each.isSeparator()]
        assert entry in names, names
        for _step in menu.actions():
            if menu.activeAction().objectName() == entry:
                break
            self.press(KEY.Key_Down)
        self.press(KEY.Key_Return)
        # A menu takes the activation away, and no window manager gives it back here.
        if QApplication.activeModalWidget() is None:
            self.window.activateWindow()

    def menu(self) -> QMenu:
        """Wait for a menu."""
        self.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        return cast(QMenu, QApplication.activePopupWidget())

    def dialog(self) -> QuestionDialog:
        """Wait for a question that has the keyboard."""

        def is_there() -> bool:
            found, where = QApplication.activeModalWidget(), QApplication.focusWidget()
            return (
                isinstance(found, QuestionDialog)
                and where is not None
                and found.isAncestorOf(where)
            )

        self.until(is_there)
        return cast(QuestionDialog, QApplication.activeModalWidget())

    def no_dialog(self) -> None:
        """Wait until no question is open."""
        self.until(lambda: QApplication.activeModalWidget() is None)
        self.window.activateWindow()
        self.until(lambda: self.focus() != "")

    # --- what is seen -----------------------------------------------------------------------------

    def focus(self) -> str:
        """Return the name of what has the keyboard."""
        where = QApplication.focusWidget()
        return where.objectName() if where is not None else ""

    def at(self, name: str) -> None:
        """Wait until a widget has the keyboard."""
        self.until(lambda: self.focus() == name)

    def until(self, true: Callable[[], object]) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(lambda: bool(true()), timeout=10_000)

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.until(lambda: not self.context.runner.under_way)

    def widget(self, name: str, kind: type[W] = QWidget) -> W:  # type: ignore[assignment]
        """Return the newest widget of this name."""
        found = self.window.findChildren(kind, name)
        assert found, f"there is no {name}"
        return found[-1]

    def shows(self, name: str) -> bool:
        """Say whether a widget of this name is seen."""
        return any(each.isVisible() for each in self.window.findChildren(QWidget, name))

    def words(self) -> str:
        """Return every text that is seen, one per line."""
        seen = [
            each
            for each in self.window.findChildren(QWidget)
            if each.isVisible() and hasattr(each, "text")
        ]
        texts = [each.text for each in seen]
        return "\n".join(str(text() if callable(text) else text) for text in texts)

    def sees(self, words: str) -> None:
        """Wait until a text is seen."""
        plain = words.replace("\u200b", "")
        self.until(lambda: plain in self.words().replace("\u200b", ""))

    def toasted(self, words: str) -> None:
        """Wait until a toast said this."""
        self.until(lambda: any(words in each for each in self.said.toasts))

    def names(self) -> list[str]:
        """Return the names listed, as far as they are here."""
        return [row.name for _place, row in sorted(self.screen.list.model.rows())]

    # --- what is stored ---------------------------------------------------------------------------

    def stored(self, customer_id: int) -> CustomerPage:
        """Return a customer as stored."""
        return self.services.customer_pages.page(self.shop.owner, customer_id=customer_id)

    def add(self, name: str, *, phone: str = "", email: str = "", flag: str = "") -> int:
        """Store a customer."""
        command = CreateCustomer(
            operation_id=new_operation_id(), name=name, phone=phone, email=email, flag=flag
        )
        return int(self.services.customers.create(self.shop.owner, command).customer_id)

    def open(self, customer_id: int) -> CustomerPage:
        """Open a page and wait for it."""
        self.screen.open_customer(customer_id)
        self.until(lambda: self.screen.desk.has_page)
        self.settle()
        return self.screen.desk.page


@contextmanager
def customers_stage(
    shop: SmallShop, qtbot: QtBot, *, width: int = 1278, height: int = 688, load: bool = True
) -> Iterator[CustomersStage]:
    """Show the customers at a till of the shop; ``load`` False: nothing is asked yet."""
    dress(QApplication.instance())
    shop.clock.pass_by(minutes=1)
    window, bugs = Window(), list[BaseException]()
    window.resize(width, height)

    def on_bug(bug: BaseException) -> str:
        bugs.append(bug)
        return "bug"

    runner = TaskRunner(window, on_bug=on_bug, present=present)
    live = LiveUpdates(shop.gate._changes, window)
    stage = _stage(shop, qtbot, window=window, runner=runner, live=live)
    if load:
        stage.screen.load()
        stage.screen.shown()
        stage.until(lambda: stage.screen.list.has_arrived)
    try:
        yield stage
    finally:
        stage.gates.free.set()
        live.stop()
        assert runner.stop(deadline_s=5)
        window.hide()
        window.deleteLater()
        QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
        assert bugs == []


def _stage(
    shop: SmallShop, qtbot: QtBot, *, window: Window, runner: TaskRunner, live: LiveUpdates
) -> CustomersStage:
    """Put the screen into the window and show it."""
    shell, actors, services = Shell(), [shop.owner], _services(shop)
    gates = Gates(services.customer_pages)
    rights: dict[int, frozenset[str]] = {}

    def may(permission: str) -> bool:
        # As in the program: read when a person sits down, not at every question.
        who = int(actors[-1].person_id)
        if who not in rights:
            rights[who] = shop.people.rights(actors[-1])
        return permission in rights[who]

    context = UiContext(
        services=_services(shop, customer_pages=gates),
        actor=lambda: actors[-1],
        may=may,
        now=shop.clock.now,
        runner=runner,
        live=live,
        theme=ThemeSwitch(QApplication.instance(), choice=ThemeChoice.LIGHT, reduced_motion=True),
        formats=Formats(),
        shell=shell,
        workstation=cast(Workstation, Files()),
    )
    screen = CustomersScreen(context)
    QVBoxLayout(window).addWidget(screen)
    window.layout().setContentsMargins(0, 0, 0, 0)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    return CustomersStage(
        shop=shop,
        services=services,
        gates=gates,
        screen=screen,
        window=window,
        shell=shell,
        context=context,
        qtbot=qtbot,
        actors=actors,
    )


def _services(shop: SmallShop, **others: Any) -> Services:
    gate, reference = shop.gate, shop.reference
    needed = {
        "people": shop.people,
        "settings": shop.settings,
        "tickets": shop.tickets,
        "customers": CustomerService(gate, reference),
        "customer_pages": CustomerPageService(gate, reference),
        "customer_merging": CustomerMergeService(gate, reference),
        "customer_leaving": CustomerLeavingService(
            gate, reference, database=shop.database, forget_drafts=lambda _ids, _texts: 0
        ),
        "customer_files": CustomerFileService(gate, reference),
        **others,
    }
    rest = {name: None for name in Services.__dataclass_fields__ if name not in needed}
    return Services(**needed, **rest)  # type: ignore[arg-type]
