"""What must not be found in the source, and what every test must have."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture.patching import patches
from tests.architecture.source_tree import Module, functions, modules

LEFT_FOR_LATER = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError")
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
EVADED = re.compile(
    r"mark\.skip|pytest\.skip\(|\bimportorskip\b|\bxfail\b"
    r"|\btime\.sleep\(|\bqtbot\.wait\(|\bqWait\b"
)
# A call by one of these names checks something: fixtures and small checkers of the tests' own.
CHECKING_CALLS = re.compile(
    r"^(assert|check|expect|refuse|raises$|warns$|fail$|verify|sees?$|until$|wait_?signal|wait_?until)",
    re.IGNORECASE,
)


def found(pattern: re.Pattern[str], where: list[Module]) -> list[str]:
    """List the lines that match, by file and number."""
    return [
        f"{module.place}:{number}: {line.strip()}"
        for module in where
        for number, line in enumerate(module.text().splitlines(), start=1)
        if pattern.search(line)
    ]


def test_nothing_is_left_for_later() -> None:
    assert not found(LEFT_FOR_LATER, modules())


def test_modules_are_named_after_what_they_hold() -> None:
    named = {module.name: set(module.name.split(".")) for module in modules()}
    assert not [name for name, parts in named.items() if parts & EMPTY_NAMES]


def test_errors_are_not_swallowed() -> None:
    swallowed = [
        f"{module.place}:{node.lineno}"
        for module in modules()
        for node in ast.walk(module.tree())
        if isinstance(node, ast.ExceptHandler) and catches_all(node) and does_nothing(node)
    ]
    assert not swallowed


def test_tests_neither_skip_nor_sleep() -> None:
    # Where the rule is written, and where it is seen to bite.
    own = ("tests/architecture/test_house_rules.py", "tests/architecture/test_guards_bite.py")
    assert not [line for line in found(EVADED, modules("tests")) if not line.startswith(own)]


def test_tests_patch_none_of_our_own_code() -> None:
    patched = [
        f"{module.place}:{line} {what}"
        for module in modules("tests")
        for line, what in patches(module.tree())
    ]
    assert not patched


def test_every_test_can_fail() -> None:
    toothless = [
        f"{module.place}:{function.lineno} {function.name}"
        for module in modules("tests")
        if module.path.name.startswith("test_")
        for function in functions(module)
        if function.name.startswith("test_") and not any(checks(function))
    ]
    assert not toothless


def catches_all(handler: ast.ExceptHandler) -> bool:
    """Tell whether a handler takes every error there is."""
    return handler.type is None or ast.unparse(handler.type) in ("Exception", "BaseException")


def does_nothing(handler: ast.ExceptHandler) -> bool:
    """Tell whether a handler drops the error without a trace."""
    return all(isinstance(node, ast.Pass | ast.Continue) for node in handler.body)


def checks(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[bool]:
    """Look for assertions, and for calls that check."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            yield True
        if isinstance(node, ast.Call):
            name = (
                node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
            )
            yield bool(CHECKING_CALLS.match(name.lstrip("_")))
