"""`mendpoint import`: device models, prices or customers from CSV, with a report per row."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, BinaryIO

import click

from app.cli.exits import ExitCode, error_object
from app.cli.json_out import write_json
from app.cli.session import Session, till_option
from app.cli.writing import naming_operation, operation_option
from services.commands import checked
from services.errors import Invalid

_CUSTOMERS = "customers"
_KINDS = ("catalog", "prices", _CUSTOMERS)
LARGEST_BYTES = 64 * 1024 * 1024


@click.command("import")
@click.argument("kind", type=click.Choice(_KINDS))
@click.argument("file", type=click.File("rb"))
@click.option("--dry-run", is_flag=True, help="Report what would happen; store nothing.")
@operation_option
@till_option
@click.pass_obj
def import_file(
    session: Session, /, kind: str, file: BinaryIO, operation_id: str, **asked: bool
) -> int:
    """Import FILE; one row that is refused keeps the whole file out.

    The report on standard output names every row. Exit code 2 if any was refused.
    """
    content = file.read(LARGEST_BYTES + 1)
    if len(content) > LARGEST_BYTES:
        raise Invalid(f"A file has at most {LARGEST_BYTES // 1024**2} MB.", field="file")
    given = {
        "operation_id": operation_id,
        "content": content,
        "file_name": _name_of(file),
        "dry_run": asked["dry_run"],
    }
    with naming_operation(operation_id):
        report = _report(session, kind, given)
    write_json({**_with_operation(report, operation_id)}, to=sys.stdout)
    if not report.refused:
        return ExitCode.DONE
    refusal = Invalid(
        f"{report.refused} of {len(report.lines)} rows can't be accepted; nothing was stored.",
        field="file",
        details={"refused": report.refused, "operation_id": operation_id},
    )
    write_json(error_object(refusal), to=sys.stderr)
    return ExitCode.INVALID


def _name_of(file: BinaryIO) -> str:
    # Standard input has a number for a name, or none.
    name = getattr(file, "name", "")
    return Path(name).name if isinstance(name, str) else ""


def _report(session: Session, kind: str, given: dict[str, Any]) -> Any:
    services, actor = session.services(), session.actor()
    if kind == _CUSTOMERS:
        from services.customers.dto import ImportCustomers

        customers = checked(lambda: ImportCustomers(**given))
        return services.customer_files.import_file(actor, customers)
    from services.catalog.dto import ImportCommand, ImportKind

    command = checked(lambda: ImportCommand(kind=ImportKind(kind), **given))
    return services.catalog.import_file(actor, command)


def _with_operation(report: Any, operation_id: str) -> dict[str, Any]:
    from app.cli.json_out import plain

    told: dict[str, Any] = plain(report)
    return {"operation_id": operation_id, **told}
