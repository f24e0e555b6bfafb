"""The status machine of a repair order (DOMAIN.md, Status of a repair order). Pure.

The first migration that guards moves copies `TRANSITIONS`; an architecture test compares the two.
"""

from __future__ import annotations

from data.values import HistoryKind, Outcome, TicketStatus
from services.tickets.dto import MoveKind, NextMove

S = TicketStatus

# From each status, the legal next ones, the most likely first.
TRANSITIONS: dict[TicketStatus, tuple[TicketStatus, ...]] = {
    S.PENDING: (S.DIAGNOSING, S.IN_PROGRESS, S.WAITING_PARTS, S.CANCELLED),
    S.DIAGNOSING: (
        S.IN_PROGRESS,
        S.AWAITING_APPROVAL,
        S.WAITING_PARTS,
        S.COMPLETED,
        S.CANCELLED,
    ),
    S.AWAITING_APPROVAL: (S.IN_PROGRESS, S.WAITING_PARTS, S.COMPLETED, S.CANCELLED),
    S.IN_PROGRESS: (S.COMPLETED, S.WAITING_PARTS, S.AWAITING_APPROVAL, S.CANCELLED),
    S.WAITING_PARTS: (S.IN_PROGRESS, S.AWAITING_APPROVAL, S.CANCELLED),
    S.COMPLETED: (S.READY_PICKUP, S.IN_PROGRESS),
    S.READY_PICKUP: (S.DELIVERED, S.IN_PROGRESS),
    S.DELIVERED: (),
    S.CANCELLED: (),
}

_COMPLETED_OUTCOMES = (Outcome.REPAIRED, Outcome.NOT_REPAIRABLE, Outcome.DECLINED)

# Kinds of history that may carry a change of status.
MOVING_KINDS = (
    HistoryKind.MOVED,
    HistoryKind.HANDED_OVER,
    HistoryKind.CORRECTED,
    HistoryKind.UNDONE,
)


def is_legal(old: TicketStatus, new: TicketStatus) -> bool:
    """Say whether an order may go from ``old`` to ``new`` as an ordinary move."""
    return new in TRANSITIONS[old]


def needs_note(new: TicketStatus) -> bool:
    """Say whether a move to ``new`` must give a reason."""
    return new is S.CANCELLED


def outcome_after(
    old: TicketStatus, new: TicketStatus, *, asked: Outcome | None, now: Outcome | None
) -> Outcome | None:
    """Return the outcome an order has after a move; ``now`` is the one it has before.

    Raises:
        ValueError: ``asked`` does not belong to this move.
    """
    if asked is not None and (new is not S.COMPLETED or asked not in _COMPLETED_OUTCOMES):
        raise ValueError("an outcome of repaired, not_repairable or declined goes with completed")
    if new is S.COMPLETED:
        default = Outcome.DECLINED if old is S.AWAITING_APPROVAL else Outcome.REPAIRED
        return asked or default
    if new is S.CANCELLED:
        return Outcome.CANCELLED
    if new in (S.READY_PICKUP, S.DELIVERED):
        return now
    return None


def next_moves(status: TicketStatus, *, device_in_shop: bool) -> tuple[NextMove, ...]:
    """Return the legal next steps, the most likely first."""
    if status is S.CANCELLED and device_in_shop:
        return (NextMove(kind=MoveKind.HAND_BACK, to=S.CANCELLED),)
    return tuple(
        NextMove(
            kind=MoveKind.HAND_OVER if new is S.DELIVERED else MoveKind.MOVE,
            to=new,
            needs_note=needs_note(new),
        )
        for new in TRANSITIONS[status]
    )
