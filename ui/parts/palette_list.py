"""The lines of the palette: what was found, under small heads, each one line high."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.fonts import role_font, scaled
from ui.icons import Icon, paint_icon
from ui.parts.keycap import HEIGHT as KEYCAP_HEIGHT
from ui.parts.keycap import keycap_width, paint_keycap
from ui.parts.painting import RIGHT, paint_box, paint_text, text_width
from ui.parts.pill import paint_status_pill, status_pill_width, status_word
from ui.theme import tokens
from ui.tokens import IconSize, Radius, TypeRole

_LINE: Final = 40
_HEAD: Final = 28
_LEFT: Final = 12
_GAP: Final = 10
_RIGHT: Final = 10
# What a title keeps at least before the reason at the right gives way.
_LEAST_TITLE: Final = 300
_MOST_LINES: Final = 10

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class PaletteLine:
    """One line. ``why`` and ``key`` stand at its right; ``status`` is an order's, as its pill."""

    value: object
    title: str
    icon: Icon
    detail: str = ""
    why: str = ""
    status: str = ""
    key: str = ""

    @property
    def spoken(self) -> str:
        """What readers hear."""
        status = status_word(self.status) if self.status else ""
        parts = (self.title, self.detail, self.why, status, self.key)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaletteGroup:
    """Lines under one head."""

    head: str
    lines: tuple[PaletteLine, ...]


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[PaletteLine | str, ...] = ()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row if isinstance(row, str) else row.spoken
        return row if role == Qt.ItemDataRole.UserRole else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if isinstance(self.rows[index.row()], str):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def show(self, rows: Sequence[PaletteLine | str]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: PaletteList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, _height(index.data(Qt.ItemDataRole.UserRole)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        box = QRectF(option.rect)
        if isinstance(row, str):
            _paint_head(painter, box, words=row)
            return
        chosen = index.row() == self._view.currentIndex().row()
        if chosen:
            paint_box(painter, box, radius=Radius.CONTROL, fill=tokens().sel)
        words = _paint_lead(painter, box, icon=row.icon, chosen=chosen)
        key = self.tr("Enter") if chosen and not row.key else row.key
        words.setRight(_paint_ends(painter, words, row=row, key=key))
        _paint_words(painter, words, row=row)


def _paint_head(painter: QPainter, box: QRectF, *, words: str) -> None:
    line = box.adjusted(_LEFT, 0, -_RIGHT, 0)
    font = role_font(TypeRole.LABEL)
    paint_text(painter, line, words, font=font, colour=tokens().text_2)


def _paint_lead(painter: QPainter, box: QRectF, *, icon: Icon, chosen: bool) -> QRectF:
    """Draw the icon; return the room beside it."""
    size = scaled(IconSize.CONTROL)
    spot = QRectF(box.left() + _LEFT, box.center().y() - size / 2, size, size)
    colour = tokens().accent_text if chosen else tokens().text_2
    paint_icon(painter, spot, icon, colour=colour)
    return QRectF(
        spot.right() + _GAP, box.top(), box.right() - _RIGHT - spot.right() - _GAP, box.height()
    )


def _paint_ends(painter: QPainter, room: QRectF, *, row: PaletteLine, key: str) -> float:
    """Draw key, status and reason from the right; return where the words end."""
    right = room.right()
    if key:
        width, height = keycap_width(key), scaled(KEYCAP_HEIGHT)
        cap = QRectF(right - width, room.center().y() - height / 2, width, height)
        paint_keycap(painter, cap, key)
        right = cap.left() - _GAP
    if row.status:
        width = status_pill_width(row.status)
        pill = QRectF(right - width, room.top(), width, room.height())
        paint_status_pill(painter, pill, row.status)
        right = pill.left() - _GAP
    if row.why:
        font = role_font(TypeRole.BODY)
        wide = text_width(row.why, font=font)
        if right - wide - room.left() >= _LEAST_TITLE:
            why = QRectF(right - wide, room.top(), wide, room.height())
            paint_text(painter, why, row.why, font=font, colour=tokens().text_3, align=RIGHT)
            right = why.left() - _GAP
    return right


def _paint_words(painter: QPainter, room: QRectF, *, row: PaletteLine) -> None:
    t = tokens()
    strong = role_font(TypeRole.STRONG)
    wide = min(room.width(), text_width(row.title, font=strong) + 1)
    title = QRectF(room.left(), room.top(), wide, room.height())
    paint_text(painter, title, row.title, font=strong, colour=t.text)
    left = title.right() + _GAP
    if row.detail and left < room.right():
        detail = QRectF(left, room.top(), room.right() - left, room.height())
        paint_text(painter, detail, row.detail, font=role_font(TypeRole.BODY), colour=t.text_2)


class PaletteList(QListView):
    """The lines. It never takes the focus: the field above moves the highlight.

    Signals:
        picked(object): the line pressed with the pointer.
        menu_asked(object): the line whose menu the pointer asked for.
    """

    picked = Signal(object)
    menu_asked = Signal(object)

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _Model()
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Found"))
        self.setModel(self._rows)
        self.setItemDelegate(_Delegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.viewport().setAutoFillBackground(False)
        self.entered.connect(self._hovered)
        self.clicked.connect(self._pressed)
        self.customContextMenuRequested.connect(self._ask_menu)

    @property
    def lines(self) -> tuple[PaletteLine, ...]:
        """The lines from top to bottom, without the heads."""
        return tuple(row for row in self._rows.rows if isinstance(row, PaletteLine))

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads from top to bottom."""
        return tuple(row for row in self._rows.rows if isinstance(row, str))

    def show_groups(self, groups: Sequence[PaletteGroup]) -> None:
        """Replace the lines and highlight the first; a group without lines is left out."""
        rows: list[PaletteLine | str] = []
        for group in groups:
            if group.lines:
                rows += [group.head, *group.lines]
        self._rows.show(rows)
        if self.lines:
            self.highlight(0)
            self.scrollToTop()

    def restyle(self) -> None:
        """Take on the theme now in force."""
        self.scheduleDelayedItemsLayout()

    def current(self) -> PaletteLine | None:
        """Return the highlighted line."""
        at = self.currentIndex().row()
        row = self._rows.rows[at] if 0 <= at < len(self._rows.rows) else None
        return row if isinstance(row, PaletteLine) else None

    def place(self) -> int:
        """Return which line is highlighted, counted without the heads; -1 where none is."""
        current = self.current()
        return next((n for n, line in enumerate(self.lines) if line is current), -1)

    def highlight(self, place: int) -> None:
        """Highlight a line and bring it, and the head above the first, into view."""
        line = self.lines[place]
        at = next(n for n, row in enumerate(self._rows.rows) if row is line)
        index = self._rows.index(at)
        self.setCurrentIndex(index)
        if place == 0:
            self.scrollToTop()
        self.scrollTo(index)
        self.viewport().update()

    def step(self, by: int) -> None:
        """Move the highlight, around the ends."""
        if self.lines:
            self.highlight((self.place() + by) % len(self.lines))

    def wanted_height(self) -> int:
        """Return the height of the rows down to the tenth line."""
        height = lines = 0
        for row in self._rows.rows:
            if isinstance(row, PaletteLine):
                lines += 1
            if lines > _MOST_LINES:
                break
            height += _height(row)
        return height

    def below_current(self) -> QPoint:
        """Return the place on the screen below the highlighted line, where its menu opens."""
        box = self.visualRect(self.currentIndex())
        return self.viewport().mapToGlobal(QPoint(box.left() + scaled(_LEFT), box.bottom()))

    def _hovered(self, index: QModelIndex) -> None:
        if isinstance(self._rows.rows[index.row()], PaletteLine):
            self.setCurrentIndex(index)
            self.viewport().update()

    def _pressed(self, index: QModelIndex) -> None:
        row = self._rows.rows[index.row()]
        if isinstance(row, PaletteLine):
            self.picked.emit(row)

    def _ask_menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        if index.isValid() and isinstance(self._rows.rows[index.row()], PaletteLine):
            self._hovered(index)
            self.menu_asked.emit(self._rows.rows[index.row()])


def _height(row: PaletteLine | str) -> int:
    return scaled(_HEAD if isinstance(row, str) else _LINE)
