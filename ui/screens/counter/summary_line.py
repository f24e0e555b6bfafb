"""The result of a folded section in one line, which gives way step by step where room is short."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.fonts import scaled
from ui.parts.elided import Elided
from ui.screens.counter.folded_line import TagRow
from ui.tokens import Height, Space

_GAP: Final = Space.MEDIUM
_LEAST_NAME: Final = 80


class SummaryLine(QWidget):
    """Icon, name, what is said of it, tags and a button.

    Where they do not fit, the tags shrink to icons, then what is said of it goes, then the button
    and the tags; the name stays and is cut.
    """

    def __init__(
        self,
        *,
        name: Elided,
        lead: Sequence[QWidget] = (),
        detail: Elided | None = None,
        tags: TagRow | None = None,
        tail: QWidget | None = None,
    ) -> None:
        super().__init__()
        self._lead, self._name = tuple(lead), name
        self._detail, self._tags, self._tail = detail, tags, tail
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for part in (*lead, name, detail, tags, tail):
            if part is not None:
                part.setParent(self)

    def sizeHint(self) -> QSize:
        """Return the size with everything at its full width."""
        parts = [*self._shown_lead(), self._name, *self._giving_way()]
        width = sum(part.sizeHint().width() for part in parts) + _GAP * (len(parts) - 1)
        return QSize(width, scaled(Height.DENSE))

    def minimumSizeHint(self) -> QSize:
        """Return room for the icon and the beginning of the name."""
        lead = sum(part.sizeHint().width() + _GAP for part in self._shown_lead())
        return QSize(lead + scaled(_LEAST_NAME), scaled(Height.DENSE))

    def event(self, event: QEvent) -> bool:
        """Place the parts anew when one of them says something else."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
            self.updateGeometry()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the parts in the new width."""
        self._place()

    def _place(self) -> None:
        left = self._place_lead()
        kept = self._fitting(self.width() - left)
        for part in self._giving_way():
            part.setVisible(part in kept)
        detail = self._detail if self._detail in kept else None
        beside_name = self._full(detail)
        right = self.width()
        if self._tail is not None and self._tail in kept:
            right -= self._put_right(self._tail, right=right, most=right)
        if self._tags is not None and self._tags in kept:
            spare = right - left - self._full(self._name) - beside_name
            right -= self._put_right(self._tags, right=right, most=spare)
        name = min(self._name.sizeHint().width(), max(0, right - left - beside_name))
        self._put(self._name, left=left, width=name)
        if detail is not None:
            self._put(detail, left=left + name + _GAP, width=max(0, right - left - name - _GAP))

    def _place_lead(self) -> int:
        left = 0
        for part in self._shown_lead():
            self._put(part, left=left, width=part.sizeHint().width())
            left += part.width() + _GAP
        return left

    def _put_right(self, part: QWidget, *, right: int, most: int) -> int:
        """Put a part at the right, at most ``most`` wide; return what it takes with its gap."""
        width = max(part.minimumSizeHint().width(), min(part.sizeHint().width(), most))
        self._put(part, left=right - width, width=width)
        return width + _GAP

    def _fitting(self, room: int) -> list[QWidget]:
        """Return what is shown beside the whole name: the detail goes first, then the button."""
        kept = [part for part in (self._tags, self._tail, self._detail) if part is not None]
        while kept and self._full(self._name) + sum(map(self._least, kept)) - _GAP > room:
            kept.pop()
        return kept

    def _least(self, part: QWidget) -> int:
        hint = part.sizeHint() if part is self._detail else part.minimumSizeHint()
        return hint.width() + _GAP

    def _full(self, part: QWidget | None) -> int:
        return 0 if part is None else part.sizeHint().width() + _GAP

    def _giving_way(self) -> list[QWidget]:
        return [part for part in (self._detail, self._tags, self._tail) if part is not None]

    def _shown_lead(self) -> list[QWidget]:
        return [part for part in self._lead if not part.isHidden()]

    def _put(self, part: QWidget, *, left: int, width: int) -> None:
        height = min(part.sizeHint().height(), self.height())
        part.setGeometry(left, (self.height() - height) // 2, width, height)
