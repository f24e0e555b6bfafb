"""Reads an intake written as JSON and turns its names into the ids of this shop."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from pydantic import ValidationError

from data.values import PartGrade, minor_from_decimal
from services.actor import new_operation_id
from services.commands import problems_of
from services.errors import FieldProblem, Invalid
from services.tickets.dto import CustomerEntry, DeviceEntry, IntakeCommand, LineEntry
from services.tickets.intake_file import EXPONENT, DevicePart, IntakeFile, RepairPart

# Nothing has this id: what the shop does not know becomes it, so that the intake itself refuses it
# together with everything else that is wrong.
_NOBODYS_ID = 0

# What the command calls a field, and what the file calls it.
_FILE_WORD = {
    "customer_id": "id",
    "lines": "repairs",
    "repair_type_id": "repair",
    "price_minor": "price",
    "labour_minor": "labour",
    "tax_class_id": "tax_class",
    "device_model_id": "model",
    "promised_at_utc": "promised_at",
    "deposit_agreed_minor": "deposit_agreed",
    "technician_id": "technician",
    "comeback_of_id": "comeback_of",
}

_SHAPE_WORDS = {
    "model_type": "An object is needed.",
    "dict_type": "An object is needed.",
    "tuple_type": "A list is needed.",
    "list_type": "A list is needed.",
    "bool_type": "Yes or no is needed (true or false).",
    "int_from_float": "A whole number is needed.",
    "datetime_type": "A date and time is needed, for example 2026-11-20T17:00:00Z.",
    "datetime_parsing": "A date and time is needed, for example 2026-11-20T17:00:00Z.",
    "datetime_from_date_parsing": "A date and time is needed, for example 2026-11-20T17:00:00Z.",
}
_KEY_MARK = re.compile(r"\.\[key\]$")


class Names(Protocol):
    """What this shop calls things. Each answers an id, or None for what it does not know."""

    def device_model(self, *, brand: str, model: str, variant: str) -> int | None:
        """Return a model of the catalogue."""

    def repair_type(self, name: str) -> int | None:
        """Return a repair by its key or one of its names."""

    def technician(self, name: str) -> int | None:
        """Return a person by name."""

    def tax_class(self, name: str) -> int | None:
        """Return a tax class by name."""

    def ticket(self, number: str) -> int | None:
        """Return an order by its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadIntake:
    """The command, and what of the file this shop does not know, by the file's own fields."""

    command: IntakeCommand
    unknown: Mapping[str, str]
    by_model_id: frozenset[int]

    def in_file_words(self, refusal: Invalid) -> Invalid:
        """Return the refusal of the command with the fields as the file calls them."""
        problems = tuple(self._in_file_words(problem) for problem in refusal.problems)
        if not problems:
            return refusal
        told = Invalid(
            f"{problems[0].field}: {problems[0].message}",
            field=problems[0].field,
            details=refusal.details,
            problems=problems,
        )
        told.request_id = refusal.request_id
        return told

    def _in_file_words(self, problem: FieldProblem) -> FieldProblem:
        parts = problem.field.split(".")
        named = ".".join(_FILE_WORD.get(part, part) for part in parts)
        if parts[-1] == "device_model_id" and int(parts[1]) in self.by_model_id:
            named = named.removesuffix("model") + "model_id"
        words = self.unknown.get(named)
        if words is None:
            return replace(problem, field=named)
        return FieldProblem(field=named, code="unknown", message=words)


def read_intake(content: bytes, *, exponent: int) -> IntakeFile:
    """Read one JSON value; ``exponent`` is how many decimals the shop's currency has.

    Raises:
        Invalid: it is not JSON, or with one problem for every field that can't be accepted.
    """
    try:
        return IntakeFile.model_validate_json(content, context={EXPONENT: exponent})
    except ValidationError as error:
        raise _refusal(error) from None


def with_operation(file: IntakeFile, operation_id: str) -> IntakeFile:
    """Return the intake under an operation id that was said beside the file.

    Raises:
        Invalid: it can't be one, or the file names another.
    """
    if file.operation_id not in (None, operation_id):
        raise Invalid("The file names another operation.", field="operation_id")
    try:
        return IntakeFile.model_validate(
            {**dict(file), "operation_id": operation_id}, context={EXPONENT: None}
        )
    except ValidationError as error:
        raise _refusal(error) from None


