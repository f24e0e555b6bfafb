"""A job meets a bug, or a database that is away: it is told honestly and blocks nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg
import pytest
from sqlalchemy import text

from data.engine import Database, open_database
from data.errors import StorageFailure, StorageFault
from data.repositories import jobs as repository
from data.repositories.jobs import ClaimedJob
from data.values import JobState
from services.changes import Change, ChangeBus, Entity
from services.jobs.handling import Attempt
from services.printing.dto import PrinterRole
from services.printing.runner import PrintHandler
from tests.integration.jobs.jobs_stage import (
    handler_of,
    job_states,
    make_due,
    records,
    reprint,
    rows_of,
    runner_with,
    wait_until,
)
from tests.support.shops import SmallShop, open_shop
from tests.support.statement_doors import failing_once, lost_line
from tests.support.virtual_printer import VirtualPrinter

Begin = Callable[[], None]


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    with VirtualPrinter() as made:
        yield made


class Failing(PrintHandler):
    """Prints nothing and raises, before or after the first byte."""

    def __init__(self, database: Database, *, error: Exception, after_begin: bool) -> None:
        super().__init__(database, overrides={})
        self._error = error
        self._after_begin = after_begin

    def run(self, job: ClaimedJob, *, begin: Begin) -> Attempt:
        if self._after_begin:
            begin()
        raise self._error


AWAY = StorageFailure(StorageFault.AWAY, "the line was lost")

# What the queue asks and writes, as it is known at the driver's door.
ASKS_FOR_DUE_LANES = r"SELECT DISTINCT lane"
ASKS_FOR_ENDED_LEASES = r"^SELECT job\.id\s+FROM job\s+WHERE job\.lane = .* job\.lease_until_utc <"
NOTES_THE_FIRST_BYTE = r"^UPDATE job SET .*\bsending_since_utc=\(?(strftime|clock_timestamp)\("
WRITES_THE_END = r"^UPDATE job SET .*\bfinished_at_utc="


def test_a_database_that_is_away_before_the_first_byte_lets_the_job_wait(
    small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    small_shop.take_in()
    failing = Failing(small_shop.database, error=AWAY, after_begin=False)
    assert runner_with(small_shop, failing).run_once() == 1
    assert job_states(small_shop) == [JobState.WAITING]
    assert records(small_shop) == []
    make_due(small_shop)
    runner_with(small_shop, handler_of(small_shop, printer.address)).run_once()
    assert records(small_shop) == [(0, "printed")]


def test_a_first_byte_that_could_not_be_noted_does_not_leave(
    small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    database = small_shop.database
    small_shop.take_in()
    with failing_once(database, NOTES_THE_FIRST_BYTE, error=lost_line(database)):
        runner_with(small_shop, handler_of(small_shop, printer.address)).run_once()
    assert job_states(small_shop) == [JobState.WAITING]
    assert printer.first_byte_at is None


def test_a_job_out_of_patience_with_the_database_says_not_printed(small_shop: SmallShop) -> None:
    small_shop.take_in()
    with small_shop.database.writing() as uow:
        uow.execute(text("UPDATE job SET max_attempts = 1"))
    failing = Failing(small_shop.database, error=AWAY, after_begin=False)
    runner_with(small_shop, failing).run_once()
    assert job_states(small_shop) == [JobState.FAILED]
    assert records(small_shop) == [(0, "not_printed")]


def test_lines_cut_by_the_server_lose_no_job(postgres_url: str, printer: VirtualPrinter) -> None:
    class Cut(PrintHandler):
        """Every line to the database is cut before the first byte."""

        def run(self, job: ClaimedJob, *, begin: Begin) -> Attempt:
            cut_lines(database)
            return super().run(job, begin=begin)

    database = open_database(postgres_url)
    try:
        shop = open_shop(database)
        shop.take_in()
        overrides = {PrinterRole.RECEIPT: printer.address}
        runner_with(shop, Cut(database, overrides=overrides)).run_once()
        assert job_states(shop) == [JobState.WAITING]
        make_due(shop)
        runner_with(shop, handler_of(shop, printer.address)).run_once()
        assert records(shop) == [(0, "printed")]
    finally:
        database.close()


def cut_lines(database: Database) -> None:
    address = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_result_is_written_once_more_when_the_line_broke(
    small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    database = small_shop.database
    small_shop.take_in()
    with failing_once(database, WRITES_THE_END, error=lost_line(database)) as ending:
        runner_with(small_shop, handler_of(small_shop, printer.address)).run_once()
    assert ending.passed == 2
    assert job_states(small_shop) == [JobState.DONE]
    assert records(small_shop) == [(0, "printed")]


@pytest.mark.expects_log("job .* failed unexpectedly")
def test_a_bug_after_the_first_byte_is_unknown_and_a_copy_can_be_printed(
    small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    ticket = small_shop.take_in()
    bug = Failing(small_shop.database, error=RuntimeError("bug"), after_begin=True)
    runner_with(small_shop, bug).run_once()
    assert job_states(small_shop) == [JobState.UNKNOWN]
    assert records(small_shop) == [(0, "unknown")]
    reprint(small_shop, ticket.ticket_id)
    runner_with(small_shop, handler_of(small_shop, printer.address)).run_once()
    assert records(small_shop) == [(0, "unknown"), (1, "printed")]


@pytest.mark.expects_log("job .* failed unexpectedly")
def test_a_bug_before_the_first_byte_says_not_printed_and_leaves_the_original(
    small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    ticket = small_shop.take_in()
    bug = Failing(small_shop.database, error=RuntimeError("bug"), after_begin=False)
    runner_with(small_shop, bug).run_once()
    assert job_states(small_shop) == [JobState.FAILED]
    assert records(small_shop) == [(0, "not_printed")]
    reprint(small_shop, ticket.ticket_id)
    runner_with(small_shop, handler_of(small_shop, printer.address)).run_once()
    assert records(small_shop) == [(0, "not_printed"), (0, "printed")]


def test_an_address_nobody_can_read_fails_with_the_reason(small_shop: SmallShop) -> None:
    small_shop.take_in()
    runner_with(small_shop, handler_of(small_shop, "smoke:signals")).run_once()
    assert job_states(small_shop) == [JobState.FAILED]
    assert records(small_shop) == [(0, "not_printed")]
    assert "printer address" in rows_of(small_shop, "SELECT last_error FROM job")[0][0]


def test_a_process_that_dies_at_every_attempt_does_not_try_for_ever(small_shop: SmallShop) -> None:
    small_shop.take_in()
    with small_shop.database.writing() as uow:
        uow.execute(text("UPDATE job SET max_attempts = 1"))
    lane = rows_of(small_shop, "SELECT lane FROM job")[0][0]
    with small_shop.database.writing() as uow:
        assert repository.claim_next(uow, lane=lane, owner="gone", lease_s=-1) is not None
    runner_with(small_shop, handler_of(small_shop, "none")).run_once()
    assert job_states(small_shop) == [JobState.FAILED]
    assert records(small_shop) == [(0, "not_printed")]


@pytest.mark.expects_log("a listener failed on committed changes")
def test_a_listener_that_fails_stops_neither_the_others_nor_the_caller() -> None:
    def fail(_changes: object) -> None:
        raise RuntimeError("the widget is gone")

    heard: list[Change] = []
    bus = ChangeBus()
    bus.listen(fail)
    bus.listen(heard.extend)
    change = Change(entity=Entity.TICKET, entity_id=1)
    bus.publish([change])
    assert heard == [change]


@pytest.mark.expects_log("lane .* failed unexpectedly")
def test_a_lane_outlives_what_it_did_not_expect(
    small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    small_shop.take_in()
    with failing_once(small_shop.database, ASKS_FOR_ENDED_LEASES, error=RuntimeError("bug")):
        assert _printed_by_itself(small_shop, printer)


@pytest.mark.expects_log("the dispatcher failed unexpectedly")
def test_the_dispatcher_outlives_what_it_did_not_expect(
    small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    small_shop.take_in()
    with failing_once(small_shop.database, ASKS_FOR_DUE_LANES, error=RuntimeError("bug")):
        assert _printed_by_itself(small_shop, printer)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_lane_whose_thread_was_ended_is_taken_up_again(
    small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    small_shop.take_in()
    # SystemExit ends a thread without a word, past everything that is survived.
    with failing_once(small_shop.database, ASKS_FOR_ENDED_LEASES, error=SystemExit()):
        assert _printed_by_itself(small_shop, printer)


def _printed_by_itself(shop: SmallShop, printer: VirtualPrinter) -> bool:
    runner = runner_with(shop, handler_of(shop, printer.address))
    runner.start()
    try:
        return wait_until(lambda: job_states(shop) == [JobState.DONE], within_s=15)
    finally:
        assert runner.stop(deadline_s=10)
