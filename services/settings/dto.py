"""The shop's settings as they cross the boundary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from data.values import PersonId, TaxClassId, TillId
from services.commands import LongText, MinorAmount, OperationId, ShortText, command
from services.printing.dto import DocumentKind, PrinterRole, PrinterSettings

RatePpm = Annotated[int, Field(ge=0, le=1_000_000)]


class StartState(StrEnum):
    """What the program finds when it starts."""

    READY = "ready"
    FIRST_START = "first_start"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxClass:
    """``rate_ppm`` is parts per million: 8.25 % is 82500."""

    tax_class_id: TaxClassId
    name: str
    rate_ppm: int
    is_default: bool
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    version: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningHours:
    """One span of a weekday (0 = Monday), "HH:MM" in the shop's zone. A day without is closed."""

    weekday: int
    opens: str
    closes: str


class PromiseKind(StrEnum):
    """Which of the Counter's promised times a choice is; its words may be translated by this."""

    IN_1_HOUR = "in_1_hour"
    IN_3_HOURS = "in_3_hours"
    TODAY = "today"
    NEXT_DAY = "next_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseChoice:
    """One promised time the Counter offers, while the shop is open."""

    kind: PromiseKind
    label: str
    at_utc: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterOverride:
    """An address that a variable of this workstation puts in the place of a printer's own."""

    role: PrinterRole
    variable: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRules:
    """What may be attached to an order.

    ``folder`` is where a server's shop keeps its files, in a folder named ``key`` there, so that
    two shops never share one.
    """

    folder: str = ""
    key: str = ""
    most_bytes: int = 20_000_000
    most_pixels: int = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopSettings:
    """The shop, its taxes and terms: cached until the reference version moves."""

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
    prices_include_tax: bool
    diagnosis_fee_minor: int
    opening_hours: tuple[OpeningHours, ...]
    tax_classes: tuple[TaxClass, ...]
    terms: Terms | None
    version: int
    is_sample: bool = False
    logo_png: bytes | None = None
    files: FileRules = FileRules()


@dataclass(frozen=True, slots=True, kw_only=True)
class Till:
    """One enrolled PC with its printers and what Ctrl+Enter prints."""

    till_id: TillId
    name: str
    printers: tuple[PrinterSettings, ...]
    prints_on_intake: tuple[DocumentKind, ...]
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpDone:
    """The first start is finished: who the owner is and which till this is."""

    owner_id: PersonId
    till_id: TillId
    replayed: bool = False


@command
class FirstStart:
    """Set the shop up: shop, one tax class, the till, the owner. Only on an empty database."""

    operation_id: OperationId
    shop_name: Annotated[str, Field(min_length=1, max_length=120)]
    address: Annotated[str, Field(max_length=300)] = ""
    phone: ShortText = ""
    tax_number: ShortText = ""
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = "US"
    language: Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")] = "en"
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "USD"
    time_zone: ShortText = "UTC"
    opening_hours: tuple[tuple[int, str, str], ...] = ()
    tax_name: ShortText = "Sales tax"
    tax_rate_ppm: RatePpm = 0
    prices_include_tax: bool = False
    owner_name: Annotated[str, Field(min_length=1, max_length=120)]
    till_name: Annotated[str, Field(min_length=1, max_length=60)] = "Till 1"
    receipt_printer: ShortText = "none"
    sample: bool = False


@command
class SaveShop:
    """Change the shop's data. A new ``terms_text`` becomes a new terms version."""

    operation_id: OperationId
    seen_version: int
    name: Annotated[str, Field(min_length=1, max_length=120)]
    address: Annotated[str, Field(max_length=300)] = ""
    phone: ShortText = ""
    email: ShortText = ""
    registration: ShortText = ""
    tax_number: ShortText = ""
    language: Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")] = "en"
    time_zone: ShortText = "UTC"
    prices_include_tax: bool = False
    diagnosis_fee_minor: MinorAmount = 0
    opening_hours: tuple[tuple[int, str, str], ...] = ()
    terms_text: LongText | None = None
    logo_png: bytes | None = None
    remove_logo: bool = False


@command
class SaveFileRules:
    """Change what may be attached to orders, and where a server's shop keeps it."""

    operation_id: OperationId
    seen_version: int
    folder: Annotated[str, Field(max_length=1000)] = ""
    most_bytes: Annotated[int, Field(ge=100_000, le=200_000_000)] = 20_000_000
    most_pixels: Annotated[int, Field(ge=1_000_000, le=80_000_000)] = 50_000_000


@command
class SaveTaxClass:
    """Add (``tax_class_id`` None) or change a tax class. Orders keep the rate they came in at."""

    operation_id: OperationId
    tax_class_id: int | None = None
    name: Annotated[str, Field(min_length=1, max_length=60)]
    rate_ppm: RatePpm
    is_default: bool = False
    active: bool = True


@command
class PrinterEntry:
    role: str
    address: Annotated[str, Field(max_length=300)]
    profile: ShortText = "default"
    columns: Annotated[int, Field(ge=24, le=64)] = 48
    label_width_mm: Annotated[int, Field(ge=20, le=110)] = 57
    label_height_mm: Annotated[int, Field(ge=15, le=200)] = 30
    paper: ShortText = "A5"
    cut: bool = True


@command
class SaveTill:
    """Add (``till_id`` None) or change a till and its printers."""

    operation_id: OperationId
    till_id: int | None = None
    seen_version: int | None = None
    name: Annotated[str, Field(min_length=1, max_length=60)]
    printers: tuple[PrinterEntry, ...] = ()
    prints_on_intake: tuple[DocumentKind, ...] = (DocumentKind.CLAIM_TICKET,)
