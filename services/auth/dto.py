"""People, roles and grants as they cross the boundary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

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


@command
class SetPresent:
    """Mark a person here or gone on the shop's today."""

    operation_id: OperationId
    person_id: int
    present: bool


class PersonKind(StrEnum):
    """A person, or the account that the command line acts as."""

    PERSON = "person"
    COMMAND_LINE = "command_line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """A person as the reference data keeps them. Presence ends by itself with the shop's day."""

    person_id: PersonId
    name: str
    email: str
    kind: PersonKind
    role_id: RoleId
    role_key: str
    role_name: str
    active: bool
    present_on: date | None
    skills: tuple[str, ...]
    version: int

    @property
    def initials(self) -> str:
        """Return two letters: of the first and last word, or of the only one."""
        return initials_of(self.name)

    def on(self, today: date) -> Person:
        """Return the line of the people list as it reads on the shop's date ``today``."""
        return Person(
            person_id=self.person_id,
            name=self.name,
            initials=self.initials,
            role_id=self.role_id,
            role_key=self.role_key,
            role_name=self.role_name,
            active=self.active,
            present=self.active and self.present_on == today,
            skills=self.skills,
            email=self.email,
            version=self.version,
        )


def initials_of(name: str) -> str:
    """Return the two letters that stand for ``name`` in lists.

    >>> initials_of("Marco Rossi"), initials_of("Ana")
    ('MR', 'AN')
    """
    words = [word for word in name.split() if word[0].isalnum()] or name.split()
    if not words:
        return ""
    letters = words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]
    return letters.upper()
