"""Who may be the same person is told while a customer is typed."""

from __future__ import annotations

from typing import Any

import pytest

from services.customers.dto import Twin, TwinReason
from tests.integration.customers.desk import Desk


@pytest.fixture
def known(desk: Desk) -> Desk:
    """Give a shop that knows four customers, one with a further number and address."""
    dana = desk.take_in("Dana Whitfield", "415-555-0142", "dana@example.com").customer_id
    desk.add_contact(dana, "510-555-0187")
    desk.add_contact(dana, "work@example.com")
    desk.create("Dora Whitfield", "415-555-0143")
    desk.create("José Ángel de la Cruz", "415-555-0144")
    desk.create("Zoë", "+44 20 7946 0018")
    return desk


def twins(desk: Desk, **typed: Any) -> list[tuple[str, TwinReason]]:
    found: tuple[Twin, ...] = desk.customers.find_twins(desk.owner, **typed)
    return [(each.name, each.reason) for each in found]


DANA = "Dana Whitfield"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"phones": ["(415) 555 0142"]}, [(DANA, TwinReason.SAME_PHONE)]),
        ({"phones": ["+1 510 555 0187"]}, [(DANA, TwinReason.SAME_PHONE)]),
        ({"phones": ["020 7946 0018"]}, []),
        ({"phones": ["+44 20 7946 0018"]}, [("Zoë", TwinReason.SAME_PHONE)]),
        ({"emails": ["DANA@example.com"]}, [(DANA, TwinReason.SAME_EMAIL)]),
        ({"emails": ["work@example.com "]}, [(DANA, TwinReason.SAME_EMAIL)]),
        ({"name": "whitfield, DANA"}, [(DANA, TwinReason.SIMILAR_NAME)]),
        ({"name": "Dana Whitfeild"}, [(DANA, TwinReason.SIMILAR_NAME)]),
        ({"name": "Jose Angel De La Cruz"}, [("José Ángel de la Cruz", TwinReason.SIMILAR_NAME)]),
        ({"name": "Dan"}, []),
        ({"name": "Somebody Else"}, []),
        ({"name": "", "phones": ["41"], "emails": [""]}, []),
        ({"name": "\x00", "phones": ["\x00415555\ud800"], "emails": ["\x00"]}, []),
        (
            {"name": "Dora Whitfield", "phones": ["415 555 0142"]},
            [(DANA, TwinReason.SAME_PHONE), ("Dora Whitfield", TwinReason.SIMILAR_NAME)],
        ),
    ],
)
def test_twins_say_why(
    known: Desk, typed: dict[str, Any], expected: list[tuple[str, TwinReason]]
) -> None:
    assert twins(known, **typed) == expected


def test_the_one_being_changed_is_no_twin(known: Desk) -> None:
    (dana,) = known.customers.find_twins(known.owner, phones=["415-555-0142"])
    assert (dana.tickets, dana.phone, dana.active) == (1, "415-555-0142", True)
    assert twins(known, phones=["415-555-0142"], but_not=dana.customer_id) == []


def test_who_became_another_one_is_told_as_that_one(known: Desk) -> None:
    dora = known.suggested("dora")[0]
    known.merge(known.suggested("dana")[0], dora)
    assert twins(known, phones=["415-555-0143"]) == [(DANA, TwinReason.SAME_PHONE)]
    assert twins(known, name="Dora Whitfield") == [(DANA, TwinReason.SIMILAR_NAME)]
