"""The status machine, as DOMAIN's table has it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.values import Outcome, TicketStatus
from services.tickets import workflow
from services.tickets.dto import MoveKind

S = TicketStatus
LEGAL = {
    ("pending", "diagnosing"),
    ("pending", "in_progress"),
    ("pending", "waiting_parts"),
    ("pending", "cancelled"),
    ("diagnosing", "awaiting_approval"),
    ("diagnosing", "in_progress"),
    ("diagnosing", "waiting_parts"),
    ("diagnosing", "completed"),
    ("diagnosing", "cancelled"),
    ("awaiting_approval", "in_progress"),
    ("awaiting_approval", "waiting_parts"),
    ("awaiting_approval", "completed"),
    ("awaiting_approval", "cancelled"),
    ("in_progress", "waiting_parts"),
    ("in_progress", "awaiting_approval"),
    ("in_progress", "completed"),
    ("in_progress", "cancelled"),
    ("waiting_parts", "in_progress"),
    ("waiting_parts", "awaiting_approval"),
    ("waiting_parts", "cancelled"),
    ("completed", "ready_pickup"),
    ("completed", "in_progress"),
    ("ready_pickup", "delivered"),
    ("ready_pickup", "in_progress"),
}

statuses = st.sampled_from(TicketStatus)


@given(statuses, statuses)
def test_exactly_the_table_is_legal(old: TicketStatus, new: TicketStatus) -> None:
    assert workflow.is_legal(old, new) == ((old.value, new.value) in LEGAL)


@given(st.lists(statuses, max_size=30))
def test_any_walk_stays_legal_or_stands_still(wishes: list[TicketStatus]) -> None:
    at = S.PENDING
    outcome: Outcome | None = None
    for wish in wishes:
        if workflow.is_legal(at, wish):
            outcome = workflow.outcome_after(at, wish, asked=None, now=outcome)
            at = wish
        finished = at in (S.COMPLETED, S.READY_PICKUP, S.DELIVERED, S.CANCELLED)
        assert (outcome is not None) == finished


def test_outcomes_by_default() -> None:
    after = workflow.outcome_after
    assert after(S.IN_PROGRESS, S.COMPLETED, asked=None, now=None) is Outcome.REPAIRED
    assert after(S.AWAITING_APPROVAL, S.COMPLETED, asked=None, now=None) is Outcome.DECLINED
    assert after(S.DIAGNOSING, S.CANCELLED, asked=None, now=None) is Outcome.CANCELLED
    assert after(S.READY_PICKUP, S.IN_PROGRESS, asked=None, now=Outcome.REPAIRED) is None


@pytest.mark.parametrize("new", [S.IN_PROGRESS, S.CANCELLED, S.READY_PICKUP])
def test_an_outcome_goes_with_completed_only(new: TicketStatus) -> None:
    with pytest.raises(ValueError, match="outcome"):
        workflow.outcome_after(S.COMPLETED, new, asked=Outcome.REPAIRED, now=None)


def test_ready_is_handed_over_and_cancelled_is_handed_back() -> None:
    assert workflow.next_moves(S.READY_PICKUP, device_in_shop=True)[0].kind is MoveKind.HAND_OVER
    assert workflow.next_moves(S.CANCELLED, device_in_shop=True)[0].kind is MoveKind.HAND_BACK
    assert workflow.next_moves(S.CANCELLED, device_in_shop=False) == ()
    assert workflow.next_moves(S.DELIVERED, device_in_shop=False) == ()
