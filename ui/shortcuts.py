"""Every key of the program, as one table: what it does and the words for tooltip and palette."""

from __future__ import annotations

from typing import NamedTuple


class Shortcut(NamedTuple):
    """One key. ``key`` is Qt's spelling, ``action`` the name code asks for."""

    action: str
    key: str
    words: str

    @property
    def keycap(self) -> str:
        """Return the key as it stands on a keycap: "Ctrl Enter"."""
        return self.key.replace("Return", "Enter").replace("+", " ")


SHORTCUTS: tuple[Shortcut, ...] = (
    # the shell
    Shortcut(action="shell.counter", key="F1", words="Counter"),
    Shortcut(action="shell.queue", key="F2", words="Queue"),
    Shortcut(action="shell.customers", key="F5", words="Customers"),
    Shortcut(action="shell.settings", key="F9", words="Settings"),
    Shortcut(action="shell.search", key="Ctrl+K", words="Search or scan"),
    Shortcut(action="shell.undo", key="Ctrl+Z", words="Undo the last action"),
    Shortcut(action="shell.undos", key="Alt+Z", words="What can be undone"),
    Shortcut(action="shell.person", key="Ctrl+Shift+P", words="Change the person at this till"),
    Shortcut(action="shell.quit", key="Ctrl+Q", words="Quit Mendpoint"),
    # the Counter
    Shortcut(action="counter.take_in", key="Ctrl+Return", words="Take in and print"),
    Shortcut(action="counter.save_draft", key="Ctrl+S", words="Save draft"),
    Shortcut(action="counter.clear", key="Alt+C", words="Clear"),
    Shortcut(action="counter.all_good", key="G", words="All good"),
    # the Queue
    Shortcut(action="queue.filter", key="/", words="Filter the list"),
    Shortcut(action="queue.status", key="S", words="Move to another status"),
    Shortcut(action="queue.assign", key="A", words="Assign a technician"),
    Shortcut(action="queue.note", key="N", words="Add a note"),
    Shortcut(action="queue.edit", key="E", words="Edit the order"),
    Shortcut(action="queue.attach", key="F", words="Add photos or files"),
    Shortcut(action="queue.paste", key="Ctrl+V", words="Add the picture on the clipboard"),
    Shortcut(action="queue.print", key="P", words="Print a copy"),
    Shortcut(action="queue.sort", key="O", words="Sort by"),
    Shortcut(action="queue.narrow", key="Ctrl+F", words="Filter by status, person, day …"),
    Shortcut(action="queue.clear", key="X", words="Clear the filters"),
    Shortcut(action="queue.group", key="G", words="Group by"),
    Shortcut(action="queue.views", key="W", words="Saved views"),
    Shortcut(action="queue.columns", key="C", words="Columns"),
    Shortcut(action="queue.shape", key="V", words="Table or board"),
    Shortcut(action="queue.detail", key="Space", words="Show or hide the details"),
    # Customers
    Shortcut(action="customers.find", key="/", words="Find a customer"),
    Shortcut(action="customers.new", key="Ctrl+N", words="New customer"),
    Shortcut(action="customers.save", key="Ctrl+S", words="Save"),
    # Settings
    Shortcut(action="settings.save", key="Ctrl+S", words="Save"),
    Shortcut(action="settings.revert", key="Ctrl+Z", words="Undo what is not saved"),
)


def shortcut(action: str) -> Shortcut:
    """Return the shortcut of an action.

    Raises:
        LookupError: no such action in the table.
    """
    for entry in SHORTCUTS:
        if entry.action == action:
            return entry
    raise LookupError(action)
