"""The people list, signing in, and what a role may do."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from data import models as m
from data.queries.people import read_people
from services.actor import Actor, Way, new_operation_id
from services.auth.dto import Person, SavePerson, SetPresent
from services.auth.rights import Permission
from services.changes import Entity
from services.errors import Conflict, Invalid, MendpointError, NotFound, PermissionDenied
from services.settings.dto import SaveTill
from tests.support.shops import SmallShop
from tests.support.statement_doors import meeting_at


def command(person: Person | None = None, **changes: Any) -> SavePerson:
    values: dict[str, Any] = {
        "operation_id": new_operation_id(),
        "name": "Marco Rossi",
        "role_key": "technician",
    }
    if person is not None:
        values |= {
            "person_id": person.person_id,
            "name": person.name,
            "role_key": person.role_key,
            "seen_version": person.version,
        }
    return SavePerson(**{**values, **changes})


def people_by_name(shop: SmallShop) -> dict[str, Person]:
    return {person.name: person for person in shop.people.list(shop.owner)}


def test_a_person_is_added_with_role_and_skills(small_shop: SmallShop) -> None:
    saved = small_shop.people.save(
        small_shop.owner, command(skills=("battery", "display"), email="marco@example.com")
    )
    assert (saved.name, saved.initials, saved.role_name) == ("Marco Rossi", "MR", "Technician")
    assert (saved.skills, saved.present, saved.active) == (("battery", "display"), False, True)
    assert people_by_name(small_shop)["Marco Rossi"] == saved
    assert small_shop.told[-1].entity is Entity.PEOPLE


def test_the_command_lines_account_is_not_in_the_list(small_shop: SmallShop) -> None:
    assert list(people_by_name(small_shop)) == ["Petra Alder"]
    account = small_shop.people.command_line_actor()
    with pytest.raises(NotFound):
        small_shop.people.sign_in(person_id=account.person_id, till_id=account.till_id)
    with pytest.raises(NotFound):
        small_shop.people.save(small_shop.owner, command(person_id=account.person_id))


def test_signing_in_marks_present_until_the_shops_day_ends(small_shop: SmallShop) -> None:
    marco = small_shop.people.save(small_shop.owner, command())
    actor = small_shop.people.sign_in(person_id=marco.person_id, till_id=small_shop.owner.till_id)
    assert (actor.name, actor.till_name, actor.way) == ("Marco Rossi", "Till 1", Way.WINDOW)
    assert people_by_name(small_shop)["Marco Rossi"].present
    small_shop.clock.pass_by(days=1)
    assert not people_by_name(small_shop)["Marco Rossi"].present


def test_signing_in_twice_tells_the_others_once(small_shop: SmallShop) -> None:
    for _ in range(2):
        small_shop.people.sign_in(
            person_id=small_shop.owner.person_id, till_id=small_shop.owner.till_id
        )
    assert len([change for change in small_shop.told if change.entity is Entity.PEOPLE]) == 1


def test_a_person_who_left_is_out_at_the_next_call(small_shop: SmallShop) -> None:
    ana = small_shop.person("Ana Torres", "front_desk")
    assert small_shop.people.may(ana, Permission.TAKE_IN)
    person = people_by_name(small_shop)["Ana Torres"]
    small_shop.people.save(small_shop.owner, command(person, active=False))
    assert small_shop.people.rights(ana) == frozenset()
    with pytest.raises(PermissionDenied):
        small_shop.settings.shop(ana)
    with pytest.raises(NotFound):
        small_shop.people.sign_in(person_id=ana.person_id, till_id=ana.till_id)
    assert [person.name for person in small_shop.people.choices()] == ["Petra Alder"]


def test_a_new_role_counts_from_the_next_call(small_shop: SmallShop) -> None:
    ana = small_shop.person("Ana Torres", "viewer")
    assert not small_shop.people.may(ana, Permission.TAKE_IN)
    person = people_by_name(small_shop)["Ana Torres"]
    small_shop.people.save(small_shop.owner, command(person, role_key="front_desk"))
    assert small_shop.people.may(ana, Permission.TAKE_IN)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "petra ALDER"}, "name"),
        ({"role_key": "king"}, "role_key"),
        ({"skills": ("juggling",)}, "skills"),
    ],
)
def test_what_can_not_be_is_refused_at_its_field(
    small_shop: SmallShop, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        small_shop.people.save(small_shop.owner, command(**changes))
    assert [problem.field for problem in caught.value.problems] == [field]
    assert list(people_by_name(small_shop)) == ["Petra Alder"]


@pytest.mark.parametrize("changes", [{"active": False}, {"role_key": "manager"}])
def test_the_last_owner_stays(small_shop: SmallShop, changes: dict[str, Any]) -> None:
    petra = people_by_name(small_shop)["Petra Alder"]
    with pytest.raises(Invalid, match="owner"):
        small_shop.people.save(small_shop.owner, command(petra, **changes))
    second = small_shop.people.save(small_shop.owner, command(name="Olaf Second", role_key="owner"))
    saved = small_shop.people.save(small_shop.owner, command(petra, **changes))
    assert second.active
    assert (saved.role_key, saved.active) != ("owner", True)


def test_two_owners_who_demote_each_other_leave_one(small_shop: SmallShop) -> None:
    olaf = small_shop.person("Olaf Second", "owner")
    people = people_by_name(small_shop)
    told: list[MendpointError | Person] = []

    def demote(actor: Actor, name: str) -> None:
        person = people[name]
        try:
            told.append(small_shop.people.save(actor, command(person, role_key="manager")))
        except MendpointError as error:
            told.append(error)

    pairs = ((small_shop.owner, "Olaf Second"), (olaf, "Petra Alder"))
    threads = [threading.Thread(target=demote, args=pair) for pair in pairs]
    with meeting_at(small_shop.database, r"^UPDATE person SET "):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    with small_shop.database.reading() as uow:
        owners = [person for person in read_people(uow) if person.role_key == "owner"]
    assert len(owners) == 1
    refused = [each for each in told if not isinstance(each, Person)]
    assert (len(told), len(refused)) == (2, 1)
    assert isinstance(refused[0], Invalid | PermissionDenied)


def test_the_second_of_two_editors_is_told(small_shop: SmallShop) -> None:
    marco = small_shop.people.save(small_shop.owner, command())
    small_shop.people.save(small_shop.owner, command(marco, name="Marco First"))
    with pytest.raises(Conflict, match="Marco First"):
        small_shop.people.save(small_shop.owner, command(marco, name="Marco Second"))


def test_a_repeat_returns_the_person_added_first(small_shop: SmallShop) -> None:
    first = command()
    saved = small_shop.people.save(small_shop.owner, first)
    assert small_shop.people.save(small_shop.owner, first) == saved
    assert len(people_by_name(small_shop)) == 2


def set_present(shop: SmallShop, actor: Actor, person_id: int, *, present: bool) -> Person:
    asked = SetPresent(operation_id=new_operation_id(), person_id=person_id, present=present)
    return shop.people.set_present(actor, asked)


def test_a_repeated_presence_changes_nothing(small_shop: SmallShop) -> None:
    owner = small_shop.owner
    first = SetPresent(operation_id=new_operation_id(), person_id=owner.person_id, present=True)
    small_shop.people.set_present(owner, first)
    set_present(small_shop, owner, owner.person_id, present=False)
    assert not small_shop.people.set_present(owner, first).present


def test_only_who_edits_people_marks_others(small_shop: SmallShop) -> None:
    ana = small_shop.person("Ana Torres", "front_desk")
    marco = small_shop.people.save(small_shop.owner, command())
    gone = set_present(small_shop, ana, ana.person_id, present=False)
    assert not gone.present
    with pytest.raises(PermissionDenied):
        set_present(small_shop, ana, marco.person_id, present=True)
    here = set_present(small_shop, small_shop.owner, marco.person_id, present=True)
    assert here.present


def test_a_manager_sees_people_but_does_not_change_them(small_shop: SmallShop) -> None:
    manager = small_shop.person("Mia Chef", "manager")
    assert small_shop.people.list(manager)
    with pytest.raises(PermissionDenied):
        small_shop.people.save(manager, command())


def test_the_command_line_names_its_till_when_there_are_two(small_shop: SmallShop) -> None:
    small_shop.settings.save_till(
        small_shop.owner, SaveTill(operation_id=new_operation_id(), name="Back room")
    )
    with pytest.raises(Invalid, match="Back room"):
        small_shop.people.command_line_actor()
    actor = small_shop.people.command_line_actor(till_name="BACK ROOM")
    assert actor.till_name == "Back room"
    with pytest.raises(NotFound):
        small_shop.people.command_line_actor(till_name="Cellar")


def test_the_command_line_waits_for_the_first_start(database_url: str) -> None:
    from data.engine import open_database
    from services.auth.gate import Gate
    from services.auth.people import PeopleService
    from services.changes import ChangeBus
    from services.settings.reference import ReferenceCache
    from tests.support.shops import SetClock

    database, clock, changes = open_database(database_url), SetClock(), ChangeBus()
    people = PeopleService(
        Gate(database, clock=clock, changes=changes),
        ReferenceCache(),
        clock=clock,
        changes=changes,
    )
    with pytest.raises(NotFound, match="not been set up"):
        people.command_line_actor()
    database.close()


def test_every_act_is_audited_without_personal_values(small_shop: SmallShop) -> None:
    marco = small_shop.people.save(small_shop.owner, command(email="marco@example.com"))
    small_shop.people.save(small_shop.owner, command(marco, active=False))
    small_shop.people.sign_in(
        person_id=small_shop.owner.person_id, till_id=small_shop.owner.till_id
    )
    set_present(small_shop, small_shop.owner, small_shop.owner.person_id, present=False)
    with small_shop.database.reading() as uow:
        rows = list(uow.rows(select(m.audit.c.action, m.audit.c.details).order_by(m.audit.c.id)))
    assert [row.action for row in rows] == [
        "shop.set_up",
        "person.added",
        "person.changed",
        "person.signed_in",
        "person.presence",
    ]
    assert "marco" not in str([row.details for row in rows]).lower()


def test_presence_is_stored_as_the_shops_date(small_shop: SmallShop) -> None:
    set_present(small_shop, small_shop.owner, small_shop.owner.person_id, present=True)
    with small_shop.database.reading() as uow:
        query = select(m.person.c.present_on).where(m.person.c.id == small_shop.owner.person_id)
        assert uow.execute(query).scalar_one() == date(2026, 11, 20)
