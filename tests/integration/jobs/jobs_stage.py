"""What the tests of jobs share: a runner for the small shop, and a look at its rows."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import text

from data.values import JobKind
from services.actor import Actor, new_operation_id
from services.changes import ChangeBus
from services.jobs.handling import Handler
from services.jobs.lease import LEASE_S
from services.jobs.runner import JobRunner
from services.printing.destinations import lanes_of_till
from services.printing.dto import DocumentKind, PrinterRole
from services.printing.runner import PrintHandler
from services.printing.service import PrintingService
from tests.support.shops import SmallShop


def handler_of(shop: SmallShop, address: str) -> PrintHandler:
    """Return the real handler, printing receipts to ``address``."""
    return PrintHandler(shop.database, overrides={PrinterRole.RECEIPT: address})


def runner_with(
    shop: SmallShop,
    handler: Handler,
    *,
    changes: ChangeBus | None = None,
    lease_s: float = LEASE_S,
) -> JobRunner:
    """Return a runner of the shop's only till."""
    return JobRunner(
        shop.database,
        {JobKind.PRINT: handler},
        changes or ChangeBus(),
        lane_prefixes=lambda: (lanes_of_till(shop.owner.till_id),),
        lease_s=lease_s,
    )


def reprint(
    shop: SmallShop,
    ticket_id: int,
    *,
    document: DocumentKind = DocumentKind.CLAIM_TICKET,
    actor: Actor | None = None,
    **asked: Any,
) -> int:
    """Ask for the document once more; ``asked`` says where it goes, and how often."""
    return PrintingService(shop.gate, shop.reference).reprint(
        actor or shop.owner,
        operation_id=new_operation_id(),
        ticket_id=ticket_id,
        document=document,
        **asked,
    )


def rows_of(shop: SmallShop, query: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query."""
    with shop.database.reading() as uow:
        return [tuple(row) for row in uow.rows(text(query))]


def job_states(shop: SmallShop) -> list[str]:
    """Return the jobs' states in the order in which they were queued."""
    return [row[0] for row in rows_of(shop, "SELECT state FROM job ORDER BY id")]


def records(shop: SmallShop) -> list[tuple[int, str]]:
    """Return what the print records say: copy number and outcome, oldest first."""
    found = rows_of(shop, "SELECT copy_no, outcome FROM print_record ORDER BY id")
    return [(row[0], row[1]) for row in found]


def make_due(shop: SmallShop) -> None:
    """Let every job be due now."""
    with shop.database.writing() as uow:
        uow.execute(text("UPDATE job SET not_before_utc = '2000-01-01 00:00:00.000000'"))


def wait_until(fact: Callable[[], bool], *, within_s: float = 10.0) -> bool:
    """Return whether ``fact`` came true in time."""
    until = time.monotonic() + within_s
    pause = threading.Event()
    while time.monotonic() < until:
        if fact():
            return True
        pause.wait(0.01)
    return fact()


def at_once(calls: Sequence[Callable[[], object]]) -> list[object]:
    """Make the calls at the same moment, and return what each returned or raised."""
    together = threading.Barrier(len(calls))
    answers: list[object] = []

    def make(call: Callable[[], object]) -> None:
        together.wait()
        try:
            answers.append(call())
        except Exception as error:  # noqa: BLE001 - the test looks at it
            answers.append(error)

    threads = [threading.Thread(target=make, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
