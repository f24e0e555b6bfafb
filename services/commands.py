"""How a command that comes in is declared and checked: every field's problem at once, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, TypeVar, cast, dataclass_transform

from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as pydantic_dataclass

from services.errors import FieldProblem, Invalid

T = TypeVar("T")

_FIRST_YEAR, _LAST_YEAR = 1990, 2200

_CONFIG = ConfigDict(extra="forbid", str_max_length=20_000, validate_default=True)

OperationId = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._:-]+$")]
ShortText = Annotated[str, Field(max_length=200)]
LongText = Annotated[str, Field(max_length=20_000)]
MinorAmount = Annotated[int, Field(ge=0, le=10**13)]
RowId = Annotated[int, Field(ge=0, le=2**63 - 1)]


def _plausible(instant: datetime) -> datetime:
    if not _FIRST_YEAR <= instant.year <= _LAST_YEAR:
        raise ValueError(f"Use a year from {_FIRST_YEAR} to {_LAST_YEAR}.")
    return instant


Instant = Annotated[AwareDatetime, AfterValidator(_plausible)]


@dataclass_transform(kw_only_default=True, frozen_default=True)
def command(cls: type[T]) -> type[T]:
    """Make ``cls`` a frozen, keyword-only command whose fields are checked when it is built."""
    make = pydantic_dataclass(config=_CONFIG, frozen=True, kw_only=True, slots=True)
    return cast("type[T]", make(cls))


_WORDS: dict[str, str] = {
    "missing": "This is needed.",
    "string_too_short": "This is too short.",
    "extra_forbidden": "This field is not known.",
    "int_parsing": "A whole number is needed.",
    "int_type": "A whole number is needed.",
    "string_type": "Text is needed.",
    "string_unicode": "This holds a character that can't be stored.",
    "bool_parsing": "Yes or no is needed (true or false).",
    "timezone_aware": "The time needs its zone, for example 2026-11-20T17:00:00Z.",
    "datetime_from_date_parsing": "A date and time is needed, for example 2026-11-20T17:00:00Z.",
    "greater_than_equal": "This is too small.",
    "less_than_equal": "This is too large.",
    "enum": "This is not one of the choices.",
    "literal_error": "This is not one of the choices.",
    "string_pattern_mismatch": "This has characters that can't be used here.",
    "too_short": "At least one is needed.",
}


def problems_of(error: ValidationError) -> tuple[FieldProblem, ...]:
    """Translate a pydantic error, by error *type*, into field problems."""
    return tuple(
        FieldProblem(
            field=".".join(str(part) for part in entry["loc"]) or "command",
            code=entry["type"],
            message=_words_for(entry),
        )
        for entry in _told_once(error.errors(include_url=False))
    )


def _told_once(entries: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Leave out that a list is too short where that is because one of its entries is wrong."""
    places = [entry["loc"] for entry in entries]
    for entry in entries:
        inside = any(place[: len(entry["loc"])] == entry["loc"] != place for place in places)
        if not (entry["type"] == "too_short" and inside):
            yield entry


def _words_for(entry: Mapping[str, Any]) -> str:
    if entry["type"] in ("value_error", "assertion_error"):
        return str(entry["msg"]).split(", ", 1)[-1]
    if entry["type"] in ("string_too_long", "too_long"):
        return _too_long(entry["ctx"]["max_length"], entry.get("input"))
    if entry["type"] in ("enum", "literal_error"):
        return f"Use one of: {entry.get('ctx', {}).get('expected', '')}."
    return _WORDS.get(entry["type"], f"{entry['msg']}.")


def _too_long(most: int, given: object) -> str:
    # pydantic calls a text of an annotated type "too_long" too, like a list.
    if isinstance(given, str):
        return f"This is too long: at most {most:,} characters."
    return f"There are too many: at most {most:,}."


def checked(build: Callable[[], T]) -> T:
    """Build a command; a field that can't be accepted becomes `Invalid`.

    Raises:
        Invalid: with one problem per field.
    """
    try:
        return build()
    except ValidationError as error:
        raise invalid_from(error) from None


def read_json(kind: type[T], text: str | bytes) -> T:
    """Read one JSON value into ``kind`` (strict about names, lenient about number strings).

    Raises:
        Invalid: not JSON, or a field that can't be accepted.
    """
    return checked(lambda: TypeAdapter(kind).validate_json(text))


def invalid_from(error: ValidationError) -> Invalid:
    """Return the `Invalid` that says what a pydantic error says."""
    problems = problems_of(error)
    first = problems[0]
    return Invalid(f"{first.field}: {first.message}", field=first.field, problems=problems)
