"""What can be permitted, and whether a set of grants permits it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from data.values import GrantMode, GrantScope


class Permission(StrEnum):
    """Every right of the program, as ``resource:action``."""

    TAKE_IN = "tickets:take_in"
    SEE_TICKETS = "tickets:read"
    MOVE_TICKETS = "tickets:move"
    CANCEL_TICKETS = "tickets:cancel"
    UPDATE_TICKETS = "tickets:update"
    PRICE_TICKETS = "tickets:price"
    ASSIGN_TICKETS = "tickets:assign"
    HAND_OVER = "tickets:hand_over"
    CORRECT_TICKETS = "tickets:correct"
    SEE_CUSTOMERS = "customers:read"
    EDIT_CUSTOMERS = "customers:update"
    MERGE_CUSTOMERS = "customers:merge"
    DEACTIVATE_CUSTOMERS = "customers:deactivate"
    ERASE_CUSTOMERS = "customers:erase"
    IMPORT_CUSTOMERS = "customers:import"
    EXPORT_CUSTOMERS = "customers:export"
    SEE_CATALOGUE = "catalog:read"
    EDIT_CATALOGUE = "catalog:update"
    SEE_PRICES = "prices:read"
    EDIT_PRICES = "prices:update"
    PRINT = "printing:print"
    SEE_JOBS = "jobs:read"
    MANAGE_JOBS = "jobs:update"
    RUN_JOBS = "jobs:run"
    SEARCH = "search:use"
    SEE_SETTINGS = "settings:read"
    EDIT_SETTINGS = "settings:update"
    SEE_PEOPLE = "people:read"
    EDIT_PEOPLE = "people:update"
    CHECK_SYSTEM = "system:check"
    BULK_LOAD = "system:load"
    REINDEX = "system:reindex"
    SWEEP_FILES = "system:sweep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """How a permission is granted: over which rows, and at once or with a manager's PIN."""

    scope: GrantScope
    mode: GrantMode


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRule:
    """One grant of a role: a permission with optional ``*`` for resource or action."""

    permission: str
    scope: GrantScope = GrantScope.ALL
    mode: GrantMode = GrantMode.DIRECT

    def covers(self, permission: Permission) -> bool:
        """Say whether this grant speaks of ``permission``."""
        resource, _, action = self.permission.partition(":")
        wanted_resource, _, wanted_action = permission.value.partition(":")
        return resource in ("*", wanted_resource) and action in ("*", wanted_action)


# The widest scope wins, then the more direct mode.
_SCOPE_RANK = {GrantScope.OWN: 0, GrantScope.ALL: 1}
_MODE_RANK = {GrantMode.WITH_PIN: 0, GrantMode.DIRECT: 1}


def allowed(permission: Permission, grants: Iterable[GrantRule]) -> Allowed | None:
    """Return how ``grants`` allow ``permission``, or None: what is not granted is denied."""
    found = [
        Allowed(scope=grant.scope, mode=grant.mode) for grant in grants if grant.covers(permission)
    ]
    if not found:
        return None
    return max(found, key=lambda a: (_MODE_RANK[a.mode], _SCOPE_RANK[a.scope]))
