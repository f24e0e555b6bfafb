"""What a device model is called in lists and on labels: its name, and the brand if needed. Pure.

"iPhone 13 Pro" says who made it; "13" is a OnePlus and a Xiaomi.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from data.values import DeviceCategory
from services.catalog.folding import fold

# "P30", "Pad 2", "XPS 13": letters and numbers that any maker may use.
_TOO_SHORT_TO_TELL = 3
_KINDS = frozenset(category.value for category in DeviceCategory)


def shared_words(models: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the first words that the models of two brands begin with, folded.

    ``models`` are pairs of brand and model name.
    """
    brands: dict[str, set[str]] = defaultdict(set)
    for brand, model in models:
        brands[_first_word(model)].add(fold(brand))
    return frozenset(word for word, makers in brands.items() if len(makers) > 1)


def title_of(*, brand: str, model: str, variant: str, shared: Collection[str]) -> str:
    """Return what people call a model: with its brand where its first word could be any maker's.

    That is one that begins with a digit, is very short, only says the kind of device, or is in
    ``shared``.

    >>> title_of(brand="Apple", model="iPhone 13", variant="", shared=())
    'iPhone 13'
    >>> title_of(brand="Xiaomi", model="13", variant="", shared=())
    'Xiaomi 13'
    """
    name = " ".join(part for part in (model, variant) if part)
    if _is_named(name, brand=brand) or _tells_its_maker(_first_word(model), shared=shared):
        return name
    return f"{brand} {name}"


def _is_named(name: str, *, brand: str) -> bool:
    return f"{fold(name)} ".startswith(f"{fold(brand)} ")


def _tells_its_maker(word: str, *, shared: Collection[str]) -> bool:
    if word[:1].isdigit() or len(word) <= _TOO_SHORT_TO_TELL:
        return False
    return word not in _KINDS and word not in shared


def _first_word(model: str) -> str:
    return fold(model).partition(" ")[0]
