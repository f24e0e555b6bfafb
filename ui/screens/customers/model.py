"""The list's table over any number of customers: pages of rows, each found by where it begins.

A page begins after the `CustomerPlace` the page before it ended at, so the list is learnt from the
top down; a page once seen can be read again where it stands. `data()` never reads: a row that is
not here yet answers "…". At most `KEPT_PAGES` stay, and the answer to an older question is known by
its generation number and dropped.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from services.customers.dto import LIST_ROWS, CustomerListPage, CustomerPlace, CustomerRow
from ui.parts.cells import Cell, cell_text
from ui.parts.table import CELL_ROLE
from ui.parts.text import plain_tip
from ui.screens.customers.columns import Column

Index = QModelIndex | QPersistentModelIndex

NOT_HERE_YET: Final = "…"
KEPT_PAGES: Final = 40  # 4,000 rows of about 1 kB
# Rows that stand for those of which only is known that there are more.
AHEAD: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A page the model lacks, or has and wants to see again."""

    generation: int
    page: int
    after: CustomerPlace | None


class CustomersModel(QAbstractTableModel):
    """Shows ``CustomerRow``s by position.

    ``fetch`` must not block: it reads the wished page on another thread and hands it to `take_page`
    (or calls `wish_failed`) on the main thread. ``cell`` makes a cell of a row.
    """

    def __init__(
        self,
        *,
        fetch: Callable[[Wish], None],
        cell: Callable[[CustomerRow, Column], Cell],
        columns: Sequence[Column],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._cell = cell
        self._columns = tuple(columns)
        self._generation = 0
        self._pages: OrderedDict[int, tuple[CustomerRow, ...]] = OrderedDict()
        self._begins: list[CustomerPlace | None] = []
        self._in_flight: set[int] = set()
        self._sight = range(0)
        self._count = 0
        self._total: int | None = None

    # --- what Qt asks ----------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own signature
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own signature
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer from what is here; never fetches."""
        if not index.isValid():
            return None
        row = self.row_at(index.row())
        if role == CELL_ROLE:
            return None if row is None else self._cell(row, self._columns[index.column()])
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return NOT_HERE_YET if row is None else self._words(row, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and row is not None:
            return plain_tip(self._words(row, index.column()))
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
    def generation(self) -> int:
        """The number of the question the rows answer."""
        return self._generation

    @property
    def pages_held(self) -> int:
        """How many pages of rows are in memory."""
        return len(self._pages)

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns; the rows stay."""
        if tuple(columns) == self._columns:
            return
        self.beginResetModel()
        self._columns = tuple(columns)
        self.endResetModel()

    def answer(self, first: CustomerListPage) -> None:
        """Show the first page of the answer to a new question."""
        self.beginResetModel()
        self._generation += 1
        self._pages.clear()
        self._in_flight.clear()
        self._begins = [None]
        self._sight = range(0)
        self._total = None if first.count_is_capped else first.count
        self._keep(0, page=first)
        self._count = self._counted()
        self.endResetModel()

    def want(self, first: int, *, last: int) -> None:
        """Say which rows are in sight; pages they need are asked for."""
        if not self._count:
            return
        first, last = max(0, min(first, self._count - 1)), max(0, min(last, self._count - 1))
        self._sight = range(first // LIST_ROWS, last // LIST_ROWS + 1)
        for page in self._sight:
            if page in self._pages:
                self._pages.move_to_end(page)
        self._ask()

    def read_again(self) -> None:
        """Read the pages in sight anew: something changed. What is shown stays until then."""
        for page in self._sight:
            if page < len(self._begins) and page not in self._in_flight:
                self._send(page)

    def take_page(self, wish: Wish, *, page: CustomerListPage) -> None:
        """Take the page of a wish; one of an older question is dropped."""
        if wish.generation != self._generation:
            return
        self._in_flight.discard(wish.page)
        if wish.page == 0 and page.count is not None:
            self._total = None if page.count_is_capped else page.count
        self._keep(wish.page, page=page)
        self._grow(self._counted())
        first = wish.page * LIST_ROWS
        last = min(first + LIST_ROWS, self._count) - 1
        if last >= first:
            bottom_right = self.index(last, len(self._columns) - 1)
            self.dataChanged.emit(self.index(first, 0), bottom_right)
        self._ask()

    def wish_failed(self, wish: Wish) -> None:
        """Forget that a page was asked for, so that coming into sight asks again."""
        if wish.generation == self._generation:
            self._in_flight.discard(wish.page)

    # --- rows ------------------------------------------------------------------------------------

    def rows(self) -> Iterator[tuple[int, CustomerRow]]:
        """Return the rows that are here, with their positions."""
        for page, rows in self._pages.items():
            yield from enumerate(rows, start=page * LIST_ROWS)

    def row_at(self, position: int) -> CustomerRow | None:
        """Return the row at a position if it is here."""
        rows = self._pages.get(position // LIST_ROWS, ())
        offset = position % LIST_ROWS
        return rows[offset] if offset < len(rows) else None

    def id_at(self, position: int) -> int | None:
        """Return the customer at a position, None where there is none or it is not here yet."""
        row = self.row_at(position)
        return None if row is None else int(row.customer_id)

    def place_of(self, customer_id: int) -> int | None:
        """Return where a customer stands, looking only through the pages that are here."""
        return next((at for at, row in self.rows() if row.customer_id == customer_id), None)

    # --- inside ----------------------------------------------------------------------------------

    def _words(self, row: CustomerRow, column: int) -> str:
        return cell_text(self._cell(row, self._columns[column]))

    def _ask(self) -> None:
        """Ask for what is in sight; what lies further down is found page after page."""
        for page in self._sight:
            if page in self._pages or page in self._in_flight:
                continue
            self._send(min(page, len(self._begins) - 1))
            return

    def _send(self, page: int) -> None:
        if page in self._in_flight:
            return
        self._in_flight.add(page)
        self._fetch(Wish(generation=self._generation, page=page, after=self._begins[page]))

    def _keep(self, number: int, *, page: CustomerListPage) -> None:
        self._pages[number] = page.rows
        self._pages.move_to_end(number)
        if page.next_place is None:
            self._end_at(number)
        elif number + 1 == len(self._begins):
            self._begins.append(page.next_place)
        else:
            self._begins[number + 1] = page.next_place
        while len(self._pages) > KEPT_PAGES:
            self._pages.pop(next(iter(self._pages)))

    def _end_at(self, number: int) -> None:
        """Know that the list ends with this page."""
        del self._begins[number + 1 :]
        for later in [page for page in self._pages if page > number]:
            del self._pages[later]
        self._total = number * LIST_ROWS + len(self._pages[number])

    def _counted(self) -> int:
        if self._total is not None:
            return self._total
        return (len(self._begins) - 1) * LIST_ROWS + AHEAD

    def _grow(self, count: int) -> None:
        if count > self._count:
            self.beginInsertRows(QModelIndex(), self._count, count - 1)
            self._count = count
            self.endInsertRows()
        elif count < self._count:
            self.beginRemoveRows(QModelIndex(), count, self._count - 1)
            self._count = count
            self.endRemoveRows()
