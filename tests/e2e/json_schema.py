"""Checks a value against the part of JSON Schema (draft 2020-12) that Mendpoint's schema uses.

Strict about the schema itself: a keyword it does not know is an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

Schema = dict[str, Any]

_TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "null": lambda value: value is None,
}
_LIMITS: dict[str, Callable[[Any, Any], bool]] = {
    "enum": lambda value, allowed: value in allowed,
    "pattern": lambda value, pattern: re.search(pattern, value) is not None,
    "minLength": lambda value, least: len(value) >= least,
    "maxLength": lambda value, most: len(value) <= most,
    "minItems": lambda value, least: len(value) >= least,
    "maxItems": lambda value, most: len(value) <= most,
    "minimum": lambda value, least: value >= least,
    "maximum": lambda value, most: value <= most,
    "required": lambda value, names: all(name in value for name in names),
}
_WORDS_ONLY = {"title", "description", "default", "examples", "format", "$schema", "$defs"}
_NESTED = {"$ref", "anyOf", "properties", "additionalProperties", "propertyNames", "items"}


def schema_problems(value: Any, schema: Schema) -> list[str]:
    """Return what of ``value`` does not fit; nothing when all does."""
    return list(_problems(value, schema, root=schema, place="$"))


def _problems(value: Any, schema: Schema, *, root: Schema, place: str) -> Iterator[str]:
    unknown = set(schema) - _WORDS_ONLY - _NESTED - set(_LIMITS) - {"type"}
    assert not unknown, f"{place}: the schema has keywords nobody knows: {unknown}"
    if "type" in schema and not _TYPES[schema["type"]](value):
        yield f"{place} is no {schema['type']}"
        return
    for keyword, fits in _LIMITS.items():
        if keyword in schema and not fits(value, schema[keyword]):
            yield f"{place} breaks {keyword}"
    yield from _nested(value, schema, root=root, place=place)


def _nested(value: Any, schema: Schema, *, root: Schema, place: str) -> Iterator[str]:
    if "$ref" in schema:
        named = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
        yield from _problems(value, named, root=root, place=place)
    if "anyOf" in schema:
        tries = [list(_problems(value, each, root=root, place=place)) for each in schema["anyOf"]]
        if all(tries):
            yield f"{place} fits none of {len(tries)} choices"
    if isinstance(value, list) and "items" in schema:
        for position, each in enumerate(value):
            yield from _problems(each, schema["items"], root=root, place=f"{place}.{position}")
    if isinstance(value, dict):
        yield from _members(value, schema, root=root, place=place)


def _members(value: dict[str, Any], schema: Schema, *, root: Schema, place: str) -> Iterator[str]:
    known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    for name, each in value.items():
        if "propertyNames" in schema:
            yield from _problems(name, schema["propertyNames"], root=root, place=f"{place}.{name}")
        if name in known:
            yield from _problems(each, known[name], root=root, place=f"{place}.{name}")
        elif others is False:
            yield f"{place}.{name} is not known"
        elif isinstance(others, dict):
            yield from _problems(each, others, root=root, place=f"{place}.{name}")
