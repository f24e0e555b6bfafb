"""A document to try a printer with: the shop's head, every size, a barcode and a QR code."""

from __future__ import annotations

from datetime import datetime

from services.printing.dto import (
    BenchLabel,
    ClaimTicket,
    Document,
    PrintedDevice,
    PrintedLine,
    PrinterRole,
    PrinterSettings,
)
from services.printing.facts import shop_head
from services.printing.render import render_for_printer
from services.printing.vocabulary import vocabulary_of
from services.settings.dto import ShopSettings

_NUMBER = "TEST-000000-0"


def trial_bytes(
    shop: ShopSettings, printer: PrinterSettings, *, at: datetime, till: str, person: str
) -> bytes:
    """Return a test page as this printer wants it."""
    document = _document(shop, printer.role, at=at, till=till, person=person)
    return render_for_printer(document, printer)


def _document(
    shop: ShopSettings, role: PrinterRole, *, at: datetime, till: str, person: str
) -> Document:
    head, vocabulary = shop_head(shop), vocabulary_of(shop.language)
    device = PrintedDevice(
        number=_NUMBER,
        title=vocabulary.trial,
        words="Äé ñ ł ≈ 50 € 李 م",
        lines=(PrintedLine(title=vocabulary.trial_line, amount_minor=0),),
        promised_at=at,
        technician=person,
    )
    if role is PrinterRole.LABEL:
        return BenchLabel(shop=head, device=device)
    return ClaimTicket(
        shop=head,
        taken_in_at=at,
        till=till,
        person=person,
        customer_name=vocabulary.trial,
        devices=(device,),
    )
