"""Commands on orders: moves with their exit codes, repeats, lists, search, tills."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.cli.exits import EXIT_CODES
from services.errors import MendpointError
from tests.e2e.cli_stage import CommandLine, visit


def test_every_error_has_an_exit_code() -> None:
    found, waiting = set(), [MendpointError]
    while waiting:
        kind = waiting.pop()
        waiting.extend(kind.__subclasses__())
        # A screen's own kinds never reach the command line.
        if not kind.__subclasses__() and kind.__module__.startswith("services."):
            found.add(kind.code)
    assert found - set(EXIT_CODES) == set()


def test_an_order_goes_to_its_end_step_by_step(command_line: CommandLine) -> None:
    number = command_line.take_in()
    illegal = command_line.run("move", number, "ready_pickup")
    for status in ("diagnosing", "awaiting_approval", "completed", "ready_pickup"):
        moved = command_line.done("move", number, status, "--note", f"to {status}")
        assert moved["status"] == status
    unpaid = command_line.run("move", number, "delivered", "--operation-id", "give-0001")
    given = ("move", number, "delivered", "--confirm", "balance-due", "--operation-id", "give-0001")
    delivered, again = command_line.done(*given), command_line.done(*given)
    shown = command_line.done("ticket", number)

    assert (illegal.code, illegal.out, illegal.error["code"]) == (2, "", "invalid_transition")
    assert illegal.error["details"]["legal"]
    assert (unpaid.code, unpaid.error["key"]) == (7, "balance-due")
    assert unpaid.error["details"]["balance_minor"] == 30_202
    assert (delivered["status"], delivered["replayed"], again["replayed"]) == (
        "delivered", False, True,
    )  # fmt: skip
    assert (shown["outcome"], shown["moves"]) == ("declined", [])
    assert [entry["note"] for entry in shown["history"] if entry["kind"] == "moved"] == [
        "to diagnosing", "to awaiting_approval", "to completed", "to ready_pickup",
    ]  # fmt: skip


def test_a_move_is_repeated_safely_and_guards_what_was_seen(command_line: CommandLine) -> None:
    number = command_line.take_in()
    move = ("move", number, "in_progress", "--operation-id", "move-0001")
    first, again = command_line.done(*move), command_line.done(*move)
    other = command_line.run("move", number, "waiting_parts", "--operation-id", "move-0001")
    stale = command_line.run("move", number, "waiting_parts", "--seen-version", "1")
    done = command_line.done("move", number, "completed", "--outcome", "not_repairable")

    assert (first["replayed"], again["replayed"]) == (False, True)
    assert first["version"] == again["version"]
    assert [(each.code, each.error["code"]) for each in (other, stale)] == [(5, "conflict")] * 2
    assert done["status"] == "completed"
    assert command_line.done("ticket", number)["outcome"] == "not_repairable"


def test_cancelling_needs_a_note_and_the_device_is_handed_back(command_line: CommandLine) -> None:
    number = command_line.take_in()
    silent = command_line.run("move", number, "cancelled")
    command_line.done("move", number, "cancelled", "--note", "Too expensive")
    unnamed = command_line.run("hand-back", number, "--collected-by", "other")
    command_line.done("hand-back", number, "--collected-by", "other", "--name", "Kit Whitfield")
    twice = command_line.run("hand-back", number)

    assert (silent.code, silent.error["field"]) == (2, "note")
    assert (unnamed.code, unnamed.error["field"]) == (2, "collected_name")
    assert twice.code == 2
    assert command_line.done("ticket", number)["to_hand_back"] is False


def test_a_move_is_taken_back_once(command_line: CommandLine) -> None:
    number = command_line.take_in()
    command_line.done("move", number, "in_progress")
    undone = command_line.done("undo", number, "--operation-id", "undo-0001")
    again = command_line.done("undo", number, "--operation-id", "undo-0001")

    assert (undone["status"], again["replayed"]) == ("pending", True)
    assert command_line.run("undo", number).code in (2, 5)


def test_notes_and_technicians_are_in_the_timeline(command_line: CommandLine) -> None:
    number = command_line.take_in()
    command_line.done("note", number, "Customer rang")
    command_line.done("assign", number, "Petra Alder")
    technician = command_line.done("ticket", number)["technician"]
    command_line.done("assign", number, "--nobody")
    unknown = command_line.run("assign", number, "Nobody Here")
    shown = command_line.done("ticket", number)

    assert (technician, shown["technician"]) == ("Petra Alder", None)
    assert "Customer rang" in [entry["note"] for entry in shown["history"]]
    assert unknown.code == 3
    assert command_line.run("assign", number).code == 2


def test_handing_over_records_who_collected(command_line: CommandLine) -> None:
    number = command_line.take_in(to_ready=True)
    collected = command_line.done(
        "hand-over", number, "--collected-by", "other", "--name", "Kit", "--check", "identity",
        "--confirm", "balance-due",
    )  # fmt: skip
    assert collected["status"] == "delivered"
    assert command_line.done("ticket", number)["collection"]["name"] == "Kit"


def test_an_order_that_is_not_there_is_not_found(command_line: CommandLine) -> None:
    command_line.take_in()
    answers = {
        number: (answer.code, answer.error["code"])
        for number in ("R26-000002", "R26-000001-X", "soon")
        for answer in (command_line.run("ticket", number),)
    }
    assert answers == {
        "R26-000002": (3, "not_found"),
        "R26-000001-X": (2, "invalid"),
        "soon": (2, "invalid"),
    }
    assert command_line.run("move", "R26-000002", "completed").code == 3
    assert command_line.run("print", "R26-000002", "--document", "claim-ticket").code == 3


def test_the_queue_lists_open_orders_or_one_status(command_line: CommandLine) -> None:
    numbers = [
        taken["number"]
        for taken in map(
            json.loads,
            command_line.run(
                "intake", "--jsonl", "-", given="".join(json.dumps(visit()) + "\n" for _ in "abc")
            ).out.splitlines(),
        )
    ]
    command_line.done("move", numbers[0], "in_progress")
    command_line.done("move", numbers[1], "cancelled", "--note", "No")
    some = command_line.done("queue", "--limit", "1")
    cancelled = command_line.done("queue", "--status", "cancelled")

    assert {row["number"] for row in command_line.done("queue")["orders"]} == {
        numbers[0], numbers[2],
    }  # fmt: skip
    assert (some["count"], some["complete"]) == (1, False)
    assert [row["number"] for row in cancelled["orders"]] == [numbers[1]]
    assert cancelled["orders"][0]["currency"] == "USD"
    assert cancelled["complete"] is True


def test_a_long_queue_comes_whole_and_in_order(on_sqlite: CommandLine) -> None:
    answer = on_sqlite.run("generate", "--customers", "60", "--orders", "460", "--seed", "3")
    queue = on_sqlite.done("queue", "--status", "delivered", "--limit", "330")
    numbers = [row["number"] for row in queue["orders"]]

    assert answer.code == 0
    assert (queue["count"], len(set(numbers)), queue["complete"]) == (330, 330, False)
    assert queue["orders"][:50] == on_sqlite.done("queue", "--status", "delivered")["orders"]


@pytest.mark.parametrize(
    "text", ["whitfield", "415 555 0142", "0142", "r26-000001", "000001", "dana@example.com"]
)
def test_search_finds_by_what_people_say(on_sqlite: CommandLine, text: str) -> None:
    customer = {"name": "Dana Whitfield", "phone": "415-555-0142", "email": "dana@example.com"}
    number = on_sqlite.take_in(customer=customer)
    assert number in {hit["number"] for hit in on_sqlite.done("search", text)["hits"]}
    assert on_sqlite.done("search", "zzz")["hits"] == []


def test_with_several_tills_one_must_be_named(command_line: CommandLine) -> None:
    command_line.sql(
        "INSERT INTO till (name, name_folded, prints_on_intake, created_at_utc, version)"
        " SELECT 'Back room', 'back room', prints_on_intake, created_at_utc, 1 FROM till"
    )
    command_line.sql("UPDATE shop SET reference_version = reference_version + 1")
    unsaid: Any = command_line.run("queue")
    unknown = command_line.run("queue", "--till", "Attic")

    assert (unsaid.code, unsaid.error["field"], unsaid.out) == (2, "till", "")
    assert (unknown.code, unknown.error["field"]) == (3, "till")
    assert command_line.done("queue", "--till", "back ROOM")["count"] == 0
    assert command_line.done("--till", "Till 1", "queue")["count"] == 0
    assert len(command_line.done("tills")["tills"]) == 2


def test_an_account_that_is_switched_off_may_do_nothing(command_line: CommandLine) -> None:
    number = command_line.take_in()
    command_line.sql("UPDATE person SET active = false WHERE kind = 'command_line'")
    answers = [
        command_line.run(*words)
        for words in (("move", number, "in_progress"), ("queue",), ("work", "--once"))
    ]
    assert [(each.code, each.error["code"]) for each in answers] == [(6, "permission_denied")] * 3


def test_an_order_is_edited_and_that_is_taken_back(command_line: CommandLine) -> None:
    number, other = command_line.take_in(), command_line.take_in()
    promise = "2099-01-05T17:00:00Z"
    edit = ("edit", number, "--priority", "express", "--promise", promise, "--slot", "A 3")
    first = command_line.done(*edit, "--operation-id", "edit-0001")
    again = command_line.done(*edit, "--operation-id", "edit-0001")
    shown = command_line.done("ticket", number)
    taken = command_line.run("edit", other, "--slot", "a3")
    both = command_line.done("edit", other, "--slot", "a3", "--confirm", "slot-in-use")
    nothing = command_line.run("edit", number)
    command_line.done("undo", number)
    back = command_line.done("ticket", number)

    assert (first["replayed"], again["replayed"]) == (False, True)
    assert (shown["priority"], shown["slot"]) == ("express", "A 3")
    assert [change["field"] for change in shown["history"][-1]["changes"]] == [
        "priority", "promised_at_utc", "slot",
    ]  # fmt: skip
    assert (taken.code, taken.error["key"]) == (7, "slot-in-use")
    assert both["number"] == other
    assert (nothing.code, nothing.error["code"]) == (2, "invalid")
    assert (back["priority"], back["slot"]) == ("normal", None)


def test_a_note_says_whom_it_is_for(command_line: CommandLine) -> None:
    number = command_line.take_in()
    command_line.done("note", number, "A year of warranty", "--kind", "customer")
    last = command_line.done("ticket", number)["history"][-1]
    assert (last["note"], last["note_kind"]) == ("A year of warranty", "customer")
