"""The orders beside this one: comebacks, the same visit, the same device."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from services.tickets.dto import LinkedOrder, LinkKind, TicketDetail
from ui.format import Formats
from ui.measures import least_width
from ui.parts.button import Button, ButtonKind
from ui.parts.pill import StatusPill
from ui.parts.text import Text, Tone
from ui.screens.queue.words import say
from ui.tokens import Height, Space, TypeRole

_KIND_WORDS: Final = {
    LinkKind.COMEBACK_OF: "Comeback of",
    LinkKind.COMEBACK: "Came back as",
    LinkKind.SAME_VISIT: "Same visit",
    LinkKind.SAME_DEVICE: "Same device",
}
_KIND_WIDTH: Final = 84
# A link's own, so that its words stand where those of the facts do.
_LINK_PADDING: Final = 11


class LinkedOrders(QWidget):
    """Rows of other orders; Enter or a click opens one.

    Signals:
        opened(object): the id of the order a person chose.
    """

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queue-linked")
        self._shown: tuple[LinkedOrder, ...] = ()
        self._numbers: dict[int, Button] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.TIGHT)
        self.setVisible(False)

    def show_linked(self, detail: TicketDetail, *, formats: Formats, now: datetime) -> None:
        """Show the orders beside one; none takes no room.

        The same orders keep their rows: the clock shows an order again every half minute, and a
        person may be at one of them. Where the rows do change, the keyboard stays among them.
        """
        if detail.linked != self._shown:
            self._shown = detail.linked
            at = self._focused()
            self._put_rows(formats=formats, now=now)
            if at is not None:
                self._focus_again(at)
        self.setVisible(bool(detail.linked))

    def _put_rows(self, *, formats: Formats, now: datetime) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._numbers.clear()
        head = Text(say("Linked orders"), role=TypeRole.STRONG, name="linked-word")
        rows = [self._row(order, formats=formats, now=now) for order in self._shown]
        for part in (head, *rows):
            self._column.addWidget(part)
            # A layout shows what it is given only at the next turn: until then Tab passes it by.
            part.show()

    def _focused(self) -> int | None:
        """Return the order whose row has the keyboard."""
        return next((at for at, number in self._numbers.items() if number.hasFocus()), None)

    def _focus_again(self, ticket_id: int) -> None:
        """Keep the keyboard at the order it was at, or at the first where that one is gone."""
        first = next(iter(self._numbers.values()), None)
        number = self._numbers.get(ticket_id, first)
        if number is not None:
            number.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, order: LinkedOrder, *, formats: Formats, now: datetime) -> QWidget:
        row = QWidget()
        row.setObjectName("linked-order")
        kind = Text(say(_KIND_WORDS[order.kind]), tone=Tone.SECOND, wrap=True, name="linked-kind")
        least_width(kind, _KIND_WIDTH)
        number = Button(
            order.number,
            kind=ButtonKind.LINK,
            height=Height.PILL,
            name=f"linked-{order.ticket_id}",
        )
        about = _about(order, formats=formats, now=now)
        number.setAccessibleDescription(f"{kind.text()}, {about}")
        number.clicked.connect(lambda: self.opened.emit(int(order.ticket_id)))
        self._numbers[int(order.ticket_id)] = number
        first = QHBoxLayout()
        first.setSpacing(Space.SMALL)
        first.addWidget(number)
        first.addStretch(1)
        first.addWidget(StatusPill(order.status.value))
        words = Text(about, tone=Tone.SECOND, wrap=True, name="linked-about")
        words.setContentsMargins(_LINK_PADDING, 0, 0, 0)
        second = QVBoxLayout()
        second.setSpacing(0)
        second.addLayout(first)
        second.addWidget(words)
        columns = QHBoxLayout(row)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(Space.MEDIUM - _LINK_PADDING)
        columns.addWidget(kind, alignment=Qt.AlignmentFlag.AlignTop)
        columns.addLayout(second, stretch=1)
        return row


def _about(order: LinkedOrder, *, formats: Formats, now: datetime) -> str:
    day = formats.date_short(order.opened_at_utc, now)
    if order.kind is LinkKind.SAME_VISIT:
        return say("{device}, {day}", device=order.device_title, day=day)
    return day
