"""Reserves and writes everything one intake needs, in two round trips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table

from data import models as m
from data.rows import Draw, Lookup, Reserved, RowChange, reserve, write_rows
from data.unit_of_work import UnitOfWork

ORDER_NUMBERS = "order"

Row = dict[str, Any]


def reserve_intake(
    uow: UnitOfWork,
    *,
    year: int,
    orders: int,
    lines: int,
    jobs: int,
    lookups: Sequence[Lookup | None],
) -> Reserved:
    """Reserve ids for one visit of ``orders`` orders and draw their numbers.

    The counter row stays locked until the commit, so numbers have no gap and no twin.
    """
    return reserve(
        uow,
        counts={
            m.customer: 1,
            m.visit: 1,
            m.device: orders,
            m.ticket: orders,
            m.ticket_history: orders,
            m.ticket_line: lines,
            m.job: jobs,
        },
        draw=Draw(kind=ORDER_NUMBERS, year=year, count=orders),
        lookups=[lookup for lookup in lookups if lookup is not None],
    )


@dataclass(slots=True, kw_only=True)
class IntakeRows:
    """The rows of one visit by table; each row names every column of its kind.

    ``changed`` are rows that were there: the customer's, and those of devices that came again.
    """

    operation: list[Row] = field(default_factory=list)
    changed: list[RowChange] = field(default_factory=list)
    customer: list[Row] = field(default_factory=list)
    search_keys: dict[Table, list[Row]] = field(default_factory=dict)
    consents: list[Row] = field(default_factory=list)
    devices: list[Row] = field(default_factory=list)
    visit: list[Row] = field(default_factory=list)
    tickets: list[Row] = field(default_factory=list)
    lines: list[Row] = field(default_factory=list)
    history: list[Row] = field(default_factory=list)
    audit: list[Row] = field(default_factory=list)
    changes: list[Row] = field(default_factory=list)
    jobs: list[Row] = field(default_factory=list)


def write_intake(uow: UnitOfWork, rows: IntakeRows) -> None:
    """Write one visit with everything that belongs to it; parents before children.

    Costs one statement on PostgreSQL, whatever is changed along with it.

    Raises:
        TryAgain: somebody else changed the customer found since they were looked up.
    """
    write_rows(
        uow,
        [
            (m.operation, rows.operation),
            (m.customer, rows.customer),
            *rows.search_keys.items(),
            (m.consent, rows.consents),
            (m.device, rows.devices),
            (m.visit, rows.visit),
            (m.ticket, rows.tickets),
            (m.ticket_line, rows.lines),
            (m.ticket_history, rows.history),
            (m.audit, rows.audit),
            (m.change, rows.changes),
            (m.job, rows.jobs),
        ],
        changes=rows.changed,
    )
