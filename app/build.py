"""Composes the services on one database: everything is built here, once, and handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.draft_folders import draft_folder
from app.home import FILES_VARIABLE, Home
from app.places import Place, files_beside
from data.engine import Database, open_database
from services.attachments.folder import FileHome
from services.attachments.jobs import FILES_LANE, FilesHandler
from services.attachments.service import AttachmentService
from services.attachments.thumbnails import ThumbnailCache
from services.auth.gate import Gate
from services.auth.people import PeopleService
from services.catalog.service import CatalogService
from services.changes import ChangeBus
from services.clock import Clock, SystemClock
from services.customers.files import CustomerFileService
from services.customers.leaving import CustomerLeavingService
from services.customers.merges import CustomerMergeService
from services.customers.pages import CustomerPageService
from services.customers.service import CustomerService
from services.diagnostics.service import DiagnosticsService
from services.facade import Services
from services.jobs.runner import JobRunner
from services.jobs.service import JobService
from services.pricing.service import PricingService
from services.printing.destinations import lanes_of_till
from services.printing.dto import PrinterRole
from services.printing.runner import PrintHandler
from services.printing.service import PrintingService
from services.search.service import SearchService
from services.settings.dto import SetUpDone
from services.settings.overrides import printer_overrides
from services.settings.reference import ReferenceCache
from services.settings.service import SettingsService
from services.tickets.drafts import DraftService
from services.tickets.editing_service import EditingService
from services.tickets.intake import IntakeService
from services.tickets.queue import QueueService
from services.tickets.saved_views import SavedViewService
from services.tickets.service import TicketService
from services.transfer.service import TransferService
from services.types import JobKind


class TillsHere:
    """The tills this workstation prints for: none until somebody is at one."""

    def __init__(self) -> None:
        self._lanes: tuple[str, ...] = ()

    def use(self, *till_ids: int) -> None:
        """Print for these tills from now on."""
        self._lanes = tuple(lanes_of_till(till_id) for till_id in till_ids)

    def lane_prefixes(self) -> Sequence[str]:
        """Return what the names of this workstation's lanes begin with."""
        return (*self._lanes, FILES_LANE) if self._lanes else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """An open shop: its services, the runner of its jobs, and what must be closed at the end."""

    services: Services
    database: Database
    changes: ChangeBus
    jobs: JobRunner
    tills: TillsHere
    clock: Clock

    def close(self, *, deadline_s: float = 5.0) -> None:
        """Drain the jobs under way until the deadline, then close the database."""
        self.jobs.stop(deadline_s=deadline_s)
        self.database.close()


def build_shop(
    home: Home,
    *,
    database_url: str,
    environment: Mapping[str, str],
    clock: Clock | None = None,
) -> Shop:
    """Build the services on a database that has the program's schema. Opens no connection yet.

    Raises:
        StorageFailure: the address can't be read.
    """
    clock = clock or SystemClock()
    database = open_database(database_url)
    changes = ChangeBus()
    overrides = printer_overrides(environment)
    tills = TillsHere()
    place = Place(database_url, by_environment=False)
    contents = Contents(
        home=FileHome(beside=files_beside(place.path), named=_named_folder(environment)),
        thumbnails=ThumbnailCache(home.thumbnails),
    )
    jobs = JobRunner(
        database,
        {
            JobKind.PRINT: PrintHandler(database, overrides=overrides),
            JobKind.FILES: FilesHandler(
                database, home=contents.home, thumbnails=contents.thumbnails
            ),
        },
        changes,
        lane_prefixes=tills.lane_prefixes,
    )
    # A commit may have queued paper: its first byte leaves without waiting for the next poll.
    changes.listen(lambda _changes: jobs.wake())
    drafts = draft_folder(home, database=place.words)
    services = _Composer(
        home, drafts=drafts, database=database, overrides=overrides, contents=contents
    ).services(clock=clock, changes=changes)
    return Shop(
        services=services,
        database=database,
        changes=changes,
        jobs=jobs,
        tills=tills,
        clock=clock,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Where photos and files are kept, and the small pictures made of them here."""

    home: FileHome
    thumbnails: ThumbnailCache


def _named_folder(environment: Mapping[str, str]) -> Path | None:
    named = environment.get(FILES_VARIABLE, "").strip()
    return Path(named).expanduser().absolute() if named else None


class _Composer:
    """Builds the bundle of services on one database, with whatever clock is wanted."""

    def __init__(
        self,
        home: Home,
        *,
        drafts: Path,
        database: Database,
        overrides: Mapping[PrinterRole, str],
        contents: Contents,
    ) -> None:
        self._home = home
        self._contents = contents
        self._drafts = drafts
        self._database = database
        self._overrides = overrides

    def services(self, *, clock: Clock, changes: ChangeBus) -> Services:
        """Return the services, sharing one gate and one cache of reference data."""
        gate = Gate(self._database, clock=clock, changes=changes)
        reference = ReferenceCache(overrides=self._overrides)
        drafts = DraftService(self._drafts)
        return Services(
            intake=IntakeService(gate, reference),
            tickets=TicketService(gate, reference),
            editing=EditingService(gate, reference),
            queue=QueueService(gate, reference),
            attachments=AttachmentService(
                gate,
                reference,
                home=self._contents.home,
                thumbnails=self._contents.thumbnails,
            ),
            views=SavedViewService(gate, reference),
            drafts=drafts,
            customers=CustomerService(gate, reference),
            customer_pages=CustomerPageService(gate, reference),
            customer_merging=CustomerMergeService(gate, reference),
            customer_leaving=CustomerLeavingService(
                gate, reference, database=self._database, forget_drafts=drafts.forget
            ),
            customer_files=CustomerFileService(gate, reference),
            catalog=CatalogService(gate, reference),
            pricing=PricingService(gate, reference),
            settings=SettingsService(
                gate, reference, clock=clock, fill_sample=partial(self._fill_sample, clock)
            ),
            people=PeopleService(gate, reference, clock=clock, changes=changes),
            printing=PrintingService(gate, reference),
            jobs=JobService(gate),
            search=SearchService(gate, reference),
            transfer=TransferService(gate, reference),
            diagnostics=DiagnosticsService(
                gate, reference, home=self._home.path, files=self._contents.home
            ),
            changes=changes,
        )

    def _fill_sample(self, clock: Clock, done: SetUpDone) -> None:
        # Loaded only where somebody wants to try the program.
        from services.transfer.sample import fill

        # The story is told to nobody: no screen is open yet, and its paper is history.
        fill(
            done,
            services_at=lambda at: self.services(clock=at, changes=ChangeBus()),
            now=clock.now(),
        )
