"""`mendpoint intake`: takes devices in from one JSON object, or line by line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

import click

from app.cli.exits import EXIT_CODES, ExitCode, error_object
from app.cli.json_lines import LARGEST_BYTES, Line, one_or_lines
from app.cli.json_out import json_text, plain, write_json, write_text
from app.cli.session import Session, till_option
from app.cli.shop_names import ShopNames
from app.cli.writing import naming_operation
from services.actor import new_request_id
from services.errors import Invalid, MendpointError, OutcomeUnknown, StorageUnavailable
from services.printing.words import currency_exponent
from services.tickets.intake_file import intake_schema
from services.tickets.intake_file_reading import read_intake, to_command, with_operation

# The database could not do this one thing; anything else keeps the next line from being stored too.
_THIS_LINE_ALONE = "failed"


@click.command("intake")
@click.argument("file", type=click.File("rb"), required=False)
@click.option("--jsonl", is_flag=True, help="Read JSON Lines even if there is one line only.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of one intake and exit.")
@click.option(
    "--operation-id",
    metavar="ID",
    help="For one object that has no operation_id of its own.",
)
@till_option
@click.pass_obj
def intake(
    session: Session, /, file: BinaryIO | None, operation_id: str | None, **asked: bool
) -> int:
    """Take devices in from FILE, or from standard input with "-".

    One JSON object is answered by one; JSON Lines by one line {"line", "ok", …} for each input
    line, in order, written after the order's commit. Exit code 2 if any line was refused.
    """
    if asked["schema"]:
        write_json(intake_schema(), to=sys.stdout)
        return ExitCode.DONE
    if file is None:
        raise click.UsageError("Name a file, or “-” for standard input.")
    taker = Taker(session)
    found = one_or_lines(file, lines=asked["jsonl"])
    if isinstance(found, bytes):
        if not found.strip():
            raise Invalid("There is nothing to take in: the input is empty.")
        write_json(taker.take_in(found, operation_id=operation_id), to=sys.stdout)
        return ExitCode.DONE
    if operation_id is not None:
        raise click.UsageError("Lines have operation_id fields of their own.")
    return answer_lines(found, taker, session)


class Taker:
    """Takes in one JSON value after the other, for the command line's account."""

    def __init__(self, session: Session) -> None:
        self._services = session.services()
        self._actor = session.actor()
        self._names = ShopNames(self._services, self._actor)
        self._exponent = currency_exponent(self._services.settings.shop(self._actor).currency)

    def take_in(self, content: bytes, *, operation_id: str | None = None) -> dict[str, Any]:
        """Take one visit in and return its result, with the first order's number on top.

        ``operation_id`` is for a value that has none of its own.

        Raises:
            MendpointError: nothing was stored; ``details`` name the operation once it is known.
        """
        file = read_intake(content, exponent=self._exponent)
        if operation_id is not None:
            file = with_operation(file, operation_id)
        read = to_command(file, self._names, exponent=self._exponent)
        actor = replace(self._actor, request_id=new_request_id())
        named = read.command.operation_id
        with naming_operation(named):
            try:
                result = self._services.intake.take_in(actor, read.command)
            except Invalid as refusal:
                raise read.in_file_words(refusal) from refusal
        told: dict[str, Any] = plain(result)
        return {"number": result.tickets[0].number, "operation_id": named, **told}


def answer_lines(lines: Iterator[Line], taker: Taker, session: Session) -> int:
    """Answer every line in order; stop where the database can't be used any more."""
    worst = ExitCode.DONE
    for line in lines:
        try:
            told = {"line": line.number, "ok": True, **_take_in_line(taker, line)}
        except MendpointError as error:
            told = _refused(line, error_object(error))
            stops = _stops(error)
            code = EXIT_CODES[error.code] if stops else ExitCode.INVALID
        except Exception as bug:  # noqa: BLE001 - logged; the other lines are not to blame
            told, stops, code = _refused(line, session.report_bug(bug)), False, ExitCode.BUG
        else:
            stops, code = False, ExitCode.DONE
        write_text(json_text(told), to=sys.stdout)
        worst = _worse(worst, code)
        if stops:
            break
    return worst


def _take_in_line(taker: Taker, line: Line) -> dict[str, Any]:
    if line.too_long:
        raise Invalid(f"A line has at most {LARGEST_BYTES // 1024**2} MB.")
    return taker.take_in(line.content)


def _refused(line: Line, error: dict[str, Any]) -> dict[str, Any]:
    return {"line": line.number, "ok": False, "error": error}


def _stops(error: MendpointError) -> bool:
    if isinstance(error, StorageUnavailable):
        return error.fault != _THIS_LINE_ALONE
    return isinstance(error, OutcomeUnknown)


def _worse(one: ExitCode, other: ExitCode) -> ExitCode:
    order = (ExitCode.DONE, ExitCode.INVALID, ExitCode.BUG)
    return max(one, other, key=lambda code: order.index(code) if code in order else len(order))
