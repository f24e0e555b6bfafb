"""The Counter's live preview: the draft as the ticket and labels that will print. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial

from data.repositories.intake_lookups import KnownDevice
from data.values import PartGrade, Priority
from services.actor import Actor
from services.printing.destinations import printer_or_usual
from services.printing.dto import (
    BenchLabel,
    ClaimTicket,
    DocumentKind,
    Preview,
    PrintedDevice,
    PrintedLine,
    PrintedTax,
    ShopHead,
)
from services.printing.facts import (
    condition_in_order,
    device_words,
    identity_words,
    line_detail,
    printed_terms,
    shop_head,
)
from services.printing.layout import page_of
from services.printing.vocabulary import vocabulary_of
from services.settings.dto import Till
from services.settings.reference import Reference
from services.tickets.device_rows import PlacedDevice, place_device
from services.tickets.dto import DraftDevice, DraftLine, IntakeDraft
from services.tickets.returning_devices import device_here_before
from services.tickets.taxes import taxes_by_rate
from services.tickets.totals import PricedLine, Totals, totals_of

_GRADES = {grade.value: grade for grade in PartGrade}


def preview_of(
    draft: IntakeDraft,
    reference: Reference,
    *,
    known: Sequence[KnownDevice],
    till: Till,
    actor: Actor,
    at: datetime,
    columns: int | None,
) -> Preview:
    """Lay out the claim ticket and one label per device, as this till prints them.

    ``known`` are the customer's devices: one that comes again prints with what is known of it.
    """
    shop = shop_head(reference.shop)
    placed = [
        place_device(entry, device_here_before(entry, known), reference) for entry in draft.devices
    ]
    devices = tuple(map(partial(_device, reference=reference), draft.devices, placed))
    ticket = _ticket(draft, devices, reference, shop=shop, actor=actor, at=at)
    receipt = printer_or_usual(till, DocumentKind.CLAIM_TICKET)
    sticker = printer_or_usual(till, DocumentKind.BENCH_LABEL)
    return Preview(
        ticket=page_of(ticket, replace(receipt, columns=columns or receipt.columns)),
        labels=tuple(
            page_of(BenchLabel(shop=shop, device=device, taken_in_at=at), sticker)
            for device in map(partial(_label, reference=reference), draft.devices, placed)
        ),
    )


def _ticket(
    draft: IntakeDraft,
    devices: tuple[PrintedDevice, ...],
    reference: Reference,
    *,
    shop: ShopHead,
    actor: Actor,
    at: datetime,
) -> ClaimTicket:
    lines = [_priced(entry.lines, reference) for entry in draft.devices]
    included = reference.shop.prices_include_tax
    totals = [totals_of(each, prices_include_tax=included) for each in lines]
    terms = reference.shop.terms
    return ClaimTicket(
        shop=shop,
        taken_in_at=at,
        till=actor.till_name,
        person=actor.name,
        customer_name=draft.name,
        customer_phone=draft.phone,
        devices=devices,
        taxes=_taxes(draft, totals, reference),
        prices_include_tax=included,
        total_minor=sum(total.total_minor for total in totals),
        total_is_estimate=_is_estimate(draft) or any(total.is_open for total in totals),
        deposit_agreed_minor=sum(entry.deposit_minor or 0 for entry in draft.devices),
        terms_text=printed_terms(terms.text, reference.shop) if terms is not None else "",
        terms_version=terms.version if terms is not None else None,
        terms_accepted=draft.terms_accepted,
    )


def _is_estimate(draft: IntakeDraft) -> bool:
    return any(line.estimated for entry in draft.devices for line in entry.lines)


def _taxes(
    draft: IntakeDraft, totals: list[Totals], reference: Reference
) -> tuple[PrintedTax, ...]:
    classes = [
        (tax.name, tax.rate_ppm)
        for entry in draft.devices
        for tax in (reference.tax_class(line.tax_class_id) for line in entry.lines)
    ]
    amounts = [amount for total in totals for amount in total.line_tax_minor]
    return tuple(
        PrintedTax(name=name, rate_ppm=rate, amount_minor=amount)
        for name, rate, amount in taxes_by_rate(classes, amounts)
    )


def _priced(lines: list[DraftLine], reference: Reference) -> list[PricedLine]:
    return [
        PricedLine(
            amount_minor=line.price_minor,
            rate_ppm=reference.tax_class(line.tax_class_id).rate_ppm,
        )
        for line in lines
    ]


def _device(entry: DraftDevice, placed: PlacedDevice, *, reference: Reference) -> PrintedDevice:
    return PrintedDevice(
        number=None,
        title=device_words(brand=placed.brand, title=placed.title, colour=placed.colour),
        identity=identity_words(
            imei=placed.imei,
            serial=placed.serial,
            reason=placed.no_identity_reason,
            vocabulary=vocabulary_of(reference.shop.language),
        ),
        words=entry.words,
        condition=condition_in_order(entry.condition),
        accessories=tuple(entry.accessories),
        lines=tuple(_line(line, reference) for line in entry.lines),
        promised_at=_promise(entry.promised_at_utc),
        urgent=_is_urgent(entry),
    )


def _label(entry: DraftDevice, placed: PlacedDevice, *, reference: Reference) -> PrintedDevice:
    return PrintedDevice(
        number=None,
        title=device_words(brand="", title=placed.title, colour=placed.colour),
        words=entry.words,
        lines=tuple(PrintedLine(title=_short(line, reference)) for line in entry.lines),
        promised_at=_promise(entry.promised_at_utc),
        urgent=_is_urgent(entry),
    )


def _is_urgent(entry: DraftDevice) -> bool:
    return entry.priority != Priority.NORMAL.value


def _short(line: DraftLine, reference: Reference) -> str:
    repair = reference.repair_types.get(line.repair_type_id or 0)
    return repair.short if repair is not None else line.title


def _line(line: DraftLine, reference: Reference) -> PrintedLine:
    repair = reference.repair_types.get(line.repair_type_id or 0)
    grade = _GRADES.get(line.grade)
    months = reference.warranty_months(repair_type=repair, grade=grade) if repair is not None else 0
    return PrintedLine(
        title=line.title or (repair.name if repair is not None else ""),
        detail=line_detail(
            grade=grade,
            warranty_months=months,
            estimated=line.estimated,
            vocabulary=vocabulary_of(reference.shop.language),
        ),
        amount_minor=line.price_minor,
        estimated=line.estimated,
    )


def _promise(text: str) -> datetime | None:
    # A draft keeps whatever was typed; what is no instant yet is not printed.
    with suppress(ValueError):
        return datetime.fromisoformat(text)
    return None
