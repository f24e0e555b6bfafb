"""Further contacts, addresses, notes and consents, inside a transaction that is already open."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from data import models as m
from data.queries import customer_page as queries
from data.queries.customer_page import ContactRow
from data.queries.customers import find_twin
from data.repositories import customers as repository
from data.repositories.customers import HeldCustomer
from data.values import ContactKind
from services.auth.work import Work
from services.customers.dto import (
    AddContact,
    AddCustomerNote,
    MakePrimary,
    RemoveAddress,
    RemoveContact,
    RemoveCustomerNote,
    SaveAddress,
    SetConsent,
)
from services.customers.rules import (
    customer_facts,
    email_problem,
    fold_email,
    phone_problem,
    read_phone,
)
from services.customers.steps import consent_row, held_customer, tell
from services.errors import FieldProblem, Invalid, NotFound

_ADDRESS_FIELDS = ("street", "postal_code", "city", "region", "country")
_PRIMARY = {ContactKind.PHONE: "phone", ContactKind.EMAIL: "email"}


def add_contact(work: Work, command: AddContact, *, country: str) -> None:
    """Add a further contact, by which the customer is found from now on.

    Raises:
        Invalid: not a number or an address, or one the customer has already.
    """
    problem = _contact_problem(command.kind, command.value)
    if problem:
        raise Invalid(problem, field="value")
    held = held_customer(work, command.customer_id)
    values = contact_values(command.kind, command.value, country=country)
    if is_known(values, held, queries.read_contacts(work, held.id)):
        raise Invalid(f"{held.name} has this contact already.", field="value")
    _change_contacts(work, held, add={**values, "label": command.label.strip()})
    tell(work, "customer.changed", held.id, {"changed": ["contacts"], "added": command.kind.value})


def remove_contact(work: Work, command: RemoveContact) -> None:
    """Take a further contact away, and the keys it was found by.

    Raises:
        NotFound: the customer has no such contact.
    """
    held = held_customer(work, command.customer_id)
    contact = _contact(work, held, command.contact_id)
    _change_contacts(work, held, remove=contact)
    tell(work, "customer.changed", held.id, {"changed": ["contacts"], "removed": contact.kind})


def make_primary(work: Work, command: MakePrimary, *, country: str) -> None:
    """Let a further contact and the primary one of its kind change places.

    Raises:
        Invalid: another customer has this contact and name.
        Conflict: someone else changed the customer since ``seen_version``.
    """
    held = held_customer(work, command.customer_id, seen_version=command.seen_version)
    contact = _contact(work, held, command.contact_id)
    field = _PRIMARY[ContactKind(contact.kind)]
    given_up = getattr(held, field)
    primary = {"phone": held.phone, "email": held.email, field: contact.value}
    facts = customer_facts(name=held.name, country=country, **primary)
    refuse_identity_of_another(work, facts.identity_key, held=held)
    add = None
    if given_up:
        add = contact_values(ContactKind(contact.kind), given_up, country=country)
        others = (each for each in queries.read_contacts(work, held.id) if each.id != contact.id)
        if is_further(add, others):
            add = None
    values = {
        "identity_key": facts.identity_key,
        "phone": facts.phone,
        "phone_e164": facts.phone_e164,
        "phone_digits": facts.phone_digits,
        "email": facts.email,
        "email_folded": facts.email_folded,
    }
    _change_contacts(work, held, remove=contact, add=add, values=values)
    tell(work, "customer.changed", held.id, {"changed": [field, "contacts"]})


def save_address(work: Work, command: SaveAddress) -> None:
    """Add an address or change one.

    Raises:
        Invalid: nothing is written in it.
        NotFound: the customer has no such address.
        Conflict: someone else changed the customer since ``seen_version``.
    """
    values = {name: getattr(command, name).strip() for name in ("label", *_ADDRESS_FIELDS)}
    if not any(values[name] for name in _ADDRESS_FIELDS):
        raise Invalid("Write the address.", field="street")
    _refuse_nul(**values)
    held = held_customer(work, command.customer_id, seen_version=command.seen_version)
    if command.address_id is None:
        row = {**values, "customer_id": held.id, "created_at_utc": work.at}
        repository.insert_owned(work, m.customer_address, row)
    elif not repository.update_owned(
        work, m.customer_address, command.address_id, values, customer_id=held.id
    ):
        raise NotFound("This address is gone.")
    _changed(work, held, "addresses")


def remove_address(work: Work, command: RemoveAddress) -> None:
    """Take an address away.

    Raises:
        NotFound: the customer has no such address.
    """
    held = held_customer(work, command.customer_id)
    if not repository.delete_owned(
        work, m.customer_address, command.address_id, customer_id=held.id
    ):
        raise NotFound("This address is gone.")
    _changed(work, held, "addresses")


def add_note(work: Work, command: AddCustomerNote) -> None:
    """Write a note about a customer.

    Raises:
        Invalid: nothing is written in it.
    """
    if not command.text.strip():
        raise Invalid("Write a note.", field="text")
    _refuse_nul(text=command.text)
    held = held_customer(work, command.customer_id)
    row = {
        "customer_id": held.id,
        "text": command.text.strip(),
        "person_id": work.actor.person_id,
        "at_utc": work.at,
    }
    repository.insert_owned(work, m.customer_note, row)
    _changed(work, held, "notes")


def remove_note(work: Work, command: RemoveCustomerNote) -> None:
    """Take a note away.

    Raises:
        NotFound: the customer has no such note.
    """
    held = held_customer(work, command.customer_id)
    if not repository.delete_owned(work, m.customer_note, command.note_id, customer_id=held.id):
        raise NotFound("This note is gone.")
    _changed(work, held, "notes")


def set_consent(work: Work, command: SetConsent) -> None:
    """Append an answer to the ledger, also the same one again: it has a new date and way."""
    held = held_customer(work, command.customer_id)
    row = consent_row(work, held.id, command.channel, granted=command.granted, how=command.how)
    repository.insert_consents(work, [row])
    told = {"consents": {command.channel.value: command.granted}, "how": command.how.value}
    tell(work, "customer.consent", held.id, told)


def contact_values(kind: ContactKind, value: str, *, country: str) -> dict[str, Any]:
    """Return what is stored of a further contact."""
    is_phone = kind is ContactKind.PHONE
    reading = read_phone(value, country=country) if is_phone else None
    return {
        "kind": kind.value,
        "value": value.strip(),
        "label": "",
        "phone_e164": (reading.e164 or None) if reading else None,
        "phone_digits": reading.digits if reading else None,
        "email_folded": None if is_phone else fold_email(value),
    }


def is_known(values: dict[str, Any], held: HeldCustomer, contacts: tuple[ContactRow, ...]) -> bool:
    """Say whether a customer has this contact already, as the primary or a further one."""
    name = _compared(values)
    return values[name] == getattr(held, name) or is_further(values, contacts)


def is_further(values: dict[str, Any], contacts: Iterable[ContactRow]) -> bool:
    """Say whether this is one of the further contacts."""
    name = _compared(values)
    return any(values[name] == getattr(each, name) for each in contacts)


def _compared(values: dict[str, Any]) -> str:
    return "phone_digits" if values["phone_digits"] is not None else "email_folded"


def refuse_identity_of_another(work: Work, identity_key: str, *, held: HeldCustomer) -> None:
    """Refuse a contact and name that are another customer's; take them from who became this one.

    Raises:
        Invalid: with ``customer_id`` of the other one in the details.
    """
    twin = find_twin(work, identity_key, customer_id=held.id)
    if twin is not None:
        raise Invalid(
            "There is another customer of this name with the same contact.",
            details={"customer_id": twin},
        )
    repository.free_identity(work, identity_key, kept_id=held.id)


def _change_contacts(
    work: Work,
    held: HeldCustomer,
    *,
    add: dict[str, Any] | None = None,
    remove: ContactRow | None = None,
    values: dict[str, Any] | None = None,
) -> None:
    keys = repository.stored_keys(work, held.id)
    if remove is not None:
        repository.delete_owned(work, m.customer_contact, remove.id, customer_id=held.id)
    if add is not None:
        row = {**add, "customer_id": held.id, "created_at_utc": work.at}
        repository.insert_owned(work, m.customer_contact, row)
    repository.change_held(work, held.id, values)
    repository.put_keys_right(work, held.id, before=keys)


def _contact(work: Work, held: HeldCustomer, contact_id: int) -> ContactRow:
    for contact in queries.read_contacts(work, held.id):
        if contact.id == contact_id:
            return contact
    raise NotFound("This contact is gone.")


def _contact_problem(kind: ContactKind, value: str) -> str | None:
    if not value.strip():
        return "This is needed."
    return phone_problem(value) if kind is ContactKind.PHONE else email_problem(value)


def _refuse_nul(**values: str) -> None:
    problems = tuple(
        FieldProblem(
            field=name,
            code="invalid",
            message="This holds a character that can't be stored (NUL).",
        )
        for name, value in values.items()
        if "\x00" in value
    )
    if problems:
        raise Invalid(problems[0].message, field=problems[0].field, problems=problems)


def _changed(work: Work, held: HeldCustomer, what: str) -> None:
    repository.change_held(work, held.id)
    tell(work, "customer.changed", held.id, {"changed": [what]})
