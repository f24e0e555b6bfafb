"""A list of suggestions: avatar or icon, a strong title, a quiet second line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui.fonts import role_font, scaled
from ui.icons import Icon, paint_icon
from ui.parts.avatar import initials, paint_avatar
from ui.parts.keycap import HEIGHT as KEYCAP_HEIGHT
from ui.parts.keycap import keycap_width, paint_keycap
from ui.parts.painting import paint_box, paint_text
from ui.parts.pill import paint_status_pill, status_pill_width, status_word
from ui.parts.tag import TagKind, paint_tag, tag_width
from ui.theme import tokens
from ui.tokens import Height, IconSize, Radius, TypeRole

_TWO_LINES: Final = 44
_ONE_LINE: Final = 40
_LEFT: Final = 10
_AVATAR: Final = 28
_TEXT_LEFT: Final = 48
_LINE: Final = 17
_RIGHT: Final = 10
_MOST_ROWS: Final = 8
_BOX_PADDING: Final = 5

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One suggestion: ``person`` shows initials, ``icon`` an icon, ``note`` a tag at the right.

    ``status``, an order's, is shown as its pill instead of a tag.
    """

    value: object
    title: str
    detail: str = ""
    person: str = ""
    icon: Icon | None = None
    note: str = ""
    note_kind: TagKind = TagKind.NEUTRAL
    status: str = ""

    @property
    def spoken(self) -> str:
        """What readers hear."""
        note = status_word(self.status) if self.status else self.note
        return ", ".join(part for part in (self.title, self.detail, note) if part)


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Suggestion, ...] = ()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.spoken
        return row if role == Qt.ItemDataRole.UserRole else None

    def show(self, rows: Sequence[Suggestion]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: SuggestionList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, row_height(index.data(Qt.ItemDataRole.UserRole)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: Suggestion = index.data(Qt.ItemDataRole.UserRole)
        box = QRectF(option.rect)
        chosen = index.row() == self._view.current_row()
        if chosen:
            paint_box(painter, box, radius=Radius.CONTROL, fill=tokens().sel)
        self._paint_lead(painter, box, row=row)
        right = box.right() - _RIGHT
        beside = _title_line(box) if row.status and row.detail else box
        if chosen:
            right = self._paint_enter(painter, beside, right=right)
        if row.status:
            right = self._paint_status(painter, beside, status=row.status, right=right)
        elif row.note:
            right = self._paint_note(painter, beside, row=row, right=right)
        end = box.right() - _RIGHT if beside is not box else right - 8
        self._paint_words(painter, box, row=row, ends=(right - 8, end))

    def _paint_lead(self, painter: QPainter, box: QRectF, *, row: Suggestion) -> None:
        side = scaled(_AVATAR)
        spot = QRectF(box.left() + _LEFT, box.center().y() - side / 2, side, side)
        if row.person:
            paint_avatar(painter, spot, initials(row.person))
        elif row.icon is not None:
            icon = QRectF(0, 0, scaled(IconSize.CONTROL), scaled(IconSize.CONTROL))
            icon.moveCenter(spot.center())
            paint_icon(painter, icon, row.icon, colour=tokens().text_2)

    def _paint_enter(self, painter: QPainter, box: QRectF, *, right: float) -> float:
        key = self.tr("Enter")
        width, height = keycap_width(key), scaled(KEYCAP_HEIGHT)
        cap = QRectF(right - width, box.center().y() - height / 2, width, height)
        paint_keycap(painter, cap, key)
        return cap.left() - 8

    def _paint_status(self, painter: QPainter, box: QRectF, *, status: str, right: float) -> float:
        width = status_pill_width(status)
        pill = QRectF(right - width, box.top(), width, box.height())
        paint_status_pill(painter, pill, status)
        return pill.left() - 8

    def _paint_note(
        self, painter: QPainter, box: QRectF, *, row: Suggestion, right: float
    ) -> float:
        width, height = tag_width(row.note), scaled(Height.TAG)
        tag = QRectF(right - width, box.center().y() - height / 2, width, height)
        paint_tag(painter, tag, row.note, kind=row.note_kind)
        return tag.left() - 8

    def _paint_words(
        self, painter: QPainter, box: QRectF, *, row: Suggestion, ends: tuple[float, float]
    ) -> None:
        t = tokens()
        left = box.left() + (scaled(_TEXT_LEFT) if row.person or row.icon else _LEFT)
        line = scaled(_LINE)
        top = box.center().y() - (line if row.detail else line / 2)
        title = QRectF(left, top, ends[0] - left, line)
        strong = role_font(TypeRole.STRONG)
        paint_text(painter, title, row.title, font=strong, colour=t.text)
        if row.detail:
            detail = QRectF(left, top + line, ends[1] - left, line)
            font = role_font(TypeRole.BODY)
            paint_text(painter, detail, row.detail, font=font, colour=t.text_2)


def _title_line(box: QRectF) -> QRectF:
    """Return where the first of a row's two lines stands; the second then has the whole width."""
    line = scaled(_LINE)
    return QRectF(box.left(), box.center().y() - line, box.width(), line)


class SuggestionList(QListView):
    """The rows of a type-ahead. It never takes the focus: the field moves the highlight.

    Signals:
        picked(object): the value of the row pressed with the pointer.
    """

    picked = Signal(object)

    def __init__(self, *, name: str = "suggestions", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _Model()
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Suggestions"))
        self.setModel(self._rows)
        self.setItemDelegate(_Delegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.entered.connect(self._hovered)
        self.clicked.connect(self._pressed)

    @property
    def rows(self) -> tuple[Suggestion, ...]:
        """The suggestions from top to bottom."""
        return self._rows.rows

    def show_rows(self, rows: Sequence[Suggestion]) -> None:
        """Replace the rows and highlight the first."""
        self._rows.show(rows)
        if rows:
            self.highlight(0)

    def restyle(self) -> None:
        """Take on the theme now in force."""
        self.scheduleDelayedItemsLayout()

    def current_row(self) -> int:
        """Return the highlighted row, or -1."""
        return self.currentIndex().row()

    def current(self) -> Suggestion | None:
        """Return the highlighted suggestion."""
        row = self.current_row()
        return self.rows[row] if 0 <= row < len(self.rows) else None

    def highlight(self, row: int) -> None:
        """Highlight a row and bring it into view."""
        index = self._rows.index(row)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.viewport().update()

    def step(self, by: int) -> None:
        """Move the highlight, around the ends."""
        if self.rows:
            self.highlight((self.current_row() + by) % len(self.rows))

    def wanted_height(self) -> int:
        """Return the height of the rows, at most eight of them."""
        return sum(row_height(row) for row in self.rows[:_MOST_ROWS])

    def _hovered(self, index: QModelIndex) -> None:
        self.highlight(index.row())

    def _pressed(self, index: QModelIndex) -> None:
        self.picked.emit(self.rows[index.row()].value)


class SuggestionBox(QFrame):
    """The rows in their frame, standing in a layout instead of floating."""

    def __init__(self, *, name: str = "suggestion-box", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.rows = SuggestionList(name=f"{name}-rows")
        column = QVBoxLayout(self)
        column.setContentsMargins(_BOX_PADDING, _BOX_PADDING, _BOX_PADDING, _BOX_PADDING)
        column.addWidget(self.rows)

    def restyle(self) -> None:
        """Take on the theme now in force."""
        self.fit()

    def fit(self) -> None:
        """Take the height of the rows."""
        self.setFixedHeight(self.rows.wanted_height() + 2 * _BOX_PADDING)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame."""
        t = tokens()
        box = QRectF(self.rect())
        paint_box(QPainter(self), box, radius=Radius.CHIP, fill=t.raised, edge=t.border_soft)


def row_height(row: Suggestion) -> int:
    """Return how high a row is: 44 with a second line, 40 without."""
    return scaled(_TWO_LINES if row.detail else _ONE_LINE)
