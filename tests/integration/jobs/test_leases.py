"""A job is its process's as long as that is at it, and no longer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from data.repositories.jobs import ClaimedJob
from data.values import JobState
from services.jobs.handling import Attempt
from services.printing.dto import PrinterRole
from services.printing.runner import PrintHandler
from tests.integration.jobs.jobs_stage import (
    handler_of,
    job_states,
    records,
    rows_of,
    runner_with,
    wait_until,
)
from tests.support.shops import SmallShop
from tests.support.statement_doors import failing_once, lost_line
from tests.support.virtual_printer import Behaviour, VirtualPrinter

LEASE_S = 1.5
RENEWS = r"^UPDATE job SET lease_until_utc=(?!.*sending_since_utc)"


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    with VirtualPrinter() as made:
        yield made


class Slow(PrintHandler):
    """Prints, and stays at it until it is let go."""

    def __init__(self, shop: SmallShop, address: str) -> None:
        super().__init__(shop.database, overrides={PrinterRole.RECEIPT: address})
        self.let_go = threading.Event()

    def run(self, job: ClaimedJob, *, begin: Callable[[], None]) -> Attempt:
        attempt = super().run(job, begin=begin)
        self.let_go.wait(90)
        return attempt


def lease_of(shop: SmallShop) -> Any:
    return rows_of(shop, "SELECT lease_until_utc FROM job")[0][0]


def outlive_a_lease(shop: SmallShop, *, meanwhile: Callable[[], object]) -> bool:
    """Wait until the lease has been renewed more often than one lease allows."""
    seen: list[Any] = []

    def renewed() -> bool:
        meanwhile()
        if lease_of(shop) not in seen:
            seen.append(lease_of(shop))
        return len(seen) > 5

    return wait_until(renewed, within_s=60)


def test_a_paper_that_takes_longer_than_a_lease_stays_its_process_s(
    small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    printer.behaviour = Behaviour.SLOW
    small_shop.take_in()
    slow = Slow(small_shop, printer.address)
    working = runner_with(small_shop, slow, lease_s=LEASE_S)
    other = runner_with(small_shop, handler_of(small_shop, printer.address), lease_s=LEASE_S)
    at_work = threading.Thread(target=working.run_once)
    at_work.start()
    outlived = outlive_a_lease(small_shop, meanwhile=other.run_once)
    slow.let_go.set()
    at_work.join()
    assert outlived
    assert job_states(small_shop) == [JobState.DONE]
    assert records(small_shop) == [(0, "printed")]


def test_a_renewal_that_fails_once_loses_nothing(
    small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    database = small_shop.database
    small_shop.take_in()
    slow = Slow(small_shop, printer.address)
    at_work = threading.Thread(target=runner_with(small_shop, slow, lease_s=LEASE_S).run_once)
    with failing_once(database, RENEWS, error=lost_line(database)):
        at_work.start()
        outlived = outlive_a_lease(small_shop, meanwhile=lambda: None)
        slow.let_go.set()
        at_work.join()
    assert outlived
    assert records(small_shop) == [(0, "printed")]
