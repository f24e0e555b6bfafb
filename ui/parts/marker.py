"""Markers: an icon and words in one tone, for promises (late, due soon) and for states."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.fonts import role_font, scaled
from ui.icons import Icon, paint_icon
from ui.parts.painting import paint_text, text_width
from ui.parts.text import PlainLabel, Tone, tone_colour
from ui.theme import tokens
from ui.tokens import IconSize, TypeRole

_GAP: Final = 5
_HEIGHT: Final = 18


class MarkerKind(StrEnum):
    """What a promise or a state says about itself."""

    PLAIN = "plain"
    LATE = "late"
    SOON = "soon"
    GOOD = "good"
    WARN = "warn"
    FAILED = "failed"
    UNKNOWN = "unknown"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerLook:
    """Icon, tone and weight of one kind."""

    icon: Icon | None
    tone: Tone
    role: TypeRole


MARKER_LOOKS: Final = {
    MarkerKind.PLAIN: MarkerLook(icon=None, tone=Tone.TEXT, role=TypeRole.BODY),
    MarkerKind.LATE: MarkerLook(icon=Icon.CIRCLE_ALERT, tone=Tone.DANGER, role=TypeRole.STRONG),
    MarkerKind.SOON: MarkerLook(icon=Icon.CLOCK, tone=Tone.WARN, role=TypeRole.STRONG),
    MarkerKind.GOOD: MarkerLook(icon=Icon.CHECK, tone=Tone.OK, role=TypeRole.LABEL),
    MarkerKind.WARN: MarkerLook(icon=Icon.TRIANGLE_ALERT, tone=Tone.WARN, role=TypeRole.LABEL),
    MarkerKind.FAILED: MarkerLook(icon=Icon.CIRCLE_X, tone=Tone.DANGER, role=TypeRole.LABEL),
    MarkerKind.UNKNOWN: MarkerLook(
        icon=Icon.CIRCLE_QUESTION_MARK, tone=Tone.WARN, role=TypeRole.LABEL
    ),
    MarkerKind.WAITING: MarkerLook(icon=Icon.CLOCK, tone=Tone.SECOND, role=TypeRole.LABEL),
}


def marker_width(words: str, *, kind: MarkerKind) -> int:
    """Return how wide a marker is."""
    look = MARKER_LOOKS[kind]
    icon = scaled(IconSize.PILL) + _GAP if look.icon else 0
    return round(icon + text_width(words, font=role_font(look.role)) + 1)


def paint_marker(painter: QPainter, rect: QRectF, words: str, *, kind: MarkerKind) -> None:
    """Draw a marker at the left of ``rect``, in the middle of its height."""
    look = MARKER_LOOKS[kind]
    colour = tone_colour(look.tone, t=tokens())
    size = scaled(IconSize.PILL)
    left = rect.left()
    if look.icon is not None:
        spot = QRectF(left, rect.top() + (rect.height() - size) / 2, size, size)
        paint_icon(painter, spot, look.icon, colour=colour)
        left += size + _GAP
    words_rect = QRectF(left, rect.top(), rect.right() - left, rect.height())
    paint_text(painter, words_rect, words, font=role_font(look.role), colour=colour)


class Marker(PlainLabel):
    """A marker as a widget; its text for readers is the words."""

    def __init__(
        self,
        words: str,
        *,
        kind: MarkerKind = MarkerKind.PLAIN,
        name: str = "marker",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self._kind = kind
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def kind(self) -> MarkerKind:
        """What the marker says."""
        return self._kind

    def show_words(self, words: str, *, kind: MarkerKind) -> None:
        """Say something else."""
        self._kind = kind
        self.setText(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the marker's size."""
        return QSize(marker_width(self.text(), kind=self._kind), scaled(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the same: the words are not cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the marker."""
        paint_marker(QPainter(self), QRectF(self.rect()), self.text(), kind=self._kind)
