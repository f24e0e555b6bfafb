"""Keeps what is typed at the Counter on this workstation, so that nothing typed is ever lost.

Drafts are files, not rows: they must survive a database that is away, and they belong to this
workstation alone. A write goes to a second file first, is forced to disk and then takes the first
one's place, so a crash leaves the old draft or the new one, never half of one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from itertools import count, islice
from pathlib import Path
from threading import Lock

from pydantic import TypeAdapter, ValidationError

from services.actor import Actor
from services.auth.requires import open_to_everyone
from services.errors import Invalid, StorageUnavailable
from services.tickets.dto import IntakeDraft, ParkedDraft

_KEY = re.compile(r"^[a-z0-9-]{1,80}$")
_PARKED = "parked-"
_BECAUSE = "a draft is this workstation's own and is kept while the database is away"


class DraftService:
    """The drafts of this workstation, by key."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()

    @open_to_everyone(_BECAUSE)
    def keep(self, actor: Actor, *, key: str, draft: IntakeDraft) -> None:
        """Keep ``draft`` under ``key``, forced to disk before this returns.

        Works without the database, so that typing is kept while it is away.

        Raises:
            StorageUnavailable: this workstation's disk is full or can't be written.
        """
        path = self._path(key)
        content = _draft_type().dump_json(draft)
        try:
            with self._lock:
                self._folder.mkdir(parents=True, exist_ok=True)
                _replace(path, content)
        except OSError as error:
            raise _unwritable(error) from error

    @open_to_everyone(_BECAUSE)
    def load(self, actor: Actor, *, key: str) -> IntakeDraft | None:
        """Return the draft kept under ``key``; None when there is none or it can't be read."""
        return _read(self._path(key))

    @open_to_everyone(_BECAUSE)
    def discard(self, actor: Actor, *, key: str) -> None:
        """Remove the draft kept under ``key``, if any.

        Raises:
            StorageUnavailable: this workstation's folder can't be written.
        """
        try:
            self._path(key).unlink(missing_ok=True)
        except OSError as error:
            raise _unwritable(error) from error

    @open_to_everyone(_BECAUSE)
    def parked(self, actor: Actor) -> tuple[ParkedDraft, ...]:
        """List the drafts set aside with *Save draft*, newest first."""
        found = []
        for path in self._folder.glob(f"{_PARKED}*.json"):
            draft = _read(path)
            if draft is not None:
                found.append(
                    ParkedDraft(key=path.stem, title=_title(draft), kept_at_utc=draft.kept_at_utc)
                )
        return tuple(sorted(found, key=lambda each: each.kept_at_utc, reverse=True))

    @open_to_everyone("an erased person goes from this workstation's files, too")
    def forget(self, customer_ids: frozenset[int], texts: tuple[str, ...]) -> int:
        """Remove every draft, also a damaged one, of these customers or that holds a text.

        Case does not count. Returns how many were removed.

        Raises:
            StorageUnavailable: this workstation's folder can't be written.
        """
        wanted = [text.casefold() for text in texts if text]
        try:
            with self._lock:
                files = self._folder.glob("*")
                found = [path for path in files if _holds(path, customer_ids, wanted)]
                for path in found:
                    path.unlink(missing_ok=True)
        except OSError as error:
            raise _unwritable(error) from error
        return len(found)

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise Invalid("A draft's key has small letters, digits and dashes.", field="key")
        return self._folder / f"{key}.json"


def _read(path: Path) -> IntakeDraft | None:
    try:
        return _draft_type().validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unwritable(error) from error
    except ValidationError:
        # Damaged or of another version: set aside, so that nobody's text is thrown away.
        with suppress(OSError):
            path.replace(_unused(path.with_suffix(".unreadable")))
        return None


def _holds(path: Path, customer_ids: frozenset[int], texts: Sequence[str]) -> bool:
    if not path.is_file():
        return False
    content = path.read_bytes().decode("utf-8", "replace")
    if any(text in content.casefold() for text in texts):
        return True
    try:
        return _draft_type().validate_json(content).customer_id in customer_ids
    except ValidationError:
        return False


def _unused(path: Path) -> Path:
    taken = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(2))
    return next(each for each in (path, *islice(taken, 999)) if not each.exists())


def _unwritable(error: OSError) -> StorageUnavailable:
    return StorageUnavailable(
        "The draft can't be kept on this computer. Look at its disk and its folder's permissions.",
        fault="full",
        detail=str(error),
    )


def _replace(path: Path, content: bytes) -> None:
    # A name of its own: two programs on one home must not take each other's half-written file.
    fresh = path.with_suffix(f".{os.getpid()}.new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        _write_all(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)
    fresh.replace(path)


def _title(draft: IntakeDraft) -> str:
    device = draft.devices[0].title if draft.devices else ""
    parts = [part for part in (draft.name or draft.customer_text or draft.phone, device) if part]
    return ", ".join(parts) or "Empty draft"


@cache
def _draft_type() -> TypeAdapter[IntakeDraft]:
    return TypeAdapter(IntakeDraft)


def _write_all(handle: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]
