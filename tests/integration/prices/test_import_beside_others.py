"""A large import keeps nobody waiting, and nothing that others do meanwhile is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, ValuesView
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event, func, select

from data import models as m
from services.actor import new_operation_id
from services.auth.work import Work
from services.catalog.dto import DeviceModel, ImportCommand, ImportKind, ImportReport
from services.catalog.service import CatalogService
from services.errors import Conflict
from services.settings.reference import Reference, ReferenceCache
from tests.support.shops import SmallShop
from tests.support.statement_doors import meeting_at

PRICES = "brand,model,repair_type,part_quality,price,cost\n"
MODELS = "brand,model,variant,release_year,device_category,notes\n"
SCREEN = "Apple,iPhone 13 Pro,screen,original,{},120.00\n"
ROCKET = "Acme,Rocket 1,,2024,phone,{}\n"


def prices(rows: str) -> ImportCommand:
    return command(ImportKind.PRICES, PRICES + rows)


def models(rows: str) -> ImportCommand:
    return command(ImportKind.CATALOG, MODELS + rows)


def command(kind: ImportKind, text: str) -> ImportCommand:
    return ImportCommand(operation_id=new_operation_id(), kind=kind, content=text.encode())


def counted(report: ImportReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.unchanged, report.refused


class WatchedModels(Mapping[int, DeviceModel]):
    """The catalogue's models, telling when a plan goes through all of them."""

    def __init__(self, models: Mapping[int, DeviceModel], *, tell: Callable[[], object]) -> None:
        self._models = models
        self._tell = tell

    def __getitem__(self, model_id: int) -> DeviceModel:
        return self._models[model_id]

    def __iter__(self) -> Iterator[int]:
        return iter(self._models)

    def __len__(self) -> int:
        return len(self._models)

    def values(self) -> ValuesView[DeviceModel]:
        self._tell()
        return super().values()


class WatchedPlanning(ReferenceCache):
    """Lets ``act`` happen in the middle of every plan made with it; ``plans`` counts them."""

    def __init__(self, act: Callable[[int], object]) -> None:
        super().__init__()
        self.plans = 0
        self._act = act

    def get(self, work: Work) -> Reference:
        found = super().get(work)
        return replace(found, device_models=WatchedModels(found.device_models, tell=self._planning))

    def _planning(self) -> None:
        self.plans += 1
        self._act(self.plans)


def history(shop: SmallShop) -> list[tuple[Any, ...]]:
    told = m.price_history.c
    with shop.database.reading() as uow:
        return [
            tuple(row)
            for row in uow.rows(
                select(told.old_price_minor, told.new_price_minor).order_by(told.id)
            )
        ]


@pytest.mark.parametrize("file", [prices(SCREEN.format("279")), models(ROCKET.format(""))])
def test_devices_are_taken_in_while_a_file_is_planned(
    small_shop: SmallShop, file: ImportCommand
) -> None:
    numbers: list[str] = []
    planning = WatchedPlanning(lambda _: numbers.append(small_shop.take_in().number))
    catalog = CatalogService(small_shop.gate, planning)

    assert counted(catalog.import_file(small_shop.owner, file)) == (1, 0, 0, 0)
    assert (planning.plans, numbers) == (1, ["R26-000001-R"])


