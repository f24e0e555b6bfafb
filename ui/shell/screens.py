"""The screens of the rail: the right each needs, and how it is built at its first showing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

from ui.screen_key import ScreenKey

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.context import Screen, UiContext


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A screen as the frame shows it and as the session speaks to it: one object, two faces."""

    widget: QWidget
    screen: Screen


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenEntry:
    """One screen. ``permission`` empty: everyone may open it.

    ``keeps_work``: what a person typed there stays when another takes over the till.
    """

    key: ScreenKey
    permission: str
    build: Callable[[UiContext], Built]
    keeps_work: bool = False


_AT_ONCE: Final = ("ui.screens.counter.screen", "ui.screens.queue.screen")


def _counter(context: UiContext) -> Built:
    from ui.screens.counter.screen import CounterScreen

    counter = CounterScreen(context)
    return Built(widget=counter, screen=counter)


def _queue(context: UiContext) -> Built:
    from ui.screens.queue.screen import QueueScreen

    queue = QueueScreen(context)
    return Built(widget=queue, screen=queue)


def _customers(context: UiContext) -> Built:
    from ui.screens.customers.screen import CustomersScreen

    customers = CustomersScreen(context)
    return Built(widget=customers, screen=customers)


def _settings(context: UiContext) -> Built:
    from ui.screens.settings.screen import SettingsScreen

    settings = SettingsScreen(context)
    return Built(widget=settings, screen=settings)


SCREENS: Final[dict[ScreenKey, ScreenEntry]] = {
    entry.key: entry
    for entry in (
        ScreenEntry(
            key=ScreenKey.COUNTER,
            permission="tickets:take_in",
            build=_counter,
            keeps_work=True,
        ),
        ScreenEntry(key=ScreenKey.QUEUE, permission="tickets:read", build=_queue),
        ScreenEntry(key=ScreenKey.CUSTOMERS, permission="customers:read", build=_customers),
        ScreenEntry(key=ScreenKey.SETTINGS, permission="", build=_settings),
    )
}


def load_screens() -> None:
    """Import what the first screens need. Off the main thread: it is most of their first showing.

    Customers and settings load at their first showing; they are opened less often.
    """
    for name in _AT_ONCE:
        import_module(name)


def allowed_screens(may: Callable[[str], bool]) -> tuple[ScreenKey, ...]:
    """Return the screens a person may open, in the rail's order."""
    return tuple(
        key for key, entry in SCREENS.items() if not entry.permission or may(entry.permission)
    )
