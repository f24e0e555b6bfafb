"""The database goes away while people work: it is said, what is typed stays, and it comes back."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from pytestqt.qtbot import QtBot
from sqlalchemy import make_url

from data.engine import open_database
from tests.screens.shell_stage import shell_stage
from tests.support.shops import open_shop

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)


def allow_connections(url: str, *, allowed: bool) -> None:
    """Let clients into a database, or throw every one out."""
    address = make_url(url).set(drivername="postgresql")
    name = sql.Identifier(str(address.database))
    other = address.set(database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(other, autocommit=True) as connection:
        words = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
        connection.execute(words.format(name, sql.SQL("true" if allowed else "false")))
        if not allowed:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                (address.database,),
            )


def test_a_server_that_goes_away_is_said_and_its_return_too(
    postgres_url: str, tmp_path: Path, qtbot: QtBot
) -> None:
    database = open_database(postgres_url)
    open_shop(database)
    database.close()
    with shell_stage(home=tmp_path, database_url=postgres_url, MENDPOINT_PRINTER="none") as stage:
        stage.at("counter-customer-search")
        pill = stage.stage.frame.top_bar.database
        stage.until(lambda: pill.text() == "Server")
        stage.write("Noor Haddad")
        allow_connections(postgres_url, allowed=False)
        stage.stage.session.printer_state_changed()
        stage.until(lambda: pill.text() == "Database away")
        assert stage.shows("Noor Haddad")
        allow_connections(postgres_url, allowed=True)
        stage.stage.session.printer_state_changed()
        stage.until(lambda: pill.text() == "Server")
        assert stage.shows("Noor Haddad")
