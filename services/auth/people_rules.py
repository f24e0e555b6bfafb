"""What the people list must hold: names that differ, known roles and skills, an owner. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from services.auth.dto import PersonKind, SavePerson, Staff
from services.auth.roles import OWNER
from services.catalog.folding import fold
from services.errors import FieldProblem


def folded(name: str) -> str:
    """Return the name as it is compared."""
    return fold(name) or " ".join(name.casefold().split())


def person_problems(
    command: SavePerson,
    *,
    people: Iterable[Staff],
    role_keys: Collection[str],
    skills: Collection[str],
) -> tuple[FieldProblem, ...]:
    """Return every field that can't be accepted. ``skills`` are the repair categories known."""
    staff = [person for person in people if person.kind is PersonKind.PERSON]
    return tuple(
        FieldProblem(field=field, code=code, message=message)
        for field, code, message, wrong in (
            ("name", "missing", "A name is needed.", not folded(command.name)),
            ("name", "invalid", "The name can't be stored.", "\x00" in command.name),
            ("name", "twin", "There is someone of this name already.", _is_twin(command, staff)),
            ("role_key", "unknown", "This role does not exist.", command.role_key not in role_keys),
            (
                "skills",
                "unknown",
                "These skills are not known: " + ", ".join(_unknown(command, skills)) + ".",
                bool(_unknown(command, skills)),
            ),
            (
                "role_key",
                "last_owner",
                "The shop needs an active owner. Make someone else the owner first.",
                _takes_last_owner(command, staff),
            ),
        )
        if wrong
    )


def _is_twin(command: SavePerson, staff: Iterable[Staff]) -> bool:
    return any(
        person.person_id != command.person_id and folded(person.name) == folded(command.name)
        for person in staff
    )


def _unknown(command: SavePerson, skills: Collection[str]) -> tuple[str, ...]:
    return tuple(skill for skill in command.skills if skill not in skills)


def _takes_last_owner(command: SavePerson, staff: Iterable[Staff]) -> bool:
    owners = {person.person_id for person in staff if person.active and person.role_key == OWNER}
    stays = command.active and command.role_key == OWNER
    return owners == {command.person_id} and not stays