def _refusal(error: ValidationError) -> Invalid:
    problems = tuple(
        replace(
            problem,
            field=_KEY_MARK.sub("", problem.field),
            message=_SHAPE_WORDS.get(problem.code, problem.message),
        )
        for problem in problems_of(error)
    )
    first = problems[0]
    if first.code == "json_invalid":
        return Invalid(f"This is not one JSON object. {first.message}")
    if first.field == "command":
        return Invalid("One JSON object is needed.")
    return Invalid(f"{first.field}: {first.message}", field=first.field, problems=problems)


def to_command(file: IntakeFile, names: Names, *, exponent: int) -> ReadIntake:
    """Return the command the file asks for; an operation id that is missing is made."""
    return _Translation(names, exponent).read(file)


class _Translation:
    def __init__(self, names: Names, exponent: int) -> None:
        self._names = names
        self._exponent = exponent
        self._unknown: dict[str, str] = {}

    def read(self, file: IntakeFile) -> ReadIntake:
        customer = file.customer
        command = IntakeCommand(
            operation_id=file.operation_id or new_operation_id(),
            customer=CustomerEntry(
                customer_id=customer.id,
                name=customer.name,
                phone=customer.phone,
                email=customer.email,
                sms_consent=customer.sms_consent,
                email_consent=customer.email_consent,
            ),
            devices=tuple(
                self._device(device, place=f"devices.{position}")
                for position, device in enumerate(file.devices)
            ),
            terms_accepted=file.terms_accepted,
            prints=file.prints,
            confirmed=frozenset(file.confirmed),
        )
        by_id = (at for at, device in enumerate(file.devices) if device.model_id is not None)
        return ReadIntake(
            command=command, unknown=dict(self._unknown), by_model_id=frozenset(by_id)
        )

    def _device(self, device: DevicePart, *, place: str) -> DeviceEntry:
        return DeviceEntry(
            device_id=device.device_id,
            device_model_id=self._model(device, place=place),
            title=device.title,
            colour=device.colour,
            imei=device.imei,
            serial=device.serial,
            no_identity_reason=device.no_identity_reason,
            words=device.words,
            priority=device.priority,
            lines=tuple(
                self._line(repair, place=f"{place}.repairs.{position}")
                for position, repair in enumerate(device.repairs)
            ),
            condition=dict(device.condition),
            accessories=device.accessories,
            promised_at_utc=device.promised_at,
            deposit_agreed_minor=self._minor(device.deposit_agreed) or 0,
            technician_id=self._technician(device.technician, place=place),
            comeback_of_id=self._comeback(device.comeback_of, place=place),
        )

    def _line(self, repair: RepairPart, *, place: str) -> LineEntry:
        repair_type_id = self._repair_type(repair.repair, place=place)
        return LineEntry(
            repair_type_id=repair_type_id,
            title=repair.title,
            grade=repair.grade or (PartGrade.ORIGINAL if repair_type_id is not None else None),
            quantity=repair.quantity,
            price_minor=self._minor(repair.price),
            labour_minor=self._minor(repair.labour) or 0,
            tax_class_id=self._tax_class(repair.tax_class, place=place),
        )

    def _model(self, device: DevicePart, *, place: str) -> int | None:
        if not device.model:
            return device.model_id
        found = self._names.device_model(
            brand=device.brand, model=device.model, variant=device.variant
        )
        name = " ".join(part for part in (device.brand, device.model, device.variant) if part)
        return self._known(
            found,
            f"{place}.model",
            f"“{name}” is not in the catalogue. A title needs no catalogue.",
        )

    def _repair_type(self, name: str, *, place: str) -> int | None:
        if not name.strip():
            return None
        return self._known(
            self._names.repair_type(name),
            f"{place}.repair",
            f"The repair “{name}” is not in the catalogue.",
        )

    def _tax_class(self, name: str, *, place: str) -> int | None:
        if not name.strip():
            return None
        return self._known(
            self._names.tax_class(name), f"{place}.tax_class", f"There is no tax class “{name}”."
        )

    def _technician(self, name: str, *, place: str) -> int | None:
        if not name.strip():
            return None
        return self._known(
            self._names.technician(name), f"{place}.technician", f"Nobody here is called “{name}”."
        )

    def _comeback(self, number: str, *, place: str) -> int | None:
        if not number.strip():
            return None
        return self._known(
            self._names.ticket(number), f"{place}.comeback_of", f"There is no order “{number}”."
        )

    def _known(self, found: int | None, field: str, words: str) -> int:
        if found is None:
            self._unknown[field] = words
            return _NOBODYS_ID
        return found

    def _minor(self, amount: str | None) -> int | None:
        if amount is None:
            return None
        return minor_from_decimal(Decimal(amount), exponent=self._exponent)
