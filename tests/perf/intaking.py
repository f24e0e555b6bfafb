"""The intake's rate and round trips, beside a bare ORM that inserts the same rows."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import event, text

from app.build import Shop, build_shop
from app.home import Home
from data import migrate
from data.engine import sqlite_url
from services.actor import Actor, new_operation_id
from services.tickets.dto import CustomerEntry, DeviceEntry, IntakeCommand, LineEntry
from tests.perf import bare_orm
from tests.perf.evidence import set_up_shop
from tests.perf.measures import Bench, Finding, in_turns, ms, share, usual_share

EACH = 120
LEAST_RATE = 0.5
LONGEST_S = 0.010
MOST_TRIPS = 4
_AROUND = ("BEGIN", "COMMIT", "ROLLBACK")


@dataclass(slots=True)
class Duel:
    """The service on one database, the bare ORM on another one just like it."""

    shop: Shop
    actor: Actor
    bare_url: str
    taken: int = 0
    waits_s: list[list[float]] = field(default_factory=list)
    bare_waits_s: list[list[float]] = field(default_factory=list)
    visits: list[int] = field(default_factory=list)

    def serve(self) -> float:
        """Take in a round of visits; return seconds per visit."""
        self.visits.clear()
        self.waits_s.append([])
        commands = [self._command() for _each in range(EACH)]
        began = time.perf_counter()
        for command in commands:
            at = time.perf_counter()
            result = self.shop.services.intake.take_in(self.actor, command)
            self.waits_s[-1].append(time.perf_counter() - at)
            self.visits.append(result.visit_id)
        return (time.perf_counter() - began) / EACH

    def insert(self) -> float:
        """Insert the same rows through the ORM; return seconds per visit."""
        with self.shop.database.reading() as uow:
            visits = bare_orm.rows_of_visits(uow, self.visits)
            year = uow.connection.execute(text("SELECT max(year) FROM number_counter")).scalar_one()
        engine = bare_orm.bare_engine(self.bare_url)
        try:
            self._begin_counter(engine, year)
            bare_orm.store(engine, visits[:1], year=year)  # mappers configure themselves at first
            waits_s = bare_orm.store(engine, visits[1:], year=year)
            self.bare_waits_s.append(waits_s)
            return sum(waits_s) / len(waits_s)
        finally:
            engine.dispose()

    def _begin_counter(self, engine: Any, year: int) -> None:
        with engine.begin() as connection:
            connection.execute(
                text(
                    "INSERT INTO number_counter (kind, year, last_value) "
                    "VALUES ('order', :year, 0) ON CONFLICT DO NOTHING"
                ),
                {"year": year},
            )

    def _command(self) -> IntakeCommand:
        self.taken += 1
        return visit_command(self.taken)


def visit_command(number: int) -> IntakeCommand:
    """Return a whole intake of a new customer: one device with two lines."""
    return IntakeCommand(
        operation_id=new_operation_id(),
        customer=CustomerEntry(name=f"Person Number{number}", phone=f"206-555-{number:05d}"),
        devices=(
            DeviceEntry(
                title="Pocket radio",
                serial=f"SN{number:06d}",
                words="It does not turn on any more.",
                lines=(
                    LineEntry(title="Screen replacement", price_minor=18_900),
                    LineEntry(title="Battery", price_minor=5_900),
                ),
            ),
        ),
        terms_accepted=True,
    )


def sqlite_rate(bench: Bench) -> list[Finding]:
    """Compare on WAL and synchronous=FULL, on the disk of the bench's folder."""
    folder = bench.place("intake")
    with _duel(sqlite_url(folder / "ours.db"), sqlite_url(folder / "bare.db"), home=folder) as duel:
        return _findings(duel, bench, where="SQLite, WAL + FULL", is_limited=True)


def postgres_rate(bench: Bench) -> list[Finding]:
    """Compare on PostgreSQL, and count the statements of one intake."""
    from tests.perf.server import postgres_server

    folder = bench.place("intake-pg")
    with (
        postgres_server(folder) as server,
        _duel(server.create(), server.create(), home=folder) as duel,
    ):
        found = _findings(duel, bench, where=f"PostgreSQL, {server.words}", is_limited=False)
        return [*found, _trips(duel)]


@contextmanager
def _duel(ours: str, bare: str, *, home: Path) -> Iterator[Duel]:
    for url in (ours, bare):
        migrate.upgrade(url, backups=None)
        set_up_shop(url, home=home)
    shop = build_shop(Home(home), database_url=ours, environment={})
    try:
        actor = shop.services.people.command_line_actor()
        duel = Duel(shop=shop, actor=actor, bare_url=bare)
        shop.services.intake.take_in(actor, visit_command(0))  # the first call fills caches
        yield duel
    finally:
        shop.close()


def _findings(duel: Duel, bench: Bench, *, where: str, is_limited: bool) -> list[Finding]:
    ours, bare = in_turns(duel.serve, duel.insert, rounds=bench.rounds)
    rate = statistics.median(bare) / statistics.median(ours)
    middle, longest = usual_share(duel.waits_s, 0.5), usual_share(duel.waits_s, 0.99)
    bare_longest = usual_share(duel.bare_waits_s, 0.99)
    pooled = share([wait for each in duel.waits_s for wait in each], 0.99)
    return [
        Finding(
            what=f"intakes through the service, beside the same rows by a bare ORM ({where})",
            found=f"{rate:.2f} × ({1 / statistics.median(ours):,.0f}/s to "
            f"{1 / statistics.median(bare):,.0f}/s)",
            budget=f"≥ {LEAST_RATE} ×" if is_limited else "–",
            met=rate >= LEAST_RATE if is_limited else None,
            numbers={"ratio": rate, "per_second": 1 / statistics.median(ours)},
        ),
        Finding(
            what=f"one intake, p99 ({where})",
            found=f"{ms(longest)} (p50 {ms(middle)}; all rounds together {ms(pooled)}; the bare "
            f"ORM's p99 {ms(bare_longest)})",
            budget="≤ 10 ms" if is_limited else "–",
            met=longest <= LONGEST_S if is_limited else None,
            numbers={"p50_ms": middle * 1000, "p99_ms": longest * 1000},
        ),
    ]


def _trips(duel: Duel) -> Finding:
    statements: list[str] = []

    def note(*told: Any) -> None:
        statements.append(str(told[2]))

    writer = duel.shop.database._writer
    event.listen(writer, "before_cursor_execute", note)
    duel.serve()
    event.remove(writer, "before_cursor_execute", note)
    trips = sum(not each.lstrip().upper().startswith(_AROUND) for each in statements) / EACH
    return Finding(
        what="round trips to PostgreSQL for one intake, besides BEGIN and COMMIT",
        found=f"{trips:g}",
        budget=f"≤ {MOST_TRIPS}",
        met=trips <= MOST_TRIPS,
        numbers={"trips": trips},
    )
