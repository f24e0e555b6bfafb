"""Stopping in time: what is under way is cut short and says what is true of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from data.values import JobState
from services.jobs.runner import JobRunner
from services.printing.dto import PrinterRole, PrinterSettings
from services.printing.runner import PrintHandler
from services.printing.transports import Transport, open_transport
from services.printing.transports.transport import Patience
from tests.integration.jobs.jobs_stage import job_states, records, rows_of, runner_with, wait_until
from tests.support.shops import SmallShop
from tests.support.virtual_printer import Behaviour, VirtualPrinter

# Far longer than any deadline here: what ends in time was cut short.
ENDLESS = Patience(answer_s=60.0, finish_s=60.0, stall_s=60.0)
DEADLINE_S = 4.0


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    with VirtualPrinter() as made:
        yield made


def patient_runner(shop: SmallShop, address: str) -> JobRunner:
    def open_way(settings: PrinterSettings) -> Transport:
        return open_transport(settings, patience=ENDLESS)

    overrides = {PrinterRole.RECEIPT: address}
    handler = PrintHandler(shop.database, overrides=overrides, open_way=open_way)
    return runner_with(shop, handler)


def stop_when(runner: JobRunner, fact: Callable[[], bool]) -> float:
    """Start, stop as soon as ``fact`` holds, and return the seconds that stopping took."""
    runner.start()
    came_true = wait_until(fact)
    began = time.monotonic()
    ended = runner.stop(deadline_s=DEADLINE_S)
    taken = time.monotonic() - began
    assert came_true
    assert ended
    return taken


def test_a_printer_that_does_not_answer_is_given_up_and_its_job_waits(
    small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    printer.behaviour = Behaviour.STALLED
    small_shop.take_in()
    runner = patient_runner(small_shop, printer.address)
    taken = stop_when(runner, lambda: printer.connections > 0)
    assert taken <= DEADLINE_S
    assert job_states(small_shop) == [JobState.WAITING]
    assert rows_of(small_shop, "SELECT lease_owner, sending_since_utc FROM job") == [(None, None)]
    assert records(small_shop) == []


def test_a_paper_that_is_half_out_is_unknown(
    small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    # Every answer before the job is good; those after it never come.
    printer.behaviour = Behaviour.FALLS_SILENT
    small_shop.take_in()
    runner = patient_runner(small_shop, printer.address)

    def printing_stalls() -> bool:
        began = printer.first_byte_at is not None
        return began and rows_of(small_shop, "SELECT sending_since_utc FROM job") != [(None,)]

    taken = stop_when(runner, printing_stalls)
    assert taken <= DEADLINE_S
    assert job_states(small_shop) == [JobState.UNKNOWN]
    assert records(small_shop) == [(0, "unknown")]


def test_a_stop_from_elsewhere_ends_what_run_once_is_at(
    small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    printer.behaviour = Behaviour.STALLED
    small_shop.take_in()
    runner = patient_runner(small_shop, printer.address)
    once = threading.Thread(target=runner.run_once)
    once.start()
    assert wait_until(lambda: printer.connections > 0)
    # The connection is made before the wait for its answer begins.
    assert wait_until(lambda: runner.stop(deadline_s=0.0) and not once.is_alive())
    once.join()
    assert job_states(small_shop) == [JobState.WAITING]


def test_a_paper_that_ends_in_time_is_let_finish(
    small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    printer.behaviour = Behaviour.SLOW
    small_shop.take_in()
    runner = patient_runner(small_shop, printer.address)
    stop_when(runner, lambda: printer.first_byte_at is not None)
    assert job_states(small_shop) == [JobState.DONE]
    assert records(small_shop) == [(0, "printed")]
