"""Read the two import files of the shop: devices and prices (DOMAIN.md, "Import files").

Pure: no database, no clock. Whatever the bytes are, the answer is a ``ParsedFile``; a row with a
problem is never among its rows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial

from data.values import DeviceCategory, Panel, PartGrade
from services.catalog import import_cells as cells
from services.catalog.folding import squeeze
from services.catalog.import_problems import CellRefused, ProblemCode, RowProblem
from services.catalog.import_reading import ParsedFile, RowReader, parse_table
from services.catalog.import_text import MAX_BYTES, MAX_ROWS, read_table

__all__ = [
    "DEVICE_COLUMNS",
    "MAX_BYTES",
    "MAX_ROWS",
    "PRICE_COLUMNS",
    "DeviceRow",
    "ParsedFile",
    "PriceRow",
    "ProblemCode",
    "RowProblem",
    "parse_devices",
    "parse_prices",
]

DEVICE_COLUMNS = (
    "brand",
    "model",
    "variant",
    "release_year",
    "device_category",
    "notes",
    "tier",
    "screen_in",
    "panel",
)
PRICE_COLUMNS = (
    "brand",
    "model",
    "repair_type",
    "part_quality",
    "price",
    "cost",
    "notes",
    "variant",
    "valid_from",
    "valid_until",
)
_DEVICES_NEED = ("brand", "model", "device_category")
_PRICES_NEED = ("brand", "model", "repair_type", "part_quality", "price")

_NAMED_IN_WARNING = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRow:
    """One device model of a file. ``screen_hundredths`` is hundredths of an inch."""

    line: int
    brand: str
    model: str
    variant: str = ""
    release_year: int | None = None
    category: DeviceCategory
    notes: str = ""
    tier: int | None = None
    screen_hundredths: int | None = None
    panel: Panel | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """Name the columns the estimator needs and the row leaves open."""
        needed: dict[str, object] = {"release_year": self.release_year, "tier": self.tier}
        if self.category is not DeviceCategory.CONSOLE:  # many have no screen
            needed |= {"screen_in": self.screen_hundredths, "panel": self.panel}
        return tuple(column for column, value in needed.items() if value is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRow:
    """One price of a file, in minor units. An empty ``variant`` means every variant.

    ``valid_from`` None is now, ``valid_until`` (the first day on which it no longer holds)
    None is open.
    """

    line: int
    brand: str
    model: str
    variant: str = ""
    repair_key: str
    grade: PartGrade
    price_minor: int
    cost_minor: int | None = None
    notes: str = ""
    valid_from: date | None = None
    valid_until: date | None = None


def parse_devices(content: bytes | str, *, this_year: int) -> ParsedFile[DeviceRow]:
    """Read a device file; release years may run to the year after ``this_year``."""
    table = read_table(content, known=DEVICE_COLUMNS)
    read = partial(_device_row, latest_year=this_year + 1)
    parsed = parse_table(table, need=_DEVICES_NEED, read=read, clash=_SameDevice())
    warning = _incomplete_in_words(parsed.rows)
    return replace(parsed, warnings=(*parsed.warnings, warning)) if warning else parsed


def parse_prices(
    content: bytes | str, *, exponent: int, repair_types: Mapping[str, str]
) -> ParsedFile[PriceRow]:
    """Read a price file; amounts have up to ``exponent`` decimals.

    ``repair_types`` leads from every accepted key or name to the repair's key; case and
    spacing don't matter. A repair it does not hold is a problem of its row.
    """
    table = read_table(content, known=PRICE_COLUMNS)
    repairs = {squeeze(name): key for name, key in repair_types.items()}
    read = partial(_price_row, exponent=exponent, repairs=repairs)
    return parse_table(table, need=_PRICES_NEED, read=read, clash=_SamePrice())


def _device_row(row: RowReader, *, latest_year: int) -> DeviceRow | None:
    brand, model, variant = (
        row.name("brand"),
        row.name("model"),
        row.name("variant", required=False),
    )
    year = row.read("release_year", partial(cells.read_year, latest=latest_year))
    category = row.read("device_category", cells.read_category, required=True)
    notes = row.text("notes")
    tier = row.read("tier", cells.read_tier)
    screen = row.read("screen_in", cells.read_screen)
    panel = row.read("panel", cells.read_panel)
    if category is None:
        return None
    return DeviceRow(
        line=row.line,
        brand=brand,
        model=model,
        variant=variant,
        release_year=year,
        category=category,
        notes=notes,
        tier=tier,
        screen_hundredths=screen,
        panel=panel,
    )


def _price_row(row: RowReader, *, exponent: int, repairs: Mapping[str, str]) -> PriceRow | None:
    brand, model, variant = (
        row.name("brand"),
        row.name("model"),
        row.name("variant", required=False),
    )
    read_amount = partial(cells.read_amount, exponent=exponent)
    repair = row.read("repair_type", partial(_read_repair, repairs=repairs), required=True)
    grade = row.read("part_quality", cells.read_grade, required=True)
    price = row.read("price", read_amount, required=True)
    cost = row.read("cost", read_amount)
    notes = row.text("notes")
    valid_from = row.read("valid_from", cells.read_date)
    valid_until = row.read("valid_until", cells.read_date)
    if valid_from and valid_until and valid_until <= valid_from:
        row.refuse(
            column="valid_until",
            code=ProblemCode.DATES_REVERSED,
            message=f"The price must end after it begins ({valid_from.isoformat()}).",
        )
    if repair is None or grade is None or price is None:
        return None
    return PriceRow(
        line=row.line,
        brand=brand,
        model=model,
        variant=variant,
        repair_key=repair,
        grade=grade,
        price_minor=price,
        cost_minor=cost,
        notes=notes,
        valid_from=valid_from,
        valid_until=valid_until,
    )


def _read_repair(text: str, *, repairs: Mapping[str, str]) -> str:
    key = repairs.get(squeeze(text))
    if key is None:
        raise CellRefused(
            ProblemCode.UNKNOWN_REPAIR, "This repair is not in the catalogue: check its name."
        )
    return key


class _SameDevice:
    """Two rows are the same device when brand, model and variant fold to the same."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, str, str], int] = {}

    def line_before(self, row: DeviceRow) -> int | None:
        key = (squeeze(row.brand), squeeze(row.model), squeeze(row.variant))
        before = self._lines.setdefault(key, row.line)
        return before if before != row.line else None


