"""The real Counter in a window, on the real services of a small shop, and hands on the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from services.actor import new_operation_id
from services.catalog.dto import ImportCommand, ImportKind
from services.catalog.service import CatalogService
from services.customers.service import CustomerService
from services.facade import Services
from services.pricing.service import PricingService
from services.printing.dto import Page
from services.printing.plain_text import render_text
from services.printing.service import PrintingService
from services.tickets.drafts import DraftService
from services.tickets.dto import CustomerEntry, QueueChip, QueueQuestion, TicketDetail
from tests.screens.parts_stage import dress
from tests.screens.queue_stage import FakeShell, Said, Window
from tests.support.shops import GOOD_IMEI, SmallShop, device
from ui.context import UiContext
from ui.errors import present
from ui.format import Formats
from ui.live import LiveUpdates
from ui.parts.dialog import QuestionDialog
from ui.screens.counter.screen import CounterScreen
from ui.tasks import TaskRunner
from ui.theme import ThemeChoice, ThemeSwitch
from ui.workstation import Workstation

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier

PRICES = b"""brand,model,repair_type,part_quality,price,cost,notes
Apple,iPhone 13 Pro,screen,original,279.00,110.00,
Apple,iPhone 13 Pro,screen,aftermarket_premium,219.00,80.00,
Apple,iPhone 13 Pro,charging_port,original,119.00,30.00,
"""


@dataclass(slots=True, kw_only=True)
class CounterStage:
    """The screen, and hands that only use the keyboard."""

    shop: SmallShop
    services: Services
    screen: CounterScreen
    window: Window
    said: Said
    qtbot: QtBot

    # --- the keyboard ---------------------------------------------------------------------------

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """Press one key where the keyboard is."""
        QTest.keyClick(self._where(), key, modifier or Qt.KeyboardModifier.NoModifier)

    def write(self, text: str) -> None:
        """Type where the keyboard is, following it from key to key."""
        for character in text:
            QTest.keyClick(self._where(), character)

    def paste(self, text: str) -> None:
        """Put any text in as Ctrl+V does."""
        QApplication.clipboard().setText(text)
        self.press(KEY.Key_V, CTRL)

    def enter(self) -> None:
        """Press Enter."""
        self.press(KEY.Key_Return)

    def tab_to(self, name: str) -> None:
        """Press Tab until a field has the keyboard."""
        for _step in range(80):
            if self.focus() == name:
                return
            self.press(KEY.Key_Tab)
        raise AssertionError(f"Tab never comes to {name}")

    def take_in(self) -> None:
        """Press Ctrl+Enter."""
        self.press(KEY.Key_Return, CTRL)

    def _where(self) -> QWidget:
        where = QApplication.focusWidget()
        assert where is not None, "no widget has the keyboard"
        return where

    # --- what is seen -------------------------------------------------------------------------

    def until(self, true: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(true, timeout=10_000)

    def focus(self) -> str:
        """Return the name of what has the keyboard."""
        where = QApplication.focusWidget()
        return where.objectName() if where is not None else ""

    def at(self, name: str) -> None:
        """Wait until a field has the keyboard."""
        self.until(lambda: self.focus() == name)

    def suggested(self, *titles: str) -> None:
        """Wait until the type-ahead in use lists these titles first."""
        self.until(lambda: self._titles()[: len(titles)] == list(titles))

    def _titles(self) -> list[str]:
        form = self.screen.form
        fields = (form.customer.search, form.device.search, form.problem.more)
        return [row.title for field in fields if field.is_open for row in field.suggestions.rows]

    def dialog(self) -> QuestionDialog:
        """Wait for a question that has the keyboard."""

        def is_there() -> bool:
            found, where = QApplication.activeModalWidget(), QApplication.focusWidget()
            return found is not None and where is not None and found.isAncestorOf(where)

        self.until(is_there)
        return cast(QuestionDialog, QApplication.activeModalWidget())

    def preview(self) -> str:
        """Return the words on the claim ticket beside the form."""
        page = self.screen.preview.ticket.page
        return render_text(page) if isinstance(page, Page) else ""

    def settled(self) -> None:
        """Wait until everything typed is on disk."""
        self.until(lambda: self.screen.desk.is_settled)

    # --- what is stored -----------------------------------------------------------------------

    def orders(self) -> list[TicketDetail]:
        """Return all orders as they are stored, the oldest first."""
        answer = self.shop.queue.ask(self.shop.owner, QueueQuestion(chip=QueueChip.ALL))
        return [
            self.shop.tickets.detail(self.shop.owner, ticket_id=ticket_id)
            for ticket_id in sorted(answer.ids)
        ]

    # --- usual ways ---------------------------------------------------------------------------

    def choose_known_customer(self, typed: str = "0142") -> None:
        """Find a customer and go on to the device."""
        self.at("counter-customer-search")
        self.write(typed)
        self.until(lambda: bool(self._titles()))
        self.enter()
        self.at("counter-device-search")

    def choose_earlier_device(self) -> None:
        """Take the first of the customer's earlier devices and go on to the repairs."""
        self.until(lambda: bool(self._titles()))
        self.enter()
        self.at("counter-repair-1")

    def mark_all_good_and_promise(self) -> None:
        """Mark nine rows, promise the first time offered and accept the terms."""
        self.at("counter-condition-screen")
        self.write("ggggggggg")
        self.tab_to("counter-terms")
        self.press(KEY.Key_Space)
        self.tab_to("counter-ready-by")
        self.until(lambda: len(self.screen.form.condition.ready_by.choice.cells) > 1)
        self.press(KEY.Key_Home)


