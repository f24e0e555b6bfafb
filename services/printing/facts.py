"""Turns the shop's facts into a document's data, for the preview and for the paper alike."""

from __future__ import annotations

from collections.abc import Mapping

from data.values import ConditionPart, PartGrade
from services.catalog.shipped import FEE_PLACE, terms_with_fee
from services.printing.dto import ShopHead
from services.printing.vocabulary import Vocabulary
from services.printing.words import format_minor
from services.settings.dto import ShopSettings


def shop_head(shop: ShopSettings) -> ShopHead:
    """Return who issues the paper."""
    return ShopHead(
        name=shop.name,
        address=shop.address,
        phone=shop.phone,
        registration=shop.registration,
        tax_number=shop.tax_number,
        language=shop.language,
        country=shop.country,
        currency=shop.currency,
        time_zone=shop.time_zone,
        logo_png=shop.logo_png,
    )


def printed_terms(text: str, shop: ShopSettings) -> str:
    """Return the terms with the shop's diagnosis fee; without a fee, without the line on it."""
    if shop.diagnosis_fee_minor == 0:
        return "\n".join(line for line in text.splitlines() if FEE_PLACE not in line)
    fee = format_minor(
        shop.diagnosis_fee_minor,
        currency=shop.currency,
        language=shop.language,
        country=shop.country,
    )
    return terms_with_fee(text, diagnosis_fee=fee)


def identity_words(*, imei: str, serial: str, reason: str, vocabulary: Vocabulary) -> str:
    """Return what identifies the device; the layout shortens numbers to their tail."""
    if imei:
        return f"IMEI {imei}"
    if serial:
        return vocabulary.serial.format(number=serial)
    return reason


def line_detail(
    *,
    grade: PartGrade | None,
    warranty_months: int,
    estimated: bool,
    vocabulary: Vocabulary,
    quantity: int = 1,
    is_discounted: bool = False,
) -> str:
    """Return the quiet line under a repair: part, warranty, whether it is less or an estimate."""
    parts = [vocabulary.pieces.format(count=quantity)] if quantity > 1 else []
    if grade is not None and warranty_months > 0:
        parts.append(vocabulary.grades[grade])
    if warranty_months > 0:
        warranty = vocabulary.warranty_of_one if warranty_months == 1 else vocabulary.warranty
        parts.append(warranty.format(count=warranty_months))
    if is_discounted:
        parts.append(vocabulary.discounted)
    if estimated:
        parts.append(vocabulary.estimated)
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


def device_words(*, brand: str, title: str, colour: str) -> str:
    """Return the device as the customer reads it: "Apple iPhone 13 Pro, Sierra Blue"."""
    named = title if title.casefold().startswith(brand.casefold()) else f"{brand} {title}".strip()
    return f"{named}, {colour}" if colour else named


def condition_in_order(condition: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the marks in the order of the grid, however they were stored."""
    return tuple(
        (part.value, condition[part.value]) for part in ConditionPart if part.value in condition
    )
