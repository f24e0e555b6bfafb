"""Paints the queue's cells: words, pills, markers, letters and amounts, from one kit of caches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, cast

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from services.tickets.dto import QueueRow
from services.types import Priority
from ui.fonts import scaled
from ui.parts.marker import MarkerKind
from ui.parts.painting import paint_dot, paint_ring
from ui.parts.table import CHANGED_ROLE, TableView
from ui.parts.tag import TagKind
from ui.screens.queue.columns import Column
from ui.screens.queue.group_head import paint_head
from ui.screens.queue.grouped_model import HEAD_ROLE, GroupHead
from ui.screens.queue.kit import Kit, look_now
from ui.screens.queue.model import NOT_HERE_YET, ROW_ROLE
from ui.screens.queue.pending_row import PendingRow, reason_in
from ui.screens.queue.words import MARKERS, NOTHING, PRIORITY_WORDS, RowWords, say
from ui.tokens import Height, Space, TypeRole

Index = QModelIndex | QPersistentModelIndex

_MARK_WIDTH: Final = 3
_DOT: Final = 6.0
_GAP: Final = 9
CELL_GAP: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What all cells of one painting share."""

    kit: Kit
    words: RowWords


@dataclass(frozen=True, slots=True)
class _Cell:
    """One cell being painted."""

    painter: QPainter
    room: QRectF
    row: QueueRow
    words: RowWords
    kit: Kit
    selected: bool


