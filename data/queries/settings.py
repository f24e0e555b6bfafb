"""Reads the shop, its tills and printers, taxes and terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from data import models as m
from data.queries.frozen import frozen, frozen_one
from data.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopRow:
    name: str
    address: str
    phone: str
    email: str
    registration: str
    tax_number: str
    country: str
    language: str
    currency: str
    time_zone: str
    opening_hours: list[list[Any]]
    prices_include_tax: bool
    diagnosis_fee_minor: int
    logo_png: bytes | None
    is_sample: bool
    files_folder: str
    file_most_bytes: int
    photo_most_pixels: int
    created_at_utc: datetime
    version: int
    rights_version: int
    reference_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TillRow:
    id: int
    name: str
    prints_on_intake: list[str]
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterRow:
    till_id: int
    role: str
    address: str
    profile: str
    columns: int
    width_dots: int
    label_width_mm: int
    label_height_mm: int
    paper: str
    cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxClassRow:
    id: int
    name: str
    rate_ppm: int
    is_default: bool
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsRow:
    version: int
    text: str


def read_shop(uow: UnitOfWork) -> ShopRow | None:
    """Read the one shop, or None before the first start."""
    columns = (m.shop.c[name] for name in ShopRow.__dataclass_fields__)
    return frozen_one(ShopRow, uow.execute(select(*columns)))


def read_reference_version(uow: UnitOfWork) -> int:
    """Read the version of what workstations keep; 0 before the first start."""
    return uow.execute(select(m.shop.c.reference_version)).scalar() or 0


def read_tills(uow: UnitOfWork) -> tuple[TillRow, ...]:
    """Read every till, oldest first."""
    columns = (m.till.c[name] for name in TillRow.__dataclass_fields__)
    return frozen(TillRow, uow.execute(select(*columns).order_by(m.till.c.id)))


def read_printers(uow: UnitOfWork) -> tuple[PrinterRow, ...]:
    """Read the printers of every till."""
    columns = (m.printer.c[name] for name in PrinterRow.__dataclass_fields__)
    return frozen(PrinterRow, uow.execute(select(*columns).order_by(m.printer.c.id)))


def read_tax_classes(uow: UnitOfWork) -> tuple[TaxClassRow, ...]:
    """Read every tax class, the default first."""
    columns = (m.tax_class.c[name] for name in TaxClassRow.__dataclass_fields__)
    ordered = select(*columns).order_by(m.tax_class.c.is_default.desc(), m.tax_class.c.id)
    return frozen(TaxClassRow, uow.execute(ordered))


def read_terms(uow: UnitOfWork) -> TermsRow | None:
    """Read the newest terms."""
    newest = select(m.terms.c.version, m.terms.c.text).order_by(m.terms.c.version.desc()).limit(1)
    return frozen_one(TermsRow, uow.execute(newest))
