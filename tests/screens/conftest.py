"""What every screen test runs under: a watchdog for the event loop."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from tests.screens.heart import Halts, listened
from tests.screens.watchdog import FAILS_FROM_S, Watchdog

_PROPERTY = "event loop kept"
_LISTED = 10


@pytest.fixture(autouse=True)
def garbage_on_the_main_thread() -> Iterator[None]:
    """Keep the collector off while workers run, as the program does (ui/collector.py)."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(scope="session")
def machine() -> Iterator[Halts]:
    """The times at which the whole machine stood still."""
    halts = Halts()
    with listened(halts):
        yield halts


@pytest.fixture(autouse=True)
def event_loop_watchdog(request: pytest.FixtureRequest, machine: Halts) -> Iterator[Watchdog]:
    """Report what keeps the main thread over 100 ms; fail at 2 s."""
    watchdog = Watchdog(machine)
    watchdog.start()
    yield watchdog
    watchdog.stop()
    # Properties travel to the terminal from a worker process too.
    told = [(_PROPERTY, (round(each.seconds * 1000), each.where)) for each in watchdog.blocked]
    request.node.user_properties.extend(told)
    frozen = [each for each in watchdog.blocked if each.seconds >= FAILS_FROM_S]
    assert not frozen, f"the window froze: {frozen}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List the longest times the event loop was kept."""
    told = {
        (milliseconds, where, report.nodeid)
        for reports in terminalreporter.stats.values()
        for report in reports
        if isinstance(report, pytest.TestReport)
        for name, kept in report.user_properties
        if name == _PROPERTY
        for milliseconds, where in [kept]
    }
    if not told:
        return
    terminalreporter.section("event loop kept over 100 ms")
    for milliseconds, where, test in sorted(told, reverse=True)[:_LISTED]:
        terminalreporter.line(f"{milliseconds:6} ms  {where}  in {test}")
