"""Prices as they cross the boundary."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from data.values import DeviceModelId, PartGrade, PriceOrigin, RepairTypeId


class Confidence(StrEnum):
    """How sure a price is. ``confirmed`` comes from the price book or was typed."""

    CONFIRMED = "confirmed"
    CLOSE = "close"
    FAIR = "fair"
    ROUGH = "rough"
    ASK = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The answer to "how much": minor units, or None for "ask"."""

    price_minor: int | None
    cost_minor: int | None = None
    origin: PriceOrigin | None = None
    confidence: Confidence = Confidence.ASK
    explanation: str = ""

    @property
    def estimated(self) -> bool:
        """Say whether the program worked this price out itself."""
        return self.confidence in (Confidence.CLOSE, Confidence.FAIR, Confidence.ROUGH)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairChoice:
    """One chip of the Counter: a repair of this device with its price for the chosen grade."""

    repair_type_id: RepairTypeId
    key: str
    name: str
    short: str
    minutes: int
    needs_part: bool
    quote: Quote
    warranty_months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteQuestion:
    device_model_id: DeviceModelId | None
    repair_type_id: RepairTypeId
    grade: PartGrade
