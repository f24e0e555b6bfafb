"""How soon the receipt's bytes are ready, how many they are, and when the first one leaves."""

from __future__ import annotations

import os
import time

from app.build import Shop, build_shop
from app.demonstration import Walk
from app.home import DATABASE_VARIABLE, HOME_VARIABLE, Home
from app.stage import Stage
from data import migrate
from data.engine import sqlite_url
from services.printing.assemble import Document, assemble, read_stored_visit
from services.printing.dto import DocumentKind, PrinterRole, PrinterSettings
from services.printing.render import render_for_printer
from services.settings.reference import read_reference
from tests.perf.evidence import set_up_shop
from tests.perf.intaking import visit_command
from tests.perf.measures import Bench, Finding, ms, share, usual_share
from tests.perf.window import application_of
from tests.support.virtual_printer import VirtualPrinter
from ui.screens.first_start.guess import sample_command

READY_S = 0.005
MOST_BYTES = 1_500
FIRST_BYTE_S = 0.200
_TIMES = 100
_ROUNDS = 5
# Known customers of the sample shop, as much of each name as a person would type.
_CUSTOMERS = (
    "Dana Whitf", "Omar Had", "Priya Na", "Theo Bran", "Sam Oka", "Ida Lind", "Noah Kel",
    "Grace Mb", "Pavel Nov", "Hana Sa", "Marta Sil", "Ben Carv", "Felix Bau", "Karin Jan",
    "Amara Dia", "Mei Hua",
)  # fmt: skip


def receipt(bench: Bench) -> list[Finding]:
    """Measure the bytes at the service, and when they leave at the Counter."""
    return [*_at_the_service(bench), *_at_the_counter(bench)]


def _at_the_service(bench: Bench) -> list[Finding]:
    folder = bench.place("paper")
    url = sqlite_url(folder / "mendpoint.db")
    migrate.upgrade(url, backups=None)
    set_up_shop(url, home=folder)
    shop = build_shop(Home(folder), database_url=url, environment={})
    try:
        visit = shop.services.intake.take_in(
            shop.services.people.command_line_actor(), visit_command(1)
        )
        return _bytes_ready(shop, visit_id=visit.visit_id)
    finally:
        shop.close()


def _at_the_counter(bench: Bench) -> list[Finding]:
    """Take visits in through the real Counter, offscreen, by the keys a person presses."""
    folder = bench.place("counter")
    with VirtualPrinter() as printer:
        environment = {
            **{name: value for name, value in os.environ.items() if name != DATABASE_VARIABLE},
            HOME_VARIABLE: str(folder / "home"),
            "MENDPOINT_PRINTER": printer.address,
        }
        stage = Stage(application_of(bench), environment=environment, sample=sample_command())
        stage.size(1366, height=768)
        stage.open()
        walk = Walk(stage, folder=folder)
        walk.sign_in()
        waits = [_pressed(walk, printer, name) for name in _CUSTOMERS]
        stage.close()
    return [_left(waits)]


def _pressed(walk: Walk, printer: VirtualPrinter, customer: str) -> float:
    walk.fill_in(customer)
    printer.first_byte_at = None
    jobs = len(printer.jobs)
    began = time.monotonic()
    walk.take_in()
    left = printer.wait_for_first_byte()
    printer.wait_for_jobs(jobs + 1)
    return left - began


def _left(waits: list[float]) -> Finding:
    slow = share(waits, 0.95)
    return Finding(
        what=f"Ctrl+Enter at the Counter → first byte at the printer, p95 of {len(waits)}",
        found=f"{ms(slow)} (p50 {ms(share(waits, 0.5))}, the day's first {ms(waits[0])})",
        budget="≤ 200 ms",
        met=slow <= FIRST_BYTE_S,
        numbers={"p95_ms": slow * 1000, "first_ms": waits[0] * 1000},
    )


def _bytes_ready(shop: Shop, *, visit_id: int) -> list[Finding]:
    document = _document(shop, visit_id)
    printer = PrinterSettings(role=PrinterRole.RECEIPT, address="none")
    data = render_for_printer(document, printer)
    busy = time.thread_time()
    rounds = [[_render(document, printer) for _time in range(_TIMES)] for _round in range(_ROUNDS)]
    busy = (time.thread_time() - busy) / (_TIMES * _ROUNDS)
    slow = usual_share(rounds, 0.95)
    return [
        Finding(
            what="receipt: bytes ready, p95",
            found=f"{ms(slow)} (p50 {ms(usual_share(rounds, 0.5))}; processor time {ms(busy)})",
            budget="≤ 5 ms",
            met=slow <= READY_S,
            numbers={"p95_ms": slow * 1000},
        ),
        Finding(
            what="receipt: size without logo and image lines",
            found=f"{len(data):,} bytes",
            budget="≤ 1,500 bytes",
            met=len(data) <= MOST_BYTES,
            numbers={"bytes": len(data)},
        ),
    ]


def _render(document: Document, printer: PrinterSettings) -> float:
    began = time.perf_counter()
    render_for_printer(document, printer)
    return time.perf_counter() - began


def _document(shop: Shop, visit_id: int) -> Document:
    with shop.database.reading() as uow:
        stored = read_stored_visit(uow, visit_id=visit_id)
        reference = read_reference(uow, overrides={})
    return assemble(stored, reference, document=DocumentKind.CLAIM_TICKET, ticket_id=1, copy_no=0)
