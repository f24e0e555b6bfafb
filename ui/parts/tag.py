"""Soft tags: a word, with an icon or an estimate's bars, on a pale fill."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.fonts import role_font, scaled
from ui.icons import Icon, paint_icon
from ui.parts.meter import METER_WIDTH, Sureness, paint_meter, sureness_word
from ui.parts.painting import paint_box, paint_text, text_width
from ui.parts.text import PlainLabel
from ui.theme import tokens
from ui.tokens import Height, IconSize, Radius, Tokens, TypeRole

_PADDING: Final = 7
_GAP: Final = 5


class TagKind(StrEnum):
    """What a tag says."""

    NEUTRAL = "neutral"
    OK = "ok"
    ACCENT = "accent"
    WARN = "warn"
    DANGER = "danger"
    EST = "est"


def tag_colours(kind: TagKind, *, t: Tokens) -> tuple[str, str]:
    """Return fill and ink of a kind of tag."""
    return {
        TagKind.NEUTRAL: (t.sunken, t.text_2),
        TagKind.OK: (t.ok_soft, t.ok_text),
        TagKind.ACCENT: (t.accent_soft, t.accent_text),
        TagKind.WARN: (t.warn_soft, t.warn_text),
        TagKind.DANGER: (t.danger_soft, t.danger_text),
        TagKind.EST: (t.est_soft, t.est),
    }[kind]


def tag_width(words: str, *, icon: Icon | None = None, sureness: Sureness | None = None) -> int:
    """Return how wide a tag is."""
    lead = 0
    if sureness is not None:
        lead = scaled(METER_WIDTH)
    elif icon is not None:
        lead = scaled(IconSize.PILL)
    if not words:
        return 2 * _PADDING + lead
    lead += _GAP if lead else 0
    width = text_width(words, font=role_font(TypeRole.LABEL))
    return round(2 * _PADDING + lead + width + 1)


def paint_tag(
    painter: QPainter,
    rect: QRectF,
    words: str,
    *,
    kind: TagKind,
    icon: Icon | None = None,
    sureness: Sureness | None = None,
) -> None:
    """Draw a tag filling ``rect``."""
    fill, ink = tag_colours(kind, t=tokens())
    paint_box(painter, rect, radius=Radius.CONTROL, fill=fill)
    left = rect.left() + _PADDING
    if sureness is not None:
        bars = QRectF(left, rect.top(), scaled(METER_WIDTH), rect.height())
        paint_meter(painter, bars, sureness=sureness)
        left += bars.width() + _GAP
    elif icon is not None:
        size = scaled(IconSize.PILL)
        spot = QRectF(left, rect.top() + (rect.height() - size) / 2, size, size)
        paint_icon(painter, spot, icon, colour=ink)
        left += size + _GAP
    words_rect = QRectF(left, rect.top(), rect.right() - _PADDING - left + 2, rect.height())
    paint_text(painter, words_rect, words, font=role_font(TypeRole.LABEL), colour=ink)


class Tag(PlainLabel):
    """A tag as a widget; its text for readers is the words."""

    def __init__(
        self,
        words: str,
        *,
        kind: TagKind = TagKind.NEUTRAL,
        icon: Icon | None = None,
        sureness: Sureness | None = None,
        height: int = Height.ROW_PILL,
        name: str = "tag",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self._kind = kind
        self._icon = icon
        self._sureness = sureness
        self._height = height
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def kind(self) -> TagKind:
        """What the tag says."""
        return self._kind

    def show_words(self, words: str, *, kind: TagKind, icon: Icon | None = None) -> None:
        """Say something else."""
        self._kind = kind
        self._icon = icon
        self.setText(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the tag's size."""
        width = tag_width(self.text(), icon=self._icon, sureness=self._sureness)
        return QSize(width, scaled(self._height))

    def minimumSizeHint(self) -> QSize:
        """Return the same: the words are not cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tag."""
        paint_tag(
            QPainter(self),
            QRectF(self.rect()),
            self.text(),
            kind=self._kind,
            icon=self._icon,
            sureness=self._sureness,
        )


def estimate_tag(sureness: Sureness, parent: QWidget | None = None) -> Tag:
    """Return the tag that says how sure an estimate is: bars and word on `est-soft`, 20 high."""
    return Tag(
        sureness_word(sureness),
        kind=TagKind.EST,
        sureness=sureness,
        height=Height.TAG,
        name="tag-estimate",
        parent=parent,
    )
