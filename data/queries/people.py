"""Reads people, their roles and skills."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from data import models as m
from data.queries.frozen import frozen
from data.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """``kind`` is ``person`` or ``command_line``; ``present_on`` the shop's date last seen."""

    id: int
    name: str
    email: str
    kind: str
    role_id: int
    role_key: str
    role_name: str
    active: bool
    present_on: date | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillRow:
    person_id: int
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRow:
    id: int
    key: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGrantRow:
    role_id: int
    permission: str
    scope: str
    mode: str


def read_people(uow: UnitOfWork) -> tuple[PersonRow, ...]:
    """Read everybody, the command line's account included, by name."""
    person, role = m.person.c, m.role.c
    query = (
        select(
            person.id,
            person.name,
            person.email,
            person.kind,
            person.role_id,
            role.key.label("role_key"),
            role.name.label("role_name"),
            person.active,
            person.present_on,
            person.version,
        )
        .join_from(m.person, m.role, role.id == person.role_id)
        .order_by(person.name_folded, person.id)
    )
    return frozen(PersonRow, uow.execute(query))


def read_skills(uow: UnitOfWork) -> tuple[SkillRow, ...]:
    """Read every person's skills (repair categories), in alphabetical order."""
    skill = m.person_skill.c
    query = select(skill.person_id, skill.category).order_by(skill.person_id, skill.category)
    return frozen(SkillRow, uow.execute(query))


def read_roles(uow: UnitOfWork) -> tuple[RoleRow, ...]:
    """Read the roles in their order."""
    role = m.role.c
    return frozen(
        RoleRow, uow.execute(select(role.id, role.key, role.name).order_by(role.position, role.id))
    )


def read_role_grants(uow: UnitOfWork) -> tuple[RoleGrantRow, ...]:
    """Read what every role may do."""
    grant = m.role_grant.c
    query = select(grant.role_id, grant.permission, grant.scope, grant.mode)
    return frozen(RoleGrantRow, uow.execute(query.order_by(grant.role_id, grant.permission)))
