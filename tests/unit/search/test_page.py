"""A page is shared out between orders, customers and devices."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.search.dto import HitKind, SearchHit
from services.search.page import KINDS, shared_page

COUNTS = st.tuples(*(st.integers(0, 30) for _kind in KINDS))


def hits(orders: int, customers: int, devices: int) -> list[SearchHit]:
    counts = zip(KINDS, (orders, customers, devices), strict=True)
    return [
        SearchHit(kind=kind, entity_id=each, title="", detail="", why="")
        for kind, count in counts
        for each in range(count)
    ]


def counted(page: tuple[SearchHit, ...]) -> tuple[int, ...]:
    return tuple(sum(hit.kind is kind for hit in page) for kind in KINDS)


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        ((3, 4, 5), (3, 4, 5)),
        ((30, 30, 30), (7, 7, 6)),
        ((30, 2, 30), (9, 2, 9)),
        ((30, 0, 0), (20, 0, 0)),
        ((0, 0, 0), (0, 0, 0)),
    ],
)
def test_kinds_take_places_in_turns(
    found: tuple[int, int, int], shown: tuple[int, int, int]
) -> None:
    assert counted(shared_page(hits(*found), limit=20)) == shown


@given(COUNTS, st.integers(-1, 40))
def test_a_page_is_full_and_in_order(found: tuple[int, int, int], limit: int) -> None:
    page = shared_page(hits(*found), limit=limit)
    assert len(page) == max(0, min(limit, sum(found)))
    assert list(page) == sorted(page, key=lambda hit: (KINDS.index(hit.kind), hit.entity_id))


def test_what_is_found_twice_is_shown_once_with_the_first_reason() -> None:
    (first, *rest) = hits(2, 0, 0)
    again = SearchHit(kind=HitKind.TICKET, entity_id=first.entity_id, title="", detail="", why="b")
    assert shared_page([first, *rest, again], limit=20) == (first, *rest)