class QueueDelegate(QStyledItemDelegate):
    """Paints one cell. ``words`` gives the words of this instant, asked once a painting."""

    def __init__(self, *, words: Callable[[], RowWords], parent: QObject) -> None:
        super().__init__(parent)
        self._words = words
        self._frame: Frame | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row; widths are the header's."""
        return QSize(0, scaled(Height.TABLE_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw background, hairline and the cell's content."""
        frame = self._frame or self.begin_frame(painter.device().devicePixelRatioF())
        kit = frame.kit
        rect = QRectF(option.rect)
        view = cast(TableView, option.widget)
        head: GroupHead | None = index.data(HEAD_ROLE)
        if head is not None:
            paint_head(painter, rect, head, view=view, row=index.row(), kit=kit)
            return
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = index.row() == view.hovered_row
        self._ground(painter, rect, kit=kit, selected=selected, hovered=hovered)
        columns = index.model().columns  # type: ignore[attr-defined]
        column: Column = columns[index.column()]
        if index.column() == 0:
            self._edge(
                painter, rect, kit=kit, selected=selected, marked=bool(index.data(CHANGED_ROLE))
            )
        room = rect.adjusted(*view.cell_margins(index.column()))
        row: QueueRow | None = index.data(ROW_ROLE)
        if row is None:
            self._waiting(painter, room, column=column, kit=kit)
            return
        if index.column() == 0:
            self._told(painter, rect, row=row, kit=kit)
        cell = _Cell(painter, room, row, frame.words, kit, selected)
        _PAINTERS[column](cell)

    def prepare(self, ratio: float) -> None:
        """Load fonts, pills and the locale before the first row is painted (35 ms when cold)."""
        self.begin_frame(ratio).kit.prepare()
        self._words().prepare()

    def begin_frame(self, ratio: float) -> Frame:
        """Look at theme, scale and clock once for all cells of a painting."""
        look = look_now(ratio)
        kit = self._frame.kit if self._frame is not None else None
        if kit is None or kit.look != look:
            kit = Kit(look)
        self._frame = Frame(kit=kit, words=self._words())
        return self._frame

    def _ground(
        self, painter: QPainter, rect: QRectF, *, kit: Kit, selected: bool, hovered: bool
    ) -> None:
        t = kit.tokens
        fill = t.sel if selected else t.hover if hovered else t.surface
        painter.fillRect(rect, kit.colour(fill))
        line = QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1)
        painter.fillRect(line, kit.colour(t.hairline))

    def _edge(
        self, painter: QPainter, rect: QRectF, *, kit: Kit, selected: bool, marked: bool
    ) -> None:
        if selected:
            bar = QRectF(rect.left(), rect.top(), _MARK_WIDTH, rect.height() - 1)
            painter.fillRect(bar, kit.colour(kit.tokens.focus))
        if marked:
            centre = QPointF(rect.left() + Space.SMALL, rect.center().y())
            paint_dot(painter, centre, diameter=_DOT, colour=kit.tokens.focus)

    def _told(self, painter: QPainter, rect: QRectF, *, row: QueueRow, kit: Kit) -> None:
        """Mark an order an act is on its way for, or was just refused for."""
        centre = QPointF(rect.left() + Space.SMALL, rect.center().y())
        if isinstance(row, PendingRow):
            paint_ring(painter, centre, diameter=_DOT, colour=kit.tokens.text_2)
        elif reason_in(row):
            paint_dot(painter, centre, diameter=_DOT, colour=kit.tokens.danger)

    def _waiting(self, painter: QPainter, room: QRectF, *, column: Column, kit: Kit) -> None:
        kit.text(
            painter,
            room,
            NOT_HERE_YET,
            role=TypeRole.BODY,
            colour=kit.tokens.text_3,
            right=column.is_number,
        )


# --- the cells ------------------------------------------------------------------------------------


def _order(cell: _Cell) -> None:
    t = cell.kit.tokens
    role = TypeRole.LABEL if cell.selected else TypeRole.BODY
    colour = t.text if cell.selected else t.text_2
    cell.kit.text(cell.painter, cell.room, cell.row.number, role=role, colour=colour)


def _device(cell: _Cell) -> None:
    """Draw device, repairs and haste; the haste keeps its room, the repairs give way."""
    kit, t, room = cell.kit, cell.kit.tokens, QRectF(cell.room)
    haste = "" if cell.row.priority is Priority.NORMAL else say(PRIORITY_WORDS[cell.row.priority])
    tag = kit.tag_width(haste) + _GAP if haste else 0
    room.setRight(max(room.left(), room.right() - tag))
    left = room.left() + kit.text(
        cell.painter, room, cell.row.device_title, role=TypeRole.LABEL, colour=t.text
    )
    rest = QRectF(left + _GAP, room.top(), max(0.0, room.right() - left - _GAP), room.height())
    if cell.row.repairs:
        left = rest.left() + kit.text(
            cell.painter, rest, cell.row.repairs, role=TypeRole.BODY, colour=t.text_2
        )
    if haste:
        spot = QRectF(left + _GAP, room.top(), tag, room.height())
        kind = TagKind.DANGER if cell.row.priority is Priority.URGENT else TagKind.WARN
        kit.tag(cell.painter, spot, haste, kind=kind)


def _customer(cell: _Cell) -> None:
    name = cell.row.customer_name
    cell.kit.text(cell.painter, cell.room, name, role=TypeRole.BODY, colour=cell.kit.tokens.text)


def _status(cell: _Cell) -> None:
    cell.kit.pill(cell.painter, cell.room, cell.row.status.value)


def _promise(cell: _Cell) -> None:
    words = cell.words.promise(cell.row)
    kind = MARKERS[words.kind]
    if kind is not MarkerKind.PLAIN:
        cell.kit.marker(cell.painter, cell.room, words.text, kind=kind)
        return
    t = cell.kit.tokens
    colour = t.text_3 if words.text == NOTHING else t.text
    cell.kit.text(cell.painter, cell.room, words.text, role=TypeRole.BODY, colour=colour)


def _by(cell: _Cell) -> None:
    if cell.row.technician_initials:
        cell.kit.avatar(cell.painter, cell.room, cell.row.technician_initials)
    else:
        _quiet(cell, NOTHING)


def _technician(cell: _Cell) -> None:
    if not cell.row.technician_initials:
        _quiet(cell, NOTHING)
        return
    cell.kit.avatar(cell.painter, cell.room, cell.row.technician_initials)
    room = cell.room.adjusted(scaled(Height.PILL) + Space.SMALL, 0, 0, 0)
    name = cell.row.technician_name
    cell.kit.text(cell.painter, room, name, role=TypeRole.BODY, colour=cell.kit.tokens.text)


def _till(cell: _Cell) -> None:
    _quiet(cell, cell.row.till or NOTHING, colour=cell.kit.tokens.text_2)


def _age(cell: _Cell) -> None:
    _quiet(cell, cell.words.age(cell.row), colour=cell.kit.tokens.text_2)


def _balance(cell: _Cell) -> None:
    t = cell.kit.tokens
    amount = cell.words.balance(cell.row)
    colour, role = t.text, TypeRole.STRONG if cell.selected else TypeRole.LABEL
    if cell.row.balance_is_open:
        colour, role = t.text_2, TypeRole.BODY
    elif not cell.row.balance_minor:
        colour, role = t.text_3, TypeRole.BODY
    cell.kit.text(cell.painter, cell.room, amount, role=role, colour=colour, right=True)


def _quiet(cell: _Cell, text: str, *, colour: str | None = None) -> None:
    ink = colour or cell.kit.tokens.text_3
    cell.kit.text(cell.painter, cell.room, text, role=TypeRole.BODY, colour=ink)


_PAINTERS: Final = {
    Column.ORDER: _order,
    Column.DEVICE: _device,
    Column.CUSTOMER: _customer,
    Column.STATUS: _status,
    Column.PROMISE: _promise,
    Column.BY: _by,
    Column.TECHNICIAN: _technician,
    Column.TILL: _till,
    Column.AGE: _age,
    Column.BALANCE: _balance,
}
