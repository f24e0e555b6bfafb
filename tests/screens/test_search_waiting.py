"""The search line while answers are on their way, late, or do not come."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from services.errors import MendpointError, StorageUnavailable
from services.search.dto import HitKind, SearchHit
from tests.screens.shell_stage import KEY
from ui.context import UiContext
from ui.shell.palette import Palette
from ui.shell.search_line import SearchLine
from ui.tasks import TaskRunner

_PATIENCE_S = 30


class Answers:
    """A search whose answers come when they are let go; ``error`` is raised instead."""

    def __init__(self) -> None:
        self.held: dict[str, threading.Event] = {}
        self.error: MendpointError | None = None

    def hold(self, text: str) -> threading.Event:
        """Keep the answer to a text until the event is set."""
        return self.held.setdefault(text, threading.Event())

    def find(self, _actor: object, *, text: str, limit: int) -> tuple[SearchHit, ...]:
        """Answer with one customer of that name."""
        if text in self.held:
            self.held[text].wait(_PATIENCE_S)
        if self.error is not None:
            raise self.error
        hit = SearchHit(
            kind=HitKind.CUSTOMER, entity_id=1, title=text, detail=f"of {limit}", why="Name"
        )
        return (hit,)


class Opened:
    """Where the line leads in these tests: a list of what was opened."""

    def __init__(self) -> None:
        self.titles: list[str] = []

    def open_hit(self, hit: SearchHit) -> None:
        """Note the hit."""
        self.titles.append(hit.title)


@pytest.fixture
def answers() -> Iterator[Answers]:
    """Give a search that lets every held answer go in the end."""
    answers = Answers()
    yield answers
    for held in answers.held.values():
        held.set()


@pytest.fixture
def opened() -> Opened:
    return Opened()


@pytest.fixture
def runner() -> Iterator[TaskRunner]:
    """Give the workers."""
    runner = TaskRunner(on_bug=str, present=lambda _parent, _error: None)
    yield runner
    runner.stop(deadline_s=5)


@pytest.fixture
def palette(answers: Answers, opened: Opened, runner: TaskRunner, qtbot: QtBot) -> Palette:
    """Give an open palette over an empty window."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 720)
    context = SimpleNamespace(
        services=SimpleNamespace(search=answers),
        actor=lambda: None,
        may=lambda _permission: False,
        runner=runner,
    )
    line = SearchLine(window, context=cast(UiContext, context), ways=cast(Any, opened))
    window.show()
    window.activateWindow()
    line.open()
    return line.palette


def titles(palette: Palette) -> list[str]:
    return [line.title for line in palette.list.lines]


def test_the_newest_question_wins(
    palette: Palette, answers: Answers, runner: TaskRunner, qtbot: QtBot
) -> None:
    late = answers.hold("zq")
    QTest.keyClicks(palette.edit, "zq")
    QTest.keyClicks(palette.edit, "r")
    qtbot.waitUntil(lambda: titles(palette) == ["zqr"])
    late.set()
    qtbot.waitUntil(lambda: not runner.under_way)
    assert titles(palette) == ["zqr"]


def test_emptying_the_line_is_newer_than_an_answer_on_its_way(
    palette: Palette, answers: Answers, runner: TaskRunner, qtbot: QtBot
) -> None:
    late = answers.hold("zq")
    QTest.keyClicks(palette.edit, "zq")
    palette.edit.selectAll()
    QTest.keyClick(palette.edit, KEY.Key_Delete)
    late.set()
    qtbot.waitUntil(lambda: not runner.under_way)
    assert "zq" not in titles(palette)
    assert palette.note.startswith("Order number")


def test_a_slow_answer_says_that_it_is_looked_up(
    palette: Palette, answers: Answers, qtbot: QtBot
) -> None:
    late = answers.hold("zqr")
    QTest.keyClicks(palette.edit, "zq")
    qtbot.waitUntil(lambda: titles(palette) == ["zq"])
    QTest.keyClicks(palette.edit, "r")
    qtbot.waitUntil(lambda: palette.note == "Looking …")
    assert titles(palette) == []
    late.set()
    qtbot.waitUntil(lambda: titles(palette) == ["zqr"])
    assert palette.note == ""


def test_enter_waits_for_the_answer_to_what_was_typed(
    palette: Palette, answers: Answers, opened: Opened, qtbot: QtBot
) -> None:
    late = answers.hold("zqr")
    QTest.keyClicks(palette.edit, "zq")
    qtbot.waitUntil(lambda: titles(palette) == ["zq"])
    QTest.keyClicks(palette.edit, "r")
    QTest.keyClick(palette.edit, KEY.Key_Return)
    assert opened.titles == []
    late.set()
    qtbot.waitUntil(lambda: opened.titles == ["zqr"])
    assert not palette.is_open


def test_esc_takes_an_early_enter_back(
    palette: Palette, answers: Answers, opened: Opened, runner: TaskRunner, qtbot: QtBot
) -> None:
    late = answers.hold("zq")
    QTest.keyClicks(palette.edit, "zq")
    QTest.keyClick(palette.edit, KEY.Key_Return)
    QTest.keyClick(palette.edit, KEY.Key_Escape)
    late.set()
    qtbot.waitUntil(lambda: not runner.under_way)
    assert opened.titles == []
    assert palette.edit.text() == "zq"


def test_trouble_with_the_database_is_said_and_the_text_stays(
    palette: Palette, answers: Answers, qtbot: QtBot
) -> None:
    answers.error = StorageUnavailable("The server does not answer.", fault="away")
    QTest.keyClicks(palette.edit, "zq")
    qtbot.waitUntil(lambda: titles(palette) == ["Try again"])
    assert palette.heading == "The database server can't be reached"
    assert palette.note == "The server does not answer."
    assert palette.edit.text() == "zq"
    answers.error = None
    QTest.keyClick(palette.edit, KEY.Key_Return)
    qtbot.waitUntil(lambda: titles(palette) == ["zq"])
    assert palette.heading == ""
