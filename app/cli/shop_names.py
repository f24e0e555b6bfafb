"""What this shop calls things, asked of its services once and again when a name is new."""

from __future__ import annotations

from collections.abc import Callable

from services.actor import Actor
from services.errors import Invalid, NotFound
from services.facade import Services


def _same(text: str) -> str:
    return " ".join(text.casefold().split())


class ShopNames:
    """Finds ids by names. A name that is not known is looked up afresh each time.

    A kiosk may keep one command running all day: what was added meanwhile must be found. An id
    that was found stays right; whether it may still be used is the intake's own question.
    """

    def __init__(self, services: Services, actor: Actor) -> None:
        self._services = services
        self._actor = actor
        self._repairs: dict[str, int] = {}
        self._people: dict[str, int] = {}
        self._taxes: dict[str, int] = {}
        self._devices: dict[tuple[str, str, str], int] = {}

    def device_model(self, *, brand: str, model: str, variant: str) -> int | None:
        """Return a model of the catalogue."""
        key = (brand, model, variant)
        if key not in self._devices:
            try:
                found = self._services.catalog.find_device(
                    self._actor, brand=brand, model=model, variant=variant
                )
            except NotFound:
                return None
            self._devices[key] = found.device_model_id
        return self._devices[key]

    def repair_type(self, name: str) -> int | None:
        """Return a repair by its key or one of its names."""
        return _look_up(name, self._repairs, self._read_repairs)

    def technician(self, name: str) -> int | None:
        """Return a person by name."""
        return _look_up(name, self._people, self._read_people)

    def tax_class(self, name: str) -> int | None:
        """Return a tax class by name."""
        return _look_up(name, self._taxes, self._read_taxes)

    def ticket(self, number: str) -> int | None:
        """Return an order by its number."""
        try:
            return self._services.tickets.find(self._actor, number=number).ticket_id
        except (NotFound, Invalid):
            return None

    def _read_repairs(self) -> dict[str, int]:
        found = self._services.catalog.repair_types(self._actor)
        # A key goes before a name, should one repair be called like another one's key.
        return {
            **{_same(each.short): each.repair_type_id for each in reversed(found)},
            **{_same(each.name): each.repair_type_id for each in reversed(found)},
            **{_same(each.key): each.repair_type_id for each in found},
        }

    def _read_people(self) -> dict[str, int]:
        return {
            _same(each.name): each.person_id for each in self._services.people.list(self._actor)
        }

    def _read_taxes(self) -> dict[str, int]:
        shop = self._services.settings.shop(self._actor)
        return {_same(each.name): each.tax_class_id for each in shop.tax_classes if each.active}


def _look_up(name: str, known: dict[str, int], read: Callable[[], dict[str, int]]) -> int | None:
    key = _same(name)
    if key not in known:
        known.update(read())
    return known.get(key)
