"""Looks for words in every place of a database where words can be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import inspect, text

from data.engine import Database


def traces(database: Database, *words: str) -> list[str]:
    """List where a word is: table and column of every row, and bytes of an SQLite file."""
    return [*_in_rows(database, words), *_in_files(database, words)]


def _in_rows(database: Database, words: tuple[str, ...]) -> Iterator[str]:
    with database.reading() as uow:
        inspector = inspect(uow.connection)
        for table in inspector.get_table_names():
            for column in inspector.get_columns(table):
                name = column["name"]
                query = text(f'SELECT CAST("{name}" AS TEXT) FROM "{table}"')
                values = [str(row[0]).casefold() for row in uow.rows(query)]
                for word in words:
                    if any(word.casefold() in value for value in values):
                        yield f"{table}.{name} holds {word}"


def _in_files(database: Database, words: tuple[str, ...]) -> Iterator[str]:
    if database.dialect != "sqlite":
        return
    file = Path(database.url.database or "")
    for path in (file, *(Path(f"{file}{end}") for end in ("-wal", "-shm", "-journal"))):
        content = path.read_bytes().lower() if path.exists() else b""
        for word in words:
            if word.casefold().encode() in content:
                yield f"the bytes of {path.name} hold {word}"
