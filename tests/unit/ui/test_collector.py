"""Garbage is collected, and only by the main thread."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.collector import MainThreadCollector


@pytest.fixture(autouse=True)
def collector_as_before() -> Iterator[None]:
    yield
    gc.enable()


class Knot:
    """Keeps itself alive by a reference cycle, and notes who frees it."""

    def __init__(self, freed_on: list[str]) -> None:
        self.own = self
        self._freed_on = freed_on

    def __del__(self) -> None:
        self._freed_on.append(threading.current_thread().name)


def test_a_worker_frees_no_cycle_and_the_main_thread_does(qtbot: QtBot) -> None:
    owner = QObject()
    collector = MainThreadCollector(owner)
    freed_on: list[str] = []

    def work() -> None:
        Knot(freed_on)
        _garbage: list[Any] = [[[]] for _ in range(20_000)]

    thread = threading.Thread(target=work, name="ui-task")
    thread.start()
    thread.join()
    assert freed_on == []
    for _ in range(3):
        gc.collect(0)
        collector.collect_what_is_due()
    gc.collect()
    assert freed_on == [threading.main_thread().name]
    assert not gc.isenabled()
