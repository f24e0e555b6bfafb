"""Invented documents to print: usual, crowded and hostile."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from services.printing.dto import (
    BenchLabel,
    ClaimTicket,
    PrintedDevice,
    PrintedLine,
    PrintedTax,
    ShopHead,
)

SHOP = ShopHead(
    name="Alder Street Repair",
    address="14 Alder Street, Fairhaven",
    phone="415-555-0100",
    tax_number="00-0000000",
    language="en",
    country="IE",
    currency="USD",
    time_zone="America/Los_Angeles",
)

TAKEN_IN = datetime(2026, 11, 20, 22, 26, tzinfo=UTC)

PHONE = PrintedDevice(
    number="R26-000418-H",
    title="Apple iPhone 13 Pro, Sierra Blue",
    identity="IMEI ending 4821",
    words="Dropped it. Left half of the screen is black, charging cuts out.",
    condition=(
        ("screen", "broken"),
        ("back", "worn"),
        ("frame", "good"),
        ("buttons", "good"),
        ("cameras", "good"),
        ("speakers", "good"),
        ("charging", "broken"),
        ("biometrics", "untestable"),
        ("liquid", "good"),
    ),
    accessories=("Case",),
    lines=(
        PrintedLine(
            title="Screen replacement",
            detail="Original part, 12 months warranty",
            amount_minor=279_00,
        ),
        PrintedLine(
            title="Charging port",
            detail="Original part, estimate, confirmed by phone",
            amount_minor=119_00,
            estimated=True,
        ),
    ),
    promised_at=datetime(2026, 11, 21, 1, 0, tzinfo=UTC),
    technician="Marco",
    slot="B4",
)

TICKET = ClaimTicket(
    shop=SHOP,
    taken_in_at=TAKEN_IN,
    till="Till 1",
    person="Ana",
    customer_name="Dana Whitfield",
    customer_phone="415-555-0142",
    devices=(PHONE,),
    taxes=(PrintedTax(name="Sales tax", rate_ppm=82_500, amount_minor=32_84),),
    total_minor=430_84,
    total_is_estimate=True,
    deposit_agreed_minor=50_00,
    terms_text="Diagnosis fee 25.00 if you decline.",
    terms_version=7,
    terms_accepted=True,
)

LABEL = BenchLabel(shop=SHOP, device=PHONE)


def three_devices() -> ClaimTicket:
    """A family's visit: three orders on one ticket."""
    tablet = replace(
        PHONE,
        number="R26-000419-F",
        title="Samsung Galaxy Tab S8",
        identity="Serial R52T90ABCDE",
        words="",
        condition=(("screen", "good"), ("liquid", "broken")),
        accessories=("SIM", "Charger"),
        lines=(PrintedLine(title="Battery", amount_minor=89_00),),
        promised_at=datetime(2026, 11, 23, 18, 0, tzinfo=UTC),
    )
    laptop = replace(
        PHONE,
        number="R26-000420-D",
        title="Lenovo ThinkPad X1 Carbon Gen 10",
        identity="",
        words="Does not start.",
        condition=(),
        accessories=(),
        lines=(PrintedLine(title="Diagnosis", detail="Price after diagnosis"),),
        promised_at=None,
    )
    return replace(TICKET, devices=(PHONE, tablet, laptop), copy_no=0)


HOSTILE_NAMES = (
    "Ann\x1b@\x1dV\x00 Reset",
    "Robert'); DROP TABLE <b>x</b>",
    "محمد عبد الله",
    "דנה לוי",
    "山田太郎 様",
    "김민준",
    "Zoë 😀 👨‍👩‍👧 नमस्ते",
    "x\u202egnp.exe\u202c",
    "Nguyễn Thị Ánh Tuyết",
    "y" * 10_000,
)
