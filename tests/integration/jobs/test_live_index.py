"""Idle polling stays cheap: what looks for due jobs reads the index of live ones alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import event

from data.engine import Database, open_database
from data.repositories import jobs as repository
from data.unit_of_work import UnitOfWork

Step = Callable[[UnitOfWork], object]

LANE = "print:1:receipt"


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    opened = open_database(sqlite_url)
    yield opened
    opened.close()


def plan_of(database: Database, step: Step) -> list[str]:
    """Return how SQLite would carry out what ``step`` sends, on the job table."""
    sent: list[tuple[str, Any]] = []
    with database.writing() as uow:

        def keep(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
            sent.append((statement, values))

        event.listen(uow.connection, "before_cursor_execute", keep)
        step(uow)
        event.remove(uow.connection, "before_cursor_execute", keep)
        return [
            row[3]
            for statement, values in sent
            for row in uow.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            if "job" in row[3] or "other" in row[3]
        ]


@pytest.mark.parametrize(
    ("step", "tables"),
    [
        (lambda uow: repository.due_lanes(uow, lane_prefixes=("print:1:",)), 1),
        (lambda uow: repository.claim_next(uow, lane=LANE, owner="me", lease_s=30), 2),
        (lambda uow: repository.has_ended_leases(uow, lane=LANE), 1),
        (lambda uow: repository.ended_leases(uow, lane=LANE), 1),
    ],
    ids=["due_lanes", "claim_next", "has_ended_leases", "ended_leases"],
)
def test_looking_for_work_reads_the_live_jobs_only(
    database: Database, step: Step, tables: int
) -> None:
    plan = plan_of(database, step)
    by_index = [line for line in plan if "ix_job_live" in line]
    # What is left is the one row that is claimed, by its id.
    others = [line for line in plan if "ix_job_live" not in line]
    assert len(by_index) == tables, plan
    assert all("PRIMARY KEY" in line for line in others), plan


def test_several_tills_lanes_are_found_in_the_live_jobs(database: Database) -> None:
    prefixes = ("print:1:", "print:2:", "print:3:")
    plan = plan_of(database, lambda uow: repository.due_lanes(uow, lane_prefixes=prefixes))
    assert plan
    assert all("ix_job_live" in line for line in plan), plan
