"""Who may be the same person as the one being typed, inside a transaction that is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from data.queries import customer_twins as queries
from data.queries.customer_twins import TwinRow
from data.search_keys import names_in
from data.values import CustomerId
from services.auth.work import Work
from services.customers.dto import Twin, TwinReason
from services.customers.phones import FEWEST_DIGITS, digits_of, read_phone
from services.customers.rules import fold_email, fold_name

# How much of two names must agree, the order of their words aside: one letter too many, missing or
# other in eight, but not another first name.
ALIKE = 0.87
# Fewer letters than this are not a name yet.
FEWEST_LETTERS = 4
_BEGUN = 2


def find_twins(
    work: Work,
    *,
    name: str,
    phones: Sequence[str],
    emails: Sequence[str],
    but_not: int | None,
    country: str,
    limit: int,
) -> tuple[Twin, ...]:
    """Return who may be the same person, those of the same phone first."""
    readings = [
        read_phone(_storable(text), country=country)
        for text in phones
        if len(digits_of(text)) >= FEWEST_DIGITS
    ]
    folded_emails = [folded for text in emails if (folded := fold_email(_storable(text)))]
    reasons: dict[int, TwinReason] = {}
    if readings:
        found = queries.ids_with_phone(
            work,
            digits=[reading.digits for reading in readings],
            e164=[reading.e164 for reading in readings if reading.e164],
        )
        _remember(reasons, found, TwinReason.SAME_PHONE)
    if folded_emails:
        found = queries.ids_with_email(work, folded_emails)
        _remember(reasons, found, TwinReason.SAME_EMAIL)
    folded = fold_name(_storable(name))
    for begun in _begun(folded):
        found = queries.ids_named(work, begun, own_person=work.own_person)
        _remember(reasons, found, TwinReason.SIMILAR_NAME)
    reasons.pop(but_not or 0, None)
    rows = queries.read_twins(work, reasons, own_person=work.own_person) if reasons else ()
    twins = [_twin(row, reasons[row.id]) for row in rows if _counts(row, reasons[row.id], folded)]
    order = list(TwinReason)
    return tuple(sorted(twins, key=lambda twin: order.index(twin.reason))[:limit])


def alike(one: str, other: str) -> bool:
    """Say whether two folded names differ by no more than a slip.

    >>> alike("dana whitfield", "whitfield dana"), alike("dana whitfield", "dana whitfeild")
    (True, True)
    >>> alike("dana whitfield", "dora whitfield")
    False
    """
    first, second = (" ".join(sorted(name.split(" "))) for name in (one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE


def _remember(reasons: dict[int, TwinReason], ids: Sequence[int], reason: TwinReason) -> None:
    for customer_id in ids:
        reasons.setdefault(customer_id, reason)


def _begun(folded: str) -> Iterator[str]:
    """Return beginnings that names with a slip in one word still have."""
    if len(folded.replace(" ", "")) < FEWEST_LETTERS:
        return
    words = sorted(folded.split(" "), key=len, reverse=True)[:2]
    if len(words) == 1:
        yield words[0][: max(FEWEST_LETTERS, len(words[0]) // 2)]
        return
    one, other = words
    yield f"{one} {other[:_BEGUN]}"
    yield f"{one[:_BEGUN]} {other}"


def _counts(row: TwinRow, reason: TwinReason, folded: str) -> bool:
    if reason is not TwinReason.SIMILAR_NAME:
        return True
    return row.active and any(
        alike(folded, name) for name in (row.name_folded, *names_in(row.former_names))
    )


def _twin(row: TwinRow, reason: TwinReason) -> Twin:
    return Twin(
        customer_id=CustomerId(row.id),
        name=row.name,
        phone=row.phone,
        email=row.email,
        active=row.active,
        tickets=row.tickets,
        reason=reason,
    )


def _storable(text: str) -> str:
    # What can't be stored can't be found, and a server refuses to be asked for it.
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()
