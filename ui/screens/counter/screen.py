"""The Counter: takes a visit in, from the customer's first word to the ticket on its way."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtGui import QShortcut as KeyShortcut
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from services.settings.dto import ShopSettings, Till
from ui.context import Comeback, ScreenKey, UiContext
from ui.parts.card import Hairline
from ui.parts.condition_row import ConditionRow
from ui.screens.counter.action_bar import ActionBar
from ui.screens.counter.desk import Desk
from ui.screens.counter.form import CounterForm
from ui.screens.counter.offering import Offering
from ui.screens.counter.preview_panel import PreviewPanel
from ui.screens.counter.sheet import Sheet
from ui.shortcuts import shortcut
from ui.theme import tokens
from ui.tokens import Space

_PAPER: Final = 368
_PAPER_SMALL: Final = 300
_PAPER_FULL_FROM: Final = 1278
_FORM_MOST: Final = 1040
_IN_VIEW: Final = 24
_LEAST_WIDTH: Final = 1100
_LEAST_HEIGHT: Final = 480
_REPAIR_KEYS: Final = range(1, 10)


class CounterScreen(QWidget):
    """The intake page: the form, its action bar, and the paper beside it."""

    key = ScreenKey.COUNTER.value

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Counter")
        self.setObjectName("counter")
        self.setAccessibleName(self.title)
        self._context = context
        self.sheet = Sheet(self)
        self.form = CounterForm(context, sheet=self.sheet)
        self.bar = ActionBar(context.formats)
        self.preview = PreviewPanel(context, sheet=self.sheet)
        self.desk = Desk(context, sheet=self.sheet, form=self.form, bar=self.bar, parent=self)
        self._offering = Offering(context, parent=self)
        self._build()
        self._connect()
        self._add_shortcuts()

    # --- what the shell asks for ---------------------------------------------------------------

    def load(self) -> None:
        """Ask for what the shop offers and for the draft this till was left with."""
        self._offering.load()
        self.preview.load()
        self.desk.load()

    def shown(self) -> None:
        """Take the focus to what the form lacks first."""
        self.preview.follow()
        self._offering.ask_promises()
        self.form.take_focus()

    def can_leave(self) -> bool:
        """Write the last keys of the draft and let the person go."""
        self.desk.keep_now()
        return True

    def begin_with(self, *, imei: str = "", serial: str = "") -> None:
        """Begin an intake with a scanned device; what was begun before is put aside."""
        self.desk.begin_with(imei=imei, serial=serial)

    def begin_for(self, customer_id: int) -> None:
        """Begin an intake for somebody known; what was begun is put aside as a draft."""
        self.desk.begin(lambda: self.form.customer.choose(customer_id))

    def begin_new(self, typed: str) -> None:
        """Begin an intake for somebody new; what was begun is put aside as a draft."""
        self.desk.begin(lambda: self.form.customer.begin_new(typed))

    def begin_comeback(self, comeback: Comeback) -> None:
        """Begin an intake for a device that came back; what was begun is put aside as a draft."""
        self.desk.begin(lambda: self.form.begin_comeback(comeback))

    # --- keys ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the number keys and G where no field wants them."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        text = event.text()
        if held or isinstance(QApplication.focusWidget(), ConditionRow):
            super().keyPressEvent(event)
        elif text.isdigit() and int(text) in _REPAIR_KEYS:
            self.form.press(int(text))
        elif text.casefold() == shortcut("counter.all_good").key.casefold():
            self.form.condition.mark_rest_good()
        else:
            super().keyPressEvent(event)

    def _add_shortcuts(self) -> None:
        for action, slot in (
            ("take_in", self.bar.take_in.click),
            ("save_draft", self.bar.save.click),
            ("clear", self.bar.clear.click),
        ):
            self._on_key(shortcut(f"counter.{action}").key, slot)
        # Ctrl+Enter on the number pad is another key to Qt.
        self._on_key("Ctrl+Enter", self.bar.take_in.click)
        self._on_key("Alt+G", self.form.condition.mark_rest_good)
        for number in _REPAIR_KEYS:
            self._on_key(f"Alt+{number}", lambda number=number: self.form.press(number))

    def _on_key(self, key: str, slot: object) -> None:
        wanted = KeyShortcut(QKeySequence(key), self)
        wanted.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        wanted.activated.connect(slot)

    # --- the page -----------------------------------------------------------------------------

    def _build(self) -> None:
        inside = QWidget()
        inside.setObjectName("counter-page")
        self._page = QVBoxLayout(inside)
        self._page.setContentsMargins(Space.LARGE, Space.SMALL, Space.LARGE, Space.SMALL)
        self._page.setSpacing(0)
        self._page.addWidget(self.form)
        self._page.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("counter-scroll")
        self._scroll.setAccessibleName(self.tr("Intake form"))
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setWidget(inside)
        inside.setAutoFillBackground(False)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._give_bar_its_room)
        self._left = QWidget()
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, stretch=1)
        column.addWidget(self.bar)
        self._line = Hairline(Qt.Orientation.Vertical)
        for part in (self._left, self._line, self.preview):
            part.setParent(self)

    def _connect(self) -> None:
        self.form.ended.connect(lambda: self.bar.take_in.setFocus(Qt.FocusReason.TabFocusReason))
        self.form.focus_moved.connect(self._bring_into_view)
        offering, form = self._offering, self.form
        offering.shop_came.connect(self._show_shop)
        offering.till_came.connect(self._show_till)
        offering.promises_came.connect(form.condition.offer_promises)
        offering.accessories_came.connect(form.condition.offer_accessories)
        offering.prices_changed.connect(form.problem.ask_again)
        for signal in (self.sheet.edited, self.sheet.replaced, self.sheet.device_changed):
            signal.connect(self._suit_accessories)
        self.desk.emptied.connect(offering.ask_promises)

    def _show_shop(self, shop: ShopSettings) -> None:
        self.form.problem.set_tax_classes(shop.tax_classes)
        self.form.condition.show_terms(shop.terms)
        self.preview.follow()

    def _show_till(self, till: Till) -> None:
        self.preview.show_till(till)
        self.bar.show_prints(prints=bool(till.prints_on_intake))

    def _suit_accessories(self) -> None:
        self._offering.ask_accessories(self.sheet.device.category)

    def sizeHint(self) -> QSize:
        """Return the screen's size at 1366 × 768."""
        return QSize(_PAPER_FULL_FROM, 688)

    def minimumSizeHint(self) -> QSize:
        """Return the least the form can be used in."""
        return QSize(_LEAST_WIDTH, _LEAST_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._arrange()

    def restyle(self) -> None:
        """Take on the theme now in force, once every word and the bar have their new size."""
        QTimer.singleShot(0, self, self._arrange)

    def _arrange(self) -> None:
        """Give the form what the paper leaves, up to its widest; from there the paper gets more."""
        width, height = self.width(), self.height()
        paper = _PAPER if width >= _PAPER_FULL_FROM else _PAPER_SMALL
        form = min(_FORM_MOST, width - paper)
        self._left.setGeometry(0, 0, form, height)
        self._line.setGeometry(form, 0, 1, height)
        self.preview.setGeometry(form + 1, 0, width - form - 1, height)
        self.form.set_room(form - 2 * Space.LARGE, height - self.bar.height() - 2 * Space.SMALL)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the canvas."""
        QPainter(self).fillRect(self.rect(), QColor(tokens().canvas))

    def _give_bar_its_room(self, _least: int, most: int) -> None:
        """Let the scroll bar lie in the margin, so that the cards keep their width."""
        page = self._page.contentsMargins()
        bar = self._scroll.verticalScrollBar().sizeHint().width() if most else 0
        page.setRight(max(Space.TIGHT, Space.LARGE - bar))
        self._page.setContentsMargins(page)

    def _bring_into_view(self) -> None:
        QTimer.singleShot(0, self, self._scroll_to_focus)

    def _scroll_to_focus(self) -> None:
        widget = QApplication.focusWidget()
        if widget is not None and self.form.isAncestorOf(widget):
            self._scroll.ensureWidgetVisible(widget, 0, _IN_VIEW)