class _SamePrice:
    """Two rows are the same price when they hold for the same cell on the same day."""

    def __init__(self) -> None:
        # A price file names each brand and model again on every row: 100,000 rows, 1,000 names.
        self._squeeze: Callable[[str], str] = lru_cache(maxsize=10_000)(squeeze)
        self._spans: dict[tuple[str, ...], list[tuple[date, date, int]]] = {}

    def line_before(self, row: PriceRow) -> int | None:
        cell = (
            self._squeeze(row.brand),
            self._squeeze(row.model),
            self._squeeze(row.variant),
            row.repair_key,
            row.grade.value,
        )
        begin, end = row.valid_from or date.min, row.valid_until or date.max
        # The spans of a cell never overlap, so only the neighbours in time can collide.
        spans = self._spans.setdefault(cell, [])
        place = bisect_right(spans, (begin, end, row.line))
        for other_begin, other_end, line in spans[max(place - 1, 0) : place + 1]:
            if begin < other_end and other_begin < end:
                return line
        spans.insert(place, (begin, end, row.line))
        return None


def _incomplete_in_words(rows: Sequence[DeviceRow]) -> str:
    """Name the devices whose prices can't be estimated well, or return nothing."""
    incomplete = [row for row in rows if row.missing]
    if not incomplete:
        return ""
    named = ", ".join(
        f"{row.brand} {row.model} {row.variant}".strip()
        + f" (line {row.line}: {', '.join(row.missing)})"
        for row in incomplete[:_NAMED_IN_WARNING]
    )
    more = len(incomplete) - _NAMED_IN_WARNING
    rest = f" and {more:,} more" if more > 0 else ""
    return f"Devices that lack what an estimate needs: {named}{rest}."
