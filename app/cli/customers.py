"""Commands on customers: show, export, merge and part, write down and forget one person."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import click

from app.cli.exits import ExitCode
from app.cli.json_out import plain, write_json
from app.cli.session import Session, till_option
from app.cli.writing import naming_operation, operation_option
from services.commands import checked
from services.errors import Invalid

_ID = click.IntRange(1, 2**63 - 1)
_ACTIVITIES = ("active", "inactive", "all")


@click.command("customer")
@click.argument("customer_id", type=_ID)
@till_option
@click.pass_obj
def customer(session: Session, customer_id: int) -> None:
    """Show one customer with contacts, addresses, notes, consents, devices and newest orders.

    The id of somebody who was merged leads to the customer who was kept.
    """
    actor, services = session.actor(), session.services()
    page = services.customer_pages.page(actor, customer_id=customer_id)
    orders = services.customer_pages.orders(actor, customer_id=customer_id)
    told = {**plain(page), "orders": orders.rows, "orders_complete": orders.next_before_id is None}
    write_json(told, to=sys.stdout)


@click.command("export")
@click.argument("kind", type=click.Choice(("customers",)))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--text", default="", help="Only whom this finds, by name, phone or e-mail.")
@click.option("--activity", type=click.Choice(_ACTIVITIES), default="all", show_default=True)
@click.option("--has-open", is_flag=True, help="Only with an open order.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only known since this day.")
@operation_option
@till_option
@click.pass_obj
def export_file(session: Session, /, file: Path, operation_id: str, **asked: Any) -> None:
    """Export customers to FILE as CSV, in the columns that ``import customers`` reads."""
    from services.customers.dto import Activity, CustomerQuestion, ExportCustomers

    since: datetime | None = asked["since"]
    command = checked(
        lambda: ExportCustomers(
            operation_id=operation_id,
            question=CustomerQuestion(
                text=asked["text"],
                activity=Activity(asked["activity"]),
                has_open=asked["has_open"],
                since=since.date() if since is not None else None,
            ),
        )
    )
    actor, files = session.actor(), session.services().customer_files
    with naming_operation(operation_id), _whole_file(file) as out:
        report = files.export_file(actor, command, write=out.write)
    told = {"operation_id": operation_id, "customers": report.customers, "out": str(file)}
    write_json(told, to=sys.stdout)


@click.command("merge")
@click.argument("kept_id", type=_ID)
@click.argument("gone_id", type=_ID)
@click.option("--dry-run", is_flag=True, help="Say what moves and differs; store nothing.")
@operation_option
@till_option
@click.pass_obj
def merge(
    session: Session, /, kept_id: int, gone_id: int, operation_id: str, **asked: bool
) -> None:
    """Merge customer GONE_ID into KEPT_ID; everything moves, the old id leads to the kept one."""
    from services.customers.dto import MergeCustomers

    actor, merging = session.actor(), session.services().customer_merging
    if asked["dry_run"]:
        preview = merging.preview(actor, kept_id=kept_id, gone_id=gone_id)
        write_json(preview, to=sys.stdout)
        return
    command = checked(
        lambda: MergeCustomers(operation_id=operation_id, kept_id=kept_id, gone_id=gone_id)
    )
    with naming_operation(operation_id):
        result = merging.merge(actor, command)
    write_json({"operation_id": operation_id, **plain(result)}, to=sys.stdout)


@click.command("undo-merge")
@click.argument("merge_id", type=_ID)
@operation_option
@till_option
@click.pass_obj
def undo_merge(session: Session, /, merge_id: int, operation_id: str) -> None:
    """Part two customers again, within a day of their merge; MERGE_ID is in its answer."""
    from services.customers.dto import UndoMerge

    command = checked(lambda: UndoMerge(operation_id=operation_id, merge_id=merge_id))
    with naming_operation(operation_id):
        result = session.services().customer_merging.undo(session.actor(), command)
    write_json({"operation_id": operation_id, **plain(result)}, to=sys.stdout)


@click.command("export-person")
@click.argument("customer_id", type=_ID)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@operation_option
@till_option
@click.pass_obj
def export_person(session: Session, /, customer_id: int, file: Path, operation_id: str) -> None:
    """Write everything held of one customer to FILE, as JSON."""
    from services.customers.dto import ExportPerson

    command = checked(lambda: ExportPerson(operation_id=operation_id, customer_id=customer_id))
    actor, leaving = session.actor(), session.services().customer_leaving
    with naming_operation(operation_id), _whole_file(file) as out:
        export = leaving.export_person(actor, command)
        out.write(export.content)
    told = {"operation_id": operation_id, "customer_id": export.customer_id, "out": str(file)}
    write_json({**told, "tickets": export.tickets}, to=sys.stdout)


@click.command("erase")
@click.argument("customer_id", type=_ID)
@click.option("--reason", default="", help="Who asked and how, in words that name nobody.")
@click.option("--seen-version", type=click.IntRange(1, 2**31 - 1))
@operation_option
@till_option
@click.pass_obj
def erase(session: Session, /, customer_id: int, operation_id: str, **asked: Any) -> None:
    """Forget one person: orders and money stay, the person goes. This can't be taken back.

    "swept" is false when the file is large or busy: run ``sweep`` when the shop is closed.
    """
    from services.customers.dto import ErasePerson

    command = checked(
        lambda: ErasePerson(operation_id=operation_id, customer_id=customer_id, **asked)
    )
    with naming_operation(operation_id):
        report = session.services().customer_leaving.erase(session.actor(), command)
    write_json({"operation_id": operation_id, **plain(report)}, to=sys.stdout)


@click.command("sweep")
@till_option
@click.pass_obj
def sweep(session: Session) -> int:
    """Write an SQLite file anew, so that no bytes of erased rows stay; others wait meanwhile.

    Exit code 4 when others kept it busy or the disk has no room for a second copy.
    """
    swept = session.services().customer_leaving.sweep(session.actor())
    write_json({"swept": swept}, to=sys.stdout)
    return ExitCode.DONE if swept else ExitCode.UNAVAILABLE


@contextmanager
def _whole_file(path: Path) -> Iterator[IO[str]]:
    """Write a file beside its place, and put it there when it is whole."""
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    try:
        try:
            with partial.open("w", encoding="utf-8", newline="") as out:
                yield out
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise Invalid(f"The file can't be written: {error.strerror}.", field="file") from error
