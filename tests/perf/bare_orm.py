"""The baseline of the intake: the same rows through the bare ORM, one transaction a visit."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url, select, text
from sqlalchemy.orm import DeclarativeBase, Session

from data import models as m
from data.unit_of_work import UnitOfWork

Visit = list[tuple[str, dict[str, Any]]]

_BUSY_TIMEOUT_MS = 10_000


class _Base(DeclarativeBase):
    metadata = m.metadata


_TABLES = (
    m.operation,
    m.customer,
    *m.SEARCH_KEYS,
    m.device,
    m.visit,
    m.ticket,
    m.ticket_line,
    m.ticket_history,
    m.audit,
    m.change,
    m.job,
)
_ROWS: dict[str, type[Any]] = {
    table.name: type(table.name.title(), (_Base,), {"__table__": table}) for table in _TABLES
}
_Counter: type[Any] = type("Counter", (_Base,), {"__table__": m.number_counter})


def bare_engine(url: str) -> Engine:
    """Open the database as a plain program would, as safe as ours: WAL and FULL on SQLite."""
    engine = create_engine(_driver(url))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", lambda each: each.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def store(engine: Engine, visits: Sequence[Visit], *, year: int) -> list[float]:
    """Store visits, each in its own transaction, parents first; return each one's seconds."""
    waits_s = []
    for visit in visits:
        began = time.perf_counter()
        with Session(engine) as session, session.begin():
            if engine.dialect.name == "sqlite":
                # The ORM knows no relationships here: keys are checked at the commit.
                session.execute(text("PRAGMA defer_foreign_keys = ON"))
            counter = session.get(_Counter, {"kind": "order", "year": year})
            counter.last_value += sum(1 for name, _row in visit if name == "ticket")
            for name, row in visit:
                session.add(_ROWS[name](**row))
            if engine.dialect.name == "postgresql":
                _flush_in_order(session)
        waits_s.append(time.perf_counter() - began)
    return waits_s


def rows_of_visits(uow: UnitOfWork, visit_ids: Sequence[int]) -> list[Visit]:
    """Read back every row that the service stored for these visits, without given ids' order."""
    return [_rows_of(uow, visit_id) for visit_id in visit_ids]


def _rows_of(uow: UnitOfWork, visit_id: int) -> Visit:
    tickets = select(m.ticket.c.id).where(m.ticket.c.visit_id == visit_id)
    visit = _read(uow, m.visit, m.visit.c.id == visit_id)
    customer = visit[0]["customer_id"]
    at = visit[0]["opened_at_utc"]
    found = {
        "operation": _read(uow, m.operation, m.operation.c.at_utc == at),
        "customer": _read(uow, m.customer, m.customer.c.id == customer),
        **{
            table.name: _read(uow, table, table.c.customer_id == customer)
            for table in m.SEARCH_KEYS
        },
        "device": _read(uow, m.device, m.device.c.customer_id == customer),
        "visit": visit,
        "ticket": _read(uow, m.ticket, m.ticket.c.visit_id == visit_id),
        "ticket_line": _read(uow, m.ticket_line, m.ticket_line.c.ticket_id.in_(tickets)),
        "ticket_history": _read(uow, m.ticket_history, m.ticket_history.c.ticket_id.in_(tickets)),
        "audit": _read(uow, m.audit, m.audit.c.at_utc == at),
        "change": _read(uow, m.change, m.change.c.at_utc == at),
        "job": _read(uow, m.job, m.job.c.ticket_id.in_(tickets)),
    }
    return [(name, row) for name, rows in found.items() for row in rows]


def _read(uow: UnitOfWork, table: Any, condition: Any) -> list[dict[str, Any]]:
    rows = uow.connection.execute(select(table).where(condition))
    return [dict(row._mapping) for row in rows]


def _flush_in_order(session: Session) -> None:
    # One flush a table, as an ORM with relationships would do it.
    fresh = list(session.new)
    for table in _TABLES:
        of_table = [each for each in fresh if each.__table__ is table]
        if of_table:
            session.flush(of_table)


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {_BUSY_TIMEOUT_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _driver(url: str) -> Any:
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    return parsed
