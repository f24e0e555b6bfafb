"""The table's rows in groups: a head before each group's orders, which can be closed.

Heads stand among the ids as negative numbers, so that places, pages and scrolling are those of the
plain list. Orders of a closed group are not among the ids, and no page of them is read.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QModelIndex, Qt

from services.tickets.dto import QueueGroup, QueueGrouping, QueueRow
from ui.screens.queue.model import Index, QueueModel

HEAD_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 7


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupHead:
    """The line before a group's orders."""

    words: str
    count: int
    is_open: bool


class GroupedModel(QueueModel):
    """A `QueueModel` whose orders may stand in groups.

    ``head_words`` writes what a group is called. Which groups are closed is kept by their keys, so
    that a new answer leaves them closed.
    """

    def __init__(
        self,
        *,
        head_words: Callable[[QueueGroup, QueueGrouping], str],
        head_line: Callable[[GroupHead], str],
        **plain: Any,
    ) -> None:
        super().__init__(**plain)
        self._head_words = head_words
        self._head_line = head_line
        self._by = QueueGrouping.NONE
        self._groups: tuple[QueueGroup, ...] = ()
        self._members: list[array[int]] = []
        self._closed: set[str] = set()

    # --- what Qt asks ----------------------------------------------------------------------------

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer of an order or of a head; never fetches."""
        if not index.isValid() or not self.is_head(index.row()):
            return None if role == HEAD_ROLE else super().data(index, role)
        head = self._head(self._ids[index.row()])
        if role == HEAD_ROLE:
            return head
        texts = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if role in texts:
            return self._head_line(head) if index.column() == 0 else ""
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A head is walked to, but it is no order that could be marked."""
        if index.isValid() and self.is_head(index.row()):
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    # --- groups ----------------------------------------------------------------------------------

    @property
    def order_count(self) -> int:
        """How many orders the list holds, those in closed groups among them."""
        return sum(map(len, self._members)) if self._groups else len(self._ids)

    @property
    def is_grouped(self) -> bool:
        """Whether the orders stand in groups."""
        return bool(self._groups)

    @property
    def first_place(self) -> int | None:
        """Where the first order stands that is not in a closed group."""
        return next((place for place, i in enumerate(self._ids) if i >= 0), None)

    def place_of(self, ticket_id: int) -> int | None:
        """Return where an order stands; among groups there are few enough to look at all."""
        if not self._groups:
            return super().place_of(ticket_id)
        try:
            return self._ids.index(ticket_id)
        except ValueError:
            return None

    def is_head(self, place: int) -> bool:
        """Say whether a group's head stands at a position."""
        return 0 <= place < len(self._ids) and self._ids[place] < 0

    def order_places(self, first: int, *, last: int) -> Iterator[int]:
        """Give the positions of the orders from ``first`` to ``last``, without the heads."""
        return (place for place in range(first, last + 1) if not self.is_head(place))

    def head_of(self, place: int) -> int | None:
        """Return where the head of the group stands that a position belongs to."""
        return next((at for at in range(place, -1, -1) if self.is_head(at)), None)

    def group_at(self, place: int) -> str | None:
        """Return the key of the group whose head stands at a position."""
        return self._groups[_number(self._ids[place])].key if self.is_head(place) else None

    def head_place(self, key: str) -> int | None:
        """Return where the head of a group stands, if there is such a group."""
        number = next((n for n, group in enumerate(self._groups) if group.key == key), None)
        return None if number is None else self._ids.index(-(number + 1))

    def is_open(self, place: int) -> bool:
        """Say whether the group is open whose head stands at a position."""
        return self._groups[_number(self._ids[place])].key not in self._closed

    def show_grouped_by(self, grouping: QueueGrouping) -> None:
        """Say what the next answers are grouped by; another grouping begins with all open."""
        if grouping is not self._by:
            self._by = grouping
            self._closed.clear()

    def answer(
        self,
        ids: array[int],
        *,
        first_rows: Sequence[QueueRow] = (),
        groups: Sequence[QueueGroup] = (),
    ) -> None:
        """Show the answer to a new question, in its groups if it has any."""
        self._groups, self._members = tuple(groups), []
        start = 0
        for group in groups:
            self._members.append(ids[start : start + group.count])
            start += group.count
        super().answer(self._laid_out() if groups else ids, first_rows=first_rows)

    def toggle(self, place: int) -> None:
        """Close or open the group whose head stands at a position."""
        if not self.is_head(place):
            return
        number = _number(self._ids[place])
        key, members = self._groups[number].key, self._members[number]
        last = place + len(members)
        if key in self._closed:
            self._closed.discard(key)
            self.beginInsertRows(QModelIndex(), place + 1, last)
            self._forget_pages()
            self._ids[place + 1 : place + 1] = members
            self.endInsertRows()
        else:
            self._closed.add(key)
            self.beginRemoveRows(QModelIndex(), place + 1, last)
            self._forget_pages()
            del self._ids[place + 1 : last + 1]
            self.endRemoveRows()
        self.dataChanged.emit(self.index(place, 0), self.index(place, self.columnCount() - 1))

    def fold_all(self, *, closed: bool) -> None:
        """Close or open every group."""
        keys = {group.key for group in self._groups}
        self.beginResetModel()
        self._closed = keys if closed else set()
        self._forget_pages()
        self._ids = self._laid_out()
        self.endResetModel()

    # --- inside ----------------------------------------------------------------------------------

    def _laid_out(self) -> array[int]:
        ids = array("q")
        for number, group in enumerate(self._groups):
            ids.append(-(number + 1))
            if group.key not in self._closed:
                ids.extend(self._members[number])
        return ids

    def _head(self, head_id: int) -> GroupHead:
        number = _number(head_id)
        group = self._groups[number]
        return GroupHead(
            words=self._head_words(group, self._by),
            count=len(self._members[number]),
            is_open=group.key not in self._closed,
        )


def _number(head_id: int) -> int:
    return -head_id - 1
