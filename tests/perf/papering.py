"""How soon the receipt's bytes are ready, how many they are, and when the first one leaves."""

from __future__ import annotations

import time

from app.build import Shop, build_shop
from app.home import Home
from data import migrate
from data.engine import sqlite_url
from services.actor import Actor
from services.printing.assemble import Document, assemble, read_stored_visit
from services.printing.dto import DocumentKind, PrinterRole, PrinterSettings
from services.printing.render import render_for_printer
from services.settings.reference import read_reference
from tests.perf.evidence import set_up_shop
from tests.perf.intaking import visit_command
from tests.perf.measures import Bench, Finding, ms, share, usual_share
from tests.support.virtual_printer import VirtualPrinter

READY_S = 0.005
MOST_BYTES = 1_500
FIRST_BYTE_S = 0.200
_TIMES = 100
_ROUNDS = 5
_PAPERS = 60


def receipt(bench: Bench) -> list[Finding]:
    """Print on a virtual printer on the loopback network, with the job runner at work."""
    folder = bench.place("paper")
    url = sqlite_url(folder / "mendpoint.db")
    migrate.upgrade(url, backups=None)
    with VirtualPrinter() as printer:
        set_up_shop(url, home=folder, receipt_printer=printer.address)
        shop = build_shop(Home(folder), database_url=url, environment={})
        try:
            actor = shop.services.people.command_line_actor()
            shop.tills.use(actor.till_id)
            shop.jobs.start()
            first_bytes = [
                _until_first_byte(shop, actor, printer, number) for number in range(1, _PAPERS)
            ]
            return [*_bytes_ready(shop, visit_id=1), _left(first_bytes[1:], first_bytes[0])]
        finally:
            shop.close()


def _until_first_byte(shop: Shop, actor: Actor, printer: VirtualPrinter, number: int) -> float:
    command = visit_command(number)
    printer.first_byte_at = None
    began = time.monotonic()
    shop.services.intake.take_in(actor, command)
    left = printer.wait_for_first_byte()
    printer.wait_for_jobs(number)
    return left - began


def _left(waits: list[float], first: float) -> Finding:
    slow = share(waits, 0.95)
    return Finding(
        what="Ctrl+Enter → first byte at the printer, p95",
        found=f"{ms(slow)} (p50 {ms(share(waits, 0.5))}, the day's first {ms(first)})",
        budget="≤ 200 ms",
        met=slow <= FIRST_BYTE_S,
        numbers={"p95_ms": slow * 1000, "first_ms": first * 1000},
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
