"""The people list: who works here, as what, with which skills, and who is here today."""

from __future__ import annotations

import json
from datetime import date

from data.queries import people as queries
from data.queries import settings as shop_queries
from data.queries.standing import read_grants, read_standing
from data.repositories import people as repository
from data.repositories import record, shop
from data.values import GrantMode, GrantScope, PersonId, RoleId
from services.actor import Actor, Way
from services.audit import steps as audit
from services.auth.dto import Grant, Person, PersonKind, Role, SavePerson, SetPresent, Staff
from services.auth.gate import Gate
from services.auth.operations import operation_of
from services.auth.people_rules import folded
from services.auth.people_steps import record_person, save_person
from services.auth.requires import open_to_everyone, requires
from services.auth.rights import GrantRule, Permission, allowed
from services.auth.steps import acting
from services.auth.work import Work
from services.changes import ChangeBus, Entity
from services.clock import Clock
from services.errors import Invalid, NotFound
from services.settings.dto import Till
from services.settings.reference import Reference, ReferenceCache, read_reference


class PeopleService:
    """Keeps the people list, and lets a person be the one who acts."""

    def __init__(
        self, gate: Gate, reference: ReferenceCache, *, clock: Clock, changes: ChangeBus
    ) -> None:
        self._gate = gate
        self._reference = reference
        self._clock = clock
        self._changes = changes

    @open_to_everyone("the picker shows who can sign in, before anybody has")
    def choices(self) -> tuple[Person, ...]:
        """Return who may sign in, by name; nobody before the first start."""
        with self._gate.open_reading() as uow:
            if shop_queries.read_reference_version(uow) == 0:
                return ()
            reference = self._reference.current(uow)
        people = reference.people_at(self._clock.now())
        return tuple(person for person in people if person.active)

    @open_to_everyone("signing in is how somebody becomes an actor")
    def sign_in(self, *, person_id: int, till_id: int) -> Actor:
        """Let a person act at a till, and mark them present today. Commits once.

        Raises:
            NotFound: no such person or till, or the person is no longer active.
        """
        with self._gate.open_writing() as uow:
            reference = self._reference.current(uow)
            staff = reference.person(person_id)
            if not staff.active or staff.kind is not PersonKind.PERSON:
                raise NotFound("This person can't sign in.")
            actor = _actor(staff, reference.till(till_id), way=Way.WINDOW)
            work = acting(uow, actor=actor, at=self._clock.now())
            _mark_present(work, staff, on=reference.today(work.at))
            record_person(work, "person.signed_in", person_id)
            pairs = [(change.entity.value, change.entity_id) for change in work.changes]
            if pairs:
                record.insert_changes(work, pairs, at=work.at)
        self._changes.publish(work.changes)
        return actor

    @open_to_everyone("the command line signs in as its own account, with the manager's role")
    def command_line_actor(self, *, till_name: str | None = None) -> Actor:
        """Return the command line's actor at the till named, or at the only one.

        Raises:
            NotFound: the shop has not been set up, or has no till of this name.
            Invalid: there are several tills and none was named.
        """
        with self._gate.open_reading() as uow:
            reference = self._reference.current(uow)
        account = next(
            staff for staff in reference.people.values() if staff.kind is PersonKind.COMMAND_LINE
        )
        return _actor(account, _till_named(till_name, reference), way=Way.COMMAND_LINE)

    @open_to_everyone("a screen asks what the actor itself may do, to hide the rest")
    def rights(self, actor: Actor) -> frozenset[str]:
        """Return every permission the actor may use at once; none for who is no longer active."""
        with self._gate.open_reading() as uow:
            standing = read_standing(uow, person_id=actor.person_id, operation_id="")
            if not standing.active:
                return frozenset()
            rules = [
                GrantRule(
                    permission=row.permission,
                    scope=GrantScope(row.scope),
                    mode=GrantMode(row.mode),
                )
                for row in read_grants(uow)
                if row.role_id == standing.role_id
            ]
        found = {permission.value: allowed(permission, rules) for permission in Permission}
        return frozenset(
            name
            for name, right in found.items()
            if right is not None and right.mode is GrantMode.DIRECT
        )

    @open_to_everyone("a screen asks what the actor itself may do, to hide the rest")
    def may(self, actor: Actor, permission: str) -> bool:
        """Say whether the actor may do ``permission`` at once."""
        return permission in self.rights(actor)

    @requires(Permission.SEE_PEOPLE)
    def list(self, actor: Actor) -> tuple[Person, ...]:
        """Return everybody who works or has worked here, by name."""
        with self._gate.reading(actor) as work:
            return self._reference.get(work).people_at(work.at)

    @requires(Permission.SEE_PEOPLE)
    def roles(self, actor: Actor) -> tuple[Role, ...]:
        """Return the roles with what each may do."""
        with self._gate.reading(actor) as work:
            return _roles(work)

    @requires(Permission.EDIT_PEOPLE)
    def save(self, actor: Actor, command: SavePerson) -> Person:
        """Add or change a person. Commits once; rights count from the next call on.

        Raises:
            Invalid: with one problem per field; the last active owner can't be taken away.
            Conflict: someone else changed this person since ``seen_version``.
            NotFound: there is no such person.
        """
        operation = operation_of(command, kind="save_person")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is not None:
                person_id = json.loads(work.replayed)["person_id"]
            else:
                person_id = save_person(work, command)
            after = read_reference(work)
            return after.person(person_id).on(after.today(work.at))

    @requires(Permission.SEE_PEOPLE)
    def set_present(self, actor: Actor, command: SetPresent) -> Person:
        """Mark a person here or gone today; another person than oneself needs ``people:update``.

        Commits once; a repeat of the operation changes nothing.

        Raises:
            NotFound: there is no such person.
        """
        person_id, present = command.person_id, command.present
        operation = operation_of(command, kind="set_present")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is not None:
                reference = self._reference.get(work)
                return reference.person(person_id).on(reference.today(work.at))
            if person_id != actor.person_id:
                work.demand(Permission.EDIT_PEOPLE, words="Only a manager marks others present.")
            reference = self._reference.get(work)
            staff, today = reference.person(person_id), reference.today(work.at)
            if _mark_present(work, staff, on=today if present else None):
                record_person(work, "person.presence", person_id, present=present)
            audit.finish(work, result_json=json.dumps({"person_id": person_id}))
            return read_reference(work).person(person_id).on(today)


