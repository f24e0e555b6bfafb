"""The first start: one transaction makes everything that must be there."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from data import models as m
from data.engine import Database
from services.auth.gate import Gate
from services.auth.people import PeopleService
from services.auth.rights import Permission
from services.auth.roles import DEFAULT_ROLES
from services.changes import ChangeBus
from services.errors import Conflict, Invalid
from services.settings.dto import FirstStart, SetUpDone, StartState
from services.settings.reference import ReferenceCache
from services.settings.service import SettingsService
from tests.support.shops import SetClock


class Fresh:
    """The services of a program that has just been started on a migrated, empty database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = SetClock()
        gate = Gate(database, clock=self.clock, changes=ChangeBus())
        reference = ReferenceCache()
        self.settings = SettingsService(gate, reference, clock=self.clock)
        self.people = PeopleService(gate, reference, clock=self.clock, changes=ChangeBus())

    def count(self, table: Any) -> int:
        """Count the rows of a table."""
        with self.database.reading() as uow:
            return int(uow.execute(select(func.count()).select_from(table)).scalar_one())


def first_start(**changes: Any) -> FirstStart:
    values: dict[str, Any] = {
        "operation_id": "first-start-1",
        "shop_name": "Alder Street Repair",
        "owner_name": "Petra Alder",
    }
    return FirstStart(**{**values, **changes})


@pytest.fixture
def fresh(database: Database) -> Fresh:
    return Fresh(database)


def test_an_empty_database_asks_for_the_first_start(fresh: Fresh) -> None:
    assert fresh.settings.start_state() is StartState.FIRST_START
    assert fresh.settings.shop_name() == ""
    assert fresh.settings.till_choices() == ()
    assert fresh.people.choices() == ()


def test_the_owner_can_sign_in_and_do_everything(fresh: Fresh) -> None:
    done = fresh.settings.first_start(first_start())
    assert fresh.settings.start_state() is StartState.READY
    assert [person.name for person in fresh.people.choices()] == ["Petra Alder"]
    owner = fresh.people.sign_in(person_id=done.owner_id, till_id=done.till_id)
    assert (owner.name, owner.till_name) == ("Petra Alder", "Till 1")
    assert fresh.people.rights(owner) == {permission.value for permission in Permission}


def test_what_was_entered_is_the_shop(fresh: Fresh) -> None:
    done = fresh.settings.first_start(
        first_start(
            address=" 14 Alder Street ",
            currency="EUR",
            country="DE",
            language="de",
            time_zone="Europe/Berlin",
            opening_hours=((1, "13:00", "18:00"), (1, "09:00", "12:00")),
            tax_name="Mehrwertsteuer",
            tax_rate_ppm=190_000,
            prices_include_tax=True,
        )
    )
    owner = fresh.people.sign_in(person_id=done.owner_id, till_id=done.till_id)
    shop = fresh.settings.shop(owner)
    assert (shop.address, shop.currency, shop.time_zone) == (
        "14 Alder Street",
        "EUR",
        "Europe/Berlin",
    )
    assert [(span.weekday, span.opens) for span in shop.opening_hours] == [
        (1, "09:00"),
        (1, "13:00"),
    ]
    assert [(tax.name, tax.rate_ppm, tax.is_default) for tax in shop.tax_classes] == [
        ("Mehrwertsteuer", 190_000, True),
        ("No tax", 0, False),
    ]
    assert shop.terms is not None
    assert shop.terms.version == 1
    assert not shop.is_sample


def test_the_shipped_catalogue_and_the_five_roles_are_there(fresh: Fresh) -> None:
    done = fresh.settings.first_start(first_start())
    assert fresh.count(m.device_model) >= 350
    assert fresh.count(m.repair_type) >= 20
    assert fresh.count(m.part_type) >= 4
    owner = fresh.people.sign_in(person_id=done.owner_id, till_id=done.till_id)
    roles = fresh.people.roles(owner)
    assert [role.key for role in roles] == [role.key for role in DEFAULT_ROLES]
    assert [len(role.grants) for role in roles] == [len(role.grants) for role in DEFAULT_ROLES]


