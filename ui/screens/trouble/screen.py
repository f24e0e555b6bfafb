"""The page shown instead of the shop when its data can't be opened. Never a traceback."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.parts.button import Button, ButtonKind
from ui.parts.card import Card
from ui.parts.dialog import Asked, Question, ask
from ui.parts.icon_view import IconView
from ui.parts.painting import paint_box
from ui.parts.text import Text, Tone
from ui.screens.trouble.words import CHOICE_WORDS, Choice, Trouble, choices_for, words_for
from ui.theme import tokens
from ui.tokens import Space, TypeRole

_WIDTH = 760
_CIRCLE = 56


class _Circle(QWidget):
    """The trouble's icon in a warm circle."""

    def __init__(self, icon: IconView) -> None:
        super().__init__()
        self.setFixedSize(_CIRCLE, _CIRCLE)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(icon, alignment=Qt.AlignmentFlag.AlignCenter)

    def sizeHint(self) -> QSize:
        """Return a square."""
        return QSize(_CIRCLE, _CIRCLE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the circle."""
        painter = QPainter(self)
        paint_box(painter, self.rect().toRectF(), radius=_CIRCLE / 2, fill=tokens().warn_soft)


class TroubleScreen(QWidget):
    """Says what is the case and offers what can be done.

    Signals:
        chosen(object): the `Choice` a person made (TRY_AGAIN, OPEN_FOLDER, QUIT, NEW_SHOP).
        database_given(object): the address of another database, as typed.
    """

    chosen = Signal(object)
    database_given = Signal(object)

    def __init__(self, trouble: Trouble, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trouble")
        self.trouble = trouble
        self._words = words_for(trouble)
        self.setAccessibleName(self._words.heading)
        self.buttons: dict[Choice, Button] = {}
        self.address_problem = Text("", tone=Tone.DANGER, wrap=True, name="trouble-problem")
        self._build()

    def take_focus(self) -> None:
        """Put the focus on the likely choice."""
        likely = choices_for(self.trouble)[0]
        self.buttons[likely].setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, words: str | None) -> None:
        """Show that the data is being opened again, or that it was not to be."""
        again = self.buttons.get(Choice.TRY_AGAIN)
        if again is not None:
            again.set_busy(words)

    def say_problem(self, sentence: str) -> None:
        """Say why the address just given can't be used."""
        self.address_problem.setText(sentence)
        self.address_problem.setVisible(bool(sentence))

    def _build(self) -> None:
        card = Card(name="trouble-card", spacing=Space.MEDIUM)
        card.setFixedWidth(_WIDTH)
        head = QHBoxLayout()
        head.setSpacing(Space.LARGE)
        head.addWidget(_Circle(IconView(self._words.icon, tone=Tone.WARN, size=26)))
        heading = Text(self._words.heading, role=TypeRole.TITLE, wrap=True, name="trouble-heading")
        head.addWidget(heading, stretch=1)
        card.body.setContentsMargins(Space.SMALL, Space.SMALL, Space.SMALL, 0)
        card.body.addLayout(head)
        text = Text(self._words.text, role=TypeRole.FIELD, tone=Tone.SECOND, wrap=True)
        text.setObjectName("trouble-text")
        card.body.addWidget(text)
        card.body.addLayout(self._facts())
        self.address_problem.hide()
        card.body.addWidget(self.address_problem)
        card.body.addSpacing(Space.SMALL)
        card.body.addLayout(self._choices())
        # Stretches instead of an alignment: an aligned item keeps no height for wrapped text.
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addLayout(row)
        column.addStretch(3)

    def _facts(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        facts = (
            (self.tr("Database"), self.trouble.place),
            (self.tr("What the program was told"), self.trouble.detail),
            (self.tr("Reference in the log"), self.trouble.reference),
        )
        for label, value in facts:
            if value:
                line = Text(f"{label}: {value}", tone=Tone.THIRD, wrap=True)
                line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                column.addWidget(line)
        if self.trouble.set_by_environment:
            note = self.tr("The environment of this computer names the database; change it there.")
            column.addWidget(Text(note, tone=Tone.THIRD, wrap=True, name="trouble-environment"))
        return column

    def _choices(self) -> QHBoxLayout:
        """Lay the quiet choices at the left and the likely one at the far right."""
        row = QHBoxLayout()
        row.setSpacing(Space.SMALL)
        quiet = (Choice.QUIT, Choice.OPEN_FOLDER)
        likely, *others = choices_for(self.trouble)
        for choice in (c for c in reversed(others) if c in quiet):
            row.addWidget(self._button(choice, kind=ButtonKind.GHOST))
        row.addStretch(1)
        for choice in (c for c in reversed(others) if c not in quiet):
            row.addWidget(self._button(choice, kind=ButtonKind.SECONDARY))
        row.addWidget(self._button(likely, kind=ButtonKind.PRIMARY))
        return row

    def _button(self, choice: Choice, *, kind: ButtonKind) -> Button:
        button = Button(CHOICE_WORDS[choice], kind=kind, name=f"trouble-{choice.value}")
        button.clicked.connect(self._pressed)
        self.buttons[choice] = button
        return button

    def _pressed(self) -> None:
        choice = next(c for c, button in self.buttons.items() if button is self.sender())
        if choice is Choice.CHOOSE_DATABASE:
            self._ask_for_database()
        elif choice is Choice.NEW_SHOP:
            self._ask_for_new_shop()
        else:
            self.chosen.emit(choice)

    def _ask_for_database(self) -> None:
        question = Question(
            heading=self.tr("Which database shall this workstation use?"),
            text=self.tr(
                "A file’s path, or postgresql://user@host/name. Leave it empty for the file in "
                "this user’s data folder. Passwords are not kept in it."
            ),
            action=self.tr("Use this database"),
            keep=self.tr("Back"),
            asked=Asked(label=self.tr("Address"), optional=True),
        )
        ask(self, question=question, agreed=self.database_given.emit)

    def _ask_for_new_shop(self) -> None:
        question = Question(
            heading=self.tr("Start a new, empty shop here?"),
            text=self.tr(
                "What is there now is set aside under another name in the same folder; nothing "
                "is deleted. The new shop starts without customers and orders."
            ),
            action=self.tr("Start a new shop"),
            keep=self.tr("Back"),
            destroys=True,
        )
        ask(self, question=question, agreed=self._new_shop)

    def _new_shop(self, _typed: object) -> None:
        self.chosen.emit(Choice.NEW_SHOP)
