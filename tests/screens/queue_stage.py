"""The real queue screen in a window, on the real services of a small shop."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from services.actor import Actor
from services.catalog.service import CatalogService
from services.customers.service import CustomerService
from services.facade import Services
from services.pricing.service import PricingService
from services.printing.service import PrintingService
from services.tickets.dto import CustomerEntry, LineEntry, TicketDetail
from services.types import TicketStatus
from tests.screens.parts_stage import dress
from tests.support.attached import Drawer
from tests.support.shops import SmallShop, device
from ui.context import Comeback, UiContext
from ui.errors import Notice, present
from ui.format import Formats
from ui.live import LiveUpdates
from ui.parts.dialog import QuestionDialog
from ui.parts.toast import ToastKind
from ui.screens.queue.screen import QueueScreen
from ui.tasks import TaskRunner
from ui.theme import ThemeChoice, ThemeSwitch
from ui.workstation import QueueLook, Workstation

MARK_MS = 200
SETTLED_MS = 400
KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier

# How a test brings an order to a status.
STEPS: dict[str, tuple[str, ...]] = {
    "pending": (),
    "diagnosing": ("diagnosing",),
    "awaiting_approval": ("diagnosing", "awaiting_approval"),
    "in_progress": ("in_progress",),
    "waiting_parts": ("waiting_parts",),
    "completed": ("in_progress", "completed"),
    "ready_pickup": ("in_progress", "completed", "ready_pickup"),
}


@dataclass(slots=True)
class Said:
    """What the screen said to the shell around it."""

    toasts: list[str] = field(default_factory=list)
    kinds: list[ToastKind] = field(default_factory=list)
    undoes_all: list[bool] = field(default_factory=list)
    until: list[datetime | None] = field(default_factory=list)
    about: list[frozenset[int]] = field(default_factory=list)
    undos: list[Callable[[], None]] = field(default_factory=list)
    screens: list[str] = field(default_factory=list)
    comebacks: list[Comeback] = field(default_factory=list)


class FakeShell:
    """A shell that only remembers."""

    def __init__(self) -> None:
        self.said = Said()

    def toast(
        self,
        text: str,
        *,
        kind: ToastKind = ToastKind.DONE,
        undo: Callable[[], None] | None = None,
        group: str | None = None,
        undoes_all: bool = False,
        until: datetime | None = None,
        about: Collection[int] = (),
    ) -> None:
        self.said.toasts.append(text)
        self.said.kinds.append(kind)
        self.said.undoes_all.append(undoes_all)
        self.said.until.append(until)
        self.said.about.append(frozenset(about))
        if undo is not None:
            self.said.undos.append(undo)

    def banner(self, key: str, text: str, **more: Any) -> None:
        self.said.toasts.append(text)

    def clear_banner(self, key: str) -> None:
        pass

    def open_ticket(self, ticket_id: int) -> None:
        pass

    def begin_comeback(self, comeback: Comeback) -> None:
        self.said.comebacks.append(comeback)

    def go(self, key: str) -> None:
        self.said.screens.append(key)

    def printer_state_changed(self) -> None:
        pass


class Window(QWidget):
    """A window that remembers its notices."""

    def __init__(self) -> None:
        super().__init__()
        self.notices: list[Notice] = []

    def show_notice(self, notice: Notice) -> None:
        self.notices.append(notice)


class FakeWorkstation:
    """A PC that only remembers how people see the queue."""

    def __init__(self) -> None:
        self.looks: dict[int, QueueLook] = {}

    def queue_look(self, person_id: int) -> QueueLook:
        return self.looks.get(person_id, QueueLook())

    def keep_queue_look(self, person_id: int, look: QueueLook) -> None:
        self.looks[person_id] = look


@dataclass(slots=True, kw_only=True)
class QueueStage:
    """The screen, and hands that only use the keyboard."""

    shop: SmallShop
    screen: QueueScreen
    window: Window
    context: UiContext
    said: Said
    qtbot: QtBot
    bugs: list[BaseException]
    actors: list[Actor]
    workstation: FakeWorkstation
    drawer: Drawer

    def sit_down(self, actor: Actor) -> None:
        """Let another person use the till."""
        self.actors.append(actor)
        self.screen.shown()

    # --- the keyboard ---------------------------------------------------------------------------

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """Press one key where the keyboard is."""
        where = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert where is not None, "no widget has the keyboard"
        QTest.keyClick(where, key, modifier or Qt.KeyboardModifier.NoModifier)

    def write(self, text: str) -> None:
        """Type where the keyboard is."""
        where = QApplication.focusWidget()
        assert where is not None, "no widget has the keyboard"
        QTest.keyClicks(where, text)

    def choose(self, action_name: str) -> None:
        """Go down the open menu to an entry and take it."""
        menu = self.menu()
        names = [a.objectName() for a in menu.actions() if not a.isSeparator()]
        assert action_name in names, names
        for _step in menu.actions():
            if menu.activeAction().objectName() == action_name:
                break
            self.press(KEY.Key_Down)
        self.press(KEY.Key_Return)

    def menu(self) -> QMenu:
        """Wait for a menu and return it."""
        self.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        return cast(QMenu, QApplication.activePopupWidget())

    def menu_words(self) -> list[str]:
        """Return the entries of the open menu."""
        return [a.text() for a in self.menu().actions() if not a.isSeparator()]

    def dialog(self, *, after: QuestionDialog | None = None) -> QuestionDialog:
        """Wait for a question (another one than ``after``) that has the keyboard; return it."""

        def is_there() -> bool:
            found = QApplication.activeModalWidget()
            where = QApplication.focusWidget()
            return (
                isinstance(found, QuestionDialog)
                and found is not after
                and where is not None
                and found.isAncestorOf(where)
            )

        self.until(is_there)
        return cast(QuestionDialog, QApplication.activeModalWidget())

    def no_dialog(self) -> None:
        """Wait until no question is open and the screen has the keyboard again."""
        self.until(lambda: QApplication.activeModalWidget() is None)
        self.until(lambda: self.focus() != "")

    def focus(self) -> str:
        """Return the name of what has the keyboard."""
        where = QApplication.focusWidget()
        return where.objectName() if where is not None else ""

    # --- what is seen and what is stored --------------------------------------------------------

    def until(self, true: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(true, timeout=10_000)

    def go_to(self, order: TicketDetail) -> None:
        """Walk down the rows to an order and wait for its detail."""
        table = self.screen.view.table
        self.until(lambda: order.ticket_id in self.screen.model.ids)
        table.setFocus()
        self.press(KEY.Key_Home)
        for _step in range(self.screen.model.rowCount()):
            if table.chosen_id() == order.ticket_id:
                break
            self.press(KEY.Key_Down)
        assert table.chosen_id() == order.ticket_id
        self.until(lambda: self.shows(order.ticket_id))

    def go_to_device(self, title: str) -> int:
        """Walk to the order of a device and return its id."""
        rows = (self.screen.model.row_of(each) for each in self.screen.model.ids)
        row = next(row for row in rows if row is not None and row.device_title == title)
        self.go_to(self.stored(row.ticket_id))
        return row.ticket_id

    def begin_move(self, action: str, *, title: str) -> int:
        """Choose a step for the order of a device, by the status key, and return the order's id."""
        ticket_id = self.go_to_device(title)
        self.press(KEY.Key_S)
        self.choose(action)
        return ticket_id

    def shows(self, ticket_id: int) -> bool:
        """Say whether the panel's detail is this order's."""
        detail = self.screen.order.reader.detail
        return detail is not None and detail.ticket_id == ticket_id

    def pill(self) -> str:
        """Return the status in the panel."""
        return self.screen.view.panel.pill.status

    def row_status(self, ticket_id: int) -> str:
        """Return the status in the table."""
        row = self.screen.model.row_of(ticket_id)
        return row.status.value if row is not None else ""

    def stored(self, ticket_id: int) -> TicketDetail:
        """Return the order as it is stored."""
        return self.shop.tickets.detail(self.shop.owner, ticket_id=ticket_id)

    def numbers(self) -> list[str]:
        """Return the numbers listed, in order; waits for no row."""
        found = (self.screen.model.row_of(i) for i in self.screen.model.ids)
        return [row.number for row in found if row is not None]

    def count(self, chip: str) -> str:
        """Return the count on a chip."""
        chips = self.screen.view.header.chips
        return next(
            c.accessibleDescription() for c in chips.children() if c.objectName() == f"chip-{chip}"
        )


