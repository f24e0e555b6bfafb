"""Saved views of the queue: what a person wants to see at once, by a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from services.commands import OperationId, RowId, ShortText, command
from services.tickets.dto.queue import QueueChip, QueueFilters, QueueGrouping, QueueSort

# A name has room in the header.
LONGEST_VIEW_NAME: Final = 60
_NO_FILTERS: Final = QueueFilters()
_ColumnName = Annotated[str, Field(pattern=r"^[a-z_]{1,24}$")]


class ViewPart(StrEnum):
    """What a view may name that is no longer there."""

    CHIP = "chip"
    STATUS = "status"
    PRIORITY = "priority"
    TECHNICIAN = "technician"
    CUSTOMER = "customer"
    DEVICE = "device"
    OPENED = "opened"
    PROMISED = "promised"
    SORT = "sort"
    GROUPING = "grouping"


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewContent:
    """What a view shows. ``columns`` are the screen's names, from the left; none: the usual ones.

    It holds no text that was typed: words about people stay with people.
    """

    chip: QueueChip = QueueChip.OPEN
    filters: QueueFilters = _NO_FILTERS
    sort: QueueSort = QueueSort.PROMISE
    turned: bool = False
    grouping: QueueGrouping = QueueGrouping.NONE
    columns: tuple[_ColumnName, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """One person's view. ``gone`` names parts that are no longer there: it is read without them.

    ``names`` says what the ids in its filters are called.
    """

    view_id: int
    name: str
    content: ViewContent
    is_start: bool
    version: int
    gone: tuple[ViewPart, ...] = ()
    names: Mapping[ViewPart, str] = field(default_factory=dict)


@command
class SaveView:
    """Save a view by a new name, or with ``view_id`` put another content in the place of its own.

    ``seen_version`` guards a replacement.
    """

    operation_id: OperationId
    name: ShortText
    content: ViewContent
    is_start: bool = False
    view_id: RowId | None = None
    seen_version: int | None = None


@command
class RenameView:
    """Give a view another name."""

    operation_id: OperationId
    view_id: RowId
    name: ShortText
    seen_version: int


@command
class StartView:
    """Choose the view the queue opens with; None: none of them."""

    operation_id: OperationId
    view_id: RowId | None


@command
class DeleteView:
    """Delete a view."""

    operation_id: OperationId
    view_id: RowId
