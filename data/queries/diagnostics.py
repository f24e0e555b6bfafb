"""Checks that stored rows agree with each other. Whole-table reads: for `verify` only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from data import models as m
from data.unit_of_work import UnitOfWork

_FEW = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One disagreement. ``rows`` holds the first few of ``count``."""

    check: str
    count: int
    rows: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One question whose answer should be no row."""

    name: str
    sql: str


CHECKS: tuple[Check, ...] = (
    Check(
        name="number_gap",
        sql="""
        SELECT c.year, c.last_value, count(t.id) AS orders, coalesce(max(t.number_seq), 0) AS last
        FROM number_counter c LEFT JOIN ticket t ON t.number_year = c.year
        WHERE c.kind = 'order' GROUP BY c.year, c.last_value
        HAVING count(t.id) <> c.last_value OR coalesce(max(t.number_seq), 0) <> c.last_value""",
    ),
    Check(
        name="number_without_counter",
        sql="""
        SELECT t.number_year AS year, count(*) AS orders FROM ticket t
        LEFT JOIN number_counter c ON c.kind = 'order' AND c.year = t.number_year
        WHERE c.year IS NULL GROUP BY t.number_year""",
    ),
    Check(
        name="number_twin",
        sql="""
        SELECT number_year AS year, number_seq AS sequence, count(*) AS orders FROM ticket
        GROUP BY number_year, number_seq HAVING count(*) > 1""",
    ),
    Check(
        name="status_without_history",
        sql="""
        SELECT t.number, t.status, h.new_status AS history FROM ticket t
        LEFT JOIN ticket_history h ON h.id = (
            SELECT max(x.id) FROM ticket_history x
            WHERE x.ticket_id = t.id AND x.new_status IS NOT NULL)
        WHERE h.id IS NULL OR h.new_status <> t.status""",
    ),
    Check(
        name="last_history_not_newest",
        sql="""
        SELECT t.number, t.last_history_id FROM ticket t
        WHERE t.last_history_id <> (
            SELECT coalesce(max(h.id), 0) FROM ticket_history h WHERE h.ticket_id = t.id)""",
    ),
    Check(
        name="history_move_illegal",
        sql="""
        SELECT h.id AS history_id, h.old_status, h.new_status FROM ticket_history h
        LEFT JOIN status_transition s
            ON s.from_status = h.old_status AND s.to_status = h.new_status
        WHERE h.kind IN ('moved', 'handed_over') AND s.from_status IS NULL""",
    ),
    Check(
        name="totals_disagree",
        sql="""
        SELECT t.number, t.subtotal_minor, t.tax_minor, t.total_minor FROM ticket t
        LEFT JOIN (
            SELECT ticket_id, sum(coalesce(price_minor, 0) * quantity) AS listed,
                   sum(tax_minor) AS tax
            FROM ticket_line GROUP BY ticket_id) l ON l.ticket_id = t.id
        WHERE t.tax_minor <> coalesce(l.tax, 0)
           OR t.subtotal_minor + t.tax_minor <> t.total_minor
           OR coalesce(l.listed, 0) <> CASE WHEN t.prices_include_tax
              THEN t.total_minor ELSE t.subtotal_minor END""",
    ),
    Check(
        name="job_without_outcome",
        sql="""
        SELECT j.id AS job_id, j.state FROM job j
        WHERE j.kind = 'print' AND j.state IN ('done', 'failed', 'unknown')
          AND NOT EXISTS (SELECT 1 FROM print_record r WHERE r.job_id = j.id)""",
    ),
    Check(
        name="price_overlap",
        sql="""
        SELECT a.id AS price_id, b.id AS other_id FROM price a JOIN price b
          ON a.device_model_id = b.device_model_id AND a.repair_type_id = b.repair_type_id
         AND a.grade = b.grade AND a.id < b.id
         AND (b.valid_until_utc IS NULL OR a.valid_from_utc < b.valid_until_utc)
         AND (a.valid_until_utc IS NULL OR b.valid_from_utc < a.valid_until_utc)""",
    ),
    Check(
        name="merged_leftover",
        sql="""
        SELECT c.id AS customer_id, c.merged_into_id FROM customer c
        LEFT JOIN customer kept ON kept.id = c.merged_into_id
        WHERE c.merged_into_id IS NOT NULL AND (kept.merged_into_id IS NOT NULL
          OR EXISTS (SELECT 1 FROM ticket t WHERE t.customer_id = c.id)
          OR EXISTS (SELECT 1 FROM visit v WHERE v.customer_id = c.id)
          OR EXISTS (SELECT 1 FROM device d WHERE d.customer_id = c.id))""",
    ),
)


def run_check(uow: UnitOfWork, check: Check) -> Finding | None:
    """Ask one question; None when all is well."""
    few = uow.connection.execute(text(f"{check.sql} LIMIT {_FEW + 1}")).all()
    if not few:
        return None
    count = len(few)
    if count > _FEW:
        counted = text(f"SELECT count(*) FROM ({check.sql}) AS found")
        count = uow.connection.execute(counted).scalar_one()
    rows = tuple(dict(row._mapping) for row in few[:_FEW])
    return Finding(check=check.name, count=count, rows=rows)


def foreign_key_findings(uow: UnitOfWork) -> list[Finding]:
    """Find rows whose parent is missing, whether or not the engine was asked to keep them."""
    findings = []
    for table in m.metadata.sorted_tables:
        for constraint in table.foreign_key_constraints:
            child = constraint.column_keys[0]
            parent = constraint.referred_table.name
            sql = (
                f"SELECT c.{child} AS missing FROM {table.name} c WHERE c.{child} IS NOT NULL "
                f"AND NOT EXISTS (SELECT 1 FROM {parent} p WHERE p.id = c.{child})"
            )
            found = run_check(uow, Check(name=f"foreign_key:{table.name}.{child}", sql=sql))
            if found is not None:
                findings.append(found)
    return findings


def take_your_time(uow: UnitOfWork) -> None:
    """Let this transaction's statements take as long as they need."""
    if uow.dialect == "postgresql":
        uow.connection.execute(text("SET LOCAL statement_timeout = 0"))


