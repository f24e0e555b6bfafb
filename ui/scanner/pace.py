"""This PC's scanner settings as the rule a burst is judged by, within what can't harm typing."""

from __future__ import annotations

from typing import Final

from ui.scanner.burst import (
    ENDS,
    LEAST_FEWEST,
    LEAST_GAP_MS,
    LONGEST_PREFIX,
    MOST_FEWEST,
    MOST_GAP_MS,
    Kind,
    Rule,
)
from ui.workstation import ScanEnd, ScannerSettings

_ENDS: Final = {
    ScanEnd.ENTER: frozenset({Kind.ENTER}),
    ScanEnd.TAB: frozenset({Kind.TAB}),
    ScanEnd.BOTH: ENDS,
}


def rule_of(scanner: ScannerSettings) -> Rule:
    """Return the rule; what a damaged config says beyond the bounds is brought inside them."""
    prefix = "".join(character for character in scanner.prefix if character.isprintable())
    return Rule(
        gap_ms=min(MOST_GAP_MS, max(LEAST_GAP_MS, scanner.gap_ms)),
        fewest=min(MOST_FEWEST, max(LEAST_FEWEST, scanner.fewest)),
        prefix=prefix[:LONGEST_PREFIX],
        ends=_ENDS[scanner.end],
    )
