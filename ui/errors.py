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
    """One error in words. ``key`` names a banner, so that the same trouble stands there once."""

    kind: NoticeKind
    key: str
    heading: str
    text: str
    reference: str = ""


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


def notice_of(error: MendpointError) -> Notice:
    """Return how an error is said."""
    kind, heading = _how(error)
    return Notice(
        kind=kind,
        key=error.code,
        heading=heading,
        text=error.message,
        reference=error.request_id or "",
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
