"""Print jobs as rows: what a transaction of another feature enqueues."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from data.values import JobKind, JobState
from services.auth.work import Work
from services.printing.destinations import Destination, lane_of, printer_for
from services.printing.dto import DocumentKind
from services.settings.dto import Till

MAX_ATTEMPTS = 60

# Due whatever a workstation's clock says: leases and waits are the database's clock alone.
AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintSubject:
    """One order to print for, with the history row the paper belongs to."""

    ticket_id: int
    history_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperOrder:
    """One paper to print: what, for whom, on which printer. ``copy_no`` 0 is the original."""

    document: DocumentKind
    till_id: int
    visit_id: int
    subject: PrintSubject
    to: Destination
    copy_no: int = 0


def intake_documents(
    documents: Sequence[DocumentKind], till: Till, subjects: int
) -> tuple[DocumentKind, ...]:
    """Return one document per paper: a claim ticket for the visit, a label for each order."""
    printed: list[DocumentKind] = []
    for document in documents:
        if printer_for(till, document) is not None:
            printed.extend([document] * (1 if document is DocumentKind.CLAIM_TICKET else subjects))
    return tuple(printed)


def print_job_rows(
    work: Work,
    *,
    documents: Sequence[DocumentKind],
    till: Till,
    visit_id: int,
    subjects: Sequence[PrintSubject],
    next_id: Callable[[], int],
) -> list[dict[str, Any]]:
    """Return the job rows of an intake's originals, as many as `intake_documents` counts.

    The claim ticket belongs to the visit's first order and lists all of them.
    """
    rows: list[dict[str, Any]] = []
    for document in dict.fromkeys(documents):
        printer = printer_for(till, document)
        if printer is None:
            continue
        chosen = subjects[:1] if document is DocumentKind.CLAIM_TICKET else subjects
        for subject in chosen:
            paper = PaperOrder(
                document=document,
                till_id=till.till_id,
                visit_id=visit_id,
                subject=subject,
                to=Destination(role=printer.role),
            )
            rows.append({"id": next_id(), **print_job_row(work, paper)})
    return rows


def paper_key(document: DocumentKind, *, visit_id: int, ticket_id: int, copy_no: int) -> str:
    """Return the key that keeps one paper from being queued twice."""
    subject = f"v{visit_id}" if document is DocumentKind.CLAIM_TICKET else f"t{ticket_id}"
    return f"{document.value}:{subject}:{copy_no}"


def print_job_row(work: Work, paper: PaperOrder) -> dict[str, Any]:
    """Return one print job's row, without an id."""
    return {
        "kind": JobKind.PRINT.value,
        "lane": lane_of(paper.till_id, paper.to),
        "state": JobState.WAITING.value,
        "priority": 10,
        "payload": {
            "document": paper.document.value,
            "visit_id": paper.visit_id,
            "copy_no": paper.copy_no,
            "role": paper.to.role.value,
            "address": paper.to.address,
        },
        "dedupe_key": paper_key(
            paper.document,
            visit_id=paper.visit_id,
            ticket_id=paper.subject.ticket_id,
            copy_no=paper.copy_no,
        ),
        "ticket_id": paper.subject.ticket_id,
        "history_id": paper.subject.history_id,
        "person_id": work.actor.person_id,
        "till_id": paper.till_id,
        "not_before_utc": AT_ONCE,
        "max_attempts": MAX_ATTEMPTS,
        "created_at_utc": work.at,
    }
