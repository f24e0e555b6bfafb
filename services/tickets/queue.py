"""The queue: which orders, in which order, and how many under each chip."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from functools import cache

from data.queries import queue as queries
from data.queries.queue_groups import read_group_keys
from data.queries.queue_order import Sort
from data.values import (
    CustomerId,
    DeviceModelId,
    PersonId,
    Priority,
    TicketId,
    TicketStatus,
)
from services.actor import Actor
from services.auth.gate import Gate
from services.auth.requires import requires
from services.auth.rights import Permission
from services.auth.work import Work
from services.customers.looking_up import read_typed
from services.paging import PAGE_ROWS
from services.settings.open_time import OpenTime
from services.settings.reference import Reference, ReferenceCache
from services.tickets.dto import (
    BOARD_STATUSES,
    MOST_GROUPED,
    BoardAnswer,
    NextMove,
    QueueAnswer,
    QueueChip,
    QueueGroup,
    QueueGrouping,
    QueueQuestion,
    QueueRow,
)
from services.tickets.queue_filters import narrowing_of
from services.tickets.queue_groups import GROUP_KEYS, grouped
from services.tickets.workflow import next_moves

_NUMBER_BEGIN = re.compile(r"^R([0-9]{0,2})([0-9]{0,9})[0-9A-Z]?$")
_SHORTEST_TAIL = 3
_LONGEST_TAIL = 7


class QueueService:
    """Reads the queue. Only orders in the actor's scope are seen or counted."""

    def __init__(
        self, gate: Gate, reference: ReferenceCache, *, most_grouped: int = MOST_GROUPED
    ) -> None:
        self._gate = gate
        self._reference = reference
        self._most_grouped = most_grouped

    @requires(Permission.SEE_TICKETS)
    def ask(
        self, actor: Actor, question: QueueQuestion, *, limit: int | None = None
    ) -> QueueAnswer:
        """Return the ids that answer the question and the rows of the first page.

        With ``limit`` only that many ids: ask so first, and again without it off-thread, where
        there may be millions. In groups, and within days, all of them come at once.
        """
        with self._gate.reading(actor) as work:
            reference = self._reference.get(work)
            asked = _question(work, question, reference)
            ids, groups = self._in_groups(work, asked, by=question.grouping)
            if not groups:
                ids = queries.read_ids(work, asked, limit=limit)
            rows = queries.read_rows(work, ids[:PAGE_ROWS], own_person=work.own_person)
            return QueueAnswer(
                ids=ids,
                first_rows=tuple(_row(row, reference) for row in rows),
                complete=bool(groups) or limit is None or len(ids) != limit,
                groups=groups,
            )

    @requires(Permission.SEE_TICKETS)
    def board(self, actor: Actor, question: QueueQuestion) -> BoardAnswer:
        """Return the open orders that answer the question, by status, and each column's first page.

        What is to be handed back is not open: no column holds it.
        """
        statuses = [status.value for status in BOARD_STATUSES]
        with self._gate.reading(actor) as work:
            reference = self._reference.get(work)
            asked = _question(work, question, reference)
            found = queries.read_columns(work, asked, statuses=statuses)
            first = [ticket_id for ids in found.values() for ticket_id in ids[:PAGE_ROWS]]
            rows = queries.read_rows(work, first, own_person=work.own_person)
        by_id = {row.ticket_id: _row(row, reference) for row in rows}
        return BoardAnswer(
            columns={TicketStatus(status): ids for status, ids in found.items()},
            first_rows={
                TicketStatus(status): tuple(by_id[i] for i in ids[:PAGE_ROWS] if i in by_id)
                for status, ids in found.items()
            },
        )

    @requires(Permission.SEE_TICKETS)
    def rows(self, actor: Actor, *, ids: Sequence[int]) -> tuple[QueueRow, ...]:
        """Return the rows of ``ids`` in the same order; those that are gone are left out."""
        with self._gate.reading(actor) as work:
            reference = self._reference.get(work)
            return tuple(
                _row(row, reference)
                for row in queries.read_rows(work, ids, own_person=work.own_person)
            )

    @requires(Permission.SEE_TICKETS)
    def counts(self, actor: Actor, question: QueueQuestion) -> dict[QueueChip, int]:
        """Return how many orders each chip holds under the question's text and status."""
        with self._gate.reading(actor) as work:
            asked = _question(work, question, self._reference.get(work))
            found = queries.read_counts(work, asked)
            return {QueueChip(part.value): count for part, count in found.items()}

    # --- inside ----------------------------------------------------------------------------------

    def _in_groups(
        self, work: Work, asked: queries.Question, *, by: QueueGrouping
    ) -> tuple[array[int], tuple[QueueGroup, ...]]:
        """Return the ids in groups, or nothing where there are none or too many to be grouped."""
        nothing = array("q")
        if by is QueueGrouping.NONE:
            return nothing, ()
        ids = queries.read_ids(work, asked, limit=self._most_grouped + 1)
        if len(ids) > self._most_grouped:
            return nothing, ()
        keys = read_group_keys(work, ids, by=GROUP_KEYS[by])
        return grouped(ids, keys, by=by, reference=self._reference.get(work))


