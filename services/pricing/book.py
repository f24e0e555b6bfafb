"""How new prices fit among the prices a cell of the price book holds already. Pure.

A cell is one model, repair and grade. Its prices are valid over half-open spans of time that never
overlap. A new price that ends as the one before it would have ended takes its place from then on;
any other overlap is refused, for nobody could say which of the two was meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from services.catalog.dto import RowFate


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPrice:
    """A price the book holds. Amounts are minor units; ``until`` None is open."""

    price_id: int
    price_minor: int
    cost_minor: int | None
    begins: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPrice:
    """A price to put into the book. ``begins`` None is now."""

    line: int
    price_minor: int
    cost_minor: int | None
    begins: datetime | None = None
    until: datetime | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPrice:
    """A price to insert, and the one it takes the place of."""

    wanted: WantedPrice
    begins: datetime
    before: StoredPrice | None

    @property
    def cost_minor(self) -> int | None:
        """Return the cost: the one before, where the file names none."""
        if self.wanted.cost_minor is None and self.before is not None:
            return self.before.cost_minor
        return self.wanted.cost_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedPrice:
    """A stored price to change where it stands."""

    stored: StoredPrice
    wanted: WantedPrice

    @property
    def cost_minor(self) -> int | None:
        """Return the cost afterwards: a file without costs says nothing about them."""
        wanted, stored = self.wanted.cost_minor, self.stored.cost_minor
        return stored if wanted is None else wanted


@dataclass(slots=True, kw_only=True)
class CellPlan:
    """What to do with one cell. ``cuts`` are stored prices that end earlier from now on."""

    fates: dict[int, RowFate] = field(default_factory=dict)
    refusals: dict[int, str] = field(default_factory=dict)
    new: list[NewPrice] = field(default_factory=list)
    changed: list[ChangedPrice] = field(default_factory=list)
    cuts: list[tuple[StoredPrice, datetime]] = field(default_factory=list)


@dataclass(slots=True)
class _Span:
    """A stretch of the cell's time that is taken, by a stored price or by a line of the file."""

    begins: datetime
    until: datetime | None
    stored: StoredPrice | None = None
    line: int = 0

    def meets(self, begins: datetime, until: datetime | None) -> bool:
        """Say whether two half-open spans share an instant."""
        before_end = self.until is None or begins < self.until
        return before_end and (until is None or self.begins < until)


def plan_cell(
    stored: Sequence[StoredPrice], wanted: Sequence[WantedPrice], *, now: datetime
) -> CellPlan:
    """Return what puts the ``wanted`` prices of one cell among the ``stored`` ones."""
    plan = CellPlan()
    taken = [_Span(price.begins, price.until, stored=price) for price in stored]
    for price in sorted(wanted, key=lambda price: (price.begins or now, price.line)):
        begins = price.begins or now
        if price.until is not None and price.until <= begins:
            _end_already(plan, price, stored)
            continue
        met = [span for span in taken if span.meets(begins, price.until)]
        if not met:
            plan.new.append(NewPrice(wanted=price, begins=begins, before=None))
            plan.fates[price.line] = RowFate.ADDED
        elif len(met) > 1 or not _replace(plan, price, met[0], begins=begins):
            _refuse(plan, price, met)
            continue
        taken.append(_Span(begins, price.until, line=price.line))
    return plan


def _replace(plan: CellPlan, price: WantedPrice, span: _Span, *, begins: datetime) -> bool:
    """Let ``price`` take the place of the one stored price it meets; say whether it may."""
    old = span.stored
    if old is None or span.begins > begins:
        return False
    if _same_value(old, price) and old.until == price.until:
        plan.fates[price.line] = RowFate.UNCHANGED
        return True
    if span.begins == begins:
        plan.changed.append(ChangedPrice(stored=old, wanted=price))
        span.until = price.until
    elif old.until == price.until:
        plan.cuts.append((old, begins))
        plan.new.append(NewPrice(wanted=price, begins=begins, before=old))
        span.until = begins
    else:
        return False
    plan.fates[price.line] = RowFate.CHANGED
    return True


def _end_already(plan: CellPlan, price: WantedPrice, stored: Sequence[StoredPrice]) -> None:
    if any(_same_value(old, price) and old.until == price.until for old in stored):
        plan.fates[price.line] = RowFate.UNCHANGED
    else:
        plan.fates[price.line] = RowFate.REFUSED
        plan.refusals[price.line] = "This price would end before it begins."


def _refuse(plan: CellPlan, price: WantedPrice, met: Sequence[_Span]) -> None:
    other = met[-1]
    since = f"{other.begins:%Y-%m-%d}"
    whose = f"line {other.line}" if other.stored is None else f"the price valid from {since}"
    plan.fates[price.line] = RowFate.REFUSED
    plan.refusals[price.line] = f"Overlaps {whose}. Say from when until when each one holds."


def _same_value(stored: StoredPrice, wanted: WantedPrice) -> bool:
    same_cost = wanted.cost_minor is None or wanted.cost_minor == stored.cost_minor
    return stored.price_minor == wanted.price_minor and same_cost
