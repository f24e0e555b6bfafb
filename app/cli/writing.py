"""What every writing command has: an operation id, named again in its errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from services.actor import new_operation_id
from services.errors import MendpointError

F = TypeVar("F", bound=Callable[..., Any])

# Where a command's context keeps its operation id, for an error that comes after the work is done.
OPERATION = "mendpoint.operation_id"


def operation_option(command: F) -> F:
    """Let a command be repeated safely; an id that is not given is made."""

    def made(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str:
        named = new_operation_id() if value is None else value
        ctx.meta[OPERATION] = named
        return named

    option = click.option(
        "--operation-id",
        metavar="ID",
        callback=made,
        help="Repeated with the same id, the command answers with its first result.",
    )
    return option(command)


@contextmanager
def naming_operation(operation_id: str) -> Iterator[None]:
    """Name the operation in an error, so that it can be repeated with the same id."""
    click.get_current_context().meta[OPERATION] = operation_id
    try:
        yield
    except MendpointError as error:
        error.details.setdefault("operation_id", operation_id)
        raise
