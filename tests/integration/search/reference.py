"""The search's answers by brute force: every row is looked at, nothing but the rules is known.

Written from the rules of ADR 0020, without the key tables, their functions or the queries. What a
text may mean (a number, a phone, a name) is read as the service reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select

from data import models as m
from data.engine import Database
from data.search_keys import Typed
from services.catalog.folding import fold, squeeze
from services.search.classify import classify
from services.search.dto import HitKind, SearchHit
from services.search.service import _typed

LOOKED_AT = 120
Answer = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Customer:
    id: int
    words: tuple[str, ...]
    digits: str
    email: str
    active: bool


@dataclass(frozen=True, slots=True)
class Device:
    id: int
    imei: str
    serial: str


@dataclass(frozen=True, slots=True)
class Order:
    id: int
    year: int
    counter: int
    customer: int
    device: int
    technician: int | None
    status: str


class Reference:
    """The whole shop in memory."""

    def __init__(self, database: Database) -> None:
        with database.reading() as uow:
            customer, device, order = m.customer.c, m.device.c, m.ticket.c
            self._customers = [
                Customer(row[0], tuple(fold(row[1]).split()), row[2] or "", row[3].lower(), row[4])
                for row in uow.rows(
                    select(
                        customer.id,
                        customer.name,
                        customer.phone_digits,
                        customer.email,
                        customer.active,
                    )
                )
            ]
            self._devices = [
                Device(row[0], row[1] or "", squeeze(row[2] or ""))
                for row in uow.rows(select(device.id, device.imei, device.serial))
            ]
            self._orders = [
                Order(*row)
                for row in uow.rows(
                    select(
                        order.id,
                        order.number_year,
                        order.number_seq,
                        order.customer_id,
                        order.device_id,
                        order.technician_id,
                        order.status,
                    ).order_by(order.id.desc())
                )
            ]

        self._active = {each.id for each in self._customers if each.active}
        self._turned = {
            (" ".join((*each.words[at:], *each.words[:at]))[:80], each.id)
            for each in self._customers
            for at in range(min(8, len(each.words)))
        }
        self._newest: dict[int, int] = {}
        for order in self._orders:
            self._newest.setdefault(order.customer, order.id)

    def answers(self, text: str, *, limit: int, technician: int | None = None) -> list[Answer]:
        """Return kind, id and why of every answer, in order."""
        if len(text.strip()) < 2:
            return []
        question = classify(text)
        seen = [order for order in self._orders if _is_seen(order, technician)]
        devices = self._found_devices(question.identity, seen, technician)
        orders = [
            (HitKind.TICKET.value, order.id, why)
            for order, why in self._found_orders(text, devices, seen)
        ][: 3 * limit]
        ranked = self._found_customers(_typed(question, country="US"))[: 3 * limit]
        customers = [found for found in ranked if found[0] in self._active][:limit]
        kinds = [
            list(dict.fromkeys(orders)),
            [(HitKind.CUSTOMER.value, each, why) for each, why in customers],
            [(HitKind.DEVICE.value, each, "IMEI or serial") for each in devices[:limit]],
        ]
        page = _in_turns([_once(kind) for kind in kinds], limit)
        if not orders and customers:
            theirs = {each for each, _why in customers}
            page += [("ticket", each.id, "Customer") for each in seen if each.customer in theirs]
        return page[:limit]

    def _found_orders(
        self, text: str, devices: list[int], seen: list[Order]
    ) -> Iterator[tuple[Order, str]]:
        question = classify(text)
        for numbers in question.numbers:
            for order in sorted(seen, key=lambda each: -each.counter):
                if order.year == numbers.year and numbers.first <= order.counter <= numbers.last:
                    yield order, "Order number"
        if question.sequence:
            asked = int(question.sequence)
            for order in seen:
                is_tail = len(question.sequence) == 5 and order.counter % 100_000 == asked
                if order.counter == asked or is_tail:
                    yield order, "Order number"
        found = set(devices)
        for order in seen:
            if order.device in found:
                yield order, "IMEI or serial"

    def _found_devices(self, identity: str, seen: list[Order], technician: int | None) -> list[int]:
        if not identity:
            return []
        newest: dict[int, int] = {}
        for order in seen:
            newest.setdefault(order.device, order.id)
        serial, fitting = squeeze(identity), set[int]()
        visible = [each for each in self._devices if technician is None or each.id in newest]
        of_serial = visible if serial else []
        for keyed in (
            [(each.imei, each.id) for each in visible if each.imei.startswith(identity)],
            [(each.imei[::-1], each.id) for each in visible if each.imei.endswith(identity)],
            [(each.serial, each.id) for each in of_serial if each.serial.startswith(serial)],
            [(each.serial[::-1], each.id) for each in of_serial if each.serial.endswith(serial)],
        ):
            fitting |= set(_first(keyed))
        return sorted(fitting, key=lambda each: (-newest.get(each, 0), -each))

    def _found_customers(self, typed: Typed) -> list[tuple[int, str]]:
        why: dict[int, str] = {}
        for ids, field in (
            (self._by_phone(typed), "Phone"),
            (self._by_name(typed), "Name"),
            (self._by_email(typed), "E-mail"),
        ):
            for each in ids:
                why.setdefault(each, field)
        ordered = sorted(why, key=lambda each: (-self._newest.get(each, 0), -each))
        return [(each, why[each]) for each in ordered]

    def _by_phone(self, typed: Typed) -> Iterator[int]:
        for beginning in typed.phone_beginnings:
            yield from _first(
                (each.digits, each.id)
                for each in self._customers
                if each.digits.startswith(beginning)
            )
        part = typed.phone_part
        if len(part) >= 4:
            ends = [
                each.id
                for each in self._customers
                if each.digits.endswith(part) and each.digits != part
            ]
            yield from sorted(ends, reverse=True)[:LOOKED_AT]
            yield from _first(
                (each.digits[at:], each.id)
                for each in self._customers
                for at in range(1, len(each.digits) - 3)
                if each.digits.startswith(part, at)
            )

    def _by_name(self, typed: Typed) -> Iterator[int]:
        if not typed.name:
            return
        same = [each for key, each in self._turned if key == typed.name]
        yield from sorted(same, reverse=True)[:LOOKED_AT]
        yield from _first((key, each) for key, each in self._turned if key.startswith(typed.name))
        words = typed.name.split(" ")
        if len(words) > 1:
            yield from self._by_words(words)

    def _by_words(self, words: list[str]) -> Iterator[int]:
        ranked = sorted(words, key=len, reverse=True)
        one, other, rest = ranked[0], ranked[1], ranked[2:]
        orders = {(one[:8], other[:8]), (other[:8], one[:8])}
        for first, second in orders:
            found = set()
            for each in self._customers:
                if not all(_begins_any(word, each.words) for word in (one, other, *rest)):
                    continue
                names = sorted(each.words[:6])
                for at, name in enumerate(names):
                    for later in names[at + 1 :]:
                        if name[:8].startswith(first) and later[:8].startswith(second):
                            found.add((_in_turn(name, later), each.id))
            yield from _first(found)

    def _by_email(self, typed: Typed) -> Iterator[int]:
        if typed.email:
            yield from _first(
                (each.email, each.id)
                for each in self._customers
                if each.email and each.email.startswith(typed.email)
            )


def told(hits: Iterable[SearchHit]) -> list[Answer]:
    """Return the service's answers in the reference's words."""
    return [(hit.kind.value, hit.entity_id, hit.why) for hit in hits]


def _is_seen(order: Order, technician: int | None) -> bool:
    unstarted = order.technician is None and order.status == "pending"
    return technician is None or order.technician == technician or unstarted


def _first(keyed: Iterable[tuple[str, int]]) -> list[int]:
    return [each for _key, each in sorted(keyed)[:LOOKED_AT]]


def _begins_any(beginning: str, words: tuple[str, ...]) -> bool:
    return any(word.startswith(beginning) for word in words)


def _in_turn(one: str, other: str) -> str:
    return "".join(a + b for a, b in zip(one[:8].ljust(8), other[:8].ljust(8), strict=True))


def _once(answers: list[Answer]) -> list[Answer]:
    kept: dict[int, Answer] = {}
    for answer in answers:
        kept.setdefault(answer[1], answer)
    return list(kept.values())


def _in_turns(kinds: list[list[Answer]], limit: int) -> list[Answer]:
    taken: list[list[Answer]] = [[] for _kind in kinds]
    for turn in range(limit):
        for kind, place in zip(kinds, taken, strict=True):
            if turn < len(kind) and sum(map(len, taken)) < limit:
                place.append(kind[turn])
    return [answer for place in taken for answer in place]
