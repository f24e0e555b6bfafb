"""What this program is, in which version, and under which licences."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.icons import Icon
from ui.parts.card import Card
from ui.parts.text import Text, Tone
from ui.parts.text_area import TextArea
from ui.screens.settings.page import Page
from ui.shell.brand import BrandMark
from ui.tokens import Space, TypeRole

if TYPE_CHECKING:
    from ui.context import UiContext


class AboutPage(Page):
    """Version and licences."""

    key = "about"
    title = "About"
    icon = Icon.INFO

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        card = Card(name="card-about", spacing=Space.MEDIUM)
        head = QHBoxLayout()
        head.setSpacing(Space.LARGE)
        head.addWidget(BrandMark(size=48))
        words = QVBoxLayout()
        words.setSpacing(2)
        version = context.workstation.version
        words.addWidget(Text(f"Mendpoint {version}", role=TypeRole.HEADING, name="about-version"))
        told = self.tr("Point of sale and repair orders. MIT licence.")
        words.addWidget(Text(told, tone=Tone.SECOND))
        parts = f"Python {platform.python_version()}, Qt {qVersion()}, {platform.system()}"
        words.addWidget(Text(parts, tone=Tone.THIRD))
        head.addLayout(words)
        head.addStretch(1)
        card.body.addLayout(head)
        self.licences = TextArea(
            self.tr("Licences of Mendpoint, its fonts and its icons"), name="licences", lines=20
        )
        self.licences.edit.setReadOnly(True)
        card.body.addWidget(self.licences)
        self.cards.addWidget(card)

    def load(self) -> None:
        """Read the licences."""
        licences = self.context.workstation.licences
        self.ask(licences, done=self.licences.set_text, kind="licences")

    def first_field(self) -> QWidget:
        """Begin with the licences: they scroll by key."""
        return self.licences.edit
