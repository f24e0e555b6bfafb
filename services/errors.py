"""Every way a service call can fail, in words a cashier can act on (ARCHITECTURE.md, Errors).

Anything raised that is not one of these is a bug and goes to the crash report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar


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
    code = "storage_unavailable"


class RemoteUnavailable(Unavailable):
    code = "remote_unavailable"


class DeviceUnavailable(Unavailable):
    code = "device_unavailable"


class RemoteRefused(MendpointError):
    """The other side said no. Do not retry."""

    code = "remote_refused"


class OutcomeUnknown(MendpointError):
    """The answer was lost: it may have happened. Repeat with the same operation id to learn which."""

    code = "outcome_unknown"
