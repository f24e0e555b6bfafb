"""Printers for the sample shop's till, for the pictures: addresses that lead nowhere are stored."""

from __future__ import annotations

from services.actor import new_operation_id
from services.printing.dto import DocumentKind, PrinterRole
from services.settings.dto import PrinterEntry, SaveTill
from ui.context import UiContext

_PRINTERS = (
    PrinterEntry(
        role=PrinterRole.RECEIPT.value, address="tcp://192.168.1.50:9100", profile="TM-T88V"
    ),
    PrinterEntry(role=PrinterRole.LABEL.value, address="usb://0a5f:0166", profile="default"),
    PrinterEntry(role=PrinterRole.A4.value, address="queue:Office", paper="A5"),
)


def connect_sample_printers(context: UiContext) -> None:
    """Store the printers at this till. Nothing is sent: the environment names another receipt."""
    settings, actor = context.services.settings, context.actor()
    till = next(each for each in settings.tills(actor) if each.till_id == actor.till_id)
    settings.save_till(
        actor,
        SaveTill(
            operation_id=new_operation_id(),
            till_id=int(till.till_id),
            seen_version=till.version,
            name=till.name,
            printers=_PRINTERS,
            prints_on_intake=(DocumentKind.CLAIM_TICKET, DocumentKind.BENCH_LABEL),
        ),
    )
