"""Reads customers for a file, a batch at a time, in the order of their ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from data import models as m
from data.queries.customer_list import CustomerList, Listed
from data.queries.customer_page import latest_consent, owned_by
from data.unit_of_work import UnitOfWork
from data.values import Channel

_BATCH = 500
# A file leaves nobody out; no shop has as many customers.
_EVERYBODY = 100_000_000

_C = m.customer.c
_ADDRESS = ("street", "postal_code", "city", "region", "country")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRow:
    """A customer as a file holds them: the first address, and the notes under each other."""

    id: int
    name: str
    phone: str
    email: str
    flag: str
    sms_consent: bool | None
    email_consent: bool | None
    more_phones: tuple[str, ...]
    more_emails: tuple[str, ...]
    address: tuple[str, ...]
    notes: tuple[str, ...]


def export_rows(uow: UnitOfWork, listed: Listed) -> Iterator[ExportRow]:
    """Return the customers of a list without who became another one or was erased."""
    found, last = CustomerList(uow, listed, named=_EVERYBODY), 0
    while ids := found.ids_after(last, limit=_BATCH):
        yield from _rows(uow, ids)
        last = ids[-1]


def _rows(uow: UnitOfWork, ids: Sequence[int]) -> Iterator[ExportRow]:
    contacts = owned_by(uow, m.customer_contact, ("kind", "value"), ids)
    addresses = owned_by(uow, m.customer_address, _ADDRESS, ids)
    notes = owned_by(uow, m.customer_note, ("text",), ids)
    query = select(
        *(_C[name] for name in ("id", "name", "phone", "email", "flag")),
        latest_consent(_C.id, Channel.SMS).label("sms_consent"),
        latest_consent(_C.id, Channel.EMAIL).label("email_consent"),
    ).where(_C.id.in_(ids), _C.erased_at_utc.is_(None))
    for row in uow.rows(query.order_by(_C.id)):
        theirs = contacts.get(row.id, ())
        yield ExportRow(
            **row._mapping,
            more_phones=tuple(value for kind, value in theirs if kind == "phone"),
            more_emails=tuple(value for kind, value in theirs if kind == "email"),
            address=next(iter(addresses.get(row.id, ())), ()),
            notes=tuple(text for (text,) in notes.get(row.id, ())),
        )
