"""Tells a scanner's burst from typing by time alone. Pure: no Qt, no clock, no field.

A keyboard-wedge scanner is a keyboard to the system. What gives it away is its pace: it sends a key
every 1 to 20 ms, and ends with Enter or Tab. So every printable key is held until the time for the
next one (the gap) has passed; then it was typed. Keys that keep coming within the gap are held
together, and an Enter or Tab that follows within the gap makes them a scan.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Generic, TypeVar

T = TypeVar("T")

USUAL_GAP_MS: Final = 30
# A quick typist needs 60 ms for a key: beyond this a setting would take typing for a scan.
LEAST_GAP_MS: Final = 10
MOST_GAP_MS: Final = 50
USUAL_FEWEST: Final = 6
LEAST_FEWEST: Final = 3
MOST_FEWEST: Final = 40
LONGEST_PREFIX: Final = 4
# The most a QR code can hold. What runs on longer is no scan, and must not be held for ever.
MOST_CHARACTERS: Final = 4_296


class Kind(StrEnum):
    """What a key is to a burst.

    ``BESIDE`` never decides anything and only keeps its place among the held ones: Shift, and the
    release of any key. ``OTHER`` is no part of a scan: arrows, Ctrl with a letter, auto-repeat.
    """

    CHARACTER = "character"
    ENTER = "enter"
    TAB = "tab"
    OTHER = "other"
    BESIDE = "beside"


ENDS: Final = frozenset({Kind.ENTER, Kind.TAB})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What counts as a scan at this workstation.

    ``prefix`` empty: any burst of at least ``fewest`` characters; else only bursts that begin with
    it, of any length. The prefix is no part of the scanned text. ``ends`` are the keys after one.
    """

    gap_ms: int = USUAL_GAP_MS
    fewest: int = USUAL_FEWEST
    prefix: str = ""
    ends: frozenset[Kind] = ENDS


@dataclass(frozen=True, slots=True)
class Key(Generic[T]):
    """One key as the burst sees it. ``item`` is whatever must come out again in its place."""

    kind: Kind
    at_ms: float
    item: T
    character: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What a scanner sent. ``took_ms`` from the first key to the ending one."""

    text: str
    took_ms: float
    keys: int

    @property
    def ms_per_key(self) -> float:
        """Return the mean time between two keys."""
        return self.took_ms / max(1, self.keys - 1)


class Verdict(StrEnum):
    """What becomes of the key just fed."""

    HELD = "held"
    PASSES = "passes"
    SCANNED = "scanned"
    SWALLOWED = "swallowed"


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """What to do now: give out ``typed`` first, then what ``verdict`` says about the key itself."""

    verdict: Verdict
    typed: tuple[T, ...] = ()
    scan: Scan | None = None


class Burst(Generic[T]):
    """The keys held back at this moment, in their order.

    Everything fed comes out once and in order: in a step's ``typed``, by passing, from `let_go`, or
    as part of a scan.
    """

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._keys: list[Key[T]] = []
        self._text = ""
        self._last_ms = 0.0
        self._scanned_at_ms: float | None = None

    @property
    def is_holding(self) -> bool:
        """Whether any key is held back."""
        return bool(self._keys)

    def keeps(self, key: Key[T]) -> bool:
        """Say whether `feed` would keep this key from its receiver. Changes nothing."""
        going_on = self._goes_on(key.at_ms)
        match key.kind:
            case Kind.CHARACTER:
                return self._fits(self._text + key.character if going_on else key.character)
            case Kind.ENTER | Kind.TAB:
                return (going_on and self._ends_scan(key.kind)) or self._trails_scan(key.at_ms)
            case Kind.BESIDE:
                return going_on
            case _:
                return False

    def feed(self, key: Key[T]) -> Step[T]:
        """Take one more key and say what becomes of it and of those before it."""
        late = () if self._goes_on(key.at_ms) else self.let_go()
        if not self.keeps(key):
            # A character that does not fit may still begin a burst of its own.
            typed = late + self.let_go()
            if not self.keeps(key):
                return Step(Verdict.PASSES, typed)
            late = typed
        if key.kind not in ENDS:
            self._hold(key)
            return Step(Verdict.HELD, late)
        if not self._keys:
            return Step(Verdict.SWALLOWED, late)
        return Step(Verdict.SCANNED, late, self._finish(key))

    def let_go(self) -> tuple[T, ...]:
        """Give out all that is held: it was typed."""
        held = tuple(key.item for key in self._keys)
        self._clear()
        return held

    # --- inside -------------------------------------------------------------------------------

    def _goes_on(self, at_ms: float) -> bool:
        return bool(self._keys) and 0 <= at_ms - self._last_ms <= self._rule.gap_ms

    def _fits(self, text: str) -> bool:
        prefix = self._rule.prefix
        begins = text.startswith(prefix) or prefix.startswith(text)
        return begins and len(text) <= MOST_CHARACTERS + len(prefix)

    def _ends_scan(self, kind: Kind) -> bool:
        if kind not in self._rule.ends:
            return False
        prefix = self._rule.prefix
        if prefix:
            return self._text.startswith(prefix) and len(self._text) > len(prefix)
        return len(self._text) >= self._rule.fewest

    def _trails_scan(self, at_ms: float) -> bool:
        """A scanner may send two ends, Enter and line feed: the second is no key of the person."""
        scanned = self._scanned_at_ms
        return not self._keys and scanned is not None and 0 <= at_ms - scanned <= self._rule.gap_ms

    def _hold(self, key: Key[T]) -> None:
        self._keys.append(key)
        if key.kind is Kind.CHARACTER:
            self._text += key.character
            self._last_ms = key.at_ms
            self._scanned_at_ms = None

    def _finish(self, end: Key[T]) -> Scan:
        scan = Scan(
            text=self._text.removeprefix(self._rule.prefix),
            took_ms=end.at_ms - self._keys[0].at_ms,
            keys=len(self._text) + 1,
        )
        self._clear()
        self._scanned_at_ms = end.at_ms
        return scan

    def _clear(self) -> None:
        self._keys = []
        self._text = ""
