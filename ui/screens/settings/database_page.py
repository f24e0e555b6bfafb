"""Where the shop's data lies, how big it is, and how to use another database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from services.errors import Invalid, MendpointError
from ui.errors import present
from ui.icons import Icon
from ui.parts.button import Button
from ui.parts.card import Card
from ui.parts.dialog import Question, ask
from ui.parts.elided import Elided
from ui.parts.field import Field
from ui.parts.text import Text, Tone
from ui.screens.settings.files_card import FilesCard
from ui.screens.settings.page import Page, note
from ui.tokens import Height, Space, TypeRole
from ui.workstation import DatabaseFacts

if TYPE_CHECKING:
    from services.settings.dto import ShopSettings
    from ui.context import UiContext

_LINE = 17
_IN_THE_MIDDLE = Qt.TextElideMode.ElideMiddle
_UNITS = ("bytes", "kB", "MB", "GB", "TB")


class DatabasePage(Page):
    """Facts, the folder, and another address, used from the next start on."""

    key = "database"
    title = "Database"
    icon = Icon.DATABASE
    permissions = ("settings:update",)

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._facts_grid = QGridLayout()
        self._facts_grid.setHorizontalSpacing(Space.WIDE)
        self._facts_grid.setVerticalSpacing(Space.SMALL)
        self._facts_grid.setColumnStretch(1, 1)
        self.open_folder = Button(
            self.tr("Open the folder"), icon=Icon.FOLDER_OPEN, name="database-folder"
        )
        self.address = Field(
            self.tr("Address"),
            name="database-address",
            placeholder="postgresql://mendpoint@server/mendpoint",
            hint=self.tr(
                "A file’s path or a PostgreSQL server; empty means the file in the data folder. "
                "A password is refused here: it would be kept in a file. Use a .pgpass file, or "
                "name the whole address in MENDPOINT_DATABASE_URL."
            ),
            max_length=1000,
        )
        self.use = Button(self.tr("Use this database …"), height=Height.FORM, name="database-use")
        self.environment_note = note(
            self.tr("MENDPOINT_DATABASE_URL names the database of this computer; change it there.")
        )
        self.environment_note.hide()
        self.new_shop = Button(
            self.tr("Start your own shop …"), height=Height.FORM, name="new-shop"
        )
        self.files = FilesCard(context)
        self._lay_out()
        self.new_shop.clicked.connect(self._ask_for_new_shop)
        self.open_folder.clicked.connect(context.workstation.open_folder)
        self.use.clicked.connect(self._ask_to_use)
        self.address.entered.connect(lambda _text: self.use.click())

    def load(self) -> None:
        """Look at the database."""
        workstation, actor = self.context.workstation, self.context.actor()
        settings = self.context.services.settings
        self.ask(
            lambda: (workstation.database_facts(), settings.shop(actor)),
            done=lambda found: self._show(*found),
            kind="facts",
        )

    def first_field(self) -> QWidget:
        """Begin with the folder: nothing is typed here by chance."""
        return self.open_folder

    # --- inside ---------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        facts = Card(self.tr("This database"), name="card-database", spacing=Space.MEDIUM)
        facts.body.addLayout(self._facts_grid)
        row = QHBoxLayout()
        row.addWidget(self.open_folder)
        row.addStretch(1)
        facts.body.addLayout(row)
        other = Card(self.tr("Use another database"), name="card-other", spacing=Space.MEDIUM)
        other.body.addWidget(self.environment_note)
        other.body.addWidget(self.address)
        use = QHBoxLayout()
        use.addStretch(1)
        use.addWidget(self.use)
        other.body.addLayout(use)
        self.sample = Card(self.tr("This is sample data"), name="card-sample")
        self.sample.body.addWidget(
            note(self.tr("When you have seen enough, start with an empty shop of your own."))
        )
        start = QHBoxLayout()
        start.addStretch(1)
        start.addWidget(self.new_shop)
        self.sample.body.addLayout(start)
        self.sample.hide()
        self.cards.addWidget(facts)
        self.cards.addWidget(self.files)
        self.cards.addWidget(self.sample)
        self.cards.addWidget(other)

    def _show(self, facts: DatabaseFacts, shop: ShopSettings) -> None:
        self.files.show_rules(shop, is_local=facts.is_local)
        while (item := self._facts_grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        where = self.tr("This computer") if facts.is_local else self.tr("A server")
        lines = [
            (self.tr("Kind"), f"{facts.engine_words}, {where.lower()}"),
            (self.tr("Where"), facts.place),
            (self.tr("Size"), _size(facts.size_bytes) if facts.size_bytes is not None else "–"),
            (self.tr("Schema"), facts.schema),
        ]
        if facts.last_backup:
            lines.append((self.tr("Last copy before an update"), facts.last_backup))
        for row, (label, value) in enumerate(lines):
            self._facts_grid.addWidget(Text(label, role=TypeRole.LABEL, tone=Tone.SECOND), row, 0)
            known = Elided(
                value, role=TypeRole.BODY, cut=_IN_THE_MIDDLE, height=_LINE, name=f"fact-{row}"
            )
            self._facts_grid.addWidget(known, row, 1)
        can_leave = shop.is_sample and facts.is_local and not self.context.workstation.is_demo
        self.sample.setVisible(can_leave)
        self.open_folder.setVisible(facts.is_local)
        self.environment_note.setVisible(facts.set_by_environment)
        self.address.edit.setEnabled(not facts.set_by_environment)
        self.use.setEnabled(not facts.set_by_environment)

    def _ask_for_new_shop(self) -> None:
        question = Question(
            heading=self.tr("Start your own shop?"),
            text=self.tr(
                "Mendpoint starts anew with an empty shop. The sample data is set aside under "
                "another name in the same folder; nothing is deleted."
            ),
            action=self.tr("Start my own shop"),
            keep=self.tr("Stay with the sample"),
        )
        workstation = self.context.workstation
        ask(
            self,
            question=question,
            agreed=lambda _typed: self.ask(
                workstation.plan_new_shop, done=lambda _planned: workstation.restart(), kind="new"
            ),
        )

    def _ask_to_use(self) -> None:
        self.address.set_error(None)
        where = self.address.text() or self.tr("the file in the data folder")
        question = Question(
            heading=self.tr("Use {where} from now on?").format(where=where),
            text=self.tr(
                "It is tried first. Then Mendpoint starts anew with it. What is in the present "
                "database stays there and is not copied."
            ),
            action=self.tr("Use it and restart"),
            keep=self.tr("Stay with this database"),
        )
        ask(self, question=question, agreed=self._use)

    def _use(self, _typed: object) -> None:
        workstation, address = self.context.workstation, self.address.text()
        self.use.set_busy(self.tr("Trying it …"))

        def done(_nothing: object) -> None:
            self.use.set_busy(None)
            workstation.restart()

        def failed(error: MendpointError) -> None:
            self.use.set_busy(None)
            if isinstance(error, Invalid) or error.details.get("fault"):
                self.address.set_error(error.message)
                self.address.edit.setFocus()
            else:
                present(self, error)

        self.context.runner.run(
            self, lambda: workstation.use_database(address), done=done, failed=failed
        )


def _size(size_bytes: int) -> str:
    size, unit = float(size_bytes), 0
    while size >= 1000 and unit < len(_UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{size:,.0f} {_UNITS[unit]}" if unit < 2 else f"{size:,.1f} {_UNITS[unit]}"
