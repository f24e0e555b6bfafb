"""Customers in words: reasons, consents, counts. Formatted after translation."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication

from services.customers.dto import Activity, ConsentEntry, Contact, Differing, OwnedDevice
from services.types import Channel, ConsentHow, ContactKind
from ui.format import Formats

NOTHING: Final = "–"


def say(words: str, /, **values: object) -> str:
    """Translate one of the screen's texts, then fill it in."""
    return QCoreApplication.translate("Customers", words).format(**values)


ACTIVITY_WORDS: Final = {
    Activity.ACTIVE: "Active",
    Activity.INACTIVE: "Inactive",
    Activity.ALL: "All",
}
KIND_WORDS: Final = {ContactKind.PHONE: "Phone", ContactKind.EMAIL: "E-mail"}
CHANNEL_WORDS: Final = {Channel.SMS: "SMS", Channel.EMAIL: "E-mail"}
HOW_WORDS: Final = {
    ConsentHow.COUNTER: "at the counter",
    ConsentHow.PHONE: "by phone",
    ConsentHow.EMAIL: "by e-mail",
    ConsentHow.MESSAGE: "by message",
    ConsentHow.FORM: "on a form",
    ConsentHow.IMPORT: "from a file",
}
# What a person at the till can choose; a file says so itself.
ASKED_HOW: Final = (
    ConsentHow.COUNTER,
    ConsentHow.PHONE,
    ConsentHow.EMAIL,
    ConsentHow.MESSAGE,
    ConsentHow.FORM,
)
DIFFERING_WORDS: Final = {
    Differing.NAME: "Name",
    Differing.PHONE: "Phone",
    Differing.EMAIL: "E-mail",
    Differing.FLAG: "Flag",
    Differing.SMS_CONSENT: "SMS consent",
    Differing.EMAIL_CONSENT: "E-mail consent",
}


def counted(count: int, *, one: str, many: str) -> str:
    """Return "1 order" or "12 orders"."""
    return say(one if count == 1 else many, count=f"{count:,}")


def orders_words(count: int) -> str:
    """Return how many orders."""
    return counted(count, one="{count} order", many="{count} orders")


def open_orders_words(count: int) -> str:
    """Return how many open orders."""
    return counted(count, one="{count} open order", many="{count} open orders")


def listed_words(shown: int, *, count: int, is_capped: bool) -> str:
    """Return what the footer says: "18 of 240 customers", "18 of more than 1,000 customers"."""
    if is_capped:
        return say("{shown} of more than {count} customers", shown=shown, count=f"{count:,}")
    if count == 1:
        return say("1 customer")
    return say("{shown} of {count} customers", shown=shown, count=f"{count:,}")


def consent_words(granted: bool | None) -> str:  # noqa: FBT001 - the stored answer
    """Return how a channel stands."""
    if granted is None:
        return say("Not asked")
    return say("Agreed") if granted else say("Refused")


def ledger_words(entry: ConsentEntry, *, formats: Formats, now: datetime) -> str:
    """Return one line of the ledger: what, how, who, when."""
    what = say("agreed") if entry.granted else say("withdrawn")
    return say(
        "{channel} {what} {how}, {who}, {when}",
        channel=say(CHANNEL_WORDS[entry.channel]),
        what=what,
        how=say(HOW_WORDS[entry.how]),
        who=entry.person_name or NOTHING,
        when=formats.date_short(entry.at_utc, now),
    )


def contact_words(contact: Contact) -> str:
    """Return a contact with what it is for: "415-555-0199 (work)"."""
    return f"{contact.value} ({contact.label})" if contact.label else contact.value


def device_words(device: OwnedDevice) -> str:
    """Return what tells a device apart."""
    if device.imei:
        return say("IMEI {imei}", imei=device.imei)
    return say("Serial {serial}", serial=device.serial) if device.serial else ""
