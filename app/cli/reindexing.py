"""The command that makes everything that is searched anew."""

from __future__ import annotations

import sys
import time
from typing import Final

import click

from app.cli.json_out import plain, write_json
from app.cli.session import Session, till_option
from app.cli.writing import naming_operation, operation_option
from services.commands import checked
from services.search.dto import Reindex

_TELL_EVERY_S: Final = 2.0


@click.command("reindex")
@operation_option
@till_option
@click.pass_obj
def reindex(session: Session, /, operation_id: str) -> None:
    """Make what is searched anew from the rows: customers' keys, folded and reversed texts.

    One transaction: others search on as before, and wait when they want to store. Progress goes to
    standard error.
    """
    actor = session.actor()
    with naming_operation(operation_id):
        command = checked(lambda: Reindex(operation_id=operation_id))
        report = session.services().search.reindex(actor, command, progress=_Progress().tell)
    write_json({"operation_id": operation_id, **plain(report)}, to=sys.stdout)


class _Progress:
    """Says now and then how far the work is."""

    def __init__(self) -> None:
        self._told_at = time.monotonic()

    def tell(self, what: str, done: int) -> None:
        now = time.monotonic()
        if now - self._told_at >= _TELL_EVERY_S:
            self._told_at = now
            click.echo(f"{what}: {done:,}", err=True)
