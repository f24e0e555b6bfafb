"""Customers from and to CSV: dry run, a report per row, nothing half-imported."""

from __future__ import annotations

import io
from typing import Any

import pytest

from services.actor import new_operation_id
from services.catalog.dto import RowFate
from services.customers.dto import (
    Activity,
    CustomerImportReport,
    CustomerQuestion,
    ExportCustomers,
    ImportCustomers,
)
from services.customers.file_rows import MOST_ROWS
from services.errors import PermissionDenied
from tests.integration.customers.desk import Desk

FILE = """\
name,phone,email,more_phones,more_emails,flag,street,city,sms_consent,email_consent,notes
Dana Whitfield,415-555-0142,dana@example.com,510-555-0187|510-555-0188,work@example.com,Trade,\
12 Alder Street,Oakland,yes,no,Rings twice
Omar Haddad,,omar@example.com,,,,,,,,
"""


def command(content: str, **more: Any) -> ImportCustomers:
    values: dict[str, Any] = {"operation_id": new_operation_id(), "file_name": "customers.csv"}
    return ImportCustomers(**{**values, "content": content.encode(), **more})


def run(desk: Desk, content: str, **more: Any) -> CustomerImportReport:
    return desk.files.import_file(desk.owner, command(content, **more))


def exported(desk: Desk, **asked: Any) -> str:
    text = io.StringIO()
    question = CustomerQuestion(**{"activity": Activity.ALL, **asked})
    order = ExportCustomers(operation_id=new_operation_id(), question=question)
    report = desk.files.export_file(desk.owner, order, write=text.write)
    assert report.customers == len(text.getvalue().split("\r\n")) - 2
    return text.getvalue()


def counts(report: CustomerImportReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.unchanged, report.refused


def test_a_file_is_imported_whole(desk: Desk) -> None:
    report = run(desk, FILE)
    assert (counts(report), report.stored) == ((2, 0, 0, 0), True)
    assert [(line.line, line.fate) for line in report.lines] == [
        (2, RowFate.ADDED),
        (3, RowFate.ADDED),
    ]
    page = desk.page(desk.suggested("dana")[0])
    assert [each.value for each in page.contacts] == [
        "415-555-0142",
        "dana@example.com",
        "510-555-0187",
        "510-555-0188",
        "work@example.com",
    ]
    assert (page.flag, page.addresses[0].city) == ("Trade", "Oakland")
    assert (page.sms_consent, page.email_consent) == (True, False)
    assert page.consents[0].how.value == "import"
    assert (page.notes[0].text, page.notes[0].person_name) == ("Rings twice", "Petra Alder")
    assert desk.suggested("0188") == desk.searched("work@") == [page.customer_id]
    assert desk.strays() == ()


def test_a_dry_run_tells_and_stores_nothing(desk: Desk) -> None:
    report = run(desk, FILE, dry_run=True)
    assert (counts(report), report.stored) == ((2, 0, 0, 0), False)
    assert desk.suggested("dana") == []


def test_a_known_customer_is_completed_and_never_overwritten(desk: Desk) -> None:
    taken = desk.take_in("DANA whitfield", "(415) 555-0142")
    report = run(desk, FILE)
    assert counts(report) == (1, 1, 0, 0)
    page = desk.page(taken.customer_id)
    assert (page.name, page.phone) == ("DANA whitfield", "(415) 555-0142")
    assert (page.email, page.flag, len(page.contacts)) == ("dana@example.com", "Trade", 5)
    assert counts(run(desk, FILE)) == (0, 0, 2, 0)
    other = FILE.replace("dana@example.com", "new@example.com").replace("Trade", "Other")
    assert counts(run(desk, other)) == (0, 1, 1, 0)
    page = desk.page(taken.customer_id)
    assert (page.email, page.flag) == ("dana@example.com", "Trade")
    assert page.contacts[-1].value == "new@example.com"
    assert desk.strays() == ()


def test_whoever_was_merged_is_met_as_the_kept_one(desk: Desk) -> None:
    kept = desk.take_in("Dana W.", "415-555-0199").customer_id
    gone = desk.take_in("Dana Whitfield", "415-555-0142").customer_id
    desk.merge(kept, gone)
    assert counts(run(desk, FILE)) == (1, 1, 0, 0)
    assert desk.page(kept).flag == "Trade"


def test_two_rows_of_one_merged_customer_complete_them_once(desk: Desk) -> None:
    kept = desk.take_in("Dana W.", "415-555-0199").customer_id
    gone = desk.take_in("Dana Whitfield", "415-555-0142").customer_id
    desk.merge(kept, gone)
    more = "510-555-0187,work@example.com,Trade,12 Alder Street,yes,Rings twice"
    report = run(
        desk,
        "name,phone,more_phones,email,flag,street,sms_consent,notes\n"
        f"Dana W.,415-555-0199,{more}\nDana Whitfield,415-555-0142,{more}\n",
    )
    assert (counts(report), report.stored) == ((0, 1, 1, 0), True)
    page = desk.page(kept)
    values = [each.value for each in page.contacts]
    assert values.count("510-555-0187") == values.count("work@example.com") == 1
    assert (len(page.addresses), len(page.notes), len(page.consents)) == (1, 1, 1)
    assert desk.strays() == ()


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (",415-555-0100,", "name", "required"),
        ("X Y,12,", "phone", "not_a_phone"),
        ("X Y,,nobody", "email", "not_an_email"),
        ("X Y,,", "phone", "required"),
        ("\x01,415-555-0100,", "name", "control_character"),
        (f"{'x' * 201},415-555-0100,", "name", "too_long"),
        ("Omar Haddad,415-555-0100,", "", "duplicate"),
        ("X Y,415-555-0100,,extra", "", "extra_cell"),
    ],
)
def test_one_refused_row_keeps_the_file_out(desk: Desk, row: str, column: str, code: str) -> None:
    content = f"name,phone,email\nOmar Haddad,415 555 0100,\n{row}\n"
    report = run(desk, content)
    assert (report.stored, report.refused, report.added) == (False, 1, 1)
    refused = report.lines[-1]
    assert (refused.line, refused.column, refused.code) == (3, column, code)
    assert refused.message
    assert desk.suggested("omar") == []


