"""What commands write: one JSON object, safe to show in a terminal and to read line by line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, TextIO

# JSON need not escape these, but a terminal may obey them, turn the text around, or a reader
# that takes the output apart line by line may see a line's end in them.
_OBEYED = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def plain(value: Any) -> Any:
    """Return ``value`` in JSON's own types.

    Dataclasses become objects, enums their values, instants ISO 8601 in UTC with a ``Z``.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(each) for key, each in value.items()}
    if isinstance(value, str | int | float | None):
        return value
    if isinstance(value, frozenset | set):
        return sorted(plain(each) for each in value)
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    raise TypeError(f"{type(value).__name__} has no place in JSON")


def json_text(value: Any, *, indent: int | None = None) -> str:
    """Return ``value`` as JSON text; without ``indent`` it is one line."""
    text = json.dumps(plain(value), ensure_ascii=False, indent=indent)
    return shown_literally(text, mark="\\u{:04x}")


def shown_literally(text: str, *, mark: str = "[U+{:04X}]") -> str:
    """Return ``text`` with what a terminal would obey written out as its code point."""
    return _OBEYED.sub(lambda found: mark.format(ord(found[0])), text)


class AnswerLost(Exception):
    """The answer could not be written: a full disk, a closed output. ``reason`` says why."""

    def __init__(self, reason: OSError) -> None:
        super().__init__(reason)
        self.reason = reason.strerror or str(reason)


def write_json(value: Any, *, to: TextIO) -> None:
    """Write one JSON object and flush it; indented where a person is looking."""
    write_text(json_text(value, indent=2 if to.isatty() else None), to=to)


def write_text(text: str, *, to: TextIO) -> None:
    """Write lines in UTF-8, whatever the terminal's own encoding is, and flush them.

    Raises:
        BrokenPipeError: the reader has gone.
        AnswerLost: they can't be written.
    """
    # Python's text layer would fail on a console whose code page lacks a customer's letters.
    try:
        to.flush()
        to.buffer.write(f"{text}\n".encode())
        to.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as reason:
        raise AnswerLost(reason) from reason