def test_a_file_of_many_rows_is_stored_in_as_many_statements_as_one_of_few(
    small_shop: SmallShop, catalog: CatalogService
) -> None:
    def costs(file: ImportCommand) -> tuple[int, int]:
        asked: list[bool] = []

        def note(*args: Any) -> None:
            asked.append(bool(args[5]))

        event.listen(small_shop.database._writer, "before_cursor_execute", note)
        assert catalog.import_file(small_shop.owner, file).stored
        event.remove(small_shop.database._writer, "before_cursor_execute", note)
        return len(asked), sum(asked)

    def rockets(first: int, last: int, *, notes: str = "") -> ImportCommand:
        return models(
            "".join(f"Acme,Rocket {n}x,,2024,phone,{notes}\n" for n in range(first, last))
        )

    def screens(count: int, price: int) -> ImportCommand:
        return prices("".join(f"Acme,Rocket {n}x,screen,original,{price},\n" for n in range(count)))

    costs(rockets(0, 2))
    few_models, many_models = costs(rockets(2, 3)), costs(rockets(3, 203))
    assert many_models == few_models
    assert costs(rockets(0, 200, notes="Exotic")) == costs(rockets(0, 1, notes="Known"))
    few_new, many_new = costs(screens(1, 100)), costs(screens(200, 100 + 1))
    small_shop.clock.pass_by(days=1)
    few_changed, many_changed = costs(screens(1, 110)), costs(screens(200, 120))
    assert many_new[1] == few_new[1] == many_changed[1] == few_changed[1] == 0
    assert max(many_new[0], many_changed[0]) - few_new[0] <= 3


def test_a_price_changed_while_the_file_was_planned_is_the_one_replaced(
    small_shop: SmallShop, catalog: CatalogService
) -> None:
    def be_faster(plans: int) -> None:
        if plans == 1:
            small_shop.clock.pass_by(seconds=1)
            catalog.import_file(small_shop.owner, prices(SCREEN.format("259")))
            small_shop.clock.pass_by(seconds=1)

    planning = WatchedPlanning(be_faster)
    slow = CatalogService(small_shop.gate, planning)
    report = slow.import_file(small_shop.owner, prices(SCREEN.format("279")))

    assert counted(report) == (0, 1, 0, 0)
    assert history(small_shop) == [(None, 25_900), (25_900, 27_900)]
    assert planning.plans == 2


def test_a_model_added_while_the_file_was_planned_is_not_added_again(
    small_shop: SmallShop, catalog: CatalogService
) -> None:
    def be_faster(plans: int) -> None:
        if plans == 1:
            catalog.import_file(small_shop.owner, models(ROCKET.format("Exotic")))

    slow = CatalogService(small_shop.gate, WatchedPlanning(be_faster))
    report = slow.import_file(small_shop.owner, models(ROCKET.format("")))

    assert counted(report) == (0, 0, 1, 0)
    found = catalog.find_device(small_shop.owner, brand="Acme", model="Rocket 1")
    assert found.notes == "Exotic"


def test_who_is_never_the_faster_one_is_told_so(small_shop: SmallShop) -> None:
    def sign_in_anew(plans: int) -> None:
        small_shop.clock.pass_by(days=1)
        small_shop.people.sign_in(
            person_id=small_shop.owner.person_id, till_id=small_shop.owner.till_id
        )

    catalog = CatalogService(small_shop.gate, WatchedPlanning(sign_in_anew))
    with pytest.raises(Conflict, match="once more"):
        catalog.import_file(small_shop.owner, models(ROCKET.format("")))
    with small_shop.database.reading() as uow:
        acme = select(func.count()).where(m.device_model.c.brand == "Acme")
        assert uow.execute(acme).scalar_one() == 0


def test_two_imports_at_once_put_a_price_in_once(
    small_shop: SmallShop, catalog: CatalogService
) -> None:
    told: list[tuple[int, int, int, int]] = []

    def bring_in(cents: str) -> None:
        told.append(
            counted(catalog.import_file(small_shop.owner, prices(SCREEN.format(f"279.{cents}"))))
        )

    threads = [threading.Thread(target=bring_in, args=(cents,)) for cents in ("00", "50")]
    with meeting_at(small_shop.database, r"^(INSERT INTO price \(|UPDATE price SET )"):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sorted(told) == [(0, 1, 0, 0), (1, 0, 0, 0)]
    (_, first), (old, last) = history(small_shop)
    assert (old, {first, last}) == (first, {27_900, 27_950})
