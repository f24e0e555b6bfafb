"""Answers the list of customers, inside a transaction that is already open."""

from __future__ import annotations

from datetime import datetime, time

from data.queries.customer_list import CustomerList, Listed, ListedRow, Place
from data.values import CustomerId
from services.auth.work import Work
from services.customers.dto import (
    MOST_COUNTED,
    Activity,
    CustomerListPage,
    CustomerPlace,
    CustomerQuestion,
    CustomerRow,
    CustomerSort,
)
from services.customers.looking_up import read_typed
from services.settings.reference import Reference

_ACTIVE = {Activity.ACTIVE: True, Activity.INACTIVE: False, Activity.ALL: None}


def list_customers(
    work: Work,
    question: CustomerQuestion,
    reference: Reference,
    *,
    after: CustomerPlace | None,
    limit: int,
) -> CustomerListPage:
    """Return a page of customers; the first one with their count."""
    listed = CustomerList(work, asked_for(work, question, reference))
    place = (
        None
        if after is None
        else Place(
            name_folded=after.name_folded,
            latest_ticket_id=after.latest_ticket_id,
            customer_id=after.customer_id,
        )
    )
    by_name = question.sort is CustomerSort.NAME
    read = listed.by_name if by_name else listed.by_latest_order
    rows = read(after=place, limit=limit + 1)
    count = listed.count(most=MOST_COUNTED) if after is None else None
    return CustomerListPage(
        rows=tuple(_row(row) for row in rows[:limit]),
        next_place=_place(rows[limit - 1]) if len(rows) > limit else None,
        count=None if count is None else min(count, MOST_COUNTED),
        count_is_capped=count is not None and count > MOST_COUNTED,
    )


def asked_for(work: Work, question: CustomerQuestion, reference: Reference) -> Listed:
    """Return what is asked of the rows. Days begin at the shop's midnight."""
    text = question.text.strip()
    since = question.since
    return Listed(
        typed=read_typed(text, country=reference.shop.country) if text else None,
        active=_ACTIVE[question.activity],
        has_open=question.has_open,
        since=datetime.combine(since, time(), tzinfo=reference.zone) if since else None,
        own_person=work.own_person,
    )


def _place(row: ListedRow) -> CustomerPlace:
    return CustomerPlace(
        name_folded=row.name_folded,
        latest_ticket_id=row.latest_ticket_id,
        customer_id=row.id,
    )


def _row(row: ListedRow) -> CustomerRow:
    return CustomerRow(
        customer_id=CustomerId(row.id),
        name=row.name,
        phone=row.phone,
        email=row.email,
        flag=row.flag,
        active=row.active,
        erased=row.erased_at_utc is not None,
        open_tickets=row.open_tickets,
        tickets=row.tickets,
        balance_minor=row.balance_minor,
        latest_number=row.latest_number or "",
        latest_at_utc=row.latest_at_utc,
        since_utc=row.created_at_utc,
    )
