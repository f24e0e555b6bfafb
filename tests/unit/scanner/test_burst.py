"""Scans are told from typing by time; nothing is lost, doubled or put in another order."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.scanner.burst import (
    MOST_CHARACTERS,
    MOST_GAP_MS,
    Burst,
    Key,
    Kind,
    Rule,
    Scan,
    Verdict,
)
from ui.scanner.pace import rule_of
from ui.workstation import ScanEnd, ScannerSettings

CODE = "R26-000418-H"


@dataclass
class Line:
    """A line of keys: what was typed, what was scanned, and all of it in its order."""

    burst: Burst[str]
    now_ms: float = 1_000.0

    def __post_init__(self) -> None:
        self.typed: list[str] = []
        self.scans: list[Scan] = []
        self.swallowed: list[str] = []
        self._held: list[str] = []
        self.order: list[str] = []

    def key(self, item: str, *, after_ms: float, kind: Kind | None = None) -> None:
        self.now_ms += after_ms
        kind = kind or {"\r": Kind.ENTER, "\t": Kind.TAB}.get(item, Kind.CHARACTER)
        character = item if kind is Kind.CHARACTER else ""
        step = self.burst.feed(Key(kind, self.now_ms, item, character))
        self._out(step.typed)
        match step.verdict:
            case Verdict.PASSES:
                self.typed.append(item)
                self.order.append(item)
            case Verdict.HELD:
                self._held.append(item)
            case Verdict.SWALLOWED:
                self.swallowed.append(item)
            case Verdict.SCANNED:
                assert step.scan is not None
                self.scans.append(step.scan)
                self.order += [*self._held, item]
                self._held = []

    def write(self, text: str, *, pace_ms: float) -> None:
        for character in text:
            self.key(character, after_ms=pace_ms)

    def end(self) -> str:
        """Let the gap pass and return all that was typed."""
        self._out(self.burst.let_go())
        return "".join(self.typed)

    def _out(self, items: tuple[str, ...]) -> None:
        assert items == tuple(self._held[: len(items)])
        self._held = self._held[len(items) :]
        self.typed += items
        self.order += items


def line(**rule: object) -> Line:
    return Line(Burst(Rule(**rule)))  # type: ignore[arg-type]


@pytest.mark.parametrize("end", ["\r", "\t"])
@pytest.mark.parametrize("pace_ms", [0, 1, 8, 20, 30])
def test_a_fast_burst_with_an_end_is_a_scan(pace_ms: float, end: str) -> None:
    keys = line()
    keys.write(CODE + end, pace_ms=pace_ms)
    assert keys.scans == [Scan(text=CODE, took_ms=12 * pace_ms, keys=13)]
    assert keys.scans[0].ms_per_key == pace_ms
    assert keys.end() == ""


@given(
    text=st.text(st.sampled_from("R26-0418Habc xyz"), min_size=1, max_size=60),
    pace_ms=st.floats(60, 400),
    gap_ms=st.integers(0, 10_000),
    fewest=st.integers(-3, 50),
)
def test_typing_at_60_ms_is_never_a_scan_whatever_is_set(
    text: str, pace_ms: float, gap_ms: int, fewest: int
) -> None:
    rule = rule_of(ScannerSettings(gap_ms=gap_ms, fewest=fewest))
    assert rule.gap_ms <= MOST_GAP_MS < 60
    keys = Line(Burst(rule))
    keys.write(f"{text}\r", pace_ms=pace_ms)
    assert not keys.scans
    assert keys.end() == f"{text}\r"


PRESSES = st.tuples(
    st.sampled_from(["a", "7", "-", "R", "~", "\r", "\t", "←", "⇧"]),
    st.sampled_from([0.0, 1.0, 5.0, 29.0, 30.0, 31.0, 60.0, 500.0, -40.0]),
)
SCANS = st.builds(
    lambda code, pace, end: [(character, pace) for character in f"{code}{end}"],
    st.sampled_from([CODE, "490154203237518", "~C02", "~"]),
    st.sampled_from([0.0, 2.0, 15.0, 30.0]),
    st.sampled_from(["\r", "\t", "\r\r", ""]),
)
KINDS = {"←": Kind.OTHER, "⇧": Kind.BESIDE}


@given(
    runs=st.lists(st.one_of(st.lists(PRESSES, max_size=12), SCANS), max_size=8),
    prefix=st.sampled_from(["", "~", "~C"]),
    ends=st.sampled_from([frozenset({Kind.ENTER}), frozenset({Kind.ENTER, Kind.TAB})]),
)
def test_any_interleaving_comes_out_complete_and_in_order(
    runs: list[list[tuple[str, float]]], prefix: str, ends: frozenset[Kind]
) -> None:
    keys = line(prefix=prefix, ends=ends)
    sent = [press for run in runs for press in run]
    for item, after_ms in sent:
        keys.key(item, after_ms=after_ms, kind=KINDS.get(item))
    keys.end()
    # Only an end right after a scan may be swallowed; all else is there once, in its place.
    assert set(keys.swallowed) <= {"\r", "\t"}
    assert len(keys.swallowed) <= len(keys.scans) * len(sent)
    remaining = iter(item for item, _ in sent)
    assert all(item in remaining for item in keys.order)
    assert len(keys.order) + len(keys.swallowed) == len(sent)
    assert not keys.burst.is_holding


def test_a_broken_off_scan_was_typed() -> None:
    keys = line()
    keys.write(CODE[:7], pace_ms=5)
    keys.write(f"{CODE[7:]}x", pace_ms=5)
    assert keys.end() == f"{CODE}x"
    keys.key("\r", after_ms=500)
    assert (keys.scans, keys.end()) == ([], f"{CODE}x\r")


def test_a_pause_in_the_middle_breaks_a_burst() -> None:
    keys = line()
    keys.write(CODE[:4], pace_ms=5)
    keys.key(CODE[4], after_ms=31)
    keys.write(CODE[5:8] + "\r", pace_ms=5)
    assert (keys.scans, keys.end()) == ([], f"{CODE[:8]}\r")


def test_a_short_burst_was_typed() -> None:
    keys = line()
    keys.write("12345\r", pace_ms=5)
    assert (keys.scans, keys.end()) == ([], "12345\r")


def test_a_prefix_makes_short_codes_scans_and_others_typing() -> None:
    keys = line(prefix="~!")
    keys.write("~!7\r", pace_ms=5)
    keys.write(f"{CODE}\r", pace_ms=60)
    assert [scan.text for scan in keys.scans] == ["7"]
    assert keys.end() == f"{CODE}\r"


def test_with_a_prefix_other_keys_are_not_held_at_all() -> None:
    keys = line(prefix="~")
    keys.write("abc", pace_ms=5)
    assert not keys.burst.is_holding


def test_an_end_that_is_not_set_makes_no_scan() -> None:
    keys = line(ends=frozenset({Kind.TAB}))
    keys.write(f"{CODE}\r", pace_ms=5)
    assert (keys.scans, keys.end()) == ([], f"{CODE}\r")


def test_a_second_end_right_after_a_scan_is_nobodys() -> None:
    keys = line()
    keys.write(f"{CODE}\r\r", pace_ms=5)
    keys.key("\r", after_ms=200)
    assert (len(keys.scans), keys.swallowed, keys.end()) == (1, ["\r"], "\r")


def test_what_never_ends_is_not_held_for_ever() -> None:
    keys = line()
    keys.write("7" * (MOST_CHARACTERS + 1), pace_ms=1)
    assert len(keys.typed) == MOST_CHARACTERS


def test_releases_and_shift_keep_their_place_and_decide_nothing() -> None:
    keys = line()
    keys.key("⇧", after_ms=0, kind=Kind.BESIDE)
    for character in "ab":
        keys.key(character, after_ms=5)
        keys.key("⇧", after_ms=1, kind=Kind.BESIDE)
    assert keys.typed == ["⇧"]
    assert keys.end() == "⇧a⇧b⇧"


@pytest.mark.parametrize(
    ("end", "kinds"),
    [
        (ScanEnd.ENTER, {Kind.ENTER}),
        (ScanEnd.TAB, {Kind.TAB}),
        (ScanEnd.BOTH, {Kind.ENTER, Kind.TAB}),
    ],
)
def test_the_settings_become_a_rule(end: ScanEnd, kinds: set[Kind]) -> None:
    rule = rule_of(ScannerSettings(gap_ms=40, fewest=8, prefix="~\x00~", end=end))
    assert rule == Rule(gap_ms=40, fewest=8, prefix="~~", ends=frozenset(kinds))
