"""One transaction with its actor's rights: what public service methods work with."""

from __future__ import annotations

from datetime import datetime

from data.unit_of_work import UnitOfWork
from data.values import GrantMode, GrantScope, PersonId, TicketStatus
from services.actor import Actor
from services.auth.rights import Allowed, GrantRule, Permission, allowed
from services.changes import Change, Entity
from services.errors import PermissionDenied


class Work(UnitOfWork):
    """A unit of work that knows who acts, with which rights, when, and for which operation.

    ``replayed`` holds the first result (JSON) when the operation id was carried out before;
    ``changes`` are stored before the commit (unless ``changes_stored`` says that the method did so
    itself) and told to the change bus after it.
    """

    __slots__ = (
        "actor",
        "at",
        "changes",
        "changes_stored",
        "grants",
        "operation",
        "reference_version",
        "replayed",
        "scope",
    )

    def __init__(
        self,
        base: UnitOfWork,
        *,
        actor: Actor,
        at: datetime,
        grants: tuple[GrantRule, ...],
        scope: GrantScope,
        reference_version: int,
        operation: Operation | None = None,
        replayed: str | None = None,
    ) -> None:
        super().__init__(connection=base.connection, dialect=base.dialect)
        self.actor = actor
        self.at = at
        self.grants = grants
        self.scope = scope
        self.reference_version = reference_version
        self.operation = operation
        self.replayed = replayed
        self.changes: list[Change] = []
        self.changes_stored = False

    @property
    def own_person(self) -> PersonId | None:
        """Return the person whose own orders alone are in scope, or None for all."""
        return self.actor.person_id if self.scope is GrantScope.OWN else None

    def reaches(
        self, *, technician_id: int | None, status: str, permission: Permission | None = None
    ) -> bool:
        """Say whether an order lies in the actor's scope of ``permission``, or of the declared one.

        "Own" is assigned to me, or unassigned and not yet started (DOMAIN.md, People).
        """
        scope = self.scope
        if permission is not None:
            found = self.allowed(permission)
            if found is None or found.mode is not GrantMode.DIRECT:
                return False
            scope = found.scope
        if scope is GrantScope.ALL or technician_id == self.actor.person_id:
            return True
        return technician_id is None and status == TicketStatus.PENDING.value

    def allowed(self, permission: Permission) -> Allowed | None:
        """Return how the actor may do ``permission`` besides the declared one."""
        return allowed(permission, self.grants)

    def demand(self, permission: Permission, *, words: str) -> None:
        """Refuse unless the actor may also do ``permission``, at once and in no narrower scope.

        Raises:
            PermissionDenied: with ``words`` naming what was asked for.
        """
        found = self.allowed(permission)
        narrower = found is not None and (
            found.scope is GrantScope.OWN and self.scope is GrantScope.ALL
        )
        if found is None or found.mode is not GrantMode.DIRECT or narrower:
            raise PermissionDenied(words, details={"permission": permission.value})

    def changed(self, entity: Entity, entity_id: int) -> None:
        """Remember a change to tell after the commit."""
        self.changes.append(Change(entity=entity, entity_id=entity_id))


class Operation:
    """One user action by its client-made id, with a hash of what it asks for."""

    __slots__ = ("content_hash", "kind", "operation_id")

    def __init__(self, *, operation_id: str, kind: str, content_hash: str) -> None:
        self.operation_id = operation_id
        self.kind = kind
        self.content_hash = content_hash
