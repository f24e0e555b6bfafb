"""Sections of a long form: numbered, ticked when complete, folding to one line with a result."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QEasingCurve, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.fonts import role_font, scaled
from ui.icons import Icon, paint_icon
from ui.measures import least_height, least_width
from ui.parts.button import Button, ButtonKind
from ui.parts.painting import CENTRE, paint_box, paint_text
from ui.parts.text import PlainLabel, Text, Tone
from ui.theme import motion_ms, tokens
from ui.tokens import IconSize, Motion, Radius, Space, TypeRole

_BADGE: Final = 24
_FOLDED_HEIGHT: Final = 43
_TITLE_COLUMN: Final = 76
_GAP: Final = 8


class BadgeState(StrEnum):
    """How far a section or a step is."""

    AHEAD = "ahead"
    CURRENT = "current"
    COMPLETE = "complete"


class Badge(PlainLabel):
    """A section's number, or its tick once it is complete."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(str(number), parent)
        self._number = number
        self._state = BadgeState.AHEAD
        self.setObjectName("badge")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def state(self) -> BadgeState:
        """How far the section is."""
        return self._state

    def set_state(self, state: BadgeState) -> None:
        """Show how far the section is; readers hear "complete" instead of the number."""
        self._state = state
        done = state is BadgeState.COMPLETE
        self.setText(self.tr("complete") if done else str(self._number))
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square."""
        return QSize(scaled(_BADGE), scaled(_BADGE))

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the circle with number or tick."""
        t = tokens()
        painter = QPainter(self)
        box = QRectF(self.rect())
        fill = {
            BadgeState.AHEAD: t.sunken,
            BadgeState.CURRENT: t.accent,
            BadgeState.COMPLETE: t.ok_soft,
        }[self._state]
        paint_box(painter, box, radius=box.width() / 2, fill=fill)
        if self._state is BadgeState.COMPLETE:
            size = scaled(IconSize.CONTROL)
            spot = QRectF(0, 0, size, size)
            spot.moveCenter(box.center())
            paint_icon(painter, spot, Icon.CHECK, colour=t.ok_text)
            return
        ink = t.on_accent if self._state is BadgeState.CURRENT else t.text_2
        font = role_font(TypeRole.STRONG)
        paint_text(painter, box, str(self._number), font=font, colour=ink, align=CENTRE)


