"""The pure kernel every floor speaks: ids, enums and money. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import NewType

ShopId = NewType("ShopId", int)
TillId = NewType("TillId", int)
PersonId = NewType("PersonId", int)
RoleId = NewType("RoleId", int)
CustomerId = NewType("CustomerId", int)
DeviceId = NewType("DeviceId", int)
DeviceModelId = NewType("DeviceModelId", int)
RepairTypeId = NewType("RepairTypeId", int)
PartTypeId = NewType("PartTypeId", int)
TaxClassId = NewType("TaxClassId", int)
VisitId = NewType("VisitId", int)
TicketId = NewType("TicketId", int)
HistoryId = NewType("HistoryId", int)
JobId = NewType("JobId", int)
AttachmentId = NewType("AttachmentId", int)


class TicketStatus(StrEnum):
    """Where a repair order stands. The order here is the order of the work."""

    PENDING = "pending"
    DIAGNOSING = "diagnosing"
    AWAITING_APPROVAL = "awaiting_approval"
    IN_PROGRESS = "in_progress"
    WAITING_PARTS = "waiting_parts"
    COMPLETED = "completed"
    READY_PICKUP = "ready_pickup"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


OPEN_STATUSES = tuple(
    s for s in TicketStatus if s not in (TicketStatus.DELIVERED, TicketStatus.CANCELLED)
)


class Outcome(StrEnum):
    """What became of the repair, beside its status."""

    REPAIRED = "repaired"
    NOT_REPAIRABLE = "not_repairable"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class Priority(StrEnum):
    NORMAL = "normal"
    URGENT = "urgent"
    EXPRESS = "express"


class HistoryKind(StrEnum):
    """Why a history row was written. Only these kinds may carry a change of status."""

    TAKEN_IN = "taken_in"
    MOVED = "moved"
    UNDONE = "undone"
    CORRECTED = "corrected"
    HANDED_OVER = "handed_over"
    HANDED_BACK = "handed_back"
    ASSIGNED = "assigned"
    NOTED = "noted"
    EDITED = "edited"
    ATTACHED = "attached"
    DETACHED = "detached"


class NoteKind(StrEnum):
    """Whom a note is for. ``earlier`` keeps what a text of the order said before it was edited."""

    INTERNAL = "internal"
    CUSTOMER = "customer"
    EARLIER = "earlier"


class PartGrade(StrEnum):
    ORIGINAL = "original"
    PREMIUM = "aftermarket_premium"
    STANDARD = "aftermarket_standard"
    ECONOMY = "aftermarket_economy"


class DeviceCategory(StrEnum):
    PHONE = "phone"
    TABLET = "tablet"
    LAPTOP = "laptop"
    WATCH = "watch"
    CONSOLE = "console"


class Panel(StrEnum):
    LCD = "lcd"
    OLED = "oled"
    FOLDABLE = "foldable"


class PriceOrigin(StrEnum):
    """Where a price came from. ``estimate`` is neither a reference nor a truth (DOMAIN.md)."""

    TYPED = "typed"
    IMPORTED = "imported"
    ESTIMATE = "estimate"


class ConditionPart(StrEnum):
    SCREEN = "screen"
    BACK = "back"
    FRAME = "frame"
    BUTTONS = "buttons"
    CAMERAS = "cameras"
    SPEAKERS = "speakers"
    CHARGING = "charging"
    BIOMETRICS = "biometrics"
    LIQUID = "liquid"


class ConditionMark(StrEnum):
    GOOD = "good"
    WORN = "worn"
    BROKEN = "broken"
    UNTESTABLE = "untestable"


class Channel(StrEnum):
    SMS = "sms"
    EMAIL = "email"


class ContactKind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"


class ConsentHow(StrEnum):
    """By which way a consent was given or withdrawn; append-only rows hold no words of anybody."""

    COUNTER = "counter"
    PHONE = "phone"
    EMAIL = "email"
    MESSAGE = "message"
    FORM = "form"
    IMPORT = "import"


class CollectedBy(StrEnum):
    """Who took the device, and how that was known."""

    CUSTOMER = "customer"
    OTHER = "other"


class CollectedCheck(StrEnum):
    CLAIM_TICKET = "claim_ticket"
    IDENTITY = "identity"


class JobState(StrEnum):
    """``unknown`` is its own end: the outside effect may or may not have happened."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


class JobKind(StrEnum):
    PRINT = "print"
    FILES = "files"


class AttachmentKind(StrEnum):
    """A photo is a picture that is shown; anything else is a file."""

    PHOTO = "photo"
    FILE = "file"


class AttachmentStage(StrEnum):
    """When of an order something was attached: it decides what a photo proves."""

    INTAKE = "intake"
    REPAIR = "repair"
    HAND_OVER = "hand_over"


class GrantScope(StrEnum):
    OWN = "own"
    ALL = "all"


class GrantMode(StrEnum):
    DIRECT = "direct"
    WITH_PIN = "with_pin"


# What one order may come to, in minor units: the sum of 900,000 of them still fits into 64 bits.
LARGEST_TOTAL_MINOR = 10**13

# Under several filters no more of all orders are counted: one more than this stands for "more".
MOST_COUNTED = 100_000


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units of one currency. Sums of different currencies are refused."""

    minor: int
    currency: str

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def times(self, quantity: int) -> Money:
        """Return ``quantity`` times this amount."""
        return Money(self.minor * quantity, self.currency)

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add")


# Beyond any column; a tiny text such as "1e999999" must not become a number of a million digits.
_MOST_DIGITS = 30


def minor_from_decimal(amount: Decimal, *, exponent: int) -> int:
    """Turn currency units into minor units.

    Raises:
        ValueError: more decimals than the currency has, too large, or not a finite number.
    """
    if not amount.is_finite():
        raise ValueError("not a finite amount")
    if amount.adjusted() > _MOST_DIGITS:
        raise ValueError("too large")
    # Put together anew, not scaled: arithmetic rounds to the context's 28 digits.
    sign, digits, place = amount.as_tuple()
    scaled = Decimal((sign, digits, int(place) + exponent))
    if scaled != scaled.to_integral_value():
        raise ValueError(f"at most {exponent} decimals")
    return int(scaled)


def decimal_from_minor(minor: int, *, exponent: int) -> Decimal:
    """Turn minor units into currency units."""
    return Decimal(minor).scaleb(-exponent)


def share_of(amount_minor: int, *, rate_ppm: int, included: bool) -> int:
    """Return the tax in ``amount_minor`` (minor units) at ``rate_ppm`` parts per million.

    Half a minor unit rounds away from zero. With ``included`` the amount already holds the tax.
    """
    base = Decimal(amount_minor) * rate_ppm
    divisor = 1_000_000 + rate_ppm if included else 1_000_000
    return int((base / divisor).to_integral_value(rounding=ROUND_HALF_UP))
