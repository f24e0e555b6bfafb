"""Toasts, banners and error windows of one frame."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from ui.errors import Notice, NoticeKind
from ui.icons import Icon
from ui.parts.banner import Banner, BannerKind
from ui.parts.toast import ToastNote, ToastStack
from ui.shell.frame import ShellFrame
from ui.shell.notice_window import NoticeWindow
from ui.tokens import Height


class Notices(QObject):
    """Says what is to be said where the house style puts it."""

    def __init__(self, frame: ShellFrame) -> None:
        super().__init__(frame)
        self._frame = frame
        self._banners: dict[str, Banner] = {}
        self._window: NoticeWindow | None = None
        self.toasts = ToastStack(frame, bottom_inset=Height.STATUS_BAR)

    def toast(
        self, text: str, *, undo: Callable[[], None] | None = None, group: str | None = None
    ) -> None:
        """Say what was done, for 8 s."""
        self.toasts.show_note(ToastNote(text=text, undo=undo, kind=group or ""))

    def undo(self) -> bool:
        """Undo what the toast says; say whether there was anything to undo."""
        return self.toasts.undo()

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
        self.clear_banner(key)
        banner = Banner(text, kind=kind, icon=icon, action=action_words, name=f"banner-{key}")
        if action is not None:
            banner.acted.connect(action)
        self._banners[key] = banner
        self._frame.banners.addWidget(banner)

    def clear_banner(self, key: str) -> None:
        """Take a banner away."""
        banner = self._banners.pop(key, None)
        if banner is not None:
            self._frame.banners.removeWidget(banner)
            banner.hide()
            banner.deleteLater()

    @property
    def banner_keys(self) -> tuple[str, ...]:
        """The banners now shown, by key."""
        return tuple(self._banners)

    def show(self, notice: Notice) -> None:
        """Say an error the way its kind wants."""
        if notice.kind is NoticeKind.BANNER:
            text = f"{notice.heading}. {notice.text}"
            self.banner(
                notice.key, text, action_words=self.tr("Close"), action=self._closer(notice)
            )
            return
        self._open(notice)

    def _closer(self, notice: Notice) -> Callable[[], None]:
        return lambda: self.clear_banner(notice.key)

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
