"""When a section of the Counter is complete: the one place that says when it may fold."""

from __future__ import annotations

from services.tickets.dto import DraftDevice, IntakeDraft
from services.types import ConditionPart, imei_problem


def customer_is_complete(draft: IntakeDraft) -> bool:
    """Say whether a known customer is chosen, or a new one has a name and one contact."""
    if draft.customer_id is not None:
        return True
    return bool(draft.name.strip()) and bool(draft.phone.strip() or draft.email.strip())


def device_is_complete(device: DraftDevice) -> bool:
    """Say whether the device is named and told apart: IMEI, serial, or a reason why neither."""
    return bool(device.title.strip()) and identity_is_complete(device)


def identity_is_complete(device: DraftDevice) -> bool:
    """Say whether the IMEI fits its check digit, or a serial or a reason stands in for it."""
    if device.imei.strip():
        return imei_problem(device.imei) is None
    return bool(device.serial.strip() or device.no_identity_reason.strip())


def problem_is_complete(device: DraftDevice) -> bool:
    """Say whether a repair is chosen or the customer's words say what is wrong."""
    return bool(device.lines or device.words.strip())


def marks_given(device: DraftDevice) -> int:
    """Return how many of the nine condition rows have a mark."""
    return sum(1 for part in ConditionPart if device.condition.get(part.value))


def condition_is_complete(draft: IntakeDraft, *, device: DraftDevice, has_terms: bool) -> bool:
    """Say whether all is marked, a time promised, and the terms (if any) accepted."""
    return (
        marks_given(device) == len(ConditionPart)
        and bool(device.promised_at_utc)
        and (draft.terms_accepted or not has_terms)
    )


def device_is_blank(device: DraftDevice) -> bool:
    """Say whether nothing at all was entered for this device."""
    typed = (
        device.title,
        device.colour,
        device.imei,
        device.serial,
        device.no_identity_reason,
        device.words,
        device.deposit_text,
    )
    return not any(text.strip() for text in typed) and not (
        device.lines or device.condition or device.accessories or device.promised_at_utc
    )


def draft_is_blank(draft: IntakeDraft) -> bool:
    """Say whether nothing worth keeping is on the Counter."""
    typed = (draft.customer_text, draft.name, draft.phone, draft.email)
    return (
        draft.customer_id is None
        and not any(text.strip() for text in typed)
        and all(device_is_blank(device) for device in draft.devices)
    )
