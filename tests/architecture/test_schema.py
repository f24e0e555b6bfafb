"""The migrated database, the tables in data/models and the guards of the revision are one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Connection, inspect, text

from data.engine import open_database
from data.migrations.versions.r0002_guards import guard_names
from data.models import metadata
from data.schema_head import HEAD, KNOWN_REVISIONS
from data.unit_of_work import UnitOfWork
from tests.architecture.source_tree import ROOT

_GUARDS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D' "
    "UNION SELECT conname FROM pg_constraint WHERE contype = 'x'",
}


@pytest.fixture
def uow(database_url: str) -> Iterator[UnitOfWork]:
    """Give a transaction on a migrated database of each engine, which nobody else uses."""
    database = open_database(database_url)
    try:
        with database.writing() as uow:
            yield uow
    finally:
        database.close()


def check_differences(connection: Connection) -> list[str]:
    """List checks by name that only the models or only the tables have; their text on SQLite."""
    inspector = inspect(connection)
    differences = []
    for table in metadata.sorted_tables:
        declared = {
            (str(check.name), _told(connection, str(check.sqltext)))
            for check in table.constraints
            if isinstance(check, CheckConstraint)
        }
        stored = {
            (str(check["name"]), _told(connection, check["sqltext"]))
            for check in inspector.get_check_constraints(table.name)
        }
        differences += [f"only in the models: {name}" for name, _said in declared - stored]
        differences += [f"only in the database: {name}" for name, _said in stored - declared]
    return sorted(differences)


def _told(connection: Connection, sqltext: str) -> str:
    # PostgreSQL writes conditions anew, in its own words; SQLite keeps them as they were written.
    return " ".join(sqltext.split()) if connection.dialect.name == "sqlite" else ""


def guard_differences(connection: Connection) -> list[str]:
    """List guards that the revision declares and the database lacks, and the other way round."""
    stored = {row[0] for row in connection.execute(text(_GUARDS[connection.dialect.name]))}
    declared = guard_names(connection.dialect.name)
    return sorted(
        [f"missing: {name}" for name in declared - stored]
        + [f"not declared: {name}" for name in stored - declared]
    )


def drop_check(connection: Connection, *, table: str, check: str) -> None:
    """Take one check away, on SQLite from the table's stored text."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {check}"))
        return
    stored = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE name = ?", (table,)
    ).scalar_one()
    without = re.sub(rf",\s*CONSTRAINT {check} CHECK \([^()]*\)", "", stored)
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.exec_driver_sql("UPDATE sqlite_master SET sql = ? WHERE name = ?", (without, table))


def test_migrated_database_equals_the_models(uow: UnitOfWork) -> None:
    context = MigrationContext.configure(uow.connection, opts={"compare_type": True})
    assert compare_metadata(context, metadata) == []


def test_the_database_holds_every_check_of_the_models(uow: UnitOfWork) -> None:
    assert check_differences(uow.connection) == []


def test_a_check_that_is_missing_is_seen(uow: UnitOfWork) -> None:
    drop_check(uow.connection, table="ticket", check="ck_ticket_total_adds_up")
    assert check_differences(uow.connection) == ["only in the models: ck_ticket_total_adds_up"]


def test_the_database_has_the_guards_that_the_revision_declares(uow: UnitOfWork) -> None:
    assert guard_differences(uow.connection) == []


def test_a_guard_that_is_missing_is_seen(uow: UnitOfWork) -> None:
    place = " ON audit" if uow.dialect == "postgresql" else ""
    uow.connection.execute(text(f"DROP TRIGGER audit_kept{place}"))
    assert guard_differences(uow.connection) == ["missing: audit_kept"]


def test_a_guard_that_was_set_aside_is_seen(postgres_url: str) -> None:
    database = open_database(postgres_url)
    try:
        with database.writing() as uow:
            uow.connection.execute(text("ALTER TABLE audit DISABLE TRIGGER audit_kept"))
            assert guard_differences(uow.connection) == ["missing: audit_kept"]
    finally:
        database.close()


def test_the_engines_differ_only_in_what_the_other_can_not_do() -> None:
    sqlite, postgresql = guard_names("sqlite"), guard_names("postgresql")
    # REPLACE is SQLite's, TRUNCATE is PostgreSQL's; an exclusion holds for inserts and updates.
    only_sqlite = {re.sub(r".*_(?=not_replaced$)", "", name) for name in sqlite - postgresql}
    only_postgresql = {re.sub(r".*_(?=not_emptied$)", "", name) for name in postgresql - sqlite}
    assert only_sqlite == {"not_replaced", "price_no_overlap_changed"}
    assert only_postgresql == {"not_emptied"}


def test_known_revisions_are_the_migrations() -> None:
    script = ScriptDirectory(str(ROOT / "data" / "migrations"))
    revisions = [revision.revision for revision in script.walk_revisions()]

    assert script.get_current_head() == HEAD
    assert sorted(KNOWN_REVISIONS) in (sorted(revisions), sorted(set(revisions) - {HEAD}))
