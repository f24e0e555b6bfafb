"""Writes people's saved views. Every statement names the person: nobody reaches another's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import case, delete, insert, update

from data import models as m
from data.unit_of_work import UnitOfWork

_V = m.saved_view.c


def insert_view(uow: UnitOfWork, values: Mapping[str, Any]) -> int:
    """Write a view; return the id."""
    written = uow.execute(insert(m.saved_view).values(**values).returning(_V.id))
    return int(written.scalar_one())


def update_view(
    uow: UnitOfWork,
    view_id: int,
    values: Mapping[str, Any],
    *,
    person_id: int,
    seen_version: int,
) -> bool:
    """Change a view that still has ``seen_version``; say whether it had."""
    changed = uow.execute(
        update(m.saved_view)
        .where(_V.id == view_id, _V.person_id == person_id, _V.version == seen_version)
        .values(version=_V.version + 1, **values)
    )
    return changed.rowcount == 1


def choose_start(uow: UnitOfWork, view_id: int | None, *, person_id: int) -> None:
    """Let one of a person's views be the first one, or none of them."""
    is_start = case((_V.id == (view_id or 0), True), else_=False)
    uow.execute(
        update(m.saved_view)
        .where(_V.person_id == person_id, _V.is_start != is_start)
        .values(is_start=is_start, version=_V.version + 1)
    )


def delete_view(uow: UnitOfWork, view_id: int, *, person_id: int) -> bool:
    """Delete a view; say whether it was there."""
    gone = uow.execute(delete(m.saved_view).where(_V.id == view_id, _V.person_id == person_id))
    return gone.rowcount == 1
