"""Service calls off the main thread, their answers back on it (ARCHITECTURE.md, Threads)."""

from __future__ import annotations

import queue
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from services.errors import MendpointError

T = TypeVar("T")

WORKERS = 4


class Unexpected(MendpointError):
    """A bug came up while working. It is in the log under ``request_id`` and has been shown."""

    code = "unexpected"


class TaskProgress(QObject):
    """How far a long task is; made by the screen, reported to from inside the work.

    Signals:
        moved(object): a `(done, total)` pair; ``total`` 0 while it is not known.
    """

    moved = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cancelled = threading.Event()

    def report(self, done: int, *, total: int) -> None:
        """Say how far the work is; callable from any thread."""
        self.moved.emit((done, total))

    def cancel(self) -> None:
        """Ask the work to stop at its next look at `is_cancelled`."""
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether the person asked to stop."""
        return self._cancelled.is_set()


class TaskHandle:
    """One request to the runner, to forget about it or to see whether it is still under way."""

    def __init__(self, request: _Request, progress: TaskProgress | None) -> None:
        self._request = request
        self._progress = progress

    def cancel(self) -> None:
        """Drop the answer, and the work itself where it has not begun."""
        self._request.dropped.set()
        if self._progress is not None:
            self._progress.cancel()

    @property
    def is_dropped(self) -> bool:
        """Whether the answer will not be delivered."""
        return self._request.dropped.is_set()


@dataclass(slots=True, kw_only=True)
class _Request:
    """What the main thread keeps. Its callables are released there too, never in a worker."""

    number: int
    owner: weakref.ref[QObject]
    work: Callable[[], Any] | None
    done: Callable[[Any], None]
    failed: Callable[[MendpointError], None] | None
    kind: tuple[int, str] | None
    dropped: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    number: int
    result: Any = None
    error: MendpointError | None = None


class TaskRunner(QObject):
    """Runs the screens' service calls on four daemon threads named ``ui-task``.

    ``on_bug`` is told of every exception that is no `MendpointError`, on the worker's thread, and
    returns the reference it was logged under. ``present`` shows errors nobody else takes.

    Signals:
        busy_changed(object): the number of requests under way, when it changes.
    """

    busy_changed = Signal(object)
    _answered = Signal(object)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        on_bug: Callable[[BaseException], str],
        present: Callable[[QObject, MendpointError], None],
    ) -> None:
        super().__init__(parent)
        self._on_bug = on_bug
        self._present = present
        self._queue: queue.SimpleQueue[_Request | None] = queue.SimpleQueue()
        self._requests: dict[int, _Request] = {}
        self._newest: dict[tuple[int, str], int] = {}
        self._threads: list[threading.Thread] = []
        self._count = 0
        self._stopping = False
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        owner: QObject,
        work: Callable[[], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[MendpointError], None] | None = None,
        kind: str | None = None,
        progress: TaskProgress | None = None,
    ) -> TaskHandle:
        """Run ``work`` on a worker and hand its result to ``done`` on the main thread.

        The answer is dropped when ``owner`` is gone. With ``kind``, a newer request of the same
        kind by the same owner replaces this one: work that has not begun is then never done, so
        give a kind to questions, not to commands. Without ``failed`` the error is shown by
        `ui.errors.present`.
        """
        self._count += 1
        request = _Request(
            number=self._count,
            owner=weakref.ref(owner),
            work=work,
            done=done,
            failed=failed,
            kind=(id(owner), kind) if kind else None,
        )
        handle = TaskHandle(request, progress)
        if self._stopping:
            handle.cancel()
            return handle
        self._replace_older(request)
        self._requests[request.number] = request
        self._queue.put(request)
        self._grow()
        self.busy_changed.emit(len(self._requests))
        return handle

    @property
    def under_way(self) -> int:
        """How many requests have not been answered yet."""
        return len(self._requests)

    def stop(self, *, deadline_s: float) -> bool:
        """Accept nothing more, drop what has not begun, wait for the rest; tell if all ended."""
        self._stopping = True
        for request in self._requests.values():
            request.dropped.set()
        for _thread in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join(deadline_s / max(1, len(self._threads)))
        return not any(thread.is_alive() for thread in self._threads)

    def _replace_older(self, request: _Request) -> None:
        if request.kind is None:
            return
        older = self._requests.get(self._newest.get(request.kind, 0))
        if older is not None:
            older.dropped.set()
        self._newest[request.kind] = request.number

    def _grow(self) -> None:
        if len(self._threads) < min(WORKERS, len(self._requests)):
            name = f"ui-task-{len(self._threads) + 1}"
            thread = threading.Thread(target=self._work_on, name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def _work_on(self) -> None:
        while self._attend():
            pass

    def _attend(self) -> bool:
        request = self._queue.get()
        if request is None:
            return False
        number, work, answer = request.number, request.work, None
        if work is not None and not request.dropped.is_set():
            answer = self._carry_out(work, number=number)
        # Whatever the closures hold (widgets, mostly) must die on the main thread: this frame lets
        # go before the main thread is told, which keeps the last reference.
        del request, work
        self._tell(answer or _Answer(number=number))
        return True

    def _carry_out(self, work: Callable[[], Any], *, number: int) -> _Answer:
        try:
            return _Answer(number=number, result=work())
        except MendpointError as error:
            return _Answer(number=number, error=_without_frames(error))
        except Exception as bug:  # noqa: BLE001 - the crash report is where bugs go
            reference = self._on_bug(bug)
            unexpected = Unexpected("Something went wrong inside the program.")
            unexpected.request_id = reference
            return _Answer(number=number, error=unexpected)

    def _tell(self, answer: _Answer) -> None:
        if isValid(self):
            self._answered.emit(answer)

    @Slot(object)
    def _deliver(self, answer: _Answer) -> None:
        request = self._requests.pop(answer.number, None)
        if request is None:
            return
        if request.kind is not None and self._newest.get(request.kind) == request.number:
            del self._newest[request.kind]
        self.busy_changed.emit(len(self._requests))
        owner = request.owner()
        if request.dropped.is_set() or owner is None or not isValid(owner):
            return
        if answer.error is None:
            request.done(answer.result)
        elif request.failed is not None:
            request.failed(answer.error)
        else:
            self._present(owner, answer.error)


def _without_frames(error: MendpointError) -> MendpointError:
    """Return the error without the frames it passed: they hold the widgets of the call."""
    error.__traceback__ = None
    error.__context__ = None
    error.__cause__ = None
    return error
