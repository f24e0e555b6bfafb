"""A small shop on a fresh database, set up through the public services, with a clock to set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from data.engine import Database, open_database
from services.actor import Actor
from services.auth.dto import Person, SavePerson
from services.auth.gate import Gate
from services.auth.people import PeopleService
from services.catalog.service import CatalogService
from services.changes import Change, ChangeBus
from services.customers.service import CustomerService
from services.pricing.service import PricingService
from services.settings.dto import FirstStart
from services.settings.reference import ReferenceCache
from services.settings.service import SettingsService

# A Wednesday, 10:00 in the shop's zone.
MORNING = datetime(2026, 11, 18, 18, 0, tzinfo=UTC)
WORKING_WEEK = tuple((day, "09:00", "18:00") for day in range(5))

FIRST_START = FirstStart(
    operation_id="first-start",
    shop_name="Alder Street Repair",
    address="14 Alder Street, Fairhaven",
    phone="415-555-0100",
    time_zone="America/Los_Angeles",
    opening_hours=WORKING_WEEK,
    tax_rate_ppm=82_500,
    owner_name="Petra Alder",
)


class SetClock:
    """A clock that stands where it was set."""

    def __init__(self, at: datetime = MORNING) -> None:
        self.at = at

    def now(self) -> datetime:
        """Return the instant the clock was set to."""
        return self.at

    def forward(self, **span: float) -> None:
        """Let time pass, for example ``minutes=5``."""
        self.at += timedelta(**span)


class Shop:
    """A set-up shop: an owner at one till without a printer, and the shipped catalogue.

    ``told`` collects every change that was published.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = SetClock()
        self.changes = ChangeBus()
        self.told: list[Change] = []
        self.changes.listen(self.told.extend)
        self.gate = Gate(database, clock=self.clock, changes=self.changes)
        self.reference = ReferenceCache()
        self.settings = SettingsService(self.gate, self.reference, clock=self.clock)
        self.people = PeopleService(
            self.gate, self.reference, clock=self.clock, changes=self.changes
        )
        self.customers = CustomerService(self.gate, self.reference)
        self.catalog = CatalogService(self.gate, self.reference)
        self.pricing = PricingService(self.gate, self.reference)
        self._operations = count(1)
        done = self.settings.first_start(FIRST_START)
        self.owner = self.people.sign_in(person_id=done.owner_id, till_id=done.till_id)
        self.told.clear()

    def operation_id(self) -> str:
        """Return an operation id that was not used before."""
        return f"operation-{next(self._operations)}"

    def hire(self, name: str, *, role: str, skills: tuple[str, ...] = ()) -> Person:
        """Add a person to the people list."""
        return self.people.save(
            self.owner,
            SavePerson(operation_id=self.operation_id(), name=name, role_key=role, skills=skills),
        )

    def sign_in(self, person: Person) -> Actor:
        """Let a person act at the owner's till."""
        return self.people.sign_in(person_id=person.person_id, till_id=self.owner.till_id)

    def hired(self, name: str, *, role: str) -> Actor:
        """Add a person who then signs in."""
        return self.sign_in(self.hire(name, role=role))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Open a fresh migrated database of each engine in turn."""
    opened = open_database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def shop(database: Database) -> Shop:
    """Set a shop up on a fresh database of each engine in turn."""
    return Shop(database)
