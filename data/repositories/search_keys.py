"""Reads what search keys follow from, batch by batch, and clears, fills and compares the keys."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Table, bindparam, delete, func, select, text, update

from data import models as m
from data.bulk_load import BulkLoad, keep_others_out, roomy_cache
from data.queries.frozen import frozen
from data.search_keys import NO_KEYS, CustomerKeys, customer_keys
from data.unit_of_work import UnitOfWork

_BATCH = 20_000
_KEY = ("key", "customer_id")
_FOUND_BY = ("merged_into_id", "name_folded", "phone_digits", "former_names")
_LAST_ID = 2**63 - 1

Pair = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerText:
    """What a customer is found by, as typed and as stored for searching."""

    id: int
    name: str
    name_folded: str
    former_names: str
    phone_digits: str | None
    email: str
    email_folded: str | None
    merged_into_id: int | None
    more_digits: tuple[str, ...] = ()

    def keys(self, *, name_folded: str | None = None) -> CustomerKeys:
        """Return the keys due; none for a customer who became another one."""
        return keys_due(
            merged_into_id=self.merged_into_id,
            name_folded=self.name_folded if name_folded is None else name_folded,
            phone_digits=self.phone_digits,
            former_names=self.former_names,
            more_digits=self.more_digits,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceText:
    """What a device is found by, as typed and as stored for searching."""

    id: int
    imei: str | None
    imei_reversed: str | None
    serial: str | None
    serial_folded: str | None
    serial_reversed: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactText:
    """What a further contact is found by, as typed and as stored for searching."""

    id: int
    customer_id: int
    kind: str
    value: str
    email_folded: str | None


FoundText = CustomerText | DeviceText | ContactText

_TABLES: dict[type[FoundText], Table] = {
    CustomerText: m.customer,
    DeviceText: m.device,
    ContactText: m.customer_contact,
}


def keys_due(*, merged_into_id: int | None, **found_by: Any) -> CustomerKeys:
    """Return the keys of a customer's row; whoever became another is found as that one."""
    return NO_KEYS if merged_into_id is not None else customer_keys(**found_by)


def further_digits(uow: UnitOfWork, *, first_id: int, last_id: int) -> dict[int, list[str]]:
    """Return the digits of the further phone numbers of customers, by id."""
    contact = m.customer_contact.c
    found: dict[int, list[str]] = {}
    for row in uow.rows(
        select(contact.customer_id, contact.phone_digits)
        .where(contact.customer_id.between(first_id, last_id), contact.phone_digits.is_not(None))
        .order_by(contact.id)
    ):
        found.setdefault(row.customer_id, []).append(row.phone_digits)
    return found


def key_rows(keys: CustomerKeys, *, customer_id: int) -> dict[Table, list[dict[str, Any]]]:
    """Return the rows of every search key of a customer."""
    return {
        table: [{"key": key, "customer_id": customer_id} for key in listed]
        for table, listed in keys_by_table(keys)
    }


def keys_by_table(keys: CustomerKeys) -> tuple[tuple[Table, tuple[str, ...]], ...]:
    """Say which table holds which keys."""
    return (
        (m.customer_name_key, keys.rotations),
        (m.customer_name_pair, keys.pairs),
        (m.customer_phone_key, keys.tails),
    )


class KeyBatch:
    """Keys of some customers by table, on their way."""

    def __init__(self) -> None:
        self._rows: dict[Table, list[Pair]] = {table: [] for table in m.SEARCH_KEYS}

    def add(self, keys: CustomerKeys, *, customer_id: int) -> None:
        """Take a customer's keys along."""
        for table, listed in keys_by_table(keys):
            self._rows[table].extend((key, customer_id) for key in listed)

    def store(self, load: BulkLoad) -> int:
        """Insert them and return how many they were."""
        # In the tree's order: the batch then goes through it once.
        return sum(load.insert(table, _KEY, sorted(rows)) for table, rows in self._rows.items())

    def counts(self) -> dict[str, int]:
        """Say how many keys are for which table."""
        return {table.name: len(rows) for table, rows in self._rows.items()}

    def missing(self, uow: UnitOfWork) -> list[tuple[str, int]]:
        """Return table and customer of those keys that are not stored, one entry a key."""
        return [
            (table.name, customer_id)
            for table, rows in self._rows.items()
            for customer_id in _missing(uow, table, rows)
        ]


def customer_texts(uow: UnitOfWork) -> Iterator[tuple[CustomerText, ...]]:
    """Read every customer by id, in batches."""
    for batch in _batches(uow, m.customer, CustomerText):
        digits = further_digits(uow, first_id=batch[0].id, last_id=batch[-1].id)
        yield tuple(
            replace(row, more_digits=tuple(digits[row.id])) if row.id in digits else row
            for row in batch
        )


