"""A unit of work for the two acts that come before any right: the first start and signing in."""

from __future__ import annotations

from datetime import datetime

from data.unit_of_work import UnitOfWork
from data.values import GrantScope
from services.actor import Actor
from services.auth.work import Operation, Work


def acting(
    uow: UnitOfWork, *, actor: Actor, at: datetime, operation: Operation | None = None
) -> Work:
    """Return ``uow`` as the actor's work, without any grant, so that it can be audited."""
    return Work(
        uow,
        actor=actor,
        at=at,
        grants=(),
        scope=GrantScope.OWN,
        reference_version=0,
        operation=operation,
    )
