"""The board's columns: the open orders of a question by status, each in the list's order."""

from __future__ import annotations

from typing import Any

from services.tickets.dto import (
    BOARD_STATUSES,
    BoardAnswer,
    MoveKind,
    QueueChip,
    QueueQuestion,
    QueueSort,
)
from services.types import TicketStatus
from tests.support.shops import SmallShop, device

S = TicketStatus


def numbers(answer: BoardAnswer) -> dict[str, list[int]]:
    found = {status.value: list(ids) for status, ids in answer.columns.items()}
    return {status: ids for status, ids in found.items() if ids}


def take_in(shop: SmallShop, title: str, *steps: str, **more: Any) -> int:
    order = shop.take_in(devices=(device(title=title, serial=title, **more),))
    for step in steps:
        shop.move(order.ticket_id, step, note="Not wanted" if step == "cancelled" else "")
    return int(order.ticket_id)


def board(shop: SmallShop, **question: Any) -> BoardAnswer:
    return shop.queue.board(shop.owner, QueueQuestion(**question))


def test_open_orders_stand_by_status_and_no_others(small_shop: SmallShop) -> None:
    first = take_in(small_shop, "iPhone 14", "in_progress")
    second = take_in(small_shop, "Pixel 8")
    third = take_in(small_shop, "Redmi 12", "in_progress")
    take_in(small_shop, "Galaxy A54", "cancelled")
    expected = {"pending": [second], "in_progress": [first, third]}
    assert numbers(board(small_shop)) == expected
    assert numbers(board(small_shop, chip=QueueChip.ALL)) == expected
    assert numbers(board(small_shop, chip=QueueChip.TO_HAND_BACK)) == {}
    newest = board(small_shop, sort=QueueSort.NEWEST)
    assert list(newest.columns[S.IN_PROGRESS]) == [third, first]


def test_the_columns_hold_what_the_table_holds(small_shop: SmallShop) -> None:
    for title, steps in (("iPhone 14", ()), ("Pixel 8", ("waiting_parts",)), ("iPhone 11", ())):
        take_in(small_shop, title, *steps)
    for chip in (QueueChip.OPEN, QueueChip.UNASSIGNED, QueueChip.WAITING_PARTS, QueueChip.LATE):
        for text in ("", "iphone", "R26"):
            question = QueueQuestion(chip=chip, text=text)
            table = small_shop.queue.ask(small_shop.owner, question)
            columns = small_shop.queue.board(small_shop.owner, question).columns
            assert sorted(i for ids in columns.values() for i in ids) == sorted(table.ids)


def test_first_rows_come_with_their_column_and_legal_steps(small_shop: SmallShop) -> None:
    ticket_id = take_in(small_shop, "iPhone 14", "in_progress", "completed")
    answer = board(small_shop)
    assert tuple(answer.columns) == BOARD_STATUSES
    (row,) = answer.first_rows[S.COMPLETED]
    assert row.ticket_id == ticket_id
    assert [(move.kind, move.to) for move in row.next_moves] == [
        (MoveKind.MOVE, S.READY_PICKUP),
        (MoveKind.MOVE, S.IN_PROGRESS),
    ]


def test_technicians_see_their_own_columns(small_shop: SmallShop) -> None:
    marco = small_shop.person("Marco Rossi", "technician")
    jules = small_shop.person("Jules Lind", "technician")
    mine = take_in(small_shop, "iPhone 14", "in_progress", technician_id=marco.person_id)
    take_in(small_shop, "Pixel 8", "in_progress", technician_id=jules.person_id)
    answer = small_shop.queue.board(marco, QueueQuestion())
    assert numbers(answer) == {"in_progress": [mine]}
