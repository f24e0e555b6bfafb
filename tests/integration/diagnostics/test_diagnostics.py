"""`verify` finds every kind of contradiction; `doctor` says what is well and what is not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from data.engine import open_database
from services.diagnostics.dto import Health
from services.diagnostics.service import DiagnosticsService
from services.errors import PermissionDenied
from services.printing.dto import PrinterSettings, PrinterState, PrinterStatus
from tests.support.shops import SmallShop, open_shop

# What each check must find, and the damage that only somebody past the guards can do.
DAMAGE: dict[str, tuple[str, ...]] = {
    "number_gap": ("UPDATE number_counter SET last_value = last_value + 1",),
    "number_without_counter": ("DELETE FROM number_counter",),
    "status_without_history": ("UPDATE ticket SET status = 'ready_pickup'",),
    "last_history_not_newest": ("UPDATE ticket SET last_history_id = last_history_id + 5",),
    "history_move_illegal": ("UPDATE ticket_history SET kind = 'moved', old_status = 'delivered'",),
    "totals_disagree": ("UPDATE ticket_line SET price_minor = price_minor + 1",),
    "job_without_outcome": ("UPDATE job SET state = 'done'",),
    "search_key_missing": ("DELETE FROM customer_name_pair",),
    "search_key_stray": ("INSERT INTO customer_phone_key (key, customer_id) VALUES ('9999', 1)",),
    "search_text_differs": ("UPDATE customer SET email_folded = 'x'",),
    "foreign_key:ticket.technician_id": ("UPDATE ticket SET technician_id = 999",),
    "foreign_key:device.customer_id": ("UPDATE device SET customer_id = 999",),
}


def diagnostics(
    shop: SmallShop,
    *,
    printer: PrinterState = PrinterState.READY,
    largest_file_read: int = 1_000_000_000,
) -> DiagnosticsService:
    def answer(settings: PrinterSettings) -> PrinterStatus:
        return PrinterStatus(state=printer, message=f"{settings.role.value} says so")

    return DiagnosticsService(
        shop.gate,
        shop.reference,
        home=Path("/nowhere/at/all"),
        printer_status=answer,
        largest_file_read=largest_file_read,
    )


def damage(shop: SmallShop, *statements: str) -> None:
    """Change rows as no guard of the database allows it."""
    url = shop.database.url
    if shop.database.dialect == "sqlite":
        with closing(sqlite3.connect(str(url.database), isolation_level=None)) as raw:
            triggers = raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in triggers.fetchall():
                raw.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                raw.execute(statement)
        return
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as raw_server:
        raw_server.execute("SET session_replication_role = replica")
        for statement in statements:
            raw_server.execute(statement.encode())


def test_a_sound_shop_has_no_problems(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in()
    small_shop.move_through(ticket.ticket_id, "in_progress", "completed", "ready_pickup")
    small_shop.take_in()
    report = diagnostics(small_shop).verify(small_shop.owner)

    assert (report.ok, report.problems) == (True, ())
    assert report.checks > len(DAMAGE) / 2


@pytest.mark.parametrize("check", DAMAGE)
def test_verify_finds_what_contradicts(small_shop: SmallShop, check: str) -> None:
    small_shop.take_in()
    damage(small_shop, *DAMAGE[check])
    report = diagnostics(small_shop).verify(small_shop.owner)
    found = {problem.check: problem for problem in report.problems}

    assert not report.ok
    assert check in found
    assert found[check].count == len(found[check].examples) == 1


def test_only_the_first_few_of_many_are_shown(small_shop: SmallShop) -> None:
    for _ in range(22):
        small_shop.take_in()
    damage(small_shop, "UPDATE ticket SET technician_id = 999")
    (problem,) = diagnostics(small_shop).verify(small_shop.owner).problems

    assert (problem.count, len(problem.examples)) == (22, 20)


def test_a_damaged_page_is_found(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    try:
        shop = open_shop(database)
        damage(
            shop,
            "CREATE TABLE broken (a TEXT NOT NULL)",
            "INSERT INTO broken VALUES ('x')",
            "PRAGMA writable_schema = ON",
            "UPDATE sqlite_master SET sql = 'CREATE TABLE broken (a TEXT NOT NULL, "
            "b TEXT NOT NULL)' WHERE name = 'broken'",
        )
        report = diagnostics(shop).verify(shop.owner)
    finally:
        database.close()

    assert [problem.check for problem in report.problems] == ["file_integrity"]


def overwrite_table(path: Path, table: str) -> None:
    """Put garbage where a table's first page is, as a dying disk does."""
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,))
        (size,) = raw.execute("PRAGMA page_size").fetchone()
    with path.open("rb+") as file:
        file.seek((page[0] - 1) * size)
        file.write(b"garbage!" * (size // 8))


def test_doctor_finds_a_page_that_can_not_be_read(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    shop = open_shop(database)
    shop.take_in()
    database.close()
    overwrite_table(Path(str(database.url.database)), "ticket")
    report = diagnostics(shop).doctor(shop.owner)
    unread = diagnostics(shop, largest_file_read=1_000).doctor(shop.owner)
    database.close()

    file = {check.name: check for check in report.checks}["file"]
    assert (report.health, file.health) == (Health.PROBLEM, Health.PROBLEM)
    assert "backups" in file.advice
    too_large = {check.name: check for check in unread.checks}["file"]
    assert too_large.health is Health.NOTICE
    assert "mendpoint verify" in too_large.advice


@pytest.mark.parametrize(
    ("printer", "health"),
    [
        (PrinterState.READY, Health.OK),
        (PrinterState.PAPER_LOW, Health.NOTICE),
        (PrinterState.OUT_OF_PAPER, Health.PROBLEM),
        (PrinterState.UNREACHABLE, Health.PROBLEM),
    ],
)
def test_doctor_reports_the_printer_and_the_worst(
    small_shop: SmallShop, printer: PrinterState, health: Health
) -> None:
    report = diagnostics(small_shop, printer=printer).doctor(small_shop.owner)
    checks = {check.name: check for check in report.checks}

    assert report.health is health
    assert checks["printer:receipt"].health is health
    assert bool(checks["printer:receipt"].advice) is (health is not Health.OK)
    assert checks["database"].health is Health.OK
    assert small_shop.database.dialect in checks["database"].found
    assert ("file" in checks) is (small_shop.database.dialect == "sqlite")
    assert "Alder Street Repair" in checks["shop"].found


def test_a_technician_may_not_look_into_the_system(small_shop: SmallShop) -> None:
    technician = small_shop.person("Marco Rossi", "technician")
    service = diagnostics(small_shop)

    with pytest.raises(PermissionDenied):
        service.doctor(technician)
    with pytest.raises(PermissionDenied):
        service.verify(technician)