def test_a_yes_is_a_yes(desk: Desk) -> None:
    report = run(desk, "name,phone,sms_consent\nX Y,415-555-0100,perhaps\n")
    assert (report.lines[0].column, report.lines[0].code) == ("sms_consent", "unknown_value")


def test_a_file_too_long_is_refused(desk: Desk) -> None:
    rows = "".join(f"X {row},x{row}@example.com\n" for row in range(MOST_ROWS + 1))
    report = run(desk, f"name,email\n{rows}")
    assert (report.stored, report.lines[0].code) == (False, "too_many_rows")


def test_a_repeat_answers_with_the_first_report(desk: Desk) -> None:
    order = command(FILE)
    first = desk.files.import_file(desk.owner, order)
    again = desk.files.import_file(desk.owner, order)
    assert again.replayed
    assert (counts(again), again.lines) == (counts(first), first.lines)


def test_what_is_exported_can_be_imported(desk: Desk) -> None:
    run(desk, FILE)
    desk.create("=HYPERLINK(1)", "+44 20 7946 0018", flag="@home")
    desk.create('Quote "the" comma, one', "415-555-0133")
    content = exported(desk)
    assert "'=HYPERLINK(1)" in content
    assert "'+44 20 7946 0018" in content
    assert counts(run(desk, content)) == (0, 0, 4, 0)
    page = desk.page(desk.suggested("hyperlink")[0])
    assert (page.name, page.flag) == ("=HYPERLINK(1)", "@home")


def test_a_spreadsheet_reads_letters_and_runs_nothing(desk: Desk) -> None:
    desk.create("Łukasz Muñoz;=1+1", "415-555-0133", flag="＝1+1")
    content = exported(desk)
    assert content.startswith('\ufeff"name","phone"')
    assert '"Łukasz Muñoz;=1+1","415-555-0133"' in content
    assert '"\'＝1+1"' in content
    assert counts(run(desk, content)) == (0, 0, 1, 0)


def test_an_export_lists_what_the_list_lists(desk: Desk) -> None:
    run(desk, FILE)
    taken = desk.take_in("Zoë de la Cruz", "415-555-0102")
    gone = desk.create("Zoe Cruz", "415-555-0103")
    desk.merge(taken.customer_id, gone.customer_id)
    assert "Zoe Cruz" not in exported(desk)
    assert exported(desk, has_open=True).count("\r\n") == 2
    assert "omar@" in exported(desk, text="omar")


def test_who_may_import_and_export(desk: Desk) -> None:
    lena = desk.shop.person("Lena Park", "front_desk")
    maya = desk.shop.person("Maya Ortiz", "manager")
    with pytest.raises(PermissionDenied):
        desk.files.import_file(lena, command(FILE))
    order = ExportCustomers(operation_id=new_operation_id(), question=CustomerQuestion())
    with pytest.raises(PermissionDenied):
        desk.files.export_file(lena, order, write=str)
    assert desk.files.import_file(maya, command(FILE)).stored
