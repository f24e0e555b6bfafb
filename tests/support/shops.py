"""A small shop on a fresh database: the services a test drives and the people who act."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from data.engine import Database, open_database
from services.actor import Actor, new_operation_id
from services.auth.dto import SavePerson
from services.auth.gate import Gate
from services.auth.people import PeopleService
from services.changes import Change, ChangeBus
from services.settings.dto import FirstStart
from services.settings.reference import ReferenceCache
from services.settings.service import SettingsService
from services.tickets.dto import (
    CustomerEntry,
    DeviceEntry,
    IntakeCommand,
    LineEntry,
    MoveCommand,
    MoveResult,
    TicketDetail,
)
from services.tickets.editing_service import EditingService
from services.tickets.intake import IntakeService
from services.tickets.queue import QueueService
from services.tickets.saved_views import SavedViewService
from services.tickets.service import TicketService

GOOD_IMEI = "490154203237518"


@dataclass(slots=True)
class SetClock:
    """A clock that stands still until it is told to move."""

    instant: datetime = datetime(2026, 11, 20, 14, 26, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the instant it stands at."""
        return self.instant

    def pass_by(self, **time: float) -> None:
        """Let time pass."""
        self.instant += timedelta(**time)


@dataclass(slots=True)
class SmallShop:
    """One till, an owner, and whoever a test adds."""

    database: Database
    clock: SetClock
    gate: Gate
    reference: ReferenceCache
    settings: SettingsService
    people: PeopleService
    intake: IntakeService
    tickets: TicketService
    editing: EditingService
    queue: QueueService
    views: SavedViewService
    owner: Actor
    told: list[Change] = field(default_factory=list)

    def person(self, name: str, role: str, **more: Any) -> Actor:
        """Add a person who is present, and return them at the first till."""
        saved = self.people.save(
            self.owner,
            SavePerson(
                operation_id=new_operation_id(), name=name, role_key=role, present=True, **more
            ),
        )
        return self.as_person(saved.person_id, name)

    def as_person(self, person_id: int, name: str) -> Actor:
        """Return a person at the first till."""
        return Actor(
            person_id=person_id,  # type: ignore[arg-type]
            till_id=self.owner.till_id,
            name=name,
            till_name=self.owner.till_name,
        )

    def take_in(self, actor: Actor | None = None, **changes: Any) -> TicketDetail:
        """Take one device in and return its order."""
        taken = self.intake.take_in(actor or self.owner, intake_command(**changes))
        return self.tickets.detail(self.owner, ticket_id=taken.tickets[0].ticket_id)

    def move(self, ticket_id: int, to: str, actor: Actor | None = None, **more: Any) -> MoveResult:
        """Move an order."""
        command: Any = {"operation_id": new_operation_id(), "ticket_id": ticket_id, "to": to}
        return self.tickets.move(actor or self.owner, MoveCommand(**{**command, **more}))

    def move_through(self, ticket_id: int, *steps: str) -> MoveResult:
        """Move an order along several statuses and return the last move."""
        results = [self.move(ticket_id, to) for to in steps]
        return results[-1]


def device(**changes: Any) -> DeviceEntry:
    """Return the smallest valid device, with ``changes``."""
    values: dict[str, Any] = {
        "title": "Radio",
        "serial": "SN-1",
        "lines": (LineEntry(title="Screen replacement", price_minor=27_900),),
    }
    return DeviceEntry(**{**values, **changes})


def intake_command(**changes: Any) -> IntakeCommand:
    """Return the smallest valid intake, with ``changes``."""
    values: dict[str, Any] = {
        "operation_id": new_operation_id(),
        "customer": CustomerEntry(name="Dana Whitfield", phone="415-555-0142"),
        "devices": (device(),),
        "terms_accepted": True,
    }
    return IntakeCommand(**{**values, **changes})


@pytest.fixture
def small_shop(database_url: str) -> Iterator[SmallShop]:
    """Set up a small shop on each engine in turn."""
    database = open_database(database_url)
    try:
        yield open_shop(database)
    finally:
        database.close()


def open_shop(database: Database, **first_start: Any) -> SmallShop:
    """Set up a small shop on a migrated, empty database."""
    clock, changes = SetClock(), ChangeBus()
    gate = Gate(database, clock=clock, changes=changes)
    reference = ReferenceCache()
    settings = SettingsService(gate, reference, clock=clock)
    values: dict[str, Any] = {
        "operation_id": new_operation_id(),
        "shop_name": "Alder Street Repair",
        "owner_name": "Petra Alder",
        "tax_rate_ppm": 82_500,
        "receipt_printer": "tcp://127.0.0.1:9100",
    }
    done = settings.first_start(FirstStart(**{**values, **first_start}))
    owner = Actor(
        person_id=done.owner_id, till_id=done.till_id, name="Petra Alder", till_name="Till 1"
    )
    shop = SmallShop(
        database=database,
        clock=clock,
        gate=gate,
        reference=reference,
        settings=settings,
        people=PeopleService(gate, reference, clock=clock, changes=changes),
        intake=IntakeService(gate, reference),
        tickets=TicketService(gate, reference),
        editing=EditingService(gate, reference),
        queue=QueueService(gate, reference),
        views=SavedViewService(gate, reference),
        owner=owner,
    )
    changes.listen(shop.told.extend)
    return shop
