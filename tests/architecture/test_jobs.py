"""Whatever can be queued can be carried out."""

from __future__ import annotations

from pathlib import Path

from app.build import build_shop
from app.home import Home
from data.values import JobKind


def test_every_kind_of_job_has_its_handler(home: Path, sqlite_url: str) -> None:
    shop = build_shop(Home(home), database_url=sqlite_url, environment={})
    handled = set(shop.jobs._handlers)
    shop.close()

    assert handled == set(JobKind)
