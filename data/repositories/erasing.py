"""Takes a person out of the rows; orders and money stay. Append-only rows hold nothing to take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, func, select, update

from data import models as m
from data.batches import batches
from data.queries.frozen import frozen
from data.repositories.customers import OWNED, change_held, put_keys_right, stored_keys
from data.unit_of_work import UnitOfWork
from data.values import OPEN_STATUSES

# What stands in place of a name and of words; not translated, for it is stored.
NOBODY = "Erased customer"
NO_WORDS = "Erased."

Scrub = Callable[[str], str]

_OPEN = [status.value for status in OPEN_STATUSES]


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """How many rows were emptied or removed."""

    tickets: int
    notes: int
    contacts: int
    addresses: int
    devices: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedViewName:
    """Whose view it is, what it is called and what it shows."""

    id: int
    person_id: int
    name: str
    name_folded: str
    content: Any


def open_orders(uow: UnitOfWork, customer_id: int) -> int:
    """Count the orders of a customer that are still at work."""
    ticket = m.ticket.c
    query = select(func.count()).where(ticket.customer_id == customer_id, ticket.status.in_(_OPEN))
    return int(uow.execute(query).scalar_one())


def to_hand_back(uow: UnitOfWork, customer_id: int) -> int:
    """Count the cancelled orders of a customer whose device is still in the shop."""
    ticket = m.ticket.c
    query = select(func.count()).where(
        ticket.customer_id == customer_id,
        ticket.status == "cancelled",
        ticket.device_in_shop.is_(True),
    )
    return int(uow.execute(query).scalar_one())


def overwrite_what_is_deleted(uow: UnitOfWork) -> None:
    """Let SQLite overwrite what this transaction takes away, in the pages that hold it."""
    if uow.dialect == "sqlite":
        uow.connection.exec_driver_sql("PRAGMA secure_delete = ON")


def erase(
    uow: UnitOfWork, family: Sequence[int], *, at: datetime, scrub: Scrub
) -> tuple[Erased, list[int]]:
    """Empty everything that tells who a customer is, and those who became them.

    ``scrub`` takes the person out of words that have to stay, such as the title of a line.
    """
    keys = {each: stored_keys(uow, each) for each in family}
    tickets = _ids(uow, m.ticket, m.ticket.c.customer_id, family)
    devices = _ids(uow, m.device, m.device.c.customer_id, family)
    notes = sum(_count(uow, m.customer_note, each) for each in family)
    contacts = sum(_count(uow, m.customer_contact, each) for each in family)
    addresses = sum(_count(uow, m.customer_address, each) for each in family)
    for table in OWNED:
        uow.execute(delete(table).where(table.c.customer_id.in_(family)))
    for each in family:
        change_held(uow, each, _nobody(each, at=at))
        put_keys_right(uow, each, before=keys[each])
    _empty_tickets(uow, tickets, scrub)
    notes += _empty_notes(uow, tickets)
    _empty_devices(uow, devices, scrub)
    _scrub_jobs(uow, tickets, scrub)
    erased = Erased(
        tickets=len(tickets),
        notes=notes,
        contacts=contacts,
        addresses=addresses,
        devices=len(devices),
    )
    return erased, tickets


def read_view_names(uow: UnitOfWork) -> tuple[SavedViewName, ...]:
    """Return everybody's saved views: people name them in their own words."""
    query = select(*(m.saved_view.c[name] for name in SavedViewName.__dataclass_fields__))
    return frozen(SavedViewName, uow.execute(query.order_by(m.saved_view.c.id)))


def rename_view(uow: UnitOfWork, view_id: int, *, name: str, name_folded: str) -> None:
    """Give somebody's saved view another name."""
    view = m.saved_view.c
    values = {"name": name, "name_folded": name_folded, "version": view.version + 1}
    uow.execute(update(m.saved_view).where(view.id == view_id).values(values))


