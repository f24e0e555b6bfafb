"""The Counter's draft: everything optional, kept as it is typed."""

from __future__ import annotations

from dataclasses import dataclass, field

from data.values import (
    PartGrade,
    Priority,
)


@dataclass(slots=True, kw_only=True)
class DraftLine:
    repair_type_id: int | None = None
    title: str = ""
    grade: str = PartGrade.ORIGINAL.value
    price_minor: int | None = None
    price_text: str = ""
    estimated: bool = False
    tax_class_id: int | None = None
    warranty_months: int = 0


@dataclass(slots=True, kw_only=True)
class DraftDevice:
    device_id: int | None = None
    device_model_id: int | None = None
    title: str = ""
    category: str = ""
    colour: str = ""
    imei: str = ""
    serial: str = ""
    no_identity_reason: str = ""
    grade: str = PartGrade.ORIGINAL.value
    lines: list[DraftLine] = field(default_factory=list)
    words: str = ""
    condition: dict[str, str] = field(default_factory=dict)
    accessories: list[str] = field(default_factory=list)
    promised_at_utc: str = ""
    deposit_minor: int | None = None
    deposit_text: str = ""
    priority: str = Priority.NORMAL.value
    comeback_of_id: int | None = None
    comeback_of: str = ""


@dataclass(slots=True, kw_only=True)
class IntakeDraft:
    """What is on the Counter, typed so far. Plain JSON values, so that any text survives.

    Amounts are kept twice: as they were typed, and in minor units as the shop's locale reads them.
    """

    operation_id: str = ""
    customer_id: int | None = None
    customer_text: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    sms_consent: bool | None = None
    email_consent: bool | None = None
    devices: list[DraftDevice] = field(default_factory=lambda: [DraftDevice()])
    current_device: int = 0
    terms_accepted: bool = False
    kept_at_utc: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedDraft:
    """A draft set aside with *Save draft*."""

    key: str
    title: str
    kept_at_utc: str
