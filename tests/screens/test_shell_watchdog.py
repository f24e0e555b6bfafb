"""The watchdog itself: it sees the user interface keep the main thread, and nothing else."""

from __future__ import annotations

import signal
import threading
import time
from datetime import UTC, datetime

from PySide6.QtWidgets import QApplication

from tests.screens.heart import Halts, listened
from tests.screens.watchdog import Watchdog
from ui.format import Formats
from ui.tasks import TaskRunner


def keep_busy(seconds: float) -> None:
    """Use the processor on this thread for so long, however busy the machine is."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        sum(range(1000))


class SlowFormats(Formats):
    """Writes times slowly; its caller is the user interface's own code."""

    def time(self, instant: object) -> str:
        """Take a third of a second."""
        keep_busy(0.3)
        return ""


def test_a_slow_call_of_the_user_interface_is_seen(machine: Halts) -> None:
    watchdog = Watchdog(machine)
    watchdog.start()
    now = datetime(2026, 11, 20, 14, 26, tzinfo=UTC)
    SlowFormats().date_short(now, now)
    watchdog.stop()
    assert [each.seconds >= 0.1 for each in watchdog.blocked] == [True]
    assert "format.py" in watchdog.blocked[0].where


def test_a_machine_that_stood_still_is_no_frozen_window() -> None:
    machine = Halts()
    watchdog = Watchdog(machine)
    now = datetime(2026, 11, 20, 14, 26, tzinfo=UTC)
    since = time.monotonic()
    watchdog.start()
    machine.add(since, since + 60)
    SlowFormats().date_short(now, now)
    watchdog.stop()
    assert watchdog.blocked == []


def test_a_halt_of_the_machine_is_noticed_by_its_heart() -> None:
    halts = Halts()
    since = time.monotonic()
    halted = 0.0
    with listened(halts) as hearts:
        # A heart that has only been started does not beat yet; it is halted until it notices.
        while halted == 0.0 and time.monotonic() < since + 10:
            hearts[0].send_signal(signal.SIGSTOP)
            keep_busy(0.4)
            hearts[0].send_signal(signal.SIGCONT)
            halted = halts.seconds(since, time.monotonic())
    assert 0.3 <= halted <= 10


def test_a_test_that_is_busy_itself_is_no_concern(machine: Halts) -> None:
    watchdog = Watchdog(machine)
    watchdog.start()
    keep_busy(0.3)
    watchdog.stop()
    assert watchdog.blocked == []


def test_work_off_the_main_thread_is_no_concern(machine: Halts, qapp: QApplication) -> None:
    watchdog = Watchdog(machine)
    watchdog.start()
    runner = TaskRunner(on_bug=lambda _bug: "", present=lambda _owner, _error: None)
    ended = threading.Event()

    def work() -> None:
        keep_busy(0.3)
        ended.set()

    runner.run(runner, work, done=lambda _nothing: None)
    assert ended.wait(10)
    watchdog.stop()
    assert runner.stop(deadline_s=5)
    assert watchdog.blocked == []
