"""Fresh, migrated databases on both engines, cheap enough for every test to have its own.

The schema is migrated once per run and engine into a template; a test gets a copy
of the file, or ``CREATE DATABASE … TEMPLATE …``. ``TEST_DATABASE_URL`` may name a
real PostgreSQL server, whose user must be allowed to create databases.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from filelock import FileLock
from psycopg import sql
from sqlalchemy import URL, make_url

from data import migrate
from data.engine import sqlite_url as address_of
from tests.support import postgres_server
from tests.support.run_folder import fast_folder, is_worker, run_folder


class PostgresDatabases:
    """Makes databases on one server and drops them when their test is over."""

    def __init__(self, server: URL) -> None:
        self._server = server

    def create(self, *, template: str = "template0") -> URL:
        """Make one database as a copy of another that nobody is connected to.

        Copying files takes half the time of writing them through the log (9 ms, 19 ms).
        """
        name = f"mendpoint_{uuid.uuid4().hex}"
        self._do("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
        return self._server.set(database=name)

    def drop(self, url: URL) -> None:
        """Drop one database, with whoever still looks into it."""
        assert url.database is not None
        self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", url.database)

    def _do(self, statement: str, *names: str) -> None:
        # psycopg wants the bare scheme, without the driver SQLAlchemy adds.
        address = self._server.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Drop the template from a real server; our own goes away as a whole."""
    named = os.environ.get("TEST_DATABASE_URL")
    template = run_folder() / "postgres-template"
    if named and not is_worker(config) and template.exists():
        name = template.read_text(encoding="utf-8")
        server = make_url(named)
        PostgresDatabases(server).drop(server.set(database=name))


@pytest.fixture(scope="session")
def postgres_databases() -> PostgresDatabases:
    """Give the run's PostgreSQL server, started by whichever worker asks first."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        return PostgresDatabases(make_url(named))
    address = run_folder() / "postgres-address"
    with FileLock(f"{address}.lock"):
        if not address.exists():
            cluster = fast_folder() / "cluster"
            url = postgres_server.start(run_folder() / "postgres", cluster=cluster)
            address.write_text(url.render_as_string(hide_password=False), encoding="utf-8")
    return PostgresDatabases(make_url(address.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def postgres_template(postgres_databases: PostgresDatabases) -> str:
    """Give the name of the run's migrated PostgreSQL database."""
    template = run_folder() / "postgres-template"
    with FileLock(f"{template}.lock"):
        if not template.exists():
            url = postgres_databases.create()
            migrate.upgrade(url.render_as_string(hide_password=False), backups=None)
            assert url.database is not None
            template.write_text(url.database, encoding="utf-8")
    return template.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def sqlite_template() -> Path:
    """Give the run's migrated SQLite file, with nothing left in its journal."""
    template = run_folder() / "template.db"
    with FileLock(f"{template}.lock"):
        if not template.exists():
            fresh = template.with_suffix(".fresh")
            migrate.upgrade(address_of(fresh), backups=None)
            with closing(sqlite3.connect(fresh)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            fresh.rename(template)
    return template


@pytest.fixture(params=["sqlite", "postgres"])
def engine_kind(request: pytest.FixtureRequest) -> str:
    """Run the test once on each engine."""
    kind: str = request.param
    return kind


@pytest.fixture
def database_url(engine_kind: str, request: pytest.FixtureRequest) -> str:
    """Give a fresh migrated database of each engine in turn."""
    url: str = request.getfixturevalue(f"{engine_kind}_url")
    return url


@pytest.fixture
def empty_database_url(engine_kind: str, request: pytest.FixtureRequest) -> str:
    """Give a database of each engine in turn that no migration has touched."""
    url: str = request.getfixturevalue(f"empty_{engine_kind}_url")
    return url


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Give a fresh migrated SQLite file."""
    path = tmp_path / "mendpoint.db"
    shutil.copyfile(sqlite_template, path)
    return address_of(path)


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """Name an SQLite file that does not exist yet."""
    return address_of(tmp_path / "mendpoint.db")


@pytest.fixture
def postgres_url(postgres_databases: PostgresDatabases, postgres_template: str) -> Iterator[str]:
    """Give a fresh migrated PostgreSQL database."""
    url = postgres_databases.create(template=postgres_template)
    yield url.render_as_string(hide_password=False)
    postgres_databases.drop(url)


@pytest.fixture
def empty_postgres_url(postgres_databases: PostgresDatabases) -> Iterator[str]:
    """Give an empty PostgreSQL database."""
    url = postgres_databases.create()
    yield url.render_as_string(hide_password=False)
    postgres_databases.drop(url)
