"""Toasts, banners and error windows of one frame."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ui.errors import Notice, NoticeKind
from ui.icons import Icon
from ui.parts.banner import Banner, BannerKind
from ui.parts.toast import ToastKind, ToastNote
from ui.parts.toast_stack import ToastStack
from ui.shell.frame import ShellFrame
from ui.shell.notice_window import NoticeWindow
from ui.shell.undo_panel import UndoPanel
from ui.shell.undos import Undoable, Undos
from ui.tokens import Height


class Notices(QObject):
    """Says what is to be said where the house style puts it."""

    def __init__(self, frame: ShellFrame) -> None:
        super().__init__(frame)
        self._frame = frame
        self._banners: dict[str, Banner] = {}
        self._window: NoticeWindow | None = None
        self._again: Callable[[], None] | None = None
        self._came_from: QWidget | None = None
        self.toasts = ToastStack(frame, bottom_inset=Height.STATUS_BAR)
        self.undos = Undos(self)
        self.undo_panel = UndoPanel(
            self.undos, item=frame.status_bar.undos, anchor=frame.status_bar.clock
        )
        self._notes: dict[ToastNote, Undoable] = {}
        self.toasts.note_gone.connect(self._note_gone)
        self.undos.taken.connect(self._taken)
        frame.status_bar.undos_pressed.connect(self.undo_panel.open)

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
        undoable = None
        if undo is not None:
            undoable = Undoable(text=text, undo=undo, until=until, about=frozenset(about))
            self.undos.add(undoable)
        note = ToastNote(
            text=text,
            kind=kind,
            undo=None if undoable is None else partial(self.undos.take, undoable),
            group=group or "",
            undoes_all=undoes_all,
        )
        if undoable is not None:
            self._notes[note] = undoable
        self.toasts.show_note(note)

    def undo(self) -> bool:
        """Undo what was done last, its toast shown or not; say whether there was anything."""
        return self.undos.undo_newest()

    def forget_undos(self) -> None:
        """Somebody else is at the till: what can be undone is not theirs to undo."""
        self.toasts.dismiss()
        self.undo_panel.close_panel()
        self.undos.forget()

    def _taken(self, undoable: Undoable) -> None:
        for note, told in tuple(self._notes.items()):
            if told is undoable:
                self.toasts.remove(note)

    def _note_gone(self, note: ToastNote) -> None:
        undoable = self._notes.pop(note, None)
        if undoable is not None:
            self.undos.let_go(undoable)

    def banner(
        self,
        key: str,
        text: str,
        *,
        action_words: str = "",
        action: Callable[[], None] | None = None,
        kind: BannerKind = BannerKind.WARN,
        icon: Icon = Icon.TRIANGLE_ALERT,
    ) -> None:
        """Show lasting trouble; the same key says something else in the same place."""
        if key in self._banners and not action_words:
            self._banners[key].say(text)
            return
        banner = Banner(text, kind=kind, icon=icon, action=action_words, name=f"banner-{key}")
        if action is not None:
            banner.acted.connect(action)
        self._put(key, banner)

    def put_banner(self, key: str, banner: Banner) -> None:
        """Show a banner of the caller's own making; `clear_banner` takes it away."""
        self._put(key, banner)

    def clear_banner(self, key: str) -> None:
        """Take a banner away; the keyboard goes back to where the person was."""
        banner = self._banners.pop(key, None)
        if banner is None:
            return
        had_keyboard = banner.isAncestorOf(QApplication.focusWidget() or self._frame)
        self._frame.banners.removeWidget(banner)
        banner.hide()
        banner.deleteLater()
        earlier = self._came_from
        if had_keyboard and earlier is not None and isValid(earlier):
            earlier.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def banner_keys(self) -> tuple[str, ...]:
        """The banners now shown, by key."""
        return tuple(self._banners)

    def offer_again(self, look_again: Callable[[], None]) -> None:
        """Let banners of trouble that may pass ask anew for what is shown."""
        self._again = look_again

    def show(self, notice: Notice) -> None:
        """Say an error the way its kind wants."""
        if notice.kind is NoticeKind.BANNER:
            self._say_lasting(notice)
        else:
            self._open(notice)

    def _say_lasting(self, notice: Notice) -> None:
        # The database's sentences begin with what is the case, as the heading does.
        repeats = notice.text.startswith(notice.heading)
        text = notice.text if repeats else f"{notice.heading}. {notice.text}"
        again = self._again if notice.may_pass else None
        close, action = self.tr("Close"), self.tr("Try again")
        words = (close, action) if again is not None else ("", close)
        known = self._banners.get(notice.key)
        if known is not None and (known.question.words, known.action.words) == words:
            known.say(text)
            return
        banner = Banner(text, question=words[0], action=words[1], name=f"banner-{notice.key}")
        banner.asked.connect(lambda: self.clear_banner(notice.key))
        banner.acted.connect(lambda: self._leave(notice.key, then=again))
        self._put(notice.key, banner)

    def _leave(self, key: str, *, then: Callable[[], None] | None) -> None:
        self.clear_banner(key)
        if then is not None:
            then()

    def _put(self, key: str, banner: Banner) -> None:
        self.clear_banner(key)
        self._came_from = QApplication.focusWidget()
        self._banners[key] = banner
        self._frame.banners.addWidget(banner)

    def _open(self, notice: Notice) -> None:
        if self._window is not None:
            self._window.add(notice)
            return
        self._window = NoticeWindow(notice, parent=self._frame)
        self._window.finished.connect(self._closed)
        self._window.show_over()

    @Slot()
    def _closed(self) -> None:
        self._window = None
