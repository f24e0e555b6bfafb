"""One column of the board: its status and count, its cards, and how many more are below."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHBoxLayout,
    QListView,
    QVBoxLayout,
    QWidget,
)

from services.types import TicketStatus
from ui.fonts import scaled
from ui.parts.painting import paint_box
from ui.parts.pill import StatusPill, status_word
from ui.parts.text import Text, Tone
from ui.screens.queue.board.cards import CARD, CARD_GAP, CardDelegate
from ui.screens.queue.model import Index, QueueModel
from ui.screens.queue.words import say
from ui.theme import tokens
from ui.tokens import Radius, Space, TypeRole

_PADDING: Final = 6
# All seven columns stand side by side in a window of 1280.
LEAST_COLUMN: Final = 158
_SETTLE_MS: Final = 40
_LEAVE: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Taking(StrEnum):
    """What a column says while a card is dragged."""

    NOTHING = "nothing"
    TAKES = "takes"
    REFUSES = "refuses"
    FROM_HERE = "from_here"


class Cards(QListView):
    """The cards of one column. Its column's `Board` knows where the person is.

    Signals:
        stepped(object): Left (-1) or Right (1) was pressed.
        chosen(object): the ticket id a person moved to.
        opened(object): the ticket id a person pressed Enter on, or double-clicked.
        detail_toggled(): Space.
        left(): Esc.
        lifted(object): the ticket id of a card the pointer drags, and where, as a pair.
        carried(object): where the pointer is now, on the screen.
        let_go(object): where the pointer let go.
        sight_changed(): other cards came into sight.
    """

    stepped = Signal(object)
    chosen = Signal(object)
    opened = Signal(object)
    detail_toggled = Signal()
    left = Signal()
    lifted = Signal(object)
    carried = Signal(object)
    let_go = Signal(object)
    sight_changed = Signal()

    def __init__(
        self, status: TicketStatus, *, model: QueueModel, delegate: CardDelegate, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.status = status
        self.hovered_row = -1
        self._orders = model
        self._painter = delegate
        self._is_moving = False
        self._pressed_at: QPoint | None = None
        self._is_carrying = False
        self.chosen_id: int | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self.tell_sight)
        self.setObjectName(f"board-{status.value}")
        self.setModel(model)
        self.setItemDelegate(delegate)
        self._dress()
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._settle.start())
        self.doubleClicked.connect(self._opened)

    @property
    def right_gutter(self) -> int:
        """The room to leave at the right of a card; the scroll bar stands in it."""
        return 0 if self.verticalScrollBar().isVisible() else _PADDING

    # --- where the person is ---------------------------------------------------------------------

    def stand_at(self, place: int | None, *, scroll: bool = True) -> None:
        """Mark a card as the person's without saying so; None marks none."""
        self._is_moving = True
        if place is None:
            self.chosen_id = None
            self.clearSelection()
        else:
            self.chosen_id = self._orders.id_at(place)
            before = self.verticalScrollBar().value()
            self.setCurrentIndex(self._orders.index(place, 0))
            if not scroll:
                self.verticalScrollBar().setValue(before)
        self._is_moving = False
        self.viewport().update()

    def hold(self, *, held: bool) -> None:
        """Do not take what the model does to the cards for a person's moves."""
        self._is_moving = held

    def nearest_to(self, height: int) -> int:
        """Return the card that stands at a height in sight, else the last one."""
        index = self.indexAt(QPoint(_PADDING, height))
        return index.row() if index.isValid() else self._orders.rowCount() - 1

    def height_of(self, place: int) -> int:
        """Return where the middle of a card is, from the top of what is in sight."""
        return self.visualRect(self._orders.index(place, 0)).center().y()

    def tell_sight(self) -> None:
        """Ask for the rows in sight."""
        tall = scaled(CARD) + CARD_GAP
        first = self.verticalScrollBar().value() // tall
        self._orders.want(first, last=first + self.viewport().height() // tall + 1)
        self.sight_changed.emit()

    def cards_in_sight(self) -> int:
        """Return how many cards one can see from top to bottom."""
        tall = scaled(CARD) + CARD_GAP
        return min(self.viewport().height() // tall, self._orders.rowCount())

    def cards_below(self) -> int:
        """Return how many cards are below what is in sight."""
        tall = scaled(CARD) + CARD_GAP
        shown = (self.verticalScrollBar().value() + self.viewport().height() + tall // 2) // tall
        return max(0, self._orders.rowCount() - shown)

    # --- Qt's events -----------------------------------------------------------------------------

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell where a person moved to."""
        super().currentChanged(current, previous)
        if current.isValid() and not self._is_moving:
            self.chosen.emit(self._orders.id_at(current.row()))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell of a card a person comes back to: it stayed current, so Qt says no word of it."""
        super().selectionChanged(selected, deselected)
        if self.chosen_id is None and not self._is_moving and not selected.isEmpty():
            self.chosen.emit(self._orders.id_at(self.currentIndex().row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a card's own keys; letters never search."""
        match event.key():
            case Qt.Key.Key_Left:
                self.stepped.emit(-1)
            case Qt.Key.Key_Right:
                self.stepped.emit(1)
            case Qt.Key.Key_Space:
                if not event.isAutoRepeat():
                    self.detail_toggled.emit()
            case Qt.Key.Key_Escape:
                self._pressed_at = None
                self._is_carrying = False
                self.left.emit()
            case key if key in _LEAVE:
                self._opened(self.currentIndex())
            case _:
                super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Do not look for typed letters: they are a card's keys."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cards; what all share is looked up once."""
        self._painter.begin_frame(self.devicePixelRatioF())
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for cards that came into sight."""
        super().resizeEvent(event)
        self._settle.start()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Stand at the card; it may be dragged from here."""
        super().mousePressEvent(event)
        spot = event.position().toPoint()
        is_card = event.button() is Qt.MouseButton.LeftButton and self.indexAt(spot).isValid()
        self._pressed_at = spot if is_card else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the pressed card, or follow the pointer with the hovered one."""
        spot = event.position().toPoint()
        if self._pressed_at is None:
            self._hover(self.indexAt(spot).row())
            return
        where = event.globalPosition().toPoint()
        far = (spot - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        if not self._is_carrying and far:
            self._is_carrying = True
            self.lifted.emit((self._orders.id_at(self.indexAt(self._pressed_at).row()), where))
        elif self._is_carrying:
            self.carried.emit(where)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let a dragged card go."""
        was_carrying, self._is_carrying = self._is_carrying, False
        self._pressed_at = None
        super().mouseReleaseEvent(event)
        if was_carrying:
            self.let_go.emit(event.globalPosition().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        """Leave no card hovered."""
        super().leaveEvent(event)
        self._hover(-1)

    # --- inside ----------------------------------------------------------------------------------

    def _dress(self) -> None:
        self.setAccessibleName(status_word(self.status.value))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("onTrough", True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def _opened(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self._orders.id_at(index.row()))

    def _hover(self, row: int) -> None:
        if row != self.hovered_row:
            self.hovered_row = row
            self.viewport().update()


class Lane(QWidget):
    """A column: a trough with the status, the count, the cards, and what is below."""

    def __init__(self, status: TicketStatus, *, model: QueueModel, delegate: CardDelegate) -> None:
        super().__init__()
        self.status = status
        self._orders = model
        self._taking = Taking.NOTHING
        self._is_under = False
        self._from = ""
        self.pill = StatusPill(status.value, gives_way=True)
        self.count = Text("0", role=TypeRole.LABEL, tone=Tone.SECOND, name="board-count")
        self.cards = Cards(status, model=model, delegate=delegate, parent=self)
        self.more = Text("", role=TypeRole.LABEL, tone=Tone.SECOND, name="board-more")
        self.setObjectName(f"lane-{status.value}")
        self._build()
        self.cards.sight_changed.connect(self.say_counts)

    @property
    def taking(self) -> Taking:
        """What the column says while a card is dragged."""
        return self._taking

    def show_taking(
        self, taking: Taking, *, is_under: bool = False, before: TicketStatus | None = None
    ) -> None:
        """Say whether a card dragged out of the column ``before`` may be dropped here."""
        self._from = status_word(before.value) if before is not None else ""
        if (taking, is_under) == (self._taking, self._is_under):
            return
        self._taking, self._is_under = taking, is_under
        self.say_counts()
        self.update()

    def say_counts(self) -> None:
        """Write how many cards there are, and below."""
        count, below = self._orders.rowCount(), self.cards.cards_below()
        self.count.setText(f"{count:,}")
        word = status_word(self.status.value)
        self.cards.setAccessibleName(say("{status}, {count} orders", status=word, count=count))
        self.more.setText(self._foot(below))

    def _foot(self, below: int) -> str:
        match self._taking:
            case Taking.TAKES:
                return say("Drop here")
            case Taking.REFUSES:
                return say("Not from {status}", status=self._from)
            case _:
                return say("{count} more", count=f"{below:,}") if below else ""

    def sizeHint(self) -> QSize:
        """Return the least width of a column."""
        return QSize(scaled(LEAST_COLUMN), scaled(300))

    def minimumSizeHint(self) -> QSize:
        """Return the same width: the board scrolls sideways before a column gets narrower."""
        return QSize(scaled(LEAST_COLUMN), scaled(160))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the trough, and while a card is dragged whether it is taken here."""
        t, painter, box = tokens(), QPainter(self), QRectF(self.rect())
        takes = self._taking is Taking.TAKES
        edge = t.focus if takes else None
        width = 2.0 if self._is_under else 1.0
        fill = t.accent_soft if takes and self._is_under else t.sunken
        if self._taking is Taking.REFUSES:
            fill, edge = t.canvas, t.hairline
        paint_box(painter, box, radius=Radius.CARD, fill=fill, edge=edge, width=width)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, Space.SMALL, 0)
        head.setSpacing(Space.TIGHT)
        head.addWidget(self.pill)
        head.addStretch(1)
        head.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(_PADDING, Space.SMALL, 0, Space.SMALL)
        column.setSpacing(Space.SMALL)
        column.addLayout(head)
        column.addWidget(self.cards, stretch=1)
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.MEDIUM, 0, 0, 0)
        foot.addWidget(self.more)
        column.addLayout(foot)
