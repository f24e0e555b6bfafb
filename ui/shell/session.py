"""A person at a till: the screens that person may open, and what the screens ask of the window."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from services.actor import Actor, new_request_id
from services.changes import Change, Entity
from ui.context import (
    BeginsIntakes,
    Comeback,
    HoldsUnsaved,
    OpensPages,
    OpensTickets,
    UiContext,
    Undoes,
)
from ui.format import Formats, ShopLocale
from ui.parts.toast import ToastKind
from ui.screen_key import ScreenKey
from ui.shell.frame import ShellFrame
from ui.shell.notices import Notices
from ui.shell.person_menu import PersonMenu
from ui.shell.pills import Pills
from ui.shell.screens import SCREENS, Built, allowed_screens
from ui.shell.search_line import SearchLine
from ui.shell.signing_in import SignedIn, sign_in, still_signed_in
from ui.shell.undo_key import UndoKey
from ui.shell.ways import Ways
from ui.shortcuts import shortcut

if TYPE_CHECKING:
    from datetime import datetime

    from services.auth.dto import Person
    from services.facade import Services
    from services.settings.dto import ShopSettings
    from ui.live import LiveUpdates
    from ui.tasks import TaskRunner
    from ui.theme import ThemeSwitch
    from ui.workstation import Workstation


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the program hands the session; it outlives every session."""

    services: Services
    runner: TaskRunner
    live: LiveUpdates
    theme: ThemeSwitch
    workstation: Workstation
    notices: Notices
    now: Callable[[], datetime]
    database_is_local: bool


