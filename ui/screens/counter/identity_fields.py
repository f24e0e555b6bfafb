"""How the device is told apart: IMEI with its check digit, serial number, or why neither."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from services.tickets.dto import DraftDevice
from services.types import DeviceCategory, imei_digits, imei_problem
from ui.field_row import FieldRow, stacks_fields
from ui.fonts import scaled
from ui.icons import Icon
from ui.parts.field import LABEL_GAP, Field
from ui.parts.segmented import Segmented
from ui.parts.tag import Tag, TagKind, tag_width
from ui.parts.text import Text, Tone, plain_tip
from ui.scanner.fields import let_take_scans
from ui.tokens import Height, TypeRole

_IMEI_DIGITS = 15
# What fifteen digits take in a field, with the field's own edges.
_DIGITS_ROOM = 200


class IdentityKind(StrEnum):
    """What tells the device apart; the value is the draft's own field."""

    IMEI = "imei"
    SERIAL = "serial"
    NEITHER = "no_identity_reason"


class IdentityFields(QWidget):
    """One choice and one field. What was typed for another choice is kept but not sent.

    Signals:
        identified(object): (IMEI, serial, reason) after a person changed it; one at most is set.
    """

    identified = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("counter-identity")
        self._typed = dict.fromkeys(IdentityKind, "")
        self._kind = IdentityKind.IMEI
        # A person who chose a kind keeps it when another device model is chosen.
        self._kind_was_chosen = False
        self._build()
        self.kind.chosen.connect(self._choose_kind)
        self.field.text_edited.connect(self._edited)
        self.field.committed.connect(self._committed)

    def _build(self) -> None:
        self.kind = Segmented(
            self.tr("Told apart by"),
            name="counter-identity-kind",
            choices=[
                (IdentityKind.IMEI, self.tr("IMEI")),
                (IdentityKind.SERIAL, self.tr("Serial")),
                (IdentityKind.NEITHER, self.tr("Neither")),
            ],
            value=IdentityKind.IMEI,
            height=Height.FORM,
        )
        self._verdict = Tag("", kind=TagKind.OK, icon=Icon.CHECK, name="counter-identity-verdict")
        self._verdict.hide()
        self.field = Field(
            self.tr("IMEI"), name="counter-identity-text", trailing=self._verdict, max_length=400
        )
        let_take_scans(self.field.edit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(FieldRow(self._kind_under_its_label(), self.field, stretches=(0, 1)))

    def _kind_under_its_label(self) -> QWidget:
        """Return the choice, its label as far above it as a field's is above the field."""
        part = QWidget()
        label = Text(
            self.tr("Told apart by"),
            role=TypeRole.LABEL,
            tone=Tone.SECOND,
            name="counter-identity-kind-label",
        )
        label.setBuddy(self.kind)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(LABEL_GAP)
        column.addWidget(label)
        column.addWidget(self.kind)
        return part

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the digits their room: where it lacks, the tick stands without its words."""
        super().resizeEvent(event)
        self._show_verdict()

    def restyle(self) -> None:
        """Take on the theme now in force."""
        self._show_verdict()

    def show_device(self, device: DraftDevice) -> None:
        """Show what is known of the device, without a signal."""
        self._typed = {
            IdentityKind.IMEI: device.imei,
            IdentityKind.SERIAL: device.serial,
            IdentityKind.NEITHER: device.no_identity_reason,
        }
        known = next((kind for kind in IdentityKind if self._typed[kind].strip()), None)
        self._kind_was_chosen = known is not None
        self._show_kind(known or usual_kind(device.category))

    def suit(self, category: str) -> None:
        """Ask for what this kind of device has, unless a person chose or typed already."""
        if not self._kind_was_chosen and not self.field.text():
            self._show_kind(usual_kind(category))

    def show_problem(self, sentence: str) -> QWidget:
        """Show what is wrong; return the field's editor."""
        self.field.set_error(sentence)
        return self.field.edit

    def clear_problem(self) -> None:
        """Take an error the service found away; the check digit is judged anew."""
        self._judge(typing=True)

    # --- inside -------------------------------------------------------------------------------

    def _choose_kind(self, kind: object) -> None:
        self._kind_was_chosen = True
        self._show_kind(IdentityKind(str(kind)))
        self._tell()

    def _show_kind(self, kind: IdentityKind) -> None:
        labels = {
            IdentityKind.IMEI: self.tr("IMEI"),
            IdentityKind.SERIAL: self.tr("Serial number"),
            IdentityKind.NEITHER: self.tr("Why neither"),
        }
        hints = {
            IdentityKind.IMEI: self.tr("Dial *#06# to read it"),
            IdentityKind.SERIAL: "",
            IdentityKind.NEITHER: self.tr("For example: does not switch on, label unreadable"),
        }
        self._kind = kind
        self._hint = hints[kind]
        self.kind.set_value(kind)
        self.field.set_label(labels[kind])
        self.field.set_text(self._typed[kind])
        self._judge(typing=True)

    def _edited(self, text: object) -> None:
        self._typed[self._kind] = str(text)
        self._judge(typing=True)
        self._tell()

    def _committed(self, _text: object) -> None:
        self._judge(typing=False)

    def _judge(self, *, typing: bool) -> None:
        """Say while typing how many digits are missing; an error only once no digit can mend it."""
        text = self._typed[self._kind]
        problem = None
        if self._kind is IdentityKind.IMEI and text.strip():
            problem = imei_problem(text)
        digits = imei_digits(text)
        growing = typing and digits.isdigit() and len(digits) < _IMEI_DIGITS
        self.field.set_error(None if growing else problem)
        self.field.set_hint(problem or self._hint if growing else self._hint)
        fits = self._kind is IdentityKind.IMEI and bool(text.strip()) and problem is None
        self._verdict.setVisible(fits)
        self._show_verdict()

    def _show_verdict(self) -> None:
        words = self.tr("Check digit correct")
        room = self.width() - (0 if stacks_fields() else self.kind.sizeHint().width())
        has_room = tag_width(words, icon=Icon.CHECK) + scaled(_DIGITS_ROOM) <= room
        self._verdict.show_words(words if has_room else "", kind=TagKind.OK, icon=Icon.CHECK)
        self._verdict.setToolTip(plain_tip("" if has_room else words))
        self._verdict.setAccessibleName("" if has_room else words)

    def _tell(self) -> None:
        sent = {kind: self._typed[kind] if kind is self._kind else "" for kind in IdentityKind}
        self.identified.emit(
            (sent[IdentityKind.IMEI], sent[IdentityKind.SERIAL], sent[IdentityKind.NEITHER])
        )


def usual_kind(category: str) -> IdentityKind:
    """Return what this kind of device is usually told apart by."""
    if category in ("", DeviceCategory.PHONE.value):
        return IdentityKind.IMEI
    return IdentityKind.SERIAL
