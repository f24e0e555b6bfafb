"""Writes customers: the row, the keys they are found by, and what belongs to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, insert, select, update

from data import models as m
from data.queries.frozen import frozen
from data.repositories.search_keys import further_digits, key_rows, keys_due
from data.search_keys import NO_KEYS, CustomerKeys
from data.unit_of_work import UnitOfWork

Values = Mapping[str, Any]

_C = m.customer.c
OWNED = (m.customer_contact, m.customer_address, m.customer_note)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCustomer:
    """A customer's row that nobody else can change before this transaction ends."""

    id: int
    name: str
    name_folded: str
    former_names: str
    identity_key: str
    phone: str
    phone_e164: str | None
    phone_digits: str | None
    email: str
    email_folded: str | None
    flag: str
    active: bool
    version: int
    created_at_utc: datetime
    merged_into_id: int | None
    erased_at_utc: datetime | None


_HELD = [_C[name] for name in HeldCustomer.__dataclass_fields__]


def hold(uow: UnitOfWork, customer_ids: Iterable[int]) -> dict[int, HeldCustomer]:
    """Read customers and keep others from changing them, always in the order of their ids."""
    wanted = select(*_HELD).where(_C.id.in_(sorted(set(customer_ids))))
    rows = frozen(HeldCustomer, uow.execute(wanted.order_by(_C.id).with_for_update()))
    return {row.id: row for row in rows}


def hold_one(uow: UnitOfWork, customer_id: int) -> HeldCustomer | None:
    """Read a customer and keep others from changing it."""
    return hold(uow, [customer_id]).get(customer_id)


def insert_customer(uow: UnitOfWork, values: Values) -> int:
    """Store a new customer without the keys they are found by; return the id."""
    return int(uow.execute(insert(m.customer).values(**values).returning(_C.id)).scalar_one())


def update_customer(
    uow: UnitOfWork, customer_id: int, values: Values, *, seen_version: int
) -> bool:
    """Change a customer who still has ``seen_version``; say whether they had."""
    changed = uow.execute(
        update(m.customer)
        .where(_C.id == customer_id, _C.version == seen_version)
        .values(version=_C.version + 1, **values)
    )
    return changed.rowcount == 1


def change_held(uow: UnitOfWork, customer_id: int, values: Values | None = None) -> None:
    """Change a customer who is held; the version goes up also when no value is named."""
    uow.execute(
        update(m.customer)
        .where(_C.id == customer_id)
        .values(version=_C.version + 1, **(values or {}))
    )


def stored_keys(uow: UnitOfWork, customer_id: int) -> CustomerKeys:
    """Return the keys that follow from what is stored of a customer now."""
    row = uow.execute(
        select(_C.merged_into_id, _C.name_folded, _C.phone_digits, _C.former_names).where(
            _C.id == customer_id
        )
    ).one()
    digits = further_digits(uow, first_id=customer_id, last_id=customer_id)
    return keys_due(**row._mapping, more_digits=digits.get(customer_id, ()))


def put_keys_right(uow: UnitOfWork, customer_id: int, *, before: CustomerKeys) -> None:
    """Let a customer be found by what is stored now instead of by ``before``."""
    after = stored_keys(uow, customer_id)
    replace_search_keys(uow, customer_id, before=before, after=after)


def replace_search_keys(
    uow: UnitOfWork, customer_id: int, *, before: CustomerKeys, after: CustomerKeys
) -> None:
    """Let a customer be found by other keys; what stays the same is not touched."""
    old, new = (key_rows(keys, customer_id=customer_id) for keys in (before, after))
    for table in m.SEARCH_KEYS:
        gone = [row["key"] for row in old[table] if row not in new[table]]
        come = [row for row in new[table] if row not in old[table]]
        if gone:
            key = table.c
            uow.execute(delete(table).where(key.key.in_(gone), key.customer_id == customer_id))
        if come:
            uow.execute(insert(table), come)


def free_identity(uow: UnitOfWork, identity_key: str, *, kept_id: int) -> None:
    """Take an identity from a customer who became ``kept_id``, so that this one can have it."""
    merged = _C.merged_into_id == kept_id
    found = uow.first(select(_C.id).where(_C.identity_key == identity_key, merged))
    if found is not None:
        uow.execute(
            update(m.customer)
            .where(_C.id == found[0])
            .values(identity_key=given_up_identity(found[0]))
        )


def given_up_identity(customer_id: int) -> str:
    """Return the identity of somebody who can't be met again: no contact is written so."""
    return f"id:{customer_id}"


def insert_owned(uow: UnitOfWork, table: Table, values: Values) -> int:
    """Store a contact, an address or a note; return its id."""
    return int(uow.execute(insert(table).values(**values).returning(table.c.id)).scalar_one())


def update_owned(
    uow: UnitOfWork, table: Table, row_id: int, values: Values, *, customer_id: int
) -> bool:
    """Change a customer's own contact, address or note; say whether there was one."""
    own = update(table).where(table.c.id == row_id, table.c.customer_id == customer_id)
    return uow.execute(own.values(**values)).rowcount == 1


def delete_owned(uow: UnitOfWork, table: Table, row_id: int, *, customer_id: int) -> bool:
    """Take a customer's own contact, address or note away; say whether there was one."""
    own = delete(table).where(table.c.id == row_id, table.c.customer_id == customer_id)
    return uow.execute(own).rowcount == 1


def delete_contacts_like_primary(uow: UnitOfWork, customer_id: int) -> None:
    """Take away the further contacts that are the primary ones now."""
    names = ("phone_digits", "email_folded")
    primary = uow.execute(select(*(_C[name] for name in names)).where(_C.id == customer_id)).one()
    contact = m.customer_contact.c
    for name, value in zip(names, primary, strict=True):
        if value is not None:
            own = delete(m.customer_contact).where(contact.customer_id == customer_id)
            uow.execute(own.where(contact[name] == value))


def delete_customer(uow: UnitOfWork, customer_id: int) -> None:
    """Remove a customer whom nothing else names, with contacts, addresses, notes and keys."""
    replace_search_keys(
        uow,
        customer_id,
        before=stored_keys(uow, customer_id),
        after=NO_KEYS,
    )
    for table in OWNED:
        uow.execute(delete(table).where(table.c.customer_id == customer_id))
    uow.execute(delete(m.customer).where(_C.id == customer_id))


def insert_consents(uow: UnitOfWork, rows: Sequence[Values]) -> None:
    """Append consents; the latest of a channel counts."""
    if rows:
        uow.execute(insert(m.consent), list(rows))
