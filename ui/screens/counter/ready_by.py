"""When the device is promised for: the usual times as one choice, or a day and time picked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from services.settings.dto import PromiseChoice, PromiseKind
from ui.format import Formats
from ui.measures import fix_width
from ui.moment_field import MomentField
from ui.parts.flow import Flow
from ui.parts.segmented import Segmented
from ui.parts.text import Text, Tone
from ui.tokens import Space, TypeRole

_PICK: Final = "pick"
_PICK_WIDTH: Final = 176


class ReadyBy(Flow):
    """The promised time.

    Signals:
        promised(object): the aware UTC instant a person chose.
    """

    promised = Signal(object)

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(gap=Space.SMALL, name="counter-ready-by-row", parent=parent)
        self._formats = formats
        self._choices: dict[str, PromiseChoice] = {}
        self._promised: datetime | None = None
        self.choice = Segmented(self.tr("Ready by"), name="counter-ready-by")
        self.moment = MomentField(
            self.tr("Day and time"), name="counter-ready-by-moment", formats=formats
        )
        fix_width(self.moment, _PICK_WIDTH)
        self.moment.hide()
        label = Text(self.tr("Ready by"), role=TypeRole.LABEL, tone=Tone.SECOND)
        label.setBuddy(self.choice)
        self.show_row([label, self.choice, self.moment])
        self.choice.chosen.connect(self._choose)
        self.moment.picked.connect(self._pick)
        self.offer(())

    def offer(self, choices: Sequence[PromiseChoice]) -> None:
        """Offer other times ("1 h" moves on with the clock); a promise already made stays."""
        self._choices = {choice.kind.value: choice for choice in choices}
        words = [(key, self._words(choice)) for key, choice in self._choices.items()]
        chosen = self.choice.value()
        self.choice.set_choices([*words, (_PICK, self.tr("Pick"))])
        self._show(chosen)

    def _words(self, choice: PromiseChoice) -> str:
        if choice.kind is not PromiseKind.TODAY:
            return choice.label
        return self.tr("Today {time}").format(time=self._formats.time(choice.at_utc))

    def show_promised(self, promised: datetime | None) -> None:
        """Show a promise without a signal."""
        self._promised = promised
        self._show(None)

    def _show(self, chosen: object | None) -> None:
        """Keep the chosen words while they are still offered, else find them by the instant."""
        if self._promised is None:
            self.choice.set_value(None)
        elif chosen in self._choices:
            self.choice.set_value(chosen)
        else:
            same = (k for k, choice in self._choices.items() if choice.at_utc == self._promised)
            self.choice.set_value(next(same, _PICK))
            self.moment.show_moment(self._promised)
        self.moment.setVisible(self.choice.value() == _PICK)

    def _choose(self, key: object) -> None:
        picking = key == _PICK
        self.moment.setVisible(picking)
        if not picking:
            self._say(self._choices[str(key)].at_utc)
            return
        last = list(self._choices.values())[-1:]
        start = self._promised or (last[0].at_utc if last else None)
        if start is not None:
            self.moment.show_moment(start)
        self._say(self.moment.moment())

    def _pick(self, moment: object) -> None:
        assert isinstance(moment, datetime)
        self._say(moment)

    def _say(self, promised: datetime) -> None:
        self._promised = promised
        self.promised.emit(promised)
