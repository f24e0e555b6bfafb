"""What other features do with photos and files, inside a transaction that is already open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from data.queries import attachments as queries
from data.queries.attachments import StoredContent
from data.queries.diagnostics import Finding
from data.repositories import attachments as repository
from data.repositories import jobs as job_repository
from data.unit_of_work import UnitOfWork
from services.attachments.folder import FileHome, Folder
from services.attachments.jobs import deleting_rows
from services.auth.work import Work
from services.errors import StorageUnavailable
from services.settings.dto import FileRules

# What `verify` looks at beside the rows.
CHECKS = ("file_missing",)

_FEW = 20
# Due whatever a workstation's clock says.
_AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)


def erase_attachments(work: Work, ticket_ids: Sequence[int]) -> int:
    """Erase every photo and file of these orders; return how many contents are deleted.

    The rows, with their names, go in this transaction; a job in it deletes the contents, which
    nobody can read any more once this is committed. A content another order shares stays.
    """
    hashes = repository.delete_of_orders(work, ticket_ids=ticket_ids)
    for row in deleting_rows(work, hashes, due=_AT_ONCE):
        job_repository.insert_job(work, row)
    return len(hashes)


def file_findings(uow: UnitOfWork, home: FileHome, rules: FileRules) -> list[Finding]:
    """Find rows whose content is not in the folder, or not in its whole size."""
    folder, trouble = _reached(home, rules)
    missing = 0
    rows: list[dict[str, Any]] = []
    for each in queries.stored_contents(uow):
        if not _is_there(folder, each):
            missing += 1
            if len(rows) < _FEW:
                rows.append(
                    {
                        "attachment_id": each.attachment_id,
                        "ticket_id": each.ticket_id,
                        "sha256": each.sha256,
                        **trouble,
                    }
                )
    if not missing:
        return []
    return [Finding(check="file_missing", count=missing, rows=tuple(rows))]


def _is_there(folder: Folder | None, content: StoredContent) -> bool:
    try:
        return folder is not None and folder.has(content.sha256, size_bytes=content.size_bytes)
    except StorageUnavailable:
        return False


def _reached(home: FileHome, rules: FileRules) -> tuple[Folder | None, dict[str, str]]:
    try:
        return home.folder(rules), {}
    except StorageUnavailable as error:
        return None, {"folder": error.message}
