"""The money of an order in one quiet block; what is due is the biggest figure in it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from services.tickets.dto import TicketDetail
from ui.format import Formats
from ui.parts.painting import RIGHT, paint_box
from ui.parts.text import Text, Tone
from ui.screens.queue.words import say
from ui.theme import tokens
from ui.tokens import Radius, Space, TypeRole

_GAP: Final = 4
_ABOUT: Final = "≈ {amount}"


class Figure(QWidget):
    """A word and the amount below it."""

    def __init__(self, word: str, *, role: TypeRole, name: str, is_last: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.word = Text(say(word), tone=Tone.SECOND, name=f"{name}-word")
        self.amount = Text("", role=role, name=f"{name}-amount")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.word)
        column.addStretch(1)
        column.addWidget(self.amount)
        if is_last:
            self.word.setAlignment(RIGHT)
            self.amount.setAlignment(RIGHT)

    def show_amount(self, words: str, *, tone: Tone) -> None:
        """Show an amount."""
        self.amount.setText(words)
        self.amount.set_tone(tone)


class MoneyBlock(QFrame):
    """Quoted, deposit agreed, paid and balance."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queue-money")
        self.quoted = Figure("Quoted", role=TypeRole.SECTION, name="money-quoted")
        self.deposit = Figure("Deposit", role=TypeRole.SECTION, name="money-deposit")
        self.deposit.setToolTip(say("Deposit agreed at the counter, not paid yet"))
        self.paid = Figure("Paid", role=TypeRole.SECTION, name="money-paid")
        self.balance = Figure("Balance", role=TypeRole.HEADING, name="money-balance", is_last=True)
        self._is_unpaid = True
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.MEDIUM, 7, Space.MEDIUM, 6)
        row.setSpacing(_GAP)
        for figure in (self.quoted, self.deposit, self.paid):
            row.addWidget(figure)
            row.addStretch(1)
        row.addWidget(self.balance)

    def show_money(self, detail: TicketDetail, *, formats: Formats) -> None:
        """Show the amounts of an order; an open total is "ask", an estimate wears its sign."""
        about = any(line.estimated for line in detail.lines)
        self._show_sum(self.quoted, detail.total_minor, detail=detail, about=about, f=formats)
        self._show_sum(self.balance, detail.balance_minor, detail=detail, about=about, f=formats)
        for figure, minor in (
            (self.deposit, detail.deposit_agreed_minor),
            (self.paid, detail.paid_minor),
        ):
            figure.show_amount(formats.money(minor), tone=Tone.TEXT if minor else Tone.THIRD)
        self._is_unpaid = not detail.paid_minor
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose again how much fits."""
        super().resizeEvent(event)
        self._fit()

    def restyle(self) -> None:
        """Take on the theme now in force, once every figure has its new size."""
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """Let large sums keep every digit: a word shrinks first, the balance, then a zero goes."""
        self.paid.show()
        self.balance.amount.set_role(TypeRole.HEADING)
        self.deposit.word.setText(say("Deposit agreed"))
        if self._is_too_wide():
            self.deposit.word.setText(say("Deposit"))
        if self._is_too_wide():
            self.balance.amount.set_role(TypeRole.SECTION)
        if self._is_too_wide() and self._is_unpaid:
            self.paid.hide()

    def _is_too_wide(self) -> bool:
        figures = (self.quoted, self.deposit, self.paid, self.balance)
        wide = sum(figure.sizeHint().width() for figure in figures)
        return wide + 6 * _GAP > self.width() - 2 * Space.MEDIUM

    def _show_sum(
        self, figure: Figure, minor: int, *, detail: TicketDetail, about: bool, f: Formats
    ) -> None:
        if detail.total_is_open:
            figure.show_amount(say("ask"), tone=Tone.SECOND)
        elif about:
            figure.show_amount(_ABOUT.format(amount=f.money(minor)), tone=Tone.EST)
        else:
            figure.show_amount(f.money(minor), tone=Tone.TEXT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the block."""
        painter = QPainter(self)
        paint_box(painter, QRectF(self.rect()), radius=Radius.CHIP, fill=tokens().sunken)
