"""What people type into the search line, keystroke by keystroke, drawn from a large shop's rows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from data import models as m
from data.engine import Database
from data.unit_of_work import UnitOfWork

# The line answers from the second character on.
FIRST = 2


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Thing:
    number: str
    imei: str
    serial: str


class Typing:
    """Texts of every class; the same seed and shop give the same ones."""

    def __init__(self, database: Database, *, seed: int, count: int) -> None:
        self._draw = random.Random(seed)
        with database.reading() as uow:
            self._people = [self._person(uow) for _each in range(count)]
            self._things = [self._thing(uow) for _each in range(count)]

    def classes(self) -> dict[str, list[str]]:
        """Return the whole texts of each class."""
        people, things = self._people, self._things
        return {
            "one name": [self._a_word(each.name) for each in people],
            "two unfinished names": [self._two_words(each.name) for each in people],
            "beginning of a phone": [each.phone[3:] for each in people],
            "end of a phone": [_digits(each.phone)[-4:] for each in people],
            "middle of a phone": [_digits(each.phone)[-7:-1] for each in people],
            "e-mail": [each.email[:14] for each in people],
            "order number": [each.number for each in things],
            "last five of a number": [each.number[5:10] for each in things],
            "IMEI or serial": [each.imei or each.serial for each in things],
            "end of an IMEI": [each.imei[-4:] for each in things if each.imei],
        }

    def _person(self, uow: UnitOfWork) -> Person:
        customer = m.customer.c
        row = uow.first(
            select(customer.name, customer.phone, customer.email)
            .where(customer.id >= self._any_id(uow, customer.id), customer.email != "")
            .order_by(customer.id)
            .limit(1)
        )
        assert row is not None
        return Person(*row)

    def _thing(self, uow: UnitOfWork) -> Thing:
        ticket, device = m.ticket.c, m.device.c
        row = uow.first(
            select(ticket.number, func.coalesce(device.imei, ""), func.coalesce(device.serial, ""))
            .join(m.device, device.id == ticket.device_id)
            .where(ticket.id == self._any_id(uow, ticket.id))
        )
        assert row is not None
        return Thing(*row)

    def _any_id(self, uow: UnitOfWork, column: object) -> int:
        last = uow.execute(select(func.max(column))).scalar_one()
        return self._draw.randint(1, max(1, int(last * 0.9)))

    def _a_word(self, name: str) -> str:
        return self._draw.choice([word for word in name.split() if len(word) > 1])

    def _two_words(self, name: str) -> str:
        words = [word for word in name.split() if len(word) > FIRST]
        self._draw.shuffle(words)
        return " ".join(word[: self._draw.randint(1, 4)] for word in words[:2])


def keystrokes(text: str) -> Iterator[str]:
    """Return what stands in the line after each keystroke from the second one on."""
    return (text[:length] for length in range(FIRST, len(text) + 1))


def _digits(phone: str) -> str:
    return "".join(each for each in phone if each.isdigit())
