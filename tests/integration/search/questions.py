"""Questions as people type and scan them, drawn from what a shop holds."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import select

from data import models as m
from data.engine import Database


class Questions:
    """Draws questions of every class; the same seed gives the same ones."""

    def __init__(self, database: Database, *, seed: int) -> None:
        self._draw = random.Random(seed)
        with database.reading() as uow:
            self._names = [row[0] for row in uow.rows(select(m.customer.c.name))]
            self._phones = [r[0] for r in uow.rows(select(m.customer.c.phone)) if r[0]]
            self._emails = [r[0] for r in uow.rows(select(m.customer.c.email)) if r[0]]
            self._imeis = [r[0] for r in uow.rows(select(m.device.c.imei)) if r[0]]
            self._serials = [r[0] for r in uow.rows(select(m.device.c.serial)) if r[0]]
            self._numbers = [row[0] for row in uow.rows(select(m.ticket.c.number))]

    def draw(self, count: int) -> Iterator[str]:
        """Return so many questions, all classes alike."""
        classes: Sequence[Callable[[], str]] = (
            self._a_name,
            self._two_words,
            self._two_words,
            self._more_words,
            self._a_phone,
            self._a_part_of_a_phone,
            self._an_address,
            self._an_identity,
            self._a_number,
            self._digits_of_a_number,
            self._anything,
        )
        for at in range(count):
            yield classes[at % len(classes)]()

    def _begun(self, text: str, *, least: int = 1) -> str:
        return text[: self._draw.randint(min(least, len(text)), len(text))]

    def _name(self) -> str:
        name = self._draw.choice(self._names)
        return self._draw.choice((name, name.upper(), name.lower()))

    def _a_name(self) -> str:
        words = self._name().split()
        at = self._draw.randrange(len(words))
        return self._begun(" ".join(words[at:]), least=2)

    def _two_words(self) -> str:
        words = self._name().split()
        two = self._draw.sample(words, 2) if len(words) > 1 else words * 2
        if self._draw.random() < 0.2:
            # Of another name: most often nobody fits.
            two[1] = self._draw.choice(self._name().split())
        return " ".join(self._begun(word)[:9] for word in two)

    def _more_words(self) -> str:
        words = self._name().split()
        self._draw.shuffle(words)
        return " ".join(self._begun(word) for word in words)

    def _a_phone(self) -> str:
        phone = self._draw.choice(self._phones)
        bare = "".join(each for each in phone if each.isdigit())
        written = self._draw.choice((phone, bare, bare[1:], f"{bare[-10:-7]} {bare[-7:-4]}"))
        return self._begun(written, least=2)

    def _a_part_of_a_phone(self) -> str:
        bare = "".join(each for each in self._draw.choice(self._phones) if each.isdigit())
        if self._draw.random() < 0.5:
            return bare[-self._draw.randint(2, 7) :]
        at = self._draw.randrange(len(bare))
        return bare[at : at + self._draw.randint(2, 7)]

    def _an_address(self) -> str:
        return self._begun(self._draw.choice(self._emails), least=2)

    def _an_identity(self) -> str:
        text = self._draw.choice(self._draw.choice((self._imeis, self._serials)))
        part = self._draw.choice((self._begun(text, least=2), text, text[-4:]))
        return self._draw.choice((part, part.lower()))

    def _a_number(self) -> str:
        number = self._draw.choice(self._numbers)
        written = self._draw.choice((number, number[:-2], number.replace("-", "").lower()))
        return self._begun(written, least=2)

    def _digits_of_a_number(self) -> str:
        number = self._draw.choice(self._numbers)
        return number[4:10][-self._draw.choice((3, 4, 5, 5, 6)) :]

    def _anything(self) -> str:
        letters = "abj sm0159%_/'-.@R\u00e9\u0142\u674e "
        return "".join(self._draw.choices(letters, k=self._draw.randint(2, 6)))
