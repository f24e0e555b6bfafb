"""Loading what printing needs before the first customer waits for it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from services.printing.dto import (
    BenchLabel,
    ClaimTicket,
    PrintedDevice,
    PrintedLine,
    PrinterSettings,
    ShopHead,
)
from services.printing.layout import layout_bench_label, layout_claim_ticket

_AT: Final = datetime(2026, 1, 1, 12, tzinfo=UTC)


def warm_up(shop: ShopHead, *, printer: PrinterSettings) -> int:
    """Lay out and render one invented ticket and label, and return how many bytes came of it.

    The first ticket loads babel, the printer profiles and the drawing library (about 0.4 s); call
    this off the main thread once the first window is painted.

    Raises:
        Invalid: the printer's profile is not known.
    """
    from services.printing.escpos_bytes import render_escpos

    device = PrintedDevice(
        number="R00-000000-0",
        title="…",
        lines=(PrintedLine(title="…", amount_minor=0, estimated=True),),
        promised_at=_AT,
    )
    ticket = ClaimTicket(
        shop=shop, taken_in_at=_AT, till="…", person="…", customer_name="李", devices=(device,)
    )
    pages = (
        layout_claim_ticket(ticket, columns=printer.columns),
        layout_bench_label(BenchLabel(shop=shop, device=device)),
    )
    return sum(len(render_escpos(page, printer)) for page in pages)