def device_texts(uow: UnitOfWork) -> Iterator[tuple[DeviceText, ...]]:
    """Read every device by id, in batches."""
    return _batches(uow, m.device, DeviceText)


def contact_texts(uow: UnitOfWork) -> Iterator[tuple[ContactText, ...]]:
    """Read every further contact by id, in batches."""
    return _batches(uow, m.customer_contact, ContactText)


def _batches(uow: UnitOfWork, table: Table, row: type[Any]) -> Iterator[tuple[Any, ...]]:
    columns, last = [table.c[name] for name in row.__dataclass_fields__ if name in table.c], 0
    while True:
        batch = frozen(
            row,
            uow.execute(
                select(*columns).where(table.c.id > last).order_by(table.c.id).limit(_BATCH)
            ),
        )
        if not batch:
            return
        last = batch[-1].id
        yield batch


def stored_counts(uow: UnitOfWork) -> dict[str, int]:
    """Return how many keys each table holds."""
    return {
        table.name: int(uow.execute(select(func.count()).select_from(table)).scalar_one())
        for table in m.SEARCH_KEYS
    }


class Rebuild:
    """Search keys being written anew in one transaction. Others write no customer meanwhile."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self._load = BulkLoad(uow)

    def clear(self) -> None:
        """Keep other writers out and take every key away."""
        if self._uow.dialect == "postgresql":
            keep_others_out(self._uow, (m.customer, m.device, *m.SEARCH_KEYS))
        for table in m.SEARCH_KEYS:
            self._uow.execute(delete(table))

    def fill(self, batch: KeyBatch) -> int:
        """Store a batch of keys and return how many they are."""
        with roomy_cache(self._uow):
            return batch.store(self._load)

    def mend(self, kind: type[FoundText], rows: Sequence[Mapping[str, Any]]) -> None:
        """Write the columns of rows that have an ``id``; all rows name the same columns."""
        table = _TABLES[kind]
        columns = [name for name in rows[0] if name != "id"]
        statement = update(table).where(table.c.id == bindparam("this_id"))
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns}
        self._uow.execute(
            statement.values(values),
            [
                {"this_id": row["id"], **{f"new_{name}": row[name] for name in columns}}
                for row in rows
            ],
        )

    def done(self) -> None:
        """Let the planner know the new sizes."""
        self._load.analyze()


def _missing(uow: UnitOfWork, table: Table, keys: Iterable[Pair]) -> list[int]:
    packed = json.dumps([list(pair) for pair in keys], ensure_ascii=False)
    key, customer_id, source = (
        ("json_extract(value, '$[0]')", "json_extract(value, '$[1]')", "json_each(:keys)")
        if uow.dialect == "sqlite"
        else (
            "(value ->> 0)",
            "CAST(value ->> 1 AS bigint)",
            "jsonb_array_elements(CAST(:keys AS jsonb)) AS each_one(value)",
        )
    )
    query = text(
        f"SELECT {customer_id} FROM {source} WHERE NOT EXISTS (SELECT 1 FROM {table.name} k "
        f"WHERE k.key = {key} AND k.customer_id = {customer_id})"
    )
    return [row[0] for row in uow.rows(query, {"keys": packed})]


def strays(uow: UnitOfWork, table_name: str, *, most: int) -> list[int]:
    """Return the customers of stored keys that do not follow from their rows, one entry a key.

    Reads until ``most`` are found.
    """
    table = next(each for each in m.SEARCH_KEYS if each.name == table_name)
    customer = m.customer.c
    columns = [customer[name] for name in _FOUND_BY]
    query = select(table.c.key, table.c.customer_id, *columns).outerjoin_from(
        table, m.customer, customer.id == table.c.customer_id
    )
    further = further_digits(uow, first_id=0, last_id=_LAST_ID)
    found: list[int] = []
    with uow.connection.execution_options(yield_per=_BATCH).execute(query) as rows:
        for key, customer_id, *values in rows:
            facts = dict(zip(_FOUND_BY, values, strict=True))
            due = (
                NO_KEYS
                if facts["name_folded"] is None
                else keys_due(**facts, more_digits=further.get(customer_id, ()))
            )
            if key not in dict(_named(due))[table_name]:
                found.append(customer_id)
            if len(found) >= most:
                break
    return found


def _named(keys: CustomerKeys) -> Iterator[tuple[str, tuple[str, ...]]]:
    for table, listed in keys_by_table(keys):
        yield table.name, listed
