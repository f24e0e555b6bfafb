"""Plans a file of customers against those who are there, and stores the plan in one transaction.

Whoever imports must not keep the counter waiting: the file is read and planned outside any
transaction that writes; the one that does only looks whether what was seen still holds.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from data import models as m
from data.repositories import customer_files as repository
from data.repositories.customer_files import ChangedCustomer, KnownCustomer, NewCustomer, Owned
from data.repositories.customers import insert_consents
from data.values import Channel, ConsentHow, ContactKind
from services.audit import steps as audit
from services.auth.work import Work
from services.catalog.dto import ImportLine, RowFate
from services.catalog.import_problems import RowProblem
from services.catalog.import_reading import ParsedFile
from services.changes import Entity
from services.customers.dto import CustomerImportReport, ImportCustomers
from services.customers.editing import contact_values
from services.customers.file_rows import ADDRESS_COLUMNS, FileRow
from services.customers.steps import consent_row, values_of

# A change of many rows at once is told as one, under this id.
MANY = 0

_LETTERS = {RowFate.ADDED: "a", RowFate.CHANGED: "c", RowFate.UNCHANGED: "u"}
_FATES = {letter: fate for fate, letter in _LETTERS.items()}

Known = Mapping[str, KnownCustomer]


@dataclass(slots=True, kw_only=True)
class CustomerPlan:
    """What a file does, as long as nobody of those it meets changes."""

    known: Known
    fates: dict[int, RowFate] = field(default_factory=dict)
    new: list[NewCustomer] = field(default_factory=list)
    changed: list[ChangedCustomer] = field(default_factory=list)
    consents: list[dict[str, Any]] = field(default_factory=list)


def read_known(work: Work, file: ParsedFile[FileRow]) -> Known:
    """Return whom the file's rows mean, by identity."""
    return repository.read_known(work, [row.facts.identity_key for row in file.rows])


def plan_customers(
    work: Work, file: ParsedFile[FileRow], known: Known, *, country: str
) -> CustomerPlan:
    """Plan the rows of a file: new customers, and what known ones lack. Nothing is overwritten."""
    plan = CustomerPlan(known=known)
    # Two rows may mean one customer, who was two when the file was written.
    now = {each.id: each for each in known.values()}
    for row in file.rows:
        meant = known.get(row.facts.identity_key)
        before = None if meant is None else now[meant.id]
        if before is None:
            plan.new.append(_new(work, row, country=country))
            plan.fates[row.line] = RowFate.ADDED
            continue
        change = _change(work, row, before, country=country)
        consents = _consents(work, row, before)
        plan.consents += consents
        if change is not None:
            plan.changed.append(change)
        now[before.id] = _completed(before, change, consents)
        is_changed = change is not None or bool(consents)
        plan.fates[row.line] = RowFate.CHANGED if is_changed else RowFate.UNCHANGED
    return plan


def still_holds(work: Work, file: ParsedFile[FileRow], plan: CustomerPlan) -> bool:
    """Say whether nobody came or changed since the plan was made, and let nobody change now."""
    return repository.still_same(work, plan.known.values()) and set(read_known(work, file)) == set(
        plan.known
    )


def store(work: Work, plan: CustomerPlan, report: CustomerImportReport) -> None:
    """Store what was planned."""
    repository.store_new(work, plan.new)
    repository.store_changed(work, plan.changed)
    insert_consents(work, plan.consents)
    audit.record(
        work,
        action="customers.imported",
        entity="customer",
        entity_id=MANY,
        details={
            "added": report.added,
            "changed": report.changed,
            "unchanged": report.unchanged,
        },
    )
    work.changed(Entity.CUSTOMER, MANY)
    letters = "".join(_LETTERS[line.fate] for line in report.lines)
    audit.finish(work, result_json=json.dumps({"fates": letters}))


def first_report(
    command: ImportCustomers, file: ParsedFile[FileRow], result: str
) -> CustomerImportReport:
    """Return the report of the import that was carried out before, from what was kept of it."""
    letters = json.loads(result)["fates"]
    lines = (row.line for row in file.rows)
    fates = {line: _FATES[letter] for line, letter in zip(lines, letters, strict=False)}
    return replace(report_of(command, file, fates), replayed=True)


def report_of(
    command: ImportCustomers, file: ParsedFile[FileRow], fates: Mapping[int, RowFate]
) -> CustomerImportReport:
    """Return the report, row by row; where any is refused nothing is stored."""
    refused = [_refused_line(problem) for problem in file.problems]
    taken = [ImportLine(line=line, fate=fate) for line, fate in fates.items()]
    count = Counter(fates.values())
    return CustomerImportReport(
        dry_run=command.dry_run,
        stored=not refused and not command.dry_run,
        lines=tuple(sorted([*refused, *taken], key=lambda line: line.line)),
        added=count[RowFate.ADDED],
        changed=count[RowFate.CHANGED],
        unchanged=count[RowFate.UNCHANGED],
        refused=len({line.line for line in refused}),
        warnings=file.warnings,
    )


