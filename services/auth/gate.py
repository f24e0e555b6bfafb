"""The one way into a transaction: rights, replay, changes and storage errors in one place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from data.engine import Database
from data.errors import ConstraintViolation, StorageFailure
from data.queries.standing import Standing, read_grants, read_standing
from data.repositories import record
from data.unit_of_work import UnitOfWork
from data.values import GrantMode, GrantScope
from services.actor import Actor
from services.auth.requires import required
from services.auth.rights import GrantRule, Permission, allowed
from services.auth.work import Operation, Work
from services.changes import Change, ChangeBus
from services.clock import Clock
from services.errors import Conflict, MendpointError, PermissionDenied, storage_error


@dataclass(frozen=True, slots=True)
class _Grants:
    version: int
    by_role: dict[int, tuple[GrantRule, ...]]


class Gate:
    """Opens transactions for public service methods, with the right they declared.

    The person's active flag and the rights version are read by each transaction's first statement,
    so that a removed person is out at the next call.
    """

    def __init__(self, database: Database, *, clock: Clock, changes: ChangeBus) -> None:
        self._database = database
        self._clock = clock
        self._changes = changes
        self._grants = _Grants(version=-1, by_role={})

    @contextmanager
    def reading(self, actor: Actor) -> Iterator[Work]:
        """Open a transaction that can't write.

        Raises:
            PermissionDenied: the actor may not, or is no longer active.
            StorageUnavailable: the store can't be used now.
        """
        with _told(actor), self._database.reading() as uow:
            yield self._admit(uow, actor, operation=None)

    @contextmanager
    def writing(self, actor: Actor, *, operation: Operation | None = None) -> Iterator[Work]:
        """Open a transaction that commits on a clean exit; its changes are then published.

        Raises:
            PermissionDenied: the actor may not, or is no longer active.
            Conflict: the operation id was used for something else.
            StorageUnavailable, OutcomeUnknown: nothing was stored; or the answer was lost.
        """
        with _told(actor):
            with self._database.writing() as uow:
                work = self._admit(uow, actor, operation=operation)
                yield work
                if work.changes and not work.changes_stored:
                    record.insert_changes(work, _pairs(work.changes), at=work.at)
            self._changes.publish(work.changes)

    @contextmanager
    def open_reading(self) -> Iterator[UnitOfWork]:
        """Open a reading transaction for a method that works before anybody has signed in."""
        with _told(None), self._database.reading() as uow:
            yield uow

    @contextmanager
    def open_writing(self) -> Iterator[UnitOfWork]:
        """Open a writing transaction for a method that works before anybody has signed in."""
        with _told(None), self._database.writing() as uow:
            yield uow

    def _admit(self, uow: UnitOfWork, actor: Actor, *, operation: Operation | None) -> Work:
        permission = required.get()
        if permission is None:
            raise RuntimeError("a public service method must declare the right it requires")
        standing = read_standing(
            uow,
            person_id=actor.person_id,
            operation_id=operation.operation_id if operation is not None else "",
        )
        grants = self._grants_of(uow, standing)
        scope = _scope_of(permission, standing, grants)
        return Work(
            uow,
            actor=actor,
            at=self._clock.now(),
            grants=grants,
            scope=scope,
            reference_version=standing.reference_version,
            operation=operation,
            replayed=_replay(standing, operation, actor=actor, scope=scope),
        )

    def _grants_of(self, uow: UnitOfWork, standing: Standing) -> tuple[GrantRule, ...]:
        cached = self._grants
        if cached.version != standing.rights_version:
            by_role: dict[int, list[GrantRule]] = {}
            for row in read_grants(uow):
                rule = GrantRule(
                    permission=row.permission,
                    scope=GrantScope(row.scope),
                    mode=GrantMode(row.mode),
                )
                by_role.setdefault(row.role_id, []).append(rule)
            cached = _Grants(
                version=standing.rights_version,
                by_role={role: tuple(rules) for role, rules in by_role.items()},
            )
            self._grants = cached
        return cached.by_role.get(standing.role_id or 0, ())


def _pairs(changes: list[Change]) -> list[tuple[str, int]]:
    return [(change.entity.value, change.entity_id) for change in changes]


def _scope_of(
    permission: Permission, standing: Standing, grants: tuple[GrantRule, ...]
) -> GrantScope:
    if not standing.active:
        raise PermissionDenied("You are no longer signed in here. Choose who you are.")
    found = allowed(permission, grants)
    if found is None:
        raise PermissionDenied(
            "Your role does not allow this. Ask a manager.",
            details={"permission": permission.value},
        )
    if found.mode is GrantMode.WITH_PIN:
        raise PermissionDenied(
            "This needs a manager.", details={"permission": permission.value, "mode": "with_pin"}
        )
    return found.scope


def _replay(
    standing: Standing, operation: Operation | None, *, actor: Actor, scope: GrantScope
) -> str | None:
    """Return the first result to whoever may see it: who carried it out, or who sees all.

    A draft stays when people switch, so that the second person's try of an operation whose answer
    was lost must find the first one's result (ADR 0002).
    """
    if operation is None or standing.done_result is None:
        return None
    is_anothers = scope is GrantScope.OWN and standing.done_by_id != actor.person_id
    if is_anothers or standing.done_content_hash != operation.content_hash:
        raise Conflict(
            "This operation id was already used for something else.",
            field="operation_id",
            details={"operation_id": operation.operation_id},
        )
    return standing.done_result


@contextmanager
def _told(actor: Actor | None) -> Iterator[None]:
    """Turn the data floor's failures into words, and put the request's reference on every error."""
    try:
        yield
    except MendpointError as error:
        error.request_id = error.request_id or (actor.request_id if actor is not None else None)
        raise
    except StorageFailure as failure:
        raise _with_reference(storage_error(failure), actor) from failure
    except ConstraintViolation as violation:
        refusal = Conflict(
            "The database refused this change, because something else changed first.",
            details={"constraint": violation.constraint},
        )
        raise _with_reference(refusal, actor) from violation


def _with_reference(error: MendpointError, actor: Actor | None) -> MendpointError:
    if actor is not None:
        error.request_id = actor.request_id
    return error
