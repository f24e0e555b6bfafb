"""The first statement of every transaction: who is this, may they, what is stale, was it done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, literal, select, true
from sqlalchemy.exc import DBAPIError

from data import models as m
from data.errors import TryAgain
from data.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where the actor and the operation stand. ``role_id`` None: no such person."""

    role_id: int | None
    active: bool
    rights_version: int
    reference_version: int
    done_content_hash: str | None
    done_result: str | None
    done_by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRow:
    role_id: int
    permission: str
    scope: str
    mode: str


_one = select(literal(1).label("one")).subquery("one")
_STANDING = select(
    m.person.c.role_id,
    m.person.c.active,
    m.shop.c.rights_version,
    m.shop.c.reference_version,
    m.operation.c.content_hash,
    m.operation.c.result,
    m.operation.c.person_id,
).select_from(
    _one.outerjoin(m.shop, true())
    .outerjoin(m.person, m.person.c.id == bindparam("person_id"))
    .outerjoin(m.operation, m.operation.c.id == bindparam("operation_id"))
)


def read_standing(uow: UnitOfWork, *, person_id: int, operation_id: str) -> Standing:
    """Read the standing of an actor and an operation ("" for none) in one statement.

    Raises:
        TryAgain: the connection had been dropped while it was idle.
    """
    asked = {"person_id": person_id, "operation_id": operation_id}
    try:
        row = uow.connection.execute(_STANDING, asked).one()
    except DBAPIError as error:
        if error.connection_invalidated:
            # The pool kept a line that the server has dropped since; nothing was done on it, and
            # the next one is new. A server that is really away refuses that one in its own words.
            raise TryAgain("the line was gone") from error
        raise
    return Standing(
        role_id=row[0],
        active=bool(row[1]),
        rights_version=row[2] or 0,
        reference_version=row[3] or 0,
        done_content_hash=row[4],
        done_result=row[5],
        done_by_id=row[6],
    )


def read_grants(uow: UnitOfWork) -> Sequence[GrantRow]:
    """Read every role's grants."""
    grant = m.role_grant.c
    rows = uow.connection.execute(select(grant.role_id, grant.permission, grant.scope, grant.mode))
    return [GrantRow(role_id=row[0], permission=row[1], scope=row[2], mode=row[3]) for row in rows]
