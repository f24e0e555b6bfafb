"""Type-ahead over device names: "ip13p" finds the iPhone 13 Pro."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Generic, NamedTuple, TypeVar

from services.catalog.folding import fold, squeeze
from services.catalog.name_row import AS_WRITTEN_RANKS, NameRow

__all__ = ["DeviceIndex", "DeviceName", "fold", "match_rank", "squeeze"]

Id = TypeVar("Id")

NUMBER_SEPARATOR = "|"

# Longer than any name of a device; what is typed beyond it is not looked at.
_LONGEST_QUERY = 80
# A model number is looked up from this many letters on; shorter ones are names ("A54").
_SHORTEST_NUMBER = 4
_SHORTEST_NUMBER_START = 5
# From here on the sticker may say more than the catalogue: SM-S918B/DS is an SM-S918.
_SHORTEST_FAMILY = 6
_NOISE = re.compile(r"[345]g|lte|\d{2,4}gb|[124]tb")
_YEAR = re.compile(r"19\d\d|20\d\d")


class DeviceName(NamedTuple, Generic[Id]):
    """One device to be found. ``model_numbers`` are parted by ``|``."""

    id: Id
    brand: str
    model: str
    variant: str = ""
    release_year: int | None = None
    model_numbers: str = ""


def match_rank(query: str, *, brand: str, model: str, variant: str = "") -> int | None:
    """Say how well ``query`` names a device: 0 is best, None is not at all.

    0 to 3 are the name as written: 0 and 1 from the brand or one of the model's first two words
    on, 2 and 3 from a later word. 4 to 11 are abbreviations, two more for every stretch that is
    skipped. The odd ones are for a name that goes on after the match. 12 is every word, in any
    order.
    """
    row = NameRow([(brand, model, variant)])
    return next((rank for rank, found in enumerate(row.ranks(_tokens(query))) if found), None)


class DeviceIndex(Generic[Id]):
    """Finds devices by what people type; built once from the catalogue, then only read."""

    def __init__(self, devices: Iterable[DeviceName[Id]]) -> None:
        # The row's order is the answer's order within one rank: newer first, then by name.
        self._devices = sorted(devices, key=_newest_first)
        self._row = NameRow([(d.brand, d.model, d.variant) for d in self._devices])
        self._numbers = sorted(
            (squeeze(number), place)
            for place, device in enumerate(self._devices)
            for number in device.model_numbers.split(NUMBER_SEPARATOR)
            if squeeze(number)
        )

    def find(self, query: str, *, limit: int) -> list[Id]:
        """Return the ids of the best matches, best first and newer first among equals.

        A model number as printed on the device finds it too. Storage sizes and network words
        ("128 GB", "5G") are passed over when they would leave nothing, and a year then means
        the release year.
        """
        tokens = _tokens(query)
        places = list(islice(_distinct(self._matches(tokens)), max(limit, 0)))
        if not places:
            places = list(islice(_distinct(self._without_noise(tokens)), max(limit, 0)))
        return [self._devices[place].id for place in places]

    def _matches(self, tokens: Sequence[str]) -> Iterator[int]:
        number = "".join(tokens)
        ranks = map(self._row.names_at, self._row.ranks(tokens))
        yield from self._by_number(number)
        yield from chain.from_iterable(islice(ranks, AS_WRITTEN_RANKS))
        if len(number) >= _SHORTEST_NUMBER_START:
            yield from sorted(self._numbered(number, whole=False))
        yield from chain.from_iterable(ranks)

    def _without_noise(self, tokens: Sequence[str]) -> Iterator[int]:
        years = {int(token) for token in tokens if _YEAR.fullmatch(token)}
        rest = [t for t in tokens if not _NOISE.fullmatch(t) and not _YEAR.fullmatch(t)]
        if not rest or len(rest) == len(tokens):
            return
        for place in self._matches(rest):
            if not years or self._devices[place].release_year in years:
                yield place

    def _by_number(self, number: str) -> Iterator[int]:
        if len(number) < _SHORTEST_NUMBER:
            return
        for length in range(len(number), min(_SHORTEST_FAMILY, len(number)) - 1, -1):
            yield from sorted(self._numbered(number[:length], whole=True))

    def _numbered(self, text: str, *, whole: bool) -> Iterator[int]:
        for number, place in islice(self._numbers, bisect_left(self._numbers, (text, -1)), None):
            if number != text if whole else not number.startswith(text):
                return
            yield place


def _newest_first(device: DeviceName[Id]) -> tuple[int, str, str, str, str]:
    names = (fold(device.brand), fold(device.model), fold(device.variant))
    return (-(device.release_year or 0), *names, str(device.id))


def _distinct(places: Iterable[int]) -> Iterator[int]:
    seen: set[int] = set()
    for place in places:
        if place not in seen:
            seen.add(place)
            yield place


def _tokens(query: str) -> list[str]:
    return fold(query[:_LONGEST_QUERY])[:_LONGEST_QUERY].split()
