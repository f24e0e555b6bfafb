"""Declares the right a public service method needs. Deny by default.

The declaration is checked by the gate inside the method's own transaction, whose first statement
reads the person's rights; a method without a declaration can't open a transaction at all. A lost
race that stored nothing is run again here, so that no caller ever sees it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from data.errors import TryAgain
from services.auth.rights import Permission
from services.errors import Conflict

P = ParamSpec("P")
R = TypeVar("R")

_RACES_RUN_AGAIN = 6

# The permission declared by the public method now running on this thread.
required: ContextVar[Permission | None] = ContextVar("required", default=None)


def requires(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Require ``permission`` of the actor, checked with the transaction's first statement."""

    def declare(method: Callable[P, R]) -> Callable[P, R]:
        @wraps(method)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            token = required.set(permission)
            try:
                return _run(method, *args, **kwargs)
            finally:
                required.reset(token)

        call.__required__ = permission  # type: ignore[attr-defined]
        return call

    return declare


def open_to_everyone(reason: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a public method that works before anybody has signed in, and say why it may."""

    def declare(method: Callable[P, R]) -> Callable[P, R]:
        @wraps(method)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            return _run(method, *args, **kwargs)

        call.__required__ = None  # type: ignore[attr-defined]
        call.__open_because__ = reason  # type: ignore[attr-defined]
        return call

    return declare


def _run(method: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    for _ in range(_RACES_RUN_AGAIN):
        try:
            return method(*args, **kwargs)
        except TryAgain:
            continue
    raise Conflict("Someone else keeps changing this at the same moment. Try once more.")
