"""Two customers who are one: who they may be, what a merge does, and what it did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from data.values import CustomerId
from services.commands import OperationId, RowId, command

UNDO_MERGE_HOURS = 24


class TwinReason(StrEnum):
    """Why two may be one. The first that holds is told."""

    SAME_PHONE = "same_phone"
    SAME_EMAIL = "same_email"
    SIMILAR_NAME = "similar_name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A known customer who may be the one that is being typed."""

    customer_id: CustomerId
    name: str
    phone: str
    email: str
    active: bool
    tickets: int
    reason: TwinReason


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeSide:
    """One of the two, as the preview shows them."""

    customer_id: CustomerId
    name: str
    phone: str
    email: str
    flag: str
    since_utc: datetime
    active: bool
    sms_consent: bool | None
    email_consent: bool | None
    tickets: int
    open_tickets: int
    version: int


class Differing(StrEnum):
    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    FLAG = "flag"
    SMS_CONSENT = "sms_consent"
    EMAIL_CONSENT = "email_consent"


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeDifference:
    """A field where both say something else: what stays, and what becomes of the other.

    ``gone`` is "" where the other has nothing. A phone number or e-mail address that does not stay
    becomes a further contact; a name stays a name to be found by.
    """

    field: Differing
    kept: str
    gone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePreview:
    """What merging ``gone`` into ``kept`` moves and changes. Nothing is stored."""

    kept: MergeSide
    gone: MergeSide
    tickets: int
    visits: int
    devices: int
    contacts: int
    addresses: int
    notes: int
    consents: int
    differences: tuple[MergeDifference, ...]


@command
class MergeCustomers:
    """Merge ``gone_id`` into ``kept_id``, as both were seen in the preview; None: as they are."""

    operation_id: OperationId
    kept_id: RowId
    gone_id: RowId
    kept_version: int | None = None
    gone_version: int | None = None


@command
class UndoMerge:
    """Part two customers again; within `UNDO_MERGE_HOURS`."""

    operation_id: OperationId
    merge_id: RowId


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeResult:
    """What a merge moved, or its undo gave back."""

    merge_id: int
    kept_id: CustomerId
    gone_id: CustomerId
    tickets: int
    visits: int
    devices: int
    contacts: int
    addresses: int
    notes: int
    undo_until_utc: datetime | None
    replayed: bool = False
