from __future__ import annotations

from typing import Any

import pytest

from services.errors import Invalid
from services.printing.destinations import (
    Destination,
    destination_of,
    lane_of,
    lanes_of_till,
    printer_or_usual,
)
from services.printing.dto import DocumentKind, PrinterRole, PrinterSettings
from services.settings.dto import Till
from services.types import TillId

TICKET, LABEL = DocumentKind.CLAIM_TICKET, DocumentKind.BENCH_LABEL
RECEIPT_AT, LABEL_AT, OFFICE_AT = "tcp://10.0.0.1:9100", "tcp://10.0.0.2:9100", "queue:Office"


def till(**addresses: str) -> Till:
    printers = tuple(
        PrinterSettings(role=PrinterRole(role), address=address, columns=32)
        for role, address in addresses.items()
    )
    return Till(till_id=TillId(1), name="Till 1", printers=printers, prints_on_intake=(), version=1)


FULL = till(label=LABEL_AT, receipt=RECEIPT_AT, a4=OFFICE_AT)


def to(document: DocumentKind = TICKET, *, at: Till = FULL, **asked: Any) -> Destination:
    return destination_of(at, document, **{"role": None, "address": None, **asked})


def test_a_document_goes_to_the_usual_printer_of_its_kind() -> None:
    assert to() == Destination(role=PrinterRole.RECEIPT)
    assert to(LABEL) == Destination(role=PrinterRole.LABEL)
    assert to(at=till(receipt="none", a4=OFFICE_AT)) == Destination(role=PrinterRole.A4)


def test_a_printer_is_chosen_by_its_kind() -> None:
    assert to(role=PrinterRole.A4) == Destination(role=PrinterRole.A4)


@pytest.mark.parametrize(
    ("document", "at", "role"),
    [
        pytest.param(LABEL, FULL, PrinterRole.A4, id="of another kind"),
        pytest.param(TICKET, till(receipt=RECEIPT_AT), PrinterRole.A4, id="there is none"),
        pytest.param(TICKET, till(receipt="none"), PrinterRole.RECEIPT, id="switched off"),
        pytest.param(TICKET, till(), None, id="none at all"),
    ],
)
def test_a_printer_the_till_has_not_is_refused(
    document: DocumentKind, at: Till, role: PrinterRole | None
) -> None:
    with pytest.raises(Invalid) as refused:
        to(document, at=at, role=role)
    assert refused.value.field == "printer"


@pytest.mark.parametrize(
    ("address", "role"),
    [
        (OFFICE_AT, PrinterRole.A4),
        ("10.0.0.1:9100", PrinterRole.RECEIPT),
        (LABEL_AT, PrinterRole.LABEL),
    ],
)
def test_the_address_of_an_own_printer_means_that_printer(address: str, role: PrinterRole) -> None:
    assert to(address=address) == Destination(role=role)


def test_of_two_printers_in_one_box_the_document_s_own_is_meant() -> None:
    both = till(label=RECEIPT_AT, receipt=RECEIPT_AT)
    assert to(at=both, address=RECEIPT_AT) == Destination(role=PrinterRole.RECEIPT)
    assert to(LABEL, at=both, address=RECEIPT_AT) == Destination(role=PrinterRole.LABEL)


def test_another_address_is_of_the_usual_kind_or_of_the_one_named() -> None:
    elsewhere = "tcp://10.9.9.9:9100"
    assert to(address="10.9.9.9:9100") == Destination(role=PrinterRole.RECEIPT, address=elsewhere)
    named = to(address=elsewhere, role=PrinterRole.A4)
    assert named == Destination(role=PrinterRole.A4, address=elsewhere)


def test_an_override_nobody_can_read_is_no_place() -> None:
    assert to(at=till(receipt="smoke:signals"), address=RECEIPT_AT).address == RECEIPT_AT


def test_an_address_named_for_once_waits_on_a_lane_of_its_own() -> None:
    own = lane_of(1, to())
    first, second = (lane_of(1, to(address=f"tcp://10.9.9.{host}:9100")) for host in (1, 2))
    assert own == "print:1:receipt"
    assert len({own, first, second}) == 3
    assert all(lane.startswith(lanes_of_till(1)) for lane in (own, first, second))


def test_a_printer_that_is_switched_off_keeps_its_width() -> None:
    off = printer_or_usual(till(receipt="none"), TICKET)
    assert (off.columns, off.address) == (32, "none")
    assert printer_or_usual(till(), TICKET).columns == 48
