"""Fails a test that logs a warning or worse, unless the test said that it would."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest


class Collected(logging.Handler):
    """Keeps what was logged at level WARNING and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one line."""
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_unexpected_log_lines(request: pytest.FixtureRequest) -> Iterator[None]:
    """Compare the warnings of a test with its ``expects_log`` marks, both ways."""
    collected = Collected()
    logging.getLogger().addHandler(collected)
    yield
    logging.getLogger().removeHandler(collected)
    patterns = [str(mark.args[0]) for mark in request.node.iter_markers("expects_log")]
    surprises = [line for line in collected.lines if not any(re.search(p, line) for p in patterns)]
    assert not surprises, "unexpected log lines:\n" + "\n".join(surprises)
    missing = [p for p in patterns if not any(re.search(p, line) for line in collected.lines)]
    assert not missing, f"expected log lines that did not come: {missing}"
