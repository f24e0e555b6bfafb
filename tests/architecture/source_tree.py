"""The program's source as the architecture tests read it: modules, imports, functions.

Read as text, not by importing, so that a rule can name the line that breaks it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FLOORS = ("app", "ui", "services", "data")


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One source file. ``name`` is dotted, a package's own name for its ``__init__``."""

    name: str
    path: Path

    @property
    def place(self) -> str:
        """The path as a person would write it."""
        return self.path.relative_to(ROOT).as_posix()

    def text(self) -> str:
        """Read the source."""
        return self.path.read_text(encoding="utf-8")

    def tree(self) -> ast.Module:
        """Parse the source, once per run."""
        return _parsed(self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One import. ``target`` is a module where the tree has one of that name, else its package."""

    importer: Module
    target: str
    line: int
    for_types_only: bool
    at_first_use: bool

    def __str__(self) -> str:
        return f"{self.importer.place}:{self.line} imports {self.target}"


def modules(*roots: str) -> list[Module]:
    """List the modules below some folders, the four floors by default, in a fixed order."""
    found = []
    for root in roots or FLOORS:
        for path in sorted((ROOT / root).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found.append(Module(name=name, path=path))
    return found


def imports(module: Module) -> Iterator[Import]:
    """List what a module imports, wherever in the file it does."""
    known = _module_names()
    types_only = _spans(module.tree(), _is_type_checking)
    inside = _spans(module.tree(), lambda node: isinstance(node, ast.FunctionDef | ast.Lambda))
    for node in ast.walk(module.tree()):
        for target in _targets(node, known):
            line = getattr(node, "lineno", 0)
            yield Import(
                importer=module,
                target=target,
                line=line,
                for_types_only=any(line in span for span in types_only),
                at_first_use=any(line in span for span in inside),
            )


def functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """List every function and method of a module."""
    for node in ast.walk(module.tree()):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def _module_names() -> frozenset[str]:
    return frozenset(module.name for module in modules())


def _targets(node: ast.AST, known: frozenset[str]) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom) or node.module is None:
        return []
    below = [f"{node.module}.{alias.name}" for alias in node.names]
    return [name if name in known else node.module for name in below]


def _is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)


def _spans(tree: ast.Module, wanted: object) -> list[range]:
    assert callable(wanted)
    return [
        range(node.lineno, (node.end_lineno or node.lineno) + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt | ast.expr) and wanted(node)
    ]
