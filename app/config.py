"""What was set at this workstation and belongs to no database: a small JSON file in the home."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ui.tokens import ThemeChoice


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The workstation's settings.

    ``database_url`` empty means the file in the home. ``tills`` says by database which till this PC
    is. ``opened`` lists the databases opened here before, so that a missing file is told from a new
    one. Neither holds a password. ``start_new`` sets the present file aside at the next start.
    ``scan_…`` say how the scanner types, see `ui.workstation.ScannerSettings`.
    ``queue_looks`` says by database and person how the queue is seen here.
    """

    database_url: str = ""
    theme_choice: ThemeChoice = ThemeChoice.SYSTEM
    text_scale: float = 1.0
    reduced_motion: bool = False
    tills: Mapping[str, int] = field(default_factory=dict)
    opened: tuple[str, ...] = ()
    start_new: bool = False
    scan_gap_ms: int = 30
    scan_fewest: int = 6
    scan_prefix: str = ""
    scan_end: str = "both"
    queue_looks: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


def read_config(path: Path) -> Config:
    """Read the settings; what is missing or can't be read has its default.

    A damaged file must not keep the shop closed: it only costs the settings in it.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Config()
    return _config(found) if isinstance(found, dict) else Config()


def write_config(path: Path, config: Config) -> None:
    """Write the settings in one step, forced to disk.

    Raises:
        OSError: the home can't be written to.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    with partial.open("w", encoding="utf-8") as handle:
        json.dump(asdict(config), handle, indent=2)
        handle.flush()
        os.fsync(handle.fileno())
    partial.replace(path)


def _config(found: dict[str, Any]) -> Config:
    usual = Config()
    tills = found.get("tills")
    opened = found.get("opened")
    looks = found.get("queue_looks")
    return Config(
        database_url=_text(found.get("database_url"), usual.database_url),
        theme_choice=_theme(found.get("theme_choice")),
        text_scale=_number(found.get("text_scale"), usual.text_scale),
        reduced_motion=found.get("reduced_motion") is True,
        start_new=found.get("start_new") is True,
        scan_gap_ms=round(_number(found.get("scan_gap_ms"), usual.scan_gap_ms)),
        scan_fewest=round(_number(found.get("scan_fewest"), usual.scan_fewest)),
        scan_prefix=_text(found.get("scan_prefix"), usual.scan_prefix),
        scan_end=_text(found.get("scan_end"), usual.scan_end),
        tills={k: v for k, v in tills.items() if isinstance(v, int)}
        if isinstance(tills, dict)
        else {},
        queue_looks={k: v for k, v in looks.items() if isinstance(v, dict)}
        if isinstance(looks, dict)
        else {},
        opened=tuple(x for x in opened if isinstance(x, str)) if isinstance(opened, list) else (),
    )


def _theme(value: object) -> ThemeChoice:
    known = {choice.value: choice for choice in ThemeChoice}
    return known.get(str(value), ThemeChoice.SYSTEM)


def _text(value: object, usual: str) -> str:
    return value if isinstance(value, str) else usual


def _number(value: object, usual: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return usual
    return float(value)
