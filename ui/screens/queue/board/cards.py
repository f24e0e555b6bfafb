"""Paints the board's cards: device, repairs, customer, technician and promise, from the kit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol, cast

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from services.tickets.dto import QueueRow
from services.types import Priority, TicketStatus
from ui.fonts import scaled
from ui.parts.marker import MarkerKind
from ui.parts.painting import paint_box, paint_dot, paint_ring
from ui.parts.table import CHANGED_ROLE
from ui.parts.tag import TagKind
from ui.screens.queue.kit import Kit, look_now
from ui.screens.queue.model import NOT_HERE_YET, ROW_ROLE
from ui.screens.queue.pending_row import PendingRow, reason_in
from ui.screens.queue.words import MARKERS, NOTHING, PRIORITY_WORDS, RowWords, say
from ui.tokens import Radius, Space, TypeRole

Index = QModelIndex | QPersistentModelIndex

CARD: Final = 104
CARD_GAP: Final = 8
_PADDING: Final = 12
_LINE: Final = 22
_AVATAR: Final = 24
_DOT: Final = 6.0


class Lane(Protocol):
    """What a card is told by the column it is painted in: where the person and the pointer are."""

    status: TicketStatus

    chosen_id: int | None
    hovered_row: int

    @property
    def right_gutter(self) -> int:
        """The room to leave at the right of a card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Card:
    """One card being painted."""

    painter: QPainter
    room: QRectF
    row: QueueRow
    words: RowWords
    kit: Kit
    lane_status: TicketStatus

    def line(self, number: int) -> QRectF:
        """Return the room of a line, counted from the top."""
        tall = scaled(_LINE)
        return QRectF(self.room.left(), self.room.top() + number * tall, self.room.width(), tall)


class CardDelegate(QStyledItemDelegate):
    """Paints a card of any column. ``words`` gives the words of this instant."""

    def __init__(self, *, words: Callable[[], RowWords], parent: QObject) -> None:
        super().__init__(parent)
        self._words = words
        self._kit: Kit | None = None
        self._said: RowWords | None = None

    def begin_frame(self, ratio: float) -> None:
        """Look at theme, scale and clock once for all cards of a painting."""
        look = look_now(ratio)
        if self._kit is None or self._kit.look != look:
            self._kit = Kit(look)
        self._said = self._words()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a card and the gap below; the column gives the width."""
        return QSize(0, scaled(CARD) + CARD_GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one card."""
        if self._kit is None or self._said is None:
            self.begin_frame(painter.device().devicePixelRatioF())
        kit, words = cast(Kit, self._kit), cast(RowWords, self._said)
        lane = cast(Lane, option.widget)
        row: QueueRow | None = index.data(ROW_ROLE)
        box = QRectF(option.rect).adjusted(0, 0, -lane.right_gutter, -CARD_GAP)
        is_chosen = row is not None and int(row.ticket_id) == lane.chosen_id
        self._ground(
            painter, box, kit=kit, chosen=is_chosen, hovered=index.row() == lane.hovered_row
        )
        centre = QPointF(box.right() - _PADDING, box.top() + _PADDING)
        if isinstance(row, PendingRow):
            paint_ring(painter, centre, diameter=_DOT, colour=kit.tokens.text_2)
        elif row is not None and reason_in(row):
            paint_dot(painter, centre, diameter=_DOT, colour=kit.tokens.danger)
        elif index.data(CHANGED_ROLE):
            paint_dot(painter, centre, diameter=_DOT, colour=kit.tokens.focus)
        room = box.adjusted(_PADDING, Space.SMALL, -_PADDING, -Space.SMALL)
        if row is None:
            first = QRectF(room.left(), room.top(), room.width(), scaled(_LINE))
            kit.text(painter, first, NOT_HERE_YET, role=TypeRole.BODY, colour=kit.tokens.text_3)
            return
        paint_card(
            _Card(
                painter=painter,
                room=room,
                row=row,
                words=words,
                kit=kit,
                lane_status=lane.status,
            )
        )

    def _ground(
        self, painter: QPainter, box: QRectF, *, kit: Kit, chosen: bool, hovered: bool
    ) -> None:
        t = kit.tokens
        fill = t.sel if chosen else t.hover if hovered else t.surface
        edge, width = (t.focus, 2.0) if chosen else (t.hairline, 1.0)
        paint_box(painter, box, radius=Radius.CHIP, fill=fill, edge=edge, width=width)


def paint_card(card: _Card) -> None:
    """Draw the four lines of a card."""
    kit, t, row = card.kit, card.kit.tokens, card.row
    kit.text(card.painter, card.line(0), row.device_title, role=TypeRole.STRONG, colour=t.text)
    _repairs(card)
    room = card.line(2)
    if row.technician_initials:
        side = scaled(_AVATAR)
        spot = QRectF(room.right() - side, room.top(), side, room.height())
        kit.avatar(card.painter, spot, row.technician_initials)
        room = room.adjusted(0, 0, -side - Space.TIGHT, 0)
    kit.text(card.painter, room, row.customer_name, role=TypeRole.BODY, colour=t.text_2)
    _promise(card)


def _repairs(card: _Card) -> None:
    kit, room = card.kit, card.line(1)
    if card.row.priority is not Priority.NORMAL:
        haste = say(PRIORITY_WORDS[card.row.priority])
        wide = kit.tag_width(haste)
        spot = QRectF(room.right() - wide, room.top(), wide, room.height())
        kind = TagKind.DANGER if card.row.priority is Priority.URGENT else TagKind.WARN
        kit.tag(card.painter, spot, haste, kind=kind)
        room = room.adjusted(0, 0, -wide - Space.TIGHT, 0)
    kit.text(card.painter, room, card.row.repairs, role=TypeRole.BODY, colour=kit.tokens.text_2)


def _promise(card: _Card) -> None:
    """Draw the promise; an order that was moved elsewhere shows where to, until it goes there."""
    kit, t = card.kit, card.kit.tokens
    if card.row.status is not card.lane_status:
        kit.pill(card.painter, card.line(3), card.row.status.value)
        return
    words = card.words.promise(card.row)
    kind = MARKERS[words.kind]
    if kind is not MarkerKind.PLAIN:
        kit.marker(card.painter, card.line(3), words.text, kind=kind)
        return
    colour = t.text_3 if words.text == NOTHING else t.text
    kit.text(card.painter, card.line(3), words.text, role=TypeRole.BODY, colour=colour)


def card_words(words: RowWords, row: QueueRow) -> str:
    """Return all of a card in one line, for readers."""
    parts = (
        words.device(row),
        row.customer_name,
        words.promise(row).text,
        row.technician_name or say("nobody’s"),
        row.number,
        say("being stored") if isinstance(row, PendingRow) else reason_in(row),
    )
    return ", ".join(part for part in parts if part)


def card_tip(words: RowWords, row: QueueRow) -> str:
    """Return the whole card for its tool tip: names are cut on it."""
    lines = (row.number, words.device(row), row.customer_name, words.exact(row), reason_in(row))
    return "\n".join(line for line in lines if line)
