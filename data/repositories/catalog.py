"""Writes device models, repair types and part types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, insert, update

from data import models as m
from data.unit_of_work import UnitOfWork

Values = Mapping[str, Any]

_CHANGED = ("category", "release_year", "tier", "screen_hundredths", "panel", "notes", "active")


def insert_device_models(uow: UnitOfWork, rows: Sequence[Values]) -> None:
    """Write new models. All rows name the same columns."""
    if rows:
        uow.execute(insert(m.device_model), list(rows))


def update_device_models(uow: UnitOfWork, rows: Sequence[Values]) -> None:
    """Change models; each row has ``model_id`` and every fact that an import may change."""
    if not rows:
        return
    uow.execute(
        update(m.device_model)
        .where(m.device_model.c.id == bindparam("model_id"))
        .values({name: bindparam(name) for name in _CHANGED}),
        list(rows),
    )


def insert_repair_types(uow: UnitOfWork, rows: Sequence[Values]) -> None:
    """Write repair types."""
    if rows:
        uow.execute(insert(m.repair_type), list(rows))


def insert_part_types(uow: UnitOfWork, rows: Sequence[Values]) -> None:
    """Write part types."""
    if rows:
        uow.execute(insert(m.part_type), list(rows))
