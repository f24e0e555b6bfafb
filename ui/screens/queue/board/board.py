"""The board: seven columns side by side, one card of them the person's."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from services.tickets.dto import BOARD_STATUSES, BoardAnswer, MoveKind, QueueRow
from services.types import TicketStatus
from ui.fonts import scaled
from ui.parts.card import Surface
from ui.screens.queue.board.cards import CardDelegate
from ui.screens.queue.board.drag import Ghost
from ui.screens.queue.board.lane import LEAST_COLUMN, Cards, Lane, Taking
from ui.screens.queue.board.model import BoardModel
from ui.screens.queue.rights import Rights
from ui.screens.queue.words import say
from ui.tokens import Space

_GAP: Final = 8


def least_board_width() -> int:
    """Return the width the board needs to show all its columns at once."""
    columns = len(BOARD_STATUSES)
    return columns * scaled(LEAST_COLUMN) + (columns - 1) * _GAP + 2 * Space.LARGE


class Board(Surface):
    """Shows a `BoardModel`. Arrow keys move among cards and columns; a card can be dragged.

    Signals:
        chosen(object): the ticket id a person moved to.
        opened(object): the ticket id a person pressed Enter on, or double-clicked.
        detail_toggled(): Space: show or hide the details.
        left(): Esc.
        sight_changed(): other cards came into sight.
        dropped(object): a `(ticket_id, status, place on the screen)` of a card that was dropped.
        refused(object): the `(QueueRow, status)` of a card dropped where it can't go.
    """

    chosen = Signal(object)
    opened = Signal(object)
    detail_toggled = Signal()
    left = Signal()
    sight_changed = Signal()
    dropped = Signal(object)
    refused = Signal(object)

    def __init__(self, model: BoardModel, *, delegate: CardDelegate, rights: Rights) -> None:
        super().__init__("canvas", name="queue-board")
        self._orders = model
        self._rights = rights
        self._at = BOARD_STATUSES[0]
        self._dragged: QueueRow | None = None
        self.lanes: dict[TicketStatus, Lane] = {}
        for status, column in model.columns.items():
            self.lanes[status] = Lane(status, model=column, delegate=delegate)
        self._ghost = Ghost(self)
        self._scroll = QScrollArea()
        self._build()
        self._connect()

    # --- where the person is ---------------------------------------------------------------------

    @property
    def chosen_id(self) -> int | None:
        """The order of the card the person is at."""
        return self.lanes[self._at].cards.chosen_id

    @property
    def has_chosen(self) -> bool:
        """Whether a card is marked as the person's."""
        return self.chosen_id is not None

    @property
    def cards(self) -> Cards:
        """The cards of the column the person is in."""
        return self.lanes[self._at].cards

    def choose(self, ticket_id: int | None, *, scroll: bool = True) -> bool:
        """Mark a card as the person's without saying so; False if it is not here."""
        place = None if ticket_id is None else self._orders.place_of(ticket_id)
        had_keyboard = self.isAncestorOf(self.window().focusWidget())
        for status, lane in self.lanes.items():
            if place is None or status is not place[0]:
                lane.cards.stand_at(None)
        if place is None:
            return False
        self._stand_in(place[0])
        self.cards.stand_at(place[1], scroll=scroll)
        if scroll:
            self._scroll.ensureWidgetVisible(self.lanes[self._at], _GAP, 0)
        if had_keyboard:
            self.cards.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def show_answer(self, answer: BoardAnswer) -> None:
        """Show the answer to a question; every column stays where it was scrolled to."""
        stood = {s: lane.cards.verticalScrollBar().value() for s, lane in self.lanes.items()}
        for status in self._orders.answer(answer):
            cards = self.lanes[status].cards
            cards.doItemsLayout()
            cards.verticalScrollBar().setValue(stood[status])
        self.say_sight()

    def choose_first(self) -> int | None:
        """Mark the first card of the first column that has any; return its order."""
        for column in self._orders.columns.values():
            first = column.id_at(0)
            if first is not None:
                self.choose(first)
                return first
        return None

    def take_keyboard(self) -> None:
        """Take the keyboard to the person's card."""
        self.cards.setFocus(Qt.FocusReason.OtherFocusReason)

    def menu_spot(self) -> QPoint | None:
        """Return the place below the person's card, None if it is out of sight."""
        cards = self.cards
        index = cards.currentIndex()
        rect = cards.visualRect(index)
        if cards.chosen_id is None or not cards.viewport().rect().intersects(rect):
            return None
        return cards.viewport().mapToGlobal(rect.bottomLeft() - QPoint(0, _GAP))

    def whole_cards_in_sight(self) -> int:
        """Return how many cards one can see from top to bottom."""
        return sum(lane.cards.cards_in_sight() for lane in self.lanes.values())

    def say_sight(self) -> None:
        """Ask for the rows in sight, and write the counts anew."""
        for lane in self.lanes.values():
            lane.cards.tell_sight()

    def update_cards(self) -> None:
        """Paint the cards anew."""
        for lane in self.lanes.values():
            lane.cards.viewport().update()

    def restyle(self) -> None:
        """Take on the theme now in force."""
        for lane in self.lanes.values():
            lane.cards.doItemsLayout()
            lane.update()

    # --- inside ----------------------------------------------------------------------------------

    def _build(self) -> None:
        row_holder = QWidget()
        row_holder.setObjectName("board-columns")
        row = QHBoxLayout(row_holder)
        row.setContentsMargins(Space.LARGE, 0, Space.LARGE, Space.SMALL)
        row.setSpacing(_GAP)
        for lane in self.lanes.values():
            row.addWidget(lane, stretch=1)
        self._scroll.setObjectName("board-scroll")
        self._scroll.setWidget(row_holder)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        row_holder.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)
        self.setAccessibleName(say("Board of open orders"))
        self._stand_in(self._at)

    def _connect(self) -> None:
        for lane in self.lanes.values():
            cards = lane.cards
            cards.stepped.connect(self._step)
            cards.chosen.connect(self._moved)
            cards.opened.connect(self.opened)
            cards.detail_toggled.connect(self.detail_toggled)
            cards.left.connect(self._leave)
            cards.sight_changed.connect(self.sight_changed)
            cards.lifted.connect(self._lift)
            cards.carried.connect(self._carry)
            cards.let_go.connect(self._let_go)
        self._orders.moving.connect(lambda status: self.lanes[status].cards.hold(held=True))
        self._orders.moved.connect(self._follow)
        self._orders.counted.connect(self.say_sight)

    def _stand_in(self, status: TicketStatus) -> None:
        """Make one column the stop of the Tab key."""
        self._at = status
        for each, lane in self.lanes.items():
            here = each is status
            lane.cards.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus
            )

    def _moved(self, ticket_id: int) -> None:
        self.choose(ticket_id, scroll=True)
        self.chosen.emit(ticket_id)

    def _step(self, direction: int) -> None:
        """Go to the nearest column with cards, at the same height."""
        statuses = list(self.lanes)
        height = self.cards.height_of(self.cards.currentIndex().row())
        place = statuses.index(self._at) + direction
        while 0 <= place < len(statuses):
            cards = self.lanes[statuses[place]].cards
            ticket_id = self._orders.columns[statuses[place]].id_at(cards.nearest_to(height))
            if ticket_id is not None:
                cards.setFocus(Qt.FocusReason.OtherFocusReason)
                self._moved(ticket_id)
                return
            place += direction

    def _follow(self, ticket_id: int) -> None:
        """Stay at a card that went to another column."""
        for lane in self.lanes.values():
            lane.cards.hold(held=False)
        if self.chosen_id in (ticket_id, None):
            self.choose(ticket_id)

    def _leave(self) -> None:
        if self._dragged is not None:
            self._end_drag()
        else:
            self.left.emit()

    # --- dragging --------------------------------------------------------------------------------

    def _lift(self, pair: tuple[int, QPoint]) -> None:
        ticket_id, where = pair
        row = self._orders.row_of(ticket_id)
        if row is None:
            return
        self._dragged = row
        self._ghost.lift(row)
        self._carry(where)

    def _carry(self, where: QPoint) -> None:
        row = self._dragged
        if row is None:
            return
        self._ghost.carry(self.mapFromGlobal(where))
        under = self._lane_at(where)
        for lane in self.lanes.values():
            taking = self._taking(row, lane.status)
            lane.show_taking(taking, is_under=lane is under, before=row.status)
        refuses = under is None or under.taking is Taking.REFUSES
        cursor = Qt.CursorShape.ForbiddenCursor if refuses else Qt.CursorShape.ClosedHandCursor
        self.cards.viewport().setCursor(cursor)

    def _let_go(self, where: QPoint) -> None:
        row = self._dragged
        if row is None:
            return
        under = self._lane_at(where)
        self._end_drag()
        if under is None or under.status is row.status:
            return
        if self._taking(row, under.status) is Taking.TAKES:
            self.dropped.emit((int(row.ticket_id), under.status, where))
        else:
            self.refused.emit((row, under.status))

    def _end_drag(self) -> None:
        self._dragged = None
        self._ghost.hide()
        for lane in self.lanes.values():
            lane.show_taking(Taking.NOTHING)
            lane.cards.viewport().unsetCursor()

    def _lane_at(self, where: QPoint) -> Lane | None:
        return next(
            (
                lane
                for lane in self.lanes.values()
                if lane.rect().contains(lane.mapFromGlobal(where))
            ),
            None,
        )

    def _taking(self, row: QueueRow, status: TicketStatus) -> Taking:
        if status is row.status:
            return Taking.FROM_HERE
        legal = any(
            move.kind is MoveKind.MOVE and move.to is status and self._rights.may_move(move)
            for move in row.next_moves
        )
        return Taking.TAKES if legal else Taking.REFUSES
