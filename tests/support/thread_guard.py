"""Fails a test that leaves a thread running."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

# A thread that was told to stop needs a moment on a busy machine; a leaked one never ends.
_GRACE_S = 3.0


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    """Compare the Python threads before and after a test."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + _GRACE_S
    leaked = []
    for thread in set(threading.enumerate()) - before:
        # Qt's own pool threads show up as dummies for as long as the pool keeps them.
        if isinstance(thread, threading._DummyThread):
            continue
        thread.join(max(0.0, deadline - time.monotonic()))
        if thread.is_alive():
            leaked.append(thread.name)
    assert not leaked, f"threads left running: {leaked}"
