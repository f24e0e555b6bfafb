"""The lists to choose from: countries, languages, currencies, time zones. Babel loads with them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

Choices = tuple[tuple[str, str], ...]

_COUNTRY = re.compile(r"^[A-Z]{2}$")
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"})
# Languages whose number and date forms the program is tried with.
# fmt: off
_LANGUAGES = (
    "ar", "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "he", "hr", "hu", "it", "ja",
    "ko", "lt", "lv", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sv", "tr", "uk", "zh",
)
# fmt: on
_ZONE_AREAS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe")
_MORE_AREAS = ("Indian", "Pacific")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLists:
    """Everything the page offers, as (value, words), sorted by words."""

    countries: Choices
    languages: Choices
    currencies: Choices
    time_zones: Choices


def place_lists() -> PlaceLists:
    """Make the lists, in English; takes some 100 ms, so call it off the main thread."""
    from babel import Locale

    english = Locale("en")
    return PlaceLists(
        countries=_sorted(
            (code, str(name))
            for code, name in english.territories.items()
            if _COUNTRY.match(code) and code not in _NO_COUNTRIES
        ),
        languages=_sorted((code, str(english.languages[code])) for code in _LANGUAGES),
        currencies=_currencies(english.currencies.items()),
        time_zones=_time_zones(),
    )


def currency_of(country: str) -> str:
    """Return the currency now used in a country, or an empty text."""
    from babel.numbers import get_territory_currencies

    found = get_territory_currencies(country)
    return str(found[0]) if found else ""


def with_value(choices: Choices, value: str) -> Choices:
    """Return the choices with ``value`` among them, so that a guess is never lost."""
    if not value or any(value == known for known, _words in choices):
        return choices
    return ((value, value), *choices)


def _currencies(names: Iterable[tuple[str, str]]) -> Choices:
    from babel.numbers import get_territory_currencies, list_currencies

    in_use = {str(code) for country in _countries() for code in get_territory_currencies(country)}
    known = list_currencies()
    return tuple(
        sorted((code, f"{code} – {name}") for code, name in names if code in in_use & known)
    )


def _countries() -> list[str]:
    from babel import Locale

    codes = map(str, Locale("en").territories)
    return [code for code in codes if _COUNTRY.match(code) and code not in _NO_COUNTRIES]


def _time_zones() -> Choices:
    from zoneinfo import available_timezones

    areas = (*_ZONE_AREAS, *_MORE_AREAS)
    names = sorted(
        name for name in available_timezones() if name.partition("/")[0] in areas and "/" in name
    )
    return tuple((name, name.replace("_", " ")) for name in ("UTC", *names))


def _sorted(pairs: Iterable[tuple[str, str]]) -> Choices:
    return tuple(sorted(pairs, key=lambda pair: pair[1].casefold()))
