"""Opens the sheet, keeps what was typed into it until it is stored, and carries edits out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from services.actor import Actor, new_operation_id
from services.commands import checked
from services.errors import Invalid, NeedsConfirmation
from services.tickets.dto import (
    CONFIRM_SLOT_IN_USE,
    EditCommand,
    EditedField,
    MoveResult,
    TicketDetail,
)
from services.types import Priority
from ui.context import UiContext
from ui.parts.dialog import Question, QuestionDialog
from ui.parts.toast import ToastKind
from ui.screens.queue.commands import problems_in
from ui.screens.queue.deeds import Confirmed, Deed, Deeds, Refusal
from ui.screens.queue.detail.story import last_change_words
from ui.screens.queue.editing.sheet import EditSheet, Kept, Save
from ui.screens.queue.editing.typed import LineTyped, Typed, wanted_from
from ui.screens.queue.rights import Rights
from ui.screens.queue.words import say

Ask = Callable[[QuestionDialog], None]

# Who typed, and for which order: several people share a till, and nobody stores another's words.
Key = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    """An edit on its way, and what it was made of."""

    deed: Deed
    kept: Kept
    key: Key


class EditDesk(QObject):
    """Edits orders. ``ask`` opens a question and brings the keyboard back after it."""

    def __init__(
        self, context: UiContext, *, deeds: Deeds, rights: Rights, ask: Ask, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._deeds = deeds
        self._rights = rights
        self._ask = ask
        self._host = parent
        self._kept: dict[Key, Kept] = {}
        self._sent: dict[int, _Sent] = {}
        deeds.stored.connect(self._stored)
        deeds.asked.connect(self._confirm)
        deeds.refused.connect(self._take_back)
        deeds.overtaken.connect(self._take_back)

    def begin(self, detail: TicketDetail) -> None:
        """Open the sheet, with what was typed into it before."""
        if not self._rights.may_edit:
            return
        kept = self._kept.get(self._key(detail.ticket_id))
        told = say("What you typed before is here again.") if kept is not None else ""
        self._open(detail, told=told)

    def take_refusal(self, refusal: Refusal) -> bool:
        """Open the sheet again with a refusal at its fields; False where it is no edit's."""
        kept = self._kept.get(self._key(refusal.deed.ticket_id))
        if not isinstance(refusal.error, Invalid) or kept is None or not _is_edit(refusal.deed):
            return False
        sheet = self._open(kept.seen, told="")
        sheet.show_problems(problems_in(refusal.error))
        return True

    def take_overtaken(self, refusal: Refusal, detail: TicketDetail) -> bool:
        """Open the sheet with both versions; False where the refused act was no edit."""
        key = self._key(refusal.deed.ticket_id)
        if not _is_edit(refusal.deed) or key not in self._kept:
            return False
        first = last_change_words(detail, formats=self._context.formats, now=self._context.now())
        told = say(
            "{first} What you typed is still here; saving puts it in its place.", first=first
        )
        self._open(detail, told=told)
        return True

    # --- inside ----------------------------------------------------------------------------------

    def _open(self, detail: TicketDetail, *, told: str) -> EditSheet:
        key = self._key(detail.ticket_id)
        kept = self._kept.get(key)
        if kept is not None:
            kept = replace(kept, typed=_rebased(kept.typed, detail))
        sheet = EditSheet(detail, context=self._context, told=told, kept=kept, parent=self._host)
        sheet.put_off.connect(lambda typed: self._keep(key, detail, typed))
        sheet.saved.connect(lambda save: self._save(key, detail, save))
        self._ask(sheet)
        return sheet

    def _key(self, ticket_id: int) -> Key:
        return self._context.actor().person_id, int(ticket_id)

    def _keep(self, key: Key, detail: TicketDetail, typed: Typed) -> None:
        if typed:
            self._kept[key] = Kept(typed=typed, seen=detail)
        else:
            self._kept.pop(key, None)

    def _save(self, key: Key, detail: TicketDetail, save: Save) -> None:
        self._keep(key, detail, save.typed)
        deed = self._editing(detail, save)
        if self._deeds.carry_out(deed):
            self._sent[deed.ticket_id] = _Sent(deed=deed, kept=self._kept.pop(key), key=key)
            return
        words = say("{number} is being changed, one moment", number=detail.number)
        self._context.shell.toast(words, kind=ToastKind.NOT_DONE)

    def _editing(self, detail: TicketDetail, save: Save) -> Deed:
        operation_id = new_operation_id()
        fields = wanted_from(save.typed, formats=self._context.formats).fields
        editing = self._context.services.editing

        def call(actor: Actor, confirmed: Confirmed) -> MoveResult:
            command = checked(
                lambda: EditCommand(
                    operation_id=operation_id,
                    ticket_id=detail.ticket_id,
                    seen_version=detail.version,
                    confirmed=save.confirmed | confirmed,
                    **fields,
                )
            )
            return editing.edit(actor, command)

        said = say("{number} edited", number=detail.number)
        priority = fields.get("priority")
        return EditDeed(
            ticket_id=int(detail.ticket_id),
            call=call,
            row={"priority": Priority(priority)} if priority is not None else {},
            row_before={"priority": detail.priority},
            said=said,
        )

    def _stored(self, pair: tuple[Deed, MoveResult]) -> None:
        self._sent.pop(pair[0].ticket_id, None)

    def _take_back(self, refusal: Refusal) -> None:
        """Keep again what could not be stored."""
        sent = self._sent.get(refusal.deed.ticket_id)
        if sent is not None and sent.deed is refusal.deed:
            del self._sent[refusal.deed.ticket_id]
            self._kept[sent.key] = sent.kept

    def _confirm(self, pair: tuple[Deed, NeedsConfirmation]) -> None:
        """Ask what only the shop knew: another device lies in that slot since."""
        deed, error = pair
        if error.key != CONFIRM_SLOT_IN_USE:
            return
        question = Question(
            heading=say("Put it into {slot} too?", slot=error.details.get("slot", "")),
            text=error.message,
            action=say("Put it there"),
            keep=say("Choose another slot"),
        )
        dialog = QuestionDialog(question, parent=self._host)
        dialog.agreed.connect(
            lambda _text: self._deeds.carry_out(deed, confirmed=frozenset({error.key}))
        )
        # Once the question has given the keyboard back, or it would take it from the sheet.
        dialog.kept.connect(lambda: QTimer.singleShot(0, self, lambda: self._go_back(deed)))
        self._ask(dialog)

    def _go_back(self, deed: Deed) -> None:
        sent = self._sent.pop(deed.ticket_id, None)
        if sent is not None:
            self._kept[sent.key] = sent.kept
            self._open(sent.kept.seen, told="")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditDeed(Deed):
    """An edit on its way."""


def _is_edit(deed: Deed) -> bool:
    return isinstance(deed, EditDeed)


def _rebased(typed: Typed, detail: TicketDetail) -> Typed:
    """Let a line that somebody took off meanwhile be a new one."""
    lines = typed.get(EditedField.LINES)
    if not isinstance(lines, tuple):
        return typed
    there = {line.line_id for line in detail.lines}
    again = tuple(
        replace(line, line_id=None)
        if isinstance(line, LineTyped) and line.line_id not in there
        else line
        for line in lines
    )
    return {**typed, EditedField.LINES: again}
