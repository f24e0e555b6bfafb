"""Sets a shop up on an empty database: everything that must be there before the first customer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from data.queries.standing import Standing, read_standing
from data.repositories import catalog as catalog_repository
from data.repositories import people as people_repository
from data.repositories import shop as repository
from data.unit_of_work import UnitOfWork
from data.values import PersonId, TillId
from services.actor import Actor
from services.audit import steps as audit
from services.auth.dto import PersonKind
from services.auth.operations import operation_of
from services.auth.people_rules import folded
from services.auth.roles import DEFAULT_ROLES, MANAGER, OWNER
from services.auth.steps import acting
from services.auth.work import Operation, Work
from services.catalog import shipped
from services.catalog.steps import device_model_row, part_type_row, repair_type_row
from services.errors import Conflict, FieldProblem
from services.printing.dto import DocumentKind, PrinterRole
from services.printing.words import currency_exponent
from services.settings.dto import FirstStart, PrinterEntry, SetUpDone
from services.settings.rules import read_hours, shop_problems
from services.settings.steps import SHOP_ID, add_terms, refuse
from services.settings.till_steps import fold_till, printer_problems, printer_rows
from services.transfer.sample_book import sample_minor

COMMAND_LINE_NAME = "Command line"
NO_TAX = "No tax"

SAMPLE_FEE = 25
# Short, so that a screen shows the whole claim ticket.
SAMPLE_TERMS = """\
Diagnosis fee if you decline: {diagnosis_fee}.
Save your data first: the work can erase it."""
SAMPLE_HOURS = (*((day, "09:00", "18:00") for day in range(5)), (5, "10:00", "16:00"))


def set_up(uow: UnitOfWork, command: FirstStart, *, at: datetime) -> tuple[SetUpDone, bool]:
    """Write the shop in this transaction; say whether the same operation had done so before.

    Raises:
        Invalid: with one problem per field.
        Conflict: there is a shop already.
    """
    operation = operation_of(command, kind="first_start")
    standing = read_standing(uow, person_id=0, operation_id=command.operation_id)
    if standing.reference_version > 0:
        return _first_result(standing, operation), True
    hours = read_hours(command.opening_hours)
    printer = PrinterEntry(role=PrinterRole.RECEIPT.value, address=command.receipt_printer)
    refuse(_problems(command, printer))
    repository.insert_shop(
        uow,
        _shop_values(
            command, hours=[[span.weekday, span.opens, span.closes] for span in hours], at=at
        ),
    )
    owner_id = _insert_people(uow, owner=command.owner_name, at=at)
    till_id = _insert_till(uow, command.till_name, printer=printer, at=at)
    actor = Actor(person_id=PersonId(owner_id), till_id=TillId(till_id), name=command.owner_name)
    work = acting(uow, actor=actor, at=at, operation=operation)
    _insert_taxes(work, name=command.tax_name, rate_ppm=command.tax_rate_ppm)
    terms = SAMPLE_TERMS if command.sample else shipped.shipped_terms()
    add_terms(work, text=terms, version=1)
    _insert_catalogue(work)
    done = SetUpDone(owner_id=PersonId(owner_id), till_id=TillId(till_id))
    audit.record(work, action="shop.set_up", entity="shop", entity_id=SHOP_ID)
    audit.finish(work, result_json=json.dumps({"owner_id": owner_id, "till_id": till_id}))
    return done, False


def sample_shop(command: FirstStart) -> FirstStart:
    """Return the command that sets up the invented shop, in the currency and zone asked for."""
    return replace(
        command,
        shop_name="Alder Street Repair",
        address="14 Alder Street, Fairhaven",
        phone="415-555-0100",
        tax_number="00-0000000",
        opening_hours=SAMPLE_HOURS,
        tax_name="Sales tax",
        tax_rate_ppm=82_500,
        prices_include_tax=False,
        owner_name="Petra Alder",
        till_name="Till 1",
    )


def _first_result(standing: Standing, operation: Operation) -> SetUpDone:
    if standing.done_result is None or standing.done_content_hash != operation.content_hash:
        raise Conflict("A shop has been set up in this database already.")
    first = json.loads(standing.done_result)
    return SetUpDone(
        owner_id=PersonId(first["owner_id"]), till_id=TillId(first["till_id"]), replayed=True
    )


def _problems(command: FirstStart, printer: PrinterEntry) -> tuple[FieldProblem, ...]:
    blank = tuple(
        FieldProblem(field=field, code="missing", message="A name is needed.")
        for field, folds in (
            ("shop_name", command.shop_name.strip()),
            ("owner_name", folded(command.owner_name)),
            ("till_name", fold_till(command.till_name)),
            ("tax_name", command.tax_name.strip()),
        )
        if not folds
    )
    places = shop_problems(
        country=command.country,
        language=command.language,
        currency=command.currency,
        time_zone=command.time_zone,
    )
    address = tuple(
        replace(problem, field="receipt_printer") for problem in printer_problems((printer,))
    )
    return (*blank, *places, *address)


def _shop_values(command: FirstStart, *, hours: list[list[Any]], at: datetime) -> dict[str, Any]:
    return {
        "name": command.shop_name.strip(),
        "address": command.address.strip(),
        "phone": command.phone.strip(),
        "email": "",
        "registration": "",
        "tax_number": command.tax_number.strip(),
        "country": command.country,
        "language": command.language,
        "currency": command.currency,
        "time_zone": command.time_zone,
        "opening_hours": hours,
        "prices_include_tax": command.prices_include_tax,
        "diagnosis_fee_minor": _fee(command),
        "is_sample": command.sample,
        "created_at_utc": at,
    }


def _fee(command: FirstStart) -> int:
    """Return the diagnosis fee: what the sample shop takes; a real shop sets its own later."""
    if not command.sample:
        return 0
    return sample_minor(SAMPLE_FEE, exponent=currency_exponent(command.currency))


def _insert_people(uow: UnitOfWork, *, owner: str, at: datetime) -> int:
    """Write the roles, the owner and the command line's account; return the owner's id."""
    roles = people_repository.insert_roles(
        uow,
        [
            {"key": role.key, "name": role.name, "position": position}
            for position, role in enumerate(DEFAULT_ROLES)
        ],
    )
    people_repository.insert_grants(uow, _grant_rows(roles))
    owner_id = people_repository.insert_person(
        uow, _person(owner, kind=PersonKind.PERSON, role_id=roles[OWNER], at=at)
    )
    people_repository.insert_person(
        uow,
        _person(COMMAND_LINE_NAME, kind=PersonKind.COMMAND_LINE, role_id=roles[MANAGER], at=at),
    )
    return owner_id


def _grant_rows(roles: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "role_id": roles[role.key],
            "permission": str(grant.permission),
            "scope": grant.scope.value,
            "mode": grant.mode.value,
        }
        for role in DEFAULT_ROLES
        for grant in role.grants
    ]


def _person(name: str, *, kind: PersonKind, role_id: int, at: datetime) -> dict[str, Any]:
    return {
        "name": name.strip(),
        "name_folded": folded(name),
        "email": "",
        "kind": kind.value,
        "role_id": role_id,
        "active": True,
        "present_on": None,
        "created_at_utc": at,
    }


def _insert_till(uow: UnitOfWork, name: str, *, printer: PrinterEntry, at: datetime) -> int:
    till_id = repository.insert_till(
        uow,
        {
            "name": name.strip(),
            "name_folded": fold_till(name),
            "prints_on_intake": [DocumentKind.CLAIM_TICKET.value],
            "created_at_utc": at,
        },
    )
    repository.replace_printers(uow, till_id, printer_rows((printer,)))
    return till_id


def _insert_taxes(work: Work, *, name: str, rate_ppm: int) -> None:
    for title, rate, is_default in ((name.strip(), rate_ppm, True), (NO_TAX, 0, False)):
        repository.insert_tax_class(
            work, {"name": title, "rate_ppm": rate, "is_default": is_default, "active": True}
        )


def _insert_catalogue(work: Work) -> None:
    catalog_repository.insert_repair_types(
        work, [repair_type_row(repair) for repair in shipped.shipped_repairs()]
    )
    catalog_repository.insert_part_types(
        work, [part_type_row(part) for part in shipped.shipped_parts()]
    )
    catalog_repository.insert_device_models(
        work, [device_model_row(device) for device in shipped.shipped_devices()]
    )