def read_numbers(uow: UnitOfWork) -> Iterator[tuple[str, int, int]]:
    """Read every order's number with the year and counter it was made of, in bounded memory."""
    query = text("SELECT number, number_year, number_seq FROM ticket ORDER BY id")
    result = uow.connection.execution_options(yield_per=10_000).execute(query)
    for row in result:
        yield row[0], row[1], row[2]


def integrity_finding(uow: UnitOfWork) -> Finding | None:
    """Let SQLite check its own file; PostgreSQL keeps its pages itself."""
    if uow.dialect != "sqlite":
        return None
    answers = [row[0] for row in uow.connection.exec_driver_sql("PRAGMA integrity_check(20)")]
    if answers == ["ok"]:
        return None
    rows = tuple({"answer": answer} for answer in answers)
    return Finding(check="file_integrity", count=len(answers), rows=rows)


def page_trouble(uow: UnitOfWork) -> str:
    """Return the first page of an SQLite file that can't be read as it should; empty when none.

    Reads the whole file, but does not compare tables with their indexes as `integrity_finding`
    does: 1 s for a gigabyte in memory, a tenth of the other.
    """
    answer = str(uow.connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
    return "" if answer == "ok" else answer


def database_facts(uow: UnitOfWork) -> dict[str, Any]:
    """Return version, size in bytes and schema revision of the database."""

    def one(sql: str) -> Any:
        return uow.connection.execute(text(sql)).scalar()

    revision = one("SELECT version_num FROM alembic_version")
    if uow.dialect == "sqlite":
        size = one("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return {"version": one("SELECT sqlite_version()"), "bytes": size, "schema": revision}
    return {
        "version": one("SHOW server_version"),
        "bytes": one("SELECT pg_database_size(current_database())"),
        "schema": revision,
    }
