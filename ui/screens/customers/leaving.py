"""What takes a customer out of the lists: set aside, deleted, erased; and what is held of them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from services.actor import new_operation_id
from services.customers.dto import (
    CustomerPage,
    DeleteCustomer,
    ErasePerson,
    EraseReport,
    ExportPerson,
    PersonExport,
    SetActive,
)
from services.errors import Conflict, Invalid, MendpointError, NeedsConfirmation
from ui.context import UiContext
from ui.errors import present
from ui.parts.dialog import Asked, Question, ask
from ui.screens.customers.page.desk import PageDesk
from ui.screens.customers.page.port import Deed
from ui.screens.customers.saving import ask_for_file
from ui.screens.customers.words import counted, open_orders_words, say

_SHORT: Final = 60


class LeavingDesk(QObject):
    """Carries out what the page's menu offers beside merging.

    Signals:
        gone(): the customer is no longer there.
    """

    gone = Signal()

    def __init__(self, context: UiContext, *, desk: PageDesk) -> None:
        super().__init__(desk)
        self._context = context
        self._desk = desk

    def set_active(self, *, active: bool) -> None:
        """Set the customer aside, or take them up again; a toast takes it back."""
        self._desk.carry_out(self._activity_deed(self._desk.page, active=active))

    def _activity_deed(
        self, page: CustomerPage, *, active: bool, confirmed: tuple[str, ...] = ()
    ) -> Deed:
        command = SetActive(
            operation_id=new_operation_id(),
            customer_id=int(page.customer_id),
            active=active,
            seen_version=page.version,
            confirmed=confirmed,
        )

        def refused(error: MendpointError) -> bool:
            if not isinstance(error, NeedsConfirmation):
                return False
            self._ask_to_deactivate(page, error)
            return True

        return Deed(
            call=lambda services, actor: services.customer_leaving.set_active(actor, command),
            said=_activity_words(page, active=active),
            undo=lambda later: self._activity_deed(later, active=not active),
            refused=refused,
        )

    def _ask_to_deactivate(self, page: CustomerPage, error: NeedsConfirmation) -> None:
        question = Question(
            heading=say("Deactivate {name}?", name=short(page.name)),
            text=error.message,
            action=say("Deactivate"),
            keep=say("Keep active"),
        )

        def agreed(_typed: str) -> None:
            deed = self._activity_deed(page, active=False, confirmed=(error.key,))
            self._desk.carry_out(deed)

        ask(self._desk.view, question=question, agreed=agreed)

    # --- deleting --------------------------------------------------------------------------------

    def ask_to_delete(self) -> None:
        """Ask before a customer without orders is deleted."""
        page = self._desk.page
        question = Question(
            heading=say("Delete {name}?", name=short(page.name)),
            text=say("There is no order and no device. The customer goes for good."),
            action=say("Delete the customer"),
            keep=say("Keep them"),
            destroys=True,
        )
        ask(self._desk.view, question=question, agreed=lambda _typed: self._delete(page))

    def _delete(self, page: CustomerPage) -> None:
        command = DeleteCustomer(
            operation_id=new_operation_id(),
            customer_id=int(page.customer_id),
            seen_version=page.version,
        )
        actor, leaving = self._context.actor(), self._context.services.customer_leaving

        def failed(error: MendpointError) -> None:
            self._desk.read_again()
            if isinstance(error, Conflict) and error.details.get("tickets"):
                self._offer_to_deactivate(error)
            else:
                present(self._desk.view, error)

        self._context.runner.run(
            self,
            lambda: leaving.delete(actor, command),
            done=lambda _none: self._deleted(page),
            failed=failed,
        )

    def _offer_to_deactivate(self, error: Conflict) -> None:
        question = Question(
            heading=say("The customer has orders by now"),
            text=error.message,
            action=say("Deactivate instead"),
            keep=say("Keep active"),
        )
        ask(self._desk.view, question=question, agreed=lambda _typed: self.set_active(active=False))

    def _deleted(self, page: CustomerPage) -> None:
        self._context.shell.toast(say("{name} deleted", name=short(page.name)))
        self.gone.emit()

    # --- what is held ----------------------------------------------------------------------------

    def ask_to_export(self) -> None:
        """Ask for a file, and write everything held of the person into it."""
        page = self._desk.page
        ask_for_file(
            self._desk.view,
            heading=say("Export what is held of {name}", name=short(page.name)),
            text=say(
                "Contacts, consents, notes, devices and orders, as a JSON file for the person."
            ),
            suggested=f"customer-{page.customer_id}.json",
            kinds=say("JSON files (*.json);;All files (*)"),
            chosen=lambda path: self._export(page, path),
        )

    def _export(self, page: CustomerPage, path: str) -> None:
        command = ExportPerson(operation_id=new_operation_id(), customer_id=int(page.customer_id))
        actor, leaving = self._context.actor(), self._context.services.customer_leaving
        workstation = self._context.workstation

        def work() -> PersonExport:
            export = leaving.export_person(actor, command)
            workstation.write_file(path, lambda write: write(export.content))
            return export

        def done(_export: PersonExport) -> None:
            words = say("Written to {file}", file=Path(path).name)
            self._context.shell.toast(words)

        self._context.runner.run(self, work, done=done)

    # --- erasing ---------------------------------------------------------------------------------

    def ask_to_erase(self, *, problem: str = "", reason: str = "") -> None:
        """Ask before a person is erased: it names the person and what goes and stays."""
        page = self._desk.page
        kept = counted(
            page.tickets,
            one="{count} order and its money stay, without a name.",
            many="{count} orders and their money stay, without a name.",
        )
        question = Question(
            heading=say("Erase {name}?", name=short(page.name)),
            text=say(
                "Name, phones, e-mails, addresses, notes and the photos and files of their orders "
                "go for good. {kept} Answers about consent stay without a name. This can't be "
                "undone. Copies in older backups stay until those are deleted.",
                kept=kept if page.tickets else "",
            ),
            action=say("Erase the person"),
            keep=say("Keep them"),
            destroys=True,
            asked=Asked(
                label=say("Who asked, and how"),
                placeholder=say("The customer, by letter of 12 March"),
                hint=say("This is kept: no name, phone or e-mail here."),
                missing=say("Write down who asked."),
                text=reason,
            ),
        )
        dialog = ask(
            self._desk.view, question=question, agreed=lambda typed: self._erase(page, typed)
        )
        if problem and dialog.card.field is not None:
            dialog.card.field.set_error(problem)

    def _erase(self, page: CustomerPage, reason: str) -> None:
        command = ErasePerson(
            operation_id=new_operation_id(),
            customer_id=int(page.customer_id),
            seen_version=page.version,
            reason=reason[:200],
        )
        actor, leaving = self._context.actor(), self._context.services.customer_leaving
        self._context.runner.run(
            self,
            lambda: leaving.erase(actor, command),
            done=self._erased,
            failed=lambda error: self._not_erased(reason, error),
        )

    def _erased(self, report: EraseReport) -> None:
        orders = counted(report.tickets, one="{count} order stays", many="{count} orders stay")
        words = say("The person is erased. {orders}.", orders=orders)
        if not report.swept:
            words = say("{words} Old bytes stay until “mendpoint sweep” is run.", words=words)
        self._context.shell.toast(words)
        self._desk.read_again()

    def _not_erased(self, reason: str, error: MendpointError) -> None:
        if isinstance(error, Invalid):
            self.ask_to_erase(problem=error.message, reason=reason)
            return
        if isinstance(error, Conflict):
            self._desk.read_again()
        present(self._desk.view, error)


def _activity_words(page: CustomerPage, *, active: bool) -> str:
    name = short(page.name)
    if active:
        return say("{name} is active again", name=name)
    if not page.tickets:
        return say("{name} deactivated", name=name)
    orders = counted(page.tickets, one="{count} order stays", many="{count} orders stay")
    if not page.open_tickets:
        return say("{name} deactivated. {orders}.", name=name, orders=orders)
    opened = open_orders_words(page.open_tickets)
    return say("{name} deactivated. {orders}, {opened}.", name=name, orders=orders, opened=opened)


def short(name: str) -> str:
    """Return a name as it fits into a question or a toast."""
    return name if len(name) <= _SHORT else f"{name[:_SHORT].rstrip()}…"
