"""Importing models from a CSV file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from data import models as m
from services.actor import new_operation_id
from services.catalog.dto import ImportCommand, ImportKind, ImportReport, RowFate
from services.catalog.service import CatalogService
from services.changes import Entity
from services.errors import Conflict, NotFound, PermissionDenied
from services.settings.reference import ReferenceCache
from tests.support.shops import SmallShop

HEADER = "brand,model,variant,release_year,device_category,notes,tier,screen_in,panel\n"


def command(rows: str, **changes: Any) -> ImportCommand:
    values: dict[str, Any] = {
        "operation_id": new_operation_id(),
        "kind": ImportKind.CATALOG,
        "content": (HEADER + rows).encode(),
        "file_name": "models.csv",
    }
    return ImportCommand(**{**values, **changes})


def counted(report: ImportReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.unchanged, report.refused


NEW = "Acme,Rocket 1,,2024,phone,Exotic,1,6.1,oled\nAcme,Rocket 1,Mini,2024,phone,,3,,\n"


def test_new_models_are_found_at_every_workstation(
    small_shop: SmallShop, catalog: CatalogService
) -> None:
    elsewhere = CatalogService(small_shop.gate, ReferenceCache())
    assert elsewhere.suggest_devices(small_shop.owner, text="rocket") == ()
    report = catalog.import_file(small_shop.owner, command(NEW))
    assert (report.stored, counted(report)) == (True, (2, 0, 0, 0))
    assert [line.line for line in report.lines] == [2, 3]
    titles = {found.title for found in elsewhere.suggest_devices(small_shop.owner, text="rocket")}
    assert titles == {"Rocket 1", "Rocket 1 Mini"}
    assert small_shop.told[-1].entity is Entity.CATALOGUE
    assert any("Rocket 1 Mini" in warning for warning in report.warnings)


def test_the_same_file_again_changes_nothing(
    small_shop: SmallShop, catalog: CatalogService
) -> None:
    catalog.import_file(small_shop.owner, command(NEW))
    assert counted(catalog.import_file(small_shop.owner, command(NEW))) == (0, 0, 2, 0)


def test_a_row_completes_what_is_known_and_erases_nothing(
    small_shop: SmallShop, catalog: CatalogService
) -> None:
    catalog.import_file(small_shop.owner, command(NEW))
    report = catalog.import_file(
        small_shop.owner, command("ACME,rocket1,,,phone,,,6.2,\nAcme,Rocket 1,mini,,phone,,,,\n")
    )
    assert counted(report) == (0, 1, 1, 0)
    found = catalog.find_device(small_shop.owner, brand="Acme", model="Rocket 1")
    assert (found.screen_hundredths, found.release_year, found.tier) == (620, 2024, 1)
    assert (found.notes, found.model) == ("Exotic", "Rocket 1")


def test_a_dry_run_tells_the_same_and_stores_nothing(
    small_shop: SmallShop, catalog: CatalogService
) -> None:
    dry = catalog.import_file(small_shop.owner, command(NEW, dry_run=True))
    assert (dry.stored, counted(dry)) == (False, (2, 0, 0, 0))
    with pytest.raises(NotFound):
        catalog.find_device(small_shop.owner, brand="Acme", model="Rocket 1")
    assert small_shop.told == []


def test_one_bad_row_keeps_everything_out(small_shop: SmallShop, catalog: CatalogService) -> None:
    report = catalog.import_file(
        small_shop.owner, command(NEW + "Acme,,,2024,phone,,,,\nAcme,Two,,1850,spaceship,,,,\n")
    )
    assert (report.stored, counted(report)) == (False, (2, 0, 0, 2))
    refused = {(line.line, line.column) for line in report.lines if line.fate is RowFate.REFUSED}
    assert {(4, "model"), (5, "release_year"), (5, "device_category")} <= refused
    assert all(line.message for line in report.lines if line.fate is RowFate.REFUSED)
    with pytest.raises(NotFound):
        catalog.find_device(small_shop.owner, brand="Acme", model="Rocket 1")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"name\nRocket\n", b"%PDF-1.7"])
def test_a_file_that_is_something_else_is_refused_in_words(
    small_shop: SmallShop, catalog: CatalogService, content: bytes
) -> None:
    report = catalog.import_file(small_shop.owner, command("", content=content))
    assert not report.stored
    assert report.refused >= 1
    assert report.lines[0].message


def test_a_repeat_tells_the_first_report(small_shop: SmallShop, catalog: CatalogService) -> None:
    first = command(NEW)
    report = catalog.import_file(small_shop.owner, first)
    assert not report.replayed
    assert catalog.import_file(small_shop.owner, first) == replace(report, replayed=True)
    with pytest.raises(Conflict):
        catalog.import_file(small_shop.owner, command("", operation_id=first.operation_id))


def test_an_import_is_audited_with_its_counts(
    small_shop: SmallShop, catalog: CatalogService
) -> None:
    catalog.import_file(small_shop.owner, command(NEW))
    catalog.import_file(small_shop.owner, command("Acme,,,,phone,,,,\n"))
    catalog.import_file(small_shop.owner, command(NEW, dry_run=True))
    audit = m.audit.c
    with small_shop.database.reading() as uow:
        details = uow.execute(
            select(audit.details).where(audit.action == "catalog.imported")
        ).scalars()
        assert list(details) == [{"file": "models.csv", "added": 2, "changed": 0, "unchanged": 0}]


def test_the_front_desk_does_not_import(small_shop: SmallShop, catalog: CatalogService) -> None:
    ana = small_shop.person("Ana Torres", "front_desk")
    with pytest.raises(PermissionDenied):
        catalog.import_file(ana, command(NEW))
    with small_shop.database.reading() as uow:
        acme = select(func.count()).where(m.device_model.c.brand == "Acme")
        assert uow.execute(acme).scalar_one() == 0