def _refused_line(problem: RowProblem) -> ImportLine:
    return ImportLine(
        line=problem.line,
        fate=RowFate.REFUSED,
        code=problem.code.value,
        message=problem.message,
        column=problem.column,
        value=problem.value,
    )


def _new(work: Work, row: FileRow, *, country: str) -> NewCustomer:
    facts = row.facts
    nobody = KnownCustomer(
        id=0,
        version=0,
        email=facts.email,
        flag=row.flag,
        active=True,
        phone_digits=facts.phone_digits,
        email_folded=facts.email_folded,
        sms_consent=None,
        email_consent=None,
    )
    owned = _owned(work, row, nobody, country=country)
    digits = [values["phone_digits"] for _table, values in owned if values.get("phone_digits")]
    return NewCustomer(
        values={**values_of(facts), "flag": row.flag, "created_at_utc": work.at},
        more_digits=tuple(digits),
        owned=[*owned, *((m.consent, consent) for consent in _consents(work, row, nobody))],
    )


def _change(
    work: Work, row: FileRow, before: KnownCustomer, *, country: str
) -> ChangedCustomer | None:
    """Return what the customer lacks, or None. What is there is never overwritten."""
    values: dict[str, Any] = {}
    if row.facts.email and not before.email:
        values |= {"email": row.facts.email, "email_folded": row.facts.email_folded}
    if row.flag and not before.flag:
        values["flag"] = row.flag
    owned = _owned(work, row, before, country=country)
    if not values and not owned:
        return None
    return ChangedCustomer(id=before.id, values=values, owned=owned)


def _completed(
    before: KnownCustomer, change: ChangedCustomer | None, consents: Sequence[Mapping[str, Any]]
) -> KnownCustomer:
    """Return what a customer is once a row is stored."""
    answers = {f"{row['channel']}_consent": row["granted"] for row in consents}
    if change is None:
        return replace(before, **answers)
    contacts, addresses, notes = set(before.contacts), set(before.addresses), set(before.notes)
    for table, values in change.owned:
        if table is m.customer_contact:
            contacts.add(values["phone_digits"] or values["email_folded"])
        elif table is m.customer_address:
            addresses.add(tuple(values[name] for name in ADDRESS_COLUMNS))
        else:
            notes.add(values["text"])
    return replace(
        before,
        **change.values,
        **answers,
        contacts=frozenset(contacts),
        addresses=frozenset(addresses),
        notes=frozenset(notes),
    )


def _owned(work: Work, row: FileRow, before: KnownCustomer, *, country: str) -> list[Owned]:
    return [
        *_contacts(work, row, before, country=country),
        *_address(work, row, before),
        *_note(work, row, before),
    ]


def _contacts(work: Work, row: FileRow, before: KnownCustomer, *, country: str) -> list[Owned]:
    """Return the further contacts that are not there; an address beside another is one of them."""
    has = {before.phone_digits, before.email_folded, *before.contacts}
    if not before.email:
        has.add(row.facts.email_folded)
    another = (row.facts.email,) if row.facts.email else ()
    found: list[Owned] = []
    for kind, texts in (
        (ContactKind.PHONE, row.more_phones),
        (ContactKind.EMAIL, (*another, *row.more_emails)),
    ):
        for text in texts:
            values = contact_values(kind, text, country=country)
            key = values["phone_digits"] or values["email_folded"]
            if key not in has:
                has.add(key)
                found.append((m.customer_contact, {**values, "created_at_utc": work.at}))
    return found


def _address(work: Work, row: FileRow, before: KnownCustomer) -> list[Owned]:
    if not row.address or row.address in before.addresses:
        return []
    values = dict(zip(ADDRESS_COLUMNS, row.address, strict=True))
    return [(m.customer_address, {**values, "label": "", "created_at_utc": work.at})]


def _note(work: Work, row: FileRow, before: KnownCustomer) -> list[Owned]:
    if not row.note or row.note in before.notes:
        return []
    values = {"text": row.note, "person_id": work.actor.person_id, "at_utc": work.at}
    return [(m.customer_note, values)]


def _consents(work: Work, row: FileRow, before: KnownCustomer) -> list[dict[str, Any]]:
    answers = (
        (Channel.SMS, row.sms_consent, before.sms_consent),
        (Channel.EMAIL, row.email_consent, before.email_consent),
    )
    return [
        consent_row(work, before.id, channel, granted=granted, how=ConsentHow.IMPORT)
        for channel, granted, latest in answers
        if granted is not None and granted != latest
    ]
