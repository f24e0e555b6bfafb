"""The search line over many customers and orders: every keystroke, warm and cold, on both engines.

Through the service, as a screen asks. *Warm* is the second time the same keystrokes are typed.
*Cold* is the first question on a fresh connection, after the system was told to forget the pages of
the database's file; what the disk itself still remembers is beyond a program's reach.
"""

from __future__ import annotations

import os
import random
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import text

from app.build import Shop, build_shop
from app.home import Home
from data import models as m
from data.engine import sqlite_url
from services.actor import Actor
from services.tickets import intake_rows
from services.tickets.dto import CustomerEntry, IntakeCommand
from services.transfer.invented_people import invented_customers, invented_phone
from tests.perf.big_shop import SEED, open_big_shop
from tests.perf.intaking import visit_command
from tests.perf.measures import Bench, Finding, in_turns, ms, ratio, share, usual_share
from tests.perf.typing_in import Typing, keystrokes

WARM_SQLITE_S = 0.005
WARM_POSTGRES_S = 0.010
COLD_S = 0.050
LEAST_FASTER = 100
MOST_SIZE = 1.0
LEAST_RATE = 0.5
FULL = 1_000_000
_TEXTS = 40
_COLD = 40
_SCANNED = 12
_VISITS = 100
_FEW = 20

# What is there for searching only: of these tables all, of the others these indexes.
_INDEXES = (
    "ix_customer_phone_digits",
    "ix_customer_email_folded",
    "ix_device_imei",
    "ix_device_imei_reversed",
    "ix_device_serial_folded",
    "ix_device_serial_reversed",
)

# What a program does that has no structure for searching: everything that holds the text.
_SCANS = (
    "SELECT id FROM customer WHERE name_folded LIKE :held OR phone_digits LIKE :held "
    "OR email_folded LIKE :held ORDER BY id DESC LIMIT 20",
    "SELECT id FROM device WHERE imei LIKE :held OR serial_folded LIKE :held "
    "ORDER BY id DESC LIMIT 20",
    "SELECT id FROM ticket WHERE number LIKE :held ORDER BY id DESC LIMIT 20",
)


def search(bench: Bench) -> list[Finding]:
    """Measure the search service on SQLite, and on PostgreSQL unless a file was named."""
    home = bench.place("search")
    shop, found = open_big_shop(bench, home=home)
    file = Path(str(shop.database.url.database))
    try:
        line = _Line(shop, where=f"SQLite, {_customers(shop):,} customers")
        found += line.warm(budget_s=WARM_SQLITE_S, rounds=bench.rounds)
        found.append(line.cold(lambda: _forget(file)))
        found.append(line.beside_scans())
        found.append(_size(shop, _sqlite_bytes(shop)))
    finally:
        shop.close()
    found.append(_intake_beside_none(file, home=home, rounds=bench.rounds))
    return [*found, *(on_postgres(bench) if bench.database is None else [])]


def on_postgres(bench: Bench) -> list[Finding]:
    """Measure the same on a server of the bench's own, filled with the same shop."""
    from tests.perf.big_shop import generate_into
    from tests.perf.server import postgres_server

    folder = bench.place("search-pg")
    with postgres_server(folder) as server:
        url = server.create()
        generate_into(url, bench, home=folder)
        return measured_on_postgres(url, home=folder, rounds=bench.rounds)


def measured_on_postgres(url: str, *, home: Path, rounds: int) -> list[Finding]:
    """Measure a server's database that is filled already."""
    shop = build_shop(Home(home), database_url=url, environment={})
    try:
        line = _Line(shop, where=f"PostgreSQL, {_customers(shop):,} customers")
        found = line.warm(budget_s=WARM_POSTGRES_S, rounds=rounds)
        found.append(line.beside_scans())
        found.append(_size(shop, _postgres_bytes(shop)))
    finally:
        shop.close()
    return found


