"""What do.py promises before it needs anything but Python."""

from __future__ import annotations

import ast
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source_tree import ROOT

SOURCE = (ROOT / "do.py").read_text(encoding="utf-8")


def do(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    line = [sys.executable, str(ROOT / "do.py"), *arguments]
    return subprocess.run(line, capture_output=True, text=True, check=False)


def has_display(**variables: str) -> bool:
    """Ask do.py about a display, with only these variables set."""
    line = [sys.executable, "-c", "import do, sys; sys.exit(not do.has_display())"]
    env = {"PATH": os.defpath, **variables}
    return subprocess.run(line, cwd=ROOT, env=env, check=False).returncode == 0


def test_an_old_python_can_read_it_far_enough_to_be_refused() -> None:
    tree = ast.parse(SOURCE, feature_version=(3, 4))

    assert not [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    first = [node for node in tree.body if isinstance(node, ast.Import | ast.If)][:2]
    assert [ast.unparse(node).splitlines()[0] for node in first] == [
        "import sys",
        "if sys.version_info < (3, 11):",
    ]


def test_it_imports_the_standard_library_only() -> None:
    imported = {
        (node.module or "").split(".")[0]
        if isinstance(node, ast.ImportFrom)
        else node.names[0].name.split(".")[0]
        for node in ast.walk(ast.parse(SOURCE))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert imported <= set(sys.stdlib_module_names)


def test_help_names_every_command() -> None:
    shown = do("--help")

    assert shown.returncode == 0
    for command in ("run", "test", "check", "bench", "soak", "screenshots", "installer", "demo"):
        assert f"\n{command} " in shown.stdout


@pytest.mark.parametrize(("words", "said"), [((), ""), (("fly",), "There is no command fly")])
def test_unknown_command_is_a_usage_error(words: tuple[str, ...], said: str) -> None:
    refused = do(*words)

    assert refused.returncode == 2
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr


ALWAYS = sys.platform != "linux"


def test_no_variable_means_no_display() -> None:
    assert has_display() is ALWAYS


def test_offscreen_platform_means_no_display() -> None:
    assert has_display(QT_QPA_PLATFORM="offscreen", DISPLAY=":0") is ALWAYS


def test_display_that_does_not_answer_is_none() -> None:
    assert has_display(DISPLAY=":4711", WAYLAND_DISPLAY="wayland-4711") is ALWAYS


def test_display_that_answers_is_one() -> None:
    # An X server's display N listens on port 6000 + N.
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1] - 6000
        assert has_display(DISPLAY=f"127.0.0.1:{number}.0")


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("MENDPOINT_HOME", "data", "{here}/data"),
        ("MENDPOINT_HOME", "/srv/shop", "/srv/shop"),
        ("MENDPOINT_DATABASE_URL", "sqlite:///shop.db", "sqlite:///{here}/shop.db"),
        ("MENDPOINT_DATABASE_URL", "sqlite:////srv/shop.db", "sqlite:////srv/shop.db"),
        (
            "MENDPOINT_DATABASE_URL",
            "postgresql://shop@server/shop",
            "postgresql://shop@server/shop",
        ),
        ("MENDPOINT_PRINTER", "file:paper.bin", "file:{here}/paper.bin"),
        ("MENDPOINT_PRINTER", "tcp://127.0.0.1:9100", "tcp://127.0.0.1:9100"),
    ],
)
def test_relative_places_are_the_callers(name: str, given: str, kept: str, tmp_path: Path) -> None:
    words = f"import do, os; do.keep_places(); print(os.environ[{name!r}])"
    env = {**os.environ, "PYTHONPATH": str(ROOT), name: given}
    line = [sys.executable, "-c", words]
    told = subprocess.run(line, cwd=tmp_path, env=env, capture_output=True, text=True, check=True)

    assert told.stdout.strip() == kept.format(here=tmp_path)
