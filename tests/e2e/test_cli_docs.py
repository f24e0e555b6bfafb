"""docs/cli.md is true: its examples are run in order, and its intakes fit the printed schema."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.cli.exits import EXIT_CODES, ExitCode
from tests.e2e.cli_stage import CommandLine
from tests.e2e.json_schema import schema_problems

PAGE = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
_FILE = re.compile(r"`([a-z]+\.[a-z]+)`:\n\n```[a-z]+\n(.*?)^```", re.DOTALL | re.MULTILINE)
_COMMAND = re.compile(r"^\$ mendpoint (.*?)(?: +# exit (\d+))?$", re.MULTILINE)


def files() -> dict[str, str]:
    """Return the files the page shows."""
    return {found[1]: found[2] for found in _FILE.finditer(PAGE)}


def shown_commands() -> Iterator[tuple[list[str], int]]:
    """Return the commands the page shows, with the exit codes it promises."""
    for found in _COMMAND.finditer(PAGE):
        yield shlex.split(found[1]), int(found[2] or 0)


def test_the_examples_do_what_the_page_says(
    no_shop: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, content in files().items():
        Path(name).write_text(content, encoding="utf-8")
    promised = list(shown_commands())
    ended = []
    for words, code in promised:
        answer = no_shop.run(*words)
        ended.append((words, answer.code))
        assert answer.code == code, (words, answer)

    assert ended == promised
    assert len(promised) > 30


@pytest.mark.parametrize("name", ["visit.json", "visits.jsonl"])
def test_the_schema_accepts_the_page_and_refuses_what_intake_refuses(
    on_sqlite: CommandLine, name: str
) -> None:
    schema = on_sqlite.done("intake", "--schema")
    whole = name.endswith(".json")
    values: list[Any] = [
        json.loads(v) for v in ([files()[name]] if whole else files()[name].splitlines())
    ]
    fits = [not schema_problems(value, schema) for value in values]

    assert fits == ([True] if whole else [True, False, True])
    for wrong in (
        {**values[0], "colour": "red"},
        {**values[0], "terms_accepted": "yes"},
        {**values[0], "devices": [{"title": "It", "deposit_agreed": 50}]},
        {**values[0], "devices": [{"title": "It", "deposit_agreed": "5,00"}]},
        {**values[0], "devices": [{"title": "It", "priority": "soon"}]},
        {key: value for key, value in values[0].items() if key != "customer"},
    ):
        assert schema_problems(wrong, schema), wrong


def test_every_exit_code_is_on_the_page() -> None:
    table = re.findall(r"^\| ([\d, ]+) \|.*\|(.*)\|$", PAGE, re.MULTILINE)
    numbers = {int(number) for numbers, _codes in table for number in numbers.split(",")}
    codes = {code for _numbers, codes in table for code in re.findall(r"`(\w+)`", codes)}

    assert numbers == {code.value for code in ExitCode}
    assert codes <= set(EXIT_CODES)
