"""Everything a test needs to work with customers: the services of a small shop and short ways."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from services.actor import Actor, new_operation_id
from services.customers.dto import (
    AddContact,
    CreateCustomer,
    CustomerPage,
    MergeCustomers,
    MergeResult,
    SaveCustomer,
)
from services.customers.files import CustomerFileService
from services.customers.leaving import CustomerLeavingService
from services.customers.merges import CustomerMergeService
from services.customers.pages import CustomerPageService
from services.customers.service import CustomerService
from services.search.service import SearchService
from services.search.steps import search_findings
from services.tickets.dto import CustomerEntry, TicketDetail
from tests.support.shops import SmallShop


@dataclass(slots=True)
class Forgotten:
    """Notes which drafts were to be forgotten."""

    asked: list[tuple[frozenset[int], tuple[str, ...]]] = field(default_factory=list)

    def __call__(self, customer_ids: frozenset[int], texts: tuple[str, ...]) -> int:
        self.asked.append((customer_ids, texts))
        return 1


class Desk:
    """The services around customers, on one shop."""

    def __init__(self, shop: SmallShop) -> None:
        gate, reference = shop.gate, shop.reference
        self.shop = shop
        self.owner = shop.owner
        self.drafts = Forgotten()
        self.customers = CustomerService(gate, reference)
        self.pages = CustomerPageService(gate, reference)
        self.merging = CustomerMergeService(gate, reference)
        self.leaving = CustomerLeavingService(
            gate, reference, database=shop.database, forget_drafts=self.drafts
        )
        self.files = CustomerFileService(gate, reference)
        self.search = SearchService(gate, reference)

    def page(self, customer_id: int, actor: Actor | None = None) -> CustomerPage:
        """Return a customer's page."""
        return self.pages.page(actor or self.owner, customer_id=customer_id)

    def create(self, name: str, phone: str = "", email: str = "", **more: Any) -> CustomerPage:
        """Take a customer down."""
        command = CreateCustomer(
            operation_id=new_operation_id(), name=name, phone=phone, email=email, **more
        )
        return self.customers.create(self.owner, command)

    def take_in(self, name: str, phone: str = "", email: str = "", **more: Any) -> TicketDetail:
        """Take a device of a customer in."""
        return self.shop.take_in(
            customer=CustomerEntry(name=name, phone=phone, email=email), **more
        )

    def save(self, page: CustomerPage, **changes: Any) -> CustomerPage:
        """Change a customer as seen on their page."""
        values: dict[str, Any] = {
            "operation_id": new_operation_id(),
            "customer_id": page.customer_id,
            "name": page.name,
            "phone": page.phone,
            "email": page.email,
            "seen_version": page.version,
        }
        self.customers.save(self.owner, SaveCustomer(**{**values, **changes}))
        return self.page(page.customer_id)

    def add_contact(self, customer_id: int, value: str, **more: Any) -> CustomerPage:
        """Add a further contact; its kind is told by the value."""
        command = AddContact(
            operation_id=new_operation_id(),
            customer_id=customer_id,
            kind="email" if "@" in value else "phone",  # type: ignore[arg-type]
            value=value,
            **more,
        )
        return self.pages.add_contact(self.owner, command)

    def merge_command(self, kept: int, gone: int) -> MergeCustomers:
        """Return the command that merges two as they are now."""
        seen = self.merging.preview(self.owner, kept_id=kept, gone_id=gone)
        return MergeCustomers(
            operation_id=new_operation_id(),
            kept_id=kept,
            gone_id=gone,
            kept_version=seen.kept.version,
            gone_version=seen.gone.version,
        )

    def merge(self, kept: int, gone: int) -> MergeResult:
        """Merge two customers as they are now."""
        return self.merging.merge(self.owner, self.merge_command(kept, gone))

    def suggested(self, text: str) -> list[int]:
        """Return whom the type-ahead finds."""
        return [int(each.customer_id) for each in self.customers.suggest(self.owner, text=text)]

    def searched(self, text: str) -> list[int]:
        """Return which customers the search line finds."""
        hits = self.search.find(self.owner, text=text)
        return [hit.entity_id for hit in hits if hit.kind.value == "customer"]

    def strays(self) -> tuple[Any, ...]:
        """Return what `verify` says about search keys."""
        with self.shop.database.reading() as uow:
            return search_findings(uow)  # type: ignore[arg-type]
