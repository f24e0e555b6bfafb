"""What merging moves and changes, in words, before it is done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from services.customers.dto import Differing, MergeDifference, MergePreview, MergeSide
from ui.parts.button import Button, ButtonKind
from ui.parts.text import Text, Tone
from ui.screens.customers.page.entries import loosened
from ui.screens.customers.page.versions import Comparison
from ui.screens.customers.words import (
    DIFFERING_WORDS,
    NOTHING,
    consent_words,
    counted,
    say,
)
from ui.tokens import Height, Space, TypeRole

_MOVED = (
    ("tickets", "{count} order", "{count} orders"),
    ("visits", "{count} visit", "{count} visits"),
    ("devices", "{count} device", "{count} devices"),
    ("contacts", "{count} contact", "{count} contacts"),
    ("addresses", "{count} address", "{count} addresses"),
    ("notes", "{count} note", "{count} notes"),
    ("consents", "{count} consent", "{count} consents"),
)


class PreviewPart(QWidget):
    """The preview: who stays, what moves, what differs.

    Signals:
        swapped(): the other one shall be kept.
    """

    swapped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("merge-preview")
        self.stays = Text("", role=TypeRole.LABEL, wrap=True, name="merge-stays")
        self.moves = Text("", tone=Tone.SECOND, wrap=True, name="merge-moves")
        self.swap = Button(
            say("Keep the other one"), kind=ButtonKind.LINK, height=Height.DENSE, name="merge-swap"
        )
        self._compared = QVBoxLayout()
        self.then = Text("", tone=Tone.SECOND, wrap=True, name="merge-then")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.SMALL, 0, 0)
        column.setSpacing(Space.TIGHT)
        column.addWidget(self.stays)
        column.addWidget(self.moves)
        column.addLayout(self._compared)
        column.addWidget(self.then)
        column.addWidget(self.swap, alignment=Qt.AlignmentFlag.AlignLeft)
        self.swap.clicked.connect(self.swapped)

    def show_preview(self, preview: MergePreview) -> None:
        """Show what a merge does."""
        kept, gone = preview.kept, preview.gone
        self.stays.setText(loosened(say("Stays: {who}", who=_who(kept))))
        self.moves.setText(loosened(moved_words(preview)))
        while (item := self._compared.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        rows = tuple(_row(each) for each in preview.differences)
        if rows:
            heads = (say("Stays"), say("Of the other one"))
            self._compared.addWidget(Comparison(rows, heads=heads))
        self.then.setText(_then(preview.differences))
        self.then.setVisible(bool(self.then.text()))
        self.swap.setAccessibleDescription(_who(gone))


def moved_words(preview: MergePreview) -> str:
    """Return what comes over: "Moves over from Dana, 555-0142: 3 orders, 1 device"."""
    counts = [(getattr(preview, key), one, many) for key, one, many in _MOVED]
    parts = [counted(count, one=one, many=many) for count, one, many in counts if count]
    if not parts:
        return say("Nothing to move from {who}", who=_who(preview.gone))
    listed = ", ".join(parts)
    return say("Moves over from {who}: {listed}", who=_who(preview.gone), listed=listed)


def _who(side: MergeSide) -> str:
    return ", ".join(part for part in (side.name, side.phone or side.email) if part)


def _row(difference: MergeDifference) -> tuple[str, str, str]:
    return (
        say(DIFFERING_WORDS[difference.field]),
        _value(difference.field, difference.kept),
        _value(difference.field, difference.gone),
    )


def _value(field: Differing, value: str) -> str:
    if field in (Differing.SMS_CONSENT, Differing.EMAIL_CONSENT):
        known = {"true": True, "yes": True, "granted": True, "false": False, "no": False}
        return consent_words(known.get(value.casefold())) if value else NOTHING
    return value or NOTHING


def _then(differences: tuple[MergeDifference, ...]) -> str:
    fields = {each.field for each in differences if each.gone}
    sentences = []
    if fields & {Differing.PHONE, Differing.EMAIL}:
        sentences.append(say("The other phone or e-mail becomes a further contact."))
    if Differing.NAME in fields:
        sentences.append(say("The other name still finds them."))
    if fields & {Differing.SMS_CONSENT, Differing.EMAIL_CONSENT}:
        sentences.append(say("A refusal counts before a consent."))
    return " ".join(sentences)
