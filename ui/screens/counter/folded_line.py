"""Pieces of a folded section's line: the device's icon, and tags that shrink to icons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.fonts import scaled
from ui.icons import Icon
from ui.parts.avatar import paint_thing
from ui.parts.tag import Tag, TagKind, tag_width
from ui.parts.text import plain_tip
from ui.tokens import Height, Space

_CIRCLE = 28


class Thing(QWidget):
    """The icon of a kind of device in a quiet circle."""

    def __init__(self, icon: Icon, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, icon: Icon) -> None:
        """Show another kind of device."""
        self._icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square as large as an avatar."""
        return QSize(scaled(_CIRCLE), scaled(_CIRCLE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw circle and icon."""
        paint_thing(QPainter(self), QRectF(self.rect()), self._icon)


class Worth(IntEnum):
    """How much the words of a tag are worth; where room is short, the least go first."""

    LITTLE = 0
    SOME = 1
    MUCH = 2
    MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TagSpec:
    """One tag of the line; without an icon it never shrinks."""

    words: str
    worth: Worth = Worth.SOME
    kind: TagKind = TagKind.NEUTRAL
    icon: Icon | None = None


class TagRow(QWidget):
    """Tags at the right of a folded line. Where room is short, they shrink to icons by worth."""

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._specs: tuple[TagSpec, ...] = ()
        self._tags: list[Tag] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Space.SMALL)
        self._row.addStretch(1)
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)

    @property
    def specs(self) -> tuple[TagSpec, ...]:
        """What the tags say."""
        return self._specs

    def show_tags(self, specs: Sequence[TagSpec]) -> None:
        """Show these tags."""
        if tuple(specs) == self._specs:
            return
        for tag in self._tags:
            self._row.removeWidget(tag)
            tag.hide()
            tag.deleteLater()
        self._specs = tuple(specs)
        self._tags = [Tag(s.words, kind=s.kind, icon=s.icon) for s in self._specs]
        for tag in self._tags:
            self._row.addWidget(tag)
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        """Return the width at which every tag has its words."""
        return QSize(self._width(frozenset()), scaled(Height.DENSE))

    def minimumSizeHint(self) -> QSize:
        """Return the width at which all that can have shrunk to icons."""
        return QSize(self._width(self._shrunk(0)), scaled(Height.DENSE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the words up, tag by tag, until the rest fits."""
        self._fit()

    def restyle(self) -> None:
        """Take on the theme now in force."""
        self._fit()

    def _fit(self) -> None:
        shrunk = self._shrunk(self.width())
        for place, (tag, spec) in enumerate(zip(self._tags, self._specs, strict=True)):
            small = place in shrunk
            tag.show_words("" if small else spec.words, kind=spec.kind, icon=spec.icon)
            tag.setToolTip(plain_tip(spec.words if small else ""))
            tag.setAccessibleName(spec.words if small else "")

    def _shrunk(self, room: int) -> frozenset[int]:
        """Return which tags stand as icons: as few as fit, those worth the least first."""
        able = [place for place, spec in enumerate(self._specs) if spec.icon is not None]
        able.sort(key=lambda place: self._specs[place].worth)
        tried = (frozenset(able[:count]) for count in range(len(able) + 1))
        return next((some for some in tried if self._width(some) <= room), frozenset(able))

    def _width(self, shrunk: frozenset[int]) -> int:
        widths = [
            tag_width("" if place in shrunk else spec.words, icon=spec.icon)
            for place, spec in enumerate(self._specs)
        ]
        return sum(widths) + Space.SMALL * max(0, len(widths) - 1)
