"""What every screen is handed: the services, who is acting, and the ways to speak to the shell."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from ui.parts.toast import ToastKind
from ui.screen_key import ScreenKey

if TYPE_CHECKING:
    from services.actor import Actor
    from services.facade import Services
    from services.search.dto import SearchHit
    from services.tickets.dto import DraftDevice, QueueChip
    from ui.format import Formats
    from ui.live import LiveUpdates
    from ui.tasks import TaskRunner
    from ui.theme import ThemeSwitch
    from ui.workstation import Workstation

__all__ = [
    "ActsOnOrders",
    "Arrange",
    "BeginsIntakes",
    "Comeback",
    "HandlesSearch",
    "HoldsUnsaved",
    "OpensCustomers",
    "OpensPages",
    "OpensTickets",
    "OrderAct",
    "Screen",
    "ScreenKey",
    "ShellPort",
    "ShowsFilters",
    "ShowsViews",
    "TakesDevices",
    "UiContext",
    "Undoes",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comeback:
    """A delivered device that is here again: its first order, its customer, and the device."""

    ticket_id: int
    number: str
    customer_id: int
    device: DraftDevice


class OrderAct(StrEnum):
    """What can be begun with an order from anywhere."""

    MOVE = "move"
    ASSIGN = "assign"
    NOTE = "note"
    ATTACH = "attach"
    PRINT = "print"


class Arrange(StrEnum):
    """What of the queue's list can be arranged from anywhere."""

    FILTERS = "filters"
    GROUPS = "groups"
    VIEWS = "views"
    COLUMNS = "columns"


class ShellPort(Protocol):
    """What a screen may ask of the window around it. Call it on the main thread only."""

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
        """Say what was done, or was not, for 8 s.

        ``undo`` is offered with Ctrl+Z, as "Undo all" with ``undoes_all``. A group adds up. With
        ``until`` it can be undone that long, from the list of what can be undone, too; ``about``
        are the ids of the orders concerned, whose newest change is undone first.
        """

    def banner(
        self,
        key: str,
        text: str,
        *,
        action_words: str = "",
        action: Callable[[], None] | None = None,
    ) -> None:
        """Show lasting trouble under the top bar until `clear_banner` with the same key."""

    def clear_banner(self, key: str) -> None:
        """Take a banner away."""

    def open_ticket(self, ticket_id: int) -> None:
        """Show one order in the queue."""

    def begin_comeback(self, comeback: Comeback) -> None:
        """Begin an intake for a device that came back."""

    def intake_for(self, customer_id: int) -> None:
        """Begin an intake for somebody known, at the Counter."""

    def go(self, key: str) -> bool:
        """Show a screen of the rail; False where the person may not or the present one stays."""

    def printer_state_changed(self) -> None:
        """Ask the printers and the print jobs anew and show what they say."""


class Screen(Protocol):
    """What the shell expects of a screen, which is a QWidget too.

    ``handle_search(hit)`` and ``open_ticket(ticket_id)`` are called where a screen has them.
    """

    @property
    def key(self) -> str:
        """The screen's `ScreenKey` value."""

    @property
    def title(self) -> str:
        """What the screen is called."""

    def load(self) -> None:
        """Ask for data: called once, before the screen is first shown."""

    def shown(self) -> None:
        """Take the focus to where work begins: called each time the screen comes up."""

    def can_leave(self) -> bool:
        """Say whether the person may leave now; nothing typed is lost either way."""


@runtime_checkable
class OpensTickets(Protocol):
    """A screen that can show one order."""

    def open_ticket(self, ticket_id: int) -> None:
        """Show the order."""


@runtime_checkable
class OpensCustomers(Protocol):
    """A screen that can show one customer, begin a new one, and take them from files."""

    def open_customer(self, customer_id: int) -> None:
        """Show the customer's page."""

    def begin_customer(self) -> None:
        """Begin a new customer."""

    def open_import(self) -> None:
        """Show where customers come from a file."""


@runtime_checkable
class OpensPages(Protocol):
    """A screen of several pages."""

    def open_page(self, page: str) -> None:
        """Show one of them by its key."""


@runtime_checkable
class Undoes(Protocol):
    """A screen that can take something back that no toast speaks of."""

    def undo(self) -> bool:
        """Take it back; say whether there was anything."""


@runtime_checkable
class HoldsUnsaved(Protocol):
    """A screen that can hold what would be lost when the program ends."""

    @property
    def unsaved_words(self) -> str:
        """What is not saved; empty when nothing is."""


@runtime_checkable
class HandlesSearch(Protocol):
    """A screen that can show an answer of the search line."""

    def handle_search(self, hit: SearchHit) -> None:
        """Show what was found."""


@runtime_checkable
class TakesDevices(Protocol):
    """A screen that can begin an intake with what tells a device apart."""

    def begin_with(self, *, imei: str = "", serial: str = "") -> None:
        """Begin; what was on the screen is put aside, not lost."""


@runtime_checkable
class ActsOnOrders(Protocol):
    """A screen that can begin an act on one order."""

    def act_on(self, ticket_id: int, *, act: OrderAct) -> None:
        """Show the order and begin the act, as its key does."""


@runtime_checkable
class ShowsFilters(Protocol):
    """A screen that can show one of the queue's filters."""

    def show_filter(self, chip: QueueChip) -> None:
        """Show what the filter lets through."""


@runtime_checkable
class ShowsViews(Protocol):
    """A screen whose list is arranged by filters, groups, columns and saved views."""

    def show_view(self, view_id: int) -> None:
        """Show one of the person's saved views."""

    def arrange(self, what: Arrange) -> None:
        """Begin as its key does."""


@runtime_checkable
class BeginsIntakes(Protocol):
    """A screen that can begin an intake for somebody; what was begun there is kept."""

    def begin_for(self, customer_id: int) -> None:
        """Begin for a known customer."""

    def begin_new(self, typed: str) -> None:
        """Begin for somebody new, with a number, an address or a name."""

    def begin_comeback(self, comeback: Comeback) -> None:
        """Begin for a device that came back, linked to its first order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UiContext:
    """The screens' surroundings.

    ``actor()`` is the person at the till now (a fast switch changes it) with a fresh request id;
    ``may("resource:action")`` says what that person may do, to hide what the service would refuse;
    ``now()`` is the aware UTC instant to reckon from.
    """

    services: Services
    actor: Callable[[], Actor]
    may: Callable[[str], bool]
    now: Callable[[], datetime]
    runner: TaskRunner
    live: LiveUpdates
    theme: ThemeSwitch
    formats: Formats
    shell: ShellPort
    workstation: Workstation
