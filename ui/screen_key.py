"""The screens of the rail. A module of its own: the first paint needs no more of the context."""

from __future__ import annotations

from enum import StrEnum


class ScreenKey(StrEnum):
    """The screens, in the rail's order."""

    COUNTER = "counter"
    QUEUE = "queue"
    CUSTOMERS = "customers"
    SETTINGS = "settings"
