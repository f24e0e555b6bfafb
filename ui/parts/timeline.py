"""What happened, newest first: an icon on a line, a title, and who, when and where below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.fonts import role_font, scaled
from ui.icons import Icon, paint_icon
from ui.parts.painting import paint_box
from ui.parts.text import Tone, plain_tip, tone_colour
from ui.theme import tokens
from ui.tokens import IconSize, TypeRole

_CIRCLE: Final = 26
_TEXT_LEFT: Final = 36
_GAP: Final = 8
_LINE: Final = 17

_Index = QModelIndex | QPersistentModelIndex
_WRAP: Final = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One entry. ``body`` is a note's text, shown in full; ``hint`` the tool tip."""

    icon: Icon
    title: str
    detail: str = ""
    body: str = ""
    tone: Tone = Tone.SECOND
    hint: str = ""

    @property
    def spoken(self) -> str:
        """What readers hear."""
        return ", ".join(part for part in (self.title, self.body, self.detail) if part)


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.entries: tuple[TimelineEntry, ...] = ()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return entry.spoken
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(entry.hint) or None
            case Qt.ItemDataRole.UserRole:
                return entry
        return None

    def show(self, entries: Sequence[TimelineEntry]) -> None:
        self.beginResetModel()
        self.entries = tuple(entries)
        self.endResetModel()


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: Timeline) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        entry: TimelineEntry = index.data(Qt.ItemDataRole.UserRole)
        width = self._view.viewport().width() - scaled(_TEXT_LEFT)
        height = sum(part.height() for part in _parts(entry, width=width))
        return QSize(width, round(max(height, scaled(_CIRCLE)) + _GAP))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        t = tokens()
        entry: TimelineEntry = index.data(Qt.ItemDataRole.UserRole)
        box = QRectF(option.rect)
        side = scaled(_CIRCLE)
        circle = QRectF(box.left(), box.top() + 4, side, side)
        if index.row() + 1 < index.model().rowCount():
            middle = circle.center().x()
            line = QRectF(middle - 1, circle.bottom(), 2, box.bottom() - circle.bottom() + 4)
            painter.fillRect(line, QColor(t.hairline))
        paint_box(painter, circle, radius=side / 2, fill=t.sunken)
        icon = QRectF(0, 0, scaled(IconSize.PILL), scaled(IconSize.PILL))
        icon.moveCenter(circle.center())
        paint_icon(painter, icon, entry.icon, colour=tone_colour(entry.tone, t=t))
        self._paint_words(painter, box, entry=entry)

    def _paint_words(self, painter: QPainter, box: QRectF, *, entry: TimelineEntry) -> None:
        t = tokens()
        left = box.left() + scaled(_TEXT_LEFT)
        top = box.top()
        colours = (t.text, t.text, t.text_2)
        roles = (TypeRole.LABEL, TypeRole.BODY, TypeRole.BODY)
        texts = (entry.title, entry.body, entry.detail)
        parts = _parts(entry, width=box.width() - scaled(_TEXT_LEFT))
        for text, part, role, colour in zip(texts, parts, roles, colours, strict=True):
            painter.setFont(role_font(role))
            painter.setPen(QColor(colour))
            spot = part.translated(left, top)
            painter.drawText(spot, _WRAP, text)
            top += part.height()


def _parts(entry: TimelineEntry, *, width: float) -> tuple[QRectF, QRectF, QRectF]:
    """Return the room title, body and detail need at this width; an empty text needs none."""

    def room(text: str, role: TypeRole) -> QRectF:
        if not text:
            return QRectF()
        metrics = QFontMetricsF(role_font(role))
        used = metrics.boundingRect(QRectF(0, 0, width, 10_000), int(_WRAP), text)
        return QRectF(0, 0, width, max(used.height(), scaled(_LINE)))

    return (
        room(entry.title, TypeRole.LABEL),
        room(entry.body, TypeRole.BODY),
        room(entry.detail, TypeRole.BODY),
    )


class Timeline(QListView):
    """A list of entries that wraps its words and scrolls by itself."""

    def __init__(
        self, label: str, *, name: str = "timeline", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._entries = _Model()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setModel(self._entries)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def entries(self) -> tuple[TimelineEntry, ...]:
        """The entries from top to bottom."""
        return self._entries.entries

    def show_entries(self, entries: Sequence[TimelineEntry]) -> None:
        """Replace the entries."""
        self._entries.show(entries)

    def restyle(self) -> None:
        """Take on the theme now in force."""
        self.scheduleDelayedItemsLayout()

    def wanted_height(self) -> int:
        """Return the height at which nothing has to scroll."""
        return sum(self.sizeHintForRow(row) for row in range(len(self.entries)))
