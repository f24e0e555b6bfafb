"""Writes people, roles and grants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, or_, update

from data import models as m
from data.unit_of_work import UnitOfWork

Values = Mapping[str, Any]


def insert_roles(uow: UnitOfWork, rows: Sequence[Values]) -> dict[str, int]:
    """Write roles; return their ids by key."""
    written = uow.connection.execute(
        insert(m.role).returning(m.role.c.key, m.role.c.id, sort_by_parameter_order=True),
        list(rows),
    )
    return dict(written.all())


def insert_grants(uow: UnitOfWork, rows: Sequence[Values]) -> None:
    """Write what roles may do."""
    uow.execute(insert(m.role_grant), list(rows))


def insert_person(uow: UnitOfWork, values: Values) -> int:
    """Write a person; return the id."""
    written = uow.execute(insert(m.person).values(**values).returning(m.person.c.id))
    return int(written.scalar_one())


def update_person(uow: UnitOfWork, person_id: int, values: Values, *, seen_version: int) -> bool:
    """Change a person who still has ``seen_version``; say whether they had."""
    person = m.person.c
    changed = uow.execute(
        update(m.person)
        .where(person.id == person_id, person.version == seen_version)
        .values(version=person.version + 1, **values)
    )
    return changed.rowcount == 1


def mark_present(uow: UnitOfWork, person_id: int, *, on: date | None) -> bool:
    """Store the day a person was last seen (None: gone); say whether that changed anything."""
    person = m.person.c
    other = (
        person.present_on.is_not(None)
        if on is None
        else or_(person.present_on.is_(None), person.present_on != on)
    )
    changed = uow.execute(
        update(m.person).where(person.id == person_id, other).values(present_on=on)
    )
    return changed.rowcount == 1


def replace_skills(uow: UnitOfWork, person_id: int, categories: Iterable[str]) -> None:
    """Give a person these skills instead of those they had."""
    uow.execute(delete(m.person_skill).where(m.person_skill.c.person_id == person_id))
    rows = [{"person_id": person_id, "category": category} for category in categories]
    if rows:
        uow.execute(insert(m.person_skill), rows)
