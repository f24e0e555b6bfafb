"""Changes tills and their printers, inside a transaction that is already open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from data.repositories import shop as repository
from services.auth.work import Work
from services.catalog.folding import fold
from services.errors import Conflict, FieldProblem, Invalid
from services.printing.dto import PrinterRole
from services.printing.paper_width import dots_of_columns, dots_of_mm
from services.printing.transports.addresses import address_text, parse_address
from services.settings.dto import PrinterEntry, SaveTill
from services.settings.reference import Reference
from services.settings.steps import record_settings, refuse


def save_till(work: Work, command: SaveTill, reference: Reference) -> int:
    """Add or change a till with its printers; return its id.

    Raises:
        Invalid: a name that is taken, or a printer that can't be.
        Conflict: someone else changed the till since ``seen_version``.
        NotFound: there is no such till.
    """
    refuse(_till_problems(command, reference))
    values = {
        "name": command.name.strip(),
        "name_folded": fold_till(command.name),
        "prints_on_intake": [kind.value for kind in command.prints_on_intake],
    }
    if command.till_id is None:
        key = repository.insert_till(work, {**values, "created_at_utc": work.at})
    else:
        before = reference.till(command.till_id)
        seen = before.version if command.seen_version is None else command.seen_version
        if not repository.update_till(work, before.till_id, values, seen_version=seen):
            raise Conflict(
                f"Someone else changed {before.name} in the meantime. Look at it and save again.",
                details={"version": before.version},
            )
        key = before.till_id
    repository.replace_printers(work, key, printer_rows(command.printers))
    repository.bump_reference(work)
    record_settings(work, "till.saved", entity_id=key, entity="till")
    return key


def printer_rows(entries: Sequence[PrinterEntry]) -> list[dict[str, Any]]:
    """Return the rows of a till's printers; the head's width follows from columns or label."""
    return [
        {
            "role": entry.role,
            "address": address_text(parse_address(entry.address)),
            "profile": entry.profile,
            "columns": entry.columns,
            "width_dots": _width_dots(entry),
            "label_width_mm": entry.label_width_mm,
            "label_height_mm": entry.label_height_mm,
            "paper": entry.paper,
            "cut": entry.cut,
        }
        for entry in entries
    ]


def fold_till(name: str) -> str:
    """Return a till's name as it is compared."""
    return fold(name) or " ".join(name.casefold().split())


def _till_problems(command: SaveTill, reference: Reference) -> tuple[FieldProblem, ...]:
    name = fold_till(command.name)
    problems = []
    if not name:
        problems.append(_problem("name", "missing", "A name is needed."))
    if any(
        till.till_id != command.till_id and fold_till(till.name) == name
        for till in reference.tills.values()
    ):
        problems.append(_problem("name", "twin", "There is a till of this name already."))
    return (*problems, *printer_problems(command.printers))


def printer_problems(entries: Sequence[PrinterEntry]) -> tuple[FieldProblem, ...]:
    """Return every printer of a till that can't be accepted: its role or its address."""
    problems: list[FieldProblem] = []
    seen: set[str] = set()
    for position, entry in enumerate(entries):
        place = f"printers.{position}"
        if entry.role not in [role.value for role in PrinterRole]:
            problems.append(_problem(f"{place}.role", "unknown", "Use receipt, label or a4."))
        elif entry.role in seen:
            problems.append(_problem(f"{place}.role", "twin", "One printer of a kind is enough."))
        seen.add(entry.role)
        try:
            parse_address(entry.address, field=f"{place}.address")
        except Invalid as refusal:
            problems.extend(refusal.problems)
    return tuple(problems)


def _width_dots(entry: PrinterEntry) -> int:
    if entry.role == PrinterRole.LABEL.value:
        return dots_of_mm(entry.label_width_mm)
    return dots_of_columns(entry.columns)


def _problem(field: str, code: str, message: str) -> FieldProblem:
    return FieldProblem(field=field, code=code, message=message)
