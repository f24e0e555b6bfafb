"""Two customers who are one: the preview, the merge, and its undo within a day."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from pydantic import TypeAdapter

from services.actor import Actor
from services.auth.gate import Gate
from services.auth.operations import operation_of
from services.auth.requires import requires
from services.auth.rights import Permission
from services.customers.dto import MergeCustomers, MergePreview, MergeResult, UndoMerge
from services.customers.merge_preview import preview_merge
from services.customers.merging import merge_customers, undo_merge
from services.settings.reference import ReferenceCache


class CustomerMergeService:
    """Merges customers. The old id, number and name lead to the one that is kept."""

    def __init__(self, gate: Gate, reference: ReferenceCache) -> None:
        self._gate = gate
        self._reference = reference

    @requires(Permission.MERGE_CUSTOMERS)
    def preview(self, actor: Actor, *, kept_id: int, gone_id: int) -> MergePreview:
        """Return what moves and what differs. Stores nothing.

        Raises:
            Invalid: both are the same customer.
            NotFound: one of them does not exist.
        """
        with self._gate.reading(actor) as work:
            return preview_merge(work, kept_id=kept_id, gone_id=gone_id)

    @requires(Permission.MERGE_CUSTOMERS)
    def merge(self, actor: Actor, command: MergeCustomers) -> MergeResult:
        """Merge two customers as they were seen in the preview. Commits once.

        Orders, visits, devices, contacts, addresses and notes move; consents stay where they were
        given and count for the kept one.

        Raises:
            Invalid: both are the same customer.
            NotFound: one of them does not exist.
            Conflict: one was changed, merged or erased since; both versions are in the details.
        """
        operation = operation_of(command, kind="merge_customers")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is not None:
                return replace(_result_type().validate_json(work.replayed), replayed=True)
            country = self._reference.get(work).shop.country
            return merge_customers(work, command, country=country)

    @requires(Permission.MERGE_CUSTOMERS)
    def undo(self, actor: Actor, command: UndoMerge) -> MergeResult:
        """Part two customers again. Commits once; what came after the merge stays.

        Raises:
            NotFound: there was no such merge.
            Conflict: the day is over, or one of the two was merged further or erased.
        """
        operation = operation_of(command, kind="undo_merge")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is not None:
                return replace(_result_type().validate_json(work.replayed), replayed=True)
            return undo_merge(work, command, country=self._reference.get(work).shop.country)


@cache
def _result_type() -> TypeAdapter[MergeResult]:
    return TypeAdapter(MergeResult)
