"""Writes a view's content for the database, and reads it part by part, as far as it still holds.

People, customers, models, and in another version statuses and sorts may be gone by the time a view
is opened: each such part is left out and named, and the rest of the view works.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeVar

from data.queries.saved_views import NamedCustomer
from data.values import CustomerId, DeviceModelId, PersonId, Priority, TicketStatus
from services.settings.reference import Reference
from services.tickets.dto import (
    DaySpan,
    QueueChip,
    QueueFilters,
    QueueGrouping,
    QueueSort,
    SpanKind,
    ViewContent,
    ViewPart,
)

E = TypeVar("E", bound=StrEnum)

VERSION: Final = 1
_NOBODY: Final = "nobody"
_COLUMN: Final = re.compile(r"^[a-z_]{1,24}$")
_MOST_COLUMNS: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a view may name: the shop's reference data, and which of its customers are there."""

    reference: Reference
    customers: Mapping[int, NamedCustomer]


class _GoneError(Exception):
    """A part of a view names what is no longer there, or was never understood."""


def write_content(content: ViewContent) -> dict[str, Any]:
    """Return a view's content as JSON can hold it; filters that are not set are left out."""
    filters = content.filters
    technician: object = _NOBODY if filters.unassigned else filters.technician_id
    set_ones = {
        ViewPart.STATUS: filters.status,
        ViewPart.PRIORITY: filters.priority,
        ViewPart.TECHNICIAN: technician,
        ViewPart.CUSTOMER: filters.customer_id,
        ViewPart.DEVICE: filters.device_model_id,
        ViewPart.OPENED: _span_out(filters.opened),
        ViewPart.PROMISED: _span_out(filters.promised),
    }
    return {
        "version": VERSION,
        "chip": content.chip.value,
        "sort": content.sort.value,
        "turned": content.turned,
        "grouping": content.grouping.value,
        "columns": list(content.columns),
        "filters": {part.value: value for part, value in set_ones.items() if value is not None},
    }


def customer_of(stored: object) -> int | None:
    """Return the customer a stored view names, so that it can be looked up."""
    filters = stored.get("filters") if isinstance(stored, Mapping) else None
    found = filters.get(ViewPart.CUSTOMER.value) if isinstance(filters, Mapping) else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def read_content(stored: object, *, known: Known) -> tuple[ViewContent, tuple[ViewPart, ...]]:
    """Return what a stored view still says, and which of its parts are gone."""
    said: Mapping[str, Any] = stored if isinstance(stored, Mapping) else {}
    filters = said.get("filters")
    parts: dict[str, Any] = {**said, **filters} if isinstance(filters, Mapping) else dict(said)
    content, gone = ViewContent(), list[ViewPart]()
    for part, read in _READERS.items():
        if part.value not in parts:
            continue
        try:
            content = read(content, parts[part.value], known)
        except _GoneError:
            gone.append(part)
    columns = said.get("columns")
    names = columns if isinstance(columns, list) else []
    kept = [name for name in names if isinstance(name, str) and _COLUMN.match(name)]
    return replace(
        content, turned=said.get("turned") is True, columns=tuple(kept[:_MOST_COLUMNS])
    ), tuple(gone)


def names_of(filters: QueueFilters, *, known: Known) -> dict[ViewPart, str]:
    """Return what the ids of filters that were read are called."""
    names: dict[ViewPart, str] = {}
    if filters.technician_id is not None:
        names[ViewPart.TECHNICIAN] = known.reference.people[filters.technician_id].name
    if filters.customer_id is not None:
        names[ViewPart.CUSTOMER] = next(
            customer.name
            for customer in known.customers.values()
            if customer.customer_id == filters.customer_id
        )
    if filters.device_model_id is not None:
        names[ViewPart.DEVICE] = known.reference.device_models[filters.device_model_id].title
    return names


# --- the parts ------------------------------------------------------------------------------------


def _narrowed(content: ViewContent, **changes: Any) -> ViewContent:
    filters: QueueFilters = replace(content.filters, **changes)
    return replace(content, filters=filters)


def _one_of(kind: type[E], value: object) -> E:
    try:
        return kind(str(value))
    except ValueError:
        raise _GoneError from None


def _id(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _GoneError
    return value


def _chip(content: ViewContent, value: object, _known: Known) -> ViewContent:
    return replace(content, chip=_one_of(QueueChip, value))


def _sort(content: ViewContent, value: object, _known: Known) -> ViewContent:
    return replace(content, sort=_one_of(QueueSort, value))


def _grouping(content: ViewContent, value: object, _known: Known) -> ViewContent:
    return replace(content, grouping=_one_of(QueueGrouping, value))


def _status(content: ViewContent, value: object, _known: Known) -> ViewContent:
    return _narrowed(content, status=_one_of(TicketStatus, value))


def _priority(content: ViewContent, value: object, _known: Known) -> ViewContent:
    return _narrowed(content, priority=_one_of(Priority, value))


def _technician(content: ViewContent, value: object, known: Known) -> ViewContent:
    if value == _NOBODY:
        return _narrowed(content, unassigned=True)
    staff = known.reference.people.get(_id(value))
    if staff is None or not staff.active:
        raise _GoneError
    return _narrowed(content, technician_id=PersonId(staff.person_id))


def _customer(content: ViewContent, value: object, known: Known) -> ViewContent:
    customer = known.customers.get(_id(value))
    if customer is None:
        raise _GoneError
    return _narrowed(content, customer_id=CustomerId(customer.customer_id))


def _device(content: ViewContent, value: object, known: Known) -> ViewContent:
    model = known.reference.device_models.get(_id(value))
    if model is None or not model.active:
        raise _GoneError
    return _narrowed(content, device_model_id=DeviceModelId(model.device_model_id))


def _opened(content: ViewContent, value: object, _known: Known) -> ViewContent:
    return _narrowed(content, opened=_span_in(value))


def _promised(content: ViewContent, value: object, _known: Known) -> ViewContent:
    return _narrowed(content, promised=_span_in(value))


def _span_out(span: DaySpan | None) -> dict[str, str] | None:
    if span is None:
        return None
    days = {"first": span.first, "last": span.last}
    return {
        "kind": span.kind.value,
        **{name: day.isoformat() for name, day in days.items() if day is not None},
    }


def _span_in(value: object) -> DaySpan:
    if not isinstance(value, Mapping):
        raise _GoneError
    return DaySpan(
        kind=_one_of(SpanKind, value.get("kind")),
        first=_day_in(value.get("first")),
        last=_day_in(value.get("last")),
    )


def _day_in(value: object) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise _GoneError from None


_READERS: Final[dict[ViewPart, Callable[[ViewContent, object, Known], ViewContent]]] = {
    ViewPart.CHIP: _chip,
    ViewPart.STATUS: _status,
    ViewPart.PRIORITY: _priority,
    ViewPart.TECHNICIAN: _technician,
    ViewPart.CUSTOMER: _customer,
    ViewPart.DEVICE: _device,
    ViewPart.OPENED: _opened,
    ViewPart.PROMISED: _promised,
    ViewPart.SORT: _sort,
    ViewPart.GROUPING: _grouping,
}
