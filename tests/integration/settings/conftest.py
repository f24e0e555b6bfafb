"""A migrated, empty database for what comes before there is a shop."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from data.engine import Database, open_database


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Open a fresh migrated database of each engine in turn."""
    opened = open_database(database_url)
    yield opened
    opened.close()
