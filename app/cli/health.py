"""Commands that look after the shop's health: `doctor` for this workstation, `verify` for data."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from app.cli.exits import EXIT_CODES, ExitCode
from app.cli.json_out import shown_literally, write_json, write_text
from app.cli.session import Session, till_option
from services.errors import MendpointError, NotFound, StorageUnavailable

if TYPE_CHECKING:
    from services.diagnostics.dto import CheckUp, DoctorReport

_MARKS = {"ok": "ok     ", "notice": "notice ", "problem": "PROBLEM"}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
@till_option
@click.pass_obj
def doctor(session: Session, /, **asked: bool) -> int:
    """Check the program, the database, the disk and this till's printers.

    Exit code 4 when something is a problem, 3 when no shop has been set up.
    """
    from services.diagnostics.dto import Health

    code = ExitCode.DONE
    try:
        actor = session.actor()
        report = session.services().diagnostics.doctor(actor)
        if report.health is Health.PROBLEM:
            code = ExitCode.UNAVAILABLE
    except (StorageUnavailable, NotFound) as error:
        report = _nothing_open(error)
        code = EXIT_CODES[error.code]
    if asked["as_json"]:
        write_json({"home": str(session.home.path), **_report(report)}, to=sys.stdout)
    else:
        lines = [_line(check) for check in report.checks]
        write_text(shown_literally("\n".join(lines)), to=sys.stdout)
    return code


@click.command("verify")
@till_option
@click.pass_obj
def verify(session: Session) -> int:
    """Check numbering, foreign keys, history against status, totals, jobs' outcomes, search keys.

    Reads whole tables: minutes on millions of orders. Exit code 5 when rows contradict each other.
    """
    actor = session.actor()
    report = session.services().diagnostics.verify(actor)
    write_json(report, to=sys.stdout)
    return ExitCode.DONE if report.ok else ExitCode.CONFLICT


def _nothing_open(error: MendpointError) -> DoctorReport:
    from services.diagnostics.dto import CheckUp, DoctorReport, Health

    what = "database" if isinstance(error, StorageUnavailable) else "shop"
    found = str(error.details.get("detail") or error.message)
    check = CheckUp(name=what, health=Health.PROBLEM, found=found, advice=error.message)
    return DoctorReport(health=Health.PROBLEM, checks=(check,))


def _report(report: DoctorReport) -> dict[str, object]:
    return {"health": report.health, "checks": report.checks}


def _line(check: CheckUp) -> str:
    advice = f"\n        {check.advice}" if check.advice else ""
    return f"{_MARKS[check.health.value]} {check.name}: {check.found}{advice}"
