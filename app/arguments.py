"""What can be said on the command line of the program with a window."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """How the program was asked to start."""

    demo: bool = False
    demonstrate: Path | None = None
    screenshots: Path | None = None
    self_test: bool = False
    first_paint_then_quit: bool = False


def read_arguments(words: Sequence[str]) -> Arguments:
    """Read the command line; wrong words end the program with exit code 2."""
    parser = argparse.ArgumentParser(
        prog="mendpoint-desktop", description="The repair shop's point of sale."
    )
    parser.add_argument(
        "--demo", action="store_true", help="open on sample data that is thrown away at the end"
    )
    parser.add_argument(
        "--demonstrate",
        metavar="DIR",
        type=Path,
        help="without a display: take in, move and print on sample data; pictures in DIR",
    )
    parser.add_argument(
        "--screenshots", metavar="DIR", type=Path, help="save a picture of every screen in DIR"
    )
    parser.add_argument("--self-test", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--first-paint-then-quit", action="store_true", help=argparse.SUPPRESS)
    read = parser.parse_args(list(words))
    return Arguments(
        demo=read.demo,
        demonstrate=read.demonstrate,
        screenshots=read.screenshots,
        self_test=read.self_test,
        first_paint_then_quit=read.first_paint_then_quit,
    )
