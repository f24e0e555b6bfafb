"""`mendpoint intake`: one object or many lines; everything wrong at once; nothing half-stored."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from tests.e2e.cli_stage import CommandLine, device, set_up, visit
from tests.support.databases import PostgresDatabases

GOOD = json.dumps(visit())


def lines(*values: Any) -> str:
    """Return JSON Lines."""
    return "".join(json.dumps(value) + "\n" for value in values)


def test_an_order_taken_in_is_shown_with_its_amounts_and_moves(command_line: CommandLine) -> None:
    command_line.done("assign", command_line.take_in(), "petra  ALDER")
    taken = command_line.done(
        "intake", "-",
        given=json.dumps(
            visit(
                operation_id="kiosk-0001",
                customer={"id": 1, "sms_consent": False},
                devices=[
                    device(
                        imei="49-015420-323751-8", colour="Blue", words="Fell", priority="urgent",
                        condition={"screen": "broken"}, accessories=["Case"],
                        deposit_agreed="50.00", technician="Petra Alder",
                        promised_at="2199-11-20T17:00:00+01:00",
                        comeback_of="r26000001",
                        repairs=[
                            {"repair": "Screen", "price": "189.00", "labour": "40", "quantity": 2},
                            {"title": "Find the fault", "tax_class": "no TAX", "price": "10.5"},
                        ],
                    )
                ],
            )
        ),
    )  # fmt: skip
    shown = command_line.done("ticket", taken["number"].lower().replace("-", ""))

    assert taken["operation_id"] == "kiosk-0001"
    assert taken["tickets"] == [{"ticket_id": 2, "number": "R26-000002-P"}]
    assert (shown["status"], shown["priority"], shown["words"]) == ("pending", "urgent", "Fell")
    assert shown["customer"]["name"] == "Dana Whitfield"
    assert shown["device"]["title"] == "iPhone 14"
    assert shown["device"]["imei"] == "490154203237518"
    assert shown["device"]["condition"] == {"screen": "broken"}
    assert shown["technician"] == "Petra Alder"
    assert shown["promised_at_utc"] == "2199-11-20T16:00:00Z"
    assert [line["amount_minor"] for line in shown["lines"]] == [37_800, 1_050]
    assert [line["tax_rate_ppm"] for line in shown["lines"]] == [82_500, 0]
    assert (shown["lines"][0]["grade"], shown["lines"][0]["labour_minor"]) == ("original", 4_000)
    assert shown["totals"]["currency"] == shown["lines"][0]["currency"] == "USD"
    assert shown["totals"]["total_minor"] == 37_800 + 1_050 + 3_119
    assert shown["totals"]["deposit_agreed_minor"] == 5_000
    assert [move["to"] for move in shown["moves"]] == [
        "diagnosing", "in_progress", "waiting_parts", "cancelled",
    ]  # fmt: skip
    assert [entry["kind"] for entry in shown["history"]] == ["taken_in"]


def test_a_repeat_returns_the_first_result_and_other_content_conflicts(
    command_line: CommandLine,
) -> None:
    first = command_line.done("intake", "-", given=json.dumps(visit(operation_id="kiosk-0001")))
    again = command_line.done("intake", "-", given=json.dumps(visit(operation_id="kiosk-0001")))
    other = command_line.run(
        "intake", "-",
        given=json.dumps(visit(operation_id="kiosk-0001", devices=[device(words="Other")])),
    )  # fmt: skip

    assert (first["replayed"], again["replayed"]) == (False, True)
    assert again["tickets"] == first["tickets"]
    assert (other.code, other.out, other.error["code"]) == (5, "", "conflict")
    assert command_line.count("ticket") == 1


def test_the_operation_of_one_object_may_be_said_beside_it(on_sqlite: CommandLine) -> None:
    said = ("intake", "-", "--operation-id", "kiosk-0001")
    first, again = on_sqlite.done(*said, given=GOOD), on_sqlite.done(*said, given=GOOD)
    refused = [
        on_sqlite.run(*said, given=json.dumps(visit(operation_id="kiosk-0002"))),
        on_sqlite.run("intake", "-", "--operation-id", "two words", given=GOOD),
        on_sqlite.run(*said, given=GOOD + "\n" + GOOD),
    ]

    assert (first["operation_id"], again["replayed"]) == ("kiosk-0001", True)
    assert [(each.code, each.error["field"]) for each in refused] == [
        (2, "operation_id"), (2, "operation_id"), (2, None),
    ]  # fmt: skip


def test_everything_wrong_is_named_at_once_as_the_file_calls_it(command_line: CommandLine) -> None:
    wrong = visit(
        customer={"name": ""},
        devices=[
            device(
                model="iPhone 99", imei="123", serial="", technician="Nobody Here",
                promised_at="2001-01-01T00:00:00Z",
                repairs=[
                    {"repair": "flux capacitor"},
                    {"repair": "battery", "price": "10.00", "labour": "11.00", "tax_class": "Mars"},
                ],
            ),
            {"model_id": 999_999, "serial": "SN-2", "words": "Hums"},
        ],
    )  # fmt: skip
    refused = command_line.run("intake", "-", given=json.dumps(wrong))

    assert (refused.code, refused.out) == (2, "")
    assert refused.error["code"] == "invalid"
    assert {problem["field"] for problem in refused.error["problems"]} == {
        "customer.name",
        "customer.phone",
        "devices.0.model",
        "devices.0.imei",
        "devices.0.promised_at",
        "devices.0.technician",
        "devices.0.repairs.0.repair",
        "devices.0.repairs.1.labour",
        "devices.0.repairs.1.tax_class",
        "devices.1.model_id",
    }
    words = {problem["field"]: problem["message"] for problem in refused.error["problems"]}
    assert "iPhone 99" in words["devices.0.model"]
    assert "flux capacitor" in words["devices.0.repairs.0.repair"]
    assert command_line.count("ticket") == command_line.count("customer") == 0


REFUSED: dict[str, tuple[str | bytes, str | None]] = {
    "nothing": (" \n", None),
    "no JSON": ("{", None),
    "a list": (f"[{GOOD}]", None),
    "not UTF-8": (GOOD.encode().replace(b"Dana", b"D\xe4na"), None),
    "half a character": (GOOD.replace("Dana", "\\ud800"), None),
    "an unknown field": (json.dumps(visit(colour="red")), "colour"),
    "a number as amount": (GOOD.replace('"279.00"', "279.0"), "devices.0.repairs.0.price"),
    "a whole number as amount": (GOOD.replace('"279.00"', "279"), "devices.0.repairs.0.price"),
    "a third decimal": (GOOD.replace("279.00", "279.001"), "devices.0.repairs.0.price"),
    "a negative amount": (GOOD.replace("279.00", "-279.00"), "devices.0.repairs.0.price"),
    "an amount too large": (GOOD.replace("279.00", "9" * 14), "devices.0.repairs.0.price"),
    "text as yes or no": (GOOD.replace("true", '"true"'), "terms_accepted"),
    "NUL": (GOOD.replace("Dana", "Da\\u0000na"), "customer.name"),
    "a name too long": (GOOD.replace("Dana", "D" * 10_000), "customer.name"),
    "no devices": (json.dumps(visit(devices=[])), "devices"),
    "an unknown part": (
        json.dumps(visit(devices=[device(condition={"wing": "good"})])),
        "devices.0.condition.wing",
    ),
    "a promise without zone": (
        json.dumps(visit(devices=[device(promised_at="2199-01-01T10:00:00")])),
        "devices.0.promised_at",
    ),
    "a promise at the end of time": (
        json.dumps(visit(devices=[device(promised_at="9999-12-31T23:59:59-12:00")])),
        "devices.0.promised_at",
    ),
    "two ways to name a device": (json.dumps(visit(devices=[device(title="It")])), "devices.0"),
    "an id and a name": (GOOD.replace('"phone"', '"id": 1, "phone"'), "customer"),
    "an id too large": (json.dumps(visit(customer={"id": 10**30})), "customer.id"),
    "an unknown customer": (json.dumps(visit(customer={"id": 77})), "customer.id"),
    "an unknown device": (json.dumps(visit(devices=[{"device_id": 77, "words": "x"}])),
                          "devices.0.device_id"),
    "an unknown earlier order": (
        json.dumps(visit(devices=[device(comeback_of="R26-000099")])), "devices.0.comeback_of",
    ),
    "an operation id with spaces": (json.dumps(visit(operation_id="no id")), "operation_id"),
    "a bottomless value": ("[" * 100_000, None),
}  # fmt: skip


def test_a_refusal_names_its_field_and_stores_nothing(on_sqlite: CommandLine) -> None:
    found = {}
    for case, (given, _field) in REFUSED.items():
        answer = on_sqlite.run("intake", "-", given=given)
        assert (answer.code, answer.out) == (2, ""), (case, answer)
        assert answer.error["message"], case
        found[case] = answer.error["field"]

    assert found == {case: field for case, (_given, field) in REFUSED.items()}
    assert on_sqlite.count("ticket") == on_sqlite.count("customer") == 0


def test_a_refusal_says_the_reason_once_and_how_long_is_too_long(on_sqlite: CommandLine) -> None:
    long = on_sqlite.run("intake", "-", given=GOOD.replace("Dana", "D" * 10_000))
    price = on_sqlite.run("intake", "-", given=GOOD.replace('"279.00"', '"a lot"'))

    assert "at most 200 characters" in long.error["message"]
    assert [each["field"] for each in price.error["problems"]] == ["devices.0.repairs.0.price"]


def test_open_terms_ask_first(command_line: CommandLine) -> None:
    asked = command_line.run(
        "intake", "-", given=json.dumps(visit(terms_accepted=False, operation_id="kiosk-0001"))
    )
    confirmed = visit(terms_accepted=False, operation_id="kiosk-0001", confirmed=["terms-open"])

    assert (asked.code, asked.error["key"]) == (7, "terms-open")
    assert asked.error["details"]["operation_id"] == "kiosk-0001"
    assert command_line.done("intake", "-", given=json.dumps(confirmed))["number"]


def test_lines_are_answered_in_order_and_a_bad_one_stops_nothing(command_line: CommandLine) -> None:
    given = b"\n".join(
        [
            b"\xef\xbb\xbf" + json.dumps(visit(operation_id="line-0001")).encode(),
            b"{ not json",
            b"",
            b'{"customer": "D\xe4na"}',
            json.dumps(visit(operation_id="line-0001")).encode(),
            json.dumps(visit(devices=[device(imei="123")])).encode(),
            json.dumps(visit(devices=[device(), device(serial="SN-2")])).encode(),
        ]
    )
    answer = command_line.run("intake", "-", given=given)

    assert (answer.code, answer.err) == (2, "")
    assert [(told["line"], told["ok"]) for told in answer.lines] == [
        (1, True), (2, False), (4, False), (5, True), (6, False), (7, True),
    ]  # fmt: skip
    assert answer.lines[3]["replayed"]
    assert answer.lines[3]["number"] == answer.lines[0]["number"]
    assert answer.lines[4]["error"]["field"] == "devices.0.imei"
    assert len(answer.lines[5]["tickets"]) == 2
    assert command_line.count("ticket") == 3


@pytest.mark.parametrize(
    ("words", "given", "answered"),
    [
        pytest.param((), json.dumps(visit(), indent=2), None, id="one object over many lines"),
        pytest.param((), GOOD + "\n\n", None, id="one line"),
        pytest.param(("--jsonl",), GOOD, [1], id="one line, asked for as lines"),
        pytest.param(("--jsonl",), "", [], id="no line at all"),
        pytest.param((), f"\n{GOOD}\n\n{GOOD}", [2, 4], id="two lines"),
        pytest.param((), f"nonsense\n{GOOD}\n", [1, 2], id="a bad line first"),
    ],
)
def test_one_value_is_told_from_lines(
    on_sqlite: CommandLine, words: tuple[str, ...], given: str, answered: list[int] | None
) -> None:
    answer = on_sqlite.run("intake", *words, "-", given=given)

    if answered is None:
        assert (answer.code, "line" in answer.json) == (0, False)
    else:
        assert [told["line"] for told in answer.lines] == answered


def test_a_line_longer_than_anything_sensible_is_refused_alone(on_sqlite: CommandLine) -> None:
    huge = json.dumps(visit(devices=[device(words="x" * 9_000_000)]))
    answer = on_sqlite.run("intake", "--jsonl", "-", given=f"{huge}\n{GOOD}\n")

    assert [(told["line"], told["ok"]) for told in answer.lines] == [(1, False), (2, True)]
    assert answer.code == 2


def test_hostile_names_are_kept_as_typed_and_written_safely(command_line: CommandLine) -> None:
    name = "\x1b@Zo\x9bë <b>李小龙</b> \u202eمحمد\u2028 👩‍🔧\x07"
    answer = command_line.run(
        "intake", "-", given=json.dumps(visit(customer={"name": name, "phone": "415-555-0199"}))
    )
    shown = command_line.run("ticket", answer.json["number"])

    assert shown.json["customer"]["name"] == name.strip()
    assert not {"\x1b", "\x9b", "\u202e", "\u2028", "\x07"} & set(shown.out)
    assert len(shown.out.splitlines()) == 1


class GoesAwayAfterOneLine(io.RawIOBase):
    """Standard input that takes the database away once the first line was answered."""

    def __init__(self, take_away: Any) -> None:
        self._given = [f"{GOOD}\n".encode(), f"{GOOD}\n".encode(), f"{GOOD}\n".encode()]
        self._take_away = take_away

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:
        if len(self._given) == 2:
            self._take_away()
        line = self._given.pop(0) if self._given else b""
        room[: len(line)] = line
        return len(line)


def test_lines_stop_when_the_database_goes_away(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Any,
    postgres_url: str,
    postgres_databases: PostgresDatabases,
) -> None:
    from sqlalchemy import make_url

    command_line = set_up(
        CommandLine(monkeypatch, home=tmp_path / "home", database_url=postgres_url)
    )
    stdin = GoesAwayAfterOneLine(lambda: postgres_databases.drop(make_url(postgres_url)))
    answer = command_line.run("intake", "--jsonl", "-", given=stdin)

    assert answer.code == 4
    assert [told["ok"] for told in answer.lines] == [True, False]
    assert answer.lines[1]["error"]["code"] == "storage_unavailable"
    assert answer.lines[1]["error"]["details"]["operation_id"]
