"""The folder of contents: each under its SHA-256, written whole or not at all.

A content goes to a file of another name first, is forced to disk and then takes its name, so that a
crash leaves the whole content or none. Which contents are needed is said by rows, never here.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from services.errors import StorageUnavailable
from services.settings.dto import FileRules

_PARTIAL = ".partial"
_HASH_LETTERS = 64
_PIECE = 1_048_576

NOT_CHOSEN = (
    "No folder for photos and files is chosen yet. Choose one that every workstation reaches, "
    "under Settings, Database."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A content in the folder; ``age_s`` is how long ago it was written or asked for again."""

    sha256: str
    size_bytes: int
    age_s: float


class FileHome:
    """Where contents are kept: ``beside`` a local database, or else in the shop's own folder.

    ``named`` is what this workstation's environment says of the shop's folder, whose path may
    differ from the other workstations'.
    """

    def __init__(self, *, beside: Path | None = None, named: Path | None = None) -> None:
        self._beside = beside
        self._named = named

    def folder(self, rules: FileRules) -> Folder:
        """Return the shop's folder; nothing is made until something is written.

        Raises:
            StorageUnavailable: the shop has not chosen one.
        """
        if self._beside is not None:
            return Folder(self._beside, parent=self._beside.parent)
        chosen = self._named or (Path(rules.folder) if rules.folder else None)
        if chosen is None:
            raise StorageUnavailable(NOT_CHOSEN, fault="files")
        return Folder(chosen / rules.key, parent=chosen)


class Folder:
    """Contents by their hash. ``parent`` must be there: a share that is away is not made anew."""

    def __init__(self, path: Path, *, parent: Path) -> None:
        self._path = path
        self._parent = parent

    def put(self, content: bytes) -> str:
        """Keep ``content``, forced to disk before this returns; return its hash.

        Raises:
            StorageUnavailable: the disk is full, or the folder can't be reached or written.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        try:
            if not self._parent.is_dir():
                raise FileNotFoundError(f"there is no folder {self._parent}")
            if self._has(sha256, size_bytes=len(content)):
                # As good as new: a sweep under way looks at this time last.
                os.utime(self._place(sha256))
            else:
                _write(self._place(sha256), content)
        except OSError as error:
            raise _unwritable(error) from error
        return sha256

    def has(self, sha256: str, *, size_bytes: int) -> bool:
        """Say whether a content is here in its whole size.

        Raises:
            StorageUnavailable: the folder does not say: no permission, or the share is cut off.
        """
        try:
            return self._has(sha256, size_bytes=size_bytes)
        except OSError as error:
            raise _unreadable(error) from error

    def read(self, sha256: str) -> bytes:
        """Return a content.

        Raises:
            StorageUnavailable: it is not here, is not what it was, or the folder can't be reached.
        """
        try:
            content = self._place(sha256).read_bytes()
        except OSError as error:
            raise _unreadable(error) from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise StorageUnavailable(
                "The file in the shop's folder is damaged.", fault="files", detail=sha256
            )
        return content

    def remove(self, sha256: str) -> int:
        """Delete a content that no row names; return the bytes freed.

        Raises:
            StorageUnavailable: the folder can't be reached or written.
        """
        place = self._place(sha256)
        try:
            if not self._parent.is_dir():
                raise FileNotFoundError(f"there is no folder {self._parent}")
            size = place.stat().st_size
            place.unlink()
        except FileNotFoundError as error:
            if self._parent.is_dir():
                return 0
            raise _unwritable(error) from error
        except OSError as error:
            raise _unwritable(error) from error
        return size

    @property
    def place(self) -> Path:
        """Where the contents are."""
        return self._path

    @property
    def is_reached(self) -> bool:
        """Whether what holds the folder is there now."""
        try:
            return self._parent.is_dir()
        except OSError:
            # A share that is cut off, or one this workstation may not look into.
            return False

    def try_out(self) -> None:
        """Write something into the folder and take it away again.

        Raises:
            StorageUnavailable: the folder can't be reached or written.
        """
        probe = self._parent / f".mendpoint-{secrets.token_hex(4)}{_PARTIAL}"
        try:
            with probe.open("xb"):
                pass
            probe.unlink()
        except OSError as error:
            raise _unwritable(error) from error

    def kept(self) -> Iterator[KeptFile]:
        """Go through every content here; what is no content of ours is passed over.

        Raises:
            StorageUnavailable: what holds the folder is not there now.
        """
        if not self.is_reached:
            raise StorageUnavailable(f"The folder {self._parent} can't be reached.", fault="files")
        now = time.time()
        for path in self._path.glob("??/*"):
            if len(path.name) == _HASH_LETTERS and path.name.startswith(path.parent.name):
                with suppress(FileNotFoundError):
                    stat = path.stat()
                    yield KeptFile(
                        sha256=path.name, size_bytes=stat.st_size, age_s=now - stat.st_mtime
                    )

    def clear_partial(self, *, older_than_s: float) -> int:
        """Delete what a crash left half-written; return how many files that were."""
        cleared, now = 0, time.time()
        for path in self._path.glob(f"??/*{_PARTIAL}"):
            with suppress(FileNotFoundError):
                if now - path.stat().st_mtime > older_than_s:
                    path.unlink()
                    cleared += 1
        return cleared

    def _has(self, sha256: str, *, size_bytes: int) -> bool:
        try:
            return self._place(sha256).stat().st_size == size_bytes
        except (FileNotFoundError, NotADirectoryError):
            return False

    def _place(self, sha256: str) -> Path:
        return self._path / sha256[:2] / sha256


def copy_out(content: bytes, *, to: Path) -> None:
    """Write a copy where a person asked for it, whole or not at all.

    Raises:
        StorageUnavailable: it can't be written there.
    """
    try:
        _write(to, content)
    except OSError as error:
        reason = (error.strerror or "it can't be reached").lower()
        raise StorageUnavailable(
            f"The copy can't be written there: {reason}. Choose another folder or a shorter name.",
            fault="copy",
            detail=str(error),
        ) from error


def _write(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    # A name of its own: two programs may keep the same content at once. It is no longer in bytes
    # than a name may be, whatever its letters.
    fresh = place.with_name(f"{place.name[:40]}.{os.getpid()}-{secrets.token_hex(4)}{_PARTIAL}")
    try:
        with fresh.open("xb") as handle:
            for start in range(0, len(content), _PIECE):
                handle.write(content[start : start + _PIECE])
            handle.flush()
            os.fsync(handle.fileno())
        fresh.replace(place)
    except BaseException:
        with suppress(OSError):
            fresh.unlink()
        raise
    _force_names(place.parent)


def _force_names(folder: Path) -> None:
    """Force a folder's list of names to disk, where the system can (Windows keeps it itself)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unreadable(error: OSError) -> StorageUnavailable:
    return StorageUnavailable(
        "The file can't be read from the shop's folder.", fault="files", detail=str(error)
    )


def _unwritable(error: OSError) -> StorageUnavailable:
    return StorageUnavailable(
        "The file can't be kept. Look at the disk of the shop's folder for photos and files, and "
        "at its permissions.",
        fault="full",
        detail=str(error),
    )
