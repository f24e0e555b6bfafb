"""Finds where a test would patch: whatever stands in for our code is handed in, not put in.

Only doors of the standard library that no parameter reaches may be replaced, each by its name;
environment variables and the working folder are set as a person would set them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.source_tree import FLOORS

DOORS = frozenset(
    {
        "socket.socket.connect",
        "socket.socket.connect_ex",
        "socket.getaddrinfo",
        "sys.stdin",
        "sys.stdout",
        "sys.stderr",
    }
)
_METHODS = frozenset({"setattr", "delattr", "setitem", "delitem"})
_BUILTINS = frozenset({"setattr", "delattr", "object.__setattr__", "object.__delattr__"})


def patches(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """List what a module patches, by line, but for the doors.

    That is what it hands to a monkeypatch or to ``setattr``, what it assigns to a name it imported
    from one of the floors, a function it puts into another object, and any way to `unittest.mock`.
    """
    own = frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    ours = frozenset(_imported_from_the_floors(tree))
    for node in ast.walk(tree):
        for what in (*_patched_by(node, ours), *_given_a_function(node, own)):
            if what not in DOORS:
                yield getattr(node, "lineno", 0), what


def _patched_by(node: ast.AST, ours: frozenset[str]) -> Iterator[str]:
    """List calls, imports, parameters and assignments that patch something."""
    match node:
        case ast.Call():
            yield from _patched_by_call(node)
        case ast.Import():
            yield from (alias.name for alias in node.names if _is_mock(alias.name))
        case ast.ImportFrom():
            names = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (name for name in names if _is_mock(name))
        case ast.arg(arg="mocker"):
            yield node.arg
        case ast.Attribute() | ast.Subscript() if not isinstance(node.ctx, ast.Load):
            if _root(node) in ours:
                yield ast.unparse(node)
        case _:
            return


def _patched_by_call(call: ast.Call) -> Iterator[str]:
    is_method = isinstance(call.func, ast.Attribute) and call.func.attr in _METHODS
    if not is_method and ast.unparse(call.func) not in _BUILTINS:
        return
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    # A dotted text names the whole place; otherwise it is an object and the name of what it has.
    whole = given[:1] if given and isinstance(given[0], ast.Constant) else given[:2]
    yield ".".join(_spelled(part) for part in whole)


def _given_a_function(node: ast.AST, own: frozenset[str]) -> Iterator[str]:
    """List attributes of other objects that become a lambda or a function of this module."""
    if not isinstance(node, ast.Assign):
        return
    value = node.value
    if isinstance(value, ast.Lambda) or (isinstance(value, ast.Name) and value.id in own):
        for target in node.targets:
            if isinstance(target, ast.Attribute) and _root(target) not in ("self", "cls"):
                yield ast.unparse(target)


def _spelled(part: ast.expr) -> str:
    if isinstance(part, ast.Constant) and isinstance(part.value, str):
        return part.value
    return ast.unparse(part)


def _is_mock(name: str) -> bool:
    return name.partition(".")[0] == "mock" or name.startswith("unittest.mock")


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _imported_from_the_floors(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] in FLOORS:
                    yield alias.asname or alias.name.split(".")[0]
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in FLOORS:
            yield from (alias.asname or alias.name for alias in node.names)