def _nobody(customer_id: int, *, at: datetime) -> dict[str, Any]:
    return {
        "name": NOBODY,
        "name_folded": NOBODY.casefold(),
        "former_names": "",
        "identity_key": f"erased:{customer_id}",
        "phone": "",
        "phone_e164": None,
        "phone_digits": None,
        "email": "",
        "email_folded": None,
        "flag": "",
        "active": False,
        "erased_at_utc": at,
    }


def _empty_tickets(uow: UnitOfWork, ticket_ids: Sequence[int], scrub: Scrub) -> None:
    ticket, line = m.ticket.c, m.ticket_line.c
    for few in batches(ticket_ids):
        uow.execute(
            update(m.ticket)
            .where(ticket.id.in_(few))
            .values(words="", finding="", collected_name=None)
        )
        with_lines = select(line.ticket_id).where(line.ticket_id.in_(few))
        # Without a line the summary is the customer's own words.
        uow.execute(
            update(m.ticket)
            .where(ticket.id.in_(few), ticket.id.not_in(with_lines))
            .values(repair_summary="")
        )
        _scrub(uow, m.ticket, ticket.id.in_(few), ("repair_summary", "accessories"), scrub)
        typed = ticket.id.in_(few) & ticket.device_model_id.is_(None)
        _scrub(uow, m.ticket, typed, ("device_title",), scrub)
        typed = line.ticket_id.in_(few) & line.repair_type_id.is_(None)
        _scrub(uow, m.ticket_line, typed, ("title",), scrub)


def _empty_notes(uow: UnitOfWork, ticket_ids: Sequence[int]) -> int:
    note, count = m.ticket_note.c, 0
    for few in batches(ticket_ids):
        emptied = update(m.ticket_note).where(note.ticket_id.in_(few)).values(text=NO_WORDS)
        count += uow.execute(emptied).rowcount
    return count


def _empty_devices(uow: UnitOfWork, device_ids: Sequence[int], scrub: Scrub) -> None:
    device = m.device.c
    nothing = dict.fromkeys(("imei", "imei_reversed", "serial", "serial_folded", "serial_reversed"))
    for few in batches(device_ids):
        emptied = update(m.device).where(device.id.in_(few))
        uow.execute(emptied.values(**nothing, no_identity_reason=NO_WORDS))
        _scrub(uow, m.device, device.id.in_(few), ("colour",), scrub)
        typed = device.id.in_(few) & device.device_model_id.is_(None)
        _scrub(uow, m.device, typed, ("title",), scrub)


def _scrub_jobs(uow: UnitOfWork, ticket_ids: Sequence[int], scrub: Scrub) -> None:
    job, attempt = m.job.c, m.job_attempt.c
    for few in batches(ticket_ids):
        _scrub(uow, m.job, job.ticket_id.in_(few), ("payload", "last_error"), scrub)
        theirs = attempt.job_id.in_(select(job.id).where(job.ticket_id.in_(few)))
        _scrub(uow, m.job_attempt, theirs, ("error",), scrub)


def _scrub(uow: UnitOfWork, table: Table, where: Any, names: Iterable[str], scrub: Scrub) -> None:
    columns = [table.c[name] for name in names]
    for row in uow.rows(select(table.c.id, *columns).where(where)):
        before = {column.name: getattr(row, column.name) for column in columns}
        after = {name: _scrubbed(value, scrub) for name, value in before.items()}
        if after != before:
            uow.execute(update(table).where(table.c.id == row.id).values(**after))


def _scrubbed(value: Any, scrub: Scrub) -> Any:
    """Scrub a text, or every text in a JSON value."""
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, Mapping):
        return {name: _scrubbed(each, scrub) for name, each in value.items()}
    if isinstance(value, list):
        return [_scrubbed(each, scrub) for each in value]
    return value


def _ids(uow: UnitOfWork, table: Table, column: Any, owners: Sequence[int]) -> list[int]:
    query = select(table.c.id).where(column.in_(list(owners))).order_by(table.c.id)
    return [int(row[0]) for row in uow.rows(query)]


def _count(uow: UnitOfWork, table: Table, customer_id: int) -> int:
    query = select(func.count()).select_from(table).where(table.c.customer_id == customer_id)
    return int(uow.execute(query).scalar_one())
