"""The sample shop: people, prices, customers and orders as a real shop would have them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from data import migrate
from data import models as m
from data.engine import Database, open_database, sqlite_url
from services.actor import Actor
from services.auth.gate import Gate
from services.auth.people import PeopleService
from services.catalog.service import CatalogService
from services.changes import ChangeBus
from services.clock import Clock
from services.customers.dto import TwinReason
from services.customers.files import CustomerFileService
from services.customers.pages import CustomerPageService
from services.customers.service import CustomerService
from services.pricing.service import PricingService
from services.settings.dto import FirstStart, SetUpDone
from services.settings.reference import ReferenceCache
from services.settings.service import SettingsService
from services.tickets.dto import QueueChip, QueueQuestion, TicketDetail
from services.tickets.intake import IntakeService
from services.tickets.queue import QueueService
from services.tickets.service import TicketService
from services.transfer.sample import fill
from services.types import HistoryKind, PartGrade, TicketStatus
from tests.support.shops import SetClock

# A Friday, 14:26 in the shop's zone.
NOW = datetime(2026, 11, 20, 22, 26, tzinfo=UTC)
ZONE = ZoneInfo("America/Los_Angeles")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """The services at one clock."""

    settings: SettingsService
    people: PeopleService
    catalog: CatalogService
    intake: IntakeService
    tickets: TicketService
    queue: QueueService
    customers: CustomerService
    customer_files: CustomerFileService
    customer_pages: CustomerPageService
    pricing: PricingService


class SampleShop:
    """A database on which the first start asked for sample data."""

    def __init__(self, database: Database, *, now: datetime, **first_start: Any) -> None:
        self.database = database
        self.now = now
        self.here = self.services_at(SetClock(now))
        self.done = self.here.settings.first_start(
            FirstStart(
                operation_id="first-start",
                shop_name="Mine",
                owner_name="Me",
                time_zone="America/Los_Angeles",
                sample=True,
                **first_start,
            )
        )
        self.owner = Actor(person_id=self.done.owner_id, till_id=self.done.till_id)

    def services_at(self, clock: Clock) -> Bundle:
        gate = Gate(self.database, clock=clock, changes=ChangeBus())
        reference = ReferenceCache()
        return Bundle(
            settings=SettingsService(gate, reference, clock=clock, fill_sample=self._fill),
            people=PeopleService(gate, reference, clock=clock, changes=ChangeBus()),
            catalog=CatalogService(gate, reference),
            intake=IntakeService(gate, reference),
            tickets=TicketService(gate, reference),
            queue=QueueService(gate, reference),
            customers=CustomerService(gate, reference),
            customer_files=CustomerFileService(gate, reference),
            customer_pages=CustomerPageService(gate, reference),
            pricing=PricingService(gate, reference),
        )

    def _fill(self, done: SetUpDone) -> None:
        fill(done, services_at=self.services_at, now=self.now)

    def count(self, table: Any) -> int:
        with self.database.reading() as uow:
            return int(uow.execute(select(func.count()).select_from(table)).scalar_one())

    def details(self) -> list[TicketDetail]:
        with self.database.reading() as uow:
            ids = list(uow.execute(select(m.ticket.c.id).order_by(m.ticket.c.id)).scalars())
        return [self.here.tickets.detail(self.owner, ticket_id=key) for key in ids]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def sample_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Give one migrated database of each engine to all tests here."""
    if request.param == "sqlite":
        url = sqlite_url(tmp_path_factory.mktemp("sample") / "sample.db")
        migrate.upgrade(url, backups=None)
        yield url
        return
    databases = request.getfixturevalue("postgres_databases")
    made = databases.create(template=request.getfixturevalue("postgres_template"))
    yield made.render_as_string(hide_password=False)
    databases.drop(made)


@pytest.fixture(scope="module")
def sample(sample_url: str) -> Iterator[SampleShop]:
    """Make one sample shop on each engine for all tests here, which only look."""
    database = open_database(sample_url)
    yield SampleShop(database, now=NOW)
    database.close()


def test_the_shop_is_the_invented_one_and_says_so(sample: SampleShop) -> None:
    shop = sample.here.settings.shop(sample.owner)
    assert (shop.name, shop.is_sample) == ("Alder Street Repair", True)
    assert shop.diagnosis_fee_minor == 2_500
    present = {person.name: person.present for person in sample.here.people.list(sample.owner)}
    assert present == {
        "Petra Alder": True,
        "Ana": True,
        "Marco Reyes": True,
        "Jules Lambert": True,
    }


def test_there_are_orders_of_every_status(sample: SampleShop) -> None:
    statuses = Counter(detail.status for detail in sample.details())
    assert set(statuses) == set(TicketStatus)
    assert sum(statuses.values()) == 60
    assert sample.count(m.customer) == 41


def test_promises_are_late_soon_and_later_today(sample: SampleShop) -> None:
    counts = sample.here.queue.counts(sample.owner, QueueQuestion())
    assert counts[QueueChip.LATE] == 3
    assert counts[QueueChip.DUE_TODAY] >= 9
    assert counts[QueueChip.READY] == 11
    assert counts[QueueChip.TO_HAND_BACK] == 1
    rows = sample.here.queue.ask(sample.owner, QueueQuestion()).first_rows
    within_an_hour = [
        row
        for row in rows
        if row.promised_at_utc and NOW < row.promised_at_utc < NOW + timedelta(hours=1)
    ]
    assert len(within_an_hour) == 2


