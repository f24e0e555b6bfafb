"""The five roles a new shop starts with. The owner may change them later."""

from __future__ import annotations

from dataclasses import dataclass

from data.values import GrantScope
from services.auth.rights import GrantRule, Permission

OWNER = "owner"
MANAGER = "manager"
FRONT_DESK = "front_desk"
TECHNICIAN = "technician"
VIEWER = "viewer"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleDefault:
    key: str
    name: str
    grants: tuple[GrantRule, ...]


def _all(*permissions: str) -> tuple[GrantRule, ...]:
    return tuple(GrantRule(permission=permission) for permission in permissions)


def _own(*permissions: Permission) -> tuple[GrantRule, ...]:
    return tuple(
        GrantRule(permission=permission.value, scope=GrantScope.OWN) for permission in permissions
    )


_LOOK = (
    Permission.SEE_CUSTOMERS,
    Permission.SEE_CATALOGUE,
    Permission.SEE_PRICES,
    Permission.SEE_JOBS,
    Permission.SEARCH,
    Permission.SEE_SETTINGS,
    Permission.SEE_PEOPLE,
)

DEFAULT_ROLES: tuple[RoleDefault, ...] = (
    RoleDefault(key=OWNER, name="Owner", grants=_all("*:*")),
    RoleDefault(
        key=MANAGER,
        name="Manager",
        grants=_all(
            "tickets:*",
            "customers:*",
            "catalog:*",
            "prices:*",
            "printing:*",
            "jobs:*",
            "search:*",
            "settings:*",
            "system:*",
            Permission.SEE_PEOPLE,
        ),
    ),
    RoleDefault(
        key=FRONT_DESK,
        name="Front desk",
        grants=_all(
            Permission.TAKE_IN,
            Permission.SEE_TICKETS,
            Permission.MOVE_TICKETS,
            Permission.CANCEL_TICKETS,
            Permission.UPDATE_TICKETS,
            Permission.PRICE_TICKETS,
            Permission.ASSIGN_TICKETS,
            Permission.HAND_OVER,
            Permission.EDIT_CUSTOMERS,
            Permission.MERGE_CUSTOMERS,
            Permission.DEACTIVATE_CUSTOMERS,
            Permission.PRINT,
            "jobs:*",
            *_LOOK,
        ),
    ),
    RoleDefault(
        key=TECHNICIAN,
        name="Technician",
        grants=(
            *_own(
                Permission.SEE_TICKETS,
                Permission.MOVE_TICKETS,
                Permission.UPDATE_TICKETS,
            ),
            *_all(Permission.PRINT, Permission.RUN_JOBS, *_LOOK),
        ),
    ),
    RoleDefault(key=VIEWER, name="Viewer", grants=_all(Permission.SEE_TICKETS, *_LOOK)),
)
