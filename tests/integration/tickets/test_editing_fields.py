"""Editing an order's promise, haste, hours, words and condition; no words in its history."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from services.errors import Invalid, InvalidTransition, NotFound, PermissionDenied
from services.tickets.dto import EditedField, FieldChange
from services.types import (
    ConditionMark,
    ConditionPart,
    DeviceCategory,
    HistoryKind,
    Priority,
)
from tests.support.editing import edit, last_changes, seen
from tests.support.shops import SmallShop, device

F = EditedField
SCREEN = ConditionPart.SCREEN


def append_only_text(shop: SmallShop) -> str:
    """Return everything the append-only tables hold, as one text."""
    with shop.database.reading() as uow:
        rows = [
            *uow.connection.execute(text("SELECT details FROM ticket_history")),
            *uow.connection.execute(text("SELECT details FROM audit")),
        ]
    return " ".join(str(row[0]) for row in rows)


def test_each_field_is_stored_and_told_with_old_and_new(small_shop: SmallShop) -> None:
    order = small_shop.take_in(devices=(device(condition={SCREEN: ConditionMark.GOOD}),))
    promise = small_shop.clock.now() + timedelta(hours=3)
    edit(
        small_shop,
        order,
        priority="urgent",
        promised_at_utc=promise,
        device_category="laptop",
        job_category="display",
        estimated_minutes=90,
        actual_minutes=0,
        condition={SCREEN: ConditionMark.BROKEN},
        seen_version=order.version,
    )
    after = seen(small_shop, order)

    assert (after.priority, after.promised_at_utc) == (Priority.URGENT, promise)
    assert (after.device_category, after.job_category) == (DeviceCategory.LAPTOP, "display")
    assert (after.estimated_minutes, after.actual_minutes) == (90, 0)
    assert after.condition == ((SCREEN, ConditionMark.BROKEN),)
    assert after.history[0].kind is HistoryKind.EDITED
    assert after.history[0].person == "Petra Alder"
    told = {change.field: (change.old, change.new) for change in last_changes(after)}
    assert told == {
        F.PRIORITY: ("normal", "urgent"),
        F.PROMISE: ("", promise.isoformat()),
        F.DEVICE_CATEGORY: ("", "laptop"),
        F.JOB_CATEGORY: ("", "display"),
        F.ESTIMATED_MINUTES: ("", "90"),
        F.ACTUAL_MINUTES: ("", "0"),
        F.CONDITION: ("screen=good", "screen=broken"),
    }


def test_words_and_finding_are_told_but_stand_in_no_append_only_row(small_shop: SmallShop) -> None:
    order = small_shop.take_in(devices=(device(words="Dana dropped it"),))
    edit(
        small_shop,
        order,
        words="Dana's son dropped it",
        finding="Frame bent",
        accessories=("Kit's case",),
        slot="Dana's box",
    )
    after = seen(small_shop, order)

    assert (after.words, after.finding) == ("Dana's son dropped it", "Frame bent")
    assert after.accessories == ("Kit's case",)
    told = {change.field: (change.old, change.new) for change in last_changes(after)}
    assert told[F.WORDS] == ("Dana dropped it", "Dana's son dropped it")
    assert told[F.FINDING] == ("", "Frame bent")
    kept = append_only_text(small_shop)
    assert "words" in kept
    for words in ("dropped", "bent", "Kit", "Dana"):
        assert words not in kept


def test_erased_words_are_told_as_changed(small_shop: SmallShop) -> None:
    order = small_shop.take_in(devices=(device(words="Dana dropped it"),))
    edit(small_shop, order, words="Fell", priority="express")
    with small_shop.database.writing() as uow:
        uow.connection.execute(text("UPDATE ticket_note SET text = ''"))
    after = seen(small_shop, order)

    assert FieldChange(field=F.WORDS, is_told=False) in last_changes(after)
    assert FieldChange(field=F.PRIORITY, old="normal", new="express") in last_changes(after)
    assert after.history[0].note == ""


def test_what_is_named_is_emptied(small_shop: SmallShop) -> None:
    promise = small_shop.clock.now() + timedelta(hours=3)
    order = small_shop.take_in(devices=(device(promised_at_utc=promise),))
    edit(small_shop, order, estimated_minutes=30)
    edit(small_shop, order, emptied={F.PROMISE, F.ESTIMATED_MINUTES})
    after = seen(small_shop, order)

    assert (after.promised_at_utc, after.estimated_minutes) == (None, None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"priority": "normal"}, "ticket_id"),
        ({"emptied": {F.PRIORITY}}, "priority"),
        ({"job_category": "sorcery"}, "job_category"),
    ],
)
def test_what_can_not_be_accepted_names_its_field(
    small_shop: SmallShop, changes: dict[str, Any], field: str
) -> None:
    order = small_shop.take_in()
    with pytest.raises(Invalid) as refused:
        edit(small_shop, order, **changes)
    assert refused.value.field == field
    assert seen(small_shop, order).version == order.version


def test_a_promise_in_the_past_is_refused_unless_it_stays(small_shop: SmallShop) -> None:
    promise = small_shop.clock.now() + timedelta(hours=1)
    order = small_shop.take_in(devices=(device(promised_at_utc=promise),))
    small_shop.clock.pass_by(hours=2)
    edit(small_shop, order, promised_at_utc=promise, priority="urgent")
    with pytest.raises(Invalid, match="passed"):
        edit(small_shop, order, promised_at_utc=promise + timedelta(minutes=5))


def test_an_order_keeps_a_word_on_what_is_to_be_done(small_shop: SmallShop) -> None:
    order = small_shop.take_in(devices=(device(words="No sound", lines=()),))
    with pytest.raises(Invalid) as refused:
        edit(small_shop, order, words=" ")
    assert refused.value.field == "words"
    edit(small_shop, order, words="No sound at all")
    rows = small_shop.queue.rows(small_shop.owner, ids=(order.ticket_id,))
    assert rows[0].repairs == "No sound at all"


def test_a_closed_order_keeps_all_but_what_is_about_the_work(small_shop: SmallShop) -> None:
    order = small_shop.take_in()
    small_shop.move(order.ticket_id, "cancelled", note="Too dear")
    edit(small_shop, order, finding="Board corroded", actual_minutes=20, slot="B2")
    for changes in ({"priority": "urgent"}, {"words": "x"}, {"lines": ()}):
        with pytest.raises(InvalidTransition):
            edit(small_shop, order, **changes)


def test_who_may_not_update_or_reach_an_order_edits_nothing(small_shop: SmallShop) -> None:
    viewer = small_shop.person("Vera Lind", "viewer")
    marco = small_shop.person("Marco Rossi", "technician")
    order = small_shop.take_in(devices=(device(technician_id=small_shop.owner.person_id),))
    with pytest.raises(PermissionDenied):
        edit(small_shop, order, actor=viewer, priority="urgent")
    with pytest.raises(NotFound):
        edit(small_shop, order, actor=marco, priority="urgent")
