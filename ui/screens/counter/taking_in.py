"""Takes in what is on the Counter: once per form, whatever is pressed twice or answered late."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from services.errors import FieldProblem, Invalid, MendpointError, NeedsConfirmation
from services.tickets.dto import IntakeResult
from ui.context import UiContext
from ui.screens.counter.order import Order, devices_of, order_from
from ui.screens.counter.places import Place, place_of
from ui.screens.counter.sheet import Sheet


class TakeIn(QObject):
    """Sends the sheet as one command. The form's operation id makes a repeat harmless.

    Signals:
        begun(): the command is on its way; the form takes no input until it has ended.
        taken_in(object): the `IntakeResult`; everything is stored.
        refused(object): a tuple of `(Place | None, FieldProblem)`; nothing is stored.
        asked(object): a `NeedsConfirmation`; answer with `confirm` or let it be.
        failed(object): any other `MendpointError`; what was typed stays.
    """

    begun = Signal()
    taken_in = Signal(object)
    refused = Signal(object)
    asked = Signal(object)
    failed = Signal(object)

    def __init__(self, context: UiContext, *, sheet: Sheet, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._sheet = sheet
        self._is_busy = False
        self._confirmed: frozenset[str] = frozenset()

    @property
    def is_busy(self) -> bool:
        """Whether a command is on its way."""
        return self._is_busy

    def start(self) -> None:
        """Take in what is on the Counter; nothing happens while that is under way."""
        self._confirmed = frozenset()
        self._send()

    def confirm(self, key: str) -> None:
        """Repeat the command with one more key confirmed."""
        self._confirmed |= {key}
        self._send()

    def _send(self) -> None:
        if self._is_busy:
            return
        try:
            order = order_from(
                self._sheet.draft,
                read_money=self._context.formats.parse_money,
                confirmed=self._confirmed,
            )
        except Invalid as error:
            self._refuse(error.problems, device_indices=devices_of(self._sheet.draft))
            return
        self._is_busy = True
        self.begun.emit()
        actor, intake = self._context.actor(), self._context.services.intake
        self._context.runner.run(
            self,
            lambda: intake.take_in(actor, order.command),
            done=self._ended,
            failed=lambda error: self._not_taken_in(error, order=order),
        )

    def _ended(self, result: IntakeResult) -> None:
        self._is_busy = False
        self.taken_in.emit(result)

    def _not_taken_in(self, error: MendpointError, *, order: Order) -> None:
        self._is_busy = False
        match error:
            case NeedsConfirmation():
                self.asked.emit(error)
            case Invalid(problems=problems) if problems:
                self._refuse(problems, device_indices=order.device_indices)
            case _:
                self.failed.emit(error)

    def _refuse(
        self, problems: tuple[FieldProblem, ...], *, device_indices: tuple[int, ...]
    ) -> None:
        placed: tuple[tuple[Place | None, FieldProblem], ...] = tuple(
            (place_of(problem, device_indices=device_indices), problem) for problem in problems
        )
        self.refused.emit(placed)


def words_of(result: IntakeResult) -> str:
    """Return what is said of a finished intake: "R26-000418-H taken in, printing"."""
    numbers = [ticket.number for ticket in result.tickets]
    if len(numbers) > 1:
        listed = QCoreApplication.translate("Counter", "{first} and {last}").format(
            first=", ".join(numbers[:-1]), last=numbers[-1]
        )
    else:
        listed = numbers[0]
    template = (
        QCoreApplication.translate("Counter", "{numbers} taken in, printing")
        if result.print_job_ids
        else QCoreApplication.translate("Counter", "{numbers} taken in")
    )
    return template.format(numbers=listed)


_INPUT: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.InputMethod,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick,
    }
)


class Shield(QObject):
    """Keeps keys and clicks off the form while it is taken in: they would be cleared with it.

    Switching the form off instead would move the focus and flash every control.
    """

    def __init__(self, target: QWidget) -> None:
        super().__init__(target)
        self._target = target
        self._is_up = False

    def raise_up(self) -> None:
        """Let no input through."""
        app = QApplication.instance()
        if app is not None and not self._is_up:
            app.installEventFilter(self)
            self._is_up = True

    def lower(self) -> None:
        """Let input through again."""
        app = QApplication.instance()
        if app is not None and self._is_up:
            app.removeEventFilter(self)
            self._is_up = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow input meant for the form."""
        if event.type() not in _INPUT or not isinstance(watched, QWidget):
            return False
        return watched is self._target or self._target.isAncestorOf(watched)
