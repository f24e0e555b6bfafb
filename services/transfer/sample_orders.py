"""Reads the invented customers and orders of the sample shop, and times their stories. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

from services.transfer.sample_hours import OpenHours, rounded
from services.types import (
    ConditionMark,
    ConditionPart,
    PartGrade,
    Priority,
    TicketStatus,
)

HANDED_BACK = "handed_back"
# A promise that counts in days falls on this hour of the shop's day.
_PROMISED_AT = time(17)

_S = TicketStatus
_STORIES: dict[str, tuple[TicketStatus, ...]] = {
    "pending": (),
    "diagnosing": (_S.DIAGNOSING,),
    "awaiting_approval": (_S.DIAGNOSING, _S.AWAITING_APPROVAL),
    "in_progress": (_S.DIAGNOSING, _S.IN_PROGRESS),
    "waiting_parts": (_S.DIAGNOSING, _S.WAITING_PARTS),
    "completed": (_S.IN_PROGRESS, _S.COMPLETED),
    "ready_pickup": (_S.IN_PROGRESS, _S.COMPLETED, _S.READY_PICKUP),
    "delivered": (_S.IN_PROGRESS, _S.COMPLETED, _S.READY_PICKUP, _S.DELIVERED),
    "cancelled": (_S.DIAGNOSING, _S.CANCELLED),
    HANDED_BACK: (_S.DIAGNOSING, _S.CANCELLED),
}

_BROKEN_BY = {
    "screen": ConditionPart.SCREEN,
    "back_glass": ConditionPart.BACK,
    "camera_glass": ConditionPart.CAMERAS,
    "rear_camera": ConditionPart.CAMERAS,
    "speaker": ConditionPart.SPEAKERS,
    "charging_port": ConditionPart.CHARGING,
    "water_damage": ConditionPart.LIQUID,
    "hinge": ConditionPart.FRAME,
    "joystick_drift": ConditionPart.BUTTONS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleCustomer:
    """An invented customer. Consent None: was never asked."""

    name: str
    phone: str
    email: str
    sms: bool | None
    email_consent: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleOrder:
    """An invented order: what came in, how long ago, and how far it has come."""

    customer: str
    brand: str
    model: str
    variant: str
    colour: str
    repairs: tuple[str, ...]
    grade: PartGrade | None
    end: str
    technician: str
    taken_in_ago: timedelta
    last_moved_ago: timedelta
    promise: str
    priority: Priority
    words: str
    accessories: tuple[str, ...]

    @property
    def story(self) -> tuple[TicketStatus, ...]:
        """Return the statuses the order passed through after it was taken in."""
        return _STORIES[self.end]

    @property
    def condition(self) -> dict[ConditionPart, ConditionMark]:
        """Return how the device was when it came in: what is to be repaired is broken."""
        found = dict.fromkeys(ConditionPart, ConditionMark.GOOD)
        found[ConditionPart.FRAME] = ConditionMark.WORN
        for repair in self.repairs:
            if repair in _BROKEN_BY:
                found[_BROKEN_BY[repair]] = ConditionMark.BROKEN
        if found[ConditionPart.SCREEN] is ConditionMark.BROKEN:
            found[ConditionPart.BIOMETRICS] = ConditionMark.UNTESTABLE
        return found

    def moved_at(self, now: datetime) -> Iterator[tuple[datetime, TicketStatus]]:
        """Return when each status was reached, spread evenly up to the last one."""
        steps = len(self.story)
        for step, status in enumerate(self.story, start=1):
            ago = self.taken_in_ago - (self.taken_in_ago - self.last_moved_ago) * step / steps
            yield now - ago, status

    def promised_at(self, now: datetime, *, zone: ZoneInfo, hours: OpenHours) -> datetime:
        """Return the promised time: about so many minutes from now, or an open day at five."""
        if self.promise.startswith("day"):
            days = int(self.promise.removeprefix("day"))
            day = now.astimezone(zone).date() + timedelta(days=days)
            return hours.promised(day, at=_PROMISED_AT, forward=days > 0)
        return rounded(now + timedelta(minutes=int(self.promise)))


def sample_customers() -> dict[str, SampleCustomer]:
    """Read the invented customers, by name."""
    consents = {"yes": True, "no": False, "": None}
    return {
        row["name"]: SampleCustomer(
            name=row["name"],
            phone=row["phone"],
            email=row["email"],
            sms=consents[row["sms"]],
            email_consent=consents[row["email_consent"]],
        )
        for row in _rows("customers.csv")
    }


def sample_orders() -> tuple[SampleOrder, ...]:
    """Read the invented orders, the earliest first."""
    orders = (_order(row) for row in _rows("orders.csv"))
    return tuple(sorted(orders, key=lambda order: order.taken_in_ago, reverse=True))


def _order(row: dict[str, str]) -> SampleOrder:
    return SampleOrder(
        customer=row["customer"],
        brand=row["brand"],
        model=row["model"],
        variant=row["variant"],
        colour=row["colour"],
        repairs=tuple(row["repairs"].split("|")),
        grade=PartGrade(row["grade"]) if row["grade"] else None,
        end=row["status"],
        technician=row["technician"],
        taken_in_ago=timedelta(hours=float(row["hours_ago"])),
        last_moved_ago=timedelta(hours=float(row["last_hours_ago"])),
        promise=row["promise"],
        priority=Priority(row["priority"]),
        words=row["words"],
        accessories=tuple(name for name in row["accessories"].split("|") if name),
    )


def more_of_customers() -> bytes:
    """Return a file as an import of customers reads it: what else is known of some of them."""
    return (files("resources") / "sample" / "more_of_customers.csv").read_bytes()


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (files("resources") / "sample" / name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines(), strict=True)
