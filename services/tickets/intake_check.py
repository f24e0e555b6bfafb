"""Checks an intake before anything is stored: every field's problem at once. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from data.values import LARGEST_TOTAL_MINOR
from services.customers.rules import new_customer_problems
from services.errors import FieldProblem, Invalid, NeedsConfirmation
from services.settings.reference import Reference
from services.tickets.dto import (
    CONFIRM_TERMS_OPEN,
    DeviceEntry,
    IntakeCommand,
    LineEntry,
)
from services.tickets.imei import imei_problem
from services.tickets.line_rows import priced_lines
from services.tickets.totals import totals_of

# A promise may be typed a little late; further back it is a slip.
_PROMISE_GRACE = timedelta(minutes=5)
_LABOUR_WORDS = "Labour is more than the price."
_TOTAL_WORDS = "The order comes to more than can be stored. Check prices and quantities."


def check_intake(command: IntakeCommand, reference: Reference, *, at: datetime) -> None:
    """Refuse what can't be taken in.

    Raises:
        Invalid: with one problem per field.
        NeedsConfirmation: ``terms-open``, the shop has terms and they were not accepted.
    """
    _refuse(tuple(_problems(command, reference, at=at)))
    terms = reference.shop.terms
    if terms and not command.terms_accepted and CONFIRM_TERMS_OPEN not in command.confirmed:
        raise NeedsConfirmation(
            f"The customer has not accepted terms v{terms.version}. Take the device in anyway?",
            key=CONFIRM_TERMS_OPEN,
        )


def check_priced(command: IntakeCommand, reference: Reference) -> None:
    """Refuse what only the prices tell, once the price book has filled them.

    Raises:
        Invalid: labour above its price, or an order that comes to too much, at the line's field.
    """
    _refuse(tuple(_priced_problems(command, reference)))


def _refuse(problems: tuple[FieldProblem, ...]) -> None:
    if problems:
        first = problems[0]
        raise Invalid(first.message, field=first.field, problems=problems)


def _problems(
    command: IntakeCommand, reference: Reference, *, at: datetime
) -> Iterator[FieldProblem]:
    if command.customer.customer_id is None:
        for problem in new_customer_problems(command.customer):
            yield FieldProblem(
                field=f"customer.{problem.field}", code=problem.code, message=problem.message
            )
    for position, entry in enumerate(command.devices):
        place = f"devices.{position}"
        yield from _device_problems(entry, reference, place=place, at=at)
        for line_position, line in enumerate(entry.lines):
            yield from _line_problems(line, reference, place=f"{place}.lines.{line_position}")


def _device_problems(
    entry: DeviceEntry, reference: Reference, *, place: str, at: datetime
) -> Iterator[FieldProblem]:
    named = entry.device_id is not None or entry.device_model_id is not None
    if not named and not entry.title.strip():
        yield _problem(f"{place}.title", "missing", "Say which device it is.")
    if entry.device_model_id is not None and entry.device_model_id not in reference.device_models:
        yield _problem(f"{place}.device_model_id", "unknown", "This model is not in the catalogue.")
    wrong = imei_problem(entry.imei) if entry.imei.strip() else None
    if wrong is not None:
        yield _problem(f"{place}.imei", "imei", wrong)
    identity = (entry.imei, entry.serial, entry.no_identity_reason)
    if entry.device_id is None and not any(text.strip() for text in identity):
        yield _problem(
            f"{place}.imei", "missing", "Enter the IMEI or serial number, or say why neither."
        )
    if not entry.lines and not entry.words.strip():
        yield _problem(
            f"{place}.words", "missing", "Choose a repair or write what the customer says."
        )
    if entry.promised_at_utc is not None and entry.promised_at_utc < at - _PROMISE_GRACE:
        yield _problem(f"{place}.promised_at_utc", "past", "The promised time has passed already.")
    if entry.technician_id is not None:
        person = reference.people.get(entry.technician_id)
        if person is None or not person.active:
            yield _problem(f"{place}.technician_id", "unknown", "This person does not work here.")


def _line_problems(line: LineEntry, reference: Reference, *, place: str) -> Iterator[FieldProblem]:
    if line.repair_type_id is None and not line.title.strip():
        yield _problem(f"{place}.title", "missing", "Say what is to be done.")
    if line.repair_type_id is not None and line.repair_type_id not in reference.repair_types:
        yield _problem(f"{place}.repair_type_id", "unknown", "This repair is not in the catalogue.")
    if _labour_exceeds(line):
        yield _problem(f"{place}.labour_minor", "too_large", _LABOUR_WORDS)
    if line.tax_class_id is not None and not _usable_tax(line.tax_class_id, reference):
        yield _problem(f"{place}.tax_class_id", "unknown", "This tax class does not exist.")


def _priced_problems(command: IntakeCommand, reference: Reference) -> Iterator[FieldProblem]:
    for position, entry in enumerate(command.devices):
        place = f"devices.{position}.lines"
        for line_position, line in enumerate(entry.lines):
            if _labour_exceeds(line):
                yield _problem(f"{place}.{line_position}.labour_minor", "too_large", _LABOUR_WORDS)
        dearest = _dearest_of_too_much(entry, reference)
        if dearest is not None:
            yield _problem(f"{place}.{dearest}.price_minor", "too_large", _TOTAL_WORDS)


def _dearest_of_too_much(entry: DeviceEntry, reference: Reference) -> int | None:
    """Return the dearest line of an order that comes to too much, or None of any other."""
    priced = priced_lines(entry.lines, reference)
    totals = totals_of(priced, prices_include_tax=reference.shop.prices_include_tax)
    if totals.total_minor <= LARGEST_TOTAL_MINOR:
        return None
    amounts = [line.amount_minor or 0 for line in priced]
    return amounts.index(max(amounts))


def _labour_exceeds(line: LineEntry) -> bool:
    return line.price_minor is not None and line.labour_minor > line.price_minor


def _usable_tax(tax_class_id: int, reference: Reference) -> bool:
    found = reference.tax_classes.get(tax_class_id)
    return found is not None and found.active


def _problem(field: str, code: str, message: str) -> FieldProblem:
    return FieldProblem(field=field, code=code, message=message)