def test_the_command_line_acts_as_its_own_account_with_the_managers_role(fresh: Fresh) -> None:
    fresh.settings.first_start(first_start())
    actor = fresh.people.command_line_actor()
    assert actor.way.value == "command_line"
    assert fresh.people.may(actor, Permission.TAKE_IN)
    assert not fresh.people.may(actor, Permission.EDIT_PEOPLE)
    assert fresh.people.command_line_actor(till_name="till 1").till_id == actor.till_id


def test_it_is_audited_as_the_owners_act(fresh: Fresh) -> None:
    done = fresh.settings.first_start(first_start())
    with fresh.database.reading() as uow:
        rows = uow.rows(select(m.audit.c.action, m.audit.c.person_id))
    assert [tuple(row) for row in rows] == [("shop.set_up", done.owner_id)]


def test_a_repeat_returns_the_first_result(fresh: Fresh) -> None:
    first = fresh.settings.first_start(first_start())
    assert fresh.settings.first_start(first_start()) == replace(first, replayed=True)
    assert fresh.count(m.person) == 2


@pytest.mark.parametrize(
    "changes", [{"operation_id": "first-start-2"}, {"shop_name": "Another shop"}]
)
def test_a_second_shop_is_refused(fresh: Fresh, changes: dict[str, Any]) -> None:
    fresh.settings.first_start(first_start())
    with pytest.raises(Conflict):
        fresh.settings.first_start(first_start(**changes))
    assert fresh.settings.shop_name() == "Alder Street Repair"


def test_everything_wrong_is_told_at_once_and_nothing_is_stored(fresh: Fresh) -> None:
    wrong = first_start(
        shop_name="  ",
        owner_name=" ",
        country="XX",
        currency="ABC",
        time_zone="Mars/Olympus",
        receipt_printer="somewhere",
    )
    with pytest.raises(Invalid) as caught:
        fresh.settings.first_start(wrong)
    assert {problem.field for problem in caught.value.problems} == {
        "shop_name",
        "owner_name",
        "country",
        "currency",
        "time_zone",
        "receipt_printer",
    }
    assert fresh.settings.start_state() is StartState.FIRST_START
    assert fresh.count(m.role) == 0


def test_hours_that_make_no_sense_are_refused(fresh: Fresh) -> None:
    with pytest.raises(Invalid, match="close before it opens"):
        fresh.settings.first_start(first_start(opening_hours=((0, "18:00", "09:00"),)))
    assert fresh.settings.start_state() is StartState.FIRST_START


def test_the_result_is_kept_as_json(fresh: Fresh) -> None:
    done = fresh.settings.first_start(first_start())
    with fresh.database.reading() as uow:
        result = uow.execute(select(m.operation.c.result)).scalar_one()
    assert json.loads(result) == {"owner_id": done.owner_id, "till_id": done.till_id}


@pytest.mark.parametrize("ids", [("first-start-1", "first-start-1"), ("person-one", "person-two")])
def test_two_first_starts_at_once_make_one_shop(fresh: Fresh, ids: tuple[str, str]) -> None:
    barrier = Barrier(2)

    def start(operation_id: str) -> SetUpDone | Conflict:
        barrier.wait()
        try:
            return fresh.settings.first_start(first_start(operation_id=operation_id))
        except Conflict as refusal:
            return refusal

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(start, ids))
    made = [result for result in results if isinstance(result, SetUpDone)]
    assert len(made) == (2 if ids[0] == ids[1] else 1)
    assert len({replace(each, replayed=False) for each in made}) == 1
    assert (fresh.count(m.shop), fresh.count(m.till), fresh.count(m.person)) == (1, 1, 2)
