"""Where a problem of the command is shown: from dotted path to section and field."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from services.errors import FieldProblem


class SectionKey(StrEnum):
    """The four sections, in reading order."""

    CUSTOMER = "customer"
    DEVICE = "device"
    PROBLEM = "problem"
    CONDITION = "condition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A field of the form. ``device`` counts the draft's devices; ``field`` is a path there."""

    section: SectionKey
    field: str
    device: int | None = None


# The first word of a device's field says which section holds it; the rest is the device itself.
_SECTION_OF_FIELD = {
    "lines": SectionKey.PROBLEM,
    "words": SectionKey.PROBLEM,
    "condition": SectionKey.CONDITION,
    "accessories": SectionKey.CONDITION,
    "promised_at_utc": SectionKey.CONDITION,
    "deposit_agreed_minor": SectionKey.CONDITION,
    "priority": SectionKey.CONDITION,
}


def place_of(problem: FieldProblem, *, device_indices: tuple[int, ...]) -> Place | None:
    """Return where a problem belongs, or None when no field of the form is its cause."""
    head, _, rest = problem.field.partition(".")
    match head:
        case "customer":
            return Place(section=SectionKey.CUSTOMER, field=rest or "name")
        case "terms_accepted":
            return Place(section=SectionKey.CONDITION, field=head)
        case "devices" if rest:
            return _place_in_device(rest, device_indices=device_indices)
        case _:
            return None


def _place_in_device(path: str, *, device_indices: tuple[int, ...]) -> Place:
    count, _, field = path.partition(".")
    nth = int(count) if count.isdigit() else 0
    section = _SECTION_OF_FIELD.get(field.partition(".")[0], SectionKey.DEVICE)
    index = device_indices[min(nth, len(device_indices) - 1)]
    return Place(section=section, field=field or "title", device=index)
