"""The only place that shows errors: which kind is said how, in words a cashier can act on.

A screen first takes the problems that belong to its own fields (`Invalid.problems`) and hands over
what is left. Bugs are shown by the crash report, with their reference, and not a second time here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject

from services.errors import (
    Conflict,
    DeviceUnavailable,
    Invalid,
    InvalidTransition,
    MendpointError,
    NeedsConfirmation,
    NotFound,
    OutcomeUnknown,
    PermissionDenied,
    RemoteRefused,
    RemoteUnavailable,
    StorageUnavailable,
)
from ui.tasks import Unexpected


class NoticeKind(StrEnum):
    """How an error is said: in a small window, or as a banner until it is over."""

    WINDOW = "window"
    BANNER = "banner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One error in words. ``key`` names a banner, so that the same trouble stands there once.

    ``may_pass`` says that asking again can help.
    """

    kind: NoticeKind
    key: str
    heading: str
    text: str
    reference: str = ""
    may_pass: bool = False


@runtime_checkable
class NoticeBoard(Protocol):
    """A window that can show notices: the shell is one."""

    def show_notice(self, notice: Notice) -> None:
        """Show it."""


# The first class an error belongs to decides.
_SAID: tuple[tuple[type[MendpointError], NoticeKind, str], ...] = (
    (Invalid, NoticeKind.WINDOW, "This can't be accepted"),
    (NotFound, NoticeKind.WINDOW, "Not found"),
    (InvalidTransition, NoticeKind.WINDOW, "This order can't go there"),
    (PermissionDenied, NoticeKind.WINDOW, "Not permitted"),
    (NeedsConfirmation, NoticeKind.WINDOW, "This needs a yes first"),
    (Conflict, NoticeKind.WINDOW, "Someone else changed this first"),
    (StorageUnavailable, NoticeKind.BANNER, "The database can't be reached"),
    (DeviceUnavailable, NoticeKind.WINDOW, "The device does not answer"),
    (RemoteUnavailable, NoticeKind.BANNER, "The service can't be reached"),
    (RemoteRefused, NoticeKind.WINDOW, "The service said no"),
    (OutcomeUnknown, NoticeKind.WINDOW, "It is not known whether this was done"),
)

# A database's trouble by its fault (`data.errors.StorageFault`), and whether it may pass by itself
# or by what the person does about it while the program runs.
_STORAGE_SAID: dict[str, tuple[str, bool]] = {
    "locked": ("The database is busy", True),
    "full": ("The disk is full", True),
    "read_only": ("The database can't be written to", True),
    "missing": ("The database file can't be opened", True),
    "damaged": ("The database file is damaged", False),
    "away": ("The database server can't be reached", True),
    "refused": ("The database server refused this workstation's login", True),
    "newer": ("The database was made by a newer Mendpoint", False),
    "outdated": ("The database has an older schema", False),
    "failed": ("The database could not do this", True),
}


def notice_of(error: MendpointError) -> Notice:
    """Return how an error is said."""
    kind, heading = _how(error)
    may_pass = False
    if isinstance(error, StorageUnavailable):
        heading, may_pass = _STORAGE_SAID.get(error.fault, (heading, True))
    return Notice(
        kind=kind,
        key=error.code,
        heading=heading,
        text=error.message,
        reference=error.request_id or "",
        may_pass=may_pass,
    )


def _how(error: MendpointError) -> tuple[NoticeKind, str]:
    for kind_of_error, kind, heading in _SAID:
        if isinstance(error, kind_of_error):
            return kind, heading
    return NoticeKind.WINDOW, "This did not work"


def present(parent: QObject, error: MendpointError) -> None:
    """Show an error on the window ``parent`` is in. Main thread only."""
    if isinstance(error, Unexpected):
        return
    board_of(parent).show_notice(notice_of(error))


def board_of(start: QObject) -> NoticeBoard:
    """Return the nearest window around ``start`` that shows notices.

    Raises:
        LookupError: the widget stands in no such window.
    """
    place: QObject | None = start
    while place is not None:
        if isinstance(place, NoticeBoard):
            return place
        place = place.parent()
    raise LookupError(f"{start.objectName() or type(start).__name__} is in no window with notices")
