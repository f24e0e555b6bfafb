"""Customers as the Counter shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from data.values import CustomerId, DeviceCategory, DeviceId, DeviceModelId


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerSuggestion:
    """One known customer that fits what was typed. Amounts are minor units."""

    customer_id: CustomerId
    name: str
    phone: str
    email: str
    open_tickets: int
    earlier_repairs: int
    balance_minor: int
    sms_consent: bool | None
    email_consent: bool | None
    flag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedDevice:
    """A device this customer has brought in before."""

    device_id: DeviceId
    device_model_id: DeviceModelId | None
    title: str
    colour: str
    category: DeviceCategory | None
    imei: str
    serial: str
    last_seen_utc: datetime | None
    last_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerCard:
    """A customer with what the Counter needs: earlier devices and consents."""

    customer: CustomerSuggestion
    devices: tuple[OwnedDevice, ...]
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneReading:
    """How a typed phone number was understood. ``e164`` is empty when it is not a number."""

    e164: str
    shown: str
    digits: str
    valid: bool
