from __future__ import annotations

from threading import Thread

import pytest

from services.printing.dto import (
    PrinterRole,
    PrinterSettings,
    PrinterState,
    PrintOutcome,
    PrintResult,
)
from services.printing.escpos_bytes import render_escpos
from services.printing.layout import layout_claim_ticket
from services.printing.transports import Patience, Transport, open_transport
from tests.support.virtual_printer import Behaviour, VirtualPrinter, closed_port
from tests.unit.printing.papers import TICKET

QUICK = Patience(answer_s=0.3, finish_s=0.8, stall_s=0.4, settle_s=0.05, settle_kb_s=0.0)
PAGE = layout_claim_ticket(TICKET, columns=48)


def settings_for(address: str, *, role: PrinterRole = PrinterRole.RECEIPT) -> PrinterSettings:
    return PrinterSettings(role=role, address=address)


def way_to(printer: VirtualPrinter, *, patience: Patience = QUICK) -> Transport:
    return open_transport(settings_for(printer.address), patience=patience)


def print_ticket(printer: VirtualPrinter) -> PrintResult:
    data = render_escpos(PAGE, settings_for(printer.address))
    return way_to(printer).send(data, on_first_byte=lambda: None)


def test_a_ticket_comes_out_of_the_printer() -> None:
    with VirtualPrinter() as printer:
        result = print_ticket(printer)
        printer.wait_for_jobs()
        text = printer.printed_text()
    assert (result.outcome, result.status.state) == (PrintOutcome.PRINTED, PrinterState.READY)
    assert "R26-000418-H" in text
    assert "Dana Whitfield" in text
    assert "≈ US$430.84" in text


@pytest.mark.parametrize(
    ("behaviour", "outcome", "state"),
    [
        (Behaviour.SLOW, PrintOutcome.PRINTED, PrinterState.READY),
        (Behaviour.PAPER_LOW, PrintOutcome.PRINTED, PrinterState.PAPER_LOW),
        (Behaviour.SILENT, PrintOutcome.UNKNOWN, PrinterState.SILENT),
        (Behaviour.STALLED, PrintOutcome.UNKNOWN, PrinterState.SILENT),
        (Behaviour.DROPPED, PrintOutcome.UNKNOWN, PrinterState.UNREACHABLE),
        (Behaviour.LYING, PrintOutcome.UNKNOWN, PrinterState.UNREACHABLE),
        (Behaviour.PAPER_ENDS, PrintOutcome.UNKNOWN, PrinterState.OUT_OF_PAPER),
        (Behaviour.LATE, PrintOutcome.UNKNOWN, PrinterState.OUT_OF_PAPER),
        (Behaviour.OUT_OF_PAPER, PrintOutcome.NOT_PRINTED, PrinterState.OUT_OF_PAPER),
        (Behaviour.COVER_OPEN, PrintOutcome.NOT_PRINTED, PrinterState.COVER_OPEN),
        (Behaviour.HANGS_UP, PrintOutcome.NOT_PRINTED, PrinterState.UNREACHABLE),
    ],
)
def test_a_bad_printer_is_reported_as_it_is(
    behaviour: Behaviour, outcome: PrintOutcome, state: PrinterState
) -> None:
    with VirtualPrinter(behaviour) as printer:
        result = print_ticket(printer)
    assert (result.outcome, result.status.state) == (outcome, state)
    assert result.status.message
    assert (result.bytes_sent == 0) == (outcome is PrintOutcome.NOT_PRINTED)


@pytest.mark.parametrize(
    "behaviour", [Behaviour.OUT_OF_PAPER, Behaviour.COVER_OPEN, Behaviour.HANGS_UP]
)
def test_a_printer_that_cannot_print_gets_not_one_byte(behaviour: Behaviour) -> None:
    with VirtualPrinter(behaviour) as printer:
        way_to(printer).send(b"x\n", on_first_byte=lambda: pytest.fail("nothing may leave"))
    assert printer.jobs == []
    assert printer.connections == 1


@pytest.mark.parametrize("late_s", [0.35, 0.5, 0.9])
def test_a_late_answer_is_never_taken_for_one_after_the_job(late_s: float) -> None:
    with VirtualPrinter(Behaviour.LATE, late_s=late_s) as printer:
        result = print_ticket(printer)
    assert result.outcome is PrintOutcome.UNKNOWN


