"""Writes device models, repair types and part types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert

from data import models as m
from data.repositories.packed import Kind, Layout, Packed, statement
from data.unit_of_work import UnitOfWork

Values = Mapping[str, Any]

Rows = Iterable[Values]

_FACTS = {
    "category": Kind.TEXT,
    "release_year": Kind.NUMBER,
    "tier": Kind.NUMBER,
    "screen_hundredths": Kind.NUMBER,
    "panel": Kind.TEXT,
    "notes": Kind.TEXT,
    "active": Kind.TRUTH,
}
_NAMES = ("brand", "model", "variant", "brand_folded", "model_folded", "variant_folded")
_NEW = Layout({**dict.fromkeys(_NAMES, Kind.TEXT), "model_numbers": Kind.TEXT, **_FACTS})
_CHANGED = Layout({"model_id": Kind.NUMBER, **_FACTS})


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedModels:
    """Everything a file writes into the catalogue, ready before the transaction begins."""

    new: Packed
    changed: Packed


def insert_device_models(uow: UnitOfWork, rows: Sequence[Values]) -> None:
    """Write new models. All rows name the same columns."""
    if rows:
        uow.execute(insert(m.device_model), list(rows))


def pack_device_models(*, new: Rows, changed: Rows) -> PackedModels:
    """Pack new models, and known ones with ``model_id`` and every fact an import may change."""
    return PackedModels(new=_NEW.pack(new), changed=_CHANGED.pack(changed))


def store_device_models(uow: UnitOfWork, models: PackedModels) -> None:
    """Write new models and the facts that change of known ones."""
    if models.new.count:
        listed = ", ".join(_NEW.columns)
        rows = _NEW.source(uow.dialect)
        sql = f"INSERT INTO device_model ({listed}) SELECT {listed} FROM {rows} AS r"
        uow.execute(statement(sql, rows=models.new.rows))
    if models.changed.count:
        listed = ", ".join(f"{name} = r.{name}" for name in _FACTS)
        rows = _CHANGED.source(uow.dialect)
        sql = f"UPDATE device_model SET {listed} FROM {rows} AS r WHERE id = r.model_id"
        uow.execute(statement(sql, rows=models.changed.rows))


def insert_repair_types(uow: UnitOfWork, rows: Sequence[Values]) -> None:
    """Write repair types."""
    if rows:
        uow.execute(insert(m.repair_type), list(rows))


def insert_part_types(uow: UnitOfWork, rows: Sequence[Values]) -> None:
    """Write part types."""
    if rows:
        uow.execute(insert(m.part_type), list(rows))
