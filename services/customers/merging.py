"""Merges two customers who are one, and parts them again, inside a transaction that is open."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from data import models as m
from data.queries import customer_merges as merges
from data.queries import customer_page as queries
from data.queries.customer_merges import MergeRow
from data.repositories import customer_merging as moving
from data.repositories import customers as repository
from data.repositories.customers import HeldCustomer
from data.values import ContactKind, CustomerId
from services.audit import steps as audit
from services.auth.work import Work
from services.changes import Entity
from services.customers.dto import UNDO_MERGE_HOURS, MergeCustomers, MergeResult, UndoMerge
from services.customers.editing import contact_values, is_known
from services.customers.rules import customer_facts
from services.customers.steps import refuse_left
from services.errors import Conflict, Invalid, NotFound

# Beyond so many orders one change of the customer tells of them all.
_MOST_TOLD = 200


def merge_customers(work: Work, command: MergeCustomers, *, country: str) -> MergeResult:
    """Move everything of ``gone_id`` to ``kept_id`` and let the old id lead to the kept one.

    Raises:
        Invalid: both are the same one.
        NotFound: one of them does not exist.
        Conflict: one was changed, merged or erased since; both versions are in the details.
    """
    kept, gone = _both(work, command)
    keys = {each.id: repository.stored_keys(work, each.id) for each in (kept, gone)}
    moved = {
        what: moving.move_all(work, what, from_id=gone.id, to_id=kept.id)
        for what in moving.FOLLOWING
        if what != "contacts"
    }
    moved["contacts"] = _move_contacts(work, kept, gone)
    moved["made"] = _keep_primary_contacts(work, kept, gone, country=country)
    moved["redirected"] = moving.became(work, gone.id)
    moving.redirect(work, moved["redirected"], to_id=kept.id)
    left = {"merged_into_id": kept.id, "active": False, "former_names": ""}
    repository.change_held(work, gone.id, left)
    repository.change_held(work, kept.id, {"active": kept.active or gone.active})
    moving.put_former_names_right(work, kept.id)
    # Taken away before they are given: the same key leads to one of the two only.
    for each in (gone, kept):
        repository.put_keys_right(work, each.id, before=keys[each.id])
    merge_id = moving.insert_merge(
        work,
        kept_id=kept.id,
        gone_id=gone.id,
        person_id=work.actor.person_id,
        at=work.at,
        moved={**moved, "gone_was_active": gone.active, "kept_was_active": kept.active},
    )
    result = _result(merge_id, kept.id, gone.id, moved, until=True, work=work)
    _finish(work, "customer.merged", result, moved["tickets"])
    return result


def undo_merge(work: Work, command: UndoMerge, *, country: str) -> MergeResult:
    """Give back what a merge moved, as far as it is still there, and nothing that came later.

    Raises:
        NotFound: there was no such merge.
        Conflict: the time is over, it was undone, or one of the two was merged further or erased;
            or the other customer's name and contact are somebody else's by now.
    """
    merge = merges.read_merge(work, command.merge_id)
    if merge is None:
        raise NotFound("This merge is not known.")
    if work.at - merge.at_utc > timedelta(hours=UNDO_MERGE_HOURS):
        raise Conflict(f"A merge can be undone for {UNDO_MERGE_HOURS} hours.")
    kept, gone = _parted(work, merge)
    keys = {each.id: repository.stored_keys(work, each.id) for each in (kept, gone)}
    moved, back = merge.moved, {}
    for what in moving.FOLLOWING:
        back[what] = moving.move_these(work, what, moved[what], from_id=kept.id, to_id=gone.id)
    moving.part_devices(work, back["devices"], from_id=kept.id)
    for contact_id in moved["made"]:
        repository.delete_owned(work, m.customer_contact, contact_id, customer_id=kept.id)
    still = set(moving.became(work, kept.id))
    moving.redirect(work, [each for each in moved["redirected"] if each in still], to_id=gone.id)
    returned = {"merged_into_id": None, "active": moved["gone_was_active"]}
    repository.change_held(work, gone.id, returned)
    repository.change_held(work, kept.id, {"active": kept.active and moved["kept_was_active"]})
    _take_identity_back(work, gone, country=country)
    for each in (kept, gone):
        moving.put_former_names_right(work, each.id)
        repository.put_keys_right(work, each.id, before=keys[each.id])
    result = _result(merge.id, kept.id, gone.id, back, until=False, work=work)
    _finish(work, "customer.merge_undone", result, back["tickets"])
    return result


def _both(work: Work, command: MergeCustomers) -> tuple[HeldCustomer, HeldCustomer]:
    if command.kept_id == command.gone_id:
        raise Invalid("Choose another customer to merge with.", field="gone_id")
    held = repository.hold(work, (command.kept_id, command.gone_id))
    if len(held) != 2:
        raise NotFound("This customer is not known.")
    kept, gone = held[command.kept_id], held[command.gone_id]
    versions = {"kept_version": kept.version, "gone_version": gone.version}
    try:
        refuse_left(kept)
        refuse_left(gone)
    except Conflict as left:
        left.details.update(versions)
        raise
    seen = ((kept, command.kept_version), (gone, command.gone_version))
    changed = [each.name for each, version in seen if version not in (None, each.version)]
    if changed:
        raise Conflict(
            f"Someone else changed {' and '.join(changed)} in the meantime. Look at both again.",
            details=versions,
        )
    return kept, gone


def _parted(work: Work, merge: MergeRow) -> tuple[HeldCustomer, HeldCustomer]:
    held = repository.hold(work, (merge.kept_id, merge.gone_id))
    kept, gone = held[merge.kept_id], held[merge.gone_id]
    refuse_left(kept)
    if gone.erased_at_utc is not None:
        raise Conflict("This customer was erased.")
    if not moving.mark_undone(work, merge.id, at=work.at) or gone.merged_into_id != kept.id:
        raise Conflict("This merge was undone already.")
    return kept, gone


def _move_contacts(work: Work, kept: HeldCustomer, gone: HeldCustomer) -> list[int]:
    """Move what the kept one does not have; what both have stays with the other."""
    known = queries.read_contacts(work, kept.id)
    theirs = [
        each.id
        for each in queries.read_contacts(work, gone.id)
        if not is_known(
            {"phone_digits": each.phone_digits, "email_folded": each.email_folded}, kept, known
        )
    ]
    return moving.move_these(work, "contacts", theirs, from_id=gone.id, to_id=kept.id)


def _keep_primary_contacts(
    work: Work, kept: HeldCustomer, gone: HeldCustomer, *, country: str
) -> list[int]:
    made = []
    for kind, value in ((ContactKind.PHONE, gone.phone), (ContactKind.EMAIL, gone.email)):
        if not value:
            continue
        values = contact_values(kind, value, country=country)
        if not is_known(values, kept, queries.read_contacts(work, kept.id)):
            row = {**values, "customer_id": kept.id, "created_at_utc": work.at}
            made.append(repository.insert_owned(work, m.customer_contact, row))
    return made


def _take_identity_back(work: Work, gone: HeldCustomer, *, country: str) -> None:
    if not moving.has_given_up(gone.identity_key, customer_id=gone.id):
        return
    facts = customer_facts(name=gone.name, phone=gone.phone, email=gone.email, country=country)
    if not moving.take_identity_back(work, gone.id, facts.identity_key):
        raise Conflict(
            f"The name and contact of {gone.name} are the other customer's by now. "
            "Change them there, then undo."
        )


def _result(
    merge_id: int,
    kept_id: int,
    gone_id: int,
    moved: Mapping[str, Any],
    *,
    until: bool,
    work: Work,
) -> MergeResult:
    return MergeResult(
        merge_id=merge_id,
        kept_id=CustomerId(kept_id),
        gone_id=CustomerId(gone_id),
        tickets=len(moved["tickets"]),
        visits=len(moved["visits"]),
        devices=len(moved["devices"]),
        contacts=len(moved["contacts"]),
        addresses=len(moved["addresses"]),
        notes=len(moved["notes"]),
        undo_until_utc=work.at + timedelta(hours=UNDO_MERGE_HOURS) if until else None,
    )


def _finish(work: Work, action: str, result: MergeResult, ticket_ids: list[int]) -> None:
    counts = dict(_counts(result))
    for customer_id, other in (
        (result.kept_id, {"gone_id": result.gone_id}),
        (result.gone_id, {"kept_id": result.kept_id}),
    ):
        details = {"merge_id": result.merge_id, **other, **counts}
        audit.record(work, action=action, entity="customer", entity_id=customer_id, details=details)
        work.changed(Entity.CUSTOMER, customer_id)
    for ticket_id in ticket_ids[:_MOST_TOLD]:
        work.changed(Entity.TICKET, ticket_id)
    told = {**asdict(result), "undo_until_utc": None}
    if result.undo_until_utc is not None:
        told["undo_until_utc"] = result.undo_until_utc.isoformat()
    audit.finish(work, result_json=json.dumps(told))


def _counts(result: MergeResult) -> Iterator[tuple[str, int]]:
    for name in ("tickets", "visits", "devices", "contacts", "addresses", "notes"):
        yield name, getattr(result, name)
