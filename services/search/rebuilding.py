"""Makes every search key anew from the rows, in a transaction that is already open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from data.repositories import search_keys as repository
from data.repositories.search_keys import CustomerText, FoundText, KeyBatch, Rebuild
from services.auth.work import Work
from services.search.texts import customer_columns, wrong_columns

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """How many customers, devices and keys there are, and how many rows were put right."""

    customers: int
    devices: int
    keys: int
    mended: int


def rebuild_keys(work: Work, *, progress: Progress) -> Rebuilt:
    """Write all keys of all customers, and every searched column that was wrong."""
    rebuild = Rebuild(work)
    rebuild.clear()
    customers = devices = keys = mended = 0
    for people in repository.customer_texts(work):
        mended += _mend(rebuild, people)
        keys += rebuild.fill(_keys_of(people))
        customers += len(people)
        progress("customers", customers)
    for things in repository.device_texts(work):
        mended += _mend(rebuild, things)
        devices += len(things)
        progress("devices", devices)
    for contacts in repository.contact_texts(work):
        mended += _mend(rebuild, contacts)
    rebuild.done()
    return Rebuilt(customers=customers, devices=devices, keys=keys, mended=mended)


def _keys_of(people: Iterable[CustomerText]) -> KeyBatch:
    batch = KeyBatch()
    for row in people:
        folded = customer_columns(row)["name_folded"]
        batch.add(row.keys(name_folded=folded), customer_id=row.id)
    return batch


def _mend(rebuild: Rebuild, rows: Sequence[FoundText]) -> int:
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        wrong = wrong_columns(row)
        if wrong:
            by_columns[tuple(wrong)].append({"id": row.id, **wrong})
    for alike in by_columns.values():
        rebuild.mend(type(rows[0]), alike)
    return sum(map(len, by_columns.values()))
