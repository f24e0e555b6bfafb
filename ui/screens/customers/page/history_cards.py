"""What the customer brought and owes: orders, devices, and the sums."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from services.customers.dto import CustomerOrder, CustomerOrders, CustomerPage, OwnedDevice
from services.errors import MendpointError
from ui.parts.button import Button, ButtonKind
from ui.parts.card import Card
from ui.parts.cells import AmountCell, NameCell, StatusCell
from ui.parts.rows import Column, Row, RowsTable
from ui.parts.text import Text, Tone
from ui.screens.customers.page.entries import Entries, Entry
from ui.screens.customers.page.port import PagePort
from ui.screens.customers.words import NOTHING, device_words, orders_words, say
from ui.tokens import Height, Space, TypeRole

_MOST_ROWS: Final = 9


class SumsCard(Card):
    """Since when, how many orders, what is still to pay."""

    def __init__(self, port: PagePort) -> None:
        super().__init__(say("Account"), name="customer-sums")
        self._port = port
        grid_holder = QWidget()
        self._grid = QGridLayout(grid_holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.LARGE)
        self._grid.setVerticalSpacing(Space.TIGHT)
        self._grid.setColumnStretch(1, 1)
        self.balance = Text("", role=TypeRole.HEADING, name="customer-balance")
        self.orders = Text("", name="customer-orders-count")
        self.since = Text("", name="customer-since")
        for row, (word, value) in enumerate(
            (
                (say("Balance"), self.balance),
                (say("Orders"), self.orders),
                (say("Known since"), self.since),
            )
        ):
            self._grid.addWidget(Text(word, tone=Tone.SECOND), row, 0)
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            value.setWordWrap(True)
            self._grid.addWidget(value, row, 1)
        self.body.addWidget(grid_holder)

    def show_page(self, page: CustomerPage) -> None:
        """Show the sums over the orders one may see."""
        context = self._port.context
        amount = context.formats.money(page.balance_minor)
        words = say("{amount} and what is not priced yet", amount=amount)
        self.balance.setText(words if page.balance_is_open else amount)
        self.balance.set_tone(Tone.TEXT if page.balance_minor else Tone.THIRD)
        opened = say("{count} open", count=f"{page.open_tickets:,}")
        count = orders_words(page.tickets)
        self.orders.setText(f"{count}, {opened}" if page.open_tickets else count)
        self.since.setText(context.formats.day(page.since_utc, context.now()))


class OrdersCard(Card):
    """The orders, newest first; Enter opens one in the queue.

    Signals:
        opened(object): the ticket id of an order a person opened.
        more_wanted(object): the id before which more orders are wanted.
    """

    opened = Signal(object)
    more_wanted = Signal(object)

    def __init__(self, port: PagePort) -> None:
        super().__init__(say("Orders"), name="customer-orders", spacing=Space.SMALL)
        self._port = port
        self._rows: list[CustomerOrder] = []
        self._next: int | None = None
        self.table = RowsTable(
            say("Orders"),
            columns=(
                Column(words=say("Order")),
                Column(words=say("Status"), width=158),
                Column(words=say("Balance"), width=88),
            ),
            name="customer-orders-table",
        )
        self.table.set_right_aligned(frozenset({2}))
        self.none = Text(
            say("No orders yet."), tone=Tone.SECOND, wrap=True, name="customer-no-orders"
        )
        self.more = Button(
            say("Show more"),
            kind=ButtonKind.GHOST,
            height=Height.DENSE,
            name="customer-more-orders",
        )
        self.body.addWidget(self.table)
        self.body.addWidget(self.none)
        self.body.addWidget(self.more, alignment=Qt.AlignmentFlag.AlignLeft)
        self.table.row_activated.connect(self._opened)
        self.more.clicked.connect(self._ask_more)
        self.forget()

    def forget(self) -> None:
        """Show that the orders are being read."""
        self._rows = []
        self.table.hide()
        self.more.hide()
        self.none.setText(say("Reading the orders …"))
        self.none.show()

    def say_unread(self, error: MendpointError) -> None:
        """Say why there are no orders to see; those already here stay."""
        self.more.set_busy(None)
        if not self._rows:
            self.none.setText(error.message)
            self.none.show()

    def show_orders(self, orders: CustomerOrders, *, goes_on: bool) -> None:
        """Show the first page of orders, or one more below what is there."""
        self._rows = [*self._rows, *orders.rows] if goes_on else list(orders.rows)
        self._next = orders.next_before_id
        self.more.set_busy(None)
        self.more.setVisible(self._next is not None)
        self.none.setText(say("No orders yet."))
        self.none.setVisible(not self._rows)
        self.table.setVisible(bool(self._rows))
        row = self.table.currentIndex().row()
        chosen = int(self._rows[row].ticket_id) if 0 <= row < len(self._rows) else None
        self.table.show_rows([self._row(order) for order in self._rows], chosen=chosen)
        self.table.fit_to_rows(most=_MOST_ROWS)

    def _row(self, order: CustomerOrder) -> Row:
        formats = self._port.context.formats
        amount = formats.money(order.balance_minor, symbol=False)
        return Row(
            key=int(order.ticket_id),
            cells=(
                NameCell(name=order.device_title, detail=order.number),
                StatusCell(status=order.status.value),
                AmountCell(
                    text=NOTHING if order.total_is_open else amount, quiet=not order.balance_minor
                ),
            ),
        )

    def _opened(self, place: object) -> None:
        if isinstance(place, int):
            self.opened.emit(int(self._rows[place].ticket_id))

    def _ask_more(self) -> None:
        self.more.set_busy(say("Reading …"))
        self.more_wanted.emit(self._next)


class DevicesCard(Card):
    """The devices the customer has brought in."""

    def __init__(self, port: PagePort) -> None:
        super().__init__(say("Devices"), name="customer-devices")
        self._port = port
        self.entries = Entries(name="customer-device-list", none_words=say("No devices yet."))
        self.body.addWidget(self.entries)

    def show_page(self, page: CustomerPage) -> None:
        """Show the devices, the last one brought first."""
        self.entries.show_entries([self._entry(device) for device in page.devices])

    def _entry(self, device: OwnedDevice) -> Entry:
        context = self._port.context
        last = ""
        if device.last_seen_utc is not None:
            day = context.formats.day(device.last_seen_utc, context.now())
            last = say("last here {day}, {number}", day=day, number=device.last_number)
        title = ", ".join(part for part in (device.title, device.colour) if part)
        detail = ", ".join(part for part in (device_words(device), last) if part)
        return Entry(title=title, detail=detail)
