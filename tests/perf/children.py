"""Starts intake loops as processes of their own, kills them, and reads what they acknowledged."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_GO_TIMEOUT_S = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopSummary:
    """How a loop that was not killed ended."""

    numbers: tuple[str, ...]
    waits_s: tuple[float, ...]
    errors: tuple[dict[str, str], ...]


class IntakeChild:
    """One process that takes in; it begins when `go` is called."""

    def __init__(self, url: str, *, folder: Path, name: str, **options: int) -> None:
        self.acks = folder / f"acknowledged-{name}"
        words = [
            sys.executable, "-m", "tests.perf.intake_loop",
            "--url", url, "--home", str(folder), "--acks", str(self.acks), "--name", name,
        ]  # fmt: skip
        for option, value in options.items():
            words += [f"--{option.replace('_', '-')}", str(value)]
        self._errors = (folder / f"errors-{name}").open("w+", encoding="utf-8")
        self._process: subprocess.Popen[str] = subprocess.Popen(
            words,
            cwd=ROOT,
            env={**os.environ, "MENDPOINT_HOME": str(folder)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )

    def wait_until_ready(self) -> None:
        """Return when the child has opened the shop.

        Raises:
            RuntimeError: it ended instead; its own words are in the message.
        """
        assert self._process.stdout is not None
        if self._process.stdout.readline().strip() != "ready":
            raise RuntimeError(f"the intake loop did not start: {self._words()}")

    def go(self) -> None:
        """Let the child begin."""
        assert self._process.stdin is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()

    def kill_after(self, delay_s: float) -> None:
        """Kill the child in the midst of its work, with no chance to tidy up.

        Raises:
            RuntimeError: it had ended before.
        """
        try:
            self._process.wait(timeout=delay_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
            self._errors.close()
            return
        raise RuntimeError(f"the intake loop ended by itself: {self._words()}")

    def finish(self) -> LoopSummary:
        """Wait for the end and return the summary.

        Raises:
            RuntimeError: it ended with an error code.
        """
        output, _nothing = self._process.communicate(timeout=_GO_TIMEOUT_S)
        if self._process.returncode != 0:
            raise RuntimeError(f"the intake loop failed: {self._words()}")
        self._errors.close()
        told: dict[str, Any] = json.loads(output)
        return LoopSummary(
            numbers=tuple(told["numbers"]),
            waits_s=tuple(told["waits_s"]),
            errors=tuple(told["errors"]),
        )

    def acknowledged(self) -> list[str]:
        """Return every number that was acknowledged so far, in order."""
        return self.acks.read_text(encoding="utf-8").split() if self.acks.exists() else []

    def _words(self) -> str:
        self._errors.seek(0)
        return self._errors.read()[-2_000:]


def run_together(children: Sequence[IntakeChild]) -> list[LoopSummary]:
    """Let every child begin at once and wait for all of them."""
    for child in children:
        child.wait_until_ready()
    for child in children:
        child.go()
    return [child.finish() for child in children]
