"""The queue's table over any number of orders: an array of ids, and pages of rows read elsewhere.

The model holds the ids (8 bytes an order) and a bounded number of pages. `data()` never reads: a
row that is not here yet answers "…". Whoever shows the table says what is in sight (`want`); the
model asks its source for the pages it lacks, at most `IN_FLIGHT` at a time, and forgets the answer
to an older question by its generation number.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
    Slot,
)

from services.paging import PAGE_ROWS
from services.tickets.dto import QueueRow
from ui.parts.table import CHANGED_ROLE
from ui.parts.text import plain_tip
from ui.screens.queue.columns import Column

Index = QModelIndex | QPersistentModelIndex

ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)

NOT_HERE_YET: Final = "…"
KEPT_PAGES: Final = 40  # 8,000 rows of about 1 kB: 8 MiB whatever the length of the list
IN_FLIGHT: Final = 2
MARK_MS: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Rows the model lacks. ``page`` None: rows it has, read again because they changed."""

    generation: int
    page: int | None
    ids: tuple[int, ...]


class QueueModel(QAbstractTableModel):
    """Shows ``QueueRow``s by position; positions come from the id array.

    ``fetch`` must not block: it reads the wished rows on another thread and hands them to
    `take_rows` (or calls `wish_failed`) on the main thread. ``words`` writes a cell for readers,
    ``tip`` its tool tip.

    Signals:
        refreshed(ids): rows that were shown have been read again; a tuple of ticket ids.
        row_gone(ticket_id): a row in sight is no longer there for this person.
    """

    refreshed = Signal(object)
    row_gone = Signal(object)

    def __init__(
        self,
        *,
        fetch: Callable[[Wish], None],
        words: Callable[[QueueRow, Column], str],
        columns: Sequence[Column],
        tip: Callable[[QueueRow], str] | None = None,
        parent: QObject | None = None,
        mark_ms: int = MARK_MS,
    ) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._words = words
        self._tip = tip
        self._columns = tuple(columns)
        self._ids: array[int] = array("q")
        self._generation = 0
        self._rows: dict[int, QueueRow] = {}
        self._stale: dict[int, QueueRow] = {}
        self._pages: OrderedDict[int, None] = OrderedDict()
        self._in_flight: set[int] = set()
        self._sight = range(0)
        self._marks: set[int] = set()
        self._mark_ms = mark_ms
        # What to show for a row that was read: see `Pending`.
        self.settle: Callable[[QueueRow], QueueRow] = lambda row: row

    # --- what Qt asks ----------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own signature
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own signature
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer from what is here; never fetches."""
        if not index.isValid():
            return None
        ticket_id = self._ids[index.row()]
        if role == ROW_ROLE:
            return self.row_of(ticket_id)
        if role == CHANGED_ROLE:
            return ticket_id in self._marks
        if role == Qt.ItemDataRole.ToolTipRole and self._tip is not None:
            row = self.row_of(ticket_id)
            return None if row is None else plain_tip(self._tip(row))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            row = self.row_of(ticket_id)
            return NOT_HERE_YET if row is None else self._words(row, self._columns[index.column()])
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Name the columns; rows have no head."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._columns[section].word

    # --- asking and being answered ---------------------------------------------------------------

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns shown, left to right."""
        return self._columns

    @property
    def ids(self) -> array[int]:
        """The ids in order. Read only."""
        return self._ids

    @property
    def generation(self) -> int:
        """The number of the question the ids answer."""
        return self._generation

    @property
    def pages_held(self) -> int:
        """How many pages of rows are in memory."""
        return len(self._pages)

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns; ids and rows stay."""
        if tuple(columns) == self._columns:
            return
        self.beginResetModel()
        self._columns = tuple(columns)
        self.endResetModel()

    def answer(self, ids: array[int], *, first_rows: Sequence[QueueRow] = ()) -> None:
        """Show the answer to a new question. Rows already known show until they are read again."""
        self.beginResetModel()
        if not self._pages:
            self._stale = {}
        self._forget_pages()
        self._sight = range(0)
        self._ids = ids
        here = {int(row.ticket_id) for row in first_rows}
        if here and here.issuperset(self._page_ids(0)):
            self._keep_page(0, rows=first_rows)
        self.endResetModel()

    def take_out(self, ticket_id: int) -> None:
        """Let an order leave the list; the others move up, and are read again where they stand."""
        try:
            place = self._ids.index(ticket_id)
        except ValueError:
            return
        self.beginRemoveRows(QModelIndex(), place, place)
        self._forget_pages()
        del self._ids[place]
        self.endRemoveRows()
        self._stale.pop(ticket_id, None)
        self._ask()

    def bring_in(self, row: QueueRow, *, place: int) -> None:
        """Let an order stand at ``place`` from now on."""
        place = min(place, len(self._ids))
        self.beginInsertRows(QModelIndex(), place, place)
        self._forget_pages()
        self._ids.insert(place, row.ticket_id)
        self._stale[int(row.ticket_id)] = row
        self.endInsertRows()
        self._ask()

    def want(self, first: int, *, last: int) -> None:
        """Say which rows are in sight; pages they need are asked for."""
        count = len(self._ids)
        if not count:
            return
        first, last = max(0, min(first, count - 1)), max(0, min(last, count - 1))
        self._sight = range(first // PAGE_ROWS, last // PAGE_ROWS + 1)
        for page in self._sight:
            if page in self._pages:
                self._pages.move_to_end(page)
        self._ask()

    def take_rows(self, wish: Wish, *, rows: Sequence[QueueRow]) -> None:
        """Take the rows of a wish; those of an older question are dropped."""
        if wish.generation != self._generation:
            return
        if wish.page is None:
            self._take_changed(wish, rows=rows)
            return
        self._in_flight.discard(wish.page)
        known = self._rows | self._stale
        self._keep_page(wish.page, rows=rows)
        self._tell_page(wish.page)
        self._tell_refreshed(before=known, rows=rows)
        self._ask()

    def wish_failed(self, wish: Wish) -> None:
        """Forget that a page was asked for, so that coming into sight asks again."""
        if wish.generation == self._generation and wish.page is not None:
            self._in_flight.discard(wish.page)

    def refresh(self, ticket_ids: Collection[int]) -> set[int]:
        """Read changed rows again, as far as they are here; return the ids that are not."""
        here = tuple(ticket_id for ticket_id in ticket_ids if ticket_id in self._rows)
        if here:
            self._fetch(Wish(generation=self._generation, page=None, ids=here))
        return set(ticket_ids).difference(here)

    # --- rows by id ------------------------------------------------------------------------------

    def row_of(self, ticket_id: int) -> QueueRow | None:
        """Return the row if it is here."""
        row = self._rows.get(ticket_id)
        return row if row is not None else self._stale.get(ticket_id)

    def id_at(self, position: int) -> int | None:
        """Return the order's id at a position, None where there is no order."""
        found = self._ids[position] if 0 <= position < len(self._ids) else -1
        return found if found >= 0 else None

    def place_of(self, ticket_id: int) -> int | None:
        """Return where an order stands, looking only through the pages that are here."""
        for page in self._pages:
            start = page * PAGE_ROWS
            try:
                return self._ids.index(ticket_id, start, start + PAGE_ROWS)
            except ValueError:
                continue
        return None

    def put(self, row: QueueRow) -> None:
        """Show this row for its order at once, until it is read again."""
        if row.ticket_id in self._rows:
            self._rows[row.ticket_id] = row
        elif row.ticket_id in self._stale:
            self._stale[row.ticket_id] = row
        self._tell_row(row.ticket_id)

    def mark(self, ticket_ids: Iterable[int]) -> None:
        """Show a dot on changed rows for ``mark_ms``."""
        fresh = tuple(ticket_ids)
        self._marks.update(fresh)
        for ticket_id in fresh:
            self._tell_row(ticket_id)
        if fresh:
            QTimer.singleShot(self._mark_ms, self, lambda: self._unmark(fresh))

    # --- inside ----------------------------------------------------------------------------------

    def _forget_pages(self) -> None:
        """Begin anew with pages; what is known shows until it has been read again."""
        self._generation += 1
        self._stale = {**self._stale, **self._rows}
        self._rows = {}
        self._pages.clear()
        self._in_flight.clear()

    def _ask(self) -> None:
        for page in self._sight:
            if len(self._in_flight) >= IN_FLIGHT:
                return
            if page in self._pages or page in self._in_flight:
                continue
            ids = tuple(self._page_ids(page))
            if not ids:
                continue
            self._in_flight.add(page)
            self._fetch(Wish(generation=self._generation, page=page, ids=ids))

    def _page_ids(self, page: int) -> Sequence[int]:
        """Return the orders of a page; a negative number is no order."""
        ids = self._ids[page * PAGE_ROWS : (page + 1) * PAGE_ROWS]
        return ids if not ids or min(ids) >= 0 else [i for i in ids if i >= 0]

    def _keep_page(self, page: int, *, rows: Sequence[QueueRow]) -> None:
        ids = self._page_ids(page)
        found = {int(row.ticket_id): self.settle(row) for row in rows}
        self._rows.update((ticket_id, found[ticket_id]) for ticket_id in ids if ticket_id in found)
        for ticket_id in ids:
            self._stale.pop(ticket_id, None)
        self._pages[page] = None
        self._pages.move_to_end(page)
        while len(self._pages) > KEPT_PAGES:
            self._drop_page(next(iter(self._pages)))
        if len(found) < len(ids):
            self._tell_gone(ticket_id for ticket_id in ids if ticket_id not in found)

    def _drop_page(self, page: int) -> None:
        del self._pages[page]
        for ticket_id in self._page_ids(page):
            self._rows.pop(ticket_id, None)

    def _take_changed(self, wish: Wish, *, rows: Sequence[QueueRow]) -> None:
        before = dict(self._rows)
        found = {int(row.ticket_id): self.settle(row) for row in rows}
        for ticket_id in wish.ids:
            if ticket_id not in before:
                continue
            if ticket_id in found:
                self._rows[ticket_id] = found[ticket_id]
                self._tell_row(ticket_id)
            else:
                self._tell_gone((ticket_id,))
        self._tell_refreshed(before=before, rows=rows)

    def _tell_gone(self, ticket_ids: Iterable[int]) -> None:
        for ticket_id in ticket_ids:
            self.row_gone.emit(ticket_id)

    def _tell_refreshed(self, *, before: dict[int, QueueRow], rows: Sequence[QueueRow]) -> None:
        changed = tuple(
            int(row.ticket_id)
            for row in rows
            if row.ticket_id in before and before[row.ticket_id] != row
        )
        if changed:
            self.refreshed.emit(changed)

    def _tell_page(self, page: int) -> None:
        first = page * PAGE_ROWS
        last = min(first + PAGE_ROWS, len(self._ids)) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))

    def _tell_row(self, ticket_id: int) -> None:
        place = self.place_of(ticket_id)
        if place is not None:
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(self._columns) - 1))

    @Slot()
    def _unmark(self, ticket_ids: tuple[int, ...]) -> None:
        self._marks.difference_update(ticket_ids)
        for ticket_id in ticket_ids:
            self._tell_row(ticket_id)
