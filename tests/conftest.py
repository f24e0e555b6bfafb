"""Loads the guards and the fixtures every test may use; see tests/support."""

from __future__ import annotations

import gc

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = [
    "tests.support.run_folder",
    "tests.support.socket_guard",
    "tests.support.log_guard",
    "tests.support.thread_guard",
    "tests.support.databases",
    "tests.support.shops",
]

# Two shared cores make single examples slow now and then; how fast a rule is belongs to the bench.
settings.register_profile(
    "mendpoint", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("mendpoint")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Spare the collector the modules and the thousands of tests, which stay to the end.

    The screen tests collect after each test; looking at all of that took most of their time.
    """
    gc.collect()
    gc.freeze()
