"""Reads merges: the last one that can be undone, and one by its id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from data import models as m
from data.queries.frozen import frozen_one
from data.unit_of_work import UnitOfWork

_M = m.customer_merge.c


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeRow:
    """``moved`` lists ids by what they are."""

    id: int
    kept_id: int
    gone_id: int
    at_utc: datetime
    moved: Mapping[str, Any]
    undone_at_utc: datetime | None


_COLUMNS = [_M[name] for name in MergeRow.__dataclass_fields__]


def read_merge(uow: UnitOfWork, merge_id: int) -> MergeRow | None:
    """Return a merge, or None."""
    return frozen_one(MergeRow, uow.execute(select(*_COLUMNS).where(_M.id == merge_id)))


def last_merge_into(uow: UnitOfWork, kept_id: int) -> MergeRow | None:
    """Return the last merge into a customer that was not undone, or None."""
    query = (
        select(*_COLUMNS)
        .where(_M.kept_id == kept_id, _M.undone_at_utc.is_(None))
        .order_by(_M.id.desc())
        .limit(1)
    )
    return frozen_one(MergeRow, uow.execute(query))
