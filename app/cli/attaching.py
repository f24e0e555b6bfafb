"""Commands for the photos and files of an order, and the sweep of what no order has any more."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from app.cli.json_out import write_json
from app.cli.session import Session, till_option
from app.cli.writing import naming_operation, operation_option
from data.values import AttachmentStage
from services.commands import checked


@click.command("attach")
@click.argument("number")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", default="", help="Keep it under another name than the file's own.")
@click.option(
    "--stage",
    type=click.Choice([stage.value for stage in AttachmentStage]),
    help="What it shows; without it, the order's status decides.",
)
@operation_option
@till_option
@click.pass_obj
def attach(
    session: Session, number: str, file: Path, name: str, stage: str | None, operation_id: str
) -> None:
    """Attach FILE to an order: a JPEG, PNG or WebP photo, a PDF, or plain text.

    A photo is drawn anew, without place, time and camera. The answer names what is kept.
    """
    from services.attachments.dto import AddAttachment

    actor, services = session.actor(), session.services()
    detail = services.tickets.find(actor, number=number)
    command = checked(
        lambda: AddAttachment(
            operation_id=operation_id,
            ticket_id=detail.ticket_id,
            name=name,
            stage=AttachmentStage(stage) if stage is not None else None,
        )
    )
    with naming_operation(operation_id):
        added = services.attachments.add(actor, command, source=file)
    write_json(added, to=sys.stdout)


@click.command("attachments")
@click.argument("number")
@till_option
@click.pass_obj
def attachments(session: Session, number: str) -> None:
    """List the photos and files of an order, oldest first."""
    actor, services = session.actor(), session.services()
    detail = services.tickets.find(actor, number=number)
    found = services.attachments.list(actor, ticket_id=detail.ticket_id)
    write_json({"number": detail.number, "count": len(found), "attachments": found}, to=sys.stdout)


@click.command("sweep-files")
@till_option
@click.pass_obj
def sweep_files(session: Session) -> None:
    """Delete the files older than an hour that no order has: remnants of a crash or a removal."""
    actor = session.actor()
    write_json(session.services().attachments.sweep(actor), to=sys.stdout)
