"""Where list and panel stand: side by side, or on a small screen the panel over the list."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEasingCurve, QPoint, QPropertyAnimation, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.fonts import scaled, text_scale
from ui.screens.queue.columns import NARROW_BELOW, WIDE_FROM
from ui.theme import motion_ms
from ui.tokens import Motion

_PANEL: Final = 384
_WIDE_PANEL: Final = 440


class Stage(QWidget):
    """Places the list and the panel, and slides the panel in from the right.

    Signals:
        panel_shown(object): whether the panel is there now.
    """

    panel_shown = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("queue-stage")
        self._list = QWidget(self)
        self._panel = QWidget(self)
        self._is_open = False
        self._least_list = 0
        self._slide: QPropertyAnimation | None = None

    def put(self, listing: QWidget, *, panel: QWidget) -> None:
        """Put the list and the panel on the stage; the panel is hidden at first."""
        for old, new in ((self._list, listing), (self._panel, panel)):
            old.deleteLater()
            new.setParent(self)
        self._list, self._panel = listing, panel
        panel.hide()

    @property
    def is_open(self) -> bool:
        """Whether the panel is shown."""
        return self._is_open

    @property
    def is_docked(self) -> bool:
        """Whether the panel stands beside the list and not over it."""
        wide_enough = self.width() >= round(NARROW_BELOW * text_scale())
        return wide_enough and self.width() - self._panel_width() >= self._least_list

    def keep_for_list(self, width: int) -> None:
        """Keep this many pixels for the list: where they lack, the panel lies over it."""
        self._least_list = width
        self._stop()
        self._arrange()

    def open(self) -> None:
        """Show the panel."""
        if self._is_open:
            return
        self._is_open = True
        self._panel.show()
        self._panel.raise_()
        self._glide()
        self.panel_shown.emit(True)

    def close_panel(self) -> None:
        """Take the panel away."""
        if not self._is_open:
            return
        self._is_open = False
        self._stop()
        self._panel.hide()
        self._arrange()
        self.panel_shown.emit(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place both anew."""
        super().resizeEvent(event)
        self._stop()
        self._arrange()

    # --- inside ----------------------------------------------------------------------------------

    def _panel_width(self) -> int:
        wanted = _WIDE_PANEL if self.width() >= round(WIDE_FROM * text_scale()) else _PANEL
        return min(scaled(wanted), max(320, self.width() * 2 // 3))

    def _arrange(self) -> None:
        wide = self._panel_width()
        beside = wide if self._is_open and self.is_docked else 0
        self._list.setGeometry(0, 0, self.width() - beside, self.height())
        self._panel.setGeometry(self.width() - wide, 0, wide, self.height())

    def _glide(self) -> None:
        """Slide over the list first: it is laid out once, when the panel has arrived."""
        wide, duration = self._panel_width(), motion_ms(Motion.PANEL)
        if not duration or not self.isVisible():
            self._arrange()
            return
        self._panel.setGeometry(self.width(), 0, wide, self.height())
        slide = QPropertyAnimation(self._panel, b"pos", self)
        slide.setDuration(duration)
        slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        slide.setEndValue(QPoint(self.width() - wide, 0))
        slide.finished.connect(self._arrange)
        self._slide = slide
        slide.start()

    def _stop(self) -> None:
        if self._slide is not None:
            self._slide.stop()
            self._slide.deleteLater()
            self._slide = None