@contextmanager
def queue_stage(
    shop: SmallShop, qtbot: QtBot, *, width: int = 1278, looks: dict[int, QueueLook] | None = None
) -> Iterator[QueueStage]:
    """Show the queue at a till of the shop, loaded."""
    dress(QApplication.instance())
    # What the test does comes after what it found.
    shop.clock.pass_by(minutes=1)
    place = TemporaryDirectory()
    drawer = Drawer(shop, Path(place.name))
    workstation = FakeWorkstation()
    workstation.looks.update(looks or {})
    window, shell, bugs, actors = Window(), FakeShell(), list[BaseException](), [shop.owner]
    window.resize(width, 688)

    def on_bug(bug: BaseException) -> str:
        bugs.append(bug)
        return "bug"

    runner = TaskRunner(window, on_bug=on_bug, present=present)
    # The bus the shop's services publish to.
    live = LiveUpdates(shop.gate._changes, window)
    context = UiContext(
        services=_services(shop, drawer),
        actor=lambda: actors[-1],
        may=lambda permission: permission in shop.people.rights(actors[-1]),
        now=shop.clock.now,
        runner=runner,
        live=live,
        theme=ThemeSwitch(QApplication.instance(), choice=ThemeChoice.LIGHT, reduced_motion=True),
        formats=Formats(),
        shell=shell,
        workstation=cast(Workstation, workstation),
    )
    screen = QueueScreen(context, mark_ms=MARK_MS, settled_ms=SETTLED_MS)
    QVBoxLayout(window).addWidget(screen)
    window.layout().setContentsMargins(0, 0, 0, 0)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    screen.load()
    screen.shown()
    stage = QueueStage(
        shop=shop,
        screen=screen,
        window=window,
        context=context,
        said=shell.said,
        qtbot=qtbot,
        bugs=bugs,
        actors=actors,
        workstation=workstation,
        drawer=drawer,
    )
    stage.until(lambda: screen.list.has_arrived)
    try:
        yield stage
    finally:
        live.stop()
        assert runner.stop(deadline_s=5)
        place.cleanup()
        window.hide()
        window.deleteLater()
        QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
        assert bugs == []


