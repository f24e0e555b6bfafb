"""Deletes contents that no row names any more, as job rows: `files` is their one lane."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from data.engine import Database
from data.queries import attachments as queries
from data.repositories import attachments as repository
from data.repositories.jobs import ClaimedJob
from data.unit_of_work import UnitOfWork
from data.values import JobKind, JobState
from services.attachments.folder import FileHome, Folder
from services.attachments.thumbnails import ThumbnailCache
from services.auth.work import Work
from services.errors import StorageUnavailable
from services.jobs.handling import Attempt, Record, Verdict, no_record
from services.settings.reference import read_reference
from services.tickets.dto import UNDO_SECONDS

FILES_LANE = "files"

# After a removal the content stays for its minute of undo, and for clocks that differ.
KEPT_AFTER_REMOVAL = timedelta(seconds=UNDO_SECONDS + 60)

_MAX_ATTEMPTS = 10_000
_HASHES_A_JOB = 200


def deleting_rows(
    work: Work, hashes: Sequence[str], *, due: datetime, history_id: int | None = None
) -> Iterator[dict[str, Any]]:
    """Give the job rows that delete these contents at ``due`` unless a row names them then."""
    for start in range(0, len(hashes), _HASHES_A_JOB):
        yield {
            "kind": JobKind.FILES.value,
            "lane": FILES_LANE,
            "state": JobState.WAITING.value,
            "priority": 50,
            "payload": {"hashes": list(hashes[start : start + _HASHES_A_JOB])},
            "history_id": history_id,
            "person_id": work.actor.person_id,
            "not_before_utc": due,
            "max_attempts": _MAX_ATTEMPTS,
            "created_at_utc": work.at,
        }


def delete_unnamed(
    uow: UnitOfWork, folder: Folder, hashes: Sequence[str], *, removed_after: datetime
) -> tuple[int, int]:
    """Delete those of these contents that no row names; return how many, and the bytes freed.

    Nobody adds meanwhile: the folder is held until the commit.
    """
    repository.hold_folder(uow)
    named = queries.named_hashes(uow, hashes=hashes, removed_after=removed_after)
    freed = [folder.remove(sha256) for sha256 in hashes if sha256 not in named]
    return len(freed), sum(freed)


class FilesHandler:
    """Deletes the contents of one job, here and among this workstation's small pictures."""

    def __init__(self, database: Database, *, home: FileHome, thumbnails: ThumbnailCache) -> None:
        self._database = database
        self._home = home
        self._thumbnails = thumbnails

    def run(self, job: ClaimedJob, *, begin: Callable[[], None]) -> Attempt:
        """Delete what no row names; a repeat finds nothing left to do.

        ``begin`` is not called: what can be repeated is never unknown.
        """
        hashes = tuple(str(each) for each in job.payload["hashes"])
        try:
            with self._database.reading() as uow:
                folder = self._home.folder(read_reference(uow).shop.files)
            with self._database.writing() as uow:
                delete_unnamed(
                    uow,
                    folder,
                    hashes,
                    removed_after=job.claimed_at_utc - timedelta(seconds=UNDO_SECONDS),
                )
        except StorageUnavailable as error:
            return Attempt(verdict=Verdict.RETRY, error=error.message)
        for sha256 in hashes:
            self._thumbnails.forget(sha256)
        return Attempt(verdict=Verdict.DONE)

    def lost(self, job: ClaimedJob) -> Record:
        """Record nothing: the sweep finds what this job left."""
        return no_record