def test_promises_are_times_people_say_on_days_the_shop_is_open(sample: SampleShop) -> None:
    hours = hours_of(sample)
    for promised in (detail.promised_at_utc for detail in sample.details()):
        assert promised is not None
        local = promised.astimezone(ZONE)
        assert (local.minute % 5, local.second) == (0, 0)
        assert is_open(local, hours=hours)


def test_everything_happens_while_the_shop_is_open(sample: SampleShop) -> None:
    hours = hours_of(sample)
    told = [entry.at_utc.astimezone(ZONE) for d in sample.details() for entry in d.history]
    assert [at for at in told if not is_open(at, hours=hours)] == []


def test_one_order_waits_to_be_collected_for_days(sample: SampleShop) -> None:
    rows = sample.here.queue.ask(sample.owner, QueueQuestion(chip=QueueChip.READY)).first_rows
    waited = [
        (NOW.astimezone(ZONE).date() - row.ready_at_utc.astimezone(ZONE).date()).days
        for row in rows
        if row.ready_at_utc is not None
    ]
    assert waited.count(6) == 1


def test_histories_are_told_in_time_and_lead_to_the_status(sample: SampleShop) -> None:
    for detail in sample.details():
        told = sorted(detail.history, key=lambda entry: entry.history_id)
        assert told[0].kind is HistoryKind.TAKEN_IN
        assert all(a.at_utc <= b.at_utc for a, b in pairwise(told))
        assert told[-1].at_utc <= NOW
        moves = [entry.new_status for entry in told if entry.new_status is not None]
        assert moves[-1] is detail.status


Hours = dict[int, list[tuple[str, str]]]


def hours_of(sample: SampleShop) -> Hours:
    """Return when the shop is open, by weekday."""
    hours: Hours = {}
    for span in sample.here.settings.shop(sample.owner).opening_hours:
        hours.setdefault(span.weekday, []).append((span.opens, span.closes))
    return hours


def is_open(local: datetime, *, hours: Hours) -> bool:
    """Say whether the shop is open then, both ends included."""
    spans = hours.get(local.weekday(), [])
    return any(opens <= f"{local:%H:%M}" <= closes for opens, closes in spans)


def test_nothing_waits_to_be_printed(sample: SampleShop) -> None:
    assert sample.count(m.job) == 0


def test_the_counter_has_prices_for_many_models(sample: SampleShop) -> None:
    with sample.database.reading() as uow:
        models = uow.execute(
            select(func.count(func.distinct(m.price.c.device_model_id)))
        ).scalar_one()
    assert models >= 60
    phone = sample.here.catalog.find_device(sample.owner, brand="Apple", model="iPhone 13 Pro")
    chips = sample.here.pricing.choices(
        sample.owner,
        device_model_id=phone.device_model_id,
        category=None,
        grade=PartGrade.ORIGINAL,
    )
    prices = {choice.key: choice.quote.price_minor for choice in chips}
    assert prices["screen"] == 27_900
    assert (prices["battery"], prices["back_glass"], prices["diagnosis"]) == (8_900, 15_900, 2_500)
    assert prices["charging_port"] is None


def test_the_customer_of_the_pictures_is_there(sample: SampleShop) -> None:
    (dana,) = sample.here.customers.suggest(sample.owner, text="0142")
    assert (dana.name, dana.open_tickets, dana.earlier_repairs) == ("Dana Whitfield", 1, 2)
    assert (dana.sms_consent, dana.email_consent) == (True, True)
    card = sample.here.customers.card(sample.owner, customer_id=dana.customer_id)
    (order,) = [d for d in sample.details() if d.number == card.devices[0].last_number]
    assert order.total_minor == 43_084


@pytest.mark.parametrize(("hour", "currency"), [(1, "USD"), (9, "JPY"), (23, "KWD")])
def test_it_works_at_any_hour_and_in_any_currency(tmp_path: Path, hour: int, currency: str) -> None:
    url = sqlite_url(tmp_path / "sample.db")
    migrate.upgrade(url, backups=None)
    database = open_database(url)
    now = datetime(2027, 1, 1, hour, 59, tzinfo=UTC)
    shop = SampleShop(database, now=now, currency=currency)
    assert shop.count(m.ticket) == 60
    assert {detail.currency for detail in shop.details()} == {currency}
    database.close()


def test_more_is_known_of_some_customers_and_one_is_there_twice(sample: SampleShop) -> None:
    (school,) = sample.here.customers.suggest(sample.owner, text="alder street pri")
    page = sample.here.customer_pages.page(sample.owner, customer_id=school.customer_id)
    assert (page.flag, len(page.contacts), len(page.addresses), len(page.notes)) == (
        "Invoice monthly", 4, 1, 1,
    )  # fmt: skip
    twins = sample.here.customers.find_twins(
        sample.owner, name="Lena Fischer", emails=("lena.fischer@example.com",)
    )
    assert [twin.reason for twin in twins] == [TwinReason.SAME_EMAIL, TwinReason.SAME_EMAIL]
