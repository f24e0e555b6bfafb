"""Reserves, looks up and inserts everything one intake needs, in two round trips."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from data import models as m
from data.errors import TryAgain
from data.repositories import customers
from data.rows import Draw, Lookup, Reserved, insert_rows, reserve
from data.unit_of_work import UnitOfWork
from data.values import OPEN_STATUSES

ORDER_NUMBERS = "order"

Row = dict[str, Any]

# Beyond this many open orders it no longer matters who has a few more.
_LOAD_LIMIT = 200

_OPEN = ", ".join(f"'{status.value}'" for status in OPEN_STATUSES)


def customer_lookup(*, customer_id: int | None, identity_key: str) -> Lookup:
    """Look a customer up by id, or by the key that makes two of the same one.

    Finds whether active, the version, name, phone and e-mail.
    """
    where = "id = :customer_id" if customer_id is not None else "identity_key = :identity_key"
    values = (
        {"customer_id": customer_id} if customer_id is not None else {"identity_key": identity_key}
    )
    return Lookup(
        what="customer",
        sql="SELECT id, CASE WHEN active THEN 1 ELSE 0 END, version, name, phone, email "
        f"FROM customer WHERE {where}",
        values=values,
    )


def device_lookup(device_ids: Iterable[int]) -> Lookup | None:
    """Look known devices up: owner, model, title, colour and IMEI or serial."""
    names = {f"device_{index}": key for index, key in enumerate(sorted(set(device_ids)))}
    if not names:
        return None
    listed = ", ".join(f":{name}" for name in names)
    return Lookup(
        what="device",
        sql="SELECT id, customer_id, device_model_id, title, colour, "
        f"coalesce(imei, serial, '') FROM device WHERE id IN ({listed})",
        values=names,
    )


def load_lookup(person_ids: Iterable[int]) -> Lookup | None:
    """Count the open orders of each person, up to a limit that keeps it quick."""
    listed = ", ".join(str(int(key)) for key in person_ids)
    if not listed:
        return None
    return Lookup(
        what="load",
        sql="SELECT p.id, (SELECT count(*) FROM (SELECT 1 FROM ticket t WHERE t.technician_id = "
        f"p.id AND t.status IN ({_OPEN}) LIMIT {_LOAD_LIMIT}) AS few), CAST(NULL AS BIGINT), "
        "CAST(NULL AS TEXT), CAST(NULL AS TEXT), CAST(NULL AS TEXT) "
        f"FROM person p WHERE p.id IN ({listed})",
        values={},
    )


def comeback_lookup(ticket_ids: Iterable[int]) -> Lookup | None:
    """Look up the earlier orders that comebacks name."""
    listed = ", ".join(str(int(key)) for key in sorted(set(ticket_ids)))
    if not listed:
        return None
    return Lookup(
        what="comeback",
        sql="SELECT id, customer_id, CAST(NULL AS BIGINT), number, CAST(NULL AS TEXT), "
        f"CAST(NULL AS TEXT) FROM ticket WHERE id IN ({listed})",
        values={},
    )


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


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerChange:
    """What an intake changes of a customer it found, as it was seen."""

    customer_id: int
    seen_version: int
    values: Row


@dataclass(slots=True, kw_only=True)
class IntakeRows:
    """The rows of one visit by table; each row names every column of its kind.

    ``found_again`` is set only when the customer was there and something of them changes.
    """

    operation: list[Row] = field(default_factory=list)
    found_again: CustomerChange | None = None
    customer: list[Row] = field(default_factory=list)
    name_keys: list[Row] = field(default_factory=list)
    consents: list[Row] = field(default_factory=list)
    devices: list[Row] = field(default_factory=list)
    visit: list[Row] = field(default_factory=list)
    tickets: list[Row] = field(default_factory=list)
    lines: list[Row] = field(default_factory=list)
    history: list[Row] = field(default_factory=list)
    audit: list[Row] = field(default_factory=list)
    changes: list[Row] = field(default_factory=list)
    jobs: list[Row] = field(default_factory=list)


def insert_intake(uow: UnitOfWork, rows: IntakeRows) -> None:
    """Insert one visit with everything that belongs to it; parents before children.

    Costs one statement, and another one when the customer found changes.

    Raises:
        TryAgain: somebody else changed the customer found since they were looked up.
    """
    change = rows.found_again
    if change is not None and not customers.update_customer(
        uow, change.customer_id, change.values, seen_version=change.seen_version
    ):
        raise TryAgain("the customer changed in the meantime")
    insert_rows(
        uow,
        [
            (m.operation, rows.operation),
            (m.customer, rows.customer),
            (m.customer_name_key, rows.name_keys),
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
    )
