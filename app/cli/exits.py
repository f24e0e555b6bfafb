"""What a command ends with: one table from error codes to exit codes, and errors as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Any

import click

from services.actor import new_request_id
from services.errors import Invalid, MendpointError, NeedsConfirmation


class ExitCode(IntEnum):
    """How a command ended. From 128 on: ended by a signal, as shells write it."""

    DONE = 0
    BUG = 1
    INVALID = 2
    NOT_FOUND = 3
    UNAVAILABLE = 4
    CONFLICT = 5
    NOT_PERMITTED = 6
    NEEDS_CONFIRMATION = 7
    OUTCOME_UNKNOWN = 8
    INTERRUPTED = 130
    READER_GONE = 141


EXIT_CODES: Mapping[str, ExitCode] = {
    "internal_error": ExitCode.BUG,
    "usage": ExitCode.INVALID,
    "invalid": ExitCode.INVALID,
    "invalid_transition": ExitCode.INVALID,
    "remote_refused": ExitCode.INVALID,
    "not_found": ExitCode.NOT_FOUND,
    "unavailable": ExitCode.UNAVAILABLE,
    "storage_unavailable": ExitCode.UNAVAILABLE,
    "remote_unavailable": ExitCode.UNAVAILABLE,
    "device_unavailable": ExitCode.UNAVAILABLE,
    "conflict": ExitCode.CONFLICT,
    "permission_denied": ExitCode.NOT_PERMITTED,
    "needs_confirmation": ExitCode.NEEDS_CONFIRMATION,
    "outcome_unknown": ExitCode.OUTCOME_UNKNOWN,
    "interrupted": ExitCode.INTERRUPTED,
}


def error_object(error: MendpointError) -> dict[str, Any]:
    """Return the JSON object that says what went wrong."""
    told: dict[str, Any] = {
        "code": error.code,
        "message": error.message,
        "field": error.field,
        "request_id": error.request_id or new_request_id(),
    }
    if error.details:
        told["details"] = error.details
    if isinstance(error, Invalid) and error.problems:
        told["problems"] = error.problems
    if isinstance(error, NeedsConfirmation):
        told["key"] = error.key
    return told


def usage_object(error: click.ClickException) -> dict[str, Any]:
    """Return the JSON object for a command line that can't be read."""
    parameter = error.param if isinstance(error, click.BadParameter) else None
    told: dict[str, Any] = {
        "code": "usage",
        "message": error.format_message(),
        "field": parameter.name if parameter is not None else None,
        "request_id": new_request_id(),
    }
    if isinstance(error, click.UsageError) and error.ctx is not None:
        told["details"] = {"usage": error.ctx.get_usage()}
    return told
