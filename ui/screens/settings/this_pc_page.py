"""How the program looks and is scanned into at this computer: kept here, not in the shop."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from ui.icons import Icon
from ui.measures import least_width
from ui.parts.card import Card
from ui.parts.flow import Flow
from ui.parts.segmented import Segmented
from ui.parts.switch import Switch
from ui.parts.text import Text, Tone
from ui.screens.settings.page import Page, note
from ui.screens.settings.scanner_card import ScannerCard
from ui.tokens import Space, ThemeChoice, TypeRole
from ui.workstation import Look

if TYPE_CHECKING:
    from ui.context import UiContext

_LABEL_WIDTH = 140
_SCALES = (1.0, 1.25, 1.5, 1.75, 2.0)


class ThisPcPage(Page):
    """Light or dark, the size of the text, whether things move, and how the scanner types."""

    key = "this_pc"
    title = "This computer"
    icon = Icon.MONITOR

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        theme = context.theme.theme
        self._look = Look(
            choice=context.theme.choice,
            text_scale=theme.text_scale,
            reduced_motion=theme.reduced_motion,
        )
        self.scheme = Segmented(
            self.tr("Colours"),
            choices=(
                (ThemeChoice.SYSTEM, self.tr("As the system")),
                (ThemeChoice.LIGHT, self.tr("Light")),
                (ThemeChoice.DARK, self.tr("Dark")),
            ),
            value=self._look.choice,
            name="look-scheme",
        )
        self.scale = Segmented(
            self.tr("Text size"),
            choices=[(scale, f"{round(scale * 100)} %") for scale in _SCALES],
            value=_nearest_scale(self._look.text_scale),
            name="look-scale",
        )
        self.still = Switch(
            self.tr("No motion"), checked=self._look.reduced_motion, name="look-still"
        )
        card = Card(name="card-look", spacing=Space.LARGE)
        card.body.addWidget(_line(self.tr("Colours"), self.scheme))
        card.body.addWidget(_line(self.tr("Text size"), self.scale))
        card.body.addWidget(_line(self.tr("Motion"), self.still))
        card.body.addWidget(note(self.tr("Kept on this computer, for whoever works here.")))
        self.cards.addWidget(card)
        self.scanner = ScannerCard(context, line=_line)
        self.cards.addWidget(self.scanner)
        context.theme.changed.connect(self._follow_theme)
        self.scheme.chosen.connect(self._scheme_chosen)
        self.scale.chosen.connect(self._scale_chosen)
        self.still.clicked.connect(self._still_chosen)

    def first_field(self) -> QWidget:
        """Begin with the colours."""
        return self.scheme

    @Slot()
    def _follow_theme(self) -> None:
        """Show what is in force: it may have been chosen elsewhere."""
        switch, theme = self.context.theme, self.context.theme.theme
        self._look = Look(
            choice=switch.choice,
            text_scale=theme.text_scale,
            reduced_motion=theme.reduced_motion,
        )
        self.scheme.set_value(switch.choice)
        self.scale.set_value(_nearest_scale(theme.text_scale))
        self.still.setChecked(theme.reduced_motion)

    @Slot(object)
    def _scheme_chosen(self, choice: ThemeChoice) -> None:
        self.context.theme.set_choice(choice)
        self._keep(replace(self._look, choice=choice))

    @Slot(object)
    def _scale_chosen(self, scale: float) -> None:
        self.context.theme.set_text_scale(scale)
        self._keep(replace(self._look, text_scale=scale))

    @Slot()
    def _still_chosen(self) -> None:
        still = self.still.isChecked()
        self.context.theme.set_reduced_motion(reduced=still)
        self._keep(replace(self._look, reduced_motion=still))

    def _keep(self, look: Look) -> None:
        self._look = look
        workstation = self.context.workstation
        self.ask(lambda: workstation.keep_look(look), done=lambda _kept: None, kind="look")


def _nearest_scale(scale: float) -> float:
    return min(_SCALES, key=lambda offered: abs(offered - scale))


def _line(label: str, control: QWidget) -> Flow:
    """Return a label with its control beside it, or below where large text takes the room."""
    words = Text(label, role=TypeRole.LABEL, tone=Tone.SECOND)
    words.setBuddy(control)
    least_width(words, _LABEL_WIDTH)
    line = Flow(gap=Space.LARGE, name=f"{control.objectName()}-line")
    line.show_row([words, control])
    return line