def stock_shop(shop: SmallShop) -> None:
    """Give a shop prices, and a customer who was here with a phone before."""
    catalog = CatalogService(shop.gate, shop.reference)
    command = ImportCommand(operation_id=new_operation_id(), kind=ImportKind.PRICES, content=PRICES)
    assert catalog.import_file(shop.owner, command).stored
    model = catalog.find_device(shop.owner, brand="Apple", model="iPhone 13 Pro")
    shop.take_in(
        customer=CustomerEntry(
            name="Dana Whitfield",
            phone="415-555-0142",
            email="dana@example.com",
            sms_consent=True,
        ),
        devices=(
            device(
                title="",
                device_model_id=model.device_model_id,
                colour="Sierra Blue",
                imei=GOOD_IMEI,
                serial="",
            ),
        ),
    )


@contextmanager
def counter_stage(
    shop: SmallShop, qtbot: QtBot, *, drafts: Path, size: tuple[int, int] = (1278, 688)
) -> Iterator[CounterStage]:
    """Show the Counter at a till of the shop, loaded and with the keyboard."""
    with _stage(shop, qtbot, drafts=drafts, size=size) as stage:
        yield stage


@contextmanager
def _stage(
    shop: SmallShop, qtbot: QtBot, *, drafts: Path, size: tuple[int, int]
) -> Iterator[CounterStage]:
    dress(QApplication.instance())
    window, shell, bugs = Window(), FakeShell(), list[BaseException]()
    window.resize(*size)

    def on_bug(bug: BaseException) -> str:
        bugs.append(bug)
        return "bug"

    runner = TaskRunner(window, on_bug=on_bug, present=present)
    live = LiveUpdates(shop.gate._changes, window)
    services = _services(shop, drafts=drafts)
    context = UiContext(
        services=services,
        actor=lambda: shop.owner,
        may=lambda _permission: True,
        now=shop.clock.now,
        runner=runner,
        live=live,
        theme=ThemeSwitch(QApplication.instance(), choice=ThemeChoice.LIGHT, reduced_motion=True),
        formats=Formats(),
        shell=shell,
        workstation=cast(Workstation, None),
    )
    screen = CounterScreen(context)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(screen)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    screen.load()
    screen.shown()
    stage = CounterStage(
        shop=shop,
        services=services,
        screen=screen,
        window=window,
        said=shell.said,
        qtbot=qtbot,
    )
    stage.until(lambda: screen.form.condition.terms.isVisibleTo(screen) and runner.under_way == 0)
    try:
        yield stage
        stage.settled()
    finally:
        live.stop()
        assert runner.stop(deadline_s=5)
        window.hide()
        window.deleteLater()
        QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
        assert bugs == []


def _services(shop: SmallShop, *, drafts: Path) -> Services:
    needed = {
        "tickets": shop.tickets,
        "queue": shop.queue,
        "people": shop.people,
        "intake": shop.intake,
        "settings": shop.settings,
        "drafts": DraftService(drafts),
        "catalog": CatalogService(shop.gate, shop.reference),
        "customers": CustomerService(shop.gate, shop.reference),
        "pricing": PricingService(shop.gate, shop.reference),
        "printing": PrintingService(shop.gate, shop.reference),
    }
    others = {name: None for name in Services.__dataclass_fields__ if name not in needed}
    return Services(**needed, **others)  # type: ignore[arg-type]
