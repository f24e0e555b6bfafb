"""Kills the intake loop again and again and counts what was lost: ``python -m tests.perf.soak``.

Two loops take in on one database at once; each is killed without warning at a random moment. Now
and then, on SQLite, one meets a disk that fills up instead. In between, the database is opened as
the program would open it, every acknowledged order is looked up, and all rows are verified.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from data import migrate
from data.engine import sqlite_url
from tests.perf.children import IntakeChild
from tests.perf.evidence import Evidence, examine, set_up_shop

LOOPS = 2
EXAMINE_EVERY = 5
FULL_DISK_EVERY = 7
_ROOM_KIB = 300


@dataclass(slots=True)
class Soak:
    """One long run on one database."""

    url: str
    folder: Path
    draw: random.Random
    acknowledged: list[str] = field(default_factory=list)
    kills: int = 0
    full_disks: int = 0

    def round(self, number: int) -> None:
        """Let two loops run and kill them, or let one meet a full disk."""
        if number % FULL_DISK_EVERY == 0 and self.url.startswith("sqlite"):
            self._fill_disk(number)
            return
        children = [
            IntakeChild(self.url, folder=self.folder, name=f"round{number}-{loop}")
            for loop in range(LOOPS)
        ]
        for child in children:
            child.wait_until_ready()
        for child in children:
            child.go()
        for child in children:
            child.kill_after(self.draw.uniform(0.02, 0.8))
            self.kills += 1
        for child in children:
            self.acknowledged += child.acknowledged()

    def examine(self) -> Evidence:
        """Look whether everything acknowledged is there, once."""
        return examine(self.url, home=self.folder, acknowledged=self.acknowledged)

    def _fill_disk(self, number: int) -> None:
        size = (self.folder / "mendpoint.db").stat().st_size
        child = IntakeChild(
            self.url,
            folder=self.folder,
            name=f"round{number}-full",
            limit_file_kib=size // 1024 + _ROOM_KIB,
        )
        child.wait_until_ready()
        child.go()
        summary = child.finish()
        if [error["code"] for error in summary.errors] != ["storage_unavailable"]:
            raise RuntimeError(f"a full disk was told as {summary.errors}")
        self.full_disks += 1
        self.acknowledged += child.acknowledged()


def main(words: Sequence[str] | None = None) -> int:
    """Soak for some minutes; 1 when anything acknowledged was lost or rows disagree."""
    parser = argparse.ArgumentParser(prog="do.py soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=None, help="the kills' moments")
    parser.add_argument("--engine", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--folder", type=Path, help="where to work; it should be on a real disk")
    read = parser.parse_args(words)
    seed = read.seed if read.seed is not None else random.randrange(2**32)
    print(f"seed {seed}", flush=True)
    with _database(read.engine, read.folder) as (url, folder):
        migrate.upgrade(url, backups=None)
        set_up_shop(url, home=folder)
        return _run(Soak(url, folder, random.Random(seed)), minutes=read.minutes)


def _run(soak: Soak, *, minutes: float) -> int:
    until, number = time.monotonic() + minutes * 60, 0
    while time.monotonic() < until:
        number += 1
        soak.round(number)
        if number % EXAMINE_EVERY == 0 and not _tell(soak):
            return 1
    return 0 if _tell(soak) else 1


def _tell(soak: Soak) -> bool:
    evidence = soak.examine()
    verdict = "sound" if evidence.sound else f"NOT SOUND: {evidence}"
    print(
        f"{soak.kills} kills, {soak.full_disks} full disks, "
        f"{evidence.acknowledged:,} orders acknowledged: {verdict}",
        flush=True,
    )
    return evidence.sound


@contextmanager
def _database(engine: str, where: Path | None) -> Iterator[tuple[str, Path]]:
    folder = Path(tempfile.mkdtemp(prefix="mendpoint-soak-", dir=where))
    folder.chmod(0o711)
    try:
        if engine == "sqlite":
            yield sqlite_url(folder / "mendpoint.db"), folder
            return
        from tests.perf.server import postgres_server

        with postgres_server(folder) as server:
            yield server.create(), folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
