"""From a key or a button to an act: the menus and questions in between."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from services.actor import new_operation_id
from services.auth.dto import Person
from services.errors import Invalid, NeedsConfirmation
from services.printing.dto import DocumentKind, PaperChoice
from services.tickets.dto import (
    CONFIRM_BALANCE_DUE,
    MoveKind,
    MoveResult,
    NextMove,
    TicketDetail,
)
from services.types import Outcome, PersonId, TicketStatus
from ui.context import UiContext
from ui.icons import Icon
from ui.parts.dialog import QuestionDialog
from ui.parts.menus import Choice, open_menu
from ui.parts.toast import ToastKind
from ui.screens.queue.commands import (
    assigning,
    assigning_next,
    collecting,
    correcting,
    given_words,
    moving,
    noting,
    problems_in,
    undoing,
)
from ui.screens.queue.correction import Correction, CorrectionDialog
from ui.screens.queue.deeds import Deed, Deeds, Refusal
from ui.screens.queue.detail.moves_bar import rare_moves
from ui.screens.queue.offers import (
    document_choices,
    move_choices,
    outcome_choices,
    people_choices,
)
from ui.screens.queue.questions import (
    CollectDialog,
    WordsDialog,
    balance_question,
    cancel_dialog,
    note_dialog,
)
from ui.screens.queue.rights import Rights
from ui.screens.queue.unsent import Key, Sent, Unsent, Wanted
from ui.screens.queue.words import paper_name, say


class Acts(QObject):
    """Asks what is needed for an act on one order, then hands it to `Deeds`.

    ``take_keyboard`` is called where the keyboard can't go back to where it was before a question.

    Signals:
        print_begun(object): the ticket id whose document is being printed again.
    """

    print_begun = Signal(object)

    def __init__(
        self,
        context: UiContext,
        *,
        deeds: Deeds,
        rights: Rights,
        take_keyboard: Callable[[], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._deeds = deeds
        self._rights = rights
        self._take_keyboard = take_keyboard
        self._host = parent
        self._unsent = Unsent()
        self._writing: tuple[Key, WordsDialog] | None = None
        self._details: dict[int, TicketDetail] = {}
        self._corrections: dict[int, tuple[Deed, Correction]] = {}
        self.people: tuple[Person, ...] = ()
        self.papers = tuple(PaperChoice(document=document) for document in DocumentKind)
        deeds.asked.connect(self._confirm)
        deeds.stored.connect(self._say_stored)
        for not_done in (deeds.overtaken, deeds.refused):
            not_done.connect(self._take_words_back)

    # --- menus -----------------------------------------------------------------------------------

    def choose_move(self, detail: TicketDetail, *, at: QPoint) -> None:
        """Open the menu of legal next steps."""
        moves = [move for move in detail.next_moves if self._rights.may_move(move)]
        if not moves:
            words = say("{number} has no next step here", number=detail.number)
            self._context.shell.toast(words, kind=ToastKind.TOLD)
            return
        choices = move_choices(detail, moves, take=lambda m: self.move(detail, m, at=at))
        open_menu(self._host, choices, at=at, name="status-menu", title=say("Next"))

    def choose_technician(self, detail: TicketDetail, *, at: QPoint) -> None:
        """Open the list of people an order can be given to."""
        if not self._rights.may_assign:
            return
        choices = people_choices(
            detail,
            self.people,
            give=lambda who, name: self._assign(detail, who, name),
            give_next=lambda: self._assign_next(detail),
        )
        open_menu(self._host, choices, at=at, name="assign-menu", title=say("Assign to"))

    def choose_document(self, detail: TicketDetail, *, at: QPoint) -> None:
        """Open the menu of documents to print again."""
        if not self._rights.may_print:
            return
        choices = document_choices(detail, self.papers, again=lambda p: self._print(detail, p))
        open_menu(self._host, choices, at=at, name="print-menu", title=say("Print again"))

    def choose_rare(self, detail: TicketDetail, *, at: QPoint) -> None:
        """Open the menu of rare acts."""
        moves = rare_moves(detail, rights=self._rights)
        choices = move_choices(detail, moves, take=lambda m: self.move(detail, m, at=at))
        if self._rights.may_assign:
            assign = Choice(
                words=say("Assign …"),
                act=lambda: self.choose_technician(detail, at=at),
                icon=Icon.USER,
                begins_group=True,
                name="rare-assign",
            )
            choices.append(assign)
        if self._rights.may_correct:
            correct = Choice(
                words=say("Correct …"),
                act=lambda: self.correct(detail),
                icon=Icon.PENCIL,
                name="rare-correct",
            )
            choices.append(correct)
        if choices:
            open_menu(self._host, choices, at=at, name="rare-menu", title=say("More"))

    # --- acts ------------------------------------------------------------------------------------

    def move(self, detail: TicketDetail, move: NextMove, *, at: QPoint) -> None:
        """Take a next step, asking first what it needs."""
        if move.kind is not MoveKind.MOVE:
            self._collect(detail, move)
        elif move.needs_note:
            self._cancel(detail, move)
        elif move.to is TicketStatus.COMPLETED:
            self._choose_outcome(detail, move, at=at)
        else:
            self._carry_out(detail, moving(self._context.services, detail, move))

    def note(self, detail: TicketDetail) -> None:
        """Ask for a note."""
        if not self._rights.may_note:
            return
        key = self._key(Wanted.NOTE, detail)
        dialog = note_dialog(detail, text=self._unsent.words(key), parent=self._host)
        services = self._context.services
        self._write(
            detail,
            dialog,
            key=key,
            deed=lambda text: noting(services, detail, text=text, kind=dialog.kind),
        )

    def correct(self, detail: TicketDetail, *, refusal: Refusal | None = None) -> None:
        """Ask what is to be put right; ``refusal`` shows what was not accepted."""
        dialog = CorrectionDialog(detail, context=self._context, parent=self._host)
        dialog.corrected.connect(lambda correction: self._correct(detail, correction))
        self.ask(dialog)
        before = self._corrections.pop(int(detail.ticket_id), None)
        if before is not None:
            dialog.fill(before[1])
        if refusal is not None:
            dialog.show_problems(problems_in(refusal.error))

    def take_refusal(self, refusal: Refusal) -> bool:
        """Show a refusal at the fields it belongs to; False where it has none here."""
        detail = self._details.get(refusal.deed.ticket_id)
        if not isinstance(refusal.error, Invalid) or detail is None:
            return False
        if not self._is_correction(refusal.deed):
            return False
        self.correct(detail, refusal=refusal)
        return True

    def ask(self, dialog: QuestionDialog) -> None:
        """Open a question; the keyboard comes back to where it was."""
        before = _focused_in(self._host)

        def come_back(_result: int) -> None:
            self._host.activateWindow()
            if before is not None and isValid(before) and before.isVisible():
                before.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self._take_keyboard()

        dialog.finished.connect(come_back)
        dialog.ask()

    # --- inside ----------------------------------------------------------------------------------

    def _carry_out(self, detail: TicketDetail, deed: Deed) -> bool:
        self._details[deed.ticket_id] = detail
        begun = self._deeds.carry_out(deed)
        if not begun:
            words = say("{number} is being changed, one moment", number=detail.number)
            self._context.shell.toast(words, kind=ToastKind.NOT_DONE)
        return begun

    def _write(
        self, detail: TicketDetail, dialog: WordsDialog, *, key: Key, deed: Callable[[str], Deed]
    ) -> None:
        """Ask for words and carry out the deed made of them; they are kept until it is stored."""

        def carry_out(text: str) -> None:
            self._unsent.keep(key, text)
            if self._carry_out(detail, deed(text)):
                self._unsent.send(key)

        dialog.typed.connect(lambda text: self._unsent.keep(key, str(text)))
        dialog.written.connect(carry_out)
        dialog.finished.connect(self._written)
        self._writing = (key, dialog)
        self.ask(dialog)

    def _key(self, wanted: Wanted, detail: TicketDetail) -> Key:
        return (wanted, int(detail.ticket_id), int(self._context.actor().person_id))

    def _written(self, _result: int) -> None:
        self._writing = None

    def _take_words_back(self, refusal: Refusal) -> None:
        key = self._unsent.take_back(refusal.deed.ticket_id)
        if self._writing is not None and self._writing[0] == key:
            # The person is at the next words for the same order already.
            self._writing[1].words.set_text(self._unsent.words(self._writing[0]))

    def _choose_outcome(self, detail: TicketDetail, move: NextMove, *, at: QPoint) -> None:
        services = self._context.services

        def complete(outcome: Outcome) -> None:
            self._carry_out(detail, moving(services, detail, move, outcome=outcome))

        choices = outcome_choices(detail, take=complete)
        title = say("What became of it")
        open_menu(self._host, choices, at=at, name="outcome-menu", title=title)

    def _collect(self, detail: TicketDetail, move: NextMove) -> None:
        services, formats = self._context.services, self._context.formats
        dialog = CollectDialog(detail, kind=move.kind, formats=formats, parent=self._host)
        dialog.collected.connect(
            lambda collection: self._carry_out(
                detail, collecting(services, detail, move, collection=collection)
            )
        )
        self.ask(dialog)

    def _cancel(self, detail: TicketDetail, move: NextMove) -> None:
        key = self._key(Wanted.CANCEL, detail)
        dialog = cancel_dialog(detail, text=self._unsent.words(key), parent=self._host)
        services = self._context.services
        self._write(
            detail, dialog, key=key, deed=lambda text: moving(services, detail, move, note=text)
        )

    def _assign(self, detail: TicketDetail, person_id: PersonId | None, name: str) -> None:
        services = self._context.services
        self._carry_out(detail, assigning(services, detail, person_id=person_id, name=name))

    def _assign_next(self, detail: TicketDetail) -> None:
        self._carry_out(detail, assigning_next(self._context.services, detail))

    def _correct(self, detail: TicketDetail, correction: Correction) -> None:
        deed = correcting(self._context.services, detail, correction=correction)
        self._corrections[deed.ticket_id] = (deed, correction)
        self._carry_out(detail, deed)

    def _is_correction(self, deed: Deed) -> bool:
        written = self._corrections.get(deed.ticket_id)
        return written is not None and written[0] is deed

    def _print(self, detail: TicketDetail, paper: PaperChoice) -> None:
        actor, printing = self._context.actor(), self._context.services.printing
        operation_id, ticket_id = new_operation_id(), detail.ticket_id
        words = say(
            "{document} of {number} is being printed",
            document=paper_name(paper),
            number=detail.number,
        )

        def begun(_job: object) -> None:
            self._context.shell.toast(words, kind=ToastKind.TOLD)
            self._context.shell.printer_state_changed()
            self.print_begun.emit(int(ticket_id))

        self._context.runner.run(
            self,
            lambda: printing.reprint(
                actor,
                operation_id=operation_id,
                ticket_id=ticket_id,
                document=paper.document,
                role=paper.role,
            ),
            done=begun,
        )

    def _confirm(self, pair: tuple[Deed, NeedsConfirmation]) -> None:
        deed, error = pair
        if error.key != CONFIRM_BALANCE_DUE:
            return
        detail = self._details.get(deed.ticket_id)
        due = None
        if not error.details.get("total_is_open"):
            due = self._context.formats.money(int(error.details.get("balance_minor", 0)))
        number = detail.number if detail is not None else ""
        question = balance_question(detail, number=number, due=due)
        dialog = QuestionDialog(question, parent=self._host)
        dialog.agreed.connect(lambda _text: self._agreed(deed, error.key))
        self.ask(dialog)

    def _agreed(self, deed: Deed, key: str) -> None:
        self._deeds.carry_out(deed, confirmed=frozenset({key}))

    def _say_stored(self, pair: tuple[Deed, MoveResult]) -> None:
        deed, result = pair
        if self._is_correction(deed):
            del self._corrections[deed.ticket_id]
        sent = self._unsent.drop(deed.ticket_id)
        undo = None
        if result.undo_until_utc is not None:
            undo = self._taking_back(deed, result, sent=sent)
        self._context.shell.toast(
            self._said(deed, result),
            undo=undo,
            until=result.undo_until_utc,
            about=(deed.ticket_id,),
        )

    def _taking_back(
        self, deed: Deed, result: MoveResult, *, sent: Sent | None
    ) -> Callable[[], None]:
        # Words that are taken back stand ready when the person writes again.
        then = None if sent is None else partial(self._unsent.put_back, sent)
        back = undoing(self._context.services, deed, result, then=then)
        return lambda: self._take_back(back)

    def _take_back(self, back: Deed) -> None:
        self._deeds.carry_out(back)

    def _said(self, deed: Deed, result: MoveResult) -> str:
        """Say what was done; where the rule chose a technician, who that is."""
        name = next((p.name for p in self.people if p.person_id == result.technician_id), "")
        return given_words(result.number, name=name) if deed.asks_who and name else deed.said


def _focused_in(host: QWidget) -> QWidget | None:
    return host.focusWidget()
