"""Setting a shop up, importing, looking after its health, and what a wrong command line says."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli.command_table import COMMANDS
from tests.e2e.cli_stage import CommandLine, device

PRICES = "brand,model,repair_type,part_quality,price,cost,notes\n"
GOOD_ROW = "Apple,iPhone 14,screen,original,279.00,120.00,\n"
BAD_ROW = "Apple,iPhone 99,screen,original,279.00,120.00,\n"


def test_before_the_set_up_every_command_says_what_to_do(no_shop: CommandLine) -> None:
    answers = [no_shop.run(*words) for words in (("queue",), ("tills",), ("work", "--once"))]

    assert [(each.code, each.error["code"], each.out) for each in answers] == [
        (3, "not_found", "")
    ] * 3
    assert "mendpoint setup" in answers[0].error["message"]
    assert no_shop.run("doctor").code == 3


def test_a_shop_is_set_up_once(no_shop: CommandLine) -> None:
    words = (
        "setup", "--shop-name", "Reparatur Ahorn", "--owner", "Iris Ahorn", "--country", "DE",
        "--language", "de", "--currency", "EUR", "--time-zone", "Europe/Berlin", "--tax-name",
        "MwSt.", "--tax-rate", "19", "--prices-include-tax", "--till", "Theke",
        "--operation-id", "setup-0001",
    )  # fmt: skip
    first, again = no_shop.done(*words), no_shop.done(*words)
    other = no_shop.run("setup", "--shop-name", "Another", "--owner", "Somebody")
    shown = no_shop.done("ticket", no_shop.take_in())

    assert (first.pop("replayed"), again.pop("replayed")) == (False, True)
    assert first == again
    assert (other.code, other.error["code"]) == (5, "conflict")
    assert no_shop.done("people")["people"][0]["name"] == "Iris Ahorn"
    assert (shown["till"], shown["totals"]["currency"]) == ("Theke", "EUR")
    assert (shown["totals"]["total_minor"], shown["totals"]["tax_minor"]) == (27_900, 4_455)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        pytest.param(("--tax-rate", "8.25001"), "tax_rate_ppm", id="rate too fine"),
        pytest.param(("--tax-rate", "NaN"), "tax_rate_ppm", id="no rate"),
        pytest.param(("--currency", "QQQ"), "currency", id="no such currency"),
        pytest.param(("--country", "usa"), "country", id="no country code"),
        pytest.param(("--time-zone", "Moon/Far_Side"), "time_zone", id="no such zone"),
        pytest.param(("--printer", "telepathy:now"), "receipt_printer", id="no printer address"),
    ],
)
def test_a_set_up_that_can_not_be_is_refused(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    sqlite_url: str,
    words: tuple[str, ...],
    field: str,
) -> None:
    command_line = CommandLine(monkeypatch, home=tmp_path / "home", database_url=sqlite_url)
    refused = command_line.run("setup", "--shop-name", "A", "--owner", "B", *words)

    assert (refused.code, refused.error["field"]) == (2, field)
    assert command_line.count("shop") == 0


def test_a_sample_shop_needs_no_names(no_shop: CommandLine) -> None:
    assert no_shop.done("setup", "--sample")["shop_name"] == "Alder Street Repair"
    assert no_shop.done("queue")["count"] > 0
    assert no_shop.done("verify")["problems"] == []


def test_prices_are_imported_whole_or_not_at_all(command_line: CommandLine, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(PRICES + GOOD_ROW, encoding="utf-8")
    bad.write_text(PRICES + GOOD_ROW + BAD_ROW, encoding="utf-8")
    refused = command_line.run("import", "prices", str(bad))
    tried = command_line.done("import", "prices", str(good), "--dry-run")
    before = command_line.count("price")
    stored = command_line.done("import", "prices", str(good), "--operation-id", "import-0001")
    again = command_line.done("import", "prices", str(good), "--operation-id", "import-0001")
    other = command_line.run("import", "prices", str(bad), "--operation-id", "import-0001")
    by_the_book = device(brand="apple", model="IPHONE 14", repairs=[{"repair": "screen"}])
    shown = command_line.done("ticket", command_line.take_in(devices=[by_the_book]))

    assert (refused.code, refused.json["stored"], refused.json["refused"]) == (2, False, 1)
    assert refused.error["code"] == "invalid"
    assert [(row["line"], row["fate"]) for row in refused.json["lines"]][-1] == (3, "refused")
    assert (tried["dry_run"], tried["stored"], before) == (True, False, 0)
    assert stored["stored"]
    assert again["added"] == stored["added"]
    assert (stored["replayed"], again["replayed"]) == (False, True)
    assert other.code in (2, 5)
    assert shown["totals"]["subtotal_minor"] == 27_900


def test_doctor_speaks_to_people_and_to_programs(command_line: CommandLine) -> None:
    spoken = command_line.run("doctor")
    told = command_line.done("doctor", "--json")
    command_line.printer("tcp://127.0.0.1:9")
    away = command_line.run("doctor", "--json")

    assert spoken.code == 0
    assert "database:" in spoken.out
    assert "\x1b" not in spoken.out
    assert {"program", "database", "disk", "shop"} <= {check["name"] for check in told["checks"]}
    assert (away.code, away.json["health"]) == (4, "problem")


def test_doctor_explains_a_printer_variable_that_is_no_address(command_line: CommandLine) -> None:
    command_line.printer("frob:")
    told = command_line.run("doctor", "--json")
    checks = {check["name"]: check for check in told.json["checks"]}

    assert told.code == 4
    assert checks["printer:receipt"]["health"] == "problem"
    assert checks["printer:receipt"]["advice"]


def test_doctor_says_what_is_wrong_with_a_database_that_does_not_open(
    on_sqlite: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MENDPOINT_DATABASE_URL", "mysql://nowhere/db")
    told = on_sqlite.run("doctor", "--json")

    assert (told.code, told.json["checks"][0]["name"]) == (4, "database")


def test_verify_finds_rows_that_contradict_each_other(command_line: CommandLine) -> None:
    command_line.take_in()
    sound = command_line.done("verify")
    command_line.sql("UPDATE number_counter SET last_value = last_value + 1")
    broken = command_line.run("verify")

    assert (sound["ok"], sound["problems"]) == (True, [])
    assert (broken.code, broken.json["ok"]) == (5, False)
    assert [problem["check"] for problem in broken.json["problems"]] == ["number_gap"]


@pytest.mark.parametrize(
    ("words", "field"),
    [
        pytest.param((), None, id="nothing"),
        pytest.param(("fly",), None, id="no such command"),
        pytest.param(("queue", "--fast"), None, id="no such option"),
        pytest.param(("queue", "--limit", "0"), "limit", id="too few"),
        pytest.param(("queue", "--status", "lost"), "status", id="no such status"),
        pytest.param(("move", "R26-000001", "flying"), "status", id="no such move"),
        pytest.param(("ticket",), "number", id="no number"),
        pytest.param(("intake",), None, id="no file"),
        pytest.param(("intake", "/nowhere/at-all.json"), "file", id="no such file"),
        pytest.param(("print", "R26-000001"), "document", id="no document"),
        pytest.param(("move", "R26-000001", "completed", "--outcome", "lost"), "outcome", id="no"),
        pytest.param(("search", "\udcff"), None, id="not UTF-8"),
    ],
)
def test_a_wrong_command_line_is_an_error_in_json(
    on_sqlite: CommandLine, words: tuple[str, ...], field: str | None
) -> None:
    answer = on_sqlite.run(*words)

    assert (answer.code, answer.out) == (2, "")
    assert (answer.error["code"], answer.error["field"]) == ("usage", field)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_help(on_sqlite: CommandLine, name: str) -> None:
    answer = on_sqlite.run(name, "--help")

    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith(f"Usage: mendpoint {name} ")


def test_help_and_version_need_no_shop(no_shop: CommandLine) -> None:
    shown = no_shop.run("--help")

    assert all(f"  {name} " in shown.out for name in COMMANDS)
    assert no_shop.done("--version")["version"]
    assert not no_shop.home.exists()


@pytest.mark.expects_log("unexpected ZoneInfoNotFoundError")
def test_a_bug_is_logged_and_answered_with_its_reference(on_sqlite: CommandLine) -> None:
    on_sqlite.sql("UPDATE shop SET time_zone = 'Moon/Far_Side'")
    answer = on_sqlite.run("queue")
    log = (on_sqlite.home / "logs" / "mendpoint.log").read_text(encoding="utf-8")

    assert (answer.code, answer.out, answer.error["code"]) == (1, "", "internal_error")
    assert answer.error["request_id"] in log
    assert "Traceback" not in answer.err
