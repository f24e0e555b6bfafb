"""The window's frame: all that is there at the first paint, with Qt and small parts only."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.shell.rail import Rail
from ui.shell.status_bar import StatusBar
from ui.shell.top_bar import TopBar
from ui.theme import tokens

if TYPE_CHECKING:
    from ui.errors import Notice

SMALLEST: Final = QSize(1120, 640)
USUAL: Final = QSize(1366, 768)
_RAIL_OPENS_FROM: Final = 1600


class ShellFrame(QWidget):
    """Rail, top bar, banners, the screens, status bar.

    Signals:
        first_painted(): the window has been painted for the first time.
        close_asked(): a person wants to end the program; the frame stays until `let_close`.
    """

    first_painted = Signal()
    close_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shell")
        self.setWindowTitle("Mendpoint")
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)
        self._painted = False
        self._may_close = False
        self._shows_bars = True
        self._show_notice: Callable[[Notice], None] | None = None
        self.rail = Rail()
        self.top_bar = TopBar()
        self.banners = QVBoxLayout()
        self.screens = QStackedWidget()
        self.status_bar = StatusBar()
        self._empty = QWidget()
        self._build()
        self.status_bar.said.connect(self._show_status)
        self.set_ready(False)

    def set_ready(self, ready: bool) -> None:  # noqa: FBT001 - one state of one widget
        """Let screens and search be used, or not yet."""
        self.rail.set_ready(ready)
        self.top_bar.set_ready(ready)

    def show_screen(self, screen: QWidget) -> None:
        """Show a screen between the bars."""
        self._put(screen)
        self._show_bars(True)

    def show_page(self, page: QWidget) -> None:
        """Show a page that fills the window (first start, who is at the till, trouble)."""
        self._put(page)
        self._show_bars(False)

    def drop(self, page: QWidget) -> None:
        """Take a page out of the frame for good."""
        self.screens.removeWidget(page)
        page.hide()
        page.deleteLater()

    def show_nothing(self) -> None:
        """Show the frame with no screen in it."""
        self.show_screen(self._empty)

    @property
    def shown(self) -> QWidget | None:
        """The screen or page now shown."""
        return self.screens.currentWidget()

    def use_notices(self, show: Callable[[Notice], None]) -> None:
        """Show notices this way from now on."""
        self._show_notice = show

    def show_notice(self, notice: Notice) -> None:
        """Show an error; see `ui.errors.NoticeBoard`."""
        if self._show_notice is not None:
            self._show_notice(notice)

    def let_close(self) -> None:
        """Close the window for good."""
        self._may_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask first: what runs is ended in order before the window goes."""
        if self._may_close:
            event.accept()
            return
        event.ignore()
        self.close_asked.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Open the rail where there is room for its words."""
        self.rail.set_wide(self.width() >= _RAIL_OPENS_FROM)
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the canvas, and say when the first picture is on the screen."""
        QPainter(self).fillRect(self.rect(), QColor(tokens().canvas))
        if not self._painted:
            self._painted = True
            # The children paint after their parent: the picture is complete when this turn ends.
            QTimer.singleShot(0, self.first_painted.emit)

    def _put(self, widget: QWidget) -> None:
        if self.screens.indexOf(widget) < 0:
            self.screens.addWidget(widget)
        self.screens.setCurrentWidget(widget)

    def _show_bars(self, shown: bool) -> None:  # noqa: FBT001 - one state of one widget
        self._shows_bars = shown
        self.rail.setVisible(shown)
        self.top_bar.setVisible(shown)
        self._show_status()

    @Slot()
    def _show_status(self) -> None:
        """Leave the status bar away on a page where it has nothing to say."""
        self.status_bar.setVisible(self._shows_bars or self.status_bar.is_saying)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        self.banners.setSpacing(0)
        column.addLayout(self.banners)
        column.addWidget(self.screens, stretch=1)
        column.addWidget(self.status_bar)
        row.addLayout(column, stretch=1)
        self.screens.addWidget(self._empty)
        self._empty.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
