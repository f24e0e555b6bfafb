"""Bringing whole shops of data in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from services.commands import OperationId, command

Count = Annotated[int, Field(ge=0, le=20_000_000)]


@command
class Generate:
    """Invent so many customers and orders; the same seed gives the same shop."""

    operation_id: OperationId
    customers: Count
    orders: Count
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerateReport:
    """What was invented and stored. ``seconds`` is wall-clock time."""

    customers: int
    orders: int
    lines: int
    history: int
    open_orders: int
    seconds: float
    replayed: bool = False
