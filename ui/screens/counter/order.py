"""From what is on the Counter to the command that takes it in, or to what keeps it from that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication

from services.commands import checked
from services.errors import FieldProblem, Invalid
from services.tickets.dto import DraftDevice, DraftLine, IntakeCommand, IntakeDraft
from ui.screens.counter.completeness import device_is_blank

ReadMoney = Callable[[str], int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The command, and for each of its devices the index of the draft's device it came from."""

    command: IntakeCommand
    device_indices: tuple[int, ...]


def order_from(
    draft: IntakeDraft, *, read_money: ReadMoney, confirmed: frozenset[str] = frozenset()
) -> Order:
    """Return the command for a draft. Devices nobody filled in are left out.

    Raises:
        Invalid: a price or deposit is not an amount, or a field can't be accepted as typed. Its
            paths count the command's devices (`problem_device` turns them back).
    """
    indices = devices_of(draft)
    problems = tuple(
        problem
        for place, index in enumerate(indices)
        for problem in _unreadable(draft.devices[index], place=place, read_money=read_money)
    )
    if problems:
        raise Invalid(problems[0].message, field=problems[0].field, problems=problems)
    is_known = draft.customer_id is not None
    # Plain values, checked in one go: a problem then has its whole path ("devices.0.imei").
    fields: dict[str, Any] = {
        "operation_id": draft.operation_id,
        "customer": _customer(draft),
        "devices": [_device(draft.devices[i], is_known=is_known) for i in indices],
        "terms_accepted": draft.terms_accepted,
        "confirmed": confirmed,
    }
    command = checked(lambda: IntakeCommand(**fields))
    return Order(command=command, device_indices=indices)


def devices_of(draft: IntakeDraft) -> tuple[int, ...]:
    """Return the indices of the devices that go into the command, at least one."""
    filled = tuple(i for i, device in enumerate(draft.devices) if not device_is_blank(device))
    return filled or (draft.current_device,)


def read_old_deposits(draft: IntakeDraft, *, read_money: ReadMoney) -> None:
    """Read the deposits that an older program kept only as they were typed."""
    for device in draft.devices:
        if device.deposit_minor is None:
            device.deposit_minor = read_money(device.deposit_text)


def _unreadable(
    device: DraftDevice, *, place: int, read_money: ReadMoney
) -> tuple[FieldProblem, ...]:
    def problem(field: str, message: str) -> FieldProblem:
        return FieldProblem(field=f"devices.{place}.{field}", code="amount", message=message)

    found = [
        problem(
            f"lines.{row}.price_minor",
            QCoreApplication.translate("Counter", "This is not a price. Write it like 189.00."),
        )
        for row, line in enumerate(device.lines)
        if line.price_text.strip() and read_money(line.price_text) is None
    ]
    if device.deposit_text.strip() and device.deposit_minor is None:
        words = QCoreApplication.translate("Counter", "This is not an amount. Write it like 50.00.")
        found.append(problem("deposit_agreed_minor", words))
    return tuple(found)


def _customer(draft: IntakeDraft) -> dict[str, Any]:
    email = {"email": draft.email.strip()} if draft.customer_id is None else {}
    return {
        "customer_id": draft.customer_id,
        "name": draft.name.strip(),
        "phone": draft.phone.strip(),
        **email,
        "sms_consent": draft.sms_consent,
        "email_consent": draft.email_consent,
    }


def _device(device: DraftDevice, *, is_known: bool) -> dict[str, Any]:
    return {
        # Nobody new has a device that was here before.
        "device_id": device.device_id if is_known else None,
        "device_model_id": device.device_model_id,
        "title": device.title.strip(),
        "colour": device.colour.strip(),
        "imei": device.imei.strip(),
        "serial": device.serial.strip(),
        "no_identity_reason": device.no_identity_reason.strip(),
        "words": device.words.strip(),
        "priority": device.priority,
        "lines": [_line(line) for line in device.lines],
        "condition": dict(device.condition),
        "accessories": list(device.accessories),
        "promised_at_utc": instant_from(device.promised_at_utc),
        "deposit_agreed_minor": device.deposit_minor or 0,
        "comeback_of_id": device.comeback_of_id if is_known else None,
    }


def _line(line: DraftLine) -> dict[str, Any]:
    return {
        "repair_type_id": line.repair_type_id,
        "title": line.title,
        "grade": line.grade or None,
        "price_minor": line.price_minor,
        "tax_class_id": line.tax_class_id,
        "estimated": line.estimated,
    }


def instant_from(text: str) -> datetime | None:
    """Return the instant a draft keeps as text, or None."""
    return datetime.fromisoformat(text) if text else None
