"""Turns stored rows into the reference data's values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from data.queries.catalog import DeviceModelRow, PartTypeRow, RepairTypeRow
from data.queries.people import PersonRow, SkillRow
from data.queries.settings import PrinterRow, ShopRow, TaxClassRow, TermsRow, TillRow
from data.values import (
    DeviceCategory,
    DeviceModelId,
    Panel,
    PartGrade,
    PartTypeId,
    PersonId,
    RepairTypeId,
    RoleId,
    TaxClassId,
    TillId,
)
from services.auth.dto import PersonKind, Staff
from services.catalog.dto import DeviceModel, PartType, RepairType
from services.catalog.titles import shared_words, title_of
from services.printing.dto import DocumentKind, PrinterRole, PrinterSettings
from services.settings.dto import FileRules, OpeningHours, ShopSettings, TaxClass, Terms, Till


def shop_from(row: ShopRow, *, taxes: tuple[TaxClass, ...], terms: TermsRow | None) -> ShopSettings:
    """Return the shop's settings."""
    return ShopSettings(
        name=row.name,
        address=row.address,
        phone=row.phone,
        email=row.email,
        registration=row.registration,
        tax_number=row.tax_number,
        country=row.country,
        language=row.language,
        currency=row.currency,
        time_zone=row.time_zone,
        prices_include_tax=row.prices_include_tax,
        diagnosis_fee_minor=row.diagnosis_fee_minor,
        opening_hours=tuple(
            OpeningHours(weekday=weekday, opens=opens, closes=closes)
            for weekday, opens, closes in row.opening_hours
        ),
        tax_classes=taxes,
        terms=Terms(version=terms.version, text=terms.text) if terms is not None else None,
        version=row.version,
        is_sample=row.is_sample,
        logo_png=row.logo_png,
        files=FileRules(
            folder=row.files_folder,
            key=f"shop-{row.created_at_utc:%Y%m%dT%H%M%S%fZ}",
            most_bytes=row.file_most_bytes,
            most_pixels=row.photo_most_pixels,
        ),
    )


def tax_class_from(row: TaxClassRow) -> TaxClass:
    """Return a tax class."""
    return TaxClass(
        tax_class_id=TaxClassId(row.id),
        name=row.name,
        rate_ppm=row.rate_ppm,
        is_default=row.is_default,
        active=row.active,
    )


def tills_from(rows: Sequence[TillRow], printers: Sequence[PrinterRow]) -> tuple[Till, ...]:
    """Return every till with its printers."""
    by_till: defaultdict[int, list[PrinterSettings]] = defaultdict(list)
    for printer in printers:
        by_till[printer.till_id].append(_printer_from(printer))
    return tuple(
        Till(
            till_id=TillId(row.id),
            name=row.name,
            printers=tuple(by_till[row.id]),
            prints_on_intake=tuple(DocumentKind(kind) for kind in row.prints_on_intake),
            version=row.version,
        )
        for row in rows
    )


def staff_from(rows: Sequence[PersonRow], skills: Sequence[SkillRow]) -> tuple[Staff, ...]:
    """Return everybody with their skills."""
    by_person: defaultdict[int, list[str]] = defaultdict(list)
    for skill in skills:
        by_person[skill.person_id].append(skill.category)
    return tuple(
        Staff(
            person_id=PersonId(row.id),
            name=row.name,
            email=row.email,
            kind=PersonKind(row.kind),
            role_id=RoleId(row.role_id),
            role_key=row.role_key,
            role_name=row.role_name,
            active=row.active,
            present_on=row.present_on,
            skills=tuple(by_person[row.id]),
            version=row.version,
        )
        for row in rows
    )


def repair_type_from(row: RepairTypeRow) -> RepairType:
    """Return a repair type."""
    return RepairType(
        repair_type_id=RepairTypeId(row.id),
        key=row.key,
        name=row.name,
        short=row.short,
        category=row.category,
        minutes=row.minutes,
        complexity=row.complexity,
        device_categories=tuple(DeviceCategory(name) for name in row.device_categories),
        needs_part=row.needs_part,
        position=row.position,
        active=row.active,
    )


def part_type_from(row: PartTypeRow) -> PartType:
    """Return a part type."""
    return PartType(
        part_type_id=PartTypeId(row.id),
        key=row.key,
        name=row.name,
        grade=PartGrade(row.grade),
        quality_level=row.quality_level,
        warranty_months=row.warranty_months,
        active=row.active,
    )


def device_models_from(rows: Sequence[DeviceModelRow]) -> tuple[DeviceModel, ...]:
    """Return the device models of the whole catalogue, which decides what each is called."""
    shared = shared_words((row.brand, row.model) for row in rows)
    return tuple(_device_model_from(row, shared=shared) for row in rows)


def _device_model_from(row: DeviceModelRow, *, shared: Collection[str]) -> DeviceModel:
    return DeviceModel(
        device_model_id=DeviceModelId(row.id),
        title=title_of(brand=row.brand, model=row.model, variant=row.variant, shared=shared),
        brand=row.brand,
        model=row.model,
        variant=row.variant,
        category=DeviceCategory(row.category),
        release_year=row.release_year,
        tier=row.tier,
        screen_hundredths=row.screen_hundredths,
        panel=Panel(row.panel) if row.panel is not None else None,
        active=row.active,
        model_numbers=row.model_numbers,
        notes=row.notes,
    )


def _printer_from(row: PrinterRow) -> PrinterSettings:
    return PrinterSettings(
        role=PrinterRole(row.role),
        address=row.address,
        profile=row.profile,
        columns=row.columns,
        width_dots=row.width_dots,
        label_width_mm=row.label_width_mm,
        label_height_mm=row.label_height_mm,
        paper=row.paper,
        cut=row.cut,
    )
