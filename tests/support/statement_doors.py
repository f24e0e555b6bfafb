"""Doors in the middle of a transaction: what else happens just as a statement reaches the driver.

A fault or a race is provoked here, where the database's own would come from, so that everything
above the driver stays as it is. The statement is known by a pattern of its SQL; a door nobody went
through fails the test that opened it, so that none goes on proving nothing after the SQL changed.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from sqlalchemy import Connection, event

from data.engine import Database

Act = Callable[[Connection], object]


class StatementDoor:
    """Lets ``act`` happen before the ``first`` statements that match; ``passed`` counts them all.

    ``act`` is called on the statement's thread with its connection, inside its transaction. What it
    raises takes the place of the driver's answer.
    """

    def __init__(self, pattern: str, act: Act, *, first: int) -> None:
        self.passed = 0
        self._pattern = re.compile(pattern, re.DOTALL)
        self._act = act
        self._first = first
        self._lock = threading.Lock()

    def go_through(self, _cursor: Any, statement: str, _parameters: Any, context: Any) -> None:
        """Take one statement on its way to the driver; SQLAlchemy calls this."""
        if not self._pattern.search(statement):
            return
        # Counted before anything happens: what ``act`` itself executes may match as well.
        with self._lock:
            self.passed += 1
            comes_early = self.passed <= self._first
        if comes_early:
            self._act(context.root_connection)


@contextmanager
def at_statement(
    database: Database, pattern: str, act: Act, *, first: int = 1
) -> Iterator[StatementDoor]:
    """Let ``act`` happen just before the ``first`` statements whose SQL has ``pattern`` in it.

    Raises:
        AssertionError: on a clean exit, when no statement matched.
    """
    door = StatementDoor(pattern, act, first=first)
    engines = (database._writer, database._reader)
    for engine in engines:
        event.listen(engine, "do_execute", door.go_through)
    try:
        yield door
    finally:
        for engine in engines:
            event.remove(engine, "do_execute", door.go_through)
    assert door.passed, f"no statement has {pattern!r} in it"


@contextmanager
def failing_once(
    database: Database, pattern: str, *, error: BaseException
) -> Iterator[StatementDoor]:
    """Let the first statement that matches fail with ``error``."""

    def fail(_connection: Connection) -> None:
        raise error

    with at_statement(database, pattern, fail) as door:
        yield door


@contextmanager
def meeting_at(
    database: Database, pattern: str, *, patience_s: float = 1.0
) -> Iterator[StatementDoor]:
    """Let two threads wait for each other before a statement, so that neither has carried it out.

    Whoever comes alone has the other one waiting behind a lock, and goes on.
    """
    both_here = threading.Barrier(2)

    def wait(_connection: Connection) -> None:
        with suppress(threading.BrokenBarrierError):
            both_here.wait(timeout=patience_s)

    with at_statement(database, pattern, wait, first=2) as door:
        yield door


def lost_line(database: Database) -> Exception:
    """Return what the driver raises when the store stops answering."""
    if database.dialect == "postgresql":
        return psycopg.OperationalError("server closed the connection unexpectedly")
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR
    return error
