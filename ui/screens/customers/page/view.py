"""The page's widgets in their places: head, notices, sections in two columns, the bar below."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from services.customers.dto import CustomerPage
from ui.field_row import FieldRow, stacks_fields
from ui.fonts import scaled
from ui.icons import Icon
from ui.measures import least_height
from ui.parts.button import Button, ButtonKind
from ui.parts.card import Surface
from ui.parts.elided import Elided
from ui.parts.empty import Empty
from ui.parts.flow import Flow
from ui.parts.tag import Tag, TagKind
from ui.parts.text import Text
from ui.screens.customers.page.addresses_card import AddressesCard
from ui.screens.customers.page.consents_card import ConsentsCard
from ui.screens.customers.page.contact_card import ContactCard
from ui.screens.customers.page.history_cards import DevicesCard, OrdersCard, SumsCard
from ui.screens.customers.page.notes_card import NotesCard
from ui.screens.customers.page.port import PagePort
from ui.screens.customers.scrolled import at_most, scrolled
from ui.screens.customers.words import counted, say
from ui.shortcuts import shortcut
from ui.theme import tokens
from ui.tokens import Height, Space, TypeRole

_SIDE: Final = 440
# Qt's own "no maximum" (QWIDGETSIZE_MAX).
_ANY_WIDTH: Final = 16_777_215
_MOST: Final = 1040 + Space.MEDIUM + _SIDE


class Notice(Surface):
    """A line about the customer, with one thing to do."""

    def __init__(self, *, fill: str, name: str) -> None:
        super().__init__(fill, name=name)
        self.words = Text("", wrap=True, name=f"{name}-words")
        self.action = Button("", kind=ButtonKind.LINK, height=Height.DENSE, name=f"{name}-action")
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.LARGE, Space.TIGHT, Space.LARGE, Space.TIGHT)
        row.setSpacing(Space.MEDIUM)
        row.addWidget(self.words, stretch=1)
        row.addWidget(self.action)
        self.hide()

    def say(self, words: str, *, action: str = "") -> None:
        """Say this, or nothing."""
        self.words.setText(words)
        self.action.set_words(action)
        self.action.setVisible(bool(action))
        self.setVisible(bool(words))


class PageBar(QWidget):
    """Says how much is not saved yet, with Undo and Save."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("customer-bar")
        least_height(self, Height.ACTION_BAR)
        save = shortcut("customers.save")
        self.words = Text("", name="customer-unsaved")
        self.undo = Button(say("Undo"), key=shortcut("shell.undo").keycap, name="customer-undo")
        self.save = Button(
            say("Save"), kind=ButtonKind.PRIMARY, key=save.keycap, name="customer-save"
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.LARGE, 1, Space.LARGE, 0)
        row.setSpacing(Space.SMALL)
        row.addWidget(self.words, stretch=1)
        row.addWidget(self.undo)
        row.addWidget(self.save)

    def follow(self, *, unsaved: int, is_saving: bool) -> None:
        """Show how the form stands."""
        one, many = "1 change, not saved yet", "{count} changes, not saved yet"
        words = counted(unsaved, one=one, many=many)
        self.words.setText(words if unsaved else say("Everything is saved"))
        self.undo.setEnabled(bool(unsaved) and not is_saving)
        self.save.setEnabled(bool(unsaved) or is_saving)
        self.save.set_busy(say("Saving …") if is_saving else None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the surface and the hairline above it."""
        t = tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(t.surface))
        painter.fillRect(0, 0, self.width(), 1, QColor(t.hairline))


class PageView(QWidget):
    """The page.

    Signals:
        left(): back to the list.
        again_wanted(): read the customer once more.
    """

    left = Signal()
    again_wanted = Signal()

    def __init__(self, port: PagePort) -> None:
        super().__init__()
        self.setObjectName("customer-page")
        self._port = port
        self.back = Button(
            say("Customers"),
            kind=ButtonKind.GHOST,
            icon=Icon.CHEVRON_LEFT,
            key="Esc",
            name="customer-back",
        )
        self.name = Elided(role=TypeRole.TITLE, grows=False, least=160, name="customer-title")
        self.tag = Tag("", name="customer-tag")
        self.intake = Button(say("New intake"), icon=Icon.PACKAGE_PLUS, name="customer-intake")
        self.more = Button(say("More"), trailing=Icon.CHEVRON_DOWN, name="customer-more")
        self.redirect = Notice(fill="accent_soft", name="customer-redirect")
        self.merged = Notice(fill="warn_soft", name="customer-merged")
        self.contact = ContactCard(port)
        self.notes = NotesCard(port)
        self.consents = ConsentsCard(port)
        self.addresses = AddressesCard(port)
        self.sums = SumsCard(port)
        self.orders = OrdersCard(port)
        self.devices = DevicesCard(port)
        self.bar = PageBar()
        self.away = Empty("", icon=Icon.TRIANGLE_ALERT, name="customer-away")
        self._build()
        self.back.clicked.connect(self.left)
        self.away.acted.connect(self.again_wanted)
        self.restyle()

    def restyle(self) -> None:
        """Take on the theme now in force."""
        if stacks_fields():
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(_ANY_WIDTH)
        else:
            self._side.setFixedWidth(scaled(_SIDE))

    def show_reading(self) -> None:
        """Show that the customer is being read: nothing of another one stays."""
        self.name.show_text(say("Reading …"))
        for widget in (self.tag, self.intake, self.more, self.redirect, self.merged, self.away):
            widget.hide()
        self.bar.hide()
        self.area.hide()
        self.orders.forget()
        for card in (self.contact, self.notes, self.addresses):
            card.forget()

    def show_away(self, why: str) -> None:
        """Say that the customer can't be read now."""
        self.name.show_text("")
        self.away.say(
            say("The customer can't be read now"),
            why=why,
            action=say("Try again"),
            icon=Icon.TRIANGLE_ALERT,
        )
        self.away.show()
        self.away.action.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_page(self, page: CustomerPage) -> None:
        """Show a customer."""
        self.away.hide()
        self.area.show()
        self.name.show_text(page.name)
        self._show_tag(page)
        may = self._port.context.may
        self.intake.setVisible(page.active and not page.erased_at_utc and may("tickets:take_in"))
        for section in (self.contact, self.notes, self.consents, self.addresses):
            section.show_page(page)
        self.sums.show_page(page)
        self.devices.show_page(page)
        self.addresses.setVisible(self._port.may_edit or bool(page.addresses))
        self.bar.setVisible(self._port.may_edit)
        self._order_tabs()

    def take_focus(self) -> None:
        """Begin at the customer's name, or at the way back where nothing can be changed."""
        if self._port.may_edit:
            self.contact.take_focus()
        else:
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def typed_elsewhere(self) -> bool:
        """Whether a section beside the form holds something typed that is not stored."""
        return any(
            section.has_unsaved for section in (self.contact.further, self.notes, self.addresses)
        )

    def _order_tabs(self) -> None:
        """Let Tab go down the page: buttons made anew come last in Qt's order otherwise."""
        for before, after in pairwise(_in_reading_order(self)):
            QWidget.setTabOrder(before, after)

    def _show_tag(self, page: CustomerPage) -> None:
        if page.erased_at_utc is not None:
            self.tag.show_words(say("Erased"), kind=TagKind.NEUTRAL)
        elif not page.active:
            self.tag.show_words(say("Inactive"), kind=TagKind.NEUTRAL)
        self.tag.setVisible(page.erased_at_utc is not None or not page.active)

    def _build(self) -> None:
        head = Surface("canvas", name="customer-head")
        line = Flow(gap=Space.MEDIUM, name="customer-head-line")
        line.show_row([self.back, self.name, self.tag, self.intake, self.more])
        line.keep_right(self.intake, self.more)
        inside = QVBoxLayout(head)
        inside.setContentsMargins(Space.SMALL, Space.MEDIUM, Space.LARGE, Space.SMALL)
        inside.addWidget(line)
        main = _column(self.contact, self.notes, self.consents, self.addresses)
        self._side = _column(self.sums, self.orders, self.devices)
        inner = QWidget()
        inner.setObjectName("customer-sections")
        padding = QVBoxLayout(inner)
        padding.setContentsMargins(Space.LARGE, Space.TIGHT, Space.LARGE, Space.LARGE)
        sections = FieldRow(main, self._side, stretches=(1, 0))
        padding.addLayout(at_most(sections, _MOST))
        padding.addStretch(1)
        self.area = scrolled(inner, name="customer-area")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (head, self.redirect, self.merged):
            column.addWidget(widget)
        column.addWidget(self.area, stretch=1)
        column.addWidget(self.away, stretch=1)
        column.addWidget(self.bar)


def _in_reading_order(root: QWidget) -> Iterator[QWidget]:
    """Return what Tab stops at, in the order it was laid out."""
    for child in root.children():
        if not isinstance(child, QWidget) or child.isWindow():
            continue
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.focusProxy() is None:
            yield child
        else:
            yield from _in_reading_order(child)


def _column(*cards: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.MEDIUM)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return holder
