"""Small pictures, kept on this workstation by the content they were made of.

They are a cache: any of them may go at any time. Those not looked at for a week go, so that nothing
of an erased person stays here for longer, and the least looked at where there are too many.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock

_MOST_BYTES = 200_000_000
_KEPT_S = 7 * 24 * 3600.0
# A look through the folder after so many new ones keeps it near its bound.
_LOOK_EVERY = 200


class ThumbnailCache:
    """Small pictures in a folder, at most ``most_bytes`` of them after each tidying."""

    def __init__(
        self, folder: Path, *, most_bytes: int = _MOST_BYTES, look_every: int = _LOOK_EVERY
    ) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        self._look_every = look_every
        self._made = 0
        self._lock = Lock()

    def get(self, sha256: str, *, edge: int, make: Callable[[], bytes]) -> bytes:
        """Return a small picture, made now if it is not here. A full disk only costs time."""
        path = self._folder / f"{sha256}-{edge}"
        with suppress(OSError):
            content = path.read_bytes()
            os.utime(path)
            return content
        content = make()
        with suppress(OSError):
            self._keep(path, content)
        return content

    def forget(self, sha256: str) -> None:
        """Delete what was made of a content."""
        for path in self._folder.glob(f"{sha256}-*"):
            with suppress(OSError):
                path.unlink()

    def _keep(self, path: Path, content: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        fresh.write_bytes(content)
        fresh.replace(path)
        with self._lock:
            self._made += 1
            is_due = self._made % self._look_every == 1 or self._look_every == 1
        if is_due:
            self.tidy()

    def tidy(self) -> None:
        """Delete what is old, and the least looked at beyond the bound."""
        left, now = self._most_bytes, time.time()
        for _at, size, path in sorted(self._files(), reverse=True):
            left -= size
            if left < 0 or now - _at > _KEPT_S:
                with suppress(OSError):
                    path.unlink()

    def _files(self) -> list[tuple[float, int, Path]]:
        found = []
        for path in self._folder.glob("*"):
            with suppress(OSError):
                stat = path.stat()
                found.append((stat.st_mtime, stat.st_size, path))
        return found
