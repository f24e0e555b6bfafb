"""Saved views: the menu of a person's own, and saving, renaming, deleting and starting with one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from services.actor import Actor, new_operation_id
from services.changes import Change, Entity
from services.errors import Invalid, MendpointError
from services.tickets.dto import (
    LONGEST_VIEW_NAME,
    DeleteView,
    RenameView,
    SavedView,
    SaveView,
    StartView,
    ViewContent,
)
from ui.context import UiContext
from ui.errors import present
from ui.icons import Icon
from ui.parts.dialog import Asked, Question, QuestionDialog
from ui.parts.menus import Choice, open_menu
from ui.parts.toast import ToastKind
from ui.screens.queue.words import say

if TYPE_CHECKING:
    from services.tickets.saved_views import SavedViewService

T = TypeVar("T")

_GROUP: Final = "views"


class ViewDesk(QObject):
    """Keeps the person's views, and which of them the list shows.

    ``come_back`` is called when a question is closed.

    Signals:
        opened(object): the `SavedView` whose content shall be shown.
        changed(): another view is shown, or the shown one is called otherwise.
    """

    opened = Signal(object)
    changed = Signal()

    def __init__(
        self,
        context: UiContext,
        *,
        content: Callable[[], ViewContent],
        come_back: Callable[[], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._content = content
        self._come_back = come_back
        self._host = parent
        self._views: tuple[SavedView, ...] = ()
        self._shown: int | None = None
        self._wanted: int | None = None
        self._is_beginning = False
        context.live.changed.connect(self._hear)

    @property
    def views(self) -> tuple[SavedView, ...]:
        """The person's views, by name."""
        return self._views

    @property
    def shown(self) -> SavedView | None:
        """The view the list shows, if it is one."""
        return next((view for view in self._views if view.view_id == self._shown), None)

    def read(self, then: Callable[[SavedView | None], None]) -> None:
        """Read the person's views, then go on with the one to start with."""

        def take(views: tuple[SavedView, ...]) -> None:
            wanted, self._wanted = self._wanted, None
            self._is_beginning = False
            self._views, self._shown = views, None
            self.changed.emit()
            start = next((view for view in views if view.is_start), None)
            then(next((view for view in views if view.view_id == wanted), start))

        def fail(_error: MendpointError) -> None:
            # The list itself says what is wrong.
            self._views, self._shown = (), None
            self._is_beginning = False
            then(None)

        self._is_beginning = True
        self._run(self._service.list, take, fail, kind="start")

    def open(self, view: SavedView) -> None:
        """Show a view."""
        self._shown = view.view_id
        self.opened.emit(view)
        self.changed.emit()

    def open_by_id(self, view_id: int) -> None:
        """Show one of the person's views, wherever it was chosen; at once when they are read."""
        for view in self._views:
            if view.view_id == view_id:
                self.open(view)
                return
        self._wanted = view_id
        if not self._is_beginning:
            self._read_again()

    def leave(self) -> None:
        """Show no view any more."""
        self._shown = None
        self.changed.emit()

    def choose(self, *, at: QPoint) -> None:
        """Open the menu of views."""
        choices = [self._opening(view) for view in self._views]
        choices.append(
            Choice(
                words=say("Save as a view …"),
                act=self.save,
                icon=Icon.PLUS,
                begins_group=True,
                name="view-save",
            )
        )
        if self.shown is not None:
            choices.extend(self._changing(self.shown))
        open_menu(self._host, choices, at=at, name="views-menu", title=say("Saved views"))

    def save(self, *, name: str = "", problem: str = "") -> None:
        """Ask for a name and save what the list shows; a name that is there is replaced."""

        def take(typed: str) -> None:
            same = [view for view in self._views if view.name.casefold() == typed.casefold()]
            if same:
                self.replace(same[0])
            else:
                self.store(typed)

        question = Question(
            heading=say("Save as a view"),
            text=say("Chip, filters, groups, sort and columns are kept, for you alone."),
            action=say("Save view"),
            keep=say("Not now"),
            asked=_name_field(name),
        )
        self._ask(question, take, problem=problem)

    def store(self, name: str) -> None:
        """Save what the list shows by a new name."""
        self._store(name, self._content())

    def replace(self, view: SavedView) -> None:
        """Put what the list shows in the place of a view."""
        self._store(view.name, self._content(), instead_of=view, was=view)

    def rename(self, view: SavedView, *, name: str = "", problem: str = "") -> None:
        """Ask for another name."""

        def take(typed: str) -> None:
            command = RenameView(
                operation_id=new_operation_id(),
                view_id=view.view_id,
                name=typed,
                seen_version=view.version,
            )

            def done(renamed: SavedView) -> None:
                self._say(
                    say("“{old}” is now “{new}”", old=view.name, new=renamed.name),
                    undo=lambda: self._name_back(renamed, view.name),
                )
                self._read_again()

            self._run(
                lambda actor: self._service.rename(actor, command),
                done,
                lambda error: self._ask_again(
                    error, lambda words: self.rename(view, name=typed, problem=words)
                ),
            )

        question = Question(
            heading=say("Rename “{name}”", name=view.name),
            action=say("Rename view"),
            keep=say("Leave as it is"),
            asked=_name_field(name or view.name),
        )
        self._ask(question, take, problem=problem)

    def start_with(self, view: SavedView | None) -> None:
        """Let the queue open with this view, or with none."""
        view_id = view.view_id if view is not None else None
        command = StartView(operation_id=new_operation_id(), view_id=view_id)
        before = next((each for each in self._views if each.is_start), None)

        def done(views: tuple[SavedView, ...]) -> None:
            self._views = views
            words = say("The queue opens as it was left")
            if view is not None:
                words = say("The queue opens with “{name}”", name=view.name)
            self._say(words, undo=lambda: self.start_with(before))
            self.changed.emit()

        self._run(lambda actor: self._service.start_with(actor, command), done)

    def delete(self, view: SavedView) -> None:
        """Delete a view; Undo saves it again."""
        command = DeleteView(operation_id=new_operation_id(), view_id=view.view_id)

        def done(_nothing: None) -> None:
            if self._shown == view.view_id:
                self._shown = None
            self._say(
                say("“{name}” deleted", name=view.name),
                undo=lambda: self._store(view.name, view.content, is_start=view.is_start),
            )
            self._read_again()

        self._run(lambda actor: self._service.delete(actor, command), done)

    # --- inside ----------------------------------------------------------------------------------

    @property
    def _service(self) -> SavedViewService:
        return self._context.services.views

    def _opening(self, view: SavedView) -> Choice:
        words = say("{name}, first", name=view.name) if view.is_start else view.name
        return Choice(
            words=words,
            act=lambda: self.open(view),
            is_checked=view.view_id == self._shown,
            name=f"view-{view.view_id}",
        )

    def _changing(self, view: SavedView) -> list[Choice]:
        return [
            Choice(
                words=say("Replace “{name}” with this", name=view.name),
                act=lambda: self.replace(view),
                name="view-replace",
            ),
            Choice(
                words=say("Rename …"),
                act=lambda: self.rename(view),
                icon=Icon.PENCIL,
                name="view-rename",
            ),
            Choice(
                words=say("Open the queue with it"),
                act=lambda: self.start_with(None if view.is_start else view),
                is_checked=view.is_start,
                name="view-start",
            ),
            Choice(
                words=say("Delete “{name}”", name=view.name),
                act=lambda: self.delete(view),
                icon=Icon.TRASH_2,
                begins_group=True,
                name="view-delete",
            ),
        ]

    def _store(
        self,
        name: str,
        content: ViewContent,
        *,
        is_start: bool = False,
        instead_of: SavedView | None = None,
        was: SavedView | None = None,
    ) -> None:
        command = SaveView(
            operation_id=new_operation_id(),
            name=name,
            content=content,
            is_start=is_start,
            view_id=instead_of.view_id if instead_of is not None else None,
            seen_version=instead_of.version if instead_of is not None else None,
        )

        def done(saved: SavedView) -> None:
            self._shown = saved.view_id
            if was is not None:
                self._say(
                    say("“{name}” replaced", name=saved.name),
                    undo=lambda: self._store(was.name, was.content, instead_of=saved),
                )
            else:
                self._say(say("“{name}” saved", name=saved.name))
            self._read_again()

        self._run(
            lambda actor: self._service.save(actor, command),
            done,
            lambda error: self._ask_again(error, lambda words: self.save(name=name, problem=words)),
        )

    def _name_back(self, view: SavedView, name: str) -> None:
        command = RenameView(
            operation_id=new_operation_id(),
            view_id=view.view_id,
            name=name,
            seen_version=view.version,
        )
        self._run(
            lambda actor: self._service.rename(actor, command), lambda _view: self._read_again()
        )

    def _ask(self, question: Question, take: Callable[[str], None], *, problem: str) -> None:
        dialog = QuestionDialog(question, parent=self._host)
        dialog.agreed.connect(lambda typed: take(str(typed)))
        if problem and dialog.card.field is not None:
            dialog.card.field.set_error(problem)
        dialog.finished.connect(lambda _result: self._come_back())
        dialog.ask()

    def _ask_again(self, error: MendpointError, again: Callable[[str], None]) -> None:
        if isinstance(error, Invalid) and error.field == "name":
            again(error.message)
        else:
            present(self._host, error)

    def _read_again(self) -> None:
        def take(views: tuple[SavedView, ...]) -> None:
            self._views = views
            self.changed.emit()
            if not self._is_beginning:
                self._open_wanted()

        self._run(self._service.list, take, kind="list")

    def _open_wanted(self) -> None:
        """Show the view that was chosen before it was known here, or say that it is gone."""
        wanted, self._wanted = self._wanted, None
        found = next((view for view in self._views if view.view_id == wanted), None)
        if found is not None:
            self.open(found)
        elif wanted is not None:
            words = say("This view is no longer there.")
            self._context.shell.toast(words, kind=ToastKind.NOT_DONE)

    def _hear(self, changes: tuple[Change, ...]) -> None:
        if any(change.entity is Entity.VIEW for change in changes):
            self._read_again()

    def _say(self, words: str, *, undo: Callable[[], None] | None = None) -> None:
        self._context.shell.toast(words, undo=undo, group=_GROUP if undo is None else None)

    def _run(
        self,
        work: Callable[[Actor], T],
        done: Callable[[T], None],
        failed: Callable[[MendpointError], None] | None = None,
        *,
        kind: str | None = None,
    ) -> None:
        actor = self._context.actor()
        self._context.runner.run(
            self, lambda: work(actor), done=done, failed=failed or self._failed, kind=kind
        )

    def _failed(self, error: MendpointError) -> None:
        present(self._host, error)


def _name_field(text: str) -> Asked:
    return Asked(
        label=say("Name"),
        hint=say("At most {count} characters", count=LONGEST_VIEW_NAME),
        missing=say("Give the view a name."),
        text=text,
    )
