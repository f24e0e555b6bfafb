"""Changes settings, inside a transaction that is already open."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from data.repositories import shop as repository
from services.audit import steps as audit
from services.auth.work import Work
from services.changes import Entity
from services.errors import Conflict, FieldProblem, Invalid, NotFound
from services.settings.dto import SaveFileRules, SaveShop, SaveTaxClass
from services.settings.reference import Reference
from services.settings.rules import logo_problem, read_hours, shop_problems

SHOP_ID = 1


def save_shop(work: Work, command: SaveShop, reference: Reference) -> None:
    """Change the shop's data; new terms become a new version.

    Raises:
        Invalid: with one problem per field.
        Conflict: someone else changed the settings since ``seen_version``.
    """
    before = reference.shop
    refuse(
        shop_problems(
            country=before.country,
            language=command.language,
            currency=before.currency,
            time_zone=command.time_zone,
        )
    )
    if command.logo_png is not None:
        _refuse_one("logo_png", logo_problem(command.logo_png))
    if not repository.update_shop(work, _shop_values(command), seen_version=command.seen_version):
        raise Conflict(
            "Someone else changed the settings in the meantime. Look at them and save again.",
            details={"version": before.version},
        )
    terms = (command.terms_text or "").strip()
    if terms and (before.terms is None or terms != before.terms.text):
        add_terms(work, text=terms, version=before.terms.version + 1 if before.terms else 1)
    record_settings(work, "shop.changed", entity_id=SHOP_ID)


def save_file_rules(work: Work, command: SaveFileRules, reference: Reference) -> None:
    """Change what may be attached to orders, and where it is kept.

    Raises:
        Conflict: someone else changed the settings since ``seen_version``.
    """
    values = {
        "files_folder": command.folder.strip(),
        "file_most_bytes": command.most_bytes,
        "photo_most_pixels": command.most_pixels,
    }
    if not repository.update_shop(work, values, seen_version=command.seen_version):
        raise Conflict(
            "Someone else changed the settings in the meantime. Look at them and save again.",
            details={"version": reference.shop.version},
        )
    record_settings(work, "file_rules.changed", entity_id=SHOP_ID, details=values)


def add_terms(work: Work, *, text: str, version: int) -> None:
    """Write a new version of the terms."""
    repository.insert_terms(work, {"version": version, "text": text, "created_at_utc": work.at})


def save_tax_class(work: Work, command: SaveTaxClass, reference: Reference) -> int:
    """Add or change a tax class; return its id. Orders keep the rate they came in at.

    Raises:
        Invalid: the default class would be switched off or lost.
        NotFound: there is no such class.
    """
    before = reference.tax_classes.get(command.tax_class_id or 0)
    if command.tax_class_id is not None and before is None:
        raise NotFound("There is no such tax class.", field="tax_class_id")
    if before is not None and before.is_default and not (command.is_default and command.active):
        raise Invalid("Make another class the default one first.", field="is_default")
    if command.is_default and not command.active:
        raise Invalid("The default class must be in use.", field="active")
    if command.is_default:
        repository.clear_default_tax_class(work)
    values = {
        "name": command.name.strip(),
        "rate_ppm": command.rate_ppm,
        "is_default": command.is_default,
        "active": command.active,
    }
    if before is None:
        key = repository.insert_tax_class(work, values)
    else:
        key = before.tax_class_id
        repository.update_tax_class(work, key, values)
    repository.bump_reference(work)
    record_settings(work, "tax_class.saved", entity_id=key, entity="tax_class", details=values)
    return key


def record_settings(
    work: Work,
    action: str,
    *,
    entity_id: int,
    entity: str = "shop",
    details: dict[str, Any] | None = None,
) -> None:
    """Append the audit row, tell the change, and finish the operation with the id as result."""
    audit.record(work, action=action, entity=entity, entity_id=entity_id, details=details)
    work.changed(Entity.SETTINGS, entity_id)
    audit.finish(work, result_json=json.dumps({"id": entity_id}))


def _shop_values(command: SaveShop) -> dict[str, Any]:
    hours = read_hours(command.opening_hours)
    values: dict[str, Any] = {
        "name": command.name.strip(),
        "address": command.address.strip(),
        "phone": command.phone.strip(),
        "email": command.email.strip(),
        "registration": command.registration.strip(),
        "tax_number": command.tax_number.strip(),
        "language": command.language,
        "time_zone": command.time_zone,
        "prices_include_tax": command.prices_include_tax,
        "diagnosis_fee_minor": command.diagnosis_fee_minor,
        "opening_hours": [[span.weekday, span.opens, span.closes] for span in hours],
    }
    if command.logo_png is not None:
        values["logo_png"] = command.logo_png
    elif command.remove_logo:
        values["logo_png"] = None
    return values


def refuse(problems: Sequence[FieldProblem]) -> None:
    """Raise `Invalid` with every problem, if there is one."""
    if problems:
        first = problems[0]
        raise Invalid(first.message, field=first.field, problems=tuple(problems))


def _refuse_one(field: str, message: str | None) -> None:
    if message:
        raise Invalid(message, field=field)
