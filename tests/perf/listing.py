"""The queue over many orders: answers, pages far down, first paint, scrolling, memory."""

from __future__ import annotations

import gc
import random
import statistics
import time
from array import array
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.build import Shop
from services.actor import Actor
from services.errors import MendpointError
from services.paging import PAGE_ROWS
from services.tickets.dto import (
    DaySpan,
    QueueAnswer,
    QueueChip,
    QueueFilters,
    QueueGrouping,
    QueueQuestion,
    SpanKind,
)
from services.tickets.queue import QueueService
from services.types import Priority, TicketStatus
from tests.perf.big_shop import open_big_shop
from tests.perf.measures import Bench, Finding, in_turns, ms, ratio, share, usual_share
from tests.perf.window import application_of
from ui.fonts import load_fonts
from ui.format import Formats
from ui.screens.queue.columns import USUAL
from ui.screens.queue.delegate import QueueDelegate
from ui.screens.queue.grouped_model import GroupedModel
from ui.screens.queue.grouping import head_line
from ui.screens.queue.model import Wish
from ui.screens.queue.table import QueueTable
from ui.screens.queue.words import RowWords
from ui.tasks import TaskRunner
from ui.theme import Theme
from ui.tokens import Scheme

FIRST_PAINT_S = 0.050
DEPTH_TIMES = 2.0
FRAME_S = 1 / 60
PAGING_MIB = 30
DEPTH = 0.95
_PAGES_A_ROUND = 20
_WHEEL_ROWS = 3
_STEPS_A_PLACE = 60
_PLACES = 10
_SCROLL_ROUNDS = 5
_MIB = 1 << 20

# One filter that its index answers alone, and combinations of which one leads.
_FILTERS = {
    "cancelled": QueueFilters(status=TicketStatus.CANCELLED),
    "urgent and delivered": QueueFilters(priority=Priority.URGENT, status=TicketStatus.DELIVERED),
    "taken in within 30 days and delivered": QueueFilters(
        opened=DaySpan(kind=SpanKind.LAST_30_DAYS), status=TicketStatus.DELIVERED
    ),
}


def queue(bench: Bench) -> list[Finding]:
    """Measure the queue on the real table widget, model and service, offscreen."""
    shop, found = open_big_shop(bench, home=bench.place("queue"))
    try:
        actor = shop.services.people.command_line_actor()
        answer, asked = _ask(shop, actor)
        count = len(answer.ids)
        found += asked
        found.append(_depth(shop, actor, answer.ids, rounds=bench.rounds))
        found += _Scene(shop, actor, application_of(bench)).measure(answer, count=count)
    finally:
        shop.close()
    return found


def _ask(shop: Shop, actor: Actor) -> tuple[QueueAnswer, list[Finding]]:
    everything = QueueQuestion(chip=QueueChip.ALL)
    queue_service = shop.services.queue
    queue_service.ask(actor, QueueQuestion(), limit=PAGE_ROWS)
    first = _median(lambda: queue_service.ask(actor, everything, limit=PAGE_ROWS))
    open_ones = _median(lambda: queue_service.ask(actor, QueueQuestion()))
    counted = _median(lambda: queue_service.counts(actor, QueueQuestion()))
    narrowed = _narrowed(queue_service, actor)
    began = time.perf_counter()
    answer = queue_service.ask(actor, everything)
    whole = time.perf_counter() - began
    many = f"{len(answer.ids):,} orders"
    return answer, [
        _plain(f"queue over {many}: first page of all orders", first),
        _plain(f"queue over {many}: every open order", open_ones),
        _plain(f"queue over {many}: counts of all chips", counted),
        _plain(f"queue over {many}: the whole id array, off-thread", whole),
        *(_plain(f"queue over {many}: {what}", seconds) for what, seconds in narrowed.items()),
    ]


def _narrowed(queue_service: QueueService, actor: Actor) -> dict[str, float]:
    """Measure filters and groups as the screen asks for them: a first page, and the counts."""
    found = {}
    for what, filters in _FILTERS.items():
        question = QueueQuestion(chip=QueueChip.ALL, filters=filters)
        found[f"first page of all, {what}"] = _median(
            lambda question=question: queue_service.ask(actor, question, limit=PAGE_ROWS)
        )
        found[f"counts of all chips, {what}"] = _median(
            lambda question=question: queue_service.counts(actor, question)
        )
    in_groups = QueueQuestion(grouping=QueueGrouping.TECHNICIAN)
    found["every open order, in groups"] = _median(lambda: queue_service.ask(actor, in_groups))
    return found


def _plain(what: str, seconds: float) -> Finding:
    return Finding(what=what, found=ms(seconds), budget="–", met=None, numbers={"s": seconds})


def _median(act: Callable[[], object], *, times: int = 7) -> float:
    took = []
    for _time in range(times):
        began = time.perf_counter()
        act()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def _depth(shop: Shop, actor: Actor, ids: array[int], *, rounds: int) -> Finding:
    deep = int(len(ids) * DEPTH)

    def page(start: int) -> float:
        began = time.perf_counter()
        for number in range(_PAGES_A_ROUND):
            at = start + number * PAGE_ROWS
            shop.services.queue.rows(actor, ids=ids[at : at + PAGE_ROWS])
        return (time.perf_counter() - began) / _PAGES_A_ROUND

    deep = min(deep, max(0, len(ids) - _PAGES_A_ROUND * PAGE_ROWS))
    page(0), page(deep)
    far, near = in_turns(lambda: page(deep), lambda: page(0), rounds=rounds)
    times = ratio(far, near)
    return Finding(
        what=f"queue: a page at depth {deep:,}, beside the first",
        found=f"{times:.2f} × ({ms(statistics.median(far))} to {ms(statistics.median(near))})",
        budget=f"≤ {DEPTH_TIMES:g} ×",
        met=times <= DEPTH_TIMES,
        numbers={"ratio": times},
    )


