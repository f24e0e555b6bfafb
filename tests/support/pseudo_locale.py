"""A language nobody speaks: every word of the screens as it is, with accents and 40 % longer.

Translations run longer than English. A screen that holds this one holds them, and a word that does
not come back lengthened was never handed to the translator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QTranslator

LONGER_BY = 0.4
_ACCENTED = str.maketrans("AEIOUYaceinouy", "ÅÉÎÕÜÝåçéîñöüý")
# What a program fills in or acts on must come through as it was written.
_KEPT = re.compile(r"(\{[^}]*\}|%n|&(?=\w)|<[^>]*>)")
_FILLING = "one two three four five six seven"


class PseudoLocale(QTranslator):
    """Translates everything it is asked for."""

    def isEmpty(self) -> bool:
        """Say that there is something in it: Qt does not ask an empty translator."""
        return False

    def translate(
        self,
        context: bytes | str,
        source_text: bytes | str,
        disambiguation: bytes | str | None = None,
        n: int = -1,
    ) -> str:
        """Return the lengthened words."""
        text = source_text.decode() if isinstance(source_text, bytes) else source_text
        return lengthened(text.replace("%n", str(n)) if n >= 0 else text)


def lengthened(text: str) -> str:
    """Return a text with accents, two fifths longer; single signs stay as they are."""
    if not any(each.isalpha() for each in text):
        return text
    accented = "".join(
        part if _KEPT.fullmatch(part) else part.translate(_ACCENTED) for part in _KEPT.split(text)
    )
    more = max(1, round(len(text) * LONGER_BY))
    filling = (f" {_FILLING}" * (more // len(_FILLING) + 1))[:more].rstrip()
    return accented + (filling or "·")


@contextmanager
def pseudo_locale() -> Iterator[PseudoLocale]:
    """Speak it until the end of the block; screens built meanwhile keep its words."""
    language = PseudoLocale()
    QCoreApplication.installTranslator(language)
    yield language
    QCoreApplication.removeTranslator(language)
