"""Somebody perhaps known already: looked for while one types, offered instead of a second one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QObject, QRectF, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from services.customers.dto import Twin, TwinReason
from ui.icons import Icon
from ui.parts.button import Button, ButtonKind
from ui.parts.elided import Elided
from ui.parts.icon_view import IconView
from ui.parts.painting import paint_box
from ui.parts.text import Text, Tone
from ui.theme import tokens
from ui.tokens import Height, IconSize, Radius, Space, TypeRole

if TYPE_CHECKING:
    from services.errors import MendpointError
    from ui.context import UiContext

_TYPED_MS: Final = 200
_MOST: Final = 3
_REASONS: Final = {
    TwinReason.SAME_PHONE: "same phone",
    TwinReason.SAME_EMAIL: "same e-mail",
    TwinReason.SIMILAR_NAME: "similar name",
}


def say(words: str, /, **values: object) -> str:
    """Translate one of the texts, then fill it in."""
    return QCoreApplication.translate("Twins", words).format(**values)


class TwinWatch(QObject):
    """Asks who has the same phone or e-mail, or a similar name; the newest question wins.

    While the database is away nobody is found: it is a hint, and storing says what is the case.

    Signals:
        found(object): a tuple of `Twin`, the best reason first.
    """

    found = Signal(object)

    def __init__(self, context: UiContext, *, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._asked: tuple[str, str, str, int | None] = ("", "", "", None)
        self._typed = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._typed.timeout.connect(self._ask)

    def look(self, *, name: str, phone: str, email: str, but_not: int | None = None) -> None:
        """Look for these in a moment; ``but_not`` is the customer who is being changed."""
        asked = (name.strip(), phone.strip(), email.strip(), but_not)
        if asked == self._asked:
            return
        self._asked = asked
        self._typed.start()

    def forget(self) -> None:
        """Look for nobody any more, and name nobody."""
        self._asked = ("", "", "", None)
        self._typed.stop()
        self.found.emit(())

    def _ask(self) -> None:
        asked = self._asked
        name, phone, email, but_not = asked
        if not (name or phone or email):
            self.found.emit(())
            return
        actor, customers = self._context.actor(), self._context.services.customers

        def done(twins: tuple[Twin, ...]) -> None:
            if asked == self._asked:
                self.found.emit(twins)

        def failed(_error: MendpointError) -> None:
            done(())

        self._context.runner.run(
            self,
            lambda: customers.find_twins(
                actor,
                name=name,
                phones=(phone,) if phone else (),
                emails=(email,) if email else (),
                but_not=but_not,
                limit=_MOST,
            ),
            done=done,
            failed=failed,
            kind="twins",
        )


class TwinWarning(QFrame):
    """Says who may be the same person; hidden while there is nobody.

    Signals:
        used(object): the `Twin` a person wants to go on with.
    """

    used = Signal(object)

    def __init__(self, *, name: str, use_words: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self._use_words = use_words or say("Use this one")
        self._twins: tuple[Twin, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, Space.SMALL)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(IconView(Icon.TRIANGLE_ALERT, tone=Tone.WARN, size=IconSize.PILL))
        self.words = Text("", role=TypeRole.LABEL, tone=Tone.WARN, name=f"{name}-words")
        head.addWidget(self.words, stretch=1)
        column.addLayout(head)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column.addLayout(self._rows)
        self.hide()

    @property
    def twins(self) -> tuple[Twin, ...]:
        """Who is named now."""
        return self._twins

    def show_twins(self, twins: Sequence[Twin]) -> None:
        """Name these people, or nobody."""
        if tuple(twins) == self._twins:
            return
        self._twins = tuple(twins)
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for twin in self._twins:
            self._rows.addWidget(self._row(twin))
        one, many = say("Perhaps known already"), say("Perhaps one of these")
        self.words.setText(one if len(self._twins) == 1 else many)
        self.setAccessibleName(self.words.text())
        self.setVisible(bool(self._twins))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the fill of a warning."""
        painter = QPainter(self)
        box = QRectF(self.rect())
        paint_box(painter, box, radius=Radius.CHIP, fill=tokens().warn_soft)

    def _row(self, twin: Twin) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.SMALL)
        use = Button(
            self._use_words,
            kind=ButtonKind.LINK,
            height=Height.DENSE,
            name=f"{self.objectName()}-use-{twin.customer_id}",
        )
        use.clicked.connect(partial(self.used.emit, twin))
        line.addWidget(Elided(twin_words(twin), role=TypeRole.BODY, name="twin"), stretch=1)
        line.addWidget(use)
        return row


def twin_words(twin: Twin) -> str:
    """Return who it is and why they may be the same: "Dana, 555-0142, same phone, 3 orders"."""
    orders = say("1 order") if twin.tickets == 1 else say("{count} orders", count=twin.tickets)
    parts = [twin.name, twin.phone or twin.email, say(_REASONS[twin.reason])]
    parts += [orders] if twin.tickets else []
    parts += [] if twin.active else [say("inactive")]
    return ", ".join(part for part in parts if part)
