"""Says what merging two customers would move and change, inside a transaction that is open."""

from __future__ import annotations

from collections.abc import Iterator

from data.queries import customer_page as queries
from data.queries.customers import CustomerRow
from data.values import CustomerId
from services.auth.work import Work
from services.customers.dto import Differing, MergeDifference, MergePreview, MergeSide
from services.customers.reading import seen_customer
from services.errors import Invalid

_ANSWERS = {True: "yes", False: "no", None: ""}


def preview_merge(work: Work, *, kept_id: int, gone_id: int) -> MergePreview:
    """Return what a merge would do.

    Raises:
        Invalid: both are the same one, perhaps by an earlier merge.
        NotFound: one of them does not exist.
    """
    kept, gone = seen_customer(work, kept_id), seen_customer(work, gone_id)
    if kept.id == gone.id:
        raise Invalid("Both are the same customer.", field="gone_id")
    held = queries.read_holdings(work, gone.id)
    return MergePreview(
        kept=_side(work, kept),
        gone=_side(work, gone),
        tickets=held.tickets,
        visits=held.visits,
        devices=held.devices,
        contacts=held.contacts + bool(gone.phone) + bool(gone.email),
        addresses=held.addresses,
        notes=held.notes,
        consents=held.consents,
        differences=tuple(_differences(kept, gone)),
    )


def _side(work: Work, row: CustomerRow) -> MergeSide:
    held = queries.read_holdings(work, row.id)
    return MergeSide(
        customer_id=CustomerId(row.id),
        name=row.name,
        phone=row.phone,
        email=row.email,
        flag=row.flag,
        since_utc=row.created_at_utc,
        active=row.active,
        sms_consent=row.sms_consent,
        email_consent=row.email_consent,
        tickets=held.tickets,
        open_tickets=held.open_tickets,
        version=row.version,
    )


def _differences(kept: CustomerRow, gone: CustomerRow) -> Iterator[MergeDifference]:
    pairs = (
        (Differing.NAME, kept.name, gone.name),
        (Differing.PHONE, kept.phone, gone.phone),
        (Differing.EMAIL, kept.email, gone.email),
        (Differing.FLAG, kept.flag, gone.flag),
        (Differing.SMS_CONSENT, _ANSWERS[kept.sms_consent], _ANSWERS[gone.sms_consent]),
        (Differing.EMAIL_CONSENT, _ANSWERS[kept.email_consent], _ANSWERS[gone.email_consent]),
    )
    for field, one, other in pairs:
        if one != other:
            yield MergeDifference(field=field, kept=one, gone=other)
