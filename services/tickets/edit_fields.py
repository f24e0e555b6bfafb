"""Which fields of an order may be edited where it stands. Pure."""

from __future__ import annotations

from data.values import TicketStatus
from services.tickets.dto import EditedField

_CLOSED = (TicketStatus.DELIVERED, TicketStatus.CANCELLED)
# What is about the work done may still be written down when the order is closed.
_AFTER_CLOSING = frozenset({EditedField.FINDING, EditedField.ACTUAL_MINUTES})


def editable_fields(status: TicketStatus, *, device_in_shop: bool) -> frozenset[EditedField]:
    """Return the fields; a device that is still here lies somewhere, whatever became of it."""
    if status not in _CLOSED:
        return frozenset(EditedField)
    return _AFTER_CLOSING | ({EditedField.SLOT} if device_in_shop else frozenset())