def test_a_silent_printer_gets_the_whole_job_once() -> None:
    with VirtualPrinter(Behaviour.SILENT) as printer:
        print_ticket(printer)
        (job,) = printer.wait_for_jobs()
    assert job == render_escpos(PAGE, settings_for(printer.address))


def test_a_large_job_into_a_stalled_printer_is_unknown() -> None:
    with VirtualPrinter(Behaviour.STALLED) as printer:
        result = way_to(printer).send(b"x" * 20_000_000, on_first_byte=lambda: None)
    assert result.outcome is PrintOutcome.UNKNOWN
    assert 0 < result.bytes_sent < 20_000_000


def test_a_closed_port_is_not_printed() -> None:
    transport = open_transport(settings_for(f"tcp://127.0.0.1:{closed_port()}"), patience=QUICK)
    result = transport.send(b"x", on_first_byte=lambda: pytest.fail("nothing may leave"))
    assert result.outcome is PrintOutcome.NOT_PRINTED
    assert result.status.state is PrinterState.UNREACHABLE


def test_a_host_that_does_not_exist_is_not_printed() -> None:
    transport = open_transport(settings_for("tcp://printer.invalid"), patience=QUICK)
    result = transport.send(b"x", on_first_byte=lambda: pytest.fail("nothing may leave"))
    assert result.outcome is PrintOutcome.NOT_PRINTED


@pytest.mark.parametrize(
    ("behaviour", "state"),
    [
        (Behaviour.OK, PrinterState.READY),
        (Behaviour.PAPER_LOW, PrinterState.PAPER_LOW),
        (Behaviour.OUT_OF_PAPER, PrinterState.OUT_OF_PAPER),
        (Behaviour.COVER_OPEN, PrinterState.COVER_OPEN),
        (Behaviour.SILENT, PrinterState.SILENT),
        (Behaviour.STALLED, PrinterState.SILENT),
        (Behaviour.HANGS_UP, PrinterState.UNREACHABLE),
    ],
)
def test_asking_prints_nothing(behaviour: Behaviour, state: PrinterState) -> None:
    with VirtualPrinter(behaviour) as printer:
        assert way_to(printer).status().state is state
    assert printer.jobs == []


def test_one_connection_carries_one_job() -> None:
    with VirtualPrinter() as printer:
        for _ in range(3):
            print_ticket(printer)
        jobs = printer.wait_for_jobs(3)
    assert printer.connections == 3
    assert len(set(jobs)) == 1


def test_the_first_byte_is_announced_once_and_before_it_leaves() -> None:
    heard: list[int] = []
    with VirtualPrinter() as printer:
        way_to(printer).send(b"x\n" * 9000, on_first_byte=lambda: heard.append(len(printer.jobs)))
        printer.wait_for_jobs()
    assert heard == [0]


def test_an_office_printer_is_never_asked() -> None:
    with VirtualPrinter(Behaviour.SILENT) as printer:
        settings = settings_for(printer.address, role=PrinterRole.A4)
        result = open_transport(settings, patience=QUICK).send(b"%PDF", on_first_byte=lambda: None)
        assert printer.wait_for_jobs() == [b"%PDF"]
    assert result.outcome is PrintOutcome.HANDED_OVER


def test_a_printer_known_to_be_mute_is_handed_its_jobs() -> None:
    with VirtualPrinter(Behaviour.SILENT) as printer:
        settings = settings_for(f"{printer.address}?status=no")
        result = open_transport(settings, patience=QUICK).send(b"x\n", on_first_byte=lambda: None)
        assert printer.wait_for_jobs() == [b"x\n"]
    assert result.outcome is PrintOutcome.HANDED_OVER


def test_a_waiting_job_can_be_given_up() -> None:
    patient = Patience(answer_s=30.0, finish_s=30.0)
    results: list[PrintResult] = []
    with VirtualPrinter(Behaviour.SILENT) as printer:
        transport = way_to(printer, patience=Patience(answer_s=0.1, finish_s=30.0))
        thread = Thread(
            target=lambda: results.append(transport.send(b"x\n", on_first_byte=lambda: None))
        )
        thread.start()
        printer.wait_for_first_byte()
        transport.cancel()
        thread.join(timeout=5)
        early = way_to(printer, patience=patient)
        early.cancel()
        results.append(early.send(b"x\n", on_first_byte=lambda: pytest.fail("given up")))
    assert [result.outcome for result in results] == [
        PrintOutcome.UNKNOWN,
        PrintOutcome.NOT_PRINTED,
    ]
