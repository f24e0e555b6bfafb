"""An intake as scripts write it: JSON with names instead of ids, amounts as decimal text.

`IntakeFile` is its shape and its JSON Schema; `services.tickets.intake_file_reading` turns it into
the command that the Counter sends as well.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from data.values import ConditionMark, ConditionPart, PartGrade, Priority, minor_from_decimal
from services.commands import OperationId
from services.printing.dto import DocumentKind

# What validation is told about the shop: how many decimals its currency has.
EXPONENT = "exponent"

_AMOUNT = r"^\d{1,11}(\.\d{1,4})?$"
_LARGEST_MINOR = 10**13
_LARGEST_ID = 2**53 - 1
_YEARS = range(2000, 2200)


def _storable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("This holds a character that can't be stored (NUL).")
    return text


def _amount_text(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError('Write amounts as text in currency units, for example "189.00".')
    return value


def _fits_currency(text: str, info: ValidationInfo) -> str:
    exponent = (info.context or {}).get(EXPONENT)
    whole, _point, decimals = text.partition(".")
    if not (text.isascii() and whole.isdigit() and (decimals.isdigit() or not _point)):
        raise ValueError('Write the amount with digits and one point, for example "189.00".')
    if exponent is None:
        return text
    try:
        minor = minor_from_decimal(Decimal(text), exponent=exponent)
    except ValueError:
        raise ValueError(f"This currency has {exponent} decimals.") from None
    if minor > _LARGEST_MINOR:
        raise ValueError("This amount is too large.")
    return text


def _within_reach(instant: datetime) -> datetime:
    if instant.year not in _YEARS:
        raise ValueError("This date is out of reach.")
    return instant


Text = Annotated[str, AfterValidator(_storable)]
Short = Annotated[Text, Field(max_length=200)]
Long = Annotated[Text, Field(max_length=20_000)]
Id = Annotated[int, Field(ge=1, le=_LARGEST_ID)]
Promise = Annotated[AwareDatetime, AfterValidator(_within_reach)]
Amount = Annotated[
    str,
    BeforeValidator(_amount_text),
    AfterValidator(_fits_currency),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": _AMOUNT,
            "description": "Currency units as decimal text, never a JSON number.",
            "examples": ["189.00"],
        }
    ),
]


class _Part(BaseModel):
    """Strict: unknown fields are refused, and nothing is turned from one type into another."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class CustomerPart(_Part):
    """A known customer by ``id``, or a name with a phone number or an e-mail address."""

    id: Id | None = None
    name: Short = ""
    phone: Short = ""
    email: Short = ""
    sms_consent: bool | None = None
    email_consent: bool | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.id is not None and (self.name or self.phone or self.email):
            raise ValueError("Name the customer by id, or by name and contact, not both.")
        return self


class RepairPart(_Part):
    """One repair or part: a repair of the catalogue, or a title.

    A repair of the catalogue is done with original parts unless ``grade`` says otherwise, as at the
    Counter. Without a price the price book's is taken; what it does not know stays open ("ask").
    """

    repair: Short = Field(default="", description="Its key or name, for example screen.")
    title: Short = Field(default="", description="What the paper calls it.")
    grade: PartGrade | None = None
    quantity: Annotated[int, Field(ge=1, le=999)] = 1
    price: Amount | None = Field(default=None, description="For one piece.")
    labour: Amount | None = Field(default=None, description="The price's share of labour.")
    tax_class: Short = Field(default="", description="Its name; the default class without.")


class DevicePart(_Part):
    """One device with its repairs: by one of device_id, model_id, brand and model, or title.

    IMEI or serial number, or the reason why neither can be read.
    """

    device_id: Id | None = Field(
        default=None, description="A device that was here before; what is said of it now is kept."
    )
    model_id: Id | None = None
    brand: Short = ""
    model: Short = ""
    variant: Short = ""
    title: Short = Field(default="", description="For a device the catalogue does not have.")
    colour: Short = ""
    imei: Short = ""
    serial: Short = ""
    no_identity_reason: Short = ""
    words: Long = Field(default="", description="What the customer says.")
    priority: Priority = Priority.NORMAL
    repairs: Annotated[tuple[RepairPart, ...], Field(max_length=50)] = ()
    condition: dict[ConditionPart, ConditionMark] = Field(default_factory=dict)
    accessories: Annotated[tuple[Short, ...], Field(max_length=30)] = ()
    promised_at: Promise | None = Field(
        default=None, description="ISO 8601 with its zone, for example 2026-11-20T17:00:00Z."
    )
    deposit_agreed: Amount | None = None
    technician: Short = Field(default="", description="Their name; the next available without.")
    comeback_of: Short = Field(default="", description="The number of the earlier order.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = (self.model_id is not None, bool(self.brand or self.model), bool(self.title))
        if sum(ways) > 1:
            raise ValueError("Name the device by model_id, by brand and model, or by title.")
        if bool(self.brand) is not bool(self.model) or (self.variant and not self.model):
            raise ValueError("A brand and a model belong together.")
        return self


class IntakeFile(_Part):
    """One visit: a customer with one or several devices. Each device becomes an order."""

    model_config = ConfigDict(title="Mendpoint intake")

    operation_id: OperationId | None = Field(
        default=None, description="A repeat with the same id returns the first result."
    )
    customer: CustomerPart
    devices: Annotated[tuple[DevicePart, ...], Field(min_length=1, max_length=20)]
    terms_accepted: bool = False
    prints: tuple[DocumentKind, ...] | None = Field(
        default=None, description="What to print; what the till prints on intake without."
    )
    confirmed: tuple[Short, ...] = Field(
        default=(), description="Keys of questions that were answered with yes."
    )


def intake_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one intake."""
    schema = IntakeFile.model_json_schema(mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
