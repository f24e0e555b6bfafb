"""One run of a command: opens the shop when a command first asks, and closes it at the end."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from app.home import Home, find_home
from services.errors import NotFound

if TYPE_CHECKING:
    from app.opening import Opened
    from services.actor import Actor
    from services.facade import Services

F = TypeVar("F", bound=Callable[..., Any])

NOT_SET_UP = (
    "No shop has been set up in this database yet. "
    "Run “mendpoint setup”, or start Mendpoint once and answer its questions."
)


class Session:
    """What the commands of one run share: the home, the till, the open shop."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.home: Home = find_home(environment)
        self.till_names: tuple[str, ...] = ()
        self._opened: Opened | None = None
        self._actor: Actor | None = None
        self._log: logging.Handler | None = None

    def opened(self) -> Opened:
        """Return the open database; written or brought up to date first where that is needed.

        Raises:
            StorageUnavailable: it can't be used.
        """
        if self._opened is None:
            self._start_log()
            from app.opening import open_shop

            self._opened = open_shop(self.home, environment=self.environment, say=_nobody)
        return self._opened

    def services(self) -> Services:
        """Return the services of a shop that has been set up.

        Raises:
            NotFound: there is no shop yet.
        """
        from services.settings.dto import StartState

        opened = self.opened()
        if opened.state is StartState.FIRST_START:
            raise NotFound(NOT_SET_UP)
        return opened.shop.services

    def actor(self) -> Actor:
        """Return the command line's account at the till named, else at the only one.

        Raises:
            NotFound: there is no shop yet, or no till of this name.
            UsageError: there are several tills and none was named, or several were.
        """
        if self._actor is None:
            if len(self.till_names) > 1:
                raise click.UsageError("Name one till only.")
            name = self.till_names[0] if self.till_names else None
            self._actor = self.services().people.command_line_actor(till_name=name)
        return self._actor

    def report_bug(self, bug: Exception) -> dict[str, Any]:
        """Log what nobody expected; return the error object that names its reference."""
        self._start_log()
        reference = secrets.token_hex(4)
        logging.getLogger("mendpoint.crash").error(
            "unexpected %s", type(bug).__name__, exc_info=bug, extra={"request_id": reference}
        )
        return {
            "code": "internal_error",
            "message": "Something went wrong inside Mendpoint. The log file has the details.",
            "field": None,
            "request_id": reference,
            "details": {"log_folder": str(self.home.logs)},
        }

    def close(self) -> None:
        """Close the shop and the log."""
        if self._opened is not None:
            self._opened.shop.close()
            self._opened = None
        if self._log is not None:
            from app.log_lines import stop_log

            stop_log(self._log)
            self._log = None

    def _start_log(self) -> None:
        if self._log is None:
            from app.log_lines import start_log

            self._log = start_log(self.home.logs) or _silent()


def till_option(command: F) -> F:
    """Let a command say at which till it acts; said after the command or before it."""

    def keep(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> None:
        if value is not None:
            ctx.find_object(Session).till_names = (value,)  # type: ignore[union-attr]

    option = click.option(
        "--till",
        metavar="NAME",
        expose_value=False,
        callback=keep,
        help="Act at this till; may be left out where there is only one.",
    )
    return option(command)


def _nobody(_words: str) -> None:
    """Say nothing: a script reads JSON, and nothing else is written."""


def _silent() -> logging.Handler:
    # Without any handler Python would write warnings to standard error.
    handler = logging.NullHandler()
    logging.getLogger().addHandler(handler)
    return handler
