"""The runner of the screens' service calls, live updates, and what becomes of bugs."""

from __future__ import annotations

import gc
import json
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.crash import CrashReports
from app.log_lines import LOG_FILE, start_log, stop_log
from services.changes import Change, ChangeBus, Entity
from services.errors import Conflict, MendpointError
from ui.live import LiveUpdates
from ui.tasks import TaskProgress, TaskRunner, Unexpected


class Desk:
    """A runner, and what it told."""

    def __init__(self) -> None:
        self.bugs: list[BaseException] = []
        self.presented: list[MendpointError] = []
        self.runner = TaskRunner(on_bug=self._report, present=self._present)
        self.owner = QObject()

    def _report(self, bug: BaseException) -> str:
        self.bugs.append(bug)
        return "4f2a9c11"

    def _present(self, _owner: QObject, error: MendpointError) -> None:
        self.presented.append(error)


@pytest.fixture
def desk(qapp: QApplication) -> Iterator[Desk]:
    """Give a runner that is stopped at the end."""
    desk = Desk()
    yield desk
    assert desk.runner.stop(deadline_s=5)


def raising(error: Exception) -> Callable[[], object]:
    def work() -> object:
        raise error

    return work


def test_work_is_done_elsewhere_and_answered_here(desk: Desk, qtbot: QtBot) -> None:
    threads: list[str] = []
    answers: list[tuple[int, str]] = []

    def work() -> int:
        threads.append(threading.current_thread().name)
        return 42

    def done(answer: int) -> None:
        answers.append((answer, threading.current_thread().name))

    desk.runner.run(desk.owner, work, done=done)
    qtbot.waitUntil(lambda: answers == [(42, "MainThread")])
    assert threads == ["ui-task-1"]


def test_errors_go_to_who_asked_or_to_be_shown(desk: Desk, qtbot: QtBot) -> None:
    told: list[MendpointError] = []
    error = Conflict("Someone was faster.")
    desk.runner.run(desk.owner, raising(error), done=print, failed=told.append)
    desk.runner.run(desk.owner, raising(error), done=print)
    qtbot.waitUntil(lambda: told == [error] and desk.presented == [error])
    assert error.__traceback__ is None


def test_a_bug_is_reported_with_a_reference_and_the_screen_is_told(
    desk: Desk, qtbot: QtBot
) -> None:
    told: list[MendpointError] = []
    desk.runner.run(desk.owner, raising(ZeroDivisionError()), done=print, failed=told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], Unexpected)
    assert told[0].request_id == "4f2a9c11"
    assert isinstance(desk.bugs[0], ZeroDivisionError)


def test_the_newest_question_of_a_kind_wins(desk: Desk, qtbot: QtBot) -> None:
    answers: list[int] = []
    may_go = threading.Event()
    done_work: list[int] = []

    def work(number: int) -> Callable[[], int]:
        def wait() -> int:
            may_go.wait(5)
            done_work.append(number)
            return number

        return wait

    handles = [
        desk.runner.run(desk.owner, work(n), done=answers.append, kind="search") for n in range(9)
    ]
    may_go.set()
    qtbot.waitUntil(lambda: desk.runner.under_way == 0)
    assert answers == [8]
    assert [handle.is_dropped for handle in handles] == [True] * 8 + [False]
    # Four were at work; what had not begun was never done, the newest apart.
    assert len(done_work) <= 5


def test_an_answer_for_nobody_is_dropped(desk: Desk, qtbot: QtBot) -> None:
    answers: list[int] = []
    may_go = threading.Event()
    owner = QObject()
    desk.runner.run(owner, lambda: may_go.wait(5), done=lambda _a: answers.append(1))
    owner.deleteLater()
    qtbot.waitUntil(lambda: not _is_alive(owner))
    may_go.set()
    qtbot.waitUntil(lambda: desk.runner.under_way == 0)
    assert answers == []


def _is_alive(owner: QObject) -> bool:
    from shiboken6 import isValid

    return isValid(owner)


def test_what_a_call_holds_is_let_go_on_the_main_thread(desk: Desk, qtbot: QtBot) -> None:
    class Held:
        pass

    gone_on: list[str] = []
    held = Held()
    weakref.finalize(held, lambda: gone_on.append(threading.current_thread().name))
    desk.runner.run(desk.owner, lambda held=held: bool(held), done=lambda _a: None)
    del held
    qtbot.waitUntil(lambda: desk.runner.under_way == 0)
    gc.collect()
    qtbot.waitUntil(lambda: gone_on == ["MainThread"])


def test_long_work_reports_progress_and_can_be_cancelled(desk: Desk, qtbot: QtBot) -> None:
    progress = TaskProgress()
    seen: list[tuple[int, int]] = []
    answers: list[int] = []
    progress.moved.connect(seen.append)

    def work() -> int:
        done = 0
        while not progress.is_cancelled:
            done += 1
            progress.report(done, total=0)
            threading.Event().wait(0.005)
        return done

    handle = desk.runner.run(desk.owner, work, done=answers.append, progress=progress)
    qtbot.waitUntil(lambda: len(seen) > 2)
    handle.cancel()
    qtbot.waitUntil(lambda: desk.runner.under_way == 0)
    assert answers == []


def test_nothing_is_accepted_after_the_end(qapp: QApplication) -> None:
    desk = Desk()
    assert desk.runner.stop(deadline_s=1)
    handle = desk.runner.run(desk.owner, lambda: 1, done=print)
    assert handle.is_dropped
    assert desk.runner.under_way == 0


def test_changes_come_on_the_main_thread(qapp: QApplication, qtbot: QtBot) -> None:
    bus = ChangeBus()
    live = LiveUpdates(bus)
    heard: list[tuple[object, str]] = []
    live.changed.connect(lambda told: heard.append((told, threading.current_thread().name)))
    change = Change(entity=Entity.TICKET, entity_id=5_000_000_000)
    teller = threading.Thread(target=lambda: bus.publish([change]))
    teller.start()
    teller.join()
    qtbot.waitUntil(lambda: heard == [((change,), "MainThread")])
    live.stop()
    bus.publish([change])
    qapp.processEvents()
    assert len(heard) == 1


@pytest.mark.expects_log("unexpected ZeroDivisionError")
def test_an_uncaught_exception_of_any_thread_is_logged_under_a_reference(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    handler = start_log(tmp_path)
    crashes = CrashReports()
    references: list[str] = []
    crashes.reported.connect(references.append)
    crashes.install()
    try:
        thread = threading.Thread(target=raising(ZeroDivisionError("secret 415-555-0142")))
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: bool(references))
    finally:
        crashes.uninstall()
        stop_log(handler)
    lines = (tmp_path / LOG_FILE).read_text(encoding="utf-8").splitlines()
    line = json.loads(lines[-1])
    assert line["request_id"] == references[0]
    assert line["cause"].startswith("ZeroDivisionError")
    assert "0142" not in lines[-1]
