"""What a claim ticket and a bench label say, sentence by sentence.

The one source of wording: the grid layout (paper, preview, plain text) and the typeset form (PDF)
both read this, so they cannot disagree, not even on how much of a long text is printed. Everything
here is printable text; nothing knows the paper or its fonts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from data.values import ConditionMark, ConditionPart
from services.printing.characters import one_line, printable
from services.printing.dto import (
    BenchLabel,
    ClaimTicket,
    PrintedDevice,
    PrintedLine,
    PrintedTax,
    ShopHead,
)
from services.printing.paper_width import COLUMNS_80_MM
from services.printing.words import Words
from services.printing.wrapping import ELLIPSIS, shorten

# What is cut, and only this, ends in "…": what the customer said, or left, after some 12 lines of
# 80 mm paper; a name, title or detail after 4. The full text is stored with the order.
MOST_LINES_OF_WORDS: Final = 12
_USED_OF_A_LINE: Final = COLUMNS_80_MM - 3
MOST_COLUMNS_OF_WORDS: Final = MOST_LINES_OF_WORDS * _USED_OF_A_LINE
MOST_COLUMNS_OF_A_NAME: Final = 4 * _USED_OF_A_LINE


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadText:
    """Who issues the paper: the name, then what belongs together on each line."""

    name: str
    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountText:
    """A label with an amount at its right; ``detail`` stands below, quieter.

    ``shorter`` are other words for ``label``, for where there is less room, longest first.
    """

    label: str
    amount: str
    detail: str = ""
    shorter: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceText:
    """One order of the visit. ``number`` is empty while it is not given."""

    number: str
    heading: str
    title: str
    identity: str
    said_label: str
    words: str
    condition: str
    left: str
    lines: tuple[AmountText, ...]
    promise_label: str
    promise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketText:
    """The whole claim ticket in words."""

    head: HeadText
    title: str
    copy_mark: str
    number_hint: str
    taken_in: tuple[str, ...]
    taken_in_by: tuple[str, ...]
    customer: str
    phone: str
    devices: tuple[DeviceText, ...]
    taxes: tuple[AmountText, ...]
    total: AmountText
    deposit: AmountText | None
    terms: str
    closing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelText:
    """The bench label in words."""

    title: str
    number: str
    copy_mark: str
    device: str
    fault: str
    promise: str
    technician: str
    slot: str


def describe_ticket(ticket: ClaimTicket) -> TicketText:
    """Put ``ticket`` into the words of its shop."""
    words = Words(ticket.shop)
    vocabulary = words.vocabulary
    return TicketText(
        head=_head(ticket.shop, words=words),
        title=vocabulary.claim_ticket,
        copy_mark=_copy_mark(ticket.copy_no, words=words),
        number_hint=vocabulary.number_hint,
        taken_in=(words.date(ticket.taken_in_at), words.time(ticket.taken_in_at)),
        taken_in_by=_present(_name(ticket.till), _name(ticket.person)),
        customer=_name(ticket.customer_name),
        phone=_name(ticket.customer_phone),
        devices=tuple(
            _device(device, ticket=ticket, words=words, index=index)
            for index, device in enumerate(ticket.devices, start=1)
        ),
        taxes=tuple(_tax(tax, ticket=ticket, words=words) for tax in ticket.taxes),
        total=_total(ticket, words=words),
        deposit=_deposit(ticket, words=words),
        terms=printable(ticket.terms_text.strip()),
        closing=_closing(ticket, words=words),
    )


def describe_label(label: BenchLabel) -> LabelText:
    """Put ``label`` into the words of its shop."""
    words = Words(label.shop)
    device = label.device
    promise = ""
    if device.promised_at:
        promise = words.day_and_time(device.promised_at, seen_at=label.taken_in_at).upper()
    urgent = words.vocabulary.urgent if device.urgent else ""
    return LabelText(
        title=words.vocabulary.bench_label,
        number=one_line(device.number or ""),
        copy_mark=_copy_mark(label.copy_no, words=words),
        device=_name(device.title),
        fault=_fault(device, words=words),
        promise="  ".join(_present(urgent, promise)),
        technician=one_line(device.technician).upper(),
        slot=words.vocabulary.slot.format(slot=one_line(device.slot)) if device.slot else "",
    )


def _head(shop: ShopHead, *, words: Words) -> HeadText:
    vocabulary = words.vocabulary
    registration = _name(shop.registration)
    tax_number = _name(shop.tax_number)
    numbers = _present(
        vocabulary.registration.format(number=registration) if registration else "",
        vocabulary.tax_registration.format(number=tax_number) if tax_number else "",
    )
    address = _present(_name(shop.address), _name(shop.phone))
    return HeadText(
        name=_name(shop.name).upper(), lines=tuple(line for line in (address, numbers) if line)
    )


def _device(device: PrintedDevice, *, ticket: ClaimTicket, words: Words, index: int) -> DeviceText:
    vocabulary = words.vocabulary
    count = len(ticket.devices)
    said = _words(device.words)
    return DeviceText(
        number=one_line(device.number or ""),
        heading=vocabulary.device_of.format(index=index, count=count) if count > 1 else "",
        title=_name(device.title),
        identity=_name(words.tail_only(device.identity)),
        said_label=vocabulary.said if said else "",
        words=said,
        condition=_condition(device.condition, words=words),
        left=_left(device.accessories, words=words),
        lines=tuple(_line(line, words=words) for line in device.lines),
        promise_label=vocabulary.ready_by if device.promised_at else "",
        promise=_promise(device.promised_at, ticket=ticket, words=words),
    )


def _promise(promised_at: datetime | None, *, ticket: ClaimTicket, words: Words) -> str:
    if promised_at is None:
        return ""
    return words.promise(promised_at, seen_at=ticket.taken_in_at, is_copy=ticket.copy_no > 0)


def _condition(condition: Sequence[tuple[str, str]], *, words: Words) -> str:
    """Say what is worn or broken by name and count the rest."""
    vocabulary = words.vocabulary
    marks = [mark for _part, mark in condition]
    good, untestable = marks.count(ConditionMark.GOOD), marks.count(ConditionMark.UNTESTABLE)
    parts = [_defect(part, mark=mark, words=words) for part, mark in condition]
    if good and good == len(marks):
        parts.append(vocabulary.all_good.format(count=good))
    elif good:
        parts.append(vocabulary.good.format(count=good))
    if untestable:
        parts.append(vocabulary.untestable.format(count=untestable))
    return _sentence(_present(*parts))


def _defect(part: str, *, mark: str, words: Words) -> str:
    vocabulary = words.vocabulary
    if mark not in (ConditionMark.WORN, ConditionMark.BROKEN):
        return ""
    if part == ConditionPart.LIQUID:
        return vocabulary.liquid[mark]
    name = vocabulary.parts.get(part, one_line(part))
    template = vocabulary.worn if mark == ConditionMark.WORN else vocabulary.broken
    return template.format(part=name)


def _left(accessories: Sequence[str], *, words: Words) -> str:
    items = _present(*(one_line(item) for item in accessories))
    if not items:
        return ""
    named = ", ".join(_within_sentence(item, words=words) for item in items)
    return words.vocabulary.left.format(items=shorten(named, columns=MOST_COLUMNS_OF_WORDS))


def _line(line: PrintedLine, *, words: Words) -> AmountText:
    if line.amount_minor is None:
        amount = words.vocabulary.ask
    else:
        amount = words.amount(line.amount_minor, estimated=line.estimated)
    return AmountText(label=_name(line.title), amount=amount, detail=_name(line.detail))


def _tax(tax: PrintedTax, *, ticket: ClaimTicket, words: Words) -> AmountText:
    vocabulary = words.vocabulary
    template = vocabulary.tax_included if ticket.prices_include_tax else vocabulary.tax
    return AmountText(
        label=template.format(name=_name(tax.name), rate=words.rate(tax.rate_ppm)),
        amount=words.amount(tax.amount_minor, estimated=ticket.total_is_estimate),
    )


def _total(ticket: ClaimTicket, *, words: Words) -> AmountText:
    """Return the total; "ask" stands there when not a single line has a price."""
    lines = [line for device in ticket.devices for line in device.lines]
    unpriced = bool(lines) and all(line.amount_minor is None for line in lines)
    if unpriced:
        return AmountText(label=words.vocabulary.estimate, amount=words.vocabulary.ask)
    label, *shorter = _total_labels(ticket, words=words)
    amount = words.total(ticket.total_minor, estimated=ticket.total_is_estimate)
    return AmountText(label=label, amount=amount, shorter=tuple(shorter))


def _total_labels(ticket: ClaimTicket, *, words: Words) -> tuple[str, ...]:
    vocabulary = words.vocabulary
    if not ticket.total_is_estimate:
        return (vocabulary.total,)
    rates = {tax.rate_ppm for tax in ticket.taxes if tax.rate_ppm}
    with_rate = ""
    if len(rates) == 1:
        with_rate = vocabulary.estimate_with_rate.format(rate=words.rate(rates.pop()))
    with_tax = vocabulary.estimate_with_tax if ticket.taxes else ""
    return _present(with_rate, with_tax, vocabulary.estimate)


def _deposit(ticket: ClaimTicket, *, words: Words) -> AmountText | None:
    """A deposit is only agreed: it reduces no balance until money is taken (DOMAIN.md, Money)."""
    if not ticket.deposit_agreed_minor:
        return None
    return AmountText(
        label=words.vocabulary.deposit_agreed, amount=words.amount(ticket.deposit_agreed_minor)
    )


def _closing(ticket: ClaimTicket, *, words: Words) -> tuple[str, ...]:
    vocabulary = words.vocabulary
    terms = ""
    if ticket.terms_version is not None and ticket.terms_accepted:
        terms = vocabulary.terms_accepted.format(
            version=ticket.terms_version, date=words.short_date(ticket.taken_in_at)
        )
    elif ticket.terms_version is not None:
        terms = vocabulary.terms.format(version=ticket.terms_version)
    return _present(vocabulary.keep_ticket, terms, vocabulary.no_passcode)


def _fault(device: PrintedDevice, *, words: Words) -> str:
    titles = _present(*(_name(line.title) for line in device.lines))
    if not titles:
        return one_line(device.words)
    first, *rest = titles
    return ", ".join((first, *(_within_sentence(title, words=words) for title in rest)))


def _name(text: str) -> str:
    return shorten(one_line(text), columns=MOST_COLUMNS_OF_A_NAME)


def _words(text: str) -> str:
    lines = printable(text.strip()).split("\n")
    said = "\n".join(lines[:MOST_LINES_OF_WORDS])
    cut = ELLIPSIS if len(lines) > MOST_LINES_OF_WORDS else ""
    return shorten(f"{said}{cut}", columns=MOST_COLUMNS_OF_WORDS)


def _copy_mark(copy_no: int, *, words: Words) -> str:
    return words.vocabulary.copy_mark.format(number=copy_no) if copy_no else ""


def _within_sentence(noun: str, *, words: Words) -> str:
    """Lower the first letter, but never that of an abbreviation such as SIM or USB."""
    if not words.vocabulary.lowers_nouns or not noun[1:2].islower():
        return noun
    return noun[0].lower() + noun[1:]


def _sentence(parts: Sequence[str]) -> str:
    text = ", ".join(parts)
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _present(*texts: str) -> tuple[str, ...]:
    return tuple(text for text in texts if text)
