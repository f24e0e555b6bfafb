"""The guards themselves: what every other test may rely on."""

from __future__ import annotations

import os
import socket
import sys
from itertools import repeat
from pathlib import Path

import psycopg
import pytest
from PySide6.QtCore import QObject
from sqlalchemy import make_url

from data import migrate
from data.engine import open_database
from tests.support.socket_guard import OutsideConnectionError


def test_outside_connection_is_refused() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_STREAM) as outside,
        pytest.raises(OutsideConnectionError),
    ):
        outside.connect(("192.0.2.1", 80))


def test_outside_name_is_not_looked_up() -> None:
    with pytest.raises(OutsideConnectionError):
        socket.create_connection(("example.com", 80))


def test_invalid_name_does_not_exist() -> None:
    with pytest.raises(socket.gaierror):
        socket.create_connection(("printer.invalid", 9100))


def test_loopback_connection_is_allowed() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as client,
    ):
        connection, _ = server.accept()
        connection.sendall(b"ok")
        connection.close()
        assert client.recv(2) == b"ok"


def test_home_is_a_folder_of_this_test(home: Path) -> None:
    assert Path(os.environ["MENDPOINT_HOME"]) == home
    assert list(home.iterdir()) == []


def test_database_is_migrated_on_each_engine(database_url: str, engine_kind: str) -> None:
    database = open_database(database_url)
    stand = migrate.state(database).stand
    database.close()

    assert stand is migrate.SchemaStand.CURRENT
    assert database.dialect.startswith(engine_kind)


def test_databases_of_two_tests_are_apart(postgres_url: str, empty_postgres_url: str) -> None:
    assert make_url(postgres_url).database != make_url(empty_postgres_url).database


def test_postgres_databases_hold_any_text(postgres_url: str) -> None:
    address = make_url(postgres_url).set(drivername="postgresql").render_as_string(False)
    with psycopg.connect(address) as connection:
        row = connection.execute("SELECT current_setting('server_encoding')").fetchone()
    assert row == ("UTF8",)


def test_void_qt_calls_leave_the_reference_count_of_none_alone() -> None:
    # PySide6 6.12.0 on Python 3.11 loses one reference to None per void call and dies of it
    # after some 5,000; the range in pyproject.toml keeps it out.
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in repeat(None, 20_500):
        thing.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < 50
