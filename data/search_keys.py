"""The keys customers are found by, and the ranges of them that a question asks for. Pure.

Three kinds, each a b-tree read from one place on (ADR 0020):

- *rotations* of the folded name, each beginning with another word: one unfinished word, or several
  in the order they are written;
- *pairs*: of every two of the name's words, in alphabetical order, the letters in turns
  (``j s o m h i n t h``), so that two unfinished words in any order are one range;
- *tails* of the phone number: what begins a tail stands somewhere in the number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, combinations, zip_longest

# A name of many words is found by its first ones; a key longer than this finds no better.
MOST_ROTATIONS = 8
LONGEST_ROTATION = 80
PAIRED_WORDS = 6
PAIR_LENGTH = 16
PAIRED_LETTERS = PAIR_LENGTH // 2
SHORTEST_TAIL = 4

_PAD = " "
_NEXT_NAME = "\n "


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerKeys:
    """Every key of one customer, none twice."""

    rotations: tuple[str, ...]
    pairs: tuple[str, ...]
    tails: tuple[str, ...]


NO_KEYS = CustomerKeys(rotations=(), pairs=(), tails=())


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRange:
    """Keys that begin with ``beginning``, and of those the ones with ``letters`` in place.

    ``letters`` has one entry for each place up to the last one known; None is any letter.
    """

    beginning: str
    letters: tuple[str | None, ...]

    @property
    def has_gap(self) -> bool:
        """Whether the beginning alone does not say everything."""
        return len(self.beginning) < len(self.letters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed, ready to be looked up; what is empty is not looked for.

    ``phone_part`` are digits that may stand anywhere in the number, ``name`` is folded.
    """

    phone_beginnings: tuple[str, ...] = ()
    phone_part: str = ""
    name: str = ""
    email: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the name; each begins a word of the customer's."""
        return tuple(self.name.split(" ")) if self.name else ()


def customer_keys(
    *,
    name_folded: str,
    phone_digits: str | None,
    former_names: str = "",
    more_digits: Iterable[str] = (),
) -> CustomerKeys:
    """Return the keys of a customer of this folded name and these digits.

    ``former_names`` are told by `joined_names`; ``more_digits`` are those of further phone numbers.

    >>> keys = customer_keys(name_folded="jo smith", phone_digits="555014")
    >>> keys.rotations, keys.pairs, keys.tails
    (('jo smith', 'smith jo'), ('jsom i t h',), ('55014', '5014'))
    """
    names = (name_folded, *names_in(former_names))
    numbers = (phone_digits or "", *more_digits)
    return CustomerKeys(
        rotations=_once(rotations(name) for name in names),
        pairs=_once(pairs(name) for name in names),
        tails=_once(tails(number) for number in numbers),
    )


def joined_names(names: Iterable[str]) -> str:
    """Return folded names as one text in which each word still stands behind a space."""
    return "".join(f"{_NEXT_NAME}{name}" for name in dict.fromkeys(names))


def names_in(joined: str) -> tuple[str, ...]:
    """Return the names of a joined text."""
    return tuple(name for name in joined.split(_NEXT_NAME) if name)


def rotations(folded: str) -> tuple[str, ...]:
    """Return the folded name rotated to begin with each of its words."""
    words = folded.split(" ")
    count = min(len(words), MOST_ROTATIONS)
    turned = (" ".join(words[start:] + words[:start]) for start in range(count))
    return tuple(dict.fromkeys(key[:LONGEST_ROTATION] for key in turned))


def pairs(folded: str) -> tuple[str, ...]:
    """Return one key for every two of the first words of a folded name."""
    words = sorted(folded.split(" ")[:PAIRED_WORDS])
    return tuple(dict.fromkeys(_woven(*two) for two in combinations(words, 2)))


def tails(digits: str) -> tuple[str, ...]:
    """Return every end of a number but the whole, which has an index of its own."""
    return tuple(digits[start:] for start in range(1, len(digits) - SHORTEST_TAIL + 1))


def pair_ranges(one: str, other: str) -> tuple[PairRange, ...]:
    """Return where the keys of names are that have a word beginning so and another one so.

    Which of the two stands first in the alphabet is known, unless one begins like the other.
    """
    ones, others = one[:PAIRED_LETTERS], other[:PAIRED_LETTERS]
    orders = dict.fromkeys(((ones, others), (others, ones)))
    return tuple(
        _range(first, second)
        for first, second in orders
        if first <= second or first.startswith(second)
    )


def _once(listed: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(listed)))


def _woven(first: str, second: str) -> str:
    letters = zip_longest(first[:PAIRED_LETTERS], second[:PAIRED_LETTERS], fillvalue=_PAD)
    return "".join(a + b for a, b in letters)


def _range(first: str, second: str) -> PairRange:
    letters = tuple(_known(first, second))
    gap = letters.index(None) if None in letters else len(letters)
    return PairRange(beginning="".join(c for c in letters[:gap] if c), letters=letters)


def _known(first: str, second: str) -> Iterator[str | None]:
    for at in range(max(len(first), len(second))):
        yield first[at] if at < len(first) else None
        # Nothing is known beyond the last letter of the first word.
        if at < len(second):
            yield second[at]
        elif at + 1 < len(first):
            yield None
