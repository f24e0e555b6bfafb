"""Reads device models, repair types and part types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from data import models as m
from data.queries.frozen import frozen
from data.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceModelRow:
    id: int
    brand: str
    model: str
    variant: str
    brand_folded: str
    model_folded: str
    variant_folded: str
    category: str
    release_year: int | None
    tier: int | None
    screen_hundredths: int | None
    panel: str | None
    model_numbers: str
    notes: str
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairTypeRow:
    id: int
    key: str
    name: str
    short: str
    category: str
    minutes: int
    complexity: int
    device_categories: list[str]
    needs_part: bool
    position: int
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartTypeRow:
    id: int
    key: str
    name: str
    grade: str
    quality_level: int
    warranty_months: int
    active: bool


def read_device_models(uow: UnitOfWork) -> tuple[DeviceModelRow, ...]:
    """Read the whole device catalogue, inactive models included."""
    columns = (m.device_model.c[name] for name in DeviceModelRow.__dataclass_fields__)
    return frozen(DeviceModelRow, uow.execute(select(*columns).order_by(m.device_model.c.id)))


def read_repair_types(uow: UnitOfWork) -> tuple[RepairTypeRow, ...]:
    """Read every repair type in the order in which it is offered."""
    repair = m.repair_type.c
    columns = (repair[name] for name in RepairTypeRow.__dataclass_fields__)
    ordered = select(*columns).order_by(repair.position, repair.id)
    return frozen(RepairTypeRow, uow.execute(ordered))


def read_part_types(uow: UnitOfWork) -> tuple[PartTypeRow, ...]:
    """Read every part type, the best quality first."""
    part = m.part_type.c
    columns = (part[name] for name in PartTypeRow.__dataclass_fields__)
    ordered = select(*columns).order_by(part.quality_level.desc(), part.id)
    return frozen(PartTypeRow, uow.execute(ordered))


def count_catalogue(uow: UnitOfWork) -> Mapping[str, int]:
    """Count what the catalogue holds, by the name of the thing, in one statement."""
    tables = {
        "device_models": m.device_model,
        "repair_types": m.repair_type,
        "part_types": m.part_type,
        "prices": m.price,
    }
    counts = (
        select(func.count()).select_from(table).scalar_subquery().label(name)
        for name, table in tables.items()
    )
    return dict(uow.execute(select(*counts)).mappings().one())
