"""The catalogue and its import as they cross the boundary."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from data.values import (
    DeviceCategory,
    DeviceModelId,
    Panel,
    PartGrade,
    PartTypeId,
    RepairTypeId,
)
from services.commands import OperationId, ShortText, command


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceModel:
    """One model of the catalogue. ``screen_hundredths`` is hundredths of an inch.

    ``title`` is what people call it, with the brand only where the name alone does not tell.
    """

    device_model_id: DeviceModelId
    title: str
    brand: str
    model: str
    variant: str
    category: DeviceCategory
    release_year: int | None
    tier: int | None
    screen_hundredths: int | None
    panel: Panel | None
    active: bool = True
    model_numbers: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairType:
    repair_type_id: RepairTypeId
    key: str
    name: str
    short: str
    category: str
    minutes: int
    complexity: int
    device_categories: tuple[DeviceCategory, ...] = ()
    needs_part: bool = True
    position: int = 0
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PartType:
    """A kind of part by its grade. The warranty counts from the hand-over."""

    part_type_id: PartTypeId
    key: str
    name: str
    grade: PartGrade
    quality_level: int
    warranty_months: int
    active: bool = True


class ImportKind(StrEnum):
    CATALOG = "catalog"
    PRICES = "prices"


class RowFate(StrEnum):
    """What an import did, or in a dry run would do, with one row."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLine:
    """One row of the report. ``line`` counts from 1 in the file, the header included."""

    line: int
    fate: RowFate
    code: str = ""
    message: str = ""
    column: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did. When any row is refused, nothing is stored (``stored`` False)."""

    kind: ImportKind
    dry_run: bool
    stored: bool
    lines: tuple[ImportLine, ...]
    added: int
    changed: int
    unchanged: int
    refused: int
    warnings: tuple[str, ...] = ()
    replayed: bool = False


@command
class ImportCommand:
    """Import a file's bytes. Nothing half-imported stays."""

    operation_id: OperationId
    kind: ImportKind
    content: bytes
    file_name: ShortText = ""
    dry_run: bool = False
