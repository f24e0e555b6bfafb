"""The catalogue: models found as they are typed, repairs, accessories, and the CSV import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.queries import catalog as queries
from data.values import DeviceCategory
from services.actor import Actor
from services.auth.gate import Gate
from services.auth.operations import operation_of
from services.auth.requires import requires
from services.auth.rights import Permission
from services.auth.work import Work
from services.catalog.dto import (
    DeviceModel,
    ImportCommand,
    ImportKind,
    ImportReport,
    RepairType,
)
from services.catalog.folding import squeeze
from services.catalog.importing import (
    PlannedImport,
    ReadFile,
    first_report,
    look,
    plan_import,
    read_file,
    still_holds,
    store,
)
from services.catalog.names import DeviceIndex, DeviceName
from services.catalog.shipped import accessory_names
from services.errors import Conflict, NotFound
from services.settings.reference import Reference, ReferenceCache

# A plan is made again when somebody else was faster, which is rare: a sign-in, another import.
_MOST_PLANS = 5


@dataclass(frozen=True, slots=True)
class _Index:
    """How models are found, at one version of the reference data."""

    version: int
    devices: DeviceIndex[int]
    by_name: Mapping[tuple[str, str, str], int]


class CatalogService:
    """Device models and repair types of the shop."""

    def __init__(self, gate: Gate, reference: ReferenceCache) -> None:
        self._gate = gate
        self._reference = reference
        self._index = _Index(version=-1, devices=DeviceIndex(()), by_name={})

    @requires(Permission.SEE_CATALOGUE)
    def suggest_devices(
        self, actor: Actor, *, text: str, limit: int = 10
    ) -> tuple[DeviceModel, ...]:
        """Return the models that ``text`` abbreviates, the best fit first, newer before older."""
        reference = self._read(actor)
        found = self._indexed(reference).devices.find(text, limit=limit)
        return tuple(reference.device_models[model_id] for model_id in found)

    @requires(Permission.SEE_CATALOGUE)
    def device(self, actor: Actor, *, device_model_id: int) -> DeviceModel:
        """Return one model, also one that is no longer offered.

        Raises:
            NotFound: there is none with this id.
        """
        found = self._read(actor).device_models.get(device_model_id)
        if found is None:
            raise NotFound("This model is not in the catalogue.")
        return found

    @requires(Permission.SEE_CATALOGUE)
    def find_device(
        self, actor: Actor, *, brand: str, model: str, variant: str = ""
    ) -> DeviceModel:
        """Return the model of this brand and name, however it is written.

        Raises:
            NotFound: there is none.
        """
        reference = self._read(actor)
        model_id = self._indexed(reference).by_name.get(_name(brand, model, variant))
        if model_id is None:
            name = " ".join(part for part in (brand, model, variant) if part)
            raise NotFound(f"“{name}” is not in the catalogue.")
        return reference.device_models[model_id]

    @requires(Permission.SEE_CATALOGUE)
    def repair_types(self, actor: Actor) -> tuple[RepairType, ...]:
        """Return the repairs on offer, in their order."""
        repairs = self._read(actor).repair_types.values()
        return tuple(repair for repair in repairs if repair.active)

    @requires(Permission.SEE_CATALOGUE)
    def accessories(self, actor: Actor, *, category: DeviceCategory | None) -> tuple[str, ...]:
        """Return what customers usually leave with a device of ``category``, or with any."""
        self._read(actor)
        return accessory_names(category)

    @requires(Permission.SEE_CATALOGUE)
    def counts(self, actor: Actor) -> dict[str, int]:
        """Count device models, repair types, part types and prices."""
        with self._gate.reading(actor) as work:
            return dict(queries.count_catalogue(work))

    @requires(Permission.EDIT_CATALOGUE)
    def import_file(self, actor: Actor, command: ImportCommand) -> ImportReport:
        """Import a CSV file of models or prices. Commits once, or stores nothing at all.

        A dry run reports what would happen. Where any row is refused nothing is stored, and the
        report names every refused row. Prices need ``prices:update`` as well.

        Raises:
            Conflict: the operation id was used for another import; or others changed the prices or
                the catalogue every time the file had been planned.
            PermissionDenied: the actor may not change the catalogue or the prices.
        """
        with self._gate.reading(actor) as work:
            reference = self._reference.get(work)
            _demand_prices(work, command)
        file = read_file(command, reference, at=work.at)
        planned = self._plan(actor, command, file)
        if command.dry_run:
            return planned.report
        operation = operation_of(command, kind="import_file")
        for attempt in range(_MOST_PLANS):
            if attempt:
                planned = self._plan(actor, command, file)
            with self._gate.writing(actor, operation=operation) as work:
                _demand_prices(work, command)
                if work.replayed is not None:
                    return first_report(command, file, work.replayed)
                if still_holds(work, planned):
                    return store(work, command, planned)
        raise Conflict("Others keep changing the prices or the catalogue. Import once more.")

    def _plan(self, actor: Actor, command: ImportCommand, file: ReadFile) -> PlannedImport:
        with self._gate.reading(actor) as work:
            reference = self._reference.get(work)
            seen = look(work, file, reference)
        return plan_import(command, file, reference, seen)

    def _read(self, actor: Actor) -> Reference:
        with self._gate.reading(actor) as work:
            return self._reference.get(work)

    def _indexed(self, reference: Reference) -> _Index:
        index = self._index
        if index.version != reference.version:
            index = self._index = _index_of(reference)
        return index


def _index_of(reference: Reference) -> _Index:
    models = reference.device_models.values()
    return _Index(
        version=reference.version,
        devices=DeviceIndex(
            DeviceName(
                id=int(model.device_model_id),
                brand=model.brand,
                model=model.model,
                variant=model.variant,
                release_year=model.release_year,
                model_numbers=model.model_numbers,
            )
            for model in models
            if model.active
        ),
        by_name={
            _name(model.brand, model.model, model.variant): model.device_model_id
            for model in models
        },
    )


def _name(brand: str, model: str, variant: str) -> tuple[str, str, str]:
    return squeeze(brand), squeeze(model), squeeze(variant)


def _demand_prices(work: Work, command: ImportCommand) -> None:
    if command.kind is ImportKind.PRICES:
        work.demand(Permission.EDIT_PRICES, words="Your role may not change prices.")
