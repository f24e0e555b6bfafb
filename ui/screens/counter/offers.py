"""A repair's price in words: what a chip says of it, and what a line of the draft takes from it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from services.pricing.dto import Confidence, Quote, RepairChoice
from services.tickets.dto import DraftLine
from ui.format import Formats
from ui.parts.meter import Sureness
from ui.parts.repair_chip import PriceKind, RepairOffer

_SURENESS: Final = {
    Confidence.CLOSE: Sureness.CLOSE,
    Confidence.FAIR: Sureness.FAIR,
    Confidence.ROUGH: Sureness.ROUGH,
}
_MINUTES_AS_SUCH: Final = 120
_DAY: Final = 24 * 60


def duration_words(minutes: int) -> str:
    """Write how long a repair takes: "45 min", "3 h", "1 day"."""
    if minutes <= 0:
        return ""
    if minutes < _MINUTES_AS_SUCH:
        return QCoreApplication.translate("Counter", "{count} min").format(count=minutes)
    if minutes < _DAY:
        return QCoreApplication.translate("Counter", "{count} h").format(count=minutes // 60)
    days = minutes // _DAY
    words = "{count} day" if days == 1 else "{count} days"
    return QCoreApplication.translate("Counter", words).format(count=days)


def offer_of(choice: RepairChoice, *, formats: Formats) -> RepairOffer:
    """Return what the chip of a repair says."""
    quote = choice.quote
    return RepairOffer(
        title=choice.short or choice.name,
        price="" if quote.price_minor is None else formats.money(quote.price_minor),
        duration=duration_words(choice.minutes),
        kind=price_kind(quote),
        sureness=_SURENESS.get(quote.confidence),
    )


def price_kind(quote: Quote) -> PriceKind:
    """Return how a quote's price is to be shown."""
    if quote.price_minor is None:
        return PriceKind.ASK
    return PriceKind.ESTIMATED if quote.estimated else PriceKind.CONFIRMED


def line_of(choice: RepairChoice, *, grade: str) -> DraftLine:
    """Return the line a chosen repair becomes, at the quoted price."""
    line = DraftLine(repair_type_id=choice.repair_type_id, title=choice.name)
    reprice(line, choice=choice, grade=grade)
    return line


def reprice(line: DraftLine, *, choice: RepairChoice, grade: str) -> None:
    """Give a line the grade now chosen and its price, unless a person typed another."""
    line.title = choice.name
    line.grade = grade if choice.needs_part else ""
    line.warranty_months = choice.warranty_months
    if not line.price_text.strip():
        line.price_minor = choice.quote.price_minor
        line.estimated = choice.quote.estimated
