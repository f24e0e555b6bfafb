"""Writes the photos and files of orders, and holds their folder while contents are swept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from data import models as m
from data.unit_of_work import UnitOfWork

_A = m.attachment.c
# One lock for the folder: whoever adds shares it, whoever sweeps holds it alone. On SQLite the
# write lock is held by both, so that they follow each other all the same.
_FOLDER_LOCK = 0x6D656E64_66696C65
_BATCH = 500


def share_folder(uow: UnitOfWork) -> None:
    """Let nobody sweep until the commit."""
    if uow.dialect == "postgresql":
        uow.execute(select(func.pg_advisory_xact_lock_shared(_FOLDER_LOCK)))


def hold_folder(uow: UnitOfWork) -> None:
    """Let nobody add until the commit: what no row names now stays so."""
    if uow.dialect == "postgresql":
        uow.execute(select(func.pg_advisory_xact_lock(_FOLDER_LOCK)))


def insert_attachment(uow: UnitOfWork, values: Mapping[str, Any]) -> int:
    """Write one photo or file and return its id."""
    statement = insert(m.attachment).values(**values).returning(_A.id)
    return int(uow.execute(statement).scalar_one())


def mark_removed(uow: UnitOfWork, *, attachment_id: int, at: datetime, by: int) -> None:
    """Mark a photo or file as removed."""
    uow.execute(
        update(m.attachment)
        .where(_A.id == attachment_id)
        .values(removed_at_utc=at, removed_by_id=by)
    )


def mark_restored(uow: UnitOfWork, *, attachment_id: int) -> None:
    """Take the mark of a removal away."""
    uow.execute(
        update(m.attachment)
        .where(_A.id == attachment_id)
        .values(removed_at_utc=None, removed_by_id=None)
    )


def delete_of_orders(uow: UnitOfWork, *, ticket_ids: Sequence[int]) -> tuple[str, ...]:
    """Delete every photo and file of these orders, removed ones too; return their contents."""
    hashes: set[str] = set()
    for start in range(0, len(ticket_ids), _BATCH):
        batch = ticket_ids[start : start + _BATCH]
        statement = delete(m.attachment).where(_A.ticket_id.in_(batch)).returning(_A.sha256)
        hashes.update(uow.connection.execute(statement).scalars())
    return tuple(sorted(hashes))
