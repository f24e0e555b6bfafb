"""Loads the guards and the fixtures every test may use; see tests/support."""

from __future__ import annotations

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