def _services(shop: SmallShop, drawer: Drawer) -> Services:
    needed = {
        "tickets": shop.tickets,
        "editing": shop.editing,
        "queue": shop.queue,
        "attachments": drawer.service,
        "people": shop.people,
        "views": shop.views,
        "intake": shop.intake,
        "settings": shop.settings,
        "customers": CustomerService(shop.gate, shop.reference),
        "catalog": CatalogService(shop.gate, shop.reference),
        "pricing": PricingService(shop.gate, shop.reference),
        "printing": PrintingService(shop.gate, shop.reference),
    }
    others = {name: None for name in Services.__dataclass_fields__ if name not in needed}
    return Services(**needed, **others)  # type: ignore[arg-type]


def take_in(
    shop: SmallShop,
    title: str,
    *,
    status: str = "pending",
    customer: str = "Dana Whitfield",
    phone: str = "415-555-0142",
    minutes: int | None = 120,
    price_minor: int | None = 27_900,
    technician: Actor | None = None,
    **more: Any,
) -> TicketDetail:
    """Take a device in and bring its order to a status; ``minutes`` until it is promised."""
    promised = None if minutes is None else shop.clock.now() + timedelta(minutes=minutes)
    order = shop.take_in(
        customer=CustomerEntry(name=customer, phone=phone),
        devices=(
            device(
                title=title,
                serial=f"SN-{title}",
                promised_at_utc=promised,
                technician_id=technician.person_id if technician is not None else None,
                lines=(LineEntry(title="Screen replacement", price_minor=price_minor),),
                **more,
            ),
        ),
    )
    for step in STEPS[status]:
        shop.move(order.ticket_id, step)
    detail = shop.tickets.detail(shop.owner, ticket_id=order.ticket_id)
    assert detail.status is TicketStatus(status)
    return detail
