"""Printing as a job: saved first, printed after, and honest about what became of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from data.repositories import jobs as repository
from data.values import JobKind, JobState
from services.actor import new_operation_id
from services.changes import ChangeBus
from services.errors import Conflict, NotFound
from services.jobs.runner import JobRunner
from services.jobs.service import JobService
from services.printing.destinations import lanes_of_till
from services.printing.dto import DocumentKind, PrinterRole, PrintOutcome
from services.printing.runner import PrintHandler
from services.printing.service import PrintingService
from tests.support.shops import SmallShop
from tests.support.virtual_printer import Behaviour, VirtualPrinter


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    with VirtualPrinter() as made:
        yield made


def runner_of(shop: SmallShop, address: str) -> JobRunner:
    handler = PrintHandler(shop.database, overrides={PrinterRole.RECEIPT: address})
    return JobRunner(
        shop.database,
        {JobKind.PRINT: handler},
        ChangeBus(),
        lane_prefixes=lambda: (lanes_of_till(shop.owner.till_id),),
    )


def job_states(shop: SmallShop) -> list[str]:
    with shop.database.reading() as uow:
        return list(uow.connection.execute(text("SELECT state FROM job ORDER BY id")).scalars())


def make_due(shop: SmallShop) -> None:
    with shop.database.writing() as uow:
        uow.connection.execute(text("UPDATE job SET not_before_utc = '2000-01-01 00:00:00.000000'"))


def end_leases(shop: SmallShop) -> None:
    with shop.database.writing() as uow:
        uow.connection.execute(
            text("UPDATE job SET lease_until_utc = '2000-01-01 00:00:00.000000'")
        )


def wait_until(fact: Callable[[], bool], *, within_s: float = 10.0) -> bool:
    until = time.monotonic() + within_s
    pause = threading.Event()
    while time.monotonic() < until:
        if fact():
            return True
        pause.wait(0.01)
    return fact()


def test_a_claim_ticket_is_printed_after_the_commit(
    small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    ticket = small_shop.take_in()
    assert [record.outcome for record in ticket.prints] == [None]
    assert runner_of(small_shop, printer.address).run_once() == 1
    after = small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id)
    assert [record.outcome for record in after.prints] == [PrintOutcome.PRINTED]
    assert job_states(small_shop) == [JobState.DONE]
    printer.wait_for_jobs()
    assert ticket.number in printer.printed_text()
    assert "Dana Whitfield" in printer.printed_text()


@pytest.mark.parametrize(
    ("behaviour", "state", "outcome"),
    [
        (Behaviour.OUT_OF_PAPER, JobState.WAITING, None),
        (Behaviour.COVER_OPEN, JobState.WAITING, None),
        (Behaviour.DROPPED, JobState.UNKNOWN, PrintOutcome.UNKNOWN),
        (Behaviour.LYING, JobState.UNKNOWN, PrintOutcome.UNKNOWN),
    ],
)
def test_a_job_shows_its_true_state(
    small_shop: SmallShop,
    printer: VirtualPrinter,
    behaviour: Behaviour,
    state: JobState,
    outcome: PrintOutcome | None,
) -> None:
    printer.behaviour = behaviour
    ticket = small_shop.take_in()
    runner_of(small_shop, printer.address).run_once()
    after = small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id)
    assert job_states(small_shop) == [state]
    assert [record.outcome for record in after.prints] == [outcome]
    assert after.prints[0].detail != ""


def test_a_printer_that_comes_back_gets_the_original(
    small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    printer.behaviour = Behaviour.OUT_OF_PAPER
    ticket = small_shop.take_in()
    runner = runner_of(small_shop, printer.address)
    runner.run_once()
    printer.behaviour = Behaviour.OK
    make_due(small_shop)
    runner.run_once()
    assert job_states(small_shop) == [JobState.DONE]
    printer.wait_for_jobs()
    assert "COPY" not in printer.printed_text()
    after = small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id)
    assert [(r.copy_no, r.outcome) for r in after.prints] == [(0, PrintOutcome.PRINTED)]


def test_printing_again_is_marked_as_a_copy(small_shop: SmallShop, printer: VirtualPrinter) -> None:
    ticket = small_shop.take_in()
    runner = runner_of(small_shop, printer.address)
    runner.run_once()
    printing = PrintingService(small_shop.gate, small_shop.reference)
    for _ in range(2):
        printing.reprint(
            small_shop.owner,
            operation_id=new_operation_id(),
            ticket_id=ticket.ticket_id,
            document=DocumentKind.CLAIM_TICKET,
        )
        runner.run_once()
    after = small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id)
    assert [record.copy_no for record in after.prints] == [2, 1, 0]
    printer.wait_for_jobs(3)
    assert "COPY 2" in printer.printed_text()


def test_printing_again_while_the_original_waits_hastens_it(
    small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    printer.behaviour = Behaviour.OUT_OF_PAPER
    ticket = small_shop.take_in()
    runner = runner_of(small_shop, printer.address)
    runner.run_once()
    printer.behaviour = Behaviour.OK
    PrintingService(small_shop.gate, small_shop.reference).reprint(
        small_shop.owner,
        operation_id=new_operation_id(),
        ticket_id=ticket.ticket_id,
        document=DocumentKind.CLAIM_TICKET,
    )
    runner.run_once()
    assert job_states(small_shop) == [JobState.DONE]
    assert len(printer.wait_for_jobs(1)) == 1


def test_printing_elsewhere_takes_the_waiting_original_along(
    small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    ticket = small_shop.take_in()
    runner_of(small_shop, "tcp://127.0.0.1:1").run_once()
    assert job_states(small_shop) == [JobState.WAITING]
    PrintingService(small_shop.gate, small_shop.reference).reprint(
        small_shop.owner,
        operation_id=new_operation_id(),
        ticket_id=ticket.ticket_id,
        document=DocumentKind.CLAIM_TICKET,
        printer=printer.address,
    )
    runner_of(small_shop, "tcp://127.0.0.1:1").run_once()
    assert job_states(small_shop) == [JobState.DONE]
    assert len(printer.wait_for_jobs()) == 1


def test_a_technician_prints_own_orders_only(small_shop: SmallShop) -> None:
    marco = small_shop.person("Marco Rossi", "technician")
    ticket = small_shop.take_in()
    jules = small_shop.person("Jules Lind", "technician")
    assert ticket.technician_id == marco.person_id
    printing = PrintingService(small_shop.gate, small_shop.reference)
    what = {"ticket_id": ticket.ticket_id, "document": DocumentKind.CLAIM_TICKET}
    assert printing.page(marco, **what).columns == 48
    with pytest.raises(NotFound):
        printing.page(jules, **what)
    with pytest.raises(NotFound):
        printing.reprint(jules, operation_id=new_operation_id(), **what)


def test_an_unknown_paper_is_never_printed_again_by_itself(
    small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    printer.behaviour = Behaviour.DROPPED
    small_shop.take_in()
    runner = runner_of(small_shop, printer.address)
    runner.run_once()
    printer.behaviour = Behaviour.OK
    make_due(small_shop)
    assert runner.run_once() == 0
    service = JobService(small_shop.gate)
    job = service.list(small_shop.owner)[0]
    with pytest.raises(Conflict):
        service.retry(small_shop.owner, operation_id=new_operation_id(), job_id=job.job_id)


def test_a_job_whose_process_died_before_its_first_byte_waits_again(
    small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    small_shop.take_in()
    lane = f"{lanes_of_till(small_shop.owner.till_id)}receipt"
    with small_shop.database.writing() as uow:
        assert repository.claim_next(uow, lane=lane, owner="gone", lease_s=30) is not None
    runner = runner_of(small_shop, printer.address)
    assert runner.run_once() == 0
    end_leases(small_shop)
    runner.run_once()
    runner.run_once()
    assert job_states(small_shop) == [JobState.DONE]
    assert len(printer.wait_for_jobs(1)) == 1


def test_a_job_whose_process_died_while_sending_is_unknown(
    small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    ticket = small_shop.take_in()
    lane = f"{lanes_of_till(small_shop.owner.till_id)}receipt"
    with small_shop.database.writing() as uow:
        job = repository.claim_next(uow, lane=lane, owner="gone", lease_s=30)
    assert job is not None
    with small_shop.database.writing() as uow:
        assert repository.mark_sending(uow, job, lease_s=30)
    end_leases(small_shop)
    runner_of(small_shop, printer.address).run_once()
    after = small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id)
    assert job_states(small_shop) == [JobState.UNKNOWN]
    assert [record.outcome for record in after.prints] == [PrintOutcome.UNKNOWN]
    assert printer.jobs == []


def test_a_late_writer_is_refused_by_the_fence(small_shop: SmallShop) -> None:
    small_shop.take_in()
    lane = f"{lanes_of_till(small_shop.owner.till_id)}receipt"
    with small_shop.database.writing() as uow:
        first = repository.claim_next(uow, lane=lane, owner="slow", lease_s=30)
    assert first is not None
    end_leases(small_shop)
    with small_shop.database.writing() as uow:
        for ended in repository.ended_leases(uow, lane=lane):
            repository.put_back(uow, ended, delay_s=0, patience_s=60, error="")
    make_due(small_shop)
    with small_shop.database.writing() as uow:
        second = repository.claim_next(uow, lane=lane, owner="next", lease_s=30)
    assert second is not None
    with small_shop.database.writing() as uow:
        assert not repository.finish(uow, first, state=JobState.DONE, error="")
        assert repository.finish(uow, second, state=JobState.DONE, error="")


def test_two_runners_print_each_paper_once(small_shop: SmallShop, printer: VirtualPrinter) -> None:
    for _ in range(6):
        small_shop.take_in()
    runners = [runner_of(small_shop, printer.address) for _ in range(2)]
    for runner in runners:
        runner.start()
    done = wait_until(lambda: job_states(small_shop) == [JobState.DONE] * 6, within_s=30)
    stopped = [runner.stop(deadline_s=10) for runner in runners]
    assert done
    assert all(stopped)
    assert len(printer.wait_for_jobs(6)) == 6


def test_undoing_withdraws_nothing_that_has_left(
    small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    ticket = small_shop.take_in()
    runner_of(small_shop, printer.address).run_once()
    moved = small_shop.move(ticket.ticket_id, "in_progress")
    assert moved.undo_until_utc is not None


def test_a_waiting_job_can_be_cancelled_and_tried_again(
    small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    small_shop.take_in()
    service = JobService(small_shop.gate)
    job = service.list(small_shop.owner)[0]
    service.cancel(small_shop.owner, operation_id=new_operation_id(), job_id=job.job_id)
    assert service.counts(small_shop.owner).waiting == 0
    retried = new_operation_id()
    service.retry(small_shop.owner, operation_id=retried, job_id=job.job_id)
    runner_of(small_shop, printer.address).run_once()
    assert job_states(small_shop) == [JobState.DONE]
    # The same retry, sent again because its answer was lost, is no second one and no conflict.
    service.retry(small_shop.owner, operation_id=retried, job_id=job.job_id)
    assert job_states(small_shop) == [JobState.DONE]
    with pytest.raises(Conflict):
        service.cancel(small_shop.owner, operation_id=new_operation_id(), job_id=job.job_id)


def test_ended_jobs_are_pruned_but_what_they_did_stays(
    small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    ticket = small_shop.take_in()
    runner_of(small_shop, printer.address).run_once()
    with small_shop.database.writing() as uow:
        repository.prune(uow, done_kept_s=-60, failed_kept_s=-60, keep=0, most=10)
    assert job_states(small_shop) == []
    after = small_shop.tickets.detail(small_shop.owner, ticket_id=ticket.ticket_id)
    assert [record.outcome for record in after.prints] == [PrintOutcome.PRINTED]
