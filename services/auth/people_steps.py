"""Adds and changes people, inside a transaction that is already open."""

from __future__ import annotations

import json
from collections.abc import Collection

from data.queries import people as queries
from data.repositories import people as repository
from data.repositories import shop
from services.audit import steps as audit
from services.auth.dto import PersonKind, SavePerson
from services.auth.people_rules import folded, person_problems
from services.auth.work import Work
from services.changes import Entity
from services.errors import Conflict, Invalid, NotFound
from services.settings.reference import Reference, read_reference


def save_person(work: Work, command: SavePerson) -> int:
    """Add or change a person in this transaction; return the id. Moves the rights version.

    Raises:
        Invalid: with one problem per field.
        Conflict: someone else changed this person since ``seen_version``.
        NotFound: there is no such person.
    """
    # The shop's row is locked before anybody is looked at: of two owners who demote each other at
    # once, the second sees what the first did, and one of them stays.
    shop.bump_rights(work)
    reference = read_reference(work)
    roles = {role.key: role.id for role in queries.read_roles(work)}
    _refuse_problems(command, reference, role_keys=roles)
    values = {
        "name": command.name.strip(),
        "name_folded": folded(command.name),
        "email": command.email.strip(),
        "role_id": roles[command.role_key],
        "active": command.active,
        "present_on": reference.today(work.at) if command.present else None,
    }
    if command.person_id is None:
        person_id = repository.insert_person(
            work, {**values, "kind": PersonKind.PERSON.value, "created_at_utc": work.at}
        )
        action = "person.added"
    else:
        person_id = command.person_id
        _change(work, command, reference, values)
        action = "person.changed"
    repository.replace_skills(work, person_id, sorted(set(command.skills)))
    record_person(work, action, person_id, role=command.role_key, active=command.active)
    work.changed(Entity.PEOPLE, person_id)
    audit.finish(work, result_json=json.dumps({"person_id": person_id}))
    return person_id


def _refuse_problems(
    command: SavePerson, reference: Reference, *, role_keys: Collection[str]
) -> None:
    problems = person_problems(
        command,
        people=reference.people.values(),
        role_keys=role_keys,
        skills={repair.category for repair in reference.repair_types.values()},
    )
    if problems:
        raise Invalid(problems[0].message, field=problems[0].field, problems=problems)


def _change(
    work: Work, command: SavePerson, reference: Reference, values: dict[str, object]
) -> None:
    before = reference.person(command.person_id or 0)
    if before.kind is not PersonKind.PERSON:
        raise NotFound("The command line's account is not in the people list.")
    seen = before.version if command.seen_version is None else command.seen_version
    if not repository.update_person(work, before.person_id, values, seen_version=seen):
        raise Conflict(
            f"Someone else changed {before.name} in the meantime. Look at it and save again.",
            details={"version": before.version},
        )


def record_person(work: Work, action: str, person_id: int, **details: object) -> None:
    """Append one audit row about a person; ``details`` hold no personal value."""
    audit.record(work, action=action, entity="person", entity_id=person_id, details=details or None)
