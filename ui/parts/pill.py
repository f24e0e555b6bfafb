"""The status pill: the same icon, word and colours on every screen."""

from __future__ import annotations

from math import ceil
from typing import Final

from PySide6.QtCore import QCoreApplication, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.fonts import role_font, scaled
from ui.icons import paint_icon
from ui.parts.painting import paint_box, paint_text, text_width
from ui.parts.text import PlainLabel, plain_tip
from ui.theme import tokens
from ui.tokens import STATUS_LOOKS, Height, IconSize, PillEdge, Radius, StatusLook, TypeRole

_LEFT: Final = 7
_RIGHT: Final = 9
_GAP: Final = 5
_LEAST_WORD: Final = 24


def status_word(status: str) -> str:
    """Return the word people read for a status value, in their language."""
    return QCoreApplication.translate("Status", STATUS_LOOKS[status].word)


def status_pill_width(status: str) -> int:
    """Return how wide the pill of a status is."""
    word = text_width(status_word(status), font=role_font(TypeRole.LABEL))
    return ceil(_LEFT + scaled(IconSize.PILL) + _GAP + word + _RIGHT)


def paint_status_pill(
    painter: QPainter, rect: QRectF, status: str, *, height: int = Height.ROW_PILL
) -> None:
    """Draw the pill at the left of ``rect``, in the middle of its height.

    Raises:
        KeyError: not a status of the repair order.
    """
    look = STATUS_LOOKS[status]
    tall = scaled(height)
    top = rect.top() + (rect.height() - tall) / 2
    wide = min(float(status_pill_width(status)), rect.width())
    pill = QRectF(round(rect.left()), round(top), wide, tall)
    scheme = tokens().scheme
    ink = look.text(scheme=scheme)
    fill = None if look.edge is PillEdge.OUTLINE else look.fill(scheme=scheme)
    paint_box(painter, pill, radius=Radius.CONTROL, fill=fill, edge=_edge(look, ink=ink))
    size = scaled(IconSize.PILL)
    icon = QRectF(pill.left() + _LEFT, pill.top() + (tall - size) / 2, size, size)
    paint_icon(painter, icon, look.icon, colour=ink)
    word = pill.adjusted(_LEFT + size + _GAP, 0, -_RIGHT + 2, 0)
    font = role_font(TypeRole.LABEL)
    paint_text(painter, word, status_word(status), font=font, colour=ink)


def _edge(look: StatusLook, *, ink: str) -> str | None:
    match look.edge:
        case PillEdge.OUTLINE:
            return ink
        case PillEdge.HAIRLINE:
            return tokens().hairline
        case PillEdge.NONE:
            return None


class StatusPill(PlainLabel):
    """The pill as a widget; its text for readers is the status word.

    ``gives_way``: in a narrow place the word is cut with "…" and stands whole in the tool tip.
    """

    def __init__(
        self,
        status: str,
        *,
        height: int = Height.PILL,
        gives_way: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self._height = height
        self._status = status
        self._gives_way = gives_way
        self.setObjectName("status-pill")
        across = QSizePolicy.Policy.Maximum if gives_way else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.set_status(status)

    @property
    def status(self) -> str:
        """The status value shown."""
        return self._status

    def set_status(self, status: str) -> None:
        """Show another status.

        Raises:
            KeyError: not a status of the repair order.
        """
        self._status = status
        self.setText(status_word(status))
        if self._gives_way:
            self.setToolTip(plain_tip(status_word(status)))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the pill's size."""
        return QSize(status_pill_width(self._status), scaled(self._height))

    def minimumSizeHint(self) -> QSize:
        """Return the same, or room for the icon and a few letters."""
        if not self._gives_way:
            return self.sizeHint()
        least = _LEFT + scaled(IconSize.PILL) + _GAP + scaled(_LEAST_WORD) + _RIGHT
        return QSize(min(least, status_pill_width(self._status)), scaled(self._height))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pill."""
        painter = QPainter(self)
        paint_status_pill(painter, QRectF(self.rect()), self._status, height=self._height)
