"""Changes a customer, inside a transaction that is already open."""

from __future__ import annotations

import json
from typing import Any

from data.queries import customers as queries
from data.queries.customers import CustomerRow
from data.repositories import customers as repository
from data.search_keys import customer_keys
from data.values import Channel
from services.audit import steps as audit
from services.auth.work import Work
from services.changes import Entity
from services.customers.dto import SaveCustomer
from services.customers.rules import CustomerFacts, customer_facts, customer_problems
from services.errors import Conflict, Invalid, NotFound

# A shorter number would be told by its last two digits.
_LONG_ENOUGH_TO_MASK = 5


def save_customer(work: Work, command: SaveCustomer, *, country: str) -> None:
    """Change a customer's own data; a consent is appended only when it says something new.

    Raises:
        Invalid: with one problem per field; another customer has this contact and name.
        Conflict: someone else changed the customer since ``seen_version``.
        NotFound: there is no such customer.
    """
    before = queries.read_customer(work, command.customer_id, own_person=None)
    if before is None:
        raise NotFound("This customer is not known.")
    problems = customer_problems(name=command.name, phone=command.phone, email=command.email)
    if problems:
        raise Invalid(problems[0].message, field=problems[0].field, problems=problems)
    facts = customer_facts(
        name=command.name, phone=command.phone, email=command.email, country=country
    )
    _refuse_twin(work, facts, customer_id=before.id)
    values = _values(facts)
    if not repository.update_customer(work, before.id, values, seen_version=command.seen_version):
        raise Conflict(
            f"Someone else changed {before.name} in the meantime. Look and save again.",
            details={"version": before.version},
        )
    repository.replace_search_keys(
        work,
        before.id,
        before=customer_keys(name_folded=before.name_folded, phone_digits=before.phone_digits),
        after=facts.keys,
    )
    consents = _consents(work, command, before)
    repository.insert_consents(work, consents)
    audit.record(
        work,
        action="customer.changed",
        entity="customer",
        entity_id=before.id,
        details=_what_changed(facts, before, consents),
    )
    work.changed(Entity.CUSTOMER, before.id)
    audit.finish(work, result_json=json.dumps({"customer_id": before.id}))


def masked(digits: str) -> str:
    """Return a phone number that names nobody: its last two digits.

    >>> masked("4155550142")
    '…42'
    """
    return f"…{digits[-2:]}" if len(digits) >= _LONG_ENOUGH_TO_MASK else ""


def _refuse_twin(work: Work, facts: CustomerFacts, *, customer_id: int) -> None:
    twin = queries.find_twin(work, facts.identity_key, customer_id=customer_id)
    if twin is not None:
        raise Invalid(
            "There is another customer of this name with the same contact.",
            field="phone" if facts.phone_digits else "email",
            details={"customer_id": twin},
        )


def _values(facts: CustomerFacts) -> dict[str, Any]:
    return {
        "name": facts.name,
        "name_folded": facts.name_folded,
        "identity_key": facts.identity_key,
        "phone": facts.phone,
        "phone_e164": facts.phone_e164,
        "phone_digits": facts.phone_digits,
        "email": facts.email,
        "email_folded": facts.email_folded,
    }


def _consents(work: Work, command: SaveCustomer, before: CustomerRow) -> list[dict[str, Any]]:
    wanted = (
        (Channel.SMS, command.sms_consent, before.sms_consent),
        (Channel.EMAIL, command.email_consent, before.email_consent),
    )
    return [
        {
            "customer_id": before.id,
            "channel": channel.value,
            "granted": granted,
            "how": "counter",
            "person_id": work.actor.person_id,
            "at_utc": work.at,
        }
        for channel, granted, latest in wanted
        if granted is not None and granted != latest
    ]


def _what_changed(
    facts: CustomerFacts, before: CustomerRow, consents: list[dict[str, Any]]
) -> dict[str, Any]:
    """Say which values changed without saying what they are (DOMAIN.md, People)."""
    pairs = {
        "name": (facts.name, before.name),
        "phone": (facts.phone, before.phone),
        "email": (facts.email, before.email),
    }
    changed = [field for field, (after, old) in pairs.items() if after != old]
    details: dict[str, Any] = {"changed": changed}
    if "phone" in changed:
        details["phone"] = masked(facts.phone_digits or "")
    if consents:
        details["consents"] = {row["channel"]: row["granted"] for row in consents}
    return details
