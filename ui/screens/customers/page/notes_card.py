"""Notes about a customer, for the shop's own eyes."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt

from services.actor import new_operation_id
from services.commands import checked
from services.customers.dto import AddCustomerNote, CustomerNote, CustomerPage, RemoveCustomerNote
from services.errors import Invalid, MendpointError
from ui.parts.button import Button
from ui.parts.card import Card
from ui.parts.dialog import Question, ask
from ui.parts.text_area import TextArea
from ui.screens.customers.page.entries import Act, Entries, Entry
from ui.screens.customers.page.port import Deed, PagePort
from ui.screens.customers.words import say
from ui.tokens import Height, Space


class NotesCard(Card):
    """The notes, newest first, and a field for another."""

    def __init__(self, port: PagePort) -> None:
        super().__init__(say("Notes"), name="customer-notes", spacing=Space.MEDIUM)
        self._port = port
        self._operation_id = new_operation_id()
        self.entries = Entries(name="customer-note-list", none_words=say("No notes yet."))
        self.text = TextArea(
            say("Another note"),
            name="customer-note",
            lines=2,
            hint=say("For the shop only. It is never printed or sent."),
        )
        self.add = Button(say("Add the note"), height=Height.STANDARD, name="customer-note-add")
        self.entries.go_on_at(self.text.edit)
        self.body.addWidget(self.entries)
        self.body.addWidget(self.text)
        self.body.addWidget(self.add, alignment=Qt.AlignmentFlag.AlignRight)
        self.add.clicked.connect(self._add)
        self.text.text_edited.connect(lambda _text: self.text.set_error(None))

    @property
    def has_unsaved(self) -> bool:
        """Whether something is typed that is not stored."""
        return bool(self.text.text())

    def forget(self) -> None:
        """Empty the field: another customer is shown."""
        self.text.set_text("")
        self.text.set_error(None)

    def show_page(self, page: CustomerPage) -> None:
        """Show the notes."""
        may = self._port.may_edit
        self.text.setVisible(may)
        self.add.setVisible(may)
        self.entries.show_entries([self._entry(note, may=may) for note in page.notes])

    def _entry(self, note: CustomerNote, *, may: bool) -> Entry:
        context = self._port.context
        when = context.formats.date_short(note.at_utc, context.now())
        remove = Act(
            words=say("Remove"),
            name=f"customer-note-remove-{note.note_id}",
            act=partial(self._ask_to_remove, note),
        )
        return Entry(
            body=note.text,
            detail=", ".join(part for part in (note.person_name, when) if part),
            acts=(remove,) if may else (),
        )

    def _add(self) -> None:
        if not self.text.text():
            self.text.set_error(say("Write the note first."))
            self.text.edit.setFocus()
            return
        try:
            command = checked(
                lambda: AddCustomerNote(
                    operation_id=self._operation_id,
                    customer_id=int(self._port.page.customer_id),
                    text=self.text.text(),
                )
            )
        except Invalid as invalid:
            self._refused(invalid)
            return
        self._port.carry_out(
            Deed(
                call=lambda services, actor: services.customer_pages.add_note(actor, command),
                button=self.add,
                busy=say("Adding …"),
                refused=self._refused,
                done=self._added,
            )
        )

    def _added(self, _page: CustomerPage) -> None:
        self._operation_id = new_operation_id()
        self.forget()

    def _refused(self, error: MendpointError) -> bool:
        if not isinstance(error, Invalid):
            return False
        self.text.set_error(error.problems[0].message if error.problems else error.message)
        self.text.edit.setFocus()
        return True

    def _ask_to_remove(self, note: CustomerNote) -> None:
        question = Question(
            heading=say("Remove this note?"),
            text=say("“{text}” goes for good.", text=_beginning(note.text)),
            action=say("Remove the note"),
            keep=say("Keep it"),
            destroys=True,
        )
        ask(self, question=question, agreed=lambda _typed: self._remove(note))

    def _remove(self, note: CustomerNote) -> None:
        command = RemoveCustomerNote(
            operation_id=new_operation_id(),
            customer_id=int(self._port.page.customer_id),
            note_id=note.note_id,
        )
        self._port.carry_out(
            Deed(
                call=lambda services, actor: services.customer_pages.remove_note(actor, command),
                said=say("Note removed"),
            )
        )


_BEGINNING = 80


def _beginning(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _BEGINNING else f"{one_line[:_BEGINNING].rstrip()}…"
