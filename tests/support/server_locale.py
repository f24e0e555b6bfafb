"""Which order of words the tests' PostgreSQL server sorts by: a language's, as in a shop.

A server is usually made with its system's locale, and there "print:1" may come before "print:" and
"a" beside "A". The C locale of a bare container would hide every comparison that needs bytes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

_LANGUAGE = "en_US"
_NAME = f"{_LANGUAGE}.UTF-8"
_PLACE = "locales"

# Sorted by code point: what is left where the system knows no language.
_BYTES = ("--locale-provider=builtin", "--locale=C.UTF-8")
_WORDS = ("--locale-provider=libc", f"--locale={_NAME}")


def initdb_options(folder: Path) -> tuple[str, ...]:
    """Return the options that give a cluster a language's order, if the system can.

    Where the language is not installed but can be compiled, it is put into ``folder`` (1 s).
    """
    if os.name == "posix" and (_is_installed() or _is_compiled(folder / _PLACE)):
        return _WORDS
    return _BYTES


def locale_environment(folder: Path) -> dict[str, str]:
    """Return what initdb and the server need in their environment to find the language."""
    place = folder / _PLACE
    return {"LOCPATH": str(place)} if place.exists() else {}


def _is_installed() -> bool:
    command = shutil.which("locale")
    if command is None:
        return False
    listed = subprocess.run([command, "-a"], capture_output=True, text=True, check=False).stdout
    return {_NAME.lower(), f"{_LANGUAGE}.utf8".lower()} & set(listed.lower().split()) != set()


def _is_compiled(place: Path) -> bool:
    command = shutil.which("localedef")
    if command is None:
        return False
    place.mkdir()
    subprocess.run(
        [command, "-i", _LANGUAGE, "-f", "UTF-8", str(place / _NAME)],
        capture_output=True,
        check=False,
    )
    if (place / _NAME / "LC_COLLATE").exists():
        return True
    # An empty place must not hide the system's own locales from the server.
    shutil.rmtree(place)
    return False
