"""Text that is sorted, compared by range or indexed is compared by its bytes, on every server.

Under a language's order "print:1" is not between "print:" and "print:~", "a" stands beside "A", and
an index may be wrong after the system's next update.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from sqlalchemy import Column, Engine, Index, Text, UniqueConstraint, create_engine, inspect

from data.models import metadata
from data.types import Key
from tests.architecture.source_tree import Module, modules

_RANGES = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
# What asks by range for the column that is its first argument.
_BEGINS = ("begins_with", "_begins")
_IN_AN_ORDER = ("order_by", "between", "min", "max")


def text_columns() -> list[Column[str]]:
    """List every column of text."""
    return [
        column
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Text)
    ]


def indexed_columns() -> set[Column[object]]:
    """Return the columns of all keys and indexes."""
    found: set[Column[object]] = set()
    for table in metadata.sorted_tables:
        found.update(table.primary_key.columns)
        for part in (*table.indexes, *table.constraints):
            if isinstance(part, Index | UniqueConstraint):
                found.update(part.columns)
    return found


def compared(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of whatever is sorted or compared by range.

    The name is "table.column" where the module says of which table, else the bare one.
    """
    aliases = dict(_aliases(tree))
    for node in ast.walk(tree):
        for term in _terms(node):
            if isinstance(term, ast.Attribute):
                table = aliases.get(term.value.id) if isinstance(term.value, ast.Name) else None
                yield term.lineno, f"{table}.{term.attr}" if table else term.attr
            elif isinstance(term, ast.Name):
                yield term.lineno, term.id


def _aliases(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield what stands for a table's columns: ``_J`` for "job" after ``_J = m.job.c``."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs = list(zip(target.elts, node.value.elts, strict=True))
            else:
                pairs = [(target, node.value)]
            for name, value in pairs:
                match name, value:
                    case ast.Name(id=alias), ast.Attribute(
                        attr="c", value=ast.Attribute(attr=table)
                    ):
                        yield alias, table


def _terms(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Compare):
        asks = any(isinstance(operator, _RANGES) for operator in node.ops)
        return [node.left, *node.comparators] if asks else []
    if not isinstance(node, ast.Call):
        return []
    if isinstance(node.func, ast.Name) and node.func.id in _BEGINS:
        return node.args[:1]
    if isinstance(node.func, ast.Attribute) and node.func.attr in _IN_AN_ORDER:
        own = [node.func.value] if node.func.attr == "between" else []
        return [*own, *map(_bare, node.args)]
    return []


def _bare(term: ast.expr) -> ast.expr:
    """Return the column of ``column.desc()`` and the like."""
    while isinstance(term, ast.Call) and isinstance(term.func, ast.Attribute):
        term = term.func.value
    return term


def unfit(module: Module) -> list[str]:
    """List where a module sorts, or compares by range, text that a server may order as it likes."""
    language = {
        name
        for column in text_columns()
        if column.type is not Key
        for name in (column.name, str(column))
    }
    return [
        f"{module.place}:{line} {name}"
        for line, name in compared(module.tree())
        if name in language
    ]


@pytest.fixture
def engine(postgres_url: str) -> Iterator[Engine]:
    """Give a migrated PostgreSQL database to look into."""
    engine = create_engine(postgres_url)
    yield engine
    engine.dispose()


def test_indexed_text_is_compared_by_its_bytes() -> None:
    indexed = indexed_columns()
    loose = [str(each) for each in text_columns() if each in indexed and each.type is not Key]
    assert loose == []


def test_no_query_sorts_or_compares_by_range_what_a_language_orders() -> None:
    assert [line for module in modules("data") for line in unfit(module)] == []


def test_a_query_that_does_is_seen() -> None:
    tree = ast.parse(
        "_C, _T = m.customer.c, m.ticket.c\n"
        "select(x).where(lane >= p, begins_with(_C.city, p)).order_by(_T.words.desc(), y.name)"
    )
    names = {name for _line, name in compared(tree)}
    assert names == {"lane", "p", "customer.city", "ticket.words", "name"}


def test_the_migrated_database_orders_text_as_the_models_say(engine: Engine) -> None:
    inspector = inspect(engine)
    stored = {
        f"{table}.{column['name']}"
        for table in metadata.tables
        for column in inspector.get_columns(table)
        if getattr(column["type"], "collation", None) == "C"
    }
    assert stored == {str(column) for column in text_columns() if column.type is Key}
