"""Customers in words: the suggestions of the Counter and the tags of a chosen one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from services.customers.dto import CustomerSuggestion
from ui.format import Formats
from ui.icons import Icon
from ui.parts.suggestions import Suggestion
from ui.parts.tag import TagKind
from ui.screens.counter.folded_line import TagSpec, Worth

_FEWEST_PHONE_DIGITS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCustomer:
    """The last suggestion: nobody of these, take in somebody new with what was typed."""

    text: str

    @property
    def is_phone(self) -> bool:
        """Whether what was typed is a phone number rather than a name."""
        digits = sum(character.isdigit() for character in self.text)
        letters = sum(character.isalpha() for character in self.text)
        return digits >= _FEWEST_PHONE_DIGITS and not letters

    @property
    def is_email(self) -> bool:
        """Whether what was typed is an e-mail address."""
        return "@" in self.text


def suggestion_rows(
    found: Sequence[CustomerSuggestion], *, typed: str, formats: Formats
) -> list[Suggestion]:
    """Return the known customers that fit, then the new one."""
    rows = [
        Suggestion(
            value=customer,
            title=customer.name,
            detail=_detail(customer, formats=formats),
            person=customer.name,
            note=customer.flag,
            note_kind=TagKind.WARN,
        )
        for customer in found
    ]
    rows.append(
        Suggestion(
            value=NewCustomer(text=typed),
            title=QCoreApplication.translate("Counter", "New customer"),
            detail=typed,
            icon=Icon.PLUS,
        )
    )
    return rows


def customer_tags(customer: CustomerSuggestion | None, *, formats: Formats) -> tuple[TagSpec, ...]:
    """Return what the counter should know of a customer, the least urgent first."""
    if customer is None:
        return ()
    tags = []
    if customer.earlier_repairs:
        words = _earlier(customer.earlier_repairs)
        tags.append(TagSpec(words=words, worth=Worth.LITTLE, icon=Icon.HISTORY))
    if customer.open_tickets:
        words = _open(customer.open_tickets)
        tags.append(TagSpec(words=words, worth=Worth.MUCH, icon=Icon.WRENCH))
    if customer.balance_minor > 0:
        words = QCoreApplication.translate("Counter", "Owes {amount}").format(
            amount=formats.money(customer.balance_minor)
        )
        tags.append(TagSpec(words=words, worth=Worth.MOST, kind=TagKind.WARN, icon=Icon.BANKNOTE))
    if customer.flag:
        tags.append(
            TagSpec(
                words=customer.flag,
                worth=Worth.MOST,
                kind=TagKind.WARN,
                icon=Icon.TRIANGLE_ALERT,
            )
        )
    return tuple(tags)


def consent_tags(
    *, sms: bool | None, email: bool | None, phone: str, email_address: str
) -> tuple[TagSpec, ...]:
    """Return the consents of the channels there are; one nobody asked about is left out."""
    tags = []
    if sms is not None and phone:
        words = "SMS yes" if sms else "SMS no"
        kind = TagKind.OK if sms else TagKind.NEUTRAL
        shown = QCoreApplication.translate("Counter", words)
        tags.append(TagSpec(words=shown, kind=kind, icon=Icon.MESSAGE_SQUARE))
    if email is not None and email_address:
        words = "E-mail yes" if email else "E-mail no"
        kind = TagKind.OK if email else TagKind.NEUTRAL
        shown = QCoreApplication.translate("Counter", words)
        tags.append(TagSpec(words=shown, kind=kind, icon=Icon.MAIL))
    return tuple(tags)


def _detail(customer: CustomerSuggestion, *, formats: Formats) -> str:
    parts = [customer.phone or customer.email]
    if customer.open_tickets:
        parts.append(_open(customer.open_tickets))
    if customer.balance_minor > 0:
        owes = QCoreApplication.translate("Counter", "owes {amount}")
        parts.append(owes.format(amount=formats.money(customer.balance_minor)))
    return ", ".join(part for part in parts if part)


def _open(count: int) -> str:
    words = "{count} open order" if count == 1 else "{count} open orders"
    return QCoreApplication.translate("Counter", words).format(count=count)


def _earlier(count: int) -> str:
    words = "{count} earlier repair" if count == 1 else "{count} earlier repairs"
    return QCoreApplication.translate("Counter", words).format(count=count)
