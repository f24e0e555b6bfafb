"""Turns a command into its operation: the id that makes a repeat return the first result."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from services.auth.work import Operation
from services.errors import Invalid

# What a caller may change between tries without it being another action.
_NOT_CONTENT = frozenset({"operation_id", "confirmed"})


def operation_of(command: Any, *, kind: str) -> Operation:
    """Return the operation of a command that has an ``operation_id``."""
    return Operation(
        operation_id=command.operation_id, kind=kind, content_hash=content_hash(command, kind=kind)
    )


def content_hash(command: Any, *, kind: str) -> str:
    """Return a hash of what is asked for: the kind of action and all of the command's content.

    Raises:
        Invalid: a text holds a character that can't be stored.
    """
    if not is_dataclass(command) or isinstance(command, type):
        raise TypeError("a command is a dataclass")
    content = {key: value for key, value in asdict(command).items() if key not in _NOT_CONTENT}
    _refuse_unstorable(content, place="")
    canonical = json.dumps([kind, content], sort_keys=True, ensure_ascii=True, default=_plain)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _refuse_unstorable(value: Any, *, place: str) -> None:
    """Refuse the one character that PostgreSQL's text can't keep, on both engines alike.

    Raises:
        Invalid: at the text's place in the command.
    """
    match value:
        case str():
            if "\x00" in value:
                raise Invalid("This holds a character that can't be stored.", field=place)
        case Mapping():
            for key, inner in value.items():
                _refuse_unstorable(inner, place=f"{place}.{key}" if place else str(key))
        case list() | tuple():
            for position, inner in enumerate(value):
                _refuse_unstorable(inner, place=f"{place}.{position}")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
