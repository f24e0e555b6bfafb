"""Tills and printers: a receipt, a label and an A4 printer each, and what Ctrl+Enter prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from services.actor import new_operation_id
from services.commands import checked
from services.errors import Invalid
from services.printing.dto import DocumentKind, PrinterModel, PrinterRole
from services.settings.dto import PrinterEntry, PrinterOverride, SaveTill, Till
from ui.field_row import FieldRow
from ui.icons import Icon
from ui.measures import least_height, least_width
from ui.parts.button import Button
from ui.parts.card import Card
from ui.parts.checkbox import Checkbox
from ui.parts.combo import Combo
from ui.parts.field import Field, LabelPlace
from ui.parts.text import Text, Tone
from ui.parts.toast import ToastKind
from ui.screens.settings.page import Page, fields_in_row
from ui.screens.settings.printer_card import PrinterCard
from ui.tokens import Height, Space, TypeRole

if TYPE_CHECKING:
    from ui.context import UiContext

_TILL_WIDTH: Final = 220
_ROLES: Final = (PrinterRole.RECEIPT, PrinterRole.LABEL, PrinterRole.A4)


class TillsPage(Page):
    """One till at a time; the one this computer is comes first."""

    key = "tills"
    title = "Tills and printers"
    icon = Icon.PRINTER
    permissions = ("settings:update",)
    saves = True

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._tills: dict[int, Till] = {}
        self._overrides: dict[PrinterRole, PrinterOverride] = {}
        self._shown: int | None = int(context.actor().till_id)
        self._operation_id = new_operation_id()
        self.till = Combo(
            self.tr("Till"), name="till", place=LabelPlace.BESIDE, height=Height.STANDARD
        )
        least_width(self.till, _TILL_WIDTH)
        self.add = Button(self.tr("New till"), icon=Icon.PLUS, name="till-add")
        self.show_in_head(self.till, self.add)
        self.name = Field(self.tr("Name"), name="till-name", max_length=60)
        self.prints_ticket = Checkbox(self.tr("Claim ticket"), name="prints-ticket")
        self.prints_label = Checkbox(self.tr("Bench label"), name="prints-label")
        self.printers = {role: PrinterCard(context, role=role) for role in _ROLES}
        self._track()
        self._lay_out()
        self.till.chosen.connect(self._choose)
        self.add.clicked.connect(self._new)

    def load(self) -> None:
        """Ask for the tills, for what this computer's variables change, and for the models."""
        services, actor = self.context.services, self.context.actor()
        self.ask(
            lambda: (
                services.settings.tills(actor),
                services.settings.overrides(actor),
                services.printing.models(actor),
            ),
            done=lambda found: self._came(*found),
            kind="tills",
        )

    def first_field(self) -> QWidget:
        """Begin with the receipt printer's connection."""
        return self.printers[PrinterRole.RECEIPT].way.box

    def revert(self) -> None:
        """Show again what is stored."""
        super().revert()
        self._follow_ways()

    def save(self) -> None:
        """Store the till with its printers."""
        self.form.clear_errors()
        till = self._tills.get(self._shown) if self._shown is not None else None
        prints = tuple(
            kind
            for kind, box in (
                (DocumentKind.CLAIM_TICKET, self.prints_ticket),
                (DocumentKind.BENCH_LABEL, self.prints_label),
            )
            if box.isChecked()
        )
        try:
            command = checked(
                lambda: SaveTill(
                    operation_id=self._operation_id,
                    till_id=self._shown,
                    seen_version=till.version if till is not None else None,
                    name=self.name.text(),
                    printers=tuple(PrinterEntry(**card.entry()) for card in self.printers.values()),
                    prints_on_intake=prints,
                )
            )
        except Invalid as invalid:
            self.refuse(invalid)
            return
        settings, actor = self.context.services.settings, self.context.actor()
        self.store(lambda: settings.save_till(actor, command), done=self._saved)

    # --- inside ---------------------------------------------------------------------------------

    def _track(self) -> None:
        self.form.add_text("name", self.name)
        self.form.add_check("prints_ticket", self.prints_ticket)
        self.form.add_check("prints_label", self.prints_label)
        for place, card in enumerate(self.printers.values()):
            card.track(self.form, prefix=f"printers.{place}")

    def _lay_out(self) -> None:
        card = Card(name="card-till", spacing=Space.MEDIUM)
        card.body.addWidget(fields_in_row(self.name, self._prints(), stretches=(1, 2)))
        self.cards.addWidget(card)
        self.cards.addWidget(FieldRow(*self.printers.values(), fill=True))

    def _prints(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(Space.MEDIUM, 0, 0, 0)
        column.setSpacing(Space.TIGHT)
        words = self.tr("Ctrl+Enter at the Counter prints")
        column.addWidget(Text(words, role=TypeRole.LABEL, tone=Tone.SECOND))
        boxes = QHBoxLayout()
        boxes.setSpacing(Space.WIDE)
        for box in (self.prints_ticket, self.prints_label):
            least_height(box, Height.FORM)
            boxes.addWidget(box)
        boxes.addStretch(1)
        column.addLayout(boxes)
        return holder

    def _came(
        self,
        tills: tuple[Till, ...],
        overrides: tuple[PrinterOverride, ...],
        models: tuple[PrinterModel, ...],
    ) -> None:
        self._overrides = {override.role: override for override in overrides}
        for card in self.printers.values():
            card.offer_models(models)
        self._show_all(tills)

    def _show_all(self, tills: tuple[Till, ...]) -> None:
        self._tills = {int(till.till_id): till for till in tills}
        here = int(self.context.actor().till_id)
        words = self.tr("{name} (this computer)")
        self.till.set_choices(
            (key, words.format(name=till.name) if key == here else till.name)
            for key, till in self._tills.items()
        )
        if self._shown not in self._tills:
            self._shown = next(iter(self._tills), None)
        if self._shown is not None:
            self._show(self._shown)

    def _show(self, key: int) -> None:
        till = self._tills[key]
        self._shown = key
        self.till.set_value(key)
        printers = {printer.role: printer for printer in till.printers}
        values: dict[str, object] = {
            "name": till.name,
            "prints_ticket": DocumentKind.CLAIM_TICKET in till.prints_on_intake,
            "prints_label": DocumentKind.BENCH_LABEL in till.prints_on_intake,
        }
        for place, (role, card) in enumerate(self.printers.items()):
            values.update(card.values_of(printers.get(role), prefix=f"printers.{place}"))
        self.form.show(values)
        self._show_overrides(key)
        self._follow_ways()

    def _show_overrides(self, key: int) -> None:
        """Say at the cards of this computer's till which addresses its variables replace."""
        own = key == int(self.context.actor().till_id)
        for role, card in self.printers.items():
            card.show_override(self._overrides.get(role) if own else None)

    def _choose(self, key: object) -> None:
        if self.unsaved():
            if self._shown is not None:
                self.till.set_value(self._shown)
            words = self.tr("Save or undo the changes first")
            self.context.shell.toast(words, kind=ToastKind.NOT_DONE)
            return
        self._show(int(str(key)))

    def _new(self) -> None:
        if self.unsaved():
            words = self.tr("Save or undo the changes first")
            self.context.shell.toast(words, kind=ToastKind.NOT_DONE)
            return
        self._shown = None
        values: dict[str, object] = {"name": "", "prints_ticket": True, "prints_label": False}
        for place, card in enumerate(self.printers.values()):
            values.update(card.values_of(None, prefix=f"printers.{place}"))
            card.show_override(None)
        self.form.show(values)
        self._follow_ways()
        self.name.edit.setFocus()

    def _saved(self, till: Till) -> None:
        self._operation_id = new_operation_id()
        self._tills[int(till.till_id)] = till
        self._shown = int(till.till_id)
        self._show_all(tuple(self._tills.values()))
        self.context.shell.printer_state_changed()
        self.context.shell.toast(self.tr("{name} saved").format(name=till.name))

    def _follow_ways(self) -> None:
        for card in self.printers.values():
            card.follow_way()
