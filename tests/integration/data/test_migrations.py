"""Migrations: with data, under a lock, after a copy, and never backwards."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from data import migrate
from data.engine import open_database, read_url
from data.errors import ConstraintViolation, StorageFailure, StorageFault
from data.migrate import SchemaStand
from data.schema_head import HEAD, KNOWN_REVISIONS

# The least an order of the first schema needs, by hand: revisions never know today's models.
_FIRST_SCHEMA_DATA = (
    "INSERT INTO till (name, name_folded, prints_on_intake, created_at_utc) "
    "VALUES ('Till 1', 'till 1', '[]', '2026-11-20 14:00:00')",
    "INSERT INTO role (key, name, position) VALUES ('owner', 'Owner', 0)",
    "INSERT INTO person (name, name_folded, email, kind, role_id, active, created_at_utc) "
    "VALUES ('Petra', 'petra', '', 'person', 1, true, '2026-11-20 14:00:00')",
    "INSERT INTO customer (name, name_folded, identity_key, phone, email, created_at_utc) "
    "VALUES ('Dana', 'dana', 'k', '', '', '2026-11-20 14:00:00')",
    "INSERT INTO device (customer_id, title, colour, no_identity_reason, created_at_utc) "
    "VALUES (1, 'Radio', '', 'none', '2026-11-20 14:00:00')",
    "INSERT INTO visit (customer_id, till_id, person_id, terms_accepted, opened_at_utc) "
    "VALUES (1, 1, 1, true, '2026-11-20 14:00:00')",
    "INSERT INTO ticket (number, number_year, number_seq, visit_id, visit_position, customer_id, "
    "device_id, device_title, repair_summary, status, priority, till_id, words, condition, "
    "accessories, currency, prices_include_tax, subtotal_minor, tax_minor, total_minor, "
    "total_is_open, deposit_agreed_minor, opened_at_utc, last_history_id) VALUES "
    "('R26-000001-R', 2026, 1, 1, 0, 1, 1, 'Radio', '', 'pending', 'normal', 1, '', '{}', '[]', "
    "'USD', false, 0, 0, 0, false, 0, '2026-11-20 14:00:00', 1)",
    "INSERT INTO ticket_history (ticket_id, kind, new_status, person_id, till_id, way, at_utc) "
    "VALUES (1, 'taken_in', 'pending', 1, 1, 'window', '2026-11-20 14:00:00')",
)


def at_first_schema_with_data(url: str) -> None:
    migrate.upgrade_to(url, KNOWN_REVISIONS[0])
    database = open_database(url)
    with database.writing() as uow:
        for statement in _FIRST_SCHEMA_DATA:
            uow.connection.execute(text(statement.replace(":", "\\:")))
    database.close()


def stand(url: str) -> SchemaStand:
    database = open_database(url)
    try:
        return migrate.state(database).stand
    finally:
        database.close()


def test_an_empty_database_gets_the_whole_schema(empty_database_url: str, tmp_path: Path) -> None:
    assert stand(empty_database_url) is SchemaStand.EMPTY
    report = migrate.upgrade(empty_database_url, backups=tmp_path / "backups")
    assert (report.from_revision, report.to_revision, report.backup) == ("", HEAD, None)
    assert stand(empty_database_url) is SchemaStand.CURRENT


def test_data_of_the_first_schema_gets_its_guards(empty_database_url: str, tmp_path: Path) -> None:
    at_first_schema_with_data(empty_database_url)
    assert stand(empty_database_url) is SchemaStand.OLDER
    report = migrate.upgrade(empty_database_url, backups=tmp_path / "backups")
    database = open_database(empty_database_url)
    with database.reading() as uow:
        assert uow.connection.execute(text("SELECT number FROM ticket")).scalars().all() == [
            "R26-000001-R"
        ]
    with pytest.raises(ConstraintViolation), database.writing() as uow:
        uow.connection.execute(text("UPDATE ticket SET status = 'delivered'"))
    database.close()
    if read_url(empty_database_url).get_backend_name() == "sqlite":
        assert report.backup is not None
        with closing(sqlite3.connect(report.backup)) as copy:
            assert copy.execute("SELECT number FROM ticket").fetchall() == [("R26-000001-R",)]
            assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == (
                KNOWN_REVISIONS[0],
            )


def test_upgrading_twice_does_nothing_the_second_time(database_url: str) -> None:
    report = migrate.upgrade(database_url, backups=None)
    assert report.from_revision == report.to_revision == HEAD


def test_two_programs_at_once_upgrade_once(empty_database_url: str) -> None:
    reports: list[str] = []
    barrier = threading.Barrier(3)

    def upgrade() -> None:
        barrier.wait()
        reports.append(migrate.upgrade(empty_database_url, backups=None).from_revision)

    threads = [threading.Thread(target=upgrade) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(reports) == ["", HEAD, HEAD]
    assert stand(empty_database_url) is SchemaStand.CURRENT


def test_a_newer_database_is_refused(database_url: str) -> None:
    database = open_database(database_url)
    with database.writing() as uow:
        uow.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(StorageFailure) as refused:
        migrate.upgrade(database_url, backups=None)
    assert refused.value.fault is StorageFault.NEWER
    assert stand(database_url) is SchemaStand.NEWER


def test_another_programs_database_is_left_alone(empty_database_url: str) -> None:
    database = open_database(empty_database_url)
    with database.writing() as uow:
        uow.connection.execute(text("CREATE TABLE theirs (id INTEGER)"))
    database.close()
    with pytest.raises(StorageFailure) as refused:
        migrate.upgrade(empty_database_url, backups=None)
    assert refused.value.fault is StorageFault.WRONG_URL
    assert stand(empty_database_url) is SchemaStand.FOREIGN


def test_a_failed_migration_leaves_the_database_as_it_was(empty_database_url: str) -> None:
    at_first_schema_with_data(empty_database_url)
    database = open_database(empty_database_url)
    with database.writing() as uow:
        # The next revision fills this table first; a twin key makes it fail half-way.
        uow.connection.execute(
            text(
                "INSERT INTO status_transition (from_status, to_status) "
                "VALUES ('ready_pickup', 'delivered')"
            )
        )
    database.close()
    with pytest.raises(StorageFailure) as failed:
        migrate.upgrade(empty_database_url, backups=None)
    assert failed.value.fault is StorageFault.FAILED
    assert stand(empty_database_url) is SchemaStand.OLDER
    database = open_database(empty_database_url)
    with database.reading() as uow:
        count = uow.connection.execute(text("SELECT count(*) FROM status_transition")).scalar_one()
    database.close()
    assert count == 1


def test_a_copy_that_can_not_be_written_stops_the_upgrade(
    empty_sqlite_url: str, tmp_path: Path
) -> None:
    at_first_schema_with_data(empty_sqlite_url)
    blocked = tmp_path / "backups"
    blocked.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(StorageFailure) as refused:
        migrate.upgrade(empty_sqlite_url, backups=blocked)
    # Neither full nor missing: nobody is to free space or to look for the shop's data.
    assert refused.value.fault is StorageFault.FAILED
    assert stand(empty_sqlite_url) is SchemaStand.OLDER


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://x/y", "sqlite://", "http://x"])
def test_an_address_that_is_none_is_refused_in_words(url: str) -> None:
    with pytest.raises(StorageFailure) as refused:
        open_database(url)
    assert refused.value.fault is StorageFault.WRONG_URL
