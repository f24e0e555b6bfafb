"""The lock and the ranges in pyproject.toml must tell the same story."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
_PIN = re.compile(r"^(?P<name>[a-z0-9.\-]+)==(?P<version>[^ ]+)(?P<rest>[^\n]*)$", re.MULTILINE)


def wanted() -> list[Requirement]:
    """Read what the program and its development need, the extras apart."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    return [Requirement(line) for line in lines]


def pins() -> dict[str, list[str]]:
    """Read the locked versions; more than one where Python versions differ."""
    found: dict[str, list[str]] = {}
    for pin in _PIN.finditer(LOCK):
        found.setdefault(canonicalize_name(pin["name"]), []).append(pin["version"])
    return found


def test_every_requirement_is_locked_within_its_range() -> None:
    locked = pins()
    strays = [
        f"{requirement}: locked {locked.get(canonicalize_name(requirement.name), 'not at all')}"
        for requirement in wanted()
        if not any(
            requirement.specifier.contains(version)
            for version in locked.get(canonicalize_name(requirement.name), [])
        )
    ]
    assert not strays, "renew the lock (docs/adr/0001-tooling-and-lock.md):\n" + "\n".join(strays)


def applying(requirement: Requirement, extras: frozenset[str]) -> bool:
    """Tell whether a requirement holds here, asked for with these extras."""
    if requirement.marker is None:
        return True
    return any(requirement.marker.evaluate({"extra": extra}) for extra in extras or {""})


def closure() -> dict[str, set[str]]:
    """Walk what the project needs here through what is installed: name → who asks for it."""
    asked_by: dict[str, set[str]] = {}
    waiting = [("mendpoint", requirement) for requirement in wanted()]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        asker, requirement = waiting.pop()
        name, extras = canonicalize_name(requirement.name), frozenset(requirement.extras)
        asked_by.setdefault(name, set()).add(asker)
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        needs = [Requirement(line) for line in metadata.requires(name) or []]
        waiting += [(name, need) for need in needs if applying(need, extras | {""})]
    return asked_by


def test_lock_holds_all_that_installed_libraries_ask_for() -> None:
    """The set-up resolves nothing (``--no-deps``), so that the lock must be complete."""
    locked = pins()
    asked_by = closure()
    assert len(asked_by) > 100
    assert not {name: asked_by[name] for name in asked_by if name not in locked}


def test_installed_versions_are_the_locked_ones() -> None:
    locked = pins()
    strays = {
        name: metadata.version(name)
        for name in closure()
        if metadata.version(name) not in locked.get(name, [])
    }
    assert not strays


def test_every_pin_has_hashes() -> None:
    blocks = re.split(r"^(?=[a-z0-9])", LOCK, flags=re.MULTILINE)[1:]
    bare = [block.split()[0] for block in blocks if "--hash=sha256:" not in block]
    assert len(blocks) > 100
    assert not bare


def test_lock_names_no_registry() -> None:
    assert "://" not in LOCK
    assert "index-url" not in LOCK.replace("--no-emit-index-url", "")
    assert "find-links" not in LOCK
