"""How long a job waits before it is tried again. Pure but for the jitter handed in."""

from __future__ import annotations

from collections.abc import Callable

FIRST_S = 2.0
LONGEST_S = 60.0


def delay_s(*, attempts: int, jitter: Callable[[], float]) -> float:
    """Return seconds: doubling from two to sixty, spread by a fifth either way.

    ``attempts`` is how many have been made; ``jitter`` returns a number from 0 to 1.
    """
    plain = min(FIRST_S * 2.0 ** max(0, attempts - 1), LONGEST_S)
    return plain * (0.8 + 0.4 * jitter())
