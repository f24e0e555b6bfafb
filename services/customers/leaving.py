"""Customers who are set aside, removed, told what is held of them, or forgotten."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from data.engine import Database
from data.errors import StorageFailure
from data.values import CustomerId
from services.actor import Actor
from services.auth.gate import Gate
from services.auth.operations import operation_of
from services.auth.requires import requires
from services.auth.rights import Permission
from services.customers.dto import (
    CustomerPage,
    DeleteCustomer,
    ErasePerson,
    EraseReport,
    ExportPerson,
    PersonExport,
    SetActive,
)
from services.customers.erasing import Forgotten, erase_person
from services.customers.person_export import export_person
from services.customers.reading import read_page
from services.customers.standing import delete_customer, set_active
from services.errors import storage_error
from services.settings.reference import ReferenceCache

ForgetDrafts = Callable[[frozenset[int], tuple[str, ...]], int]


class CustomerLeavingService:
    """Deactivates, deletes, exports and erases. Orders and money are never removed.

    ``forget_drafts`` removes this workstation's drafts of the ids, or that hold one of the texts,
    and says how many.
    """

    def __init__(
        self,
        gate: Gate,
        reference: ReferenceCache,
        *,
        database: Database,
        forget_drafts: ForgetDrafts,
    ) -> None:
        self._gate = gate
        self._reference = reference
        self._database = database
        self._forget_drafts = forget_drafts

    @requires(Permission.DEACTIVATE_CUSTOMERS)
    def set_active(self, actor: Actor, command: SetActive) -> CustomerPage:
        """Set a customer aside, or take them up again. Commits once.

        Raises:
            NeedsConfirmation: ``open-orders``, with their count in words and details.
            Conflict: someone else changed the customer since ``seen_version``.
        """
        operation = operation_of(command, kind="set_customer_active")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is None:
                set_active(work, command)
            currency = self._reference.get(work).shop.currency
            return read_page(work, command.customer_id, currency=currency)

    @requires(Permission.DEACTIVATE_CUSTOMERS)
    def delete(self, actor: Actor, command: DeleteCustomer) -> None:
        """Remove a customer with whom nothing ever happened. Commits once.

        Raises:
            Conflict: there are orders, devices or consents: counts in the details; or someone else
                changed the customer since ``seen_version``.
        """
        operation = operation_of(command, kind="delete_customer")
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is None:
                delete_customer(work, command)

    @requires(Permission.EXPORT_CUSTOMERS)
    def export_person(self, actor: Actor, command: ExportPerson) -> PersonExport:
        """Return everything held of a customer as JSON. Commits the audit of it.

        Raises:
            NotFound: there is no such customer.
        """
        operation = operation_of(command, kind="export_person")
        with self._gate.writing(actor, operation=operation) as work:
            return export_person(work, command, shop_name=self._reference.get(work).shop.name)

    @requires(Permission.ERASE_CUSTOMERS)
    def erase(self, actor: Actor, command: ErasePerson) -> EraseReport:
        """Forget a person: name, contacts, addresses, notes, words, identities of devices.

        Commits once; then this workstation's drafts of them are removed and a database file of
        usual size is swept. A repeat returns the first counts and sweeps again.

        Raises:
            Conflict: someone else changed the customer since ``seen_version``; or orders are open
                or devices still here, their count in the details.
            Invalid: the reason names the person.
        """
        operation = operation_of(command, kind="erase_person")
        forgotten = None
        with self._gate.writing(actor, operation=operation) as work:
            if work.replayed is None:
                report, forgotten = erase_person(work, command)
            else:
                report = _first_report(work.replayed)
        drafts = self._forget(forgotten) if forgotten is not None else 0
        return replace(report, drafts=drafts, swept=self._swept(beside_others=True))

    @requires(Permission.ERASE_CUSTOMERS)
    def sweep(self, actor: Actor) -> bool:
        """Write an SQLite file anew, so that no old bytes stay; say whether none are left.

        Takes about a minute for a gigabyte, and as much room again; nobody can write meanwhile.
        On a server there is nothing to do: it clears old rows by itself.

        Raises:
            StorageUnavailable: others kept writing.
        """
        with self._gate.reading(actor):
            pass
        try:
            return self._database.sweep(beside_others=False)
        except StorageFailure as failure:
            raise storage_error(failure) from failure

    def _forget(self, forgotten: Forgotten) -> int:
        return self._forget_drafts(forgotten.customer_ids, forgotten.texts)

    def _swept(self, *, beside_others: bool) -> bool:
        try:
            return self._database.sweep(beside_others=beside_others)
        except StorageFailure:
            # What was erased is erased; the file is written anew another time.
            return False


def _first_report(result: str) -> EraseReport:
    stored = json.loads(result)
    customer_id = CustomerId(stored.pop("customer_id"))
    return EraseReport(customer_id=customer_id, **stored, replayed=True)
