"""What every workstation keeps of the shop between calls: settings, taxes, tills, people, repairs.

Each transaction's first statement reads the reference version; the cache reads the rest again only
when that number has moved, so a change made at another till is seen by the next call.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from zoneinfo import ZoneInfo

from data.queries import catalog as catalog_queries
from data.queries import people as people_queries
from data.queries import settings as queries
from data.unit_of_work import UnitOfWork
from data.values import PartGrade
from services.auth.dto import Person, PersonKind, Staff
from services.auth.work import Work
from services.catalog.dto import DeviceModel, PartType, RepairType
from services.errors import Invalid, NotFound
from services.printing.dto import PrinterRole
from services.printing.words import currency_exponent
from services.settings.dto import ShopSettings, TaxClass, Till
from services.settings.overrides import with_overrides
from services.settings.rows import (
    device_models_from,
    part_type_from,
    repair_type_from,
    shop_from,
    staff_from,
    tax_class_from,
    tills_from,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """The shop's reference data at one version. ``tills`` have this workstation's overrides."""

    version: int
    shop: ShopSettings
    exponent: int
    tills: Mapping[int, Till]
    people: Mapping[int, Staff]
    tax_classes: Mapping[int, TaxClass]
    repair_types: Mapping[int, RepairType]
    part_types: Mapping[PartGrade, PartType]
    device_models: Mapping[int, DeviceModel]

    @property
    def zone(self) -> ZoneInfo:
        """Return the shop's time zone."""
        return ZoneInfo(self.shop.time_zone)

    def today(self, at: datetime) -> date:
        """Return the shop's date at the instant ``at``."""
        return at.astimezone(self.zone).date()

    def till(self, till_id: int) -> Till:
        """Return a till.

        Raises:
            NotFound: it does not exist.
        """
        try:
            return self.tills[till_id]
        except KeyError:
            raise NotFound("This till is not known. Choose one in the settings.") from None

    def person(self, person_id: int) -> Staff:
        """Return a person.

        Raises:
            NotFound: there is none with this id.
        """
        try:
            return self.people[person_id]
        except KeyError:
            raise NotFound("This person is not in the people list.") from None

    def tax_class(self, tax_class_id: int | None) -> TaxClass:
        """Return a tax class that new lines may use; None is the default one.

        Raises:
            Invalid: it does not exist or is no longer used.
        """
        if tax_class_id is None:
            return next(tax for tax in self.tax_classes.values() if tax.is_default)
        found = self.tax_classes.get(tax_class_id)
        if found is None or not found.active:
            raise Invalid("This tax class is not in use. Choose another one.", field="tax_class_id")
        return found

    def repair_type(self, repair_type_id: int) -> RepairType:
        """Return a repair type.

        Raises:
            Invalid: it does not exist.
        """
        found = self.repair_types.get(repair_type_id)
        if found is None:
            raise Invalid("This repair is not in the catalogue.", field="repair_type_id")
        return found

    def warranty_months(self, *, repair_type: RepairType, grade: PartGrade | None) -> int:
        """Return the warranty of a repair done with a part of ``grade``; none without a part."""
        if grade is None or not repair_type.needs_part or grade not in self.part_types:
            return 0
        return self.part_types[grade].warranty_months

    def people_at(self, at: datetime) -> tuple[Person, ...]:
        """Return everybody with whether they are present on the shop's day of ``at``."""
        today = self.today(at)
        return tuple(
            staff.on(today) for staff in self.people.values() if staff.kind is PersonKind.PERSON
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheUse:
    """How often reference data was asked for since the program started, and not read again."""

    asked: int
    hits: int

    @property
    def rate(self) -> float:
        """The share of questions that memory answered; 1.0 before the first one."""
        return self.hits / self.asked if self.asked else 1.0


class ReferenceCache:
    """Keeps the newest reference data. Safe to share between threads: readers see whole states."""

    def __init__(self, *, overrides: Mapping[PrinterRole, str] | None = None) -> None:
        self._overrides = dict(overrides or {})
        self._kept: Reference | None = None
        # Counted by taking the next number, which threads can't do at once.
        self._asked, self._read = count(1), count(1)
        self._last_asked = self._last_read = 0

    @property
    def use(self) -> CacheUse:
        """Return how well the cache has served so far."""
        asked, read = self._last_asked, self._last_read
        return CacheUse(asked=asked, hits=max(0, asked - read))

    @property
    def overrides(self) -> Mapping[PrinterRole, str]:
        """Return the printer addresses this workstation puts in the place of a till's."""
        return self._overrides

    def get(self, work: Work) -> Reference:
        """Return the reference data as this transaction sees it. Usually costs no statement.

        Raises:
            NotFound: the shop has not been set up.
        """
        return self._at(work, work.reference_version)

    def current(self, uow: UnitOfWork) -> Reference:
        """Return the reference data in a transaction that nobody signed in has opened.

        Raises:
            NotFound: the shop has not been set up.
        """
        return self._at(uow, queries.read_reference_version(uow))

    def _at(self, uow: UnitOfWork, version: int) -> Reference:
        self._last_asked = next(self._asked)
        kept = self._kept
        if kept is None or kept.version != version:
            self._last_read = next(self._read)
            kept = self._kept = read_reference(uow, overrides=self._overrides)
        return kept


def read_reference(
    uow: UnitOfWork, *, overrides: Mapping[PrinterRole, str] | None = None
) -> Reference:
    """Read the reference data in this transaction.

    Raises:
        NotFound: the shop has not been set up.
    """
    row = queries.read_shop(uow)
    if row is None:
        raise NotFound("The shop has not been set up yet.")
    taxes = tuple(tax_class_from(tax) for tax in queries.read_tax_classes(uow))
    tills = tills_from(queries.read_tills(uow), queries.read_printers(uow))
    people = staff_from(people_queries.read_people(uow), people_queries.read_skills(uow))
    repairs = (repair_type_from(repair) for repair in catalog_queries.read_repair_types(uow))
    parts = (part_type_from(part) for part in catalog_queries.read_part_types(uow))
    models = device_models_from(catalog_queries.read_device_models(uow))
    return Reference(
        version=row.reference_version,
        shop=shop_from(row, taxes=taxes, terms=queries.read_terms(uow)),
        exponent=currency_exponent(row.currency),
        tills={till.till_id: with_overrides(till, overrides=overrides or {}) for till in tills},
        people={person.person_id: person for person in people},
        tax_classes={tax.tax_class_id: tax for tax in taxes},
        repair_types={repair.repair_type_id: repair for repair in repairs},
        part_types=_best_of_each_grade(parts),
        device_models={model.device_model_id: model for model in models},
    )


def _best_of_each_grade(parts: Iterable[PartType]) -> dict[PartGrade, PartType]:
    # The rows come best quality first, and the first of a grade is the one used by default.
    best: dict[PartGrade, PartType] = {}
    for part in parts:
        if part.active:
            best.setdefault(part.grade, part)
    return best
