"""Every table of the shop, on one metadata. The migrations are the history of these."""

from __future__ import annotations

from data.models.attachments import attachment
from data.models.base import metadata
from data.models.catalog import device_model, part_type, price, price_history, repair_type
from data.models.customers import (
    SEARCH_KEYS,
    consent,
    customer,
    customer_address,
    customer_contact,
    customer_merge,
    customer_name_key,
    customer_name_pair,
    customer_note,
    customer_phone_key,
    device,
)
from data.models.jobs import job, job_attempt, print_record
from data.models.people import person, person_skill, role, role_grant, saved_view
from data.models.record import audit, change, operation
from data.models.shop import printer, shop, tax_class, terms, till
from data.models.tickets import (
    number_counter,
    status_transition,
    ticket,
    ticket_history,
    ticket_line,
    ticket_note,
    visit,
)

__all__ = [
    "SEARCH_KEYS",
    "attachment",
    "audit",
    "change",
    "consent",
    "customer",
    "customer_address",
    "customer_contact",
    "customer_merge",
    "customer_name_key",
    "customer_name_pair",
    "customer_note",
    "customer_phone_key",
    "device",
    "device_model",
    "job",
    "job_attempt",
    "metadata",
    "number_counter",
    "operation",
    "part_type",
    "person",
    "person_skill",
    "price",
    "price_history",
    "print_record",
    "printer",
    "repair_type",
    "role",
    "role_grant",
    "saved_view",
    "shop",
    "status_transition",
    "tax_class",
    "terms",
    "ticket",
    "ticket_history",
    "ticket_line",
    "ticket_note",
    "till",
    "visit",
]
