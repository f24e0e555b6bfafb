"""The frozen bundle of services that `app` builds once and hands to the screens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.attachments.service import AttachmentService
    from services.auth.people import PeopleService
    from services.catalog.service import CatalogService
    from services.changes import ChangeBus
    from services.customers.files import CustomerFileService
    from services.customers.leaving import CustomerLeavingService
    from services.customers.merges import CustomerMergeService
    from services.customers.pages import CustomerPageService
    from services.customers.service import CustomerService
    from services.diagnostics.service import DiagnosticsService
    from services.jobs.service import JobService
    from services.pricing.service import PricingService
    from services.printing.service import PrintingService
    from services.search.service import SearchService
    from services.settings.service import SettingsService
    from services.tickets.drafts import DraftService
    from services.tickets.editing_service import EditingService
    from services.tickets.intake import IntakeService
    from services.tickets.queue import QueueService
    from services.tickets.saved_views import SavedViewService
    from services.tickets.service import TicketService
    from services.transfer.service import TransferService


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """One service per feature. Methods take the actor first and may raise `MendpointError`."""

    intake: IntakeService
    tickets: TicketService
    editing: EditingService
    queue: QueueService
    attachments: AttachmentService
    views: SavedViewService
    drafts: DraftService
    customers: CustomerService
    customer_pages: CustomerPageService
    customer_merging: CustomerMergeService
    customer_leaving: CustomerLeavingService
    customer_files: CustomerFileService
    catalog: CatalogService
    pricing: PricingService
    settings: SettingsService
    people: PeopleService
    printing: PrintingService
    jobs: JobService
    search: SearchService
    transfer: TransferService
    diagnostics: DiagnosticsService
    changes: ChangeBus
