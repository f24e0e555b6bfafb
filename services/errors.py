"""Every way a service call can fail, in words a cashier can act on (ARCHITECTURE.md, Errors).

Anything raised that is not one of these is a bug and goes to the crash report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from data.errors import StorageFailure, StorageFault


class MendpointError(Exception):
    """The root. ``code`` is stable; ``message`` is for people; ``field`` names the place."""

    code: ClassVar[str] = "error"

    def __init__(
        self,
        message: str,
        *,
        field: str | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.details: dict[str, Any] = dict(details or {})
        self.request_id: str | None = None


class ShopError(MendpointError):
    """The person can fix it."""

    code = "shop_error"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProblem:
    """One field that can't be accepted as typed. ``field`` is a dotted path of the command."""

    field: str
    code: str
    message: str


class Invalid(ShopError):
    """What was entered can't be accepted. ``problems`` holds every field at once."""

    code = "invalid"

    def __init__(
        self,
        message: str,
        *,
        field: str | None = None,
        details: Mapping[str, Any] | None = None,
        problems: tuple[FieldProblem, ...] = (),
    ) -> None:
        super().__init__(message, field=field, details=details)
        self.problems = problems or (
            (FieldProblem(field=field, code=self.code, message=message),) if field else ()
        )


class NotFound(ShopError):
    code = "not_found"


class Conflict(ShopError):
    """Someone else changed it first, or an operation id was used for something else."""

    code = "conflict"


class PermissionDenied(ShopError):
    code = "permission_denied"


class InvalidTransition(ShopError):
    """The order can't go from where it stands to where it was sent."""

    code = "invalid_transition"


class NeedsConfirmation(ShopError):
    """Ask the person, then repeat the command with ``key`` among the confirmed keys."""

    code = "needs_confirmation"

    def __init__(self, message: str, *, key: str, details: Mapping[str, Any] | None = None) -> None:
        super().__init__(message, details={**(details or {}), "key": key})
        self.key = key


class Unavailable(MendpointError):
    """Try later: nothing was done."""

    code = "unavailable"


class StorageUnavailable(Unavailable):
    """The database can't be used now. ``fault`` chooses the screen and the advice."""

    code = "storage_unavailable"

    def __init__(self, message: str, *, fault: str, detail: str = "") -> None:
        super().__init__(message, details={"fault": fault, "detail": detail})
        self.fault = fault


class RemoteUnavailable(Unavailable):
    code = "remote_unavailable"


class DeviceUnavailable(Unavailable):
    code = "device_unavailable"


class RemoteRefused(MendpointError):
    """The other side said no. Do not retry."""

    code = "remote_refused"


class OutcomeUnknown(MendpointError):
    """The answer was lost; it may have happened. Repeat with the same operation id to learn."""

    code = "outcome_unknown"


_STORAGE_WORDS: dict[StorageFault, str] = {
    StorageFault.LOCKED: "The database is busy. Try again in a moment.",
    StorageFault.FULL: "The disk is full. Free some space, then try again.",
    StorageFault.READ_ONLY: "The database can't be written to. Check its file and folder.",
    StorageFault.MISSING: "The database file can't be opened where it should be.",
    StorageFault.DAMAGED: "The database file is damaged. Restore a backup.",
    StorageFault.AWAY: "The database server can't be reached.",
    StorageFault.WRONG_URL: "The database address is wrong, or names another program's data.",
    StorageFault.REFUSED: "The database server refused this workstation's login.",
    StorageFault.NEWER: "The database was made by a newer Mendpoint. Update this workstation.",
    StorageFault.OUTDATED: "The database has an older schema. Start Mendpoint to update it.",
    StorageFault.FAILED: "The database could not do this. Nothing was stored.",
}


def storage_error(failure: StorageFailure) -> MendpointError:
    """Return the error, in words, for a failure of the data floor."""
    if failure.uncertain:
        return OutcomeUnknown(
            "The answer was lost on the way. Trying again is safe: it will not happen twice.",
            details={"fault": failure.fault.value},
        )
    return StorageUnavailable(
        _STORAGE_WORDS[failure.fault], fault=failure.fault.value, detail=str(failure)
    )
