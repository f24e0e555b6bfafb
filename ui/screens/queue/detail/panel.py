"""The panel of one order: its number stays above and the next moves below; the rest scrolls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from services.tickets.dto import TicketDetail
from ui.format import Formats
from ui.icons import Icon
from ui.measures import least_width
from ui.parts.button import Button, ButtonKind, IconButton
from ui.parts.card import Hairline, Surface
from ui.parts.marker import Marker, MarkerKind
from ui.parts.pill import StatusPill
from ui.parts.text import Text, Tone, plain_tip
from ui.parts.timeline import Timeline, TimelineEntry
from ui.screens.queue.detail.facts import Facts, Lines, due_words, facts_of
from ui.screens.queue.detail.linked import LinkedOrders
from ui.screens.queue.detail.money import MoneyBlock
from ui.screens.queue.detail.moves_bar import MovesBar
from ui.screens.queue.detail.story import story_of
from ui.screens.queue.photos.section import PhotosSection
from ui.screens.queue.rights import Rights
from ui.screens.queue.words import MARKERS, say
from ui.tokens import Height, Space, TypeRole

_SIDE: Final = 20
_LEAST_NAME: Final = 64
_LINK_PADDING: Final = 11  # a link's own, so that its words stand under the title


class DetailPanel(Surface):
    """Shows one order, or says that it is being read.

    Signals:
        closed(): close was pressed, or Esc.
        edit_asked(): edit the order.
        order_asked(object): the id of a linked order to show.
        copy_asked(): copy the order's number.
        print_asked(): print something again.
        more_asked(): the rare acts.
        customer_asked(): show the customer's orders.
    """

    closed = Signal()
    edit_asked = Signal()
    order_asked = Signal(object)
    copy_asked = Signal()
    print_asked = Signal()
    more_asked = Signal()
    customer_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", name="queue-detail", parent=parent)
        self.setAccessibleName(say("Order"))
        self.number = Text("", tone=Tone.SECOND, name="detail-number")
        self.copy = IconButton(say("Copy the number"), icon=Icon.COPY, height=Height.PILL)
        self.edit = IconButton(say("Edit"), icon=Icon.PENCIL, key="E")
        self.print = IconButton(say("Print again"), icon=Icon.PRINTER, key="P")
        self.more = IconButton(say("More"), icon=Icon.ELLIPSIS)
        self.close_button = IconButton(say("Close"), icon=Icon.X, key="Esc")
        self.device = Text("", role=TypeRole.HEADING, wrap=True, name="detail-device")
        self.pill = StatusPill("pending")
        self.customer = Button("", kind=ButtonKind.LINK, height=Height.PILL, name="customer")
        self.phone = Text("", tone=Tone.SECOND, name="detail-phone")
        self.due = Marker("", name="detail-due")
        self.money = MoneyBlock()
        self.agreed = Marker("", kind=MarkerKind.WARN, name="detail-agreed")
        self.lines = Lines()
        self.facts = Facts()
        self.linked = LinkedOrders()
        self.photos = PhotosSection()
        self.story_count = Text("", tone=Tone.SECOND, name="timeline-count")
        self.story = Story(say("Timeline"), name="queue-timeline")
        self.moves = MovesBar()
        self.area = QScrollArea()
        self._build()
        self._connect()

    def show_detail(
        self, detail: TicketDetail, *, formats: Formats, now: datetime, rights: Rights
    ) -> None:
        """Show an order as it stands."""
        self.setAccessibleName(say("Order {number}", number=detail.number))
        if detail.number != self.number.text():
            self.area.verticalScrollBar().setValue(0)
        self.number.setText(detail.number)
        titles = (detail.device_title, detail.colour)
        self.device.setText(", ".join(part for part in titles if part))
        self.pill.set_status(detail.status.value)
        self.customer.set_words(detail.customer_name)
        self.phone.setText(detail.customer_phone)
        self._show_due(detail, formats=formats, now=now)
        self.money.show_money(detail, formats=formats)
        self._show_agreed(detail, formats=formats)
        self.lines.show_lines(detail, formats=formats)
        self.facts.show_facts(facts_of(detail))
        self.linked.show_linked(detail, formats=formats, now=now)
        entries = story_of(detail, formats=formats, now=now)
        self.story.show_entries(entries)
        count = len(entries)
        words = say("1 entry") if count == 1 else say("{count} entries", count=count)
        self.story_count.setText(words)
        self.moves.show_moves(detail, rights=rights)
        self.print.setVisible(rights.may_print)
        self.edit.setVisible(rights.may_edit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the line at the left as high as the panel."""
        super().resizeEvent(event)
        self.edge.setGeometry(0, 0, 1, self.height())
        self._place_due()

    def restyle(self) -> None:
        """Take on the theme now in force, once every word has its new size."""
        QTimer.singleShot(0, self, self._place_due)

    # --- inside ----------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(self.area, stretch=1)
        column.addWidget(Hairline())
        column.addWidget(self.moves)
        self.area.setObjectName("detail-scroll")
        body = self._body()
        self.area.setWidget(body)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # A scroll area fills what it holds with the canvas; here the panel's own colour stays.
        for part in (self.area.viewport(), body):
            part.setAutoFillBackground(False)
        self.edge = Hairline(Qt.Orientation.Vertical, self)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(_SIDE - 1, 9, _SIDE - 8, 3)
        row.setSpacing(0)
        row.addWidget(self.number)
        row.addSpacing(4)
        row.addWidget(self.copy)
        row.addStretch(1)
        for button in (self.edit, self.print, self.more, self.close_button):
            row.addWidget(button)
        return row

    def _title(self) -> QVBoxLayout:
        first = QHBoxLayout()
        first.setContentsMargins(_SIDE - 1, 0, 0, 0)
        first.setSpacing(Space.MEDIUM)
        first.addWidget(self.device, stretch=1)
        first.addWidget(self.pill, alignment=Qt.AlignmentFlag.AlignTop)
        second = QHBoxLayout()
        second.setContentsMargins(_SIDE - 1 - _LINK_PADDING, 0, 0, 0)
        second.setSpacing(0)
        second.addWidget(self.customer)
        second.addWidget(self.phone)
        second.addStretch(1)
        self._beside = second
        self._below = QHBoxLayout()
        self._below.setContentsMargins(_SIDE - 1, 2, 0, 0)
        self._beside.addWidget(self.due)
        # A long name gives way; number and time never do.
        self.customer.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        least_width(self.customer, _LEAST_NAME)
        third = QHBoxLayout()
        third.setContentsMargins(_SIDE - 1, 0, 0, 0)
        third.addWidget(self.money)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(first)
        column.addSpacing(2)
        column.addLayout(second)
        column.addLayout(self._below)
        column.addSpacing(Space.SMALL)
        column.addLayout(third)
        return column

    def _body(self) -> QWidget:
        body = QWidget()
        body.setObjectName("detail-body")
        head = QHBoxLayout()
        head.addWidget(Text(say("Timeline"), role=TypeRole.STRONG, name="timeline-word"))
        head.addStretch(1)
        head.addWidget(self.story_count)
        column = QVBoxLayout()
        column.setContentsMargins(_SIDE - 1, 0, 0, 0)
        column.setSpacing(Space.MEDIUM)
        column.addWidget(self.agreed)
        column.addWidget(self.lines)
        column.addWidget(Hairline())
        column.addWidget(self.facts)
        column.addWidget(self.linked)
        column.addWidget(Hairline())
        column.addWidget(self.photos)
        column.addWidget(Hairline())
        column.addLayout(head)
        column.addWidget(self.story)
        column.addStretch(1)
        all_of_it = self._body_column = QVBoxLayout(body)
        all_of_it.setContentsMargins(0, 0, _SIDE, Space.MEDIUM)
        all_of_it.setSpacing(Space.MEDIUM)
        all_of_it.addLayout(self._title())
        all_of_it.addLayout(column, stretch=1)
        return body

    def _connect(self) -> None:
        self.copy.clicked.connect(self.copy_asked.emit)
        self.edit.clicked.connect(self.edit_asked.emit)
        self.linked.opened.connect(self.order_asked.emit)
        self.print.clicked.connect(self.print_asked.emit)
        self.more.clicked.connect(self.more_asked.emit)
        self.close_button.clicked.connect(self.closed.emit)
        self.customer.clicked.connect(self.customer_asked.emit)
        self.photos.take_drops_of(self)
        self.area.verticalScrollBar().rangeChanged.connect(self._make_room)

    def _show_due(self, detail: TicketDetail, *, formats: Formats, now: datetime) -> None:
        words, kind = due_words(detail, formats=formats, now=now)
        self.due.show_words(words, kind=MARKERS[kind])
        exact = detail.promised_at_utc
        self.due.setToolTip(plain_tip(formats.date_full(exact) if exact is not None else ""))
        self._place_due()

    def _show_agreed(self, detail: TicketDetail, *, formats: Formats) -> None:
        """Say that nobody agreed to what the order comes to now."""
        self.agreed.setVisible(detail.is_above_agreed)
        if detail.agreed_minor is not None:
            agreed = formats.money(detail.agreed_minor)
            words = say("Above the {amount} agreed at intake", amount=agreed)
            self.agreed.show_words(words, kind=MarkerKind.WARN)

    def _place_due(self) -> None:
        """Put the promise beside the customer, or below where both do not fit."""
        names = self.customer.sizeHint().width() + self.phone.sizeHint().width()
        room = self.width() - 2 * _SIDE + _LINK_PADDING - Space.MEDIUM
        place = self._beside if names + self.due.sizeHint().width() <= room else self._below
        if place.indexOf(self.due) < 0:
            other = self._below if place is self._beside else self._beside
            other.removeWidget(self.due)
            place.addWidget(self.due, alignment=Qt.AlignmentFlag.AlignLeft)

    def _make_room(self, _low: int, high: int) -> None:
        """Let the scroll bar stand in the gutter, so that nothing moves when it comes."""
        bar = self.area.verticalScrollBar().sizeHint().width() if high > 0 else 0
        self._body_column.setContentsMargins(0, 0, _SIDE - bar, Space.MEDIUM)


class Story(Timeline):
    """The timeline at its full height: the panel's body scrolls, not the list."""

    def __init__(self, label: str, *, name: str) -> None:
        super().__init__(label, name=name)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)

    def show_entries(self, entries: Sequence[TimelineEntry]) -> None:
        """Replace the entries and take the height they need."""
        super().show_entries(entries)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure again: words wrap at another width."""
        super().resizeEvent(event)
        self._fit()

    def restyle(self) -> None:
        """Take on the theme now in force."""
        super().restyle()
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(max(1, self.wanted_height()))
