"""Saved views of the queue: each person keeps their own, and nobody sees another's."""

from __future__ import annotations

import json
import unicodedata
from typing import Final

from data.queries import saved_views as queries
from data.queries.saved_views import SavedViewRow
from data.repositories import saved_views as repository
from services.actor import Actor
from services.audit import steps as audit
from services.auth.gate import Gate
from services.auth.operations import operation_of
from services.auth.requires import requires
from services.auth.rights import Permission
from services.auth.work import Work
from services.changes import Entity
from services.errors import Conflict, Invalid, NotFound
from services.settings.reference import ReferenceCache
from services.tickets.dto import (
    LONGEST_VIEW_NAME,
    DeleteView,
    RenameView,
    SavedView,
    SaveView,
    StartView,
)
from services.tickets.view_content import Known, customer_of, names_of, read_content, write_content

MOST_VIEWS: Final = 50


class SavedViewService:
    """Keeps what a person wants to see in the queue, by a name of their own."""

    def __init__(self, gate: Gate, reference: ReferenceCache) -> None:
        self._gate = gate
        self._reference = reference

    @requires(Permission.SEE_TICKETS)
    def list(self, actor: Actor) -> tuple[SavedView, ...]:
        """Return the actor's views, by name; each without what is no longer there."""
        with self._gate.reading(actor) as work:
            return self._views(work)

    @requires(Permission.SEE_TICKETS)
    def save(self, actor: Actor, command: SaveView) -> SavedView:
        """Save a view, or replace the content of one. Commits once.

        Raises:
            Invalid: the name is empty or another view's (field ``name``), or there are too many.
            Conflict: the view changed after ``seen_version``.
            NotFound: the view to replace is not there.
        """
        with self._gate.writing(actor, operation=operation_of(command, kind="save_view")) as work:
            view_id = _first_id(work)
            if view_id is None:
                view_id = _save(work, command)
                _finish(work, "view.saved", view_id)
            return self._view(work, view_id)

    @requires(Permission.SEE_TICKETS)
    def rename(self, actor: Actor, command: RenameView) -> SavedView:
        """Give a view another name. Commits once.

        Raises:
            Invalid: the name is empty or another view's (field ``name``).
            Conflict: the view changed after ``seen_version``.
            NotFound: the view is not there.
        """
        operation = operation_of(command, kind="rename_view")
        with self._gate.writing(actor, operation=operation) as work:
            view_id = _first_id(work)
            if view_id is None:
                view_id = command.view_id
                name = _free_name(command.name, _rows(work), view_id=view_id)
                _change(work, view_id, _named(name), seen_version=command.seen_version)
                _finish(work, "view.renamed", view_id)
            return self._view(work, view_id)

    @requires(Permission.SEE_TICKETS)
    def start_with(self, actor: Actor, command: StartView) -> tuple[SavedView, ...]:
        """Choose which view the queue opens with, and return all. Commits once.

        Raises:
            NotFound: the view is not there.
        """
        operation = operation_of(command, kind="start_view")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is None:
                if command.view_id is not None:
                    _row(work, command.view_id)
                repository.choose_start(work, command.view_id, person_id=work.actor.person_id)
                _finish(work, "view.start_chosen", command.view_id or 0)
            return self._views(work)

    @requires(Permission.SEE_TICKETS)
    def delete(self, actor: Actor, command: DeleteView) -> None:
        """Delete a view; saving it again brings it back. Commits once.

        Raises:
            NotFound: the view is not there.
        """
        operation = operation_of(command, kind="delete_view")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is not None:
                return
            if not repository.delete_view(work, command.view_id, person_id=work.actor.person_id):
                raise _not_there()
            _finish(work, "view.deleted", command.view_id)

    # --- inside ----------------------------------------------------------------------------------

    def _views(self, work: Work) -> tuple[SavedView, ...]:
        rows = _rows(work)
        named = {customer_of(row.content) for row in rows} - {None}
        known = Known(
            reference=self._reference.get(work),
            customers=queries.read_customers(work, [i for i in named if i is not None]),
        )
        return tuple(_view(row, known) for row in rows)

    def _view(self, work: Work, view_id: int) -> SavedView:
        for view in self._views(work):
            if view.view_id == view_id:
                return view
        raise _not_there()


def _save(work: Work, command: SaveView) -> int:
    rows = _rows(work)
    name = _free_name(command.name, rows, view_id=command.view_id)
    values = {**_named(name), "content": write_content(command.content)}
    if command.view_id is not None:
        seen = command.seen_version
        version = _row(work, command.view_id).version if seen is None else seen
        _change(work, command.view_id, values, seen_version=version)
        return command.view_id
    if len(rows) >= MOST_VIEWS:
        raise Invalid(f"{MOST_VIEWS} views are the most. Delete one first.", field="name")
    person_id = work.actor.person_id
    view_id = repository.insert_view(
        work,
        {**values, "person_id": person_id, "is_start": False, "created_at_utc": work.at},
    )
    if command.is_start:
        repository.choose_start(work, view_id, person_id=person_id)
    return view_id


def _change(work: Work, view_id: int, values: dict[str, object], *, seen_version: int) -> None:
    person_id = work.actor.person_id
    if not repository.update_view(
        work, view_id, values, person_id=person_id, seen_version=seen_version
    ):
        name = _row(work, view_id).name
        raise Conflict(f"The view “{name}” was changed at another till. Look at it again.")


def _rows(work: Work) -> tuple[SavedViewRow, ...]:
    return queries.read_views(work, person_id=work.actor.person_id)


def _row(work: Work, view_id: int) -> SavedViewRow:
    for row in _rows(work):
        if row.id == view_id:
            return row
    raise _not_there()


def _free_name(typed: str, rows: tuple[SavedViewRow, ...], *, view_id: int | None) -> str:
    name = " ".join(typed.split())
    if not name:
        raise Invalid("Give the view a name.", field="name")
    if len(name) > LONGEST_VIEW_NAME:
        raise Invalid(f"A name has at most {LONGEST_VIEW_NAME} characters.", field="name")
    if any(row.name_folded == folded(name) and row.id != view_id for row in rows):
        raise Invalid("You have a view of this name.", field="name")
    return name


def folded(name: str) -> str:
    """Return a name as it is compared: "Late" and "late" are one."""
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()


def _named(name: str) -> dict[str, object]:
    return {"name": name, "name_folded": folded(name)}


def _view(row: SavedViewRow, known: Known) -> SavedView:
    content, gone = read_content(row.content, known=known)
    return SavedView(
        view_id=row.id,
        name=row.name,
        content=content,
        is_start=row.is_start,
        version=row.version,
        gone=gone,
        names=names_of(content.filters, known=known),
    )


def _first_id(work: Work) -> int | None:
    """Return the view the same operation made before, if this is a repeat."""
    return None if work.replayed is None else int(json.loads(work.replayed)["view_id"])


def _finish(work: Work, action: str, view_id: int) -> None:
    # The name is the person's own words: it stays in its row.
    audit.record(work, action=action, entity=Entity.VIEW.value, entity_id=view_id)
    work.changed(Entity.VIEW, view_id)
    audit.finish(work, result_json=json.dumps({"view_id": view_id}))


def _not_there() -> NotFound:
    return NotFound("This view is no longer there.")
