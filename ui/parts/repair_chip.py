"""A repair to choose: its name and number key above, its price and minutes below."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.fonts import role_font, scaled
from ui.parts.check_mark import paint_check
from ui.parts.focus_ring import RingOnFocus
from ui.parts.meter import Sureness, sureness_word
from ui.parts.painting import RIGHT, paint_box, paint_text, text_width
from ui.parts.tag import TagKind, paint_tag, tag_width
from ui.parts.text import plain_tip
from ui.theme import tokens
from ui.tokens import Height, Radius, TypeRole

_PADDING: Final = 13
_TICK: Final = 16
_TICK_GAP: Final = 8
_LEAST_WIDTH: Final = 150


class PriceKind(StrEnum):
    """Where the price on a chip comes from."""

    CONFIRMED = "confirmed"
    ESTIMATED = "estimated"
    ASK = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairOffer:
    """What a chip says. ``price`` and ``duration`` are already written in the shop's locale.

    An estimated price is given without "≈" and with its sureness; with `ASK` the price is not used.
    """

    title: str
    price: str = ""
    duration: str = ""
    kind: PriceKind = PriceKind.CONFIRMED
    sureness: Sureness | None = None

    @property
    def shown_price(self) -> str:
        """The price with its sign: "$89.00", "≈ $119.00" or "ask"."""
        match self.kind:
            case PriceKind.CONFIRMED:
                return self.price
            case PriceKind.ESTIMATED:
                return f"≈ {self.price}"
            case PriceKind.ASK:
                return QCoreApplication.translate("RepairChip", "ask")


class RepairChip(QPushButton):
    """A checkable tile, 54 high. Chosen it has a 2 px edge, a fill and a tick.

    Signals:
        chosen(object): whether a person switched it on.
    """

    chosen = Signal(object)

    def __init__(
        self, offer: RepairOffer, *, key: str = "", name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._offer = offer
        self._key = key
        self._ring = RingOnFocus(self, radius=Radius.CHIP)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._tell)
        self.show_offer(offer)

    @property
    def offer(self) -> RepairOffer:
        """What the chip says."""
        return self._offer

    @property
    def key(self) -> str:
        """The number key that presses it, or an empty text."""
        return self._key

    def show_offer(self, offer: RepairOffer) -> None:
        """Say something else, keeping the choice."""
        self._offer = offer
        self.setText(offer.title.replace("&", "&&"))
        self.setAccessibleName(offer.title)
        words = [offer.shown_price, offer.duration]
        if offer.sureness is not None:
            words.insert(1, sureness_word(offer.sureness))
        self.setAccessibleDescription(", ".join(word for word in words if word))
        self.setToolTip(plain_tip(f"{offer.title}  ({self._key})" if self._key else offer.title))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of a chip."""
        return QSize(scaled(_LEAST_WIDTH), scaled(Height.REPAIR_CHIP))

    def minimumSizeHint(self) -> QSize:
        """Return the least width at which price, tag and minutes stand beside each other."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press on Return and Enter too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip; the wider edge of a chosen one is taken from the padding."""
        t = tokens()
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self.isChecked():
            paint_box(painter, box, radius=Radius.CHIP, fill=t.accent_soft, edge=t.accent, width=2)
        else:
            fill = t.hover if self.underMouse() and self.isEnabled() else t.surface
            paint_box(painter, box, radius=Radius.CHIP, fill=fill, edge=t.border_soft)
        half = box.height() / 2
        top = QRectF(_PADDING, 5, box.width() - 2 * _PADDING, half - 5)
        bottom = QRectF(_PADDING, half, box.width() - 2 * _PADDING, half - 5)
        self._paint_title(painter, top)
        self._paint_price(painter, bottom)

    def _paint_title(self, painter: QPainter, row: QRectF) -> None:
        t = tokens()
        right = row.right()
        if self.isChecked():
            side = scaled(_TICK)
            spot = QRectF(right - side, row.center().y() - side / 2, side, side)
            paint_check(painter, spot, state=Qt.CheckState.Checked)
            right = spot.left() - _TICK_GAP
        key_font = role_font(TypeRole.BODY)
        key_width = text_width(self._key, font=key_font)
        key = QRectF(right - key_width - 1, row.top(), key_width + 1, row.height())
        paint_text(painter, key, self._key, font=key_font, colour=t.text_2, align=RIGHT)
        title = QRectF(row.left(), row.top(), key.left() - row.left() - 6, row.height())
        ink = t.text if self.isEnabled() else t.disabled
        font = role_font(TypeRole.LABEL)
        paint_text(painter, title, self._offer.title, font=font, colour=ink)

    def _paint_price(self, painter: QPainter, row: QRectF) -> None:
        t = tokens()
        offer = self._offer
        minutes_font = role_font(TypeRole.BODY)
        minutes = text_width(offer.duration, font=minutes_font)
        spot = QRectF(row.right() - minutes - 1, row.top(), minutes + 1, row.height())
        paint_text(painter, spot, offer.duration, font=minutes_font, colour=t.text_2, align=RIGHT)
        ink = {
            PriceKind.CONFIRMED: t.text,
            PriceKind.ESTIMATED: t.est,
            PriceKind.ASK: t.text_2,
        }[offer.kind]
        font = role_font(TypeRole.LABEL if offer.kind is PriceKind.ASK else TypeRole.STRONG)
        width = text_width(offer.shown_price, font=font)
        price = QRectF(
            row.left(), row.top(), min(width + 1, spot.left() - row.left()), row.height()
        )
        paint_text(painter, price, offer.shown_price, font=font, colour=ink)
        if offer.kind is PriceKind.ESTIMATED and offer.sureness is not None:
            self._paint_sureness(painter, row, left=price.right() + 5, right=spot.left() - 5)

    def _paint_sureness(self, painter: QPainter, row: QRectF, *, left: float, right: float) -> None:
        """Draw bars and word, or the bars alone where the chip is too narrow for the word."""
        sureness = self._offer.sureness
        if sureness is None:
            return
        word = sureness_word(sureness)
        width = tag_width(word, sureness=sureness)
        if left + width > right:
            word, width = "", tag_width("", sureness=sureness) - 5
        tall = scaled(Height.TAG)
        tag = QRectF(left, row.center().y() - tall / 2, width, tall)
        paint_tag(painter, tag, word, kind=TagKind.EST, sureness=sureness)

    def _tell(self) -> None:
        self.chosen.emit(self.isChecked())
