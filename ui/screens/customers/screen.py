"""The customers (F5): the list, one customer's page, a new one, and files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from services.customers.dto import CustomerPage, Twin
from ui.context import ScreenKey, UiContext
from ui.icons import Icon
from ui.parts.button import Button
from ui.parts.menus import Choice, open_menu
from ui.parts.toast import ToastKind
from ui.screens.customers.files_page import ImportPage, ask_to_export
from ui.screens.customers.leaving import LeavingDesk
from ui.screens.customers.list_desk import ListDesk
from ui.screens.customers.merging.desk import MergeDesk
from ui.screens.customers.new_page import NewPage
from ui.screens.customers.page.desk import PageDesk
from ui.screens.customers.words import counted, open_orders_words, say
from ui.shortcuts import shortcut

if TYPE_CHECKING:
    from services.search.dto import SearchHit


class CustomersScreen(QWidget):
    """The screen. Esc goes back to the list; what is typed and not saved is never left behind."""

    key = ScreenKey.CUSTOMERS.value

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.title = say("Customers")
        self.setObjectName("customers")
        self.setAccessibleName(self.title)
        self._context = context
        self.list = ListDesk(context, parent=self)
        self.desk = PageDesk(context, parent=self)
        self.merging = MergeDesk(context, desk=self.desk)
        self.leaving = LeavingDesk(context, desk=self.desk)
        self.new = NewPage(context)
        self.imports = ImportPage(context)
        self._stack = QStackedWidget()
        self._build()
        self._connect()

    # --- what the shell asks ---------------------------------------------------------------------

    def load(self) -> None:
        """Ask for the list."""
        self.list.load()

    def shown(self) -> None:
        """Take the keyboard to where one was."""
        header = self.list.view.header
        header.new.setVisible(self._may("customers:update"))
        header.more.setVisible(bool(self._file_choices()))
        self._take_focus()

    def can_leave(self) -> bool:
        """Leave at any time: what is typed stays where it is."""
        return True

    @property
    def unsaved_words(self) -> str:
        """Whose changes would be lost if the program ended now."""
        return ", ".join(
            words for words in (self.desk.unsaved_words, self.new.unsaved_words) if words
        )

    def undo(self) -> bool:
        """Take back what is typed and not saved; say whether there was anything."""
        shown = self._stack.currentWidget()
        if shown is self.new:
            return self.new.revert()
        return shown is self.desk.view and self.desk.revert()

    def open_customer(self, customer_id: int) -> None:
        """Show a customer's page."""
        if self._may_let_go():
            self._stack.setCurrentWidget(self.desk.view)
            self.desk.view.back.setFocus(Qt.FocusReason.OtherFocusReason)
            self.desk.open(customer_id)

    def handle_search(self, hit: SearchHit) -> None:
        """Show a customer the search line found."""
        self.open_customer(hit.entity_id)

    def begin_customer(self) -> None:
        """Show the form of a new customer, as it was left."""
        if self._may("customers:update") and self._may_let_go():
            self.desk.close()
            self._stack.setCurrentWidget(self.new)
            self.new.take_focus()

    def open_import(self) -> None:
        """Show where customers come from a file."""
        if self._may("customers:import") and self._may_let_go():
            self.desk.close()
            self._stack.setCurrentWidget(self.imports)
            self.imports.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the list on Esc."""
        if event.key() == Qt.Key.Key_Escape and self._stack.currentIndex() > 0:
            self._back()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show more columns where there is room for them."""
        super().resizeEvent(event)
        self.list.view.table.show_for(self.width())

    # --- inside ----------------------------------------------------------------------------------

    def _build(self) -> None:
        for page in (self.list.view, self.desk.view, self.new, self.imports):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        for action, act in (
            ("customers.new", self.begin_customer),
            ("customers.save", self._save),
        ):
            self._on_key(action, act, self)
        self._on_key("customers.find", self.list.view.header.focus_find, self.list.view.table)

    def _on_key(self, action: str, act: Callable[[], None], where: QWidget) -> None:
        key = QShortcut(QKeySequence(shortcut(action).key), where)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.setAutoRepeat(False)
        key.activated.connect(act)

    def _connect(self) -> None:
        view, header = self.desk.view, self.list.view.header
        self.list.opened.connect(self.open_customer)
        self.list.new_wanted.connect(self.begin_customer)
        header.new.clicked.connect(self.begin_customer)
        header.more.clicked.connect(self._open_files)
        view.left.connect(self._back)
        view.more.clicked.connect(self._open_more)
        view.intake.clicked.connect(
            lambda: self._context.shell.intake_for(int(self.desk.page.customer_id))
        )
        view.contact.twin_wanted.connect(self._twin_wanted)
        self.desk.shown.connect(self._page_shown)
        self.desk.gone.connect(self._gone)
        self.leaving.gone.connect(self._gone)
        self.new.left.connect(self._back)
        self.new.added.connect(lambda page: self.open_customer(int(page.customer_id)))
        self.new.known_wanted.connect(self.open_customer)
        self.imports.left.connect(self._back)

    def _may(self, permission: str) -> bool:
        return self._context.may(permission)

    def _may_let_go(self) -> bool:
        """Say whether the page may show another customer; what is not saved keeps it there."""
        name = self.desk.unsaved_words
        if not name:
            return True
        words = say("Save or undo the changes first")
        self._context.shell.toast(words, kind=ToastKind.NOT_DONE)
        self._stack.setCurrentWidget(self.desk.view)
        self.desk.view.take_focus()
        return False

    def _back(self) -> None:
        if self._stack.currentWidget() is self.desk.view and not self._may_let_go():
            return
        self._gone()

    def _gone(self) -> None:
        self.desk.close()
        self._stack.setCurrentWidget(self.list.view)
        self.list.view.focus_rows()

    def _take_focus(self) -> None:
        shown = self._stack.currentWidget()
        if shown is self.list.view:
            self.list.view.focus_rows()
        elif shown is self.new:
            self.new.take_focus()
        elif shown is self.imports:
            self.imports.take_focus()
        else:
            self.desk.view.take_focus()

    def _save(self) -> None:
        shown = self._stack.currentWidget()
        if shown is self.new:
            self.new.save()
        elif shown is self.desk.view and self.desk.may_edit:
            self.desk.view.contact.save()

    def _twin_wanted(self, twin: Twin) -> None:
        if self._may("customers:merge"):
            self.merging.begin(int(twin.customer_id))
        else:
            self.open_customer(int(twin.customer_id))

    def _page_shown(self, page: CustomerPage) -> None:
        self.desk.view.more.setVisible(bool(self._page_choices(page)))
        redirected = int(page.asked_for) != int(page.customer_id)
        words = say("The customer you asked for was merged into this one.") if redirected else ""
        self.desk.view.redirect.say(words)

    def _open_files(self) -> None:
        button = self.list.view.header.more
        _open_below(button, self._file_choices(), name="customers-files-menu")

    def _file_choices(self) -> list[Choice]:
        choices = []
        if self._may("customers:import"):
            choices.append(
                Choice(
                    words=say("Import from CSV …"), act=self.open_import, name="customers-import"
                )
            )
        if self._may("customers:export"):
            choices.append(
                Choice(words=say("Export to CSV …"), act=self._export, name="customers-export")
            )
        return choices

    def _export(self) -> None:
        ask_to_export(self._context, self.list.question, parent=self)

    def _open_more(self) -> None:
        choices = self._page_choices(self.desk.page)
        _open_below(self.desk.view.more, choices, name="customer-menu")

    def _page_choices(self, page: CustomerPage) -> list[Choice]:
        """Return what can be done with the whole customer; what may not be done is left out."""
        if page.erased_at_utc is not None:
            return []
        leaving = self.leaving
        found: list[tuple[str, Choice]] = [
            (
                "customers:merge",
                Choice(
                    words=say("Merge with another customer …"),
                    act=self.merging.begin,
                    name="customer-merge",
                ),
            ),
            ("customers:deactivate", self._activity_choice(page)),
            (
                "customers:deactivate",
                Choice(
                    words=say("Delete …"),
                    act=leaving.ask_to_delete,
                    name="customer-delete",
                    why_not=_why_kept(page),
                ),
            ),
            (
                "customers:export",
                Choice(
                    words=say("Export what is held …"),
                    act=leaving.ask_to_export,
                    icon=Icon.DOWNLOAD,
                    begins_group=True,
                    name="customer-export",
                ),
            ),
            (
                "customers:erase",
                Choice(
                    words=say("Erase the person …"),
                    act=leaving.ask_to_erase,
                    icon=Icon.TRASH_2,
                    name="customer-erase",
                    why_not=open_orders_words(page.open_tickets) if page.open_tickets else "",
                ),
            ),
        ]
        return [choice for permission, choice in found if self._may(permission)]

    def _activity_choice(self, page: CustomerPage) -> Choice:
        if page.active:
            return Choice(
                words=say("Deactivate"),
                act=lambda: self.leaving.set_active(active=False),
                name="customer-deactivate",
            )
        return Choice(
            words=say("Make active again"),
            act=lambda: self.leaving.set_active(active=True),
            name="customer-reactivate",
        )


def _why_kept(page: CustomerPage) -> str:
    """Return why a customer can't be deleted; empty where they can."""
    if page.tickets:
        return counted(page.tickets, one="there is {count} order", many="there are {count} orders")
    count = len(page.devices)
    if count:
        return counted(count, one="there is {count} device", many="there are {count} devices")
    return ""


def _open_below(button: Button, choices: list[Choice], *, name: str) -> None:
    place = button.mapToGlobal(QPoint(0, button.height() + 4))
    open_menu(button, choices, at=place, name=name, title=button.words)
