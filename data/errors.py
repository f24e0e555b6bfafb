"""What can go wrong with the store, in the data floor's own words. Standard library only."""

from __future__ import annotations

from enum import StrEnum


class StorageFault(StrEnum):
    """Why the store can't be used; each has its own screen and its own advice."""

    LOCKED = "locked"
    FULL = "full"
    READ_ONLY = "read_only"
    MISSING = "missing"
    DAMAGED = "damaged"
    AWAY = "away"
    WRONG_URL = "wrong_url"
    REFUSED = "refused"
    NEWER = "newer"
    OUTDATED = "outdated"
    FAILED = "failed"


class StorageFailure(Exception):
    """The store can't do it now. ``uncertain``: the answer to COMMIT was lost."""

    def __init__(self, fault: StorageFault, message: str, *, uncertain: bool = False) -> None:
        super().__init__(message)
        self.fault = fault
        self.uncertain = uncertain


class ConstraintViolation(Exception):
    """The store refused a row. ``constraint`` is the constraint's or trigger's name if known."""

    def __init__(self, constraint: str, message: str) -> None:
        super().__init__(message)
        self.constraint = constraint


class TryAgain(Exception):
    """A race was lost before anything was stored; the whole transaction may simply run again."""
