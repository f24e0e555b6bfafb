"""Takes one person out of words that have to stay. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from services.customers.phones import FEWEST_DIGITS, digits_of

# Shorter words of a name are too often words of something else.
_SHORTEST_WORD = 3
_GONE = "…"


def scrubber(
    *, names: Iterable[str], contacts: Iterable[str], each_word: bool = True
) -> Callable[[str], str]:
    """Return what replaces names, their words and contacts in a text, however they are written.

    Without ``each_word`` a word of a name stays: in words about others it is mostly another's.

    >>> scrub = scrubber(names=["Dana Whitfield"], contacts=["(415) 555-0142", "d@example.com"])
    >>> scrub("DANA's case, call 415 555 0142 or D@example.com")
    "…'s case, call … or …"
    """
    patterns = [*_contact_patterns(contacts), *_name_patterns(names, each_word=each_word)]
    if not patterns:
        return lambda text: text
    found = re.compile("|".join(patterns), re.IGNORECASE)
    return lambda text: found.sub(_GONE, text)


def _contact_patterns(contacts: Iterable[str]) -> list[str]:
    patterns = []
    for contact in contacts:
        digits = digits_of(contact)
        if "@" not in contact and len(digits) >= FEWEST_DIGITS:
            patterns.append(r"\+?\(?" + r"\W{0,3}".join(map(re.escape, digits)))
        elif contact.strip():
            patterns.append(re.escape(contact.strip()))
    return sorted(set(patterns), key=len, reverse=True)


def _name_patterns(names: Iterable[str], *, each_word: bool) -> list[str]:
    texts: set[str] = set()
    for name in names:
        texts.add(name.strip())
        if not each_word:
            continue
        texts.update(word for word in re.findall(r"\w+", name) if len(word) >= _SHORTEST_WORD)
    ordered = sorted((text for text in texts if text), key=len, reverse=True)
    return [rf"(?<!\w){re.escape(text)}(?!\w)" for text in ordered]
