"""What people typed is shown literally: nothing on a screen reads it as rich text."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from PySide6.QtGui import Qt

from tests.architecture.source_tree import Module, modules
from ui.parts.text import plain_tip

# The one label that knows it is plain; everything else derives from it.
LABEL_HOME = "ui.parts.text"
# Shown or asked for by these, a text is taken for rich as soon as it looks so.
GUESSING = {
    "QErrorMessage",
    "QMessageBox",
    "QTextBrowser",
    "QToolTip",
    "QWhatsThis",
    "setWhatsThis",
}
RICH = {"AutoText", "MarkdownText", "RichText", "insertHtml", "setHtml", "setMarkdown"}
# A text translated as it stands: with one argument, and that a literal.
TRANSLATIONS = {"tr", "say"}


def names(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """List the names and attributes of a source, with their lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id, node.lineno
        elif isinstance(node, ast.Attribute):
            yield node.attr, node.lineno
        elif isinstance(node, ast.alias):
            yield node.name, node.lineno


def named(tree: ast.AST, wanted: set[str]) -> list[int]:
    """List the lines on which one of some names stands."""
    return [line for name, line in names(tree) if name in wanted]


def guessed_tips(tree: ast.AST) -> list[int]:
    """List the lines on which a tool tip is given a text that Qt may take for rich."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and called(node) == "setToolTip"
        and not all(is_plain(argument) for argument in node.args)
    ]


def is_plain(argument: ast.expr) -> bool:
    """Tell whether a text is a literal, a translated literal, or made plain."""
    if isinstance(argument, ast.Constant):
        return True
    if not isinstance(argument, ast.Call):
        return False
    if called(argument) == plain_tip.__name__:
        return True
    is_literal = [isinstance(each, ast.Constant) for each in argument.args] == [True]
    return called(argument) in TRANSLATIONS and is_literal and not argument.keywords


def called(call: ast.Call) -> str:
    """Return the name a call calls."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def places(module: Module, lines: list[int]) -> list[str]:
    """Return lines of a module as a person would write them."""
    return [f"{module.place}:{line}" for line in lines]


def test_tool_tips_are_literals_or_made_plain() -> None:
    found = [
        place for module in modules("ui") for place in places(module, guessed_tips(module.tree()))
    ]
    assert not found


def test_tool_tips_of_models_are_made_plain() -> None:
    giving = [module for module in modules("ui") if named(module.tree(), {"ToolTipRole"})]
    assert giving
    assert not [m.place for m in giving if not named(m.tree(), {plain_tip.__name__})]


def test_labels_are_plain_ones() -> None:
    found = [
        place
        for module in modules("ui", "app")
        if module.name != LABEL_HOME
        for place in places(module, named(module.tree(), {"QLabel"}))
    ]
    assert not found


def test_nothing_is_shown_as_rich_text_or_guessed_to_be() -> None:
    found = [
        place
        for module in modules("ui", "app")
        for place in places(module, named(module.tree(), RICH | GUESSING))
    ]
    assert not found


def test_painted_texts_are_plain() -> None:
    painting = [m for m in modules("ui") if named(m.tree(), {"QStaticText", "QTextDocument"})]
    assert not [m.place for m in painting if not named(m.tree(), {"PlainText", "setPlainText"})]


@pytest.mark.parametrize(
    "source",
    [
        "self.setToolTip(name)",
        "tag.setToolTip(spec.words if small else '')",
        "self.setToolTip(f'{words} ({key})')",
        "self.setToolTip(self.tr('Take {repair} off').format(repair=title))",
        "self.setToolTip(say('Left by {name}', name=name))",
        "self.setToolTip(self.tr(name))",
    ],
)
def test_the_rule_of_tool_tips_bites(source: str) -> None:
    assert guessed_tips(ast.parse(source)) == [1]


@pytest.mark.parametrize(
    "text",
    [
        "<b>Bobby</b> Tables",
        "Dana <img src=file:///etc/passwd> Whitfield",
        "&lt;b&gt;",
        "<!DOCTYPE html>",
        "<?xml version='1.0'?><b>x</b>",
        "\n <qt>x</qt>",
        "x < y > z & 漢字",
        "",
    ],
)
def test_a_tip_is_literal(text: str) -> None:
    tip = plain_tip(text)
    assert not Qt.mightBeRichText(tip)
    assert tip.replace("\u200b", "") == text


def test_a_long_tip_is_wrapped_and_ends() -> None:
    lines = plain_tip("Ana " * 30 + "\n" + "x" * 10_000).splitlines()
    assert max(len(line) for line in lines) <= 80
    assert len(lines) < 40
    assert lines[-1] == "…"
    assert plain_tip("Print  (P)") == "Print  (P)"
