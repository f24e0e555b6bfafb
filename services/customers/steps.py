"""Changes a customer, inside a transaction that is already open."""

from __future__ import annotations

import json
from typing import Any

from data.queries import customers as queries
from data.queries.customers import CustomerRow
from data.repositories import customers as repository
from data.repositories.customers import HeldCustomer
from data.search_keys import NO_KEYS
from data.values import Channel, ConsentHow
from services.audit import steps as audit
from services.auth.work import Work
from services.changes import Entity
from services.customers.dto import CreateCustomer, SaveCustomer
from services.customers.rules import CustomerFacts, customer_facts, customer_problems
from services.errors import Conflict, Invalid, NotFound

# A shorter number would be told by its last two digits.
_LONG_ENOUGH_TO_MASK = 5


def held_customer(work: Work, customer_id: int, *, seen_version: int | None = None) -> HeldCustomer:
    """Return a customer nobody else can change before this transaction ends.

    Raises:
        NotFound: there is no such customer, or none that the actor may see.
        Conflict: they became another one, were erased, or changed since ``seen_version``.
    """
    held = repository.hold_one(work, customer_id)
    if held is None or not queries.is_seen(work, customer_id, own_person=work.own_person):
        raise NotFound("This customer is not known.")
    refuse_left(held)
    if seen_version is not None and held.version != seen_version:
        raise Conflict(
            f"Someone else changed {held.name} in the meantime. Look and save again.",
            details={"version": held.version, "seen_version": seen_version},
        )
    return held


def refuse_left(held: HeldCustomer) -> None:
    """Refuse to change somebody who became another customer, or who was erased.

    Raises:
        Conflict: with ``merged_into`` in the details where there is another one.
    """
    if held.merged_into_id is not None:
        raise Conflict(
            f"{held.name} was merged into another customer in the meantime. Look there.",
            details={"version": held.version, "merged_into": held.merged_into_id},
        )
    if held.erased_at_utc is not None:
        raise Conflict("This customer was erased.", details={"version": held.version})


def create_customer(work: Work, command: CreateCustomer, *, country: str) -> int:
    """Take a customer down and return the id.

    Raises:
        Invalid: with one problem per field; another customer has this contact and name.
    """
    facts = _checked_facts(command, country=country)
    _refuse_twin(work, facts, customer_id=0)
    values = {**values_of(facts), "flag": command.flag.strip(), "created_at_utc": work.at}
    customer_id = repository.insert_customer(work, values)
    repository.put_keys_right(work, customer_id, before=NO_KEYS)
    tell(work, "customer.created", customer_id, None)
    return customer_id


def save_customer(work: Work, command: SaveCustomer, *, country: str) -> None:
    """Change a customer's own data; a consent is appended only when it says something new.

    Raises:
        Invalid: with one problem per field; another customer has this contact and name.
        Conflict: someone else changed the customer since ``seen_version``.
        NotFound: there is no such customer.
    """
    held = held_customer(work, command.customer_id, seen_version=command.seen_version)
    facts = _checked_facts(command, country=country)
    _refuse_twin(work, facts, customer_id=held.id)
    before = queries.read_customer(work, held.id, own_person=None)
    assert before is not None
    keys = repository.stored_keys(work, held.id)
    values = values_of(facts)
    if command.flag is not None:
        values["flag"] = command.flag.strip()
    repository.free_identity(work, facts.identity_key, kept_id=held.id)
    repository.change_held(work, held.id, values)
    repository.delete_contacts_like_primary(work, held.id)
    repository.put_keys_right(work, held.id, before=keys)
    consents = _consents(work, command, before)
    repository.insert_consents(work, consents)
    told = _what_changed(values, before, consents)
    tell(work, "customer.changed", held.id, told)


def tell(work: Work, action: str, customer_id: int, details: dict[str, Any] | None) -> None:
    """Write down that a customer was changed, tell whoever shows them, and end the operation.

    ``details`` hold no personal value in clear.
    """
    audit.record(work, action=action, entity="customer", entity_id=customer_id, details=details)
    work.changed(Entity.CUSTOMER, customer_id)
    audit.finish(work, result_json=json.dumps({"customer_id": customer_id}))


def masked(digits: str) -> str:
    """Return a phone number that names nobody: its last two digits.

    >>> masked("4155550142")
    '…42'
    """
    return f"…{digits[-2:]}" if len(digits) >= _LONG_ENOUGH_TO_MASK else ""


def consent_row(
    work: Work, customer_id: int, channel: Channel, *, granted: bool, how: ConsentHow
) -> dict[str, Any]:
    """Return a line of the ledger: who answered for the customer, when and how."""
    return {
        "customer_id": customer_id,
        "channel": channel.value,
        "granted": granted,
        "how": how.value,
        "person_id": work.actor.person_id,
        "at_utc": work.at,
    }


def _checked_facts(command: CreateCustomer | SaveCustomer, *, country: str) -> CustomerFacts:
    problems = customer_problems(name=command.name, phone=command.phone, email=command.email)
    if problems:
        raise Invalid(problems[0].message, field=problems[0].field, problems=problems)
    return customer_facts(
        name=command.name, phone=command.phone, email=command.email, country=country
    )


def _refuse_twin(work: Work, facts: CustomerFacts, *, customer_id: int) -> None:
    twin = queries.find_twin(work, facts.identity_key, customer_id=customer_id)
    if twin is not None:
        raise Invalid(
            "There is another customer of this name with the same contact.",
            field="phone" if facts.phone_digits else "email",
            details={"customer_id": twin},
        )


def values_of(facts: CustomerFacts) -> dict[str, Any]:
    """Return the columns of a customer's row that follow from name and contacts."""
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
        consent_row(work, before.id, channel, granted=granted, how=ConsentHow.COUNTER)
        for channel, granted, latest in wanted
        if granted is not None and granted != latest
    ]


def _what_changed(
    values: dict[str, Any], before: CustomerRow, consents: list[dict[str, Any]]
) -> dict[str, Any]:
    """Say which values changed without saying what they are (DOMAIN.md, People)."""
    pairs = {
        "name": before.name,
        "phone": before.phone,
        "email": before.email,
        "flag": before.flag,
    }
    changed = [field for field, old in pairs.items() if values.get(field, old) != old]
    details: dict[str, Any] = {"changed": changed}
    if "phone" in changed:
        details["phone"] = masked(values["phone_digits"] or "")
    if consents:
        details["consents"] = {row["channel"]: row["granted"] for row in consents}
    return details
