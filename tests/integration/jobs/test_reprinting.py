"""Printing again: each asking gives one paper, whoever asks at the same moment, and where."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from data.engine import open_database
from data.errors import TryAgain
from data.values import JobState
from services.actor import new_operation_id
from services.errors import Invalid, PermissionDenied
from services.printing.dto import (
    DocumentKind,
    PaperChoice,
    PrinterRole,
    PrinterSettings,
    PrintOutcome,
)
from services.printing.runner import PrintHandler
from services.printing.service import PrintingService
from services.settings.dto import PrinterEntry, SaveTill
from tests.integration.jobs.jobs_stage import (
    at_once,
    handler_of,
    job_states,
    records,
    reprint,
    rows_of,
    runner_with,
)
from tests.support.shops import SmallShop, open_shop
from tests.support.statement_doors import at_statement
from tests.support.virtual_printer import Behaviour, VirtualPrinter

TILLS_OWN = "tcp://127.0.0.1:9100"

# A reprint first counts the copies there are, then looks for a job of the next one.
LOOKS_FOR_ITS_JOB = r"FROM job\s+WHERE job\.dedupe_key"
QUEUES_A_JOB = r"^INSERT INTO job "

ORIGINAL_RECORDED = """
    INSERT INTO print_record (ticket_id, visit_id, document, copy_no, outcome, detail, printer,
        person_id, till_id, job_id, at_utc)
    SELECT job.ticket_id, ticket.visit_id, 'claim-ticket', 0, :outcome, '', '',
        job.person_id, job.till_id, job.id, job.created_at_utc
    FROM job JOIN ticket ON ticket.id = job.ticket_id
