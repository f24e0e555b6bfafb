"""Reads whom the customers of a file could be, and stores what was planned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, func, insert, select

from data import models as m
from data.batches import batches
from data.bulk_load import BulkLoad
from data.queries.customer_page import latest_consent, owned_by
from data.repositories.customers import change_held, hold, put_keys_right, stored_keys
from data.repositories.search_keys import KeyBatch
from data.rows import reserve
from data.search_keys import CustomerKeys, customer_keys
from data.unit_of_work import UnitOfWork
from data.values import Channel

Values = Mapping[str, Any]
Owned = tuple[Table, Values]

_C = m.customer.c


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCustomer:
    """A customer who is there, as far as a file can add to them."""

    id: int
    version: int
    email: str
    flag: str
    active: bool
    phone_digits: str | None
    email_folded: str | None
    sms_consent: bool | None
    email_consent: bool | None
    contacts: frozenset[str] = frozenset()
    addresses: frozenset[tuple[str, ...]] = frozenset()
    notes: frozenset[str] = frozenset()


@dataclass(slots=True, kw_only=True)
class NewCustomer:
    """Rows of a customer who is not there yet, without the ids."""

    values: Values
    more_digits: tuple[str, ...] = ()
    owned: list[Owned] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class ChangedCustomer:
    """What a file adds to a customer who is there."""

    id: int
    values: Values
    owned: list[Owned] = field(default_factory=list)


def read_known(uow: UnitOfWork, identity_keys: Iterable[str]) -> dict[str, KnownCustomer]:
    """Return whom these identities mean now, by identity."""
    whose: dict[str, int] = {}
    for few in batches(identity_keys):
        meant = func.coalesce(_C.merged_into_id, _C.id).label("meant")
        query = select(_C.identity_key, meant).where(_C.identity_key.in_(few))
        whose.update((row.identity_key, row.meant) for row in uow.rows(query))
    known = {each.id: each for each in _known(uow, sorted(set(whose.values())))}
    return {key: known[customer_id] for key, customer_id in whose.items()}


def still_same(uow: UnitOfWork, known: Iterable[KnownCustomer]) -> bool:
    """Say whether nobody changed these customers, and keep them so until the commit."""
    versions = {each.id: each.version for each in known}
    held: dict[int, int] = {}
    for few in batches(sorted(versions)):
        held.update((each.id, each.version) for each in hold(uow, few).values())
    return held == versions


def store_new(uow: UnitOfWork, customers: Sequence[NewCustomer]) -> None:
    """Store customers with their keys and what they own."""
    if not customers:
        return
    reserved = reserve(uow, counts={m.customer: len(customers)})
    rows, keys = [], KeyBatch()
    owned: dict[Table, list[dict[str, Any]]] = {}
    for each in customers:
        customer_id = reserved.take(m.customer)
        rows.append({"id": customer_id, **each.values})
        keys.add(_keys(each), customer_id=customer_id)
        for table, values in each.owned:
            owned.setdefault(table, []).append({**values, "customer_id": customer_id})
    uow.execute(insert(m.customer), rows)
    keys.store(BulkLoad(uow))
    for table, listed in owned.items():
        uow.execute(insert(table), listed)


def store_changed(uow: UnitOfWork, customers: Iterable[ChangedCustomer]) -> None:
    """Complete customers who are held, and put the keys right they are found by."""
    for each in customers:
        keys = stored_keys(uow, each.id)
        change_held(uow, each.id, each.values)
        for table, values in each.owned:
            uow.execute(insert(table).values(customer_id=each.id, **values))
        put_keys_right(uow, each.id, before=keys)


def _keys(customer: NewCustomer) -> CustomerKeys:
    return customer_keys(
        name_folded=customer.values["name_folded"],
        phone_digits=customer.values["phone_digits"],
        more_digits=customer.more_digits,
    )


def _known(uow: UnitOfWork, ids: Sequence[int]) -> Iterator[KnownCustomer]:
    for few in batches(ids):
        contacts = owned_by(uow, m.customer_contact, ("phone_digits", "email_folded"), few)
        address = ("street", "postal_code", "city", "region", "country")
        addresses = owned_by(uow, m.customer_address, address, few)
        notes = owned_by(uow, m.customer_note, ("text",), few)
        columns = ("id", "version", "email", "flag", "active", "phone_digits", "email_folded")
        query = select(
            *(_C[name] for name in columns),
            latest_consent(_C.id, Channel.SMS).label("sms_consent"),
            latest_consent(_C.id, Channel.EMAIL).label("email_consent"),
        ).where(_C.id.in_(few))
        for row in uow.rows(query):
            theirs = (value for pair in contacts.get(row.id, ()) for value in pair)
            yield KnownCustomer(
                **row._mapping,
                contacts=frozenset(value for value in theirs if value is not None),
                addresses=frozenset(addresses.get(row.id, ())),
                notes=frozenset(text for (text,) in notes.get(row.id, ())),
            )
