"""Fills a shop that was just set up with people, prices, customers and orders to try things on.

Everything goes through the public services, so that numbers, histories and sums are as real ones;
the clock is set back for it, so that promises are late, soon and later today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from services.actor import Actor, new_operation_id
from services.auth.dto import SavePerson, SetPresent
from services.auth.roles import FRONT_DESK, TECHNICIAN
from services.catalog.dto import DeviceModel, ImportCommand, ImportKind, RepairType
from services.clock import Clock
from services.customers.dto import ImportCustomers
from services.printing.words import currency_exponent
from services.settings.dto import SetUpDone
from services.tickets.dto import (
    CONFIRM_BALANCE_DUE,
    CustomerEntry,
    DeviceEntry,
    HandOverCommand,
    IntakeCommand,
    LineEntry,
    MoveCommand,
    NoteCommand,
)
from services.tickets.imei import luhn_digit
from services.transfer.sample_book import price_file, sample_minor
from services.transfer.sample_hours import OpenHours
from services.transfer.sample_orders import (
    HANDED_BACK,
    SampleCustomer,
    SampleOrder,
    more_of_customers,
    sample_customers,
    sample_orders,
)
from services.types import DeviceCategory, TicketStatus

if TYPE_CHECKING:
    from services.auth.people import PeopleService
    from services.catalog.service import CatalogService
    from services.customers.files import CustomerFileService
    from services.settings.service import SettingsService
    from services.tickets.intake import IntakeService
    from services.tickets.service import TicketService

FRONT = "Ana"
STAFF = (
    (FRONT, FRONT_DESK, ()),
    ("Marco Reyes", TECHNICIAN, ("audio", "battery", "camera", "display", "housing", "ports")),
    ("Jules Lambert", TECHNICIAN, ()),
)
# Models beside those on the orders, so that the Counter has prices for what is often asked.
ALSO_PRICED = (
    ("Apple", "iPhone 13 Pro Max"),
    ("Apple", "iPhone 14 Pro Max"),
    ("Apple", "iPhone 15"),
    ("Apple", "iPhone 15 Pro"),
    ("Apple", "iPhone 16"),
    ("Apple", "iPhone 16 Pro Max"),
    ("Apple", "iPhone 17"),
    ("Samsung", "Galaxy S23"),
    ("Samsung", "Galaxy S24 Ultra"),
    ("Samsung", "Galaxy S25"),
    ("Google", "Pixel 9"),
)
# What the shop said on the phone where its book has no price yet, in currency units.
ESTIMATED = {("iPhone 13 Pro", "charging_port"): 119}
PRICES_SINCE = timedelta(days=400)
KNOWN_MORE_AGO = timedelta(days=1)

_FRONT_DOES = frozenset(
    {TicketStatus.AWAITING_APPROVAL, TicketStatus.READY_PICKUP, TicketStatus.CANCELLED}
)
_WITH_IMEI = frozenset({DeviceCategory.PHONE})


class SampleClock:
    """A clock that stands where the sample's story is."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """Return the instant of the story."""
        return self.at


class SampleServices(Protocol):
    """The services that the sample is made through; the facade is one such bundle."""

    @property
    def settings(self) -> SettingsService: ...

    @property
    def people(self) -> PeopleService: ...

    @property
    def catalog(self) -> CatalogService: ...

    @property
    def intake(self) -> IntakeService: ...

    @property
    def tickets(self) -> TicketService: ...

    @property
    def customer_files(self) -> CustomerFileService: ...


def fill(done: SetUpDone, *, services_at: Callable[[Clock], SampleServices], now: datetime) -> None:
    """Fill the shop of ``done`` as if it had worked until ``now`` (aware). Commits many times.

    ``services_at`` builds the services on the same database with another clock. Prints nothing.
    """
    clock = SampleClock(now - PRICES_SINCE)
    services = services_at(clock)
    owner = Actor(person_id=done.owner_id, till_id=done.till_id)
    story = _Story(services, clock, owner=owner, now=now)
    story.hire()
    story.set_prices()
    story.tell(sample_orders())
    story.know_more()
    clock.at = now
    for person in services.people.list(owner):
        services.people.set_present(
            owner,
            SetPresent(operation_id=new_operation_id(), person_id=person.person_id, present=True),
        )


@dataclass(slots=True, kw_only=True)
class _Told:
    """An order as far as the story has come."""

    order: SampleOrder
    position: int
    ticket_id: int = 0


