"""Commands that list what the shop has set up: tills and people."""

from __future__ import annotations

import sys

import click

from app.cli.json_out import write_json
from app.cli.session import Session, till_option


@click.command("tills")
@till_option
@click.pass_obj
def tills(session: Session) -> None:
    """List the tills with their printers, as they are stored."""
    write_json({"tills": session.services().settings.till_choices()}, to=sys.stdout)


@click.command("people")
@till_option
@click.pass_obj
def people(session: Session) -> None:
    """List who works here or has worked here: role, skills, active, present today."""
    actor = session.actor()
    write_json({"people": session.services().people.list(actor)}, to=sys.stdout)
