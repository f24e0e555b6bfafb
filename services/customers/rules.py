"""What makes a customer: the checks, the keys they are found by, and the key that makes two one."""

from __future__ import annotations

from dataclasses import dataclass

from data.search_keys import CustomerKeys, customer_keys
from services.catalog.names import fold
from services.customers.dto import PhoneReading
from services.customers.phones import (
    FEWEST_DIGITS,
    MOST_DIGITS,
    digits_of,
    read_phone,
)
from services.errors import FieldProblem
from services.tickets.dto import CustomerEntry

__all__ = [
    "CustomerFacts",
    "customer_facts",
    "customer_problems",
    "email_problem",
    "fold_email",
    "name_problem",
    "new_customer_problems",
    "phone_problem",
    "read_phone",
]

LONGEST_EMAIL = 254


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFacts:
    """Everything stored of a customer that follows from name, phone and e-mail.

    ``identity_key`` is the same for the same contact and folded name, however they are written.
    """

    name: str
    name_folded: str
    identity_key: str
    phone: str
    phone_e164: str | None
    phone_digits: str | None
    email: str
    email_folded: str | None
    keys: CustomerKeys


def customer_facts(*, name: str, phone: str, email: str, country: str) -> CustomerFacts:
    """Return what is stored for a customer of this name and these contacts."""
    folded = fold_name(name)
    reading = read_phone(phone, country=country)
    email_folded = fold_email(email) or None
    return CustomerFacts(
        name=name.strip(),
        name_folded=folded,
        identity_key=_identity_key(folded, reading=reading, email_folded=email_folded or ""),
        phone=phone.strip(),
        phone_e164=reading.e164 or None,
        phone_digits=reading.digits or None,
        email=email.strip(),
        email_folded=email_folded,
        keys=customer_keys(name_folded=folded, phone_digits=reading.digits),
    )


def new_customer_problems(entry: CustomerEntry) -> tuple[FieldProblem, ...]:
    """Return what is missing or wrong in a new customer: a name and one contact are needed."""
    return customer_problems(name=entry.name, phone=entry.phone, email=entry.email)


def customer_problems(*, name: str, phone: str, email: str) -> tuple[FieldProblem, ...]:
    """Return every field that can't be accepted, named without a command's prefix."""
    found: list[FieldProblem] = []
    for field, message in (
        ("name", name_problem(name)),
        ("phone", phone_problem(phone)),
        ("email", email_problem(email)),
    ):
        if message:
            found.append(FieldProblem(field=field, code="invalid", message=message))
    if not phone.strip() and not email.strip():
        message = "A phone number or an e-mail address is needed."
        found.append(FieldProblem(field="phone", code="missing", message=message))
    return tuple(found)


def name_problem(name: str) -> str | None:
    """Return why ``name`` can't be a customer's name, or None."""
    if not any(character.isprintable() and not character.isspace() for character in name):
        return "A name is needed."
    if "\x00" in name:
        return "The name holds a character that can't be stored (NUL)."
    return None


def phone_problem(phone: str) -> str | None:
    """Return why ``phone`` can't be kept, or None. Empty is fine; so is a local number."""
    if not phone.strip():
        return None
    if "\x00" in phone:
        return "The phone number holds a character that can't be stored (NUL)."
    count = len(digits_of(phone))
    if count < FEWEST_DIGITS:
        return f"A phone number has at least {FEWEST_DIGITS} digits."
    if count > MOST_DIGITS:
        return f"A phone number has at most {MOST_DIGITS} digits."
    return None


def email_problem(email: str) -> str | None:
    """Return why ``email`` can't be an address, or None. Empty is fine.

    Only the shape is checked: whether mail arrives shows when it is sent.
    """
    text = email.strip()
    if not text:
        return None
    local, at, domain = text.rpartition("@")
    if not at or not local or "." not in domain.strip("."):
        return "An e-mail address looks like name@example.com."
    if len(text) > LONGEST_EMAIL:
        return f"An e-mail address has at most {LONGEST_EMAIL} characters."
    if "@" in local or any(c.isspace() or not c.isprintable() for c in text):
        return "An e-mail address has no spaces and one @."
    return None


def fold_name(name: str) -> str:
    """Return the name as it is compared. A name without a letter or digit stays as it is."""
    return fold(name) or " ".join(name.casefold().split())


def fold_email(email: str) -> str:
    """Return the address as it is compared: case and surrounding space do not count."""
    return email.strip().casefold()


def _identity_key(folded: str, *, reading: PhoneReading, email_folded: str) -> str:
    contact = reading.e164 or reading.digits
    kind, value = ("tel", contact) if contact else ("mail", email_folded)
    return f"{kind}:{value}|{folded}"
