"""Editing one order, what that would cost, and where devices lie."""

from __future__ import annotations

from data.queries import tickets as queries
from services.actor import Actor
from services.auth.gate import Gate
from services.auth.operations import operation_of
from services.auth.requires import requires
from services.auth.rights import Permission
from services.errors import NotFound
from services.settings.reference import ReferenceCache
from services.tickets.changing import replayed_change
from services.tickets.custody import slots_in_use
from services.tickets.dto import EditCommand, LineEdit, LinesPreview, MoveResult, SlotUse
from services.tickets.edit_preview import preview_lines
from services.tickets.editing import edit


class EditingService:
    """Edits one order at a time. `TicketService.undo` takes an edit back as it does a move."""

    def __init__(self, gate: Gate, reference: ReferenceCache) -> None:
        self._gate = gate
        self._reference = reference

    @requires(Permission.UPDATE_TICKETS)
    def edit(self, actor: Actor, command: EditCommand) -> MoveResult:
        """Edit an order: lines, promise, slot, priority, categories, hours, words and condition.

        Commits once: the order with its totals and tax anew, a history row of what was and what is,
        audit and change row. What people wrote goes into an ordinary row, never into the history.
        Another price than the price book's, or a discount, needs ``tickets:price`` too.

        Raises:
            NotFound: no such order, or not the actor's own.
            InvalidTransition: the order is closed, and the field is not one of those left to it.
            Invalid: nothing is changed, or with one problem per field.
            Conflict: somebody changed the order after ``seen_version``.
            NeedsConfirmation: ``slot-in-use``, another device lies there.
        """
        operation = operation_of(command, kind="edit")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is not None:
                return replayed_change(work)
            return edit(work, command, self._reference.get(work))

    @requires(Permission.UPDATE_TICKETS)
    def preview(self, actor: Actor, *, ticket_id: int, lines: tuple[LineEdit, ...]) -> LinesPreview:
        """Return what an order would come to with these lines; nothing is stored.

        Raises:
            NotFound: no such order, or not the actor's own.
            Invalid: with one problem per field of the lines.
        """
        with self._gate.reading(actor) as work:
            row = queries.read_ticket(work, ticket_id=ticket_id)
            if row is None or not work.reaches(technician_id=row.technician_id, status=row.status):
                raise NotFound("There is no such order.")
            reference = self._reference.get(work)
            return preview_lines(work, reference, ticket_id=ticket_id, edits=lines)

    @requires(Permission.SEE_TICKETS)
    def slots(self, actor: Actor) -> tuple[SlotUse, ...]:
        """Return the slots in use and what lies in them, by name."""
        with self._gate.reading(actor) as work:
            return slots_in_use(work)
