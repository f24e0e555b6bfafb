"""A server that answers "no" is told from one that does not answer, and from a wrong address."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, make_url

from data import migrate
from data.engine import open_database
from data.errors import StorageFailure, StorageFault
from tests.support.postgres_server import ASKED_FOR_PASSWORD, TURNED_AWAY


def failure_at(url: URL) -> StorageFailure:
    """Try to use a database and return why it could not be used."""
    database = open_database(url.render_as_string(hide_password=False))
    with pytest.raises(StorageFailure) as failed:
        migrate.state(database)
    database.close()
    return failed.value


@pytest.fixture
def address(empty_postgres_url: str) -> URL:
    """Give an empty database on the tests' server."""
    return make_url(empty_postgres_url)


@pytest.fixture
def role(address: URL) -> Iterator[str]:
    """Give the server a role of this test's own, that may log in."""
    name = f"till_{uuid.uuid4().hex}"
    run(address, "CREATE ROLE {} LOGIN", name)
    yield name
    run(address, "DROP ROLE {}", name)


def run(address: URL, statement: str, *names: str) -> None:
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@pytest.mark.parametrize("password", [None, "wrong"])
@pytest.mark.parametrize("who", [TURNED_AWAY, ASKED_FOR_PASSWORD, "nobody_of_this_name"])
def test_a_login_that_is_not_let_in_is_refused(
    address: URL, who: str, password: str | None
) -> None:
    failure = failure_at(address.set(username=who, password=password))
    assert failure.fault is StorageFault.REFUSED
    assert not failure.uncertain


def test_a_role_that_may_not_log_in_is_refused(address: URL, role: str) -> None:
    run(address, "ALTER ROLE {} NOLOGIN", role)
    assert failure_at(address.set(username=role)).fault is StorageFault.REFUSED


def test_a_role_that_may_not_use_the_database_is_refused(address: URL, role: str) -> None:
    run(address, "REVOKE CONNECT ON DATABASE {} FROM PUBLIC", str(address.database))
    assert failure_at(address.set(username=role)).fault is StorageFault.REFUSED


def test_a_database_that_is_not_there_is_a_wrong_address(address: URL) -> None:
    assert failure_at(address.set(database="no_such_shop")).fault is StorageFault.WRONG_URL


@pytest.mark.parametrize(
    ("option", "value"),
    [("sslmode", "bogus"), ("foo", "bar"), ("service", "no_such_service"), ("port", "99999")],
)
def test_an_option_that_can_not_be_is_a_wrong_address(
    address: URL, option: str, value: str
) -> None:
    wrong = address.update_query_dict({option: value})
    assert failure_at(wrong).fault is StorageFault.WRONG_URL


def test_a_port_that_can_not_be_is_a_wrong_address() -> None:
    wrong = URL.create("postgresql", username="shop", host="localhost", port=99999)
    assert failure_at(wrong).fault is StorageFault.WRONG_URL


def test_a_role_with_all_its_connections_in_use_finds_the_server_away(
    address: URL, role: str
) -> None:
    run(address, "ALTER ROLE {} CONNECTION LIMIT 0", role)
    assert failure_at(address.set(username=role)).fault is StorageFault.AWAY


def test_a_database_closed_for_a_while_is_away(address: URL) -> None:
    server = address.set(database="postgres")
    run(server, "ALTER DATABASE {} ALLOW_CONNECTIONS false", str(address.database))
    assert failure_at(address).fault is StorageFault.AWAY


def test_a_server_that_is_not_there_is_away() -> None:
    nobody = URL.create("postgresql", username="shop", host="127.0.0.1", port=1)
    assert failure_at(nobody).fault is StorageFault.AWAY
