"""What the table is painted with, made once per theme, text scale and screen.

Painting a row must stay far below a frame: a status pill costs 60 µs drawn anew, 2 µs as a pixmap.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Final, TypeVar

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap, QStaticText, QTransform

from ui.fonts import role_font, scaled, text_scale
from ui.parts.avatar import paint_avatar
from ui.parts.marker import MarkerKind, marker_width, paint_marker
from ui.parts.pill import paint_status_pill, status_pill_width
from ui.parts.tag import TagKind, paint_tag, tag_width
from ui.theme import active_scheme, tokens
from ui.tokens import STATUS_LOOKS, Height, Scheme, Tokens, TypeRole

K = TypeVar("K")
V = TypeVar("V")

_KEPT: Final = 4_000
_AVATAR: Final = 24
_LETTERS: Final = "AaBbCcDdEe R0123456789 −≈ …"
_ROLES: Final = (TypeRole.BODY, TypeRole.LABEL, TypeRole.STRONG)

Look = tuple[Scheme, float, float]


def look_now(ratio: float) -> Look:
    """Return what a kit depends on."""
    return active_scheme(), text_scale(), ratio


class Kit:
    """Draws words and small parts from caches that never outgrow `_KEPT` entries."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.tokens: Tokens = tokens()
        self._ratio = look[2]
        self._fonts = {role: role_font(role) for role in _ROLES}
        self._metrics = {role: QFontMetricsF(font) for role, font in self._fonts.items()}
        self._colours: dict[str, QColor] = {}
        self._texts: OrderedDict[tuple[str, TypeRole, int], QStaticText] = OrderedDict()
        self._widths: OrderedDict[tuple[str, TypeRole], float] = OrderedDict()
        self._part_widths: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._pictures: OrderedDict[tuple[str, ...], QPixmap] = OrderedDict()

    def prepare(self) -> None:
        """Draw once, out of sight, what every list shows."""
        sheet = QPixmap(1, 1)
        sheet.setDevicePixelRatio(self._ratio)
        painter = QPainter(sheet)
        rect = QRectF(0, 0, scaled(200), scaled(Height.DENSE))
        for role in _ROLES:
            self.text(painter, rect, _LETTERS, role=role, colour=self.tokens.text)
        for status in STATUS_LOOKS:
            self.pill(painter, rect, status)
        for kind in (MarkerKind.LATE, MarkerKind.SOON):
            self.marker(painter, rect, _LETTERS, kind=kind)
        self.avatar(painter, rect, "AZ")
        painter.end()

    def colour(self, value: str) -> QColor:
        """Return a token's colour."""
        colour = self._colours.get(value)
        if colour is None:
            colour = self._colours[value] = QColor(value)
        return colour

    def font(self, role: TypeRole) -> QFont:
        """Return the font of one of the table's roles."""
        return self._fonts[role]

    def width(self, text: str, *, role: TypeRole) -> float:
        """Return how wide a text is."""
        key = (text, role)
        found = self._widths.get(key)
        if found is None:
            found = self._metrics[role].horizontalAdvance(text)
            _keep(self._widths, key, found)
        return found

    def text(
        self,
        painter: QPainter,
        rect: QRectF,
        text: str,
        *,
        role: TypeRole,
        colour: str,
        right: bool = False,
    ) -> float:
        """Draw one line in the middle of ``rect``, shortened where it must; return its width."""
        wide = min(self.width(text, role=role), rect.width())
        if wide <= 0:
            return 0.0
        layout = self._layout(text, role=role, room=round(rect.width()))
        left = rect.right() - wide if right else rect.left()
        top = rect.top() + (rect.height() - layout.size().height()) / 2
        painter.setFont(self._fonts[role])
        painter.setPen(self.colour(colour))
        painter.drawStaticText(QPointF(round(left), round(top)), layout)
        return wide

    def pill(self, painter: QPainter, rect: QRectF, status: str) -> None:
        """Draw a status pill at the left of ``rect``."""
        width = min(self._measured("pill", status, status_pill_width), int(rect.width()))
        self._picture(
            painter,
            rect,
            ("pill", status, str(width)),
            width=width,
            height=scaled(Height.ROW_PILL),
            paint=lambda p, box: paint_status_pill(p, box, status),
        )

    def avatar(self, painter: QPainter, rect: QRectF, initials: str) -> None:
        """Draw a person's letters at the left of ``rect``."""
        side = scaled(_AVATAR)
        self._picture(
            painter,
            rect,
            ("avatar", initials),
            width=side,
            height=side,
            paint=lambda p, box: paint_avatar(p, box, initials),
        )

    def marker(self, painter: QPainter, rect: QRectF, words: str, *, kind: MarkerKind) -> None:
        """Draw a promise that is late or soon at the left of ``rect``."""
        full = self._measured(kind.value, words, lambda text: marker_width(text, kind=kind))
        width = min(full, int(rect.width()))
        self._picture(
            painter,
            rect,
            ("marker", kind.value, words, str(width)),
            width=width,
            height=scaled(Height.TAG),
            paint=lambda p, box: paint_marker(p, box, words, kind=kind),
        )

    def tag(self, painter: QPainter, rect: QRectF, words: str, *, kind: TagKind) -> None:
        """Draw a tag at the left of ``rect``."""
        self._picture(
            painter,
            rect,
            ("tag", kind.value, words),
            width=self.tag_width(words),
            height=scaled(Height.TAG),
            paint=lambda p, box: paint_tag(p, box, words, kind=kind),
        )

    def tag_width(self, words: str) -> int:
        """Return how wide a tag is."""
        return self._measured("tag", words, tag_width)

    # --- inside ----------------------------------------------------------------------------------

    def _measured(self, kind: str, words: str, measure: Callable[[str], int]) -> int:
        key = (kind, words)
        found = self._part_widths.get(key)
        if found is None:
            found = measure(words)
            _keep(self._part_widths, key, found)
        return found

    def _layout(self, text: str, *, role: TypeRole, room: int) -> QStaticText:
        fits = self.width(text, role=role) <= room + 0.5
        key = (text, role, -1 if fits else room)
        found = self._texts.get(key)
        if found is None:
            line = text
            if not fits:
                line = self._metrics[role].elidedText(text, Qt.TextElideMode.ElideRight, room)
            found = QStaticText(line)
            found.setTextFormat(Qt.TextFormat.PlainText)
            found.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            found.prepare(QTransform(), self._fonts[role])
            _keep(self._texts, key, found)
        return found

    def _picture(
        self,
        painter: QPainter,
        rect: QRectF,
        key: tuple[str, ...],
        *,
        width: int,
        height: int,
        paint: Callable[[QPainter, QRectF], None],
    ) -> None:
        if width <= 0:
            return
        pixmap = self._pictures.get(key)
        if pixmap is None:
            pixmap = self._drawn(width, height=height, paint=paint)
            _keep(self._pictures, key, pixmap)
        top = rect.top() + (rect.height() - height) / 2
        painter.drawPixmap(QPointF(round(rect.left()), round(top)), pixmap)

    def _drawn(
        self, width: int, *, height: int, paint: Callable[[QPainter, QRectF], None]
    ) -> QPixmap:
        pixmap = QPixmap(round(width * self._ratio), round(height * self._ratio))
        pixmap.setDevicePixelRatio(self._ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint(painter, QRectF(0, 0, width, height))
        painter.end()
        return pixmap


def _keep(cache: OrderedDict[K, V], key: K, value: V) -> None:
    cache[key] = value
    if len(cache) > _KEPT:
        cache.popitem(last=False)
