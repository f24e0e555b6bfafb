"""Invents repair orders: plausible in device, repair, price, time and story. Pure.

Every story is legal: its moves are ordinary ones of services/tickets/workflow.py, in rising time.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from data.values import DeviceCategory, PartGrade, TicketStatus
from services.catalog.dto import DeviceModel, RepairType
from services.settings.reference import Reference
from services.tickets.imei import luhn_digit
from services.tickets.totals import PricedLine, Totals, totals_of

S = TicketStatus

# How a repair usually goes, as the statuses an order passes through, with how often in a hundred.
_USUAL_STORIES: tuple[tuple[int, tuple[TicketStatus, ...]], ...] = (
    (46, (S.IN_PROGRESS, S.COMPLETED, S.READY_PICKUP, S.DELIVERED)),
    (24, (S.DIAGNOSING, S.IN_PROGRESS, S.COMPLETED, S.READY_PICKUP, S.DELIVERED)),
    (
        12,
        (
            S.DIAGNOSING,
            S.AWAITING_APPROVAL,
            S.IN_PROGRESS,
            S.COMPLETED,
            S.READY_PICKUP,
            S.DELIVERED,
        ),
    ),
    (12, (S.WAITING_PARTS, S.IN_PROGRESS, S.COMPLETED, S.READY_PICKUP, S.DELIVERED)),
    (6, (S.DIAGNOSING, S.CANCELLED)),
)
_WORDS = (
    "Dropped it, half of the screen is black.",
    "Battery is empty by noon.",
    "Does not charge any more.",
    "Fell into water yesterday.",
    "No sound in calls.",
    "Gets hot and switches off.",
    "The camera is blurred.",
    "Buttons stick.",
)
_COLOURS = ("", "", "Black", "White", "Midnight", "Blue", "Silver", "Green")
_STORIES = tuple(statuses for times, statuses in _USUAL_STORIES for _again in range(times))
_GRADES = tuple(
    grade
    for grade, times in zip(PartGrade, (45, 30, 18, 7), strict=True)
    for _again in range(times)
)
# Taken in, every move, handed back.
LONGEST_HISTORY = 2 + max(map(len, _STORIES))
_TAC = "00000000"
_COLLECTED_WITHIN = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class InventedOrder:
    """One order: who, what, when, and the statuses it went through with their instants.

    ``handed_back_at`` is when a cancelled order's device was collected; None while it waits.
    """

    customer: int
    model: DeviceModel
    colour: str
    imei: str | None
    serial: str | None
    words: str
    repairs: tuple[RepairType, ...]
    grade: PartGrade
    prices_minor: tuple[int, ...]
    totals: Totals
    opened_at: datetime
    promised_at: datetime
    moves: tuple[tuple[TicketStatus, datetime], ...]
    handed_back_at: datetime | None
    technician: int | None
    urgent: bool
    condition: str

    @property
    def history_length(self) -> int:
        """Return how many history rows the order has."""
        return 1 + len(self.moves) + (self.handed_back_at is not None)

    @property
    def is_cancelled(self) -> bool:
        """Return whether the order came to nothing."""
        return bool(self.moves) and self.moves[-1][0] is TicketStatus.CANCELLED


class OrderInventor:
    """Invents orders for a shop's catalogue; the same for the same seed."""

    def __init__(self, reference: Reference, *, seed: int, unit_minor: int) -> None:
        self._draw = random.Random(f"{seed}:orders")  # noqa: S311 - repeatable
        self._models = [m for m in reference.device_models.values() if m.active]
        self._repairs = _repairs_by_category(reference)
        self._rate_ppm = reference.tax_class(None).rate_ppm
        self._included = reference.shop.prices_include_tax
        self._unit_minor = unit_minor
        self._totals = lru_cache(maxsize=50_000)(self._compute)

    def orders(
        self, count: int, *, customers: int, technicians: int, span: Span, still_open: int
    ) -> Iterator[InventedOrder]:
        """Invent ``count`` orders in the order of their intake; the last are ``still_open``."""
        for position in range(count):
            opened = span.instant(position, count, self._draw.random())
            is_open = position >= count - still_open
            yield self._order(opened, span.end, customers, technicians, is_open=is_open)

    def _order(
        self, opened: datetime, now: datetime, customers: int, technicians: int, *, is_open: bool
    ) -> InventedOrder:
        draw = self._draw
        model = draw.choice(self._models)
        moves = self._story(opened, now, is_open=is_open)
        repairs = self._chosen_repairs(model.category)
        prices = tuple(self._price(model, repair) for repair in repairs)
        is_phone = model.category is DeviceCategory.PHONE
        return InventedOrder(
            customer=int(customers * draw.random() ** 1.3),
            model=model,
            colour=draw.choice(_COLOURS),
            imei=_imei(draw) if is_phone else None,
            serial=None if is_phone else f"SN{draw.randrange(16**9):09X}",
            words=draw.choice(_WORDS),
            repairs=repairs,
            grade=draw.choice(_GRADES),
            prices_minor=prices,
            totals=self._totals(prices),
            opened_at=opened,
            promised_at=opened + timedelta(hours=draw.choice((1, 3, 6, 24, 48))),
            moves=moves,
            handed_back_at=self._handed_back(moves, now),
            technician=self._technician(technicians, is_begun=bool(moves)),
            urgent=draw.random() < 0.06,
            condition=json.dumps(
                {"screen": draw.choice(("good", "worn", "broken")), "back": "good"},
                separators=(",", ":"),
            ),
        )

    def _technician(self, technicians: int, *, is_begun: bool) -> int | None:
        if not technicians or not (is_begun or self._draw.random() < 0.7):
            return None
        return self._draw.randrange(technicians)

    def _handed_back(
        self, moves: Sequence[tuple[TicketStatus, datetime]], now: datetime
    ) -> datetime | None:
        if not moves or moves[-1][0] is not S.CANCELLED:
            return None
        at = moves[-1][1] + _COLLECTED_WITHIN * self._draw.random()
        return at if at <= now else None

    def _chosen_repairs(self, category: DeviceCategory) -> tuple[RepairType, ...]:
        offered = self._repairs[category]
        # The first chips are asked for most.
        first = offered[int(len(offered) * self._draw.random() ** 2)]
        if self._draw.random() < 0.75:
            return (first,)
        second = self._draw.choice(offered)
        return (first,) if second is first else (first, second)

    def _price(self, model: DeviceModel, repair: RepairType) -> int:
        base = 20 + repair.complexity * 25 + repair.minutes // 3
        tier = {1: 1.5, 2: 1.0, 3: 0.7}[model.tier or 2]
        whole = round(base * tier * (0.8 + 0.4 * self._draw.random()))
        return (whole // 5 * 5 + 4) * self._unit_minor

    def _compute(self, prices: tuple[int, ...]) -> Totals:
        lines = [PricedLine(amount_minor=price, rate_ppm=self._rate_ppm) for price in prices]
        return totals_of(lines, prices_include_tax=self._included)

    def _story(
        self, opened: datetime, now: datetime, *, is_open: bool
    ) -> tuple[tuple[TicketStatus, datetime], ...]:
        statuses = self._draw.choice(_STORIES)
        if is_open:
            statuses = statuses[: self._draw.randrange(len(statuses))]
        step = min(timedelta(hours=20), (now - opened) / (len(statuses) + 1))
        at, moves = opened, []
        for status in statuses:
            at += step * (0.1 + 0.9 * self._draw.random())
            moves.append((status, at))
        return tuple(moves)


@dataclass(frozen=True, slots=True)
class Span:
    """The time over which orders were taken in; naive UTC."""

    begin: datetime
    end: datetime

    def instant(self, position: int, count: int, jitter: float) -> datetime:
        """Return when the order at ``position`` of ``count`` came in: never before the last one."""
        return self.begin + (self.end - self.begin) * ((position + jitter) / (count + 1))


def _repairs_by_category(reference: Reference) -> dict[DeviceCategory, Sequence[RepairType]]:
    repairs = sorted(reference.repair_types.values(), key=lambda repair: repair.position)
    return {
        category: [repair for repair in repairs if category in repair.device_categories]
        for category in DeviceCategory
    }


def _imei(draw: random.Random) -> str:
    # A type allocation code of zeros belongs to no maker.
    body = f"{_TAC}{draw.randrange(1_000_000):06d}"
    return f"{body}{luhn_digit(body)}"