def _question(work: Work, question: QueueQuestion, reference: Reference) -> queries.Question:
    today, zone = reference.today(work.at), reference.zone
    begins = datetime.combine(today, time(), tzinfo=zone)
    hours = OpenTime(hours=reference.shop.opening_hours, zone=zone)
    return queries.Question(
        part=queries.Slice(question.chip.value),
        late_before=hours.late_before(work.at),
        day_begins=begins,
        day_ends=begins + timedelta(days=1) - timedelta(microseconds=1),
        me=work.actor.person_id,
        own_person=work.own_person,
        narrowed=narrowing_of(question.filters, today=today, zone=zone),
        text=read_filter(question.text, country=reference.shop.country),
        sort=Sort(question.sort.value),
        turned=question.turned,
    )


def read_filter(text: str, *, country: str) -> queries.TextFilter:
    """Classify what was typed into the queue's filter: number, digits of it, phone, or words."""
    # What no database can hold can't be found either: NUL, and halves of surrogate pairs.
    text = text.encode("utf-8", "ignore").decode().replace("\x00", "")
    plain = re.sub(r"[\s\-]", "", text).upper()
    digits = re.sub(r"[\s\-()./+]", "", text)
    number = _NUMBER_BEGIN.match(plain) if len(plain) > 1 else None
    is_digits = digits.isascii() and digits.isdigit()
    return queries.TextFilter(
        number_prefix=_number_prefix(number) if number is not None and number[1] else "",
        sequence_tail=digits
        if is_digits and _SHORTEST_TAIL <= len(digits) <= _LONGEST_TAIL
        else "",
        customer=read_typed(text, country=country),
        words=tuple(text.lower().split()),
    )


def _number_prefix(match: re.Match[str]) -> str:
    year, sequence = match[1], match[2]
    return f"R{year}-{sequence}" if sequence else f"R{year}"


def _row(row: queries.QueueRowData, reference: Reference) -> QueueRow:
    technician = reference.people.get(row.technician_id or 0)
    till = reference.tills.get(row.till_id)
    status = TicketStatus(row.status)
    return QueueRow(
        ticket_id=TicketId(row.ticket_id),
        number=row.number,
        device_title=row.device_title,
        repairs=row.repairs,
        priority=Priority(row.priority),
        customer_name=row.customer_name,
        status=status,
        promised_at_utc=row.promised_at_utc,
        ready_at_utc=row.ready_at_utc,
        opened_at_utc=row.opened_at_utc,
        technician_name=technician.name if technician is not None else "",
        technician_initials=technician.initials if technician is not None else "",
        balance_minor=row.balance_minor,
        balance_is_open=row.balance_is_open,
        to_hand_back=status is TicketStatus.CANCELLED and row.device_in_shop,
        till=till.name if till is not None else "",
        version=row.version,
        next_moves=_steps(status, device_in_shop=row.device_in_shop),
        customer_id=CustomerId(row.customer_id),
        device_model_id=DeviceModelId(row.device_model_id) if row.device_model_id else None,
        technician_id=PersonId(row.technician_id) if row.technician_id else None,
    )


@cache
def _steps(status: TicketStatus, *, device_in_shop: bool) -> tuple[NextMove, ...]:
    """Return the legal steps; a page of rows shares a dozen of these."""
    return next_moves(status, device_in_shop=device_in_shop)
