"""The command line on a fresh database, with and without a shop."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.cli_stage import CommandLine, set_up


@pytest.fixture
def no_shop(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, database_url: str) -> CommandLine:
    """Give the command line on a migrated database of each engine without a shop."""
    return CommandLine(monkeypatch, home=tmp_path / "home", database_url=database_url)


@pytest.fixture
def command_line(no_shop: CommandLine) -> CommandLine:
    """Give the command line on a shop of each engine in turn."""
    return set_up(no_shop)


@pytest.fixture
def on_sqlite(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sqlite_url: str) -> CommandLine:
    """Give the command line on a shop in a file, for what no engine changes."""
    return set_up(CommandLine(monkeypatch, home=tmp_path / "home", database_url=sqlite_url))
