"""A module tells one story, a function does one thing (docs: house style)."""

from __future__ import annotations

import ast

from tests.architecture.source_tree import ROOT, Module, functions, modules

MODULE_LINES = 400
FUNCTION_LINES = 40
# A table written as code, or a widget's one long _build, may run on a little; never twice as far.
FUNCTION_LINES_AT_MOST = 60
SHARE_OF_LONG_FUNCTIONS = 0.02


def counted() -> list[Module]:
    """List what is measured: everything but the migrations, which are records of the past."""
    program = [module for module in modules() if "migrations" not in module.name]
    return [*program, Module(name="do", path=ROOT / "do.py"), *modules("tests")]


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function's body, its docstring apart."""
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_module_is_too_long() -> None:
    sizes = {module.place: len(module.text().splitlines()) for module in counted()}
    too_long = {place: lines for place, lines in sizes.items() if lines > MODULE_LINES}
    assert not too_long


def test_functions_are_short() -> None:
    lengths = {
        f"{module.place}:{function.lineno} {function.name}": length(function)
        for module in counted()
        for function in functions(module)
    }
    long = {place: lines for place, lines in lengths.items() if lines > FUNCTION_LINES}
    far_too_long = {place: n for place, n in long.items() if n > FUNCTION_LINES_AT_MOST}
    assert not far_too_long
    assert len(long) <= SHARE_OF_LONG_FUNCTIONS * len(lengths), long
