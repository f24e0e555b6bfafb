"""A shop of millions of orders to measure the queue on: generated, or a file made earlier."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from app.build import Shop, build_shop
from app.home import Home
from data import migrate
from data.engine import sqlite_url
from services.settings.dto import StartState
from tests.perf.children import ROOT
from tests.perf.evidence import set_up_shop
from tests.perf.measures import Bench, Finding

SEED = 20_26


def open_big_shop(bench: Bench, *, home: Path) -> tuple[Shop, list[Finding]]:
    """Open the shop; where it has to be generated, say how long that took."""
    path = bench.database or home / "big.db"
    url = sqlite_url(path)
    migrate.upgrade(url, backups=None)
    shop = build_shop(Home(home), database_url=url, environment={})
    if shop.services.settings.start_state() is StartState.READY:
        return shop, []
    return shop, [generate_into(url, bench, home=home)]


def generate_into(url: str, bench: Bench, *, home: Path) -> Finding:
    """Set a shop up in an empty database of either engine and fill it."""
    migrate.upgrade(url, backups=None)
    set_up_shop(url, home=home)
    return _generate(url, bench, home=home)


def _generate(url: str, bench: Bench, *, home: Path) -> Finding:
    # A process of its own: what it took of memory must not count as the queue's.
    words = {"customers": bench.customers, "orders": bench.orders, "seed": SEED}
    options = [part for name, value in words.items() for part in (f"--{name}", str(value))]
    began = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "app.cli.main", "generate", *options],
        cwd=ROOT,
        env={**os.environ, "MENDPOINT_HOME": str(home), "MENDPOINT_DATABASE_URL": url},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    took = time.monotonic() - began
    return Finding(
        what=f"generate {bench.customers:,} customers and {bench.orders:,} orders "
        f"on {_engine(url)}",
        found=f"{took / 60:.1f} min",
        budget="minutes, not hours",
        met=took < 3600,
        numbers={"seconds": took},
    )


def _engine(url: str) -> str:
    return "SQLite" if url.startswith("sqlite") else "PostgreSQL"
