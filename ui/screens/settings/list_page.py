"""A page with a list at the left and an editor for the chosen entry at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.field_row import FieldRow, stacks_fields
from ui.fonts import scaled
from ui.icons import Icon
from ui.parts.button import Button
from ui.parts.card import Card
from ui.parts.rows import RowsTable
from ui.parts.text import Text
from ui.parts.toast import ToastKind
from ui.screens.settings.page import Page
from ui.tokens import Space, TypeRole

if TYPE_CHECKING:
    from ui.context import UiContext

_EDITOR = 360
# Qt's own "no maximum" (QWIDGETSIZE_MAX).
_ANY_WIDTH = 16_777_215


class ListPage(Page):
    """Choosing an entry fills the editor; what is not saved there stays until it is, or undone."""

    saves = True
    add_words: str

    def __init__(self, context: UiContext, *, table: RowsTable) -> None:
        super().__init__(context)
        self.table = table
        self.add = Button(self.add_words, icon=Icon.PLUS, name=f"{self.key}-add")
        self.add.clicked.connect(self._add)
        self.show_in_head(self.add)
        self.table.row_chosen.connect(self._chosen)
        self.editor = Card(name=f"{self.key}-editor", spacing=Space.MEDIUM)
        self.editor_title = Text("", role=TypeRole.SECTION, name=f"{self.key}-editor-title")
        self.editor.body.addWidget(self.editor_title)
        self._put()
        self.restyle()

    def restyle(self) -> None:
        """Take on the theme now in force."""
        if stacks_fields():
            self.editor.setMinimumWidth(0)
            self.editor.setMaximumWidth(_ANY_WIDTH)
        else:
            self.editor.setFixedWidth(scaled(_EDITOR))

    # --- what pages override ------------------------------------------------------------------

    def open_entry(self, key: object) -> None:
        """Show an entry in the editor."""

    def open_new(self) -> None:
        """Show an empty editor for another entry."""

    def shown_key(self) -> object | None:
        """Return the key of the entry in the editor; None for a new one."""
        return None

    # --- shared -------------------------------------------------------------------------------

    def _put(self) -> None:
        list_card = Card(name=f"{self.key}-list", spacing=0)
        layout = list_card.layout()
        if layout is not None:
            layout.setContentsMargins(1, 1, 1, 8)
        self.table.fill_card()
        list_card.body.addWidget(self.table)
        self.cards.addWidget(FieldRow(list_card, self.editor, stretches=(1, 0)))

    def _chosen(self, key: object) -> None:
        if key == self.shown_key():
            return
        if self.unsaved():
            self.table.choose(self.shown_key())
            words = self.tr("Save or undo the changes first")
            self.context.shell.toast(words, kind=ToastKind.NOT_DONE)
            return
        self.open_entry(key)

    def _add(self) -> None:
        if self.unsaved():
            words = self.tr("Save or undo the changes first")
            self.context.shell.toast(words, kind=ToastKind.NOT_DONE)
            return
        self.table.choose(None)
        self.open_new()
        field = self.first_field()
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)


def spaced(*widgets: QWidget) -> QVBoxLayout:
    """Return widgets one above the other, close together."""
    column = QVBoxLayout()
    column.setSpacing(Space.TIGHT)
    for widget in widgets:
        column.addWidget(widget)
    return column
