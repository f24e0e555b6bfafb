"""Turns what a person filters by into what the database is asked: days become instants. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final, assert_never

from data.queries.queue_narrowing import Between, Narrowing
from services.tickets.dto import DaySpan, QueueFilters, SpanKind

_DAY: Final = timedelta(days=1)


def narrowing_of(filters: QueueFilters, *, today: date, zone: tzinfo) -> Narrowing:
    """Return the filters as conditions, on the shop's date ``today``."""
    promised = filters.promised
    unpromised = promised is not None and promised.kind is SpanKind.NO_DAY
    return Narrowing(
        status=filters.status.value if filters.status is not None else None,
        priority=filters.priority.value if filters.priority is not None else None,
        technician_id=filters.technician_id,
        unassigned=filters.unassigned,
        customer_id=filters.customer_id,
        device_model_id=filters.device_model_id,
        opened=_between(filters.opened, today=today, zone=zone),
        promised=None if unpromised else _between(promised, today=today, zone=zone),
        unpromised=unpromised,
    )


def days_of(span: DaySpan, *, today: date) -> tuple[date | None, date | None]:
    """Return the first and the last day that are meant; None leaves that side open."""
    match span.kind:
        case SpanKind.TODAY:
            return today, today
        case SpanKind.YESTERDAY:
            return today - _DAY, today - _DAY
        case SpanKind.TOMORROW:
            return today + _DAY, today + _DAY
        case SpanKind.LAST_7_DAYS:
            return today - 6 * _DAY, today
        case SpanKind.LAST_30_DAYS:
            return today - 29 * _DAY, today
        case SpanKind.NEXT_7_DAYS:
            return today, today + 6 * _DAY
        case SpanKind.DAYS:
            return span.first, span.last
        case SpanKind.NO_DAY:
            return None, None
        case _:
            assert_never(span.kind)


def _between(span: DaySpan | None, *, today: date, zone: tzinfo) -> Between | None:
    if span is None:
        return None
    first, last = days_of(span, today=today)
    end = last + _DAY if last is not None and last < date.max else None
    return Between(first=_begin(first, zone), end=_begin(end, zone))


def _begin(day: date | None, zone: tzinfo) -> datetime | None:
    # A day has 23 or 25 hours when the clocks change: its end is the next one's begin.
    return None if day is None else datetime.combine(day, time(), tzinfo=zone)
