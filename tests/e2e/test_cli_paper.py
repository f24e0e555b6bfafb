"""`mendpoint print` and `work`: papers on files and printers, and honest exit codes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.e2e.cli_stage import CommandLine
from tests.support.escpos_reader import printed_text
from tests.support.virtual_printer import Behaviour, VirtualPrinter

CLAIM = ("--document", "claim-ticket")
LABEL = ("--document", "bench-label")


def test_papers_are_written_to_files_by_their_ending(
    command_line: CommandLine, tmp_path: Path
) -> None:
    number = command_line.take_in()
    begins = {"bin": b"\x1b@", "pdf": b"%PDF", "png": b"\x89PNG", "txt": b""}
    for ending, first in begins.items():
        for document in ("claim-ticket", "bench-label"):
            out = tmp_path / f"{document}.{ending}"
            told = command_line.done("print", number, "--document", document, "--out", str(out))
            assert told["bytes"] == out.stat().st_size > 0
            assert out.read_bytes().startswith(first)
    words = (tmp_path / "claim-ticket.txt").read_text(encoding="utf-8")

    assert number in words
    assert "Dana Whitfield" in words
    assert number in printed_text((tmp_path / "claim-ticket.bin").read_bytes())
    assert command_line.done("ticket", number)["prints"] == []
    assert sorted(path.suffix for path in tmp_path.glob("*.*") if path.suffix == ".partial") == []


@pytest.mark.parametrize(
    ("out", "field"),
    [
        pytest.param("ticket.doc", "out", id="unknown ending"),
        pytest.param("nowhere/ticket.pdf", "out", id="no such folder"),
    ],
)
def test_a_file_that_can_not_be_written_is_refused(
    on_sqlite: CommandLine, tmp_path: Path, out: str, field: str
) -> None:
    answer = on_sqlite.run("print", on_sqlite.take_in(), *CLAIM, "--out", str(tmp_path / out))

    assert (answer.code, answer.out, answer.error["field"]) == (2, "", field)


def test_a_paper_goes_to_a_printer_named_for_once(
    command_line: CommandLine, tmp_path: Path
) -> None:
    number, paper = command_line.take_in(), tmp_path / "receipts.bin"
    once = ("print", number, *CLAIM, "--to", f"file:{paper}", "--operation-id", "print-0001")
    first, again = command_line.done(*once), command_line.done(*once)
    size = paper.stat().st_size
    copy = command_line.done("print", number, *CLAIM, "--to", f"file:{paper}")

    assert (first["outcome"], first["copy_no"], first["printer"]) == (
        "handed_over", 0, f"file:{paper}",
    )  # fmt: skip
    assert again == first
    assert (copy["copy_no"], paper.stat().st_size > size) == (1, True)
    assert "COPY 1" in printed_text(paper.read_bytes()[size:])
    assert [record["copy_no"] for record in command_line.done("ticket", number)["prints"]] == [0, 1]


def test_without_a_printer_printing_is_refused(command_line: CommandLine) -> None:
    number = command_line.take_in()
    answers = [command_line.run("print", number, *document) for document in (CLAIM, LABEL)]

    assert [(each.code, each.error["field"]) for each in answers] == [(2, "printer")] * 2


def test_the_tills_printer_prints_and_says_so(command_line: CommandLine) -> None:
    number = command_line.take_in()
    with VirtualPrinter() as printer:
        command_line.printer(printer.address)
        command_line.printer(printer.address, variable="MENDPOINT_LABEL_PRINTER")
        told = [command_line.done("print", number, *document) for document in (CLAIM, LABEL)]

    assert [each["outcome"] for each in told] == ["printed", "printed"]
    assert len(printer.jobs) == 2


def test_a_printer_without_paper_prints_the_original_later(command_line: CommandLine) -> None:
    number = command_line.take_in()
    with VirtualPrinter(Behaviour.OUT_OF_PAPER) as printer:
        command_line.printer(printer.address)
        failed = command_line.run("print", number, *CLAIM)
        assert printer.jobs == []
        printer.behaviour = Behaviour.OK
        printed = command_line.done("print", number, *CLAIM)

    assert (failed.code, failed.out, failed.error["code"]) == (4, "", "device_unavailable")
    assert failed.error["details"]["outcome"] == "not_printed"
    assert (printed["outcome"], printed["copy_no"]) == ("printed", 0)


def test_a_script_that_repeats_what_failed_gets_one_copy(command_line: CommandLine) -> None:
    number = command_line.take_in()
    with VirtualPrinter() as printer:
        command_line.printer(printer.address)
        command_line.done("print", number, *CLAIM)
        printer.behaviour = Behaviour.COVER_OPEN
        failed = [command_line.run("print", number, *CLAIM) for _ in range(3)]
        printer.behaviour = Behaviour.OK
        copy = command_line.done("print", number, *CLAIM)

    assert [each.code for each in failed] == [4, 4, 4]
    assert {each.error["details"]["job_id"] for each in failed} == {copy["job_id"]}
    assert (copy["copy_no"], len(printer.jobs)) == (1, 2)


def test_the_kind_of_another_printer_can_be_named(on_sqlite: CommandLine, tmp_path: Path) -> None:
    number, forms = on_sqlite.take_in(), tmp_path / "forms.pdf"
    once = ("print", number, *CLAIM, "--printer", "a4")
    told = on_sqlite.done(*once, "--to", f"file:{forms}")
    own = on_sqlite.run(*once)
    both = on_sqlite.run(*once, "--out", str(tmp_path / "ticket.pdf"))

    assert (told["outcome"], forms.read_bytes()[:5]) == ("handed_over", b"%PDF-")
    assert (own.code, own.error["field"]) == (2, "printer")
    assert (both.code, both.out) == (2, "")


if sys.platform != "win32":

    def test_a_device_that_does_not_answer_ends_the_command(
        on_sqlite: CommandLine, tmp_path: Path
    ) -> None:
        number, device = on_sqlite.take_in(), tmp_path / "lp0"
        os.mkfifo(device)
        answer = on_sqlite.run("print", number, *CLAIM, "--to", f"file:{device}")

        assert (answer.code, answer.error["details"]["outcome"]) == (4, "not_printed")


def test_nobody_knows_what_a_silent_printer_did(command_line: CommandLine) -> None:
    number = command_line.take_in()
    with VirtualPrinter(Behaviour.DROPPED) as printer:
        command_line.printer(printer.address)
        unknown = command_line.run("print", number, *CLAIM)

    assert (unknown.code, unknown.out, unknown.error["code"]) == (8, "", "outcome_unknown")
    assert unknown.error["details"]["operation_id"]


def test_work_prints_what_intakes_have_queued(command_line: CommandLine, tmp_path: Path) -> None:
    paper = tmp_path / "receipts.bin"
    command_line.printer(f"file:{paper}")
    numbers = [command_line.take_in(), command_line.take_in()]
    waiting = command_line.done("ticket", numbers[0])["prints"]
    worked = command_line.done("work", "--once")
    idle = command_line.done("work", "--once", "--till", "till 1")
    unknown = command_line.run("work", "--once", "--till", "Attic")

    assert [record["outcome"] for record in waiting] == [None]
    assert worked["attempts"] == 2
    assert worked["tills"] == [
        {"till": "Till 1", "waiting": 0, "running": 0, "failed": 0, "unknown": 0}
    ]
    assert (idle["attempts"], unknown.code) == (0, 3)
    assert all(number in printed_text(paper.read_bytes()) for number in numbers)
