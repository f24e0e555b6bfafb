"""People: who works here, as what, with which skills, and who is here today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from services.actor import new_operation_id
from services.auth.dto import Person, Role, SavePerson
from services.commands import checked
from services.errors import Invalid
from ui.icons import Icon
from ui.parts.cells import AvatarCell, Cell, IconCell, NameCell, TextCell
from ui.parts.combo import Combo
from ui.parts.field import Field
from ui.parts.flow import Flow
from ui.parts.rows import Column, Row, RowsTable
from ui.parts.switch import Switch
from ui.parts.text import Tone
from ui.screens.settings.list_page import ListPage
from ui.screens.settings.skill_chips import SkillChips
from ui.tokens import Space

if TYPE_CHECKING:
    from ui.context import UiContext

_INITIALS = 56
_ROLE = 120
_STATE = 120
_MOST_ROWS = 16


class PeoplePage(ListPage):
    """The people list. Rights follow the role from the next action on."""

    key = "people"
    title = "People"
    icon = Icon.USERS
    permissions = ("people:update",)
    add_words = "New person"

    def __init__(self, context: UiContext) -> None:
        columns = (
            Column(words="", width=_INITIALS),
            Column(words="Name"),
            Column(words="Role", width=_ROLE),
            Column(words="Today", width=_STATE),
        )
        super().__init__(context, table=RowsTable("People", columns=columns, name="people-table"))
        self._people: dict[int, Person] = {}
        self._shown: int | None = None
        self._operation_id = new_operation_id()
        self.name = Field(self.tr("Name"), name="person-name", max_length=120)
        self.email = Field(self.tr("E-mail"), name="person-email", optional=True, max_length=200)
        self.role = Combo(self.tr("Role"), name="person-role")
        self.skills = SkillChips(self.tr("Repairs"), name="person-skills")
        self.present = Switch(self.tr("Here today"), name="person-present")
        self.active = Switch(self.tr("Works here"), name="person-active")
        for widget in (
            self.name,
            self.role,
            self.email,
            self.skills,
            self._switches(),
        ):
            self.editor.body.addWidget(widget)
        self._track()

    def _switches(self) -> Flow:
        row = Flow(gap=Space.WIDE, name="person-switches")
        row.show_row([self.present, self.active])
        return row

    def load(self) -> None:
        """Ask for people and roles."""
        services, actor = self.context.services, self.context.actor()
        self.ask(
            lambda: (
                services.people.list(actor),
                services.people.roles(actor),
                sorted({repair.category for repair in services.catalog.repair_types(actor)}),
            ),
            done=lambda found: self._show(*found),
            kind="people",
        )

    def first_field(self) -> QWidget:
        """Begin with the name."""
        return self.name.edit

    def shown_key(self) -> int | None:
        """Return the person in the editor."""
        return self._shown

    def open_entry(self, key: object) -> None:
        """Show a person."""
        person = self._people[int(str(key))]
        self._shown = int(person.person_id)
        self.editor_title.setText(person.name)
        self.form.show(
            {
                "name": person.name,
                "email": person.email,
                "role_key": person.role_key,
                "skills": person.skills,
                "present": person.present,
                "active": person.active,
            }
        )

    def open_new(self) -> None:
        """Show an empty editor."""
        self._shown = None
        self.editor_title.setText(self.tr("New person"))
        self.form.show(
            {
                "name": "",
                "email": "",
                "role_key": "front_desk",
                "skills": (),
                "present": True,
                "active": True,
            }
        )

    def save(self) -> None:
        """Store the person in the editor."""
        self.form.clear_errors()
        shown = self._people.get(self._shown) if self._shown is not None else None
        values = self.form.values()
        try:
            command = checked(
                lambda: SavePerson(
                    operation_id=self._operation_id,
                    person_id=self._shown,
                    seen_version=shown.version if shown is not None else None,
                    **values,
                )
            )
        except Invalid as invalid:
            self.refuse(invalid)
            return
        people, actor = self.context.services.people, self.context.actor()
        self.store(lambda: people.save(actor, command), done=self._saved)

    def _track(self) -> None:
        self.form.add_text("name", self.name)
        self.form.add_text("email", self.email)
        self.form.add_combo("role_key", self.role)
        self.form.add(
            "skills",
            read=self.skills.skills,
            write=self.skills.set_skills,
            edited=self.skills.edited,
        )
        self.form.add_check("present", self.present)
        self.form.add_check("active", self.active)

    def _show(self, people: tuple[Person, ...], roles: tuple[Role, ...], skills: list[str]) -> None:
        self.skills.offer(skills)
        self.role.set_choices((role.key, role.name) for role in roles)
        self._people = {int(person.person_id): person for person in people}
        if self._shown not in self._people:
            self._shown = next(iter(self._people), None)
        self.table.show_rows([self._row(person) for person in people], chosen=self._shown)
        self.table.fit_to_rows(most=_MOST_ROWS)
        if self._shown is not None:
            self.open_entry(self._shown)

    def _row(self, person: Person) -> Row:
        state: Cell
        if not person.active:
            state = TextCell(text=self.tr("Left"), tone=Tone.THIRD)
        elif person.present:
            state = IconCell(icon=Icon.CHECK, text=self.tr("Here"), tone=Tone.OK)
        else:
            state = TextCell(text=self.tr("Not here"), tone=Tone.SECOND)
        return Row(
            key=int(person.person_id),
            cells=(
                AvatarCell(letters=person.initials),
                NameCell(name=person.name, detail=", ".join(person.skills)),
                TextCell(text=person.role_name),
                state,
            ),
        )

    def _saved(self, person: Person) -> None:
        self._operation_id = new_operation_id()
        self._shown = int(person.person_id)
        self._people[self._shown] = person
        self.open_entry(self._shown)
        self.load()
        self.context.shell.toast(self.tr("{name} saved").format(name=person.name))
