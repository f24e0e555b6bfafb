"""Who is acting, from which till, by which way: the first argument of every service call."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from enum import StrEnum

from data.values import PersonId, TillId


class Way(StrEnum):
    """How the call came in; written to history and audit."""

    WINDOW = "window"
    COMMAND_LINE = "command_line"
    SYSTEM = "system"


def new_request_id() -> str:
    """Return a short reference that the error shown and the log lines share."""
    return secrets.token_hex(5)


def new_operation_id() -> str:
    """Return an id for one user action; a replay with it returns the first result."""
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person at a till. ``name`` and ``till_name`` are for showing only."""

    person_id: PersonId
    till_id: TillId
    name: str = ""
    till_name: str = ""
    way: Way = Way.WINDOW
    request_id: str = field(default_factory=new_request_id)
