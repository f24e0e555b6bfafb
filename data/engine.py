"""Opens the store and gives out transactions: `Database.writing()` and `Database.reading()`.

SQLite: WAL, ``synchronous=FULL`` (a commit that was answered survives a power cut), foreign keys
on, every write ``BEGIN IMMEDIATE`` so that a writer waits at the door instead of failing half-way,
10 s in all. PostgreSQL: psycopg 3, small pools, short time-outs. On both, reading uses its own pool
whose connections refuse to write and see one state from their first statement on.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import QueuePool

from data.addresses import names_a_file, names_a_server
from data.errors import StorageFailure, StorageFault
from data.faults import translate
from data.sweeping import is_small, sweep_file
from data.unit_of_work import UnitOfWork
from data.write_turn import WriteTurn

Dialect = Literal["sqlite", "postgresql"]

# How long a writer of an SQLite file waits in all, and anybody while the file is being recovered.
PATIENCE_S = 10.0
_WAIT_S = "mendpoint_wait_s"
_PG_OPTIONS = (
    "-c statement_timeout=20000 -c lock_timeout=8000 "
    "-c idle_in_transaction_session_timeout=30000 -c timezone=UTC"
)
_PG_WRITING = "-c default_transaction_read_only=off"
_PG_READING = (
    "-c default_transaction_read_only=on -c default_transaction_isolation=repeatable\\ read"
)
_PG_CONNECT = {
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    "application_name": "mendpoint",
}


class Database:
    """An open store. Safe to share between threads; every transaction has its own connection."""

    def __init__(self, url: URL, *, patience_s: float = PATIENCE_S) -> None:
        """Make the engines. ``patience_s`` is how long a writer of an SQLite file waits in all."""
        self.url = url
        self.dialect: Dialect = "sqlite" if url.get_backend_name() == "sqlite" else "postgresql"
        self._turn = (
            WriteTurn(Path(f"{url.database}-turn"), timeout_s=patience_s)
            if self.dialect == "sqlite"
            else None
        )
        self._writer = _engine(url, self.dialect, read_only=False)
        self._reader = _engine(url, self.dialect, read_only=True)

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        """Open a transaction that commits on a clean exit and rolls back on an exception.

        Raises:
            StorageFailure: the store can't be used; ``uncertain`` when the answer was lost.
            ConstraintViolation: the store refused a row.
            TryAgain: a race was lost and nothing was stored.
        """
        if self._turn is None:
            with self._transaction(self._writer) as uow:
                yield uow
            return
        with self._turn.taken() as left_s, self._transaction(self._writer, wait_s=left_s) as uow:
            yield uow

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """Open a transaction that sees one state of the store and refuses to write.

        Raises:
            StorageFailure: the store can't be used.
        """
        with self._transaction(self._reader) as uow:
            yield uow

    def sweep(self, *, beside_others: bool) -> bool:
        """Leave no old bytes in an SQLite file; say whether none are left (data/sweeping.py).

        ``beside_others`` leaves a large file alone. A server clears old rows by itself: True.

        Raises:
            StorageFailure: others kept the write turn.
        """
        if self._turn is None:
            return True
        path = Path(self.url.database or "")
        if beside_others and not is_small(path):
            return False
        with self._turn.taken():
            return sweep_file(path)

    def close(self) -> None:
        """Close every connection. Transactions under way keep theirs until they end."""
        self._writer.dispose()
        self._reader.dispose()
        if self._turn is not None:
            self._turn.close()

    @contextmanager
    def _transaction(self, engine: Engine, *, wait_s: float = PATIENCE_S) -> Iterator[UnitOfWork]:
        committing = False
        try:
            with engine.connect().execution_options(**{_WAIT_S: wait_s}) as connection:
                transaction = connection.begin()
                try:
                    yield UnitOfWork(connection=connection, dialect=self.dialect)
                    committing = True
                    transaction.commit()
                except BaseException:
                    if transaction.is_active:
                        transaction.rollback()
                    raise
        except Exception as error:
            told = translate(error, committing=committing)
            if told is None:
                raise
            raise told from error


def open_database(url: str, *, patience_s: float = PATIENCE_S) -> Database:
    """Open the store at ``url``; connections are made when first used.

    Raises:
        StorageFailure: the address can't be read or names something unsupported.
    """
    return Database(read_url(url), patience_s=patience_s)


def read_url(url: str) -> URL:
    """Read a database address; a plain ``postgresql://`` means psycopg 3.

    Raises:
        StorageFailure: the address can't be read or names something unsupported.
    """
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except Exception as error:
        raise StorageFailure(
            StorageFault.WRONG_URL, "the database address can't be read"
        ) from error
    if backend == "postgres":
        parsed, backend = parsed.set(drivername="postgresql"), "postgresql"
    if backend == "postgresql" and names_a_server(parsed):
        return parsed.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and names_a_file(parsed) and "?" not in url:
        return parsed.set(drivername="sqlite")
    raise StorageFailure(
        StorageFault.WRONG_URL, "use sqlite:///PATH, and no more, or postgresql://USER@HOST/NAME"
    )


def sqlite_url(path: Path) -> str:
    """Return the address of a database file."""
    return URL.create("sqlite", database=str(path)).render_as_string(hide_password=False)


def _engine(url: URL, dialect: Dialect, *, read_only: bool) -> Engine:
    if dialect == "sqlite":
        return _sqlite_engine(url, read_only=read_only)
    options = f"{_PG_OPTIONS} {_PG_READING if read_only else _PG_WRITING}"
    return create_engine(
        url,
        pool_size=4,
        max_overflow=6,
        pool_timeout=10,
        pool_recycle=1800,
        connect_args={**_PG_CONNECT, "options": options},
        hide_parameters=True,
    )


def _sqlite_engine(url: URL, *, read_only: bool) -> Engine:
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=8,
        pool_timeout=10,
        connect_args={
            "check_same_thread": False,
            "timeout": PATIENCE_S,
            "isolation_level": None,
        },
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        _prepare_sqlite(connection, read_only=read_only)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if read_only:
            connection.exec_driver_sql("BEGIN")
            return
        # What is left after the wait for the turn; a pooled connection still has the last one's.
        wait_s = connection.get_execution_options().get(_WAIT_S, PATIENCE_S)
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {_ms(wait_s)}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _prepare_sqlite(connection: sqlite3.Connection, *, read_only: bool) -> None:
    cursor = connection.cursor()
    try:
        cursor.execute(f"PRAGMA busy_timeout = {_ms(PATIENCE_S)}")
        if not read_only:
            cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA temp_store = MEMORY")
        cursor.execute("PRAGMA cache_size = -32000")
        # Not mapped into memory: a fault on a mapped page reads as far ahead as the disk is
        # set to (8 MiB here), and a search reads single pages from all over the file (ADR 0020).
        cursor.execute("PRAGMA mmap_size = 0")
        if read_only:
            cursor.execute("PRAGMA query_only = ON")
    finally:
        cursor.close()


def _ms(seconds: float) -> int:
    return int(seconds * 1000)
