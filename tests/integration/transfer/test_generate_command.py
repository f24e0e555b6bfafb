"""``mendpoint generate``: one JSON object on standard output, how far it is on standard error."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli.main import main
from tests.perf.evidence import examine, set_up_shop


@pytest.fixture
def shop_url(database_url: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    set_up_shop(database_url, home=home)
    monkeypatch.setenv("MENDPOINT_DATABASE_URL", database_url)
    return database_url


def test_a_shop_is_filled_and_verified(
    shop_url: str, home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code = main(["generate", "--customers", "30", "--orders", "50", "--seed", "4"])
    output, progress = capfd.readouterr()
    report = json.loads(output)
    assert code == 0
    assert (report["customers"], report["orders"], report["open_orders"]) == (30, 50, 5)
    assert "orders: 50 of 50" in progress
    assert examine(shop_url, home=home, acknowledged=[]).sound


@pytest.mark.parametrize(
    "words",
    [
        ["--customers", "0", "--orders", "5"],
        ["--customers", "-1", "--orders", "5"],
        ["--customers", "many", "--orders", "5"],
        ["--orders", "5"],
    ],
)
@pytest.mark.usefixtures("shop_url")
def test_numbers_that_make_no_sense_are_refused_as_json(
    words: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    code = main(["generate", *words])
    output, error = capfd.readouterr()
    assert (code, output) == (2, "")
    assert json.loads(error)["code"] in ("usage", "invalid")


def test_without_a_shop_there_is_nothing_to_fill(
    sqlite_url: str,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MENDPOINT_DATABASE_URL", sqlite_url)
    assert home.is_dir()
    assert main(["generate", "--customers", "1", "--orders", "1"]) == 3
    assert json.loads(capfd.readouterr().err)["code"] == "not_found"
