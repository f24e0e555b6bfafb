"""What can be done by name: the palette's actions, as one table."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from services.tickets.dto import QueueChip
from ui.context import Arrange
from ui.icons import Icon
from ui.screen_key import ScreenKey
from ui.shortcuts import shortcut
from ui.tokens import ThemeChoice

if TYPE_CHECKING:
    from services.tickets.dto import SavedView
    from ui.shell.ways import Ways

# Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS: Final = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellAction:
    """One action. ``permissions``: any of them allows it; none means everyone may.

    ``key`` names its shortcut, ``also`` holds further words it is found by.
    """

    words: str
    icon: Icon
    act: Callable[[Ways], object]
    permissions: tuple[str, ...] = ()
    key: str = ""
    also: str = ""

    @property
    def said(self) -> str:
        """The words in the person's language."""
        return QCoreApplication.translate("Actions", self.words)

    @property
    def keycap(self) -> str:
        """Its key as it stands on a keycap; empty without one."""
        return shortcut(self.key).keycap if self.key else ""


def _go(key: ScreenKey) -> Callable[[Ways], object]:
    return lambda ways: ways.go(key)


def _filter(chip: QueueChip, *, words: str, also: str = "") -> ShellAction:
    return ShellAction(
        words=words,
        icon=Icon.LIST_FILTER,
        act=lambda ways: ways.show_filter(chip),
        permissions=("tickets:read",),
        also=f"orders {also}",
    )


def _arrange(what: Arrange, *, words: str, key: str, also: str) -> ShellAction:
    return ShellAction(
        words=words,
        icon=Icon.LIST_FILTER,
        act=lambda ways: ways.arrange(what),
        permissions=("tickets:read",),
        key=key,
        also=f"orders {also}",
    )


def _page(
    key: str, *, words: str, permissions: tuple[str, ...] = ("settings:update",), also: str = ""
) -> ShellAction:
    return ShellAction(
        words=words,
        icon=Icon.SETTINGS,
        act=lambda ways: ways.open_settings(key),
        permissions=permissions,
        also=also,
    )


def _colours(choice: ThemeChoice, *, words: str) -> ShellAction:
    return ShellAction(
        words=words,
        icon=Icon.MONITOR,
        act=lambda ways: ways.choose_colours(choice),
        also="theme mode look",
    )


