"""Taking an edit back, repeating it, and two people who edit one order at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from services.errors import Conflict, InvalidTransition, MendpointError
from services.tickets.dto import LineEdit, NoteCommand
from services.types import HistoryKind, NoteKind, Priority
from tests.support.editing import edit, kept, last_changes, seen, take_back
from tests.support.shops import SmallShop, device
from tests.support.statement_doors import failing_once, lost_line


def both(*acts: Callable[[], Any]) -> list[Any]:
    """Carry acts out at once and return what each gave or raised."""
    results: list[Any] = []
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            results.append(act())
        except MendpointError as error:
            results.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_taking_an_edit_back_is_an_edit_with_its_own_history(small_shop: SmallShop) -> None:
    order = small_shop.take_in(devices=(device(words="Fell"),))
    edited = edit(
        small_shop,
        order,
        priority="express",
        words="Fell twice",
        slot="A1",
        lines=(LineEdit(title="Battery", price_minor=4_000),),
    )
    assert edited.undo_until_utc is not None
    assert seen(small_shop, order).undoable_history_id == edited.history_id
    take_back(small_shop, edited)
    after = seen(small_shop, order)

    assert (after.priority, after.words, after.slot) == (Priority.NORMAL, "Fell", "")
    assert after.lines == order.lines
    assert (after.subtotal_minor, after.tax_minor, after.total_minor) == (
        order.subtotal_minor,
        order.tax_minor,
        order.total_minor,
    )
    assert after.history[0].kind is HistoryKind.UNDONE
    assert after.history[0].undoes_id == edited.history_id
    told = {change.field: (change.old, change.new) for change in last_changes(after)}
    assert told["priority"] == ("express", "normal")
    assert told["words"] == ("Fell twice", "Fell")
    rows = small_shop.queue.rows(small_shop.owner, ids=(order.ticket_id,))
    assert rows[0].repairs == "Screen replacement"


def test_an_edit_is_taken_back_by_its_maker_within_the_minute(small_shop: SmallShop) -> None:
    ana = small_shop.person("Ana Reyes", "front_desk")
    order = small_shop.take_in()
    edited = edit(small_shop, order, priority="urgent")
    with pytest.raises(InvalidTransition):
        take_back(small_shop, edited, actor=ana)
    small_shop.clock.pass_by(seconds=61)
    with pytest.raises(InvalidTransition):
        take_back(small_shop, edited)


def test_an_edit_that_was_followed_by_another_act_stays(small_shop: SmallShop) -> None:
    order = small_shop.take_in()
    edited = edit(small_shop, order, priority="urgent")
    small_shop.move(order.ticket_id, "diagnosing")
    with pytest.raises(Conflict):
        take_back(small_shop, edited)


def test_an_edit_repeated_is_carried_out_once(small_shop: SmallShop) -> None:
    order = small_shop.take_in()
    lines = (kept(order), LineEdit(title="Battery", price_minor=4_000))
    store = small_shop.database
    again = partial(edit, small_shop, order, operation_id="edit-0001", lines=lines)
    failing = failing_once(store, r"(?i)update ticket\b", error=lost_line(store))
    with failing, pytest.raises(MendpointError):
        again()
    first, second = again(), again()
    after = seen(small_shop, order)

    assert (first.replayed, second.replayed) == (False, True)
    assert first.history_id == second.history_id
    assert len(after.lines) == 2
    with pytest.raises(Conflict):
        edit(small_shop, order, operation_id="edit-0001", priority="urgent")


def test_of_two_edits_at_once_one_is_a_conflict(small_shop: SmallShop) -> None:
    for _ in range(5):
        order = small_shop.take_in()
        results = both(
            partial(
                edit,
                small_shop,
                order,
                lines=(kept(order, price_minor=10_000),),
                seen_version=order.version,
            ),
            partial(edit, small_shop, order, priority="urgent", seen_version=order.version),
        )
        lost = [each for each in results if isinstance(each, Conflict)]
        assert len(lost) == 1, results
        after = seen(small_shop, order)
        assert (after.priority is Priority.URGENT) != (after.subtotal_minor == 10_000)


def test_lines_edited_by_many_without_looking_never_mix(small_shop: SmallShop) -> None:
    order = small_shop.take_in()
    prices = (1_000, 2_000, 3_000, 4_000)
    results = both(
        *(
            partial(
                edit,
                small_shop,
                order,
                lines=(kept(order), LineEdit(title=f"Part {price}", price_minor=price)),
            )
            for price in prices
        )
    )
    assert not [each for each in results if isinstance(each, MendpointError)]
    after = seen(small_shop, order)
    assert len(after.lines) == 2
    assert after.lines[1].title == f"Part {after.lines[1].price_minor}"
    assert after.subtotal_minor == 27_900 + (after.lines[1].price_minor or 0)


def test_a_note_says_whom_it_is_for(small_shop: SmallShop) -> None:
    order = small_shop.take_in()
    for kind in (NoteKind.INTERNAL, NoteKind.CUSTOMER):
        command = NoteCommand(
            operation_id=f"note-{kind}", ticket_id=order.ticket_id, text=f"A {kind}", kind=kind
        )
        small_shop.tickets.note(small_shop.owner, command)
    rows = seen(small_shop, order).history[:2]
    assert [(row.note, row.note_kind) for row in rows] == [
        ("A customer", NoteKind.CUSTOMER),
        ("A internal", NoteKind.INTERNAL),
    ]