def _mark_present(work: Work, staff: Staff, *, on: date | None) -> bool:
    """Store and tell the day a person was last seen; say whether that changed anything."""
    if staff.present_on == on:
        return False
    # First the shop's row, then the person's, as in `save_person`: never two in two orders.
    shop.bump_reference(work)
    changed = repository.mark_present(work, staff.person_id, on=on)
    if changed:
        work.changed(Entity.PEOPLE, staff.person_id)
    return changed


def _roles(work: Work) -> tuple[Role, ...]:
    grants = queries.read_role_grants(work)
    return tuple(
        Role(
            role_id=RoleId(role.id),
            key=role.key,
            name=role.name,
            grants=tuple(
                Grant(
                    permission=grant.permission,
                    scope=GrantScope(grant.scope),
                    mode=GrantMode(grant.mode),
                )
                for grant in grants
                if grant.role_id == role.id
            ),
        )
        for role in queries.read_roles(work)
    )


def _actor(staff: Staff, till: Till, *, way: Way) -> Actor:
    return Actor(
        person_id=PersonId(staff.person_id),
        till_id=till.till_id,
        name=staff.name,
        till_name=till.name,
        way=way,
    )


def _till_named(name: str | None, reference: Reference) -> Till:
    tills = tuple(reference.tills.values())
    if name is None:
        if len(tills) == 1:
            return tills[0]
        names = ", ".join(till.name for till in tills)
        raise Invalid(
            f"Say which till this is, for example --till. There are: {names}.", field="till"
        )
    for till in tills:
        if folded(till.name) == folded(name):
            return till
    raise NotFound(f"There is no till named “{name}”.", field="till")
