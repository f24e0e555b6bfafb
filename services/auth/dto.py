"""People, roles and grants as they cross the boundary."""

from __future__ import annotations

from dataclasses import dataclass

from data.values import GrantMode, GrantScope, PersonId, RoleId
from services.commands import OperationId, ShortText, command


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One line of the people list."""

    person_id: PersonId
    name: str
    initials: str
    role_id: RoleId
    role_key: str
    role_name: str
    active: bool
    present: bool
    skills: tuple[str, ...] = ()
    email: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One right of a role. ``permission`` is ``resource:action`` with wildcards."""

    permission: str
    scope: GrantScope
    mode: GrantMode


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    role_id: RoleId
    key: str
    name: str
    grants: tuple[Grant, ...]


@command
class SavePerson:
    """Add a person (``person_id`` None) or change one. ``seen_version`` guards a change."""

    operation_id: OperationId
    person_id: int | None = None
    name: ShortText
    email: ShortText = ""
    role_key: ShortText
    active: bool = True
    present: bool = False
    skills: tuple[ShortText, ...] = ()
    seen_version: int | None = None