"""


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    with VirtualPrinter() as made:
        yield made


@pytest.fixture
def postgres_shop(postgres_url: str) -> Iterator[SmallShop]:
    database = open_database(postgres_url)
    yield open_shop(database)
    database.close()


@pytest.mark.parametrize(
    ("ended", "outcome"), [(JobState.DONE, "printed"), (JobState.UNKNOWN, "unknown")]
)
def test_a_paper_that_ended_meanwhile_gives_the_next_copy(
    small_shop: SmallShop, printer: VirtualPrinter, ended: JobState, outcome: str
) -> None:
    def it_ends(connection: Connection) -> None:
        # Within the reprint itself: beside it nobody else writes on SQLite.
        connection.execute(text("UPDATE job SET state = :state"), {"state": ended.value})
        connection.execute(text(ORIGINAL_RECORDED), {"outcome": outcome})

    ticket = small_shop.take_in()
    with at_statement(small_shop.database, LOOKS_FOR_ITS_JOB, it_ends):
        reprint(small_shop, ticket.ticket_id)
    runner_with(small_shop, handler_of(small_shop, printer.address)).run_once()
    assert records(small_shop) == [(0, outcome), (1, "printed")]


def test_printing_again_while_the_original_ends_prints_a_copy(
    postgres_shop: SmallShop, printer: VirtualPrinter
) -> None:
    runner = runner_with(postgres_shop, handler_of(postgres_shop, printer.address))
    ticket = postgres_shop.take_in()
    with at_statement(postgres_shop.database, LOOKS_FOR_ITS_JOB, lambda _: runner.run_once()):
        reprint(postgres_shop, ticket.ticket_id)
    runner.run_once()
    assert records(postgres_shop) == [(0, "printed"), (1, "printed")]


def test_a_paper_queued_twice_is_a_race_to_be_run_again(small_shop: SmallShop) -> None:
    small_shop.take_in()
    columns = "kind, lane, state, priority, payload, dedupe_key, not_before_utc, max_attempts"
    twin = f"INSERT INTO job ({columns}, created_at_utc) SELECT {columns}, created_at_utc FROM job"
    with pytest.raises(TryAgain), small_shop.database.writing() as uow:
        uow.execute(text(twin))


def test_printing_again_many_times_at_once_refuses_nobody(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in()

    def ask() -> int:
        return reprint(
            small_shop,
            ticket.ticket_id,
            document=DocumentKind.BENCH_LABEL,
            printer="tcp://127.0.0.1:1",
        )

    answers = at_once([ask] * 4)
    assert all(isinstance(answer, int) for answer in answers), answers
    keys = rows_of(small_shop, "SELECT dedupe_key FROM job WHERE dedupe_key LIKE 'bench-label:%'")
    assert keys == [(f"bench-label:t{ticket.ticket_id}:0",)]
    assert set(answers) == {rows_of(small_shop, "SELECT max(id) FROM job")[0][0]}


def test_two_copies_asked_for_at_once_are_two_papers(
    postgres_shop: SmallShop, printer: VirtualPrinter
) -> None:
    def another_is_faster(_connection: Connection) -> None:
        other = threading.Thread(target=reprint, args=(postgres_shop, ticket.ticket_id))
        other.start()
        other.join()

    runner = runner_with(postgres_shop, handler_of(postgres_shop, printer.address))
    ticket = postgres_shop.take_in()
    runner.run_once()
    with at_statement(postgres_shop.database, QUEUES_A_JOB, another_is_faster):
        reprint(postgres_shop, ticket.ticket_id)
    runner.run_once()
    assert records(postgres_shop) == [(0, "printed"), (1, "printed"), (2, "printed")]


def test_who_asks_until_it_is_done_gets_one_copy(
    small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    runner = runner_with(small_shop, handler_of(small_shop, printer.address))
    ticket = small_shop.take_in()
    runner.run_once()
    printer.behaviour = Behaviour.OUT_OF_PAPER
    asked = []
    for _ in range(3):
        asked.append(reprint(small_shop, ticket.ticket_id, joins_waiting=True))
        runner.run_once()
    printer.behaviour = Behaviour.OK
    asked.append(reprint(small_shop, ticket.ticket_id, joins_waiting=True))
    runner.run_once()
    assert len(set(asked)) == 1
    assert records(small_shop) == [(0, "printed"), (1, "printed")]
    assert reprint(small_shop, ticket.ticket_id, joins_waiting=True) not in asked


def test_a_printer_that_is_away_holds_up_nobody_else(
    small_shop: SmallShop, printer: VirtualPrinter
) -> None:
    elsewhere = small_shop.take_in()
    reprint(small_shop, elsewhere.ticket_id, printer="tcp://127.0.0.1:1")
    small_shop.take_in()
    lanes = [row[0] for row in rows_of(small_shop, "SELECT lane FROM job ORDER BY id")]
    runner = runner_with(small_shop, handler_of(small_shop, printer.address))
    assert runner.run_lane(lanes[1]) == 1
    assert job_states(small_shop) == [JobState.WAITING, JobState.DONE]
    assert lanes[0].startswith(f"{lanes[1]}:")


def test_the_tills_own_office_printer_gets_a_form_however_it_is_named(
    small_shop: SmallShop, tmp_path: Path
) -> None:
    forms, receipts = tmp_path / "forms.pdf", tmp_path / "receipts.bin"
    save_printers(small_shop, receipt=f"file:{receipts}", a4=f"file:{forms}")
    ticket = small_shop.take_in()
    runner = runner_with(small_shop, PrintHandler(small_shop.database, overrides={}))
    runner.run_once()
    for asked in ({"printer": f"file://{forms}"}, {"role": PrinterRole.A4}):
        reprint(small_shop, ticket.ticket_id, **asked)
        runner.run_once()
    printing = PrintingService(small_shop.gate, small_shop.reference)
    assert forms.read_bytes().count(b"%PDF-") == 2
    assert receipts.read_bytes().startswith(b"\x1b@")
    assert printing.choices(small_shop.owner) == (
        PaperChoice(document=DocumentKind.CLAIM_TICKET),
        PaperChoice(document=DocumentKind.CLAIM_TICKET, role=PrinterRole.A4),
        PaperChoice(document=DocumentKind.BENCH_LABEL),
    )


def save_printers(shop: SmallShop, **addresses: str) -> None:
    printers = tuple(PrinterEntry(role=role, address=at) for role, at in addresses.items())
    shop.settings.save_till(
        shop.owner,
        SaveTill(
            operation_id=new_operation_id(),
            till_id=shop.owner.till_id,
            name="Till 1",
            printers=printers,
            prints_on_intake=(DocumentKind.CLAIM_TICKET,),
        ),
    )


def test_who_may_not_change_the_settings_prints_on_no_other_printer(
    small_shop: SmallShop, tmp_path: Path
) -> None:
    marco = small_shop.person("Marco Rossi", "technician")
    ticket, file = small_shop.take_in(), tmp_path / "letter.txt"
    file.write_text("keep\n", encoding="utf-8")
    printing = PrintingService(small_shop.gate, small_shop.reference)
    elsewhere = PrinterSettings(role=PrinterRole.RECEIPT, address=f"file:{file}")
    with pytest.raises(PermissionDenied):
        printing.test_print(marco, settings=elsewhere)
    with pytest.raises(PermissionDenied):
        reprint(small_shop, ticket.ticket_id, actor=marco, printer=elsewhere.address)
    assert file.read_text(encoding="utf-8") == "keep\n"
    assert job_states(small_shop) == [JobState.WAITING]


def test_a_technician_tries_the_tills_own_printer_however_it_is_written(
    small_shop: SmallShop,
) -> None:
    marco = small_shop.person("Marco Rossi", "technician")
    ticket = small_shop.take_in()
    asked: list[PrinterSettings] = []

    class Absent:
        def send(self, data: bytes, **_more: object) -> Any:
            return len(data)

    def absent(settings: PrinterSettings) -> Any:
        asked.append(settings)
        return Absent()

    printing = PrintingService(small_shop.gate, small_shop.reference, open_way=absent)
    for address in (TILLS_OWN, "127.0.0.1", "none"):
        own = PrinterSettings(role=PrinterRole.RECEIPT, address=address)
        printing.test_print(marco, settings=own)
    assert [each.address for each in asked] == [TILLS_OWN, "127.0.0.1", "none"]
    assert reprint(small_shop, ticket.ticket_id, actor=marco, printer=TILLS_OWN) > 0


def test_the_command_line_prints_wherever_it_is_told(small_shop: SmallShop, tmp_path: Path) -> None:
    account = small_shop.people.command_line_actor(till_name=None)
    ticket, file = small_shop.take_in(), tmp_path / "prints.bin"
    elsewhere = PrinterSettings(role=PrinterRole.RECEIPT, address=f"file:{file}")
    printing = PrintingService(small_shop.gate, small_shop.reference)
    assert printing.test_print(account, settings=elsewhere).outcome is PrintOutcome.HANDED_OVER
    assert reprint(small_shop, ticket.ticket_id, actor=account, printer=elsewhere.address) > 0


def test_an_address_that_is_none_is_refused_where_it_was_typed(small_shop: SmallShop) -> None:
    ticket = small_shop.take_in()
    with pytest.raises(Invalid) as refused:
        reprint(small_shop, ticket.ticket_id, printer="smoke:signals")
    assert refused.value.field == "printer"