class _Line:
    """The search line of one shop, and what is typed into it."""

    def __init__(self, shop: Shop, *, where: str) -> None:
        self._shop = shop
        self._where = where
        self._actor: Actor = shop.services.people.command_line_actor()
        self._classes = Typing(shop.database, seed=SEED, count=_TEXTS).classes()

    def warm(self, *, budget_s: float, rounds: int) -> list[Finding]:
        """Type everything once, then measure every keystroke of each class."""
        found = []
        for name, texts in self._classes.items():
            self._typed(texts)
            took = [self._typed(texts) for _round in range(rounds)]
            usual = usual_share(took, 0.95)
            pooled = [each for every in took for each in every]
            found.append(
                Finding(
                    what=f"search: a keystroke of “{name}”, warm, p95 ({self._where})",
                    found=f"{ms(usual)} (p50 {ms(share(pooled, 0.5))}; {len(took[0])} keystrokes; "
                    f"all rounds together {ms(share(pooled, 0.95))})",
                    budget=f"≤ {budget_s * 1000:g} ms",
                    met=usual <= budget_s,
                    numbers={"p95_ms": usual * 1000, "p50_ms": share(pooled, 0.5) * 1000},
                )
            )
        return found

    def cold(self, forget: Callable[[], bool]) -> Finding:
        """Ask single questions on fresh connections, the file's pages forgotten before each."""
        asked = [texts[at] for at in range(_COLD // 10) for texts in self._classes.values()]
        took, forgotten = [], True
        for typed in asked:
            self._shop.database._reader.dispose()
            forgotten = forget() and forgotten
            took.append(self._find(typed))
        worst = share(took, 0.95)
        how = "the file's pages forgotten" if forgotten else "pages kept: this system can't forget"
        return Finding(
            what=f"search: first question on a fresh connection, {how}, p95 ({self._where})",
            found=f"{ms(worst)} (p50 {ms(share(took, 0.5))}, {len(took)} questions)",
            budget=f"≤ {COLD_S * 1000:g} ms",
            met=worst <= COLD_S,
            numbers={"p95_ms": worst * 1000},
        )

    def beside_scans(self) -> Finding:
        """Ask the same whole texts of the service and with LIKE, by turns."""
        texts = [texts[0] for texts in self._classes.values()][:_SCANNED]
        for typed in texts:
            self._find(typed)
        ours, scans = in_turns_of(self._find, self._scanned, texts)
        faster = share(scans, 0.95) / share(ours, 0.95)
        counts = _customers(self._shop) >= FULL
        return Finding(
            what=f"search: beside LIKE '%x%' over the same rows, p95 ({self._where})",
            found=f"{faster:,.0f} × faster ({ms(share(ours, 0.95))} to {ms(share(scans, 0.95))})",
            budget=f"≥ {LEAST_FASTER} ×" if counts else "–",
            met=faster >= LEAST_FASTER if counts else None,
            numbers={"ratio": faster},
        )

    def _typed(self, texts: Sequence[str]) -> list[float]:
        return [self._find(each) for typed in texts for each in keystrokes(typed)]

    def _find(self, typed: str) -> float:
        began = time.perf_counter()
        self._shop.services.search.find(self._actor, text=typed, limit=_FEW)
        return time.perf_counter() - began

    def _scanned(self, typed: str) -> float:
        held = {"held": f"%{typed.lower()}%"}
        with self._shop.database.reading() as uow:
            began = time.perf_counter()
            for scan in _SCANS:
                uow.rows(text(scan), held)
            return time.perf_counter() - began


def in_turns_of(
    one: Callable[[str], float], other: Callable[[str], float], texts: Sequence[str]
) -> tuple[list[float], list[float]]:
    """Measure two things on every text, one after the other."""
    return [one(each) for each in texts], [other(each) for each in texts]


def _forget(file: Path) -> bool:
    """Ask the system to drop the file's pages from memory; say whether it can be asked."""
    if not hasattr(os, "posix_fadvise"):
        return False
    for path in (file, Path(f"{file}-wal")):
        if path.exists():
            handle = os.open(path, os.O_RDONLY)
            try:
                # Pages not yet on the disk can't be dropped.
                os.fdatasync(handle)
                os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(handle)
    return True


def _customers(shop: Shop) -> int:
    with shop.database.reading() as uow:
        return int(uow.execute(text("SELECT count(*) FROM customer")).scalar_one())


def _size(shop: Shop, sizes: tuple[int, int]) -> Finding:
    structures, everything = sizes
    base = everything - structures
    times = structures / base
    return Finding(
        what=f"search: size of its structures, beside all the rest ({shop.database.dialect})",
        found=f"{times:.2f} × ({structures / 1e6:,.0f} MB to {base / 1e6:,.0f} MB)",
        budget=f"≤ {MOST_SIZE:g} ×",
        met=times <= MOST_SIZE,
        numbers={"ratio": times, "bytes": structures},
    )


def _sqlite_bytes(shop: Shop) -> tuple[int, int]:
    named = [*(table.name for table in m.SEARCH_KEYS), *_INDEXES]
    listed = ", ".join(f"'{name}'" for name in named)
    with shop.database.reading() as uow:
        sizes = uow.connection.exec_driver_sql(
            f"SELECT sum(CASE WHEN name IN ({listed}) THEN pgsize ELSE 0 END), sum(pgsize) "
            "FROM dbstat WHERE aggregate = 1"
        ).one()
    return int(sizes[0]), int(sizes[1])


def _postgres_bytes(shop: Shop) -> tuple[int, int]:
    tables = " + ".join(f"pg_total_relation_size('{table.name}')" for table in m.SEARCH_KEYS)
    indexes = " + ".join(f"pg_relation_size('{name}')" for name in _INDEXES)
    with shop.database.reading() as uow:
        sizes = uow.connection.exec_driver_sql(
            f"SELECT {tables} + {indexes}, pg_database_size(current_database())"
        ).one()
    return int(sizes[0]), int(sizes[1])


def _intake_beside_none(file: Path, *, home: Path, rounds: int) -> Finding:
    """Take visits in on two copies of the file: as it is, and without anything to search by."""
    copies = [home / "with.db", home / "without.db"]
    for copy in copies:
        shutil.copyfile(file, copy)
    shops = [
        build_shop(Home(home), database_url=sqlite_url(copy), environment={}) for copy in copies
    ]
    try:
        with shops[1].database.writing() as uow:
            for name in _INDEXES:
                uow.connection.exec_driver_sql(f"DROP INDEX {name}")
        takers = [_Taker(shop) for shop in shops]

        def without() -> float:
            with _no_keys():
                return takers[1].round()

        takers[0].round(), without()
        ours, none = in_turns(takers[0].round, without, rounds=rounds)
    finally:
        for shop in shops:
            shop.close()
        for copy in copies:
            copy.unlink()
    rate = ratio(none, ours)
    return Finding(
        what="intakes of new customers, beside the same without search keys and indexes (SQLite)",
        found=f"{rate:.2f} × ({1 / statistics.median(ours):,.0f}/s to "
        f"{1 / statistics.median(none):,.0f}/s)",
        budget=f"≥ {LEAST_RATE} ×",
        met=rate >= LEAST_RATE,
        numbers={"ratio": rate},
    )


class _Taker:
    """Takes visits of new customers in, whose keys lie all over the trees."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._actor = shop.services.people.command_line_actor()
        self._draw = random.Random(SEED)
        self._names = invented_customers(1_000_000, offset=0, seed=SEED + 1)
        self._taken = 0

    def _command(self) -> IntakeCommand:
        self._taken += 1
        command = visit_command(self._taken)
        phone = invented_phone(self._draw.randrange(2_000_000, 70_000_000))
        customer = CustomerEntry(name=next(self._names).facts.name, phone=phone)
        return replace(command, customer=customer)

    def round(self) -> float:
        """Take a round of visits in; return seconds per visit."""
        commands = [self._command() for _each in range(_VISITS)]
        began = time.perf_counter()
        for command in commands:
            self._shop.services.intake.take_in(self._actor, command)
        return (time.perf_counter() - began) / _VISITS


@contextmanager
def _no_keys() -> Iterator[None]:
    """Let intakes store no search keys: what the baseline of the comparison is made of."""
    made = vars(intake_rows)["key_rows"]
    vars(intake_rows)["key_rows"] = lambda _keys, *, customer_id: {}
    try:
        yield
    finally:
        vars(intake_rows)["key_rows"] = made


if __name__ == "__main__":
    # A server's database that was generated earlier: python -m tests.perf.searching URL HOME
    for finding in measured_on_postgres(sys.argv[1], home=Path(sys.argv[2]), rounds=5):
        print(finding.what, finding.found, finding.met, sep=" | ", flush=True)
