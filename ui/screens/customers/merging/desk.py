"""Merges two customers and takes a merge back."""

from __future__ import annotations

from PySide6.QtCore import QObject

from services.actor import new_operation_id
from services.customers.dto import (
    CustomerPage,
    MergeCustomers,
    MergePreview,
    MergeResult,
    UndoMerge,
)
from services.errors import Conflict, MendpointError, OutcomeUnknown
from ui.context import UiContext
from ui.errors import present
from ui.parts.toast import ToastKind
from ui.screens.customers.leaving import short
from ui.screens.customers.merging.dialog import MergeDialog
from ui.screens.customers.page.desk import PageDesk
from ui.screens.customers.words import say


class MergeDesk(QObject):
    """Asks, merges, offers Undo at once and on the page for as long as it can be undone."""

    def __init__(self, context: UiContext, *, desk: PageDesk) -> None:
        super().__init__(desk)
        self._context = context
        self._desk = desk
        self._desk.shown.connect(self._show_undoable)
        desk.view.merged.action.clicked.connect(self._undo_last)

    def begin(self, other_id: int | None = None) -> None:
        """Ask who the other one is; with a customer, show at once what merging them does."""
        dialog = self._dialog()
        dialog.ask()
        if other_id is not None:
            dialog.take(other_id)

    # --- inside ----------------------------------------------------------------------------------

    def _dialog(self) -> MergeDialog:
        page = self._desk.page
        dialog = MergeDialog(
            self._context,
            customer_id=int(page.customer_id),
            name=short(page.name),
            parent=self._desk.view,
        )
        dialog.merge_wanted.connect(self._merge)
        return dialog

    def _merge(self, preview: MergePreview) -> None:
        if self._is_shown(int(preview.gone.customer_id)) and self._desk.unsaved_words:
            # The page of the one who stays has no place for it.
            words = say("Save or undo the changes first")
            self._context.shell.toast(words, kind=ToastKind.NOT_DONE)
            return
        command = MergeCustomers(
            operation_id=new_operation_id(),
            kept_id=int(preview.kept.customer_id),
            gone_id=int(preview.gone.customer_id),
            kept_version=preview.kept.version,
            gone_version=preview.gone.version,
        )
        self._send(preview, command, again=True)

    def _send(self, preview: MergePreview, command: MergeCustomers, *, again: bool) -> None:
        actor, merging = self._context.actor(), self._context.services.customer_merging

        def failed(error: MendpointError) -> None:
            if isinstance(error, OutcomeUnknown) and again:
                self._send(preview, command, again=False)
            else:
                self._refused(preview, error)

        self._context.runner.run(
            self,
            lambda: merging.merge(actor, command),
            done=lambda result: self._merged(preview, result),
            failed=failed,
        )

    def _merged(self, preview: MergePreview, result: MergeResult) -> None:
        words = say(
            "{gone} is part of {kept} now",
            gone=short(preview.gone.name),
            kept=short(preview.kept.name),
        )
        self._context.shell.toast(words, undo=lambda: self._undo(result.merge_id))
        if self._is_shown(int(result.kept_id)):
            # What is typed at them stays.
            self._desk.read_again()
            self._desk.view.take_focus()
        else:
            self._desk.open(int(result.kept_id))

    def _is_shown(self, customer_id: int) -> bool:
        return self._desk.has_page and int(self._desk.page.customer_id) == customer_id

    def _refused(self, preview: MergePreview, error: MendpointError) -> None:
        """Show both as they are now where somebody changed one of them meanwhile."""
        if not isinstance(error, Conflict) or not self._desk.has_page:
            present(self._desk.view, error)
            return
        dialog = self._dialog()
        dialog.ask()
        dialog.take_pair(
            int(preview.kept.customer_id), int(preview.gone.customer_id), notice=error.message
        )

    def _undo_last(self) -> None:
        merge_id = self._desk.page.undoable_merge_id
        if merge_id is not None:
            self._undo(merge_id)

    def _undo(self, merge_id: int) -> None:
        command = UndoMerge(operation_id=new_operation_id(), merge_id=merge_id)
        actor, merging = self._context.actor(), self._context.services.customer_merging

        def failed(error: MendpointError) -> None:
            self._desk.read_again()
            present(self._desk.view, error)

        self._context.runner.run(
            self, lambda: merging.undo(actor, command), done=self._undone, failed=failed
        )

    def _undone(self, _result: MergeResult) -> None:
        self._context.shell.toast(say("They are two customers again"))
        self._desk.read_again()

    def _show_undoable(self, page: CustomerPage) -> None:
        notice = self._desk.view.merged
        until = page.undoable_merge_until_utc
        if page.undoable_merge_id is None or until is None:
            notice.say("")
            return
        when = self._context.formats.date_short(until, self._context.now())
        action = say("Undo the merge") if self._context.may("customers:merge") else ""
        notice.say(say("Merged from two. It can be undone until {when}.", when=when), action=action)
