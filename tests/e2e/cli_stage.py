"""Runs the `mendpoint` command inside the test's own process, with real streams of bytes."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app.cli.main import main
from data.engine import open_database

# The installed console command: beside the interpreter that runs the tests.
PROGRAM = shutil.which("mendpoint", path=Path(sys.executable).parent) or "mendpoint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a run left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The object on standard output."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """The objects on standard output, one per line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def error(self) -> Any:
        """The object on standard error."""
        return json.loads(self.err)


class CommandLine:
    """The command with one home and one database."""

    def __init__(self, patch: pytest.MonkeyPatch, *, home: Path, database_url: str) -> None:
        self._patch = patch
        self.home = home
        self.database_url = database_url
        patch.setenv("MENDPOINT_HOME", str(home))
        patch.setenv("MENDPOINT_DATABASE_URL", database_url)
        # A server's shop needs a folder that all workstations reach; a file's has its own.
        shared = home.with_name("shared")
        shared.mkdir(exist_ok=True)
        patch.setenv("MENDPOINT_FILES", str(shared))

    def printer(self, address: str, *, variable: str = "MENDPOINT_PRINTER") -> None:
        """Send this workstation's paper to another printer from now on."""
        self._patch.setenv(variable, address)

    def run(self, *words: str, given: bytes | str | io.RawIOBase = b"") -> Answer:
        """Run one command; ``given`` is its standard input."""
        out, err = io.TextIOWrapper(io.BytesIO()), io.TextIOWrapper(io.BytesIO())
        with self._patch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(_stream(given)))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            code = main(words)
        return Answer(code=code, out=_text(out), err=_text(err))

    def done(self, *words: str, given: bytes | str = b"") -> Any:
        """Run one command that must succeed, and return its object."""
        answer = self.run(*words, given=given)
        assert (answer.code, answer.err) == (0, ""), answer
        return answer.json

    def take_in(self, *, to_ready: bool = False, **changes: Any) -> str:
        """Take one device in and return its number; ``to_ready`` moves it to ready for pickup."""
        taken = self.done("intake", "-", given=json.dumps(visit(**changes)))
        number: str = taken["number"]
        for status in ("in_progress", "completed", "ready_pickup") if to_ready else ():
            self.done("move", number, status)
        return number

    def start(self, *words: str, **pipes: Any) -> subprocess.Popen[bytes]:
        """Start one command as a process of its own."""
        return subprocess.Popen([PROGRAM, *words], **pipes)

    def sql(self, statement: str) -> None:
        """Change a row behind the program's back."""
        database = open_database(self.database_url)
        try:
            with database.writing() as uow:
                uow.connection.execute(text(statement))
        finally:
            database.close()

    def count(self, table: str) -> int:
        """Count the rows of a table."""
        database = open_database(self.database_url)
        try:
            with database.reading() as uow:
                return int(
                    uow.connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
                )
        finally:
            database.close()


def set_up(command_line: CommandLine, *more: str) -> CommandLine:
    """Set the shop up that most tests use."""
    command_line.done(
        "setup", "--shop-name", "Alder Street Repair", "--owner", "Petra Alder",
        "--tax-rate", "8.25", *more,
    )  # fmt: skip
    return command_line


def visit(**changes: Any) -> dict[str, Any]:
    """Return the smallest valid intake, with ``changes``."""
    values: dict[str, Any] = {
        "customer": {"name": "Dana Whitfield", "phone": "415-555-0142"},
        "devices": [device()],
        "terms_accepted": True,
    }
    return {**values, **changes}


def device(**changes: Any) -> dict[str, Any]:
    """Return the smallest valid device with a priced repair, with ``changes``."""
    values: dict[str, Any] = {
        "brand": "Apple",
        "model": "iPhone 14",
        "serial": "SN-1",
        "repairs": [{"repair": "screen", "price": "279.00"}],
    }
    return {**values, **changes}


def _stream(given: bytes | str | io.RawIOBase) -> Any:
    if isinstance(given, io.RawIOBase):
        return io.BufferedReader(given)
    return io.BytesIO(given.encode() if isinstance(given, str) else given)


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    content: bytes = stream.buffer.getvalue()  # type: ignore[attr-defined]
    return content.decode()
