"""What the program can say about its own health."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Health(StrEnum):
    """``notice`` is worth knowing, ``problem`` needs someone."""

    OK = "ok"
    NOTICE = "notice"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckUp:
    """One check: what was looked at, what was found, what to do."""

    name: str
    health: Health
    found: str
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorReport:
    health: Health
    checks: tuple[CheckUp, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Rows that contradict each other; ``examples`` are the first of ``count``."""

    check: str
    count: int
    examples: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyReport:
    ok: bool
    checks: int
    problems: tuple[Disagreement, ...]