ACTIONS: Final[tuple[ShellAction, ...]] = (
    ShellAction(
        words="New intake",
        icon=Icon.PACKAGE_PLUS,
        act=_go(ScreenKey.COUNTER),
        permissions=("tickets:take_in",),
        key="shell.counter",
        also="counter take in device order",
    ),
    ShellAction(
        words="Queue",
        icon=Icon.LIST_TODO,
        act=_go(ScreenKey.QUEUE),
        permissions=("tickets:read",),
        key="shell.queue",
        also="orders list",
    ),
    _filter(QueueChip.OPEN, words="Queue: open"),
    _filter(QueueChip.MINE, words="Queue: mine", also="my"),
    _filter(QueueChip.DUE_TODAY, words="Queue: due today"),
    _filter(QueueChip.LATE, words="Queue: late", also="overdue"),
    _filter(QueueChip.AWAITING_APPROVAL, words="Queue: awaiting approval", also="quote"),
    _filter(QueueChip.WAITING_PARTS, words="Queue: waiting for parts"),
    _filter(QueueChip.READY, words="Queue: ready", also="pickup"),
    _filter(QueueChip.UNASSIGNED, words="Queue: unassigned", also="nobody"),
    _filter(QueueChip.TO_HAND_BACK, words="Queue: to hand back", also="cancelled"),
    _filter(QueueChip.ALL, words="Queue: all", also="everything"),
    _arrange(Arrange.FILTERS, words="Queue: filters", key="queue.narrow", also="narrow status"),
    _arrange(Arrange.GROUPS, words="Queue: group by", key="queue.group", also="groups"),
    _arrange(Arrange.VIEWS, words="Queue: saved views", key="queue.views", also="view"),
    _arrange(Arrange.COLUMNS, words="Queue: columns", key="queue.columns", also="width"),
    ShellAction(
        words="Customers",
        icon=Icon.USERS,
        act=_go(ScreenKey.CUSTOMERS),
        permissions=("customers:read",),
        key="shell.customers",
        also="people list clients",
    ),
    ShellAction(
        words="New customer",
        icon=Icon.PLUS,
        act=lambda ways: ways.new_customer(),
        permissions=("customers:update",),
        also="add person client",
    ),
    ShellAction(
        words="Customers: import from CSV",
        icon=Icon.DOWNLOAD,
        act=lambda ways: ways.import_customers(),
        permissions=("customers:import",),
        also="file load",
    ),
    ShellAction(
        words="Printer",
        icon=Icon.PRINTER,
        act=lambda ways: ways.open_printer(),
        permissions=("jobs:read",),
        also="paper check state",
    ),
    ShellAction(
        words="Print jobs",
        icon=Icon.PRINTER,
        act=lambda ways: ways.open_jobs(),
        permissions=("jobs:read",),
        also="printing waiting",
    ),
    ShellAction(
        words="Switch person",
        icon=Icon.USERS,
        act=lambda ways: ways.ask_person(),
        key="shell.person",
        also="change sign in out till who",
    ),
    ShellAction(
        words="Undo",
        icon=Icon.UNDO_2,
        act=lambda ways: ways.undo(),
        key="shell.undo",
        also="take back last action",
    ),
    ShellAction(
        words="What can be undone",
        icon=Icon.UNDO_2,
        act=lambda ways: ways.open_undos(),
        key="shell.undos",
        also="undo history list take back",
    ),
    ShellAction(
        words="Settings", icon=Icon.SETTINGS, act=_go(ScreenKey.SETTINGS), key="shell.settings"
    ),
    _page("shop", words="Settings: shop", also="hours name address"),
    _page("tax", words="Settings: tax", also="taxes rates vat"),
    _page("people", words="Settings: people", permissions=("people:update",), also="roles skills"),
    _page("tills", words="Settings: tills and printers", also="paper drawer"),
    _page(
        "catalogue",
        words="Settings: catalogue",
        permissions=("catalog:update", "prices:update"),
        also="devices prices import",
    ),
    _page("database", words="Settings: database", also="backup folder server"),
    _page(
        "this_pc", words="Settings: this computer", permissions=(), also="text size colours motion"
    ),
    _page("about", words="Settings: about", permissions=(), also="version licences"),
    _colours(ThemeChoice.LIGHT, words="Colours: light"),
    _colours(ThemeChoice.DARK, words="Colours: dark"),
    _colours(ThemeChoice.SYSTEM, words="Colours: as the system"),
    ShellAction(
        words="Quit Mendpoint",
        icon=Icon.X,
        act=lambda ways: ways.quit(),
        key="shell.quit",
        also="exit close end",
    ),
)


def allowed_actions(may: Callable[[str], bool]) -> tuple[ShellAction, ...]:
    """Return the actions a person may carry out, in the table's order."""
    return tuple(
        action
        for action in ACTIONS
        if not action.permissions or any(may(each) for each in action.permissions)
    )


def view_action(view: SavedView) -> ShellAction:
    """Return the action that shows one of the person's saved views."""
    view_id = view.view_id
    return ShellAction(
        words=QCoreApplication.translate("Actions", "View: {name}").format(name=view.name),
        icon=Icon.BOOKMARK,
        act=lambda ways: ways.show_view(view_id),
        permissions=("tickets:read",),
        also="queue orders saved",
    )


def find_actions(
    text: str, *, may: Callable[[str], bool], more: tuple[ShellAction, ...] = ()
) -> tuple[ShellAction, ...]:
    """Return the allowed actions every typed word begins a word of, in any order.

    ``more`` are the person's own, besides those of the table. Those whose own words fit come before
    those found by their further words only.
    """
    typed = words_of(text)
    if not typed:
        return ()
    allowed = (*allowed_actions(may), *more)
    by_name = [a for a in allowed if _fits(typed, words_of(a.said))]
    others = [a for a in allowed if a not in by_name]
    return (*by_name, *(a for a in others if _fits(typed, words_of(f"{a.said} {a.also}"))))


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text without case, accents and punctuation."""
    spread = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    bare = "".join(c for c in spread if not unicodedata.combining(c))
    return tuple("".join(c if c.isalnum() else " " for c in bare).split())


def _fits(typed: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return all(any(word.startswith(each) for word in words) for each in typed)
