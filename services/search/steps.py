"""Compares every search key and every searched column with what the rows make of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from data.queries.diagnostics import Finding
from data.repositories import search_keys as repository
from data.repositories.search_keys import FoundText, KeyBatch
from services.auth.work import Work
from services.search.texts import wrong_columns

CHECKS = ("search_key_missing", "search_key_stray", "search_text_differs")
_FEW = 20


def search_findings(work: Work) -> tuple[Finding, ...]:
    """Find keys that are missing, keys that lead to nobody, and columns that hold something else.

    Keys are made of names and numbers, so a finding tells the customer's id, never the key.
    """
    missing, differs = _Found(), _Found()
    due: Counter[str] = Counter()
    for people in repository.customer_texts(work):
        batch = KeyBatch()
        for row in people:
            batch.add(row.keys(), customer_id=row.id)
            differs.take(_differences("customer_id", row))
        due.update(batch.counts())
        missing.take(
            {"table": table, "customer_id": customer_id}
            for table, customer_id in batch.missing(work)
        )
    for things in repository.device_texts(work):
        for thing in things:
            differs.take(_differences("device_id", thing))
    for contacts in repository.contact_texts(work):
        for contact in contacts:
            differs.take(_differences("contact_id", contact))
    strays = _strays(work, due, missing)
    found = zip(CHECKS, (missing, strays, differs), strict=True)
    return tuple(
        Finding(check=check, count=each.count, rows=tuple(each.rows))
        for check, each in found
        if each.count
    )


class _Found:
    """Counts what is wrong and keeps the first few."""

    def __init__(self) -> None:
        self.count = 0
        self.rows: list[dict[str, Any]] = []
        self.by_table: Counter[str] = Counter()

    def take(self, rows: Iterator[dict[str, Any]]) -> None:
        for row in rows:
            self.count += 1
            self.by_table[row.get("table", "")] += 1
            if len(self.rows) < _FEW:
                self.rows.append(row)


def _strays(work: Work, due: Counter[str], missing: _Found) -> _Found:
    # What is stored beyond what is due and there must be stray; only then is it looked for.
    found = _Found()
    for table, stored in repository.stored_counts(work).items():
        beyond = stored - (due[table] - missing.by_table[table])
        strays = repository.strays(work, table, most=beyond) if beyond else []
        found.take({"table": table, "customer_id": customer_id} for customer_id in strays)
    return found


def _differences(name: str, row: FoundText) -> Iterator[dict[str, Any]]:
    for column in wrong_columns(row):
        yield {name: row.id, "column": column}