class _Story:
    def __init__(
        self, services: SampleServices, clock: SampleClock, *, owner: Actor, now: datetime
    ) -> None:
        self._services = services
        self._clock = clock
        self._owner = owner
        self._now = now
        self._cast: dict[str, Actor] = {}
        self._repairs = {found.key: found for found in services.catalog.repair_types(owner)}
        self._customers = sample_customers()
        shop = services.settings.shop(owner)
        self._zone = ZoneInfo(shop.time_zone)
        week = ((day.weekday, day.opens, day.closes) for day in shop.opening_hours)
        self._hours = OpenHours(week, zone=self._zone)
        self._exponent = currency_exponent(shop.currency)

    def hire(self) -> None:
        """Add the staff; they act at the owner's till."""
        for position, (name, role, skills) in enumerate(STAFF):
            person = self._services.people.save(
                self._owner,
                SavePerson(
                    operation_id=f"sample-person-{position}",
                    name=name,
                    role_key=role,
                    skills=skills,
                ),
            )
            actor = Actor(person_id=person.person_id, till_id=self._owner.till_id, name=name)
            self._cast[name.split()[0]] = actor

    def set_prices(self) -> None:
        """Import the invented price book."""
        wanted = {(order.brand, order.model, order.variant) for order in sample_orders()}
        wanted |= {(brand, model, "") for brand, model in ALSO_PRICED}
        models = [self._model(*names) for names in sorted(wanted)]
        self._services.catalog.import_file(
            self._owner,
            ImportCommand(
                operation_id="sample-prices",
                kind=ImportKind.PRICES,
                content=price_file(models, self._repairs.values(), exponent=self._exponent),
                file_name="sample prices",
            ),
        )

    def tell(self, orders: tuple[SampleOrder, ...]) -> None:
        """Let everything happen in the order of time."""
        events: list[tuple[datetime, int, Callable[[], None]]] = []
        for position, order in enumerate(orders):
            told = _Told(order=order, position=position)
            events.extend(
                (self._hours.inside(at, now=self._now), position, act)
                for at, act in self._events(told)
            )
        for at, _, act in sorted(events, key=lambda event: event[:2]):
            self._clock.at = at
            act()

    def know_more(self) -> None:
        """Complete some customers, and take one down who is there already under another name."""
        self._clock.at = self._hours.inside(self._now - KNOWN_MORE_AGO, now=self._now)
        self._services.customer_files.import_file(
            self._owner,
            ImportCustomers(
                operation_id="sample-customers",
                content=more_of_customers(),
                file_name="sample customers",
            ),
        )

    def _events(self, told: _Told) -> Iterator[tuple[datetime, Callable[[], None]]]:
        order = told.order
        yield self._now - order.taken_in_ago, partial(self._take_in, told)
        for at, status in order.moved_at(self._now):
            yield at, partial(self._move, told, status)
        if order.end == HANDED_BACK:
            yield self._now - order.last_moved_ago / 2, partial(self._hand_back, told)

    def _take_in(self, told: _Told) -> None:
        order = told.order
        result = self._services.intake.take_in(
            self._cast[FRONT],
            IntakeCommand(
                operation_id=f"sample-{told.position}-intake",
                customer=_customer_entry(self._customers[order.customer]),
                devices=(self._device(told),),
                terms_accepted=True,
                prints=(),
            ),
        )
        told.ticket_id = result.tickets[0].ticket_id

    def _device(self, told: _Told) -> DeviceEntry:
        order = told.order
        model = self._model(order.brand, order.model, order.variant)
        has_imei = model.category in _WITH_IMEI
        identity = f"{order.customer}{order.model}"
        return DeviceEntry(
            device_model_id=model.device_model_id,
            colour=order.colour,
            imei=_imei(identity) if has_imei else "",
            serial="" if has_imei else _serial(identity),
            words=order.words,
            priority=order.priority,
            lines=tuple(self._line(order, self._repairs[key]) for key in order.repairs),
            condition=order.condition,
            accessories=order.accessories,
            promised_at_utc=order.promised_at(self._now, zone=self._zone, hours=self._hours),
            technician_id=self._cast[order.technician].person_id if order.technician else None,
        )

    def _line(self, order: SampleOrder, repair: RepairType) -> LineEntry:
        said = ESTIMATED.get((order.model, repair.key))
        return LineEntry(
            repair_type_id=repair.repair_type_id,
            grade=order.grade if repair.needs_part else None,
            price_minor=None if said is None else sample_minor(said, exponent=self._exponent),
            estimated=said is not None,
        )

    def _move(self, told: _Told, status: TicketStatus) -> None:
        if status is TicketStatus.DELIVERED:
            self._services.tickets.hand_over(self._cast[FRONT], self._collected(told))
            return
        front = status in _FRONT_DOES
        self._services.tickets.move(
            self._cast[FRONT if front else told.order.technician],
            MoveCommand(
                operation_id=f"sample-{told.position}-{status.value}",
                ticket_id=told.ticket_id,
                to=status,
                note="The repair would cost too much." if status is TicketStatus.CANCELLED else "",
            ),
        )
        if status is TicketStatus.AWAITING_APPROVAL:
            self._note(told, "Called, nobody answered. Will try again in the afternoon.")

    def _note(self, told: _Told, text: str) -> None:
        self._services.tickets.note(
            self._cast[FRONT],
            NoteCommand(
                operation_id=f"sample-{told.position}-note", ticket_id=told.ticket_id, text=text
            ),
        )

    def _hand_back(self, told: _Told) -> None:
        self._services.tickets.hand_back(self._cast[FRONT], self._collected(told))

    def _collected(self, told: _Told) -> HandOverCommand:
        return HandOverCommand(
            operation_id=f"sample-{told.position}-collected",
            ticket_id=told.ticket_id,
            confirmed=frozenset({CONFIRM_BALANCE_DUE}),
        )

    def _model(self, brand: str, model: str, variant: str) -> DeviceModel:
        return self._services.catalog.find_device(
            self._owner, brand=brand, model=model, variant=variant
        )


def _customer_entry(customer: SampleCustomer) -> CustomerEntry:
    return CustomerEntry(
        name=customer.name,
        phone=customer.phone,
        email=customer.email,
        sms_consent=customer.sms,
        email_consent=customer.email_consent,
    )


def _digits(identity: str, *, count: int) -> str:
    # The same device always has the same invented digits.
    value = sum(ord(letter) * 31**place for place, letter in enumerate(identity))
    return str(value % 10**count).zfill(count)


def _imei(identity: str) -> str:
    body = "35" + _digits(identity, count=12)
    return f"{body}{luhn_digit(body)}"


def _serial(identity: str) -> str:
    return "SN" + _digits(identity, count=8)