class Session(QObject):
    """Shows screens in the frame and answers them as their shell.

    Signals:
        person_changed(object): the `Actor` who took over.
    """

    person_changed = Signal(object)

    def __init__(
        self, frame: ShellFrame, *, surroundings: Surroundings, signed_in: SignedIn
    ) -> None:
        super().__init__(frame)
        self._frame = frame
        self._around = surroundings
        self._signed_in = signed_in
        self._screens: dict[ScreenKey, Built] = {}
        self._shown: ScreenKey | None = None
        self.formats = Formats()
        self._follow_shop(signed_in.shop)
        self.context = UiContext(
            services=surroundings.services,
            actor=self.actor,
            may=self.may,
            now=surroundings.now,
            runner=surroundings.runner,
            live=surroundings.live,
            theme=surroundings.theme,
            formats=self.formats,
            shell=self,
            workstation=surroundings.workstation,
        )
        self.pills = Pills(self.context, frame=frame, is_local=surroundings.database_is_local)
        self.search = SearchLine(frame, context=self.context, ways=Ways(self))
        self._connect()

    # --- the present person -------------------------------------------------------------------

    def actor(self) -> Actor:
        """Return the present person, with a fresh request id for one more call."""
        return replace(self._signed_in.actor, request_id=new_request_id())

    def may(self, permission: str) -> bool:
        """Say whether the present person may do something at once."""
        return permission in self._signed_in.rights

    @property
    def shop(self) -> ShopSettings:
        """The shop's settings as they were when the person signed in, or as last changed."""
        return self._signed_in.shop

    @property
    def shown_screen(self) -> ScreenKey | None:
        """The screen now shown."""
        return self._shown

    @property
    def screen(self) -> object:
        """The screen now shown, to be asked what it can do; None where there is none."""
        built = self._screens.get(self._shown) if self._shown else None
        return built.screen if built is not None else None

    def begin(self) -> None:
        """Show the bars and the first screen the person may open."""
        self._frame.rail.show_screens(allowed_screens(self.may))
        self._frame.set_ready(True)
        self.pills.start()
        self.go(allowed_screens(self.may)[0])

    def take_over(self, signed_in: SignedIn) -> None:
        """Let another person go on: what is typed at the Counter stays."""
        if signed_in.actor.person_id != self._signed_in.actor.person_id:
            self._around.notices.forget_undos()
        self._signed_in = signed_in
        self.search.forget()
        self._follow_shop(signed_in.shop)
        allowed = allowed_screens(self.may)
        for key in list(self._screens):
            if key not in allowed or not SCREENS[key].keeps_work:
                self._drop(key)
        self._frame.rail.show_screens(allowed)
        self.pills.follow_person()
        self.person_changed.emit(signed_in.actor)
        self.go(self._shown if self._shown in allowed else allowed[0])

    # --- ShellPort ----------------------------------------------------------------------------

    def toast(
        self,
        text: str,
        *,
        kind: ToastKind = ToastKind.DONE,
        undo: Callable[[], None] | None = None,
        group: str | None = None,
        undoes_all: bool = False,
        until: datetime | None = None,
        about: Collection[int] = (),
    ) -> None:
        """Say what was done, or was not, for 8 s; see `ui.context.ShellPort`."""
        self._around.notices.toast(
            text,
            kind=kind,
            undo=undo,
            group=group,
            undoes_all=undoes_all,
            until=until,
            about=about,
        )

    def banner(
        self,
        key: str,
        text: str,
        *,
        action_words: str = "",
        action: Callable[[], None] | None = None,
    ) -> None:
        """Show lasting trouble under the top bar."""
        self._around.notices.banner(key, text, action_words=action_words, action=action)

    def clear_banner(self, key: str) -> None:
        """Take a banner away."""
        self._around.notices.clear_banner(key)

    def open_ticket(self, ticket_id: int) -> None:
        """Show one order in the queue."""
        self.search.remember(ticket_id)
        if self.go(ScreenKey.QUEUE) and isinstance(self.screen, OpensTickets):
            self.screen.open_ticket(ticket_id)

    def begin_comeback(self, comeback: Comeback) -> None:
        """Begin an intake for a device that came back."""
        if self.go(ScreenKey.COUNTER) and isinstance(self.screen, BeginsIntakes):
            self.screen.begin_comeback(comeback)

    def intake_for(self, customer_id: int) -> None:
        """Begin an intake for somebody known, at the Counter."""
        if self.go(ScreenKey.COUNTER) and isinstance(self.screen, BeginsIntakes):
            self.screen.begin_for(customer_id)

    @Slot(object)
    def go(self, key: str) -> bool:
        """Show a screen, if the person may open it and the present one may be left."""
        wanted = ScreenKey(key)
        if wanted not in allowed_screens(self.may):
            return False
        if wanted is not self._shown and not self.can_leave():
            self._frame.rail.mark(self._shown)
            return False
        built = self._built(wanted)
        self._shown = wanted
        self._frame.show_screen(built.widget)
        self._frame.rail.mark(wanted)
        built.screen.shown()
        return True

    def printer_state_changed(self) -> None:
        """Ask printers and print jobs anew."""
        self.pills.ask_jobs()
        self.pills.ask_printer()

    # --- the window ---------------------------------------------------------------------------

    def can_leave(self) -> bool:
        """Ask the present screen whether it may be left; it keeps its drafts then."""
        built = self._screens.get(self._shown) if self._shown else None
        return built is None or built.screen.can_leave()

    @property
    def unsaved_words(self) -> str:
        """What would be lost if the program ended, or another person took over, now."""
        held = [each.screen for each in self._screens.values()]
        words = [each.unsaved_words for each in held if isinstance(each, HoldsUnsaved)]
        return ", ".join(word for word in words if word)

    def _holding_unsaved(self) -> ScreenKey | None:
        for key, built in self._screens.items():
            if isinstance(built.screen, HoldsUnsaved) and built.screen.unsaved_words:
                return key
        return None

    def end(self) -> None:
        """Ask nothing any more: the program ends."""
        self._undo_key.stop()
        self.pills.stop()

    def widget_of(self, key: ScreenKey) -> QWidget:
        """Return a screen's widget, built and loaded if it was not shown yet."""
        return self._built(key).widget

    def reload(self, key: ScreenKey) -> None:
        """Build a screen anew, as at the start of the program, and show it."""
        if key in self._screens:
            self._drop(key)
        self.go(key)

    def _built(self, key: ScreenKey) -> Built:
        if key not in self._screens:
            built = SCREENS[key].build(self.context)
            self._screens[key] = built
            built.screen.load()
        return self._screens[key]

    def _drop(self, key: ScreenKey) -> None:
        widget = self._screens.pop(key).widget
        self._frame.screens.removeWidget(widget)
        widget.hide()
        widget.deleteLater()

    def _connect(self) -> None:
        frame = self._frame
        frame.rail.chosen.connect(self.go)
        frame.top_bar.person_pressed.connect(self.ask_person)
        frame.top_bar.database_pressed.connect(self._open_database)
        frame.status_bar.till_pressed.connect(self._open_tills)
        self.pills.printer_panel.settings_asked.connect(self._open_tills)
        frame.top_bar.search.clicked.connect(self.search.open)
        frame.top_bar.search.typed.connect(self.search.open_with)
        self.search.left.connect(frame.top_bar.search.go_on)
        self._around.live.changed.connect(self._follow_changes)
        for key in ScreenKey:
            self._on_key(f"shell.{key.value}", self._goer(key))
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._undo_key = UndoKey(application, undo=self.undo, parent=self)
        self._around.notices.undos.follow_clock(self._around.now)
        self._on_key("shell.undos", self.open_undos)
        self._on_key("shell.search", self.search.open)
        self._on_key("shell.undo", self.undo)
        self._on_key("shell.person", self.ask_person)
        self._on_key("shell.quit", frame.close)

    def _on_key(self, action: str, act: Callable[[], object]) -> None:
        key = QShortcut(QKeySequence(shortcut(action).key), self._frame)
        key.setContext(Qt.ShortcutContext.WindowShortcut)
        key.activated.connect(act)

    def _goer(self, key: ScreenKey) -> Callable[[], object]:
        return lambda: self.go(key)

    def undo(self) -> bool:
        """Undo what was done last, else what the screen can; say whether there was anything."""
        if self._around.notices.undo():
            return True
        return self.screen.undo() if isinstance(self.screen, Undoes) else False

    def open_undos(self) -> None:
        """List what can be undone."""
        self._around.notices.undo_panel.open()

    def close_window(self) -> None:
        """Ask to end the program."""
        self._frame.close()

    @Slot()
    def ask_person(self) -> None:
        """Ask who takes over."""
        services = self._around.services
        self._around.runner.run(
            self, services.people.choices, done=self._open_person_menu, kind="people"
        )

    def _open_person_menu(self, people: tuple[Person, ...]) -> None:
        button = self._frame.top_bar.person
        menu = PersonMenu(people, present_id=self._signed_in.actor.person_id, parent=button)
        menu.chosen.connect(self._switch)
        menu.open_below(button)

    @Slot(object)
    def _switch(self, person_id: int) -> None:
        if not self.can_leave():
            return
        held = self._holding_unsaved()
        if held is not None:
            words = self.tr("Save or undo the changes in {screen} first")
            screen = shortcut(f"shell.{held.value}").words
            self.toast(words.format(screen=screen), kind=ToastKind.NOT_DONE)
            self.go(held)
            return
        services, till_id = self._around.services, int(self._signed_in.actor.till_id)
        self._around.runner.run(
            self,
            lambda: sign_in(services, person_id=person_id, till_id=till_id),
            done=self.take_over,
        )

    @Slot()
    def _open_tills(self) -> None:
        self.open_settings("tills")

    @Slot()
    def _open_database(self) -> None:
        self.open_settings("database")

    def open_settings(self, page: str) -> None:
        """Show a page of the settings, if the person may open it."""
        self.pills.printer_panel.close_panel()
        if self.go(ScreenKey.SETTINGS) and isinstance(self.screen, OpensPages):
            self.screen.open_page(page)

    @Slot(object)
    def _follow_changes(self, changes: tuple[Change, ...]) -> None:
        touched = {change.entity for change in changes}
        if touched & {Entity.SETTINGS, Entity.PEOPLE}:
            services, actor = self._around.services, self.actor()
            self._around.runner.run(
                self,
                lambda: still_signed_in(services, actor),
                done=self._refresh,
                kind="shop",
            )

    def _refresh(self, signed_in: SignedIn) -> None:
        same_person = signed_in.actor.person_id == self._signed_in.actor.person_id
        if not same_person:
            return
        self._signed_in = signed_in
        self._follow_shop(signed_in.shop)
        self._frame.rail.show_screens(allowed_screens(self.may))

    def _follow_shop(self, shop: ShopSettings) -> None:
        self.formats.follow(
            ShopLocale(
                language=shop.language,
                country=shop.country,
                currency=shop.currency,
                time_zone=shop.time_zone,
                opening_hours=shop.opening_hours,
            )
        )
        self._frame.setWindowTitle(f"{shop.name} – Mendpoint")
