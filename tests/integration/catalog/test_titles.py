"""A model has one name wherever it is read: while typing, in the queue, on label and ticket."""

from __future__ import annotations

import pytest

from services.actor import new_operation_id
from services.catalog.dto import ImportCommand, ImportKind
from services.catalog.service import CatalogService
from services.printing.dto import DocumentKind
from services.printing.plain_text import render_text
from services.printing.service import PrintingService
from services.tickets.dto import QueueChip, QueueQuestion, QueueSort
from tests.support.shops import SmallShop, device


def words_on(shop: SmallShop, ticket_id: int, document: DocumentKind) -> str:
    printing = PrintingService(shop.gate, shop.reference)
    return render_text(printing.page(shop.owner, ticket_id=ticket_id, document=document))


@pytest.mark.parametrize(
    ("typed", "title", "printed"),
    [
        ("oneplus 13", "OnePlus 13", "OnePlus 13"),
        ("xiaomi 13", "Xiaomi 13", "Xiaomi 13"),
        ("ip13p", "iPhone 13 Pro", "Apple iPhone 13 Pro"),
        ("huawei p30 pro", "Huawei P30 Pro", "Huawei P30 Pro"),
    ],
)
def test_a_model_is_called_the_same_everywhere(
    small_shop: SmallShop, catalog: CatalogService, typed: str, title: str, printed: str
) -> None:
    model = catalog.suggest_devices(small_shop.owner, text=typed)[0]
    assert model.title == title

    order = small_shop.take_in(
        devices=(device(title="", device_model_id=model.device_model_id, colour="Blue"),)
    )

    assert order.device_title == title
    newest = QueueQuestion(chip=QueueChip.ALL, sort=QueueSort.NEWEST)
    ids = small_shop.queue.ask(small_shop.owner, newest).ids
    (row,) = small_shop.queue.rows(small_shop.owner, ids=ids)
    assert row is not None
    assert row.device_title == title
    label = words_on(small_shop, order.ticket_id, DocumentKind.BENCH_LABEL)
    assert f"{title}, Blue" in label
    assert f"{model.brand} {model.brand}" not in label
    claim = words_on(small_shop, order.ticket_id, DocumentKind.CLAIM_TICKET)
    assert f"{printed}, Blue" in claim
    assert f"{model.brand} {model.brand}" not in claim


def test_an_imported_model_can_make_a_name_ambiguous(
    small_shop: SmallShop, catalog: CatalogService
) -> None:
    before = catalog.find_device(small_shop.owner, brand="LG", model="Velvet")
    assert before.title == "Velvet"
    content = (
        b"brand,model,variant,release_year,device_category,notes\n"
        b"Blackview,Velvet Max,,2024,phone,\n"
    )
    command = ImportCommand(
        operation_id=new_operation_id(), kind=ImportKind.CATALOG, content=content
    )
    assert catalog.import_file(small_shop.owner, command).stored
    after = catalog.find_device(small_shop.owner, brand="LG", model="Velvet")
    assert after.title == "LG Velvet"
