"""How the person wants the list: filters, groups, columns and saved views, by header and keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import assert_never

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget

from services.auth.dto import Person
from services.tickets.dto import (
    QueueGroup,
    QueueGrouping,
    QueueQuestion,
    QueueRow,
    SavedView,
    ViewContent,
)
from ui.context import Arrange, UiContext
from ui.parts.menus import open_menu
from ui.parts.toast import ToastKind
from ui.screens.queue.column_dialog import ColumnDialog
from ui.screens.queue.columns import Column, columns_from
from ui.screens.queue.filter_desk import FilterDesk
from ui.screens.queue.grouping import group_choices, group_words
from ui.screens.queue.habits import Habits
from ui.screens.queue.header import below
from ui.screens.queue.list_desk import ListDesk
from ui.screens.queue.shape import Orders, Shape
from ui.screens.queue.sorting import sort_choices
from ui.screens.queue.view import QueueView
from ui.screens.queue.view_desk import ViewDesk
from ui.screens.queue.words import say
from ui.workstation import QueueLook


class Arranging(QObject):
    """Puts what a person chooses into the list's question, and remembers it for them."""

    def __init__(
        self,
        context: UiContext,
        *,
        view: QueueView,
        orders: Orders,
        listing: ListDesk,
        habits: Habits,
        people: Callable[[], Sequence[Person]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._view = view
        self._orders = orders
        self._list = listing
        self._habits = habits
        self._people = people
        self._host = parent
        self.filters = FilterDesk(
            context,
            header=view.header,
            question=lambda: listing.question,
            ask=listing.ask,
            come_back=self._come_back,
            parent=parent,
        )
        self.views = ViewDesk(
            context, content=self._content, come_back=self._come_back, parent=parent
        )
        self._connect()

    # --- the keys --------------------------------------------------------------------------------

    def narrow(self) -> None:
        """Ask what shall narrow the list."""
        self.filters.choose(self._people(), self._row())

    def clear(self) -> None:
        """Take every filter away."""
        self.filters.clear()

    def choose_sort(self) -> None:
        """Open the menu of what the list can be sorted by."""
        choices = sort_choices(self._list.question, take=self._list.sort_by)
        at = self._view.rows_corner()
        open_menu(self._host, choices, at=at, name="sort-menu", title=say("Sort by"))

    def head_words(self, group: QueueGroup, by: QueueGrouping) -> str:
        """Return what a group is called now."""
        formats, now = self._context.formats, self._context.now()
        return group_words(group, by=by, formats=formats, now=now)

    def choose_grouping(self, at: QPoint | None = None) -> None:
        """Open the menu of groups."""
        if self._is_board(say("The board’s columns are its groups. The table groups by more.")):
            return
        choices = group_choices(
            self._list.question.grouping,
            take=self.group_by,
            fold=lambda closed: self._orders.table.fold_all(closed=closed),
        )
        spot = at or below(self._view.header.group)
        open_menu(self._host, choices, at=spot, name="group-menu", title=say("Group by"))

    def group_by(self, grouping: QueueGrouping) -> None:
        """Group the list by this, and remember it."""
        self._list.ask(replace(self._list.question, grouping=grouping))
        self._habits.keep_grouping(grouping)

    def choose_view(self, at: QPoint | None = None) -> None:
        """Open the menu of saved views."""
        self.views.choose(at=at or below(self._view.header.views))

    def choose_columns(self) -> None:
        """Ask which columns the table shows."""
        if self._is_board(say("Cards have no columns. The table has.")):
            return
        dialog = ColumnDialog(self._orders.table.columns, parent=self._host)
        dialog.chosen.connect(self._show_columns)
        dialog.usual_wanted.connect(self._show_usual)
        dialog.widened.connect(self._widen)
        dialog.finished.connect(lambda _result: self._come_back())
        dialog.ask()

    def begin(self, what: Arrange) -> None:
        """Begin what was chosen by name."""
        match what:
            case Arrange.FILTERS:
                self.narrow()
            case Arrange.GROUPS:
                self.choose_grouping()
            case Arrange.VIEWS:
                self.choose_view()
            case Arrange.COLUMNS:
                self.choose_columns()
            case _:
                assert_never(what)

    # --- coming and going ------------------------------------------------------------------------

    def take_look(self, look: QueueLook) -> None:
        """Show columns and widths as the person left them here."""
        table = self._view.table
        table.choose_columns(columns_from(look.columns), width=self._host.width())
        known = {column.value: column for column in Column}
        widths = look.widths.items()
        table.widths.take({known[name]: width for name, width in widths if name in known})

    # --- inside ----------------------------------------------------------------------------------

    def _connect(self) -> None:
        header = self._view.header
        header.filters_wanted.connect(self.narrow)
        header.groups_wanted.connect(self.choose_grouping)
        header.views_wanted.connect(self.choose_view)
        self._view.table.widths.chosen.connect(self._habits.keep_widths)
        self._list.asked.connect(self._show)
        self.views.opened.connect(self._open)
        self.views.changed.connect(self._name_view)

    def _show(self, question: QueueQuestion) -> None:
        self.filters.show(question)
        header = self._view.header
        header.show_grouping(question.grouping)
        header.group.setVisible(self._orders.shape is Shape.TABLE)
        self._name_view()

    def _name_view(self) -> None:
        shown = self.views.shown
        if shown is None:
            self._view.header.show_view("")
        else:
            is_changed = shown.content != self._content()
            self._view.header.show_view(shown.name, is_changed=is_changed)

    def _open(self, view: SavedView) -> None:
        """Show a view's content; what was typed goes."""
        content = view.content
        self.filters.follow(view)
        columns = columns_from(content.columns)
        self._view.table.choose_columns(columns, width=self._host.width())
        self._list.ask(
            QueueQuestion(
                chip=content.chip,
                filters=content.filters,
                sort=content.sort,
                turned=content.turned,
                grouping=content.grouping,
            )
        )

    def _content(self) -> ViewContent:
        question = self._list.question
        return ViewContent(
            chip=question.chip,
            filters=question.filters,
            sort=question.sort,
            turned=question.turned,
            grouping=question.grouping,
            columns=tuple(column.value for column in self._view.table.chosen_columns),
        )

    def _show_columns(self, columns: tuple[Column, ...]) -> None:
        self._view.table.choose_columns(columns, width=self._host.width())
        self._habits.keep_columns(columns)
        self._name_view()

    def _show_usual(self) -> None:
        self._view.table.widths.take({})
        self._habits.keep_widths({})
        self._show_columns(())

    def _widen(self, pair: tuple[Column, int]) -> None:
        column, step = pair
        self._view.table.widths.change(column, by=step)

    def _come_back(self) -> None:
        self._host.activateWindow()
        self._view.focus_rows()

    def _row(self) -> QueueRow | None:
        chosen = self._view.table.chosen_id() if self._orders.shape is Shape.TABLE else None
        return self._orders.row_of(chosen) if chosen is not None else None

    def _is_board(self, words: str) -> bool:
        if self._orders.shape is Shape.TABLE:
            return False
        self._context.shell.toast(words, kind=ToastKind.TOLD)
        return True
