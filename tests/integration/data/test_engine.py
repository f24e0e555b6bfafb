"""Transactions: one state for a reader, one deadline for a writer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from data.engine import PATIENCE_S, Database, open_database
from data.errors import StorageFailure, StorageFault
from data.unit_of_work import UnitOfWork
from data.write_turn import WriteTurn
from tests.support.shops import SmallShop

SHORT_S = 0.05


@pytest.fixture
def pragmas() -> Iterator[list[str]]:
    """Give how long SQLite is told to wait, each time, in order."""
    sent: list[str] = []

    def note(*told: Any) -> None:
        if told[2].startswith("PRAGMA busy_timeout"):
            sent.append(told[2])

    event.listen(Engine, "before_cursor_execute", note)
    yield sent
    event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
def impatient(sqlite_url: str) -> Iterator[Database]:
    """Give a store whose writers wait for a moment only."""
    database = open_database(sqlite_url, patience_s=SHORT_S)
    yield database
    database.close()


def shop_name(uow: UnitOfWork) -> str:
    return str(uow.connection.execute(text("SELECT name FROM shop")).scalar_one())


def busy_timeout_ms(uow: UnitOfWork) -> int:
    return int(uow.connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one())


def test_a_reading_sees_one_state_of_the_store(small_shop: SmallShop) -> None:
    with small_shop.database.reading() as reading:
        before = shop_name(reading)
        with small_shop.database.writing() as writing:
            writing.connection.execute(text("UPDATE shop SET name = 'Elm Street Repair'"))
        assert shop_name(reading) == before
    with small_shop.database.reading() as reading:
        assert shop_name(reading) == "Elm Street Repair"


def test_a_writer_sees_what_was_stored_before_it_began(small_shop: SmallShop) -> None:
    with small_shop.database.writing() as writing:
        writing.connection.execute(text("UPDATE shop SET name = 'Elm Street Repair'"))
    with small_shop.database.writing() as writing:
        assert shop_name(writing) == "Elm Street Repair"


def test_a_writer_that_did_not_wait_has_all_its_patience_left(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    with database.writing() as uow:
        left_ms = busy_timeout_ms(uow)
    database.close()
    assert PATIENCE_S * 500 < left_ms <= PATIENCE_S * 1000


def test_what_was_waited_for_the_turn_is_not_waited_again(impatient: Database) -> None:
    turn = WriteTurn(Path(f"{impatient.url.database}-turn"), timeout_s=PATIENCE_S)
    with turn.taken(), impatient.writing() as uow:
        assert busy_timeout_ms(uow) == 0
    turn.close()
    with impatient.writing() as uow:
        assert 0 < busy_timeout_ms(uow) <= SHORT_S * 1000


@pytest.mark.parametrize("holder", ["this program", "another program"])
def test_door_turn_and_lock_share_one_deadline(
    impatient: Database, pragmas: list[str], holder: str
) -> None:
    other = impatient if holder == "this program" else Database(impatient.url)
    with other.writing():
        pragmas.clear()
        with pytest.raises(StorageFailure) as refused, impatient.writing():
            pytest.fail("nobody else may write now")
    other.close()
    assert refused.value.fault is StorageFault.LOCKED
    assert pragmas == ["PRAGMA busy_timeout = 0"]