class FoldingSection(QFrame):
    """One section of a form.

    Open it shows number or tick, title, what stands right of it (``head``), its ``body``. Folded
    it is one line: tick, title, result (``summary``) and "Change". It folds only when it is
    complete and the focus is elsewhere.

    Signals:
        opened(): it was unfolded.
        folded(): it was folded.
        change_asked(): a person pressed "Change" (the section is open by then).
    """

    opened = Signal()
    folded = Signal()
    change_asked = Signal()

    def __init__(
        self, title: str, *, number: int, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        # Not fixed: Qt would take the height at the old width for the most it may have.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._gap = 0
        self._joined_above = False
        self._joined_below = False
        self._is_folded = False
        self._is_complete = False
        self._animation: QVariantAnimation | None = None
        self.badge = Badge(number)
        self.head = QHBoxLayout()
        self.body = QVBoxLayout()
        self.summary = QHBoxLayout()
        self._folded_badge = Badge(number)
        self.change = Button(self.tr("Change"), kind=ButtonKind.GHOST, name=f"{name}-change")
        self._line = self._build_line(title)
        self._open = self._build_open(title, name=name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._line)
        column.addWidget(self._open)
        self._line.hide()
        self.change.clicked.connect(self._change_pressed)

    @property
    def is_folded(self) -> bool:
        """Whether only the one line is seen."""
        return self._is_folded

    @property
    def is_complete(self) -> bool:
        """Whether the section has all it needs."""
        return self._is_complete

    def set_state(self, state: BadgeState) -> None:
        """Say how far the section is; a complete one may fold."""
        self._is_complete = state is BadgeState.COMPLETE
        self.badge.set_state(state)
        self._folded_badge.set_state(BadgeState.COMPLETE)

    def fold(self) -> bool:
        """Fold to one line; return False when it is not complete or holds the focus."""
        if not self._is_complete or self.holds_focus():
            return False
        if not self._is_folded:
            self._switch(folded=True)
            self.folded.emit()
        return True

    def unfold(self) -> None:
        """Open the section again."""
        if self._is_folded:
            self._switch(folded=False)
            self.opened.emit()

    def holds_focus(self) -> bool:
        """Return whether the focus is in the open part of the section."""
        focus = QApplication.focusWidget()
        return focus is not None and self._open.isAncestorOf(focus)

    def set_joined(self, *, above: bool, below: bool, gap: int) -> None:
        """Share an edge with the neighbour above or below; ``gap`` is the white space above."""
        self._joined_above, self._joined_below, self._gap = above, below, gap
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(0, gap, 0, 0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card, square where it touches a neighbour."""
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = self._gap if not self._joined_above else -Radius.CARD
        bottom = self.height() if not self._joined_below else self.height() + Radius.CARD
        box = QRectF(0.5, top + 0.5, self.width() - 1, bottom - top - 1)
        path = QPainterPath()
        path.addRoundedRect(box, Radius.CARD - 0.5, Radius.CARD - 0.5)
        painter.setPen(QPen(QColor(t.hairline), 1))
        painter.setBrush(QColor(t.surface))
        painter.drawPath(path)
        if self._joined_above:
            painter.fillRect(QRectF(1, 0, self.width() - 2, 1), QColor(t.hairline))

    # --- inside -------------------------------------------------------------------------------

    def _build_line(self, title: str) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(Space.LARGE + 1, 0, 10, 0)
        row.setSpacing(Space.MEDIUM)
        row.addWidget(self._folded_badge)
        self._line_title = Text(title, role=TypeRole.LABEL, tone=Tone.SECOND)
        row.addWidget(self._line_title)
        least_height(line, _FOLDED_HEIGHT)
        least_width(self._line_title, _TITLE_COLUMN)
        self.summary.setSpacing(Space.MEDIUM)
        row.addLayout(self.summary, stretch=1)
        row.addWidget(self.change)
        return line

    def _build_open(self, title: str, *, name: str) -> QWidget:
        part = QWidget(self)
        column = QVBoxLayout(part)
        column.setContentsMargins(Space.LARGE + 1, _GAP, Space.LARGE + 1, Space.MEDIUM)
        column.setSpacing(_GAP)
        top = QHBoxLayout()
        top.setSpacing(_GAP)
        top.addWidget(self.badge)
        self.title_text = Text(title, role=TypeRole.SECTION, name=f"{name}-title")
        top.addWidget(self.title_text)
        top.addStretch(1)
        self.head.setSpacing(_GAP)
        top.addLayout(self.head)
        column.addLayout(top)
        column.addLayout(self.body)
        self.body.setSpacing(_GAP)
        return part

    def _change_pressed(self) -> None:
        self.unfold()
        self.change_asked.emit()

    def _switch(self, *, folded: bool) -> None:
        before = self.height()
        self._is_folded = folded
        self._open.setVisible(not folded)
        self._line.setVisible(folded)
        self.updateGeometry()
        parent = self.parentWidget()
        if isinstance(parent, SectionStack):
            parent.arrange()
        self._glide(before, after=self.sizeHint().height())

    def _glide(self, before: int, *, after: int) -> None:
        duration = motion_ms(Motion.FOLD)
        if not duration or not self.isVisible():
            self._release()
            return
        animation = QVariantAnimation(self)
        animation.setDuration(duration)
        animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        animation.setStartValue(before)
        animation.setEndValue(after)
        animation.valueChanged.connect(self._set_height)
        animation.finished.connect(self._release)
        self._animation = animation
        animation.start(QVariantAnimation.DeletionPolicy.KeepWhenStopped)

    def _set_height(self, height: object) -> None:
        if isinstance(height, int):
            self.setFixedHeight(height)

    def _release(self) -> None:
        self._animation = None
        self.setMinimumHeight(0)
        self.setMaximumHeight(_UNLIMITED)
        self.updateGeometry()


# Qt's own "no maximum" (QWIDGETSIZE_MAX).
_UNLIMITED: Final = 16_777_215


class SectionStack(QWidget):
    """Sections one above the other; neighbours that are folded share one card."""

    def __init__(self, *, name: str = "sections", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._sections: list[FoldingSection] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)

    @property
    def sections(self) -> tuple[FoldingSection, ...]:
        """The sections from top to bottom."""
        return tuple(self._sections)

    def add(self, section: FoldingSection) -> None:
        """Add a section at the bottom."""
        self._sections.append(section)
        self._column.addWidget(section)
        self.arrange()

    def arrange(self) -> None:
        """Join folded neighbours, part the others."""
        last = len(self._sections) - 1
        for index, section in enumerate(self._sections):
            above = index > 0 and self._joins(index - 1, index)
            below = index < last and self._joins(index, index + 1)
            gap = 0 if above or index == 0 else _GAP
            section.set_joined(above=above, below=below, gap=gap)

    def _joins(self, upper: int, lower: int) -> bool:
        return self._sections[upper].is_folded and self._sections[lower].is_folded
