"""The shop's settings: the first start, the shop's data, taxes, tills and promised times."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from data.queries import settings as queries
from services.actor import Actor
from services.auth.gate import Gate
from services.auth.operations import operation_of
from services.auth.requires import open_to_everyone, requires
from services.auth.rights import Permission
from services.auth.work import Work
from services.clock import Clock
from services.errors import Conflict
from services.settings import first_start, steps, till_steps
from services.settings.dto import (
    FirstStart,
    PrinterOverride,
    PromiseChoice,
    SaveFileRules,
    SaveShop,
    SaveTaxClass,
    SaveTill,
    SetUpDone,
    ShopSettings,
    StartState,
    TaxClass,
    Till,
)
from services.settings.overrides import told_overrides
from services.settings.promises import promise_choices
from services.settings.reference import ReferenceCache, read_reference
from services.settings.rows import tills_from

FillSample = Callable[[SetUpDone], None]


class SettingsService:
    """Keeps what the shop has set. ``fill_sample`` makes the sample data of a first start."""

    def __init__(
        self,
        gate: Gate,
        reference: ReferenceCache,
        *,
        clock: Clock,
        fill_sample: FillSample | None = None,
    ) -> None:
        self._gate = gate
        self._reference = reference
        self._clock = clock
        self._fill_sample = fill_sample

    @open_to_everyone("the program asks what to show before anybody can sign in")
    def start_state(self) -> StartState:
        """Say whether the shop has been set up."""
        with self._gate.open_reading() as uow:
            ready = queries.read_reference_version(uow) > 0
        return StartState.READY if ready else StartState.FIRST_START

    @open_to_everyone("the first start makes the first person; it refuses when there is a shop")
    def first_start(self, command: FirstStart) -> SetUpDone:
        """Set the shop up. Commits once: shop, taxes, terms, roles, people, till and catalogue.

        With ``command.sample`` an invented shop is set up instead, and then filled through the
        services in transactions of its own.

        Raises:
            Invalid: with one problem per field.
            Conflict: there is a shop already (the same operation id returns the first result).
        """
        wanted = first_start.sample_shop(command) if command.sample else command
        try:
            done, repeated = self._set_up(wanted)
        except Conflict:
            # Sent twice at once, the faster one may have been this very operation.
            done, repeated = self._set_up(wanted)
        if command.sample and not repeated and self._fill_sample is not None:
            self._fill_sample(done)
        return done

    def _set_up(self, command: FirstStart) -> tuple[SetUpDone, bool]:
        with self._gate.open_writing() as uow:
            return first_start.set_up(uow, command, at=self._clock.now())

    @open_to_everyone("the window's title and the sign-in page name the shop")
    def shop_name(self) -> str:
        """Return the shop's name; empty before the first start."""
        with self._gate.open_reading() as uow:
            row = queries.read_shop(uow)
        return row.name if row is not None else ""

    @open_to_everyone("a workstation chooses its till before anybody signs in")
    def till_choices(self) -> tuple[Till, ...]:
        """Return the tills as they are stored; none before the first start."""
        with self._gate.open_reading() as uow:
            return tills_from(queries.read_tills(uow), queries.read_printers(uow))

    @requires(Permission.SEE_SETTINGS)
    def shop(self, actor: Actor) -> ShopSettings:
        """Return the shop's data, taxes and newest terms."""
        with self._gate.reading(actor) as work:
            return self._reference.get(work).shop

    @requires(Permission.SEE_SETTINGS)
    def tills(self, actor: Actor) -> tuple[Till, ...]:
        """Return the tills as they are stored, without this workstation's overrides."""
        with self._gate.reading(actor) as work:
            return tills_from(queries.read_tills(work), queries.read_printers(work))

    @requires(Permission.SEE_SETTINGS)
    def till(self, actor: Actor) -> Till:
        """Return the actor's till as it prints here: this workstation's overrides applied.

        Raises:
            NotFound: the till is gone.
        """
        with self._gate.reading(actor) as work:
            return self._reference.get(work).till(actor.till_id)

    @requires(Permission.SEE_SETTINGS)
    def overrides(self, actor: Actor) -> tuple[PrinterOverride, ...]:
        """Return what this workstation's variables change about the printers of its till."""
        with self._gate.reading(actor):
            return told_overrides(self._reference.overrides)

    @requires(Permission.SEE_SETTINGS)
    def promise_choices(self, actor: Actor, *, now: datetime) -> tuple[PromiseChoice, ...]:
        """Return the promised times to offer at ``now`` (aware), by the opening hours."""
        with self._gate.reading(actor) as work:
            shop = self._reference.get(work).shop
        return promise_choices(now, hours=shop.opening_hours, time_zone=shop.time_zone)

    @requires(Permission.EDIT_SETTINGS)
    def save_shop(self, actor: Actor, command: SaveShop) -> ShopSettings:
        """Change the shop's data. Commits once; a new ``terms_text`` becomes a new version.

        Raises:
            Invalid: with one problem per field.
            Conflict: someone else changed the settings since ``seen_version``.
        """
        operation = operation_of(command, kind="save_shop")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is None:
                steps.save_shop(work, command, self._reference.get(work))
            return read_reference(work).shop

    @requires(Permission.EDIT_SETTINGS)
    def save_file_rules(self, actor: Actor, command: SaveFileRules) -> ShopSettings:
        """Change what may be attached to orders. Commits once; what is there already stays.

        Raises:
            Conflict: someone else changed the settings since ``seen_version``.
        """
        operation = operation_of(command, kind="save_file_rules")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is None:
                steps.save_file_rules(work, command, self._reference.get(work))
            return read_reference(work).shop

    @requires(Permission.EDIT_SETTINGS)
    def save_tax_class(self, actor: Actor, command: SaveTaxClass) -> TaxClass:
        """Add or change a tax class. Commits once; orders keep the rate they came in at.

        Raises:
            Invalid: the default class would be switched off or lost.
            NotFound: there is no such class.
        """
        operation = operation_of(command, kind="save_tax_class")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is None:
                key = steps.save_tax_class(work, command, self._reference.get(work))
            else:
                key = _first_id(work)
            return read_reference(work).tax_classes[key]

    @requires(Permission.EDIT_SETTINGS)
    def save_till(self, actor: Actor, command: SaveTill) -> Till:
        """Add or change a till with its printers. Commits once; returns it as stored.

        Raises:
            Invalid: with one problem per field.
            Conflict: someone else changed the till since ``seen_version``.
            NotFound: there is no such till.
        """
        operation = operation_of(command, kind="save_till")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is None:
                key = till_steps.save_till(work, command, self._reference.get(work))
            else:
                key = _first_id(work)
            return read_reference(work).till(key)


def _first_id(work: Work) -> int:
    key: int = json.loads(work.replayed or "{}")["id"]
    return key
