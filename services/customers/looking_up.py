"""Decides what a text typed into the customer field can mean. Pure."""

from __future__ import annotations

from data.search_keys import LONGEST_ROTATION, Typed
from services.customers.phones import beginnings, digits_of, is_phone_like
from services.customers.rules import fold_email, fold_name

# Shorter than this fits too many to help.
FEWEST_NAME_LETTERS = 2
FEWEST_PHONE_DIGITS = 3


def read_typed(text: str, *, country: str) -> Typed:
    """Return what to look up: a phone number, an e-mail address, or a name.

    Nothing is looked up for a text too short to tell customers apart.
    """
    # What can't be stored can't be found, and a server refuses to be asked for it.
    storable = text.replace("\x00", "").encode("utf-8", "ignore").decode()
    if is_phone_like(storable):
        return _phone(storable, country=country)
    if "@" in storable:
        return Typed(email=fold_email(storable))
    return _name(storable)


def _phone(text: str, *, country: str) -> Typed:
    digits = digits_of(text)
    if len(digits) < FEWEST_PHONE_DIGITS:
        return Typed()
    starts = tuple(
        start for start in beginnings(text, country=country) if len(start) >= FEWEST_PHONE_DIGITS
    )
    # "+1 4155" is where a number begins; "4155" may stand anywhere in one.
    return Typed(phone_beginnings=starts, phone_part="" if text.strip()[0] == "+" else digits)


def _name(text: str) -> Typed:
    name = fold_name(text)[:LONGEST_ROTATION].rstrip()
    # One Latin letter is too little, but one character of Chinese is a name.
    if not name or (name.isascii() and len(name) < FEWEST_NAME_LETTERS):
        return Typed()
    return Typed(name=name)
