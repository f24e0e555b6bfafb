"""Reads the photos and files of orders, and which contents rows still name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from data import models as m
from data.queries.frozen import frozen, frozen_one
from data.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentRow:
    """One photo or file with what decides who may see it."""

    attachment_id: int
    ticket_id: int
    sha256: str
    kind: str
    stage: str
    media_type: str
    name: str
    size_bytes: int
    width_px: int | None
    height_px: int | None
    person_id: int
    at_utc: datetime
    removed_at_utc: datetime | None
    removed_by_id: int | None
    technician_id: int | None
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerRow:
    """Whose order it is, as far as rights go."""

    technician_id: int | None
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredContent:
    """A content that a row names, with the size it must have."""

    attachment_id: int
    ticket_id: int
    sha256: str
    size_bytes: int


_A, _T = m.attachment.c, m.ticket.c
_ROW = select(
    _A.id.label("attachment_id"),
    *(
        _A[name]
        for name in AttachmentRow.__dataclass_fields__
        if name not in ("attachment_id", "technician_id", "status")
    ),
    _T.technician_id,
    _T.status,
).join(m.ticket, _T.id == _A.ticket_id)


def read_owner(uow: UnitOfWork, *, ticket_id: int) -> OwnerRow | None:
    """Read whose an order is, or None where there is none."""
    query = select(_T.technician_id, _T.status).where(_T.id == ticket_id)
    return frozen_one(OwnerRow, uow.execute(query))


def read_attachments(uow: UnitOfWork, *, ticket_id: int) -> tuple[AttachmentRow, ...]:
    """Read what is attached to an order and not removed, oldest first."""
    query = _ROW.where(_A.ticket_id == ticket_id, _A.removed_at_utc.is_(None)).order_by(_A.id)
    return frozen(AttachmentRow, uow.execute(query))


def read_attachment(uow: UnitOfWork, *, attachment_id: int) -> AttachmentRow | None:
    """Read one photo or file, removed or not."""
    return frozen_one(AttachmentRow, uow.execute(_ROW.where(_A.id == attachment_id)))


def named_hashes(
    uow: UnitOfWork, *, hashes: Sequence[str], removed_after: datetime
) -> frozenset[str]:
    """Return which of these contents a row names that stands, or was removed only just now."""
    query = (
        select(_A.sha256)
        .where(
            _A.sha256.in_(hashes),
            or_(_A.removed_at_utc.is_(None), _A.removed_at_utc > removed_after),
        )
        .distinct()
    )
    return frozenset(uow.connection.execute(query).scalars())


def stored_contents(uow: UnitOfWork) -> Iterator[StoredContent]:
    """Read every content that must be there, in bounded memory."""
    query = (
        select(_A.id, _A.ticket_id, _A.sha256, _A.size_bytes)
        .where(_A.removed_at_utc.is_(None))
        .order_by(_A.id)
    )
    for row in uow.connection.execution_options(yield_per=10_000).execute(query):
        yield StoredContent(
            attachment_id=row[0], ticket_id=row[1], sha256=row[2], size_bytes=row[3]
        )


def removes_attachment(uow: UnitOfWork, *, history_id: int, attachment_id: int) -> bool:
    """Say whether a history row tells that this photo or file was removed."""
    history = m.ticket_history.c
    query = select(history.details).where(history.id == history_id, history.kind == "detached")
    details = uow.connection.execute(query).scalar()
    return details is not None and details.get("attachment_id") == attachment_id
