"""Saved views: one's own, by name, and opened as far as they still hold."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from data import models as m
from services.actor import Actor, new_operation_id
from services.auth.dto import SavePerson
from services.changes import Change, Entity
from services.errors import Conflict, Invalid, NotFound
from services.tickets.dto import (
    CustomerEntry,
    DaySpan,
    DeleteView,
    QueueChip,
    QueueFilters,
    QueueGrouping,
    QueueSort,
    RenameView,
    SavedView,
    SaveView,
    SpanKind,
    StartView,
    ViewContent,
    ViewPart,
)
from services.tickets.saved_views import MOST_VIEWS
from services.types import Priority, TicketStatus
from tests.support.shops import SmallShop

SAM = CustomerEntry(name="Sam Okafor", phone="415-555-0177")
LATE = ViewContent(chip=QueueChip.LATE, grouping=QueueGrouping.TECHNICIAN)


def save(shop: SmallShop, name: str, actor: Actor | None = None, **more: Any) -> SavedView:
    command: dict[str, Any] = {"operation_id": new_operation_id(), "name": name, "content": LATE}
    return shop.views.save(actor or shop.owner, SaveView(**{**command, **more}))


def names(shop: SmallShop, actor: Actor | None = None) -> list[str]:
    return [view.name for view in shop.views.list(actor or shop.owner)]


def stored(shop: SmallShop, view: SavedView) -> Any:
    with shop.database.reading() as uow:
        query = select(m.saved_view.c.content).where(m.saved_view.c.id == view.view_id)
        return uow.connection.execute(query).scalar_one()


def store(shop: SmallShop, view: SavedView, **content: Any) -> None:
    with shop.database.writing() as uow:
        uow.execute(
            update(m.saved_view)
            .where(m.saved_view.c.id == view.view_id)
            .values(content={**stored(shop, view), **content})
        )


def opened(shop: SmallShop) -> SavedView:
    (view,) = shop.views.list(shop.owner)
    return view


def test_a_view_comes_back_as_it_was_saved(small_shop: SmallShop) -> None:
    order = small_shop.take_in()
    (row,) = small_shop.queue.rows(small_shop.owner, ids=[order.ticket_id])
    content = ViewContent(
        chip=QueueChip.ALL,
        filters=QueueFilters(
            status=TicketStatus.DELIVERED,
            priority=Priority.URGENT,
            technician_id=small_shop.owner.person_id,
            customer_id=row.customer_id,
            opened=DaySpan(kind=SpanKind.LAST_7_DAYS),
            promised=DaySpan(kind=SpanKind.DAYS, first=date(2026, 3, 8), last=None),
        ),
        sort=QueueSort.CUSTOMER,
        turned=True,
        grouping=QueueGrouping.DAY,
        columns=("order", "device"),
    )
    view = save(small_shop, "  Delivered   in March ", content=content)
    assert (view.name, view.content, view.gone) == ("Delivered in March", content, ())
    assert opened(small_shop) == view
    assert small_shop.told[-1] == Change(entity=Entity.VIEW, entity_id=view.view_id)


def test_nobody_sees_or_touches_anothers_view(small_shop: SmallShop) -> None:
    view = save(small_shop, "Mine")
    marco = small_shop.person("Marco Rossi", "technician")
    assert names(small_shop, marco) == []
    assert save(small_shop, "Mine", marco).view_id != view.view_id
    for act in (
        lambda: small_shop.views.delete(
            marco, DeleteView(operation_id=new_operation_id(), view_id=view.view_id)
        ),
        lambda: small_shop.views.start_with(
            marco, StartView(operation_id=new_operation_id(), view_id=view.view_id)
        ),
        lambda: save(small_shop, "Other", marco, view_id=view.view_id),
    ):
        with pytest.raises(NotFound):
            act()
    assert names(small_shop) == ["Mine"]


@pytest.mark.parametrize("name", ["late", "LATE", " Late "])
def test_a_name_is_taken_in_any_case(small_shop: SmallShop, name: str) -> None:
    save(small_shop, "Late")
    with pytest.raises(Invalid) as refused:
        save(small_shop, name)
    assert refused.value.field == "name"


def test_replacing_keeps_id_name_and_start(small_shop: SmallShop) -> None:
    view = save(small_shop, "Morning", is_start=True)
    other = ViewContent(chip=QueueChip.MINE)
    again = save(
        small_shop, "Morning", content=other, view_id=view.view_id, seen_version=view.version
    )
    # Choosing the start counted too.
    assert (again.view_id, again.is_start, again.content) == (view.view_id, True, other)
    with pytest.raises(Conflict):
        save(small_shop, "Morning", view_id=view.view_id, seen_version=view.version)


def test_a_view_is_renamed_but_not_to_anothers_name(small_shop: SmallShop) -> None:
    first, _second = save(small_shop, "One"), save(small_shop, "Two")
    command = {"operation_id": new_operation_id(), "view_id": first.view_id}
    with pytest.raises(Invalid):
        small_shop.views.rename(
            small_shop.owner, RenameView(**command, name="two", seen_version=first.version)
        )
    small_shop.views.rename(
        small_shop.owner, RenameView(**command, name="Three", seen_version=first.version)
    )
    assert names(small_shop) == ["Three", "Two"]


def test_one_view_is_the_first_one(small_shop: SmallShop) -> None:
    first, second = save(small_shop, "One", is_start=True), save(small_shop, "Two", is_start=True)
    assert [view.is_start for view in small_shop.views.list(small_shop.owner)] == [False, True]
    for view_id, starts in ((first.view_id, [True, False]), (None, [False, False])):
        views = small_shop.views.start_with(
            small_shop.owner, StartView(operation_id=new_operation_id(), view_id=view_id)
        )
        assert [view.is_start for view in views] == starts
    assert second.name == "Two"


def test_a_repeated_save_makes_one_view(small_shop: SmallShop) -> None:
    once = new_operation_id()
    first = save(small_shop, "Late", operation_id=once)
    assert save(small_shop, "Late", operation_id=once).view_id == first.view_id
    assert names(small_shop) == ["Late"]


def test_a_deleted_view_is_gone_and_saving_it_again_brings_it_back(
    small_shop: SmallShop,
) -> None:
    view = save(small_shop, "Late", is_start=True)
    small_shop.views.delete(
        small_shop.owner, DeleteView(operation_id=new_operation_id(), view_id=view.view_id)
    )
    assert names(small_shop) == []
    back = save(small_shop, view.name, content=view.content, is_start=view.is_start)
    assert (back.content, back.is_start) == (view.content, True)


def test_a_removed_technician_is_left_out_and_named(small_shop: SmallShop) -> None:
    marco = small_shop.person("Marco Rossi", "technician")
    filters = QueueFilters(technician_id=marco.person_id, priority=Priority.URGENT)
    save(small_shop, "Marco", content=ViewContent(filters=filters))
    small_shop.people.save(
        small_shop.owner,
        SavePerson(
            operation_id=new_operation_id(),
            person_id=marco.person_id,
            name="Marco Rossi",
            role_key="technician",
            active=False,
        ),
    )
    view = opened(small_shop)
    assert view.gone == (ViewPart.TECHNICIAN,)
    assert view.content.filters == QueueFilters(priority=Priority.URGENT)


def test_a_customer_who_was_merged_is_the_one_they_became(small_shop: SmallShop) -> None:
    old, new = small_shop.take_in(), small_shop.take_in(customer=SAM)
    rows = small_shop.queue.rows(small_shop.owner, ids=[old.ticket_id, new.ticket_id])
    before, after = (row.customer_id for row in rows)
    save(small_shop, "Dana", content=ViewContent(filters=QueueFilters(customer_id=before)))
    with small_shop.database.writing() as uow:
        uow.execute(
            update(m.customer)
            .where(m.customer.c.id == before)
            .values(active=False, merged_into_id=after)
        )
    view = opened(small_shop)
    assert (view.content.filters.customer_id, view.gone) == (after, ())
    assert view.names == {ViewPart.CUSTOMER: "Sam Okafor"}


@pytest.mark.parametrize(
    ("filters", "part"),
    [
        ({"status": "polished"}, ViewPart.STATUS),
        ({"priority": 3}, ViewPart.PRIORITY),
        ({"device": 987_654}, ViewPart.DEVICE),
        ({"device": True}, ViewPart.DEVICE),
        ({"customer": 987_654}, ViewPart.CUSTOMER),
        ({"technician": 987_654}, ViewPart.TECHNICIAN),
        ({"opened": {"kind": "eons"}}, ViewPart.OPENED),
        ({"opened": "yesterday"}, ViewPart.OPENED),
        ({"promised": {"kind": "days", "first": "2026-02-30"}}, ViewPart.PROMISED),
    ],
)
def test_what_is_no_longer_there_is_named(
    small_shop: SmallShop, filters: dict[str, Any], part: ViewPart
) -> None:
    view = save(small_shop, "Late")
    store(small_shop, view, filters=filters)
    found = opened(small_shop)
    assert found.gone == (part,)
    assert found.content == LATE


def test_a_view_of_another_version_opens_with_what_is_known(small_shop: SmallShop) -> None:
    view = save(small_shop, "Late")
    store(
        small_shop,
        view,
        version=9,
        chip="polished",
        sort=["a"],
        grouping=7,
        columns=["order", "Ö", 3],
        more={"x": 1},
        filters=None,
    )
    found = opened(small_shop)
    assert found.gone == (ViewPart.CHIP, ViewPart.SORT, ViewPart.GROUPING)
    assert found.content == ViewContent(columns=("order",))


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_view_has_a_short_name(small_shop: SmallShop, name: str) -> None:
    with pytest.raises(Invalid):
        save(small_shop, name)


def test_there_are_only_so_many_views(small_shop: SmallShop) -> None:
    for number in range(MOST_VIEWS):
        save(small_shop, f"View {number}")
    with pytest.raises(Invalid):
        save(small_shop, "One more")


def test_the_record_holds_no_name(small_shop: SmallShop) -> None:
    save(small_shop, "Lena’s phones")
    with small_shop.database.reading() as uow:
        rows = uow.connection.execute(
            select(m.audit.c.action, m.audit.c.details).where(m.audit.c.entity == "view")
        ).all()
    assert [tuple(row) for row in rows] == [("view.saved", None)]
