"""An invented shop obeys every rule that a lived one does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from data.bulk_load import LARGE_LOAD, LOADED, bulk_load
from data.engine import Database, open_database
from data.errors import ConstraintViolation
from data.values import TicketStatus
from services.actor import new_operation_id
from services.auth.roles import TECHNICIAN
from services.commands import checked
from services.diagnostics.service import DiagnosticsService
from services.errors import Invalid, PermissionDenied
from services.tickets.dto import QueueChip, QueueFilters, QueueQuestion
from services.tickets.numbering import read_number
from services.transfer.dto import Generate, GenerateReport
from services.transfer.service import TransferService
from tests.support.shops import SmallShop, open_shop

TABLES = (*(table.name for table in LOADED), "number_counter")


@pytest.fixture
def shop(database_url: str) -> Iterator[SmallShop]:
    database = open_database(database_url)
    shop = open_shop(database, time_zone="America/Los_Angeles")
    shop.person("Tomasz Brandt", TECHNICIAN)
    shop.person("Ines Fujita", TECHNICIAN)
    yield shop
    database.close()


def generate(
    shop: SmallShop, *, customers: int = 120, orders: int = 400, seed: int = 7
) -> GenerateReport:
    service = TransferService(shop.gate, shop.reference)
    return service.generate(shop.owner, asking(customers=customers, orders=orders, seed=seed))


def asking(**numbers: int) -> Generate:
    return checked(lambda: Generate(operation_id=new_operation_id(), **numbers))


def rows(database: Database, table: str) -> list[tuple[object, ...]]:
    with database.reading() as uow:
        found = uow.connection.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2"))
        return [tuple(row) for row in found]


def count(database: Database, condition: str) -> int:
    with database.reading() as uow:
        return int(uow.connection.execute(text(f"SELECT count(*) FROM {condition}")).scalar_one())


def verified(shop: SmallShop, folder: Path) -> bool:
    service = DiagnosticsService(shop.gate, shop.reference, home=folder)
    report = service.verify(shop.owner)
    assert report.problems == ()
    return report.ok


def test_an_invented_shop_is_verified_clean(shop: SmallShop, tmp_path: Path) -> None:
    report = generate(shop)
    assert (report.customers, report.orders, report.open_orders) == (120, 400, 40)
    assert count(shop.database, "ticket") == 400
    assert count(shop.database, "ticket_history") == report.history
    assert count(shop.database, "ticket_line") == report.lines
    assert verified(shop, tmp_path)


def test_numbers_run_without_gap_in_each_year_and_are_read_back(shop: SmallShop) -> None:
    generate(shop)
    with shop.database.reading() as uow:
        found = uow.connection.execute(
            text("SELECT number, number_year, number_seq FROM ticket ORDER BY id")
        ).all()
    years = {row.number_year for row in found}
    assert len(years) >= 4
    for year in years:
        sequences = [row.number_seq for row in found if row.number_year == year]
        assert sequences == list(range(1, len(sequences) + 1))
    for row in found:
        number = read_number(row.number)
        assert (number.year, number.sequence) == (row.number_year % 100, row.number_seq)


def test_the_next_intake_goes_on_where_the_load_ended(shop: SmallShop, tmp_path: Path) -> None:
    generate(shop)
    with shop.database.reading() as uow:
        last = uow.connection.execute(
            text("SELECT last_value FROM number_counter WHERE year = 2026")
        ).scalar_one()
    taken = shop.take_in()
    assert read_number(taken.number).sequence == last + 1
    shop.move_through(taken.ticket_id, "in_progress", "completed", "ready_pickup")
    assert verified(shop, tmp_path)


def test_the_guards_stand_again_after_a_load(shop: SmallShop) -> None:
    generate(shop)
    with pytest.raises(ConstraintViolation), shop.database.writing() as uow:
        uow.connection.execute(
            text("UPDATE ticket SET status = 'pending' WHERE status = 'delivered'")
        )
    with pytest.raises(ConstraintViolation), shop.database.writing() as uow:
        uow.connection.execute(text("DELETE FROM ticket_history"))


def test_the_same_seed_gives_the_same_rows(
    shop: SmallShop, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    generate(shop, seed=3)
    first = {table: rows(shop.database, table) for table in TABLES}
    other = second_database(request, tmp_path)
    again = open_shop(other, time_zone="America/Los_Angeles")
    try:
        again.person("Tomasz Brandt", TECHNICIAN)
        again.person("Ines Fujita", TECHNICIAN)
        generate(again, seed=3)
        assert {table: rows(other, table) for table in TABLES} == first
    finally:
        other.close()


def second_database(request: pytest.FixtureRequest, folder: Path) -> Database:
    if request.getfixturevalue("engine_kind") == "sqlite":
        copy = folder / "second.db"
        copy.write_bytes(request.getfixturevalue("sqlite_template").read_bytes())
        return open_database(f"sqlite:///{copy}")
    databases = request.getfixturevalue("postgres_databases")
    url = databases.create(template=request.getfixturevalue("postgres_template"))
    request.addfinalizer(lambda: databases.drop(url))
    return open_database(url.render_as_string(hide_password=False))


def test_another_seed_gives_other_rows(shop: SmallShop) -> None:
    generate(shop, customers=50, orders=0, seed=1)
    first = [row[1] for row in rows(shop.database, "customer")]
    generate(shop, customers=50, orders=0, seed=2)
    assert [row[1] for row in rows(shop.database, "customer")][50:] != first


def test_a_second_load_follows_the_first(shop: SmallShop, tmp_path: Path) -> None:
    shop.take_in()
    generate(shop, customers=60, orders=100, seed=1)
    generate(shop, customers=40, orders=50, seed=1)
    assert count(shop.database, "ticket") == 151
    assert count(shop.database, "customer") == 101
    assert verified(shop, tmp_path)


def test_stories_are_plausible(shop: SmallShop) -> None:
    generate(shop)
    delivered = count(shop.database, "ticket WHERE status = 'delivered'")
    assert delivered > 300
    assert count(shop.database, "ticket WHERE status = 'delivered' AND collected_by IS NULL") == 0
    open_now = shop.queue.counts(shop.owner, QueueQuestion())[QueueChip.OPEN]
    assert open_now == 40
    gone = "ticket WHERE status = 'cancelled' AND NOT device_in_shop"
    told = "ticket_history WHERE kind = 'handed_back'"
    assert count(shop.database, gone) == count(shop.database, told) > 0
    assert count(shop.database, "ticket WHERE opened_at_utc > promised_at_utc") == 0
    late = "ticket_history a JOIN ticket_history b ON a.ticket_id = b.ticket_id AND a.id < b.id"
    assert count(shop.database, f"{late} WHERE a.at_utc > b.at_utc") == 0


def test_a_delivered_order_reads_like_any_other(shop: SmallShop) -> None:
    generate(shop)
    question = QueueQuestion(
        chip=QueueChip.ALL, filters=QueueFilters(status=TicketStatus.DELIVERED)
    )
    answer = shop.queue.ask(shop.owner, question)
    detail = shop.tickets.detail(shop.owner, ticket_id=answer.ids[0])
    assert detail.history
    assert detail.lines
    assert detail.subtotal_minor + detail.tax_minor == detail.total_minor
    assert detail.next_moves == ()


def test_one_audit_row_tells_of_the_load(shop: SmallShop) -> None:
    generate(shop)
    assert count(shop.database, "audit WHERE action = 'data.generated'") == 1


def test_a_repeated_load_loads_nothing_and_reports_the_first(shop: SmallShop) -> None:
    service, command = TransferService(shop.gate, shop.reference), asking(customers=20, orders=30)
    first = service.generate(shop.owner, command)
    assert service.generate(shop.owner, command) == replace(first, replayed=True)
    assert (count(shop.database, "customer"), count(shop.database, "ticket")) == (20, 30)


def test_progress_is_told(shop: SmallShop) -> None:
    told: list[tuple[str, int, int]] = []
    TransferService(shop.gate, shop.reference).generate(
        shop.owner,
        asking(customers=30, orders=60),
        progress=lambda what, done, of: told.append((what, done, of)),
    )
    assert told == [("customers", 30, 30), ("orders", 60, 60)]


@pytest.mark.parametrize(
    ("customers", "orders", "field"),
    [(-1, 0, "customers"), (10, -1, "orders"), (0, 5, "customers"), (10**9, 0, "customers")],
)
def test_numbers_that_make_no_sense_are_refused(
    shop: SmallShop, customers: int, orders: int, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        generate(shop, customers=customers, orders=orders)
    assert refused.value.field == field
    assert count(shop.database, "customer") == 0


def test_a_technician_may_not_load(shop: SmallShop) -> None:
    technician = shop.person("Zoë Haddad", TECHNICIAN)
    service = TransferService(shop.gate, shop.reference)
    with pytest.raises(PermissionDenied):
        service.generate(technician, asking(customers=1, orders=0))


def test_a_load_that_fails_leaves_nothing_and_the_guards_stand(shop: SmallShop) -> None:
    def refuse(what: str, done: int, of: int) -> None:
        if what == "orders":
            raise KeyboardInterrupt

    service = TransferService(shop.gate, shop.reference)
    with pytest.raises(KeyboardInterrupt):
        service.generate(shop.owner, asking(customers=30, orders=60), progress=refuse)
    assert count(shop.database, "customer") == 0
    taken = shop.take_in()
    with pytest.raises(ConstraintViolation), shop.database.writing() as uow:
        uow.connection.execute(
            text(f"UPDATE ticket SET status = 'delivered' WHERE id = {int(taken.ticket_id)}")
        )


def test_a_large_load_builds_every_index_anew(shop: SmallShop) -> None:
    before = index_names(shop.database)
    with shop.database.writing() as uow, bulk_load(uow, LOADED, rows_expected=LARGE_LOAD):
        meanwhile = uow.connection.execute(text(INDEXES[uow.dialect])).all()
        assert len(meanwhile) < len(before) - 10
    assert index_names(shop.database) == before


INDEXES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'index'",
    "postgresql": "SELECT indexname FROM pg_indexes WHERE schemaname = 'public'",
}


def index_names(database: Database) -> set[str]:
    with database.reading() as uow:
        return {row[0] for row in uow.connection.execute(text(INDEXES[database.dialect]))}
