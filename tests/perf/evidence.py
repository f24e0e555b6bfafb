"""Looks afterwards whether everything acknowledged is there, once, and whether all rows agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.build import build_shop
from app.home import Home
from services.errors import NotFound
from services.settings.dto import FirstStart
from services.tickets.numbering import read_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was found. ``sound`` when nothing is wrong."""

    lost: tuple[str, ...]
    twins: tuple[str, ...]
    disagreements: tuple[str, ...]
    draft_unreadable: bool
    acknowledged: int
    last_sequence: int

    @property
    def sound(self) -> bool:
        """Whether every acknowledged order is there once and all rows agree."""
        return not (self.lost or self.twins or self.disagreements or self.draft_unreadable)


def set_up_shop(url: str, *, home: Path, receipt_printer: str = "tcp://127.0.0.1:9100") -> None:
    """Set a shop up on a migrated, empty database: one till, an owner, a printer."""
    shop = build_shop(Home(home), database_url=url, environment={})
    try:
        shop.services.settings.first_start(
            FirstStart(
                operation_id="00000000-0000-4000-8000-000000000001",
                shop_name="Alder Street Repair",
                owner_name="Petra Alder",
                tax_rate_ppm=82_500,
                receipt_printer=receipt_printer,
            )
        )
    finally:
        shop.close()


def examine(url: str, *, home: Path, acknowledged: Sequence[str]) -> Evidence:
    """Open the database as the program would and compare it with what was acknowledged."""
    shop = build_shop(Home(home), database_url=url, environment={})
    try:
        services = shop.services
        actor = services.people.command_line_actor()
        lost = []
        for number in acknowledged:
            try:
                services.tickets.find(actor, number=number)
            except NotFound:
                lost.append(number)
        report = services.diagnostics.verify(actor)
        keys = [path.stem for path in (home / "drafts").rglob("*.json")]
        unreadable = any(services.drafts.load(actor, key=key) is None for key in keys)
    finally:
        shop.close()
    return Evidence(
        lost=tuple(lost),
        twins=tuple(number for number, count in Counter(acknowledged).items() if count > 1),
        disagreements=tuple(f"{each.check}: {each.count}" for each in report.problems),
        draft_unreadable=unreadable,
        acknowledged=len(acknowledged),
        last_sequence=max((read_number(number).sequence for number in acknowledged), default=0),
    )
