"""The command that fills a shop with synthetic customers and orders."""

from __future__ import annotations

import sys
import time
from typing import Final

import click

from app.cli.json_out import plain, write_json
from app.cli.session import Session, till_option
from app.cli.writing import naming_operation, operation_option
from services.commands import checked
from services.transfer.dto import Generate

_TELL_EVERY_S: Final = 2.0


@click.command("generate")
@click.option("--customers", type=int, required=True, help="How many people.")
@click.option("--orders", type=int, required=True, help="How many orders.")
@click.option(
    "--seed",
    type=int,
    default=1,
    show_default=True,
    help="The same seed gives the same shop.",
)
@operation_option
@till_option
@click.pass_obj
def generate(session: Session, /, operation_id: str, **asked: int) -> None:
    """Fill the shop with synthetic customers and orders, for trials and benchmarks.

    Four years of orders on devices of the catalogue, up to two thousand of them open. Names are
    invented and telephone numbers nobody's. One transaction: other tills wait until it is done.
    Progress goes to standard error.
    """
    actor = session.actor()
    with naming_operation(operation_id):
        command = checked(lambda: Generate(operation_id=operation_id, **asked))
        report = session.services().transfer.generate(actor, command, progress=_Progress().tell)
    write_json({"operation_id": operation_id, **plain(report)}, to=sys.stdout)


class _Progress:
    """Says now and then how far the load is, and always when a part is done."""

    def __init__(self) -> None:
        self._told_at = time.monotonic()

    def tell(self, what: str, done: int, of: int) -> None:
        now = time.monotonic()
        if done < of and now - self._told_at < _TELL_EVERY_S:
            return
        self._told_at = now
        click.echo(f"{what}: {done:,} of {of:,}", err=True)
        if what == "orders" and done == of:
            click.echo("building the indexes …", err=True)
