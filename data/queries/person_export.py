"""Reads everything held of one person, table by table, without what follows from other columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Table, select

from data import models as m
from data.batches import batches
from data.unit_of_work import UnitOfWork

Row = dict[str, Any]

# Made from the columns beside them, for searching or telling twins apart.
_DERIVED = ("_folded", "_reversed", "_digits", "identity_key", "former_names")
_OF_CUSTOMER = (
    ("contacts", m.customer_contact),
    ("addresses", m.customer_address),
    ("notes", m.customer_note),
    ("consents", m.consent),
    ("devices", m.device),
    ("visits", m.visit),
)
_OF_TICKET = (
    ("lines", m.ticket_line),
    ("notes", m.ticket_note),
    ("history", m.ticket_history),
    ("prints", m.print_record),
    ("attachments", m.attachment),
)


def read_person(uow: UnitOfWork, family: Sequence[int]) -> dict[str, list[Row]]:
    """Return the rows held of a customer and of those who became them."""
    person = {"customers": _rows(uow, m.customer, m.customer.c.id, family)}
    for name, table in _OF_CUSTOMER:
        person[name] = _rows(uow, table, table.c.customer_id, family)
    person["merges"] = _rows(uow, m.customer_merge, m.customer_merge.c.kept_id, family)
    person["orders"] = _orders(uow, family)
    return person


def _orders(uow: UnitOfWork, family: Sequence[int]) -> list[Row]:
    orders = _rows(uow, m.ticket, m.ticket.c.customer_id, family)
    by_id: dict[int, Row] = {}
    for order in orders:
        order.update((name, []) for name, _table in _OF_TICKET)
        by_id[order["id"]] = order
    for name, table in _OF_TICKET:
        for row in _rows(uow, table, table.c.ticket_id, list(by_id)):
            by_id[row["ticket_id"]][name].append(row)
    return orders


def _rows(uow: UnitOfWork, table: Table, column: Column[Any], ids: Sequence[int]) -> list[Row]:
    columns = [each for each in table.c if not each.name.endswith(_DERIVED)]
    found: list[Row] = []
    for few in batches(ids):
        query = select(*columns).where(column.in_(few)).order_by(table.c.id)
        found += [dict(row._mapping) for row in uow.rows(query)]
    return found
