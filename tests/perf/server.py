"""A PostgreSQL server for the bench: the one named in TEST_DATABASE_URL, else one of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, make_url

from tests.support import postgres_server as own_server
from tests.support.databases import PostgresDatabases


class BenchServer:
    """Makes databases and drops them at the end."""

    def __init__(self, server: URL, *, words: str) -> None:
        self.words = words
        self._databases = PostgresDatabases(server)
        self._made: list[URL] = []

    def create(self) -> str:
        """Make an empty database and return its address."""
        url = self._databases.create()
        self._made.append(url)
        return url.render_as_string(hide_password=False)

    def drop_all(self) -> None:
        """Drop what was made."""
        for url in self._made:
            self._databases.drop(url)


@contextmanager
def postgres_server(folder: Path) -> Iterator[BenchServer]:
    """Give a server as long as the block lasts. One of our own forces nothing to disk."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        server = BenchServer(make_url(named), words="a server of its own")
        try:
            yield server
        finally:
            server.drop_all()
        return
    place = folder / "server"
    url = own_server.start(place, cluster=folder / "cluster")
    try:
        yield BenchServer(url, words="fsync off")
    finally:
        own_server.stop(place)
