"""``--self-test``: does the program as it was built work? One order, one paper, one window."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.home import HOME_VARIABLE, find_home
from app.opening import Opened, open_shop
from services.actor import Actor, new_operation_id
from services.printing.dto import DocumentKind
from services.printing.render import PaperFormat
from services.settings.dto import FirstStart, StartState
from services.tickets.dto import CustomerEntry, DeviceEntry, IntakeCommand, LineEntry

# Fewer colours than this are an empty window.
_LEAST_COLOURS = 12


class SelfTestFailure(Exception):
    """A step did not do what it should."""


def run_self_test(qt: QApplication) -> int:
    """Print one JSON object that says what was done; 0 when all of it worked, else 1."""
    steps: dict[str, Any] = {}
    began = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="mendpoint-self-test-") as folder:
            _run(qt, folder=Path(folder), steps=steps)
    except Exception as error:  # noqa: BLE001 - whatever it is, the answer is one JSON object
        told = {"ok": False, "error": f"{type(error).__name__}: {error}", "steps": steps}
        _print(told)
        return 1
    seconds = round(time.monotonic() - began, 2)
    _print({"ok": True, "seconds": seconds, "steps": steps})
    return 0


def _run(qt: QApplication, *, folder: Path, steps: dict[str, Any]) -> None:
    paper = folder / "receipt.bin"
    environment = {HOME_VARIABLE: str(folder / "home"), "MENDPOINT_PRINTER": f"file:{paper}"}
    opened = open_shop(find_home(environment), environment=environment, say=_nobody)
    try:
        steps["migrate"] = opened.state.value
        _check(opened.state is StartState.FIRST_START, "the new database is not empty")
        actor = _set_up(opened)
        ticket_id, number = _take_in(opened, actor)
        steps["take_in"] = number
        opened.shop.tills.use(int(actor.till_id))
        _check(opened.shop.jobs.run_once() > 0, "no print job was carried out")
        steps["print_bytes"] = paper.stat().st_size
        _check(steps["print_bytes"] > 0, "nothing was printed")
        pdf = opened.shop.services.printing.render(
            actor,
            ticket_id=ticket_id,
            document=DocumentKind.CLAIM_TICKET,
            paper_format=PaperFormat.PDF,
        )
        _check(pdf.startswith(b"%PDF"), "the PDF is none")
        steps["pdf_bytes"] = len(pdf)
    finally:
        opened.shop.close()
    steps["paint_colours"] = _paint(qt, environment=environment)


def _set_up(opened: Opened) -> Actor:
    services = opened.shop.services
    done = services.settings.first_start(
        FirstStart(
            operation_id=new_operation_id(),
            shop_name="Self-test",
            owner_name="Self-test",
            tax_rate_ppm=82_500,
        )
    )
    return services.people.sign_in(person_id=done.owner_id, till_id=done.till_id)


def _take_in(opened: Opened, actor: Actor) -> tuple[int, str]:
    result = opened.shop.services.intake.take_in(
        actor,
        IntakeCommand(
            operation_id=new_operation_id(),
            customer=CustomerEntry(name="Dana Whitfield", phone="415-555-0142"),
            devices=(
                DeviceEntry(
                    title="Radio",
                    serial="SELF-TEST",
                    lines=(LineEntry(title="Diagnosis", price_minor=2_500),),
                ),
            ),
            terms_accepted=True,
        ),
    )
    taken = result.tickets[0]
    return int(taken.ticket_id), taken.number


def _paint(qt: QApplication, *, environment: dict[str, str]) -> int:
    from app.stage import Stage

    stage = Stage(qt, environment=environment)
    stage.open()
    _check(stage.program.session is not None, "the window does not show the shop")
    _check("MIT License" in stage.program.this_pc.licences(), "the licence is missing")
    picture = stage.frame.grab().toImage()
    stage.close()
    colours = _colours_of(picture)
    _check(colours >= _LEAST_COLOURS, f"the window shows {colours} colours only")
    return colours


def _colours_of(picture: QImage) -> int:
    across, down = range(0, picture.width(), 7), range(0, picture.height(), 7)
    return len({picture.pixel(x, y) for x in across for y in down})


def _check(true: bool, words: str) -> None:  # noqa: FBT001 - what is checked
    if not true:
        raise SelfTestFailure(words)


def _nobody(_words: str) -> None:
    """Tell nobody what is waited for."""


def _print(told: dict[str, Any]) -> None:
    # A program without a console has no standard output.
    out: Callable[[str], object] | None = sys.stdout.write if sys.stdout else None
    if out is not None:
        out(json.dumps(told) + "\n")
        sys.stdout.flush()
