"""What happens with the form as a whole: kept, cleared, put aside, taken up again, taken in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from services.actor import new_operation_id
from services.errors import Conflict, FieldProblem, MendpointError, NeedsConfirmation
from services.tickets.dto import IntakeDraft, IntakeResult
from ui.context import UiContext
from ui.errors import present
from ui.parts.dialog import Question, QuestionDialog
from ui.parts.toast import ToastKind
from ui.screens.counter.action_bar import ActionBar
from ui.screens.counter.completeness import draft_is_blank
from ui.screens.counter.form import CounterForm
from ui.screens.counter.keeping import DraftKeeper
from ui.screens.counter.order import instant_from, read_old_deposits
from ui.screens.counter.places import Place
from ui.screens.counter.sheet import Sheet
from ui.screens.counter.taking_in import Shield, TakeIn, words_of

# A second Ctrl+Enter right after the form was emptied was meant for the visit just taken in.
_SECOND_PRESS_MS: Final = 1500


class Desk(QObject):
    """Carries out the action bar's wishes and says what became of them.

    Signals:
        emptied(): the form is ready for the next person.
    """

    emptied = Signal()

    def __init__(
        self,
        context: UiContext,
        *,
        sheet: Sheet,
        form: CounterForm,
        bar: ActionBar,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._sheet = sheet
        self._form = form
        self._bar = bar
        self._keeper = DraftKeeper(context, sheet=sheet, parent=self)
        self._take_in = TakeIn(context, sheet=sheet, parent=self)
        self._shield = Shield(form)
        self._just_taken_in = QTimer(self, singleShot=True, interval=_SECOND_PRESS_MS)
        self._is_loaded = False
        self._begins: Callable[[], None] | None = None
        self._connect()

    def _connect(self) -> None:
        self._bar.take_in_asked.connect(self.take_in)
        self._bar.clear_asked.connect(self.clear)
        self._bar.save_asked.connect(self.put_aside)
        self._bar.parked_chosen.connect(self._ask_parked_draft)
        self._keeper.kept.connect(self._bar.show_kept)
        self._keeper.not_kept.connect(self._not_kept)
        self._keeper.parked.connect(self._put_aside)
        self._keeper.not_parked.connect(self._not_put_aside)
        self._keeper.dropped.connect(self._ask_parked)
        self._take_in.begun.connect(self._begun)
        self._take_in.taken_in.connect(self._taken_in)
        self._take_in.refused.connect(self._refused)
        self._take_in.asked.connect(self._ask)
        self._take_in.failed.connect(self._failed)
        self._form.device.device_removed.connect(self._device_removed)

    @property
    def is_settled(self) -> bool:
        """Whether everything typed is on disk and nothing is being taken in."""
        return self._keeper.is_settled and not self._take_in.is_busy

    def load(self) -> None:
        """Ask for the draft this till was left with, and for those put aside."""
        self._bar.show_nothing_to_keep()
        self._sheet.replaced.emit()
        self._keeper.restore(done=self._restored)
        self._ask_parked()

    def keep_now(self) -> None:
        """Write the last keys now."""
        self._keeper.flush()

    def begin(self, begins: Callable[[], None]) -> None:
        """Begin another visit; what stands on the Counter is put aside first.

        Right after the start it waits for the draft this till was left with, which is kept too.
        """
        if self._take_in.is_busy:
            words = self.tr("A visit is being taken in, one moment")
            self._context.shell.toast(words, kind=ToastKind.NOT_DONE)
        elif not self._is_loaded:
            self._begins = begins
        else:
            if not self._sheet.is_blank:
                self.put_aside()
            begins()

    # --- taking in ----------------------------------------------------------------------------

    def take_in(self) -> None:
        """Take in what is on the Counter, once."""
        if self._sheet.is_blank and self._just_taken_in.isActive():
            return
        self._take_in.start()

    def _begun(self) -> None:
        self._shield.raise_up()
        self._bar.set_busy(on=True)

    def _over(self) -> None:
        self._shield.lower()
        self._bar.set_busy(on=False)

    def _taken_in(self, result: IntakeResult) -> None:
        self._over()
        self._just_taken_in.start()
        self._empty()
        self._context.shell.toast(words_of(result))
        self._context.shell.printer_state_changed()

    def _refused(self, placed: tuple[tuple[Place | None, FieldProblem], ...]) -> None:
        self._over()
        if not self._form.show_problems(placed):
            self._context.shell.toast(placed[0][1].message, kind=ToastKind.NOT_DONE)

    def _ask(self, error: NeedsConfirmation) -> None:
        self._over()
        question = Question(
            heading=self.tr("Take in as it is?"),
            text=error.message,
            action=self.tr("Take in"),
            keep=self.tr("Go back"),
        )
        self._put(question, agreed=lambda: self._take_in.confirm(error.key))

    def _failed(self, error: MendpointError) -> None:
        self._over()
        if isinstance(error, Conflict) and error.field == "operation_id":
            self._ask_again_as_new()
        else:
            present(self._form, error)

    def _ask_again_as_new(self) -> None:
        """Ask what to do with a form that was taken in before and changed since."""
        question = Question(
            heading=self.tr("Take in once more, as another visit?"),
            text=self.tr(
                "This form was taken in already, and then changed. The first visit is in the"
                " queue as it was."
            ),
            action=self.tr("Take in as another visit"),
            keep=self.tr("Go back"),
        )
        self._put(question, agreed=self._take_in_as_new)

    def _put(self, question: Question, *, agreed: Callable[[], None]) -> None:
        """Put a question; the keyboard comes back to where it was."""
        dialog = QuestionDialog(question, parent=self._form)
        dialog.agreed.connect(lambda _typed: agreed())
        before: QWidget | None = self._form.focusWidget()

        def come_back(_answer: int) -> None:
            self._form.window().activateWindow()
            if before is not None and isValid(before) and before.isVisible():
                before.setFocus(Qt.FocusReason.OtherFocusReason)

        dialog.finished.connect(come_back)
        dialog.ask()

    def _take_in_as_new(self) -> None:
        self._sheet.draft.operation_id = new_operation_id()
        self._sheet.touch()
        self._take_in.start()

    # --- emptying and putting back ----------------------------------------------------------------

    def clear(self) -> None:
        """Empty the Counter; a toast offers to put it back."""
        if self._sheet.is_blank:
            self._form.take_focus_first()
            return
        before = self._empty()
        self._context.shell.toast(self.tr("Counter cleared"), undo=partial(self._put_back, before))

    def _empty(self) -> IntakeDraft:
        before = self._sheet.clear()
        self._keeper.forget()
        self._bar.show_nothing_to_keep()
        self._form.take_focus_first()
        self.emptied.emit()
        return before

    def _put_back(self, draft: IntakeDraft) -> None:
        """Put a draft on the Counter; what was begun meanwhile is put aside, not lost."""
        begun = self._sheet.snapshot()
        if not draft_is_blank(begun) and begun.operation_id != draft.operation_id:
            self._keeper.park(begun)
        self._sheet.replace(draft)
        self._sheet.touch()
        self._form.take_focus()

    def _device_removed(self, before: IntakeDraft) -> None:
        self._context.shell.toast(self.tr("Device removed"), undo=partial(self._put_back, before))

    def begin_with(self, *, imei: str, serial: str) -> None:
        """Begin a visit with what tells its device apart; a visit begun before is put aside."""
        if not self._sheet.is_blank:
            self.put_aside()
        device = self._sheet.device
        device.imei, device.serial = imei, serial
        self._sheet.device_changed.emit()
        self._sheet.touch()
        self._form.take_focus_first()

    # --- drafts -------------------------------------------------------------------------------

    def put_aside(self) -> None:
        """Save the draft for later and empty the Counter."""
        if self._sheet.is_blank:
            self._form.take_focus_first()
            return
        self._keeper.park(self._sheet.snapshot())
        self._empty()

    def _put_aside(self, draft: IntakeDraft) -> None:
        self._ask_parked()
        self._context.shell.toast(self.tr("Draft of {who} saved").format(who=_whose(draft)))

    def _not_put_aside(self, what: tuple[IntakeDraft, MendpointError]) -> None:
        draft, error = what
        if self._sheet.is_blank:
            self._put_back(draft)
            present(self._form, error)
        else:
            put_back = partial(self._put_back, draft)
            self._context.shell.toast(error.message, kind=ToastKind.NOT_DONE, undo=put_back)

    def _ask_parked(self) -> None:
        self._keeper.ask_parked(done=self._bar.show_parked)

    def _ask_parked_draft(self, key: object) -> None:
        self._keeper.take_up(str(key), done=partial(self._take_up, str(key)))

    def _take_up(self, key: str, draft: IntakeDraft | None) -> None:
        if draft is None:
            words = self.tr("This draft is gone: it was taken up elsewhere")
            self._context.shell.toast(words, kind=ToastKind.NOT_DONE)
            self._ask_parked()
            return
        self._make_current(draft)
        self._put_back(draft)
        self._keeper.drop_parked(key)

    def _restored(self, draft: IntakeDraft | None) -> None:
        self._put_last_back(draft)
        self._loaded()

    def _not_kept(self, error: MendpointError) -> None:
        self._bar.show_not_kept(error.message)
        self._loaded()

    def _loaded(self) -> None:
        self._is_loaded = True
        begins, self._begins = self._begins, None
        if begins is not None:
            self.begin(begins)

    def _put_last_back(self, draft: IntakeDraft | None) -> None:
        """Put the last draft back, unless somebody has begun to type already."""
        if draft is None or draft_is_blank(draft) or not self._sheet.is_blank:
            return
        self._make_current(draft)
        self._sheet.replace(draft)
        self._form.take_focus()
        kept_at = instant_from(draft.kept_at_utc)
        if kept_at is not None:
            self._bar.show_kept(kept_at)
            when = self._context.formats.date_short(kept_at, self._context.now())
            self._context.shell.toast(self.tr("The draft of {when} is back").format(when=when))

    def _make_current(self, draft: IntakeDraft) -> None:
        read_old_deposits(draft, read_money=self._context.formats.parse_money)


def _whose(draft: IntakeDraft) -> str:
    title = draft.devices[0].title if draft.devices else ""
    return " ".join((draft.name or draft.customer_text or draft.phone or title).split())
