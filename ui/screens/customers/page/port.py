"""What the sections of a customer's page may ask of the page around them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from services.customers.dto import CustomerPage
from services.errors import MendpointError
from ui.context import UiContext
from ui.parts.button import Button

if TYPE_CHECKING:
    from services.actor import Actor
    from services.facade import Services

Call = Callable[["Services", "Actor"], CustomerPage]
Undo = Callable[[CustomerPage], "Deed | None"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One change of a customer: one service call, which carries its own operation id.

    ``said`` is the toast; ``undo`` makes the deed that takes it back from the page as it is then.
    ``button`` is busy with ``busy`` meanwhile. ``refused`` puts an error at its place and says
    whether it had one; ``done`` is called with the page as it is stored.
    """

    call: Call
    said: str = ""
    undo: Undo | None = None
    button: Button | None = None
    busy: str = ""
    refused: Callable[[MendpointError], bool] | None = None
    done: Callable[[CustomerPage], None] | None = None


class PagePort(Protocol):
    """The page's desk, as its sections see it."""

    @property
    def context(self) -> UiContext:
        """The screen's surroundings."""

    @property
    def page(self) -> CustomerPage:
        """The customer as last read."""

    @property
    def may_edit(self) -> bool:
        """Whether this person may change this customer."""

    def carry_out(self, deed: Deed) -> None:
        """Begin a change."""
