"""Builds and writes audit rows and finished operations: who did what, from where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data.repositories import record as repository
from services.auth.work import Work


def audit_row(
    work: Work, *, action: str, entity: str, entity_id: int, details: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Return an audit row. ``details`` must hold no personal value in clear."""
    return {
        "at_utc": work.at,
        "person_id": work.actor.person_id,
        "till_id": work.actor.till_id,
        "way": work.actor.way.value,
        "action": action,
        "entity": entity,
        "entity_id": entity_id,
        "details": dict(details) if details is not None else None,
        "request_id": work.actor.request_id,
    }


def record(
    work: Work,
    *,
    action: str,
    entity: str,
    entity_id: int,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Append one audit row in this transaction."""
    repository.insert_audit(
        work,
        audit_row(work, action=action, entity=entity, entity_id=entity_id, details=details),
    )


def operation_row(work: Work, *, result_json: str) -> dict[str, Any]:
    """Return the row that makes a repeat of this work's operation return ``result_json``."""
    operation = work.operation
    if operation is None:
        raise RuntimeError("this work has no operation")
    return {
        "id": operation.operation_id,
        "kind": operation.kind,
        "content_hash": operation.content_hash,
        "person_id": work.actor.person_id,
        "result": result_json,
        "at_utc": work.at,
    }


def finish(work: Work, *, result_json: str) -> None:
    """Store the operation with its result, in this transaction."""
    repository.insert_operation(work, operation_row(work, result_json=result_json))
