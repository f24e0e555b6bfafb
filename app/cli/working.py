"""`mendpoint work`: runs the jobs of tills whose window is not open."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from app.cli.json_out import write_json
from app.cli.session import Session
from services.changes import Change, Entity
from services.errors import NotFound, PermissionDenied

if TYPE_CHECKING:
    from app.build import Shop
    from services.settings.dto import Till

_STOP_DEADLINE_S = 30.0
_RIGHT = "jobs:run"


@click.command("work")
@click.option("--once", is_flag=True, help="Run what is due now, then stop.")
@click.option("--till", "names", multiple=True, metavar="NAME", help="Of this till; else of all.")
@click.pass_obj
def work(session: Session, /, names: tuple[str, ...], **asked: bool) -> None:
    """Run waiting jobs until it is told to stop (SIGTERM, Ctrl+C); then sum up in JSON."""
    tills = _tills(session, names or session.till_names)
    session.till_names = (tills[0].name,)
    shop = session.opened().shop
    if not session.services().people.may(session.actor(), _RIGHT):
        raise PermissionDenied("The command line may not run jobs.", details={"permission": _RIGHT})
    shop.tills.use(*(till.till_id for till in tills))
    attempts = _run_once(shop) if asked["once"] else _run_until_told(shop)
    write_json(
        {
            "attempts": attempts,
            "tills": [{"till": till.name, **_counts(session, till)} for till in tills],
        },
        to=sys.stdout,
    )


def _tills(session: Session, names: tuple[str, ...]) -> tuple[Till, ...]:
    known = session.services().settings.till_choices()
    if not names:
        return known
    by_name = {till.name.casefold(): till for till in known}
    for name in names:
        if name.casefold() not in by_name:
            raise NotFound(f"There is no till named “{name}”.", field="till")
    return tuple({name.casefold(): by_name[name.casefold()] for name in names}.values())


def _counts(session: Session, till: Till) -> dict[str, Any]:
    from app.cli.json_out import plain

    at_till = replace(session.actor(), till_id=till.till_id)
    told: dict[str, Any] = plain(session.services().jobs.counts(at_till))
    return told


def _run_once(shop: Shop) -> int:
    with _told_to_stop(lambda: shop.jobs.stop(deadline_s=0.0)):
        return shop.jobs.run_once()


def _run_until_told(shop: Shop) -> int:
    attempts = 0
    counting = threading.Lock()

    def count(changes: tuple[Change, ...]) -> None:
        nonlocal attempts
        with counting:
            attempts += sum(change.entity is Entity.PRINT for change in changes)

    told = threading.Event()
    forget = shop.changes.listen(count)
    try:
        with _told_to_stop(told.set):
            shop.jobs.start()
            told.wait()
            shop.jobs.stop(deadline_s=_STOP_DEADLINE_S)
    finally:
        forget()
    return attempts


@contextmanager
def _told_to_stop(stop: Any) -> Iterator[None]:
    """Call ``stop`` on SIGTERM and Ctrl+C while the block runs."""
    signals = (signal.SIGTERM, signal.SIGINT)
    before = {each: signal.signal(each, lambda *_: stop()) for each in signals}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
