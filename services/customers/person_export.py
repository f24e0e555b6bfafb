"""Writes down everything held of one person, inside a transaction that is already open."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from data.queries import customer_page as queries
from data.queries.person_export import read_person
from data.values import CustomerId
from services.auth.work import Work
from services.customers.dto import ExportPerson, PersonExport
from services.customers.reading import seen_customer
from services.customers.steps import tell

FORMAT = 1


def export_person(work: Work, command: ExportPerson, *, shop_name: str) -> PersonExport:
    """Return everything held of a customer as JSON; the audit says that it was asked for.

    Raises:
        NotFound: there is no such customer, or none that the actor may see.
    """
    row = seen_customer(work, command.customer_id)
    person = read_person(work, queries.family_ids(work, row.id))
    content = {
        "format": FORMAT,
        "shop": shop_name,
        "written_at_utc": work.at,
        "customer_id": row.id,
        **person,
    }
    if work.replayed is None:
        tell(work, "customer.exported", row.id, None)
    return PersonExport(
        customer_id=CustomerId(row.id),
        file_name=f"customer-{row.id}.json",
        content=json.dumps(content, ensure_ascii=False, indent=2, default=_plain) + "\n",
        tickets=len(person["orders"]),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no JSON value")
