"""Changing the shop's data, taxes and tills."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from data import models as m
from services.actor import Actor, new_operation_id
from services.changes import Change, Entity
from services.errors import Conflict, Invalid, NotFound, PermissionDenied
from services.printing.dto import DocumentKind, PrinterRole
from services.settings.dto import PrinterEntry, SaveShop, SaveTaxClass, SaveTill, ShopSettings
from services.settings.overrides import printer_overrides
from services.settings.reference import ReferenceCache
from services.settings.service import SettingsService
from tests.support.shops import SmallShop


def save_shop(shop: ShopSettings, **changes: Any) -> SaveShop:
    values: dict[str, Any] = {
        "operation_id": new_operation_id(),
        "seen_version": shop.version,
        "name": shop.name,
        "address": shop.address,
        "phone": shop.phone,
        "time_zone": shop.time_zone,
    }
    return SaveShop(**{**values, **changes})


def save_till(**changes: Any) -> SaveTill:
    return SaveTill(**{"operation_id": new_operation_id(), "name": "Till 2", **changes})


def save_tax(**changes: Any) -> SaveTaxClass:
    values: dict[str, Any] = {
        "operation_id": new_operation_id(),
        "name": "Reduced",
        "rate_ppm": 40_000,
    }
    return SaveTaxClass(**{**values, **changes})


def other_workstation(shop: SmallShop) -> SettingsService:
    return SettingsService(shop.gate, ReferenceCache(), clock=shop.clock)


# --- the shop -----------------------------------------------------------------------------------


def test_a_change_is_seen_at_every_workstation_at_its_next_call(small_shop: SmallShop) -> None:
    elsewhere = other_workstation(small_shop)
    before = elsewhere.shop(small_shop.owner)
    saved = small_shop.settings.save_shop(
        small_shop.owner, save_shop(before, name="Alder & Sons", diagnosis_fee_minor=2_500)
    )
    assert (saved.name, saved.diagnosis_fee_minor) == ("Alder & Sons", 2_500)
    assert elsewhere.shop(small_shop.owner) == saved
    assert small_shop.settings.shop_name() == "Alder & Sons"
    assert Change(entity=Entity.SETTINGS, entity_id=1) in small_shop.told


def test_new_terms_are_a_new_version_and_the_same_terms_are_not(small_shop: SmallShop) -> None:
    settings, owner = small_shop.settings, small_shop.owner
    saved = settings.save_shop(owner, save_shop(settings.shop(owner), terms_text="Be kind."))
    again = settings.save_shop(owner, save_shop(saved, terms_text=" Be kind. "))
    assert again.terms is not None
    assert (again.terms.version, again.terms.text) == (2, "Be kind.")
    with small_shop.database.reading() as uow:
        assert uow.execute(select(func.count()).select_from(m.terms)).scalar_one() == 2


def test_a_logo_is_kept_until_it_is_removed(small_shop: SmallShop) -> None:
    settings, owner = small_shop.settings, small_shop.owner
    logo = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x40\x00\x00\x00\x20" + bytes(20)
    saved = settings.save_shop(owner, save_shop(settings.shop(owner), logo_png=logo))
    assert saved.logo_png == logo
    kept = settings.save_shop(owner, save_shop(saved))
    assert kept.logo_png == logo
    assert settings.save_shop(owner, save_shop(kept, remove_logo=True)).logo_png is None


def test_the_second_of_two_editors_is_told(small_shop: SmallShop) -> None:
    settings, owner = small_shop.settings, small_shop.owner
    seen = settings.shop(owner)
    settings.save_shop(owner, save_shop(seen, name="First"))
    with pytest.raises(Conflict, match="Someone else changed"):
        settings.save_shop(owner, save_shop(seen, name="Second"))
    assert settings.shop(owner).name == "First"


def test_a_repeat_changes_nothing_and_another_content_is_a_conflict(small_shop: SmallShop) -> None:
    settings, owner = small_shop.settings, small_shop.owner
    command = save_shop(settings.shop(owner), name="Once")
    assert settings.save_shop(owner, command).version == settings.save_shop(owner, command).version
    other = save_shop(settings.shop(owner), name="Twice", operation_id=command.operation_id)
    with pytest.raises(Conflict):
        settings.save_shop(owner, other)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time_zone", "Mars/Olympus"),
        ("language", "qq"),
        ("logo_png", b"GIF89a"),
        ("opening_hours", ((0, "9", "18:00"),)),
    ],
)
def test_what_can_not_be_is_refused_at_its_field(
    small_shop: SmallShop, field: str, value: object
) -> None:
    settings, owner = small_shop.settings, small_shop.owner
    with pytest.raises(Invalid) as caught:
        settings.save_shop(owner, save_shop(settings.shop(owner), **{field: value}))
    assert caught.value.problems[0].field.startswith(field)
    assert settings.shop(owner).version == 1


def test_the_front_desk_reads_settings_but_does_not_change_them(small_shop: SmallShop) -> None:
    ana = small_shop.person("Ana Torres", "front_desk")
    seen = small_shop.settings.shop(ana)
    with pytest.raises(PermissionDenied):
        small_shop.settings.save_shop(ana, save_shop(seen, name="Ana's"))
    with pytest.raises(PermissionDenied):
        small_shop.settings.save_till(ana, save_till())
    with pytest.raises(PermissionDenied):
        small_shop.settings.save_tax_class(ana, save_tax())


# --- taxes --------------------------------------------------------------------------------------


def test_another_class_can_become_the_default(small_shop: SmallShop) -> None:
    settings, owner = small_shop.settings, small_shop.owner
    saved = settings.save_tax_class(owner, save_tax(is_default=True))
    classes = settings.shop(owner).tax_classes
    assert [tax.name for tax in classes if tax.is_default] == [saved.name] == ["Reduced"]


@pytest.mark.parametrize(
    "changes", [{"is_default": False}, {"is_default": True, "active": False}, {"active": False}]
)
def test_the_shop_never_loses_its_default_class(
    small_shop: SmallShop, changes: dict[str, bool]
) -> None:
    settings, owner = small_shop.settings, small_shop.owner
    default = settings.shop(owner).tax_classes[0]
    with pytest.raises(Invalid):
        settings.save_tax_class(owner, save_tax(tax_class_id=default.tax_class_id, **changes))
    assert settings.shop(owner).tax_classes[0] == default


def test_a_class_can_be_switched_off(small_shop: SmallShop) -> None:
    settings, owner = small_shop.settings, small_shop.owner
    no_tax = settings.shop(owner).tax_classes[1]
    command = save_tax(tax_class_id=no_tax.tax_class_id, name="None", rate_ppm=0, active=False)
    saved = settings.save_tax_class(owner, command)
    assert (saved.name, saved.active) == ("None", False)
    assert settings.save_tax_class(owner, command) == saved


def test_a_class_that_does_not_exist_is_not_found(small_shop: SmallShop) -> None:
    with pytest.raises(NotFound):
        small_shop.settings.save_tax_class(small_shop.owner, save_tax(tax_class_id=99))


# --- tills --------------------------------------------------------------------------------------


def test_a_till_has_one_printer_of_each_kind(small_shop: SmallShop) -> None:
    command = save_till(
        printers=(
            PrinterEntry(role="receipt", address="tcp://127.0.0.1:9100", columns=32),
            PrinterEntry(role="label", address="file:/tmp/label.bin", label_width_mm=57),
            PrinterEntry(role="a4", address="queue:Office"),
        ),
        prints_on_intake=(DocumentKind.CLAIM_TICKET, DocumentKind.BENCH_LABEL),
    )
    saved = small_shop.settings.save_till(small_shop.owner, command)
    widths = {printer.role: printer.width_dots for printer in saved.printers}
    assert widths[PrinterRole.RECEIPT] == 384
    assert widths[PrinterRole.LABEL] == 456
    assert saved.prints_on_intake == command.prints_on_intake
    assert [till.name for till in small_shop.settings.till_choices()] == ["Till 1", "Till 2"]
    assert small_shop.settings.save_till(small_shop.owner, command) == saved


def test_a_till_is_changed_with_all_its_printers(small_shop: SmallShop) -> None:
    settings, owner = small_shop.settings, small_shop.owner
    till = settings.till(owner)
    saved = settings.save_till(
        owner,
        save_till(till_id=till.till_id, name="Front", printers=(), seen_version=till.version),
    )
    assert (saved.name, saved.printers, saved.version) == ("Front", (), till.version + 1)
    assert settings.till(owner) == saved
    with pytest.raises(Conflict):
        settings.save_till(
            owner, save_till(till_id=till.till_id, name="Back", seen_version=till.version)
        )


def test_two_tills_never_share_a_name(small_shop: SmallShop) -> None:
    with pytest.raises(Invalid) as caught:
        small_shop.settings.save_till(small_shop.owner, save_till(name="TILL 1"))
    assert caught.value.field == "name"


@pytest.mark.parametrize(
    ("printers", "field"),
    [
        ((PrinterEntry(role="fax", address="none"),), "printers.0.role"),
        ((PrinterEntry(role="receipt", address="over there"),), "printers.0.address"),
        (
            (
                PrinterEntry(role="receipt", address="none"),
                PrinterEntry(role="receipt", address="none"),
            ),
            "printers.1.role",
        ),
    ],
)
def test_a_printer_that_can_not_be_is_refused(
    small_shop: SmallShop, printers: tuple[PrinterEntry, ...], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        small_shop.settings.save_till(small_shop.owner, save_till(printers=printers))
    assert caught.value.field == field


def test_the_environment_sends_this_workstations_paper_elsewhere(small_shop: SmallShop) -> None:
    overrides = printer_overrides(
        {"MENDPOINT_PRINTER": "file:/tmp/out.bin", "MENDPOINT_LABEL_PRINTER": " "}
    )
    here = SettingsService(
        small_shop.gate, ReferenceCache(overrides=overrides), clock=small_shop.clock
    )
    printers = {printer.role: printer.address for printer in here.till(small_shop.owner).printers}
    assert printers == {PrinterRole.RECEIPT: "file:/tmp/out.bin"}
    stored = here.tills(small_shop.owner)[0].printers[0]
    assert stored.address == "tcp://127.0.0.1:9100"


def test_a_printer_named_by_the_environment_is_added_where_there_is_none(
    small_shop: SmallShop,
) -> None:
    overrides = printer_overrides({"MENDPOINT_LABEL_PRINTER": "tcp://127.0.0.1:9101"})
    here = SettingsService(
        small_shop.gate, ReferenceCache(overrides=overrides), clock=small_shop.clock
    )
    printers = {printer.role: printer.address for printer in here.till(small_shop.owner).printers}
    assert printers[PrinterRole.LABEL] == "tcp://127.0.0.1:9101"


def test_a_till_that_is_gone_is_not_found(small_shop: SmallShop) -> None:
    lost = Actor(person_id=small_shop.owner.person_id, till_id=99)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        small_shop.settings.till(lost)


# --- promised times -----------------------------------------------------------------------------


def test_promised_times_follow_the_shops_hours_and_zone(small_shop: SmallShop) -> None:
    settings, owner = small_shop.settings, small_shop.owner
    hours = ((4, "09:00", "18:00"), (0, "09:00", "18:00"))
    settings.save_shop(
        owner,
        save_shop(settings.shop(owner), time_zone="America/Los_Angeles", opening_hours=hours),
    )
    friday_afternoon = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)
    choices = settings.promise_choices(owner, now=friday_afternoon)
    assert [choice.label for choice in choices] == ["1 h", "Today 17:00", "Monday"]