class _Scene:
    """The table in a window, as the queue screen builds it."""

    def __init__(self, shop: Shop, actor: Actor, application: QApplication) -> None:
        self._application = application
        load_fonts()
        Theme(scheme=Scheme.LIGHT, text_scale=1.0, reduced_motion=True).apply(application)
        self._queue = shop.services.queue
        self._actor = actor
        self._owner = QObject()
        self._runner = TaskRunner(self._owner, on_bug=_bug, present=_present)
        self._formats = Formats()
        self._model = GroupedModel(
            head_words=lambda group, _by: group.key,
            head_line=head_line,
            fetch=self._fetch,
            words=lambda row, column: self._words().cell(row, column),
            columns=USUAL,
        )
        delegate = QueueDelegate(words=self._words, parent=self._owner)
        self._table = QueueTable(self._model, delegate=delegate)
        self._table.resize(1366, 680)
        self._table.sight_changed.connect(self._want)
        self._table.show()
        self._settle()

    def measure(self, answer: QueueAnswer, *, count: int) -> list[Finding]:
        """Show the answer, then scroll through it everywhere."""
        before = _resident()
        paints = [self._first_paint(answer) for _time in range(9)]
        rounds = [self._scroll(count, seed=turn) for turn in range(_SCROLL_ROUNDS)]
        gc.collect()
        grown = (_resident() - before) / _MIB
        found = [self._painted(paints), self._scrolled(rounds), self._grown(grown)]
        self._runner.stop(deadline_s=5)
        self._table.hide()
        self._table.deleteLater()
        self._settle()
        return found

    def _painted(self, paints: list[float]) -> Finding:
        # The first one also makes glyphs and pixmaps; a person sees it once a day.
        return Finding(
            what="queue: ids there → first paint of the rows",
            found=f"{ms(statistics.median(paints))} (the very first {ms(paints[0])})",
            budget="≤ 50 ms",
            met=max(paints) <= FIRST_PAINT_S,
            numbers={"median_ms": statistics.median(paints) * 1000, "first_ms": paints[0] * 1000},
        )

    def _scrolled(self, rounds: list[list[float]]) -> Finding:
        worst = usual_share(rounds, 0.99)
        frames = [frame for each in rounds for frame in each]
        return Finding(
            what=f"queue: scrolling, {len(frames)} frames anywhere, p99",
            found=f"{ms(worst)} (p50 {ms(share(frames, 0.5))}; all rounds together "
            f"{ms(share(frames, 0.99))}, longest {ms(max(frames))})",
            budget="≤ 16.7 ms",
            met=worst <= FRAME_S,
            numbers={"p99_ms": worst * 1000, "longest_ms": max(frames) * 1000},
        )

    def _grown(self, mib: float) -> Finding:
        return Finding(
            what="queue: memory that paging adds (the id array is not part of it)",
            found=f"{mib:.1f} MiB, {self._model.pages_held} pages held",
            budget=f"≤ {PAGING_MIB} MiB",
            met=mib <= PAGING_MIB,
            numbers={"mib": mib},
        )

    def _first_paint(self, answer: QueueAnswer) -> float:
        self._model.answer(array("q"))
        self._settle()
        began = time.perf_counter()
        self._model.answer(answer.ids, first_rows=answer.first_rows)
        self._table.viewport().repaint()
        took = time.perf_counter() - began
        self._settle()
        return took

    def _scroll(self, count: int, *, seed: int) -> list[float]:
        bar, draw = self._table.verticalScrollBar(), random.Random(seed)
        frames = []
        for _place in range(_PLACES):
            bar.setValue(draw.randrange(max(1, bar.maximum())))
            self._settle()
            row = self._table.verticalHeader().defaultSectionSize()
            for _step in range(_STEPS_A_PLACE):
                began = time.perf_counter()
                bar.setValue(bar.value() + _WHEEL_ROWS * row)
                self._table.viewport().repaint()
                self._application.processEvents()
                frames.append(time.perf_counter() - began)
        assert len(frames) == _PLACES * _STEPS_A_PLACE or not count
        return frames

    def _settle(self) -> None:
        """Let timers and answers come in until nothing is under way."""
        until = time.monotonic() + 0.15
        while time.monotonic() < until or self._runner.under_way:
            self._application.processEvents()

    def _want(self) -> None:
        sight = self._table.rows_in_sight()
        if sight:
            self._model.want(sight.start, last=sight.stop - 1)

    def _fetch(self, wish: Wish) -> None:
        self._runner.run(
            self._owner,
            lambda: self._queue.rows(self._actor, ids=wish.ids),
            done=lambda rows: self._model.take_rows(wish, rows=rows),
        )

    def _words(self) -> RowWords:
        return RowWords(self._formats, now=datetime.now(UTC))


def _resident() -> int:
    """Return the bytes of memory that are this process's own; only Linux says so by itself.

    Pages of the database file that are mapped into memory are the system's to take back.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    lines = status.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon"))


def _bug(error: BaseException) -> str:
    raise error


def _present(_owner: QObject, error: MendpointError) -> None:
    raise error
