"""Commands on customers: files, merges, one person's data, and repeats of each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.engine import open_database
from tests.e2e.cli_stage import CommandLine
from tests.integration.customers.traces import traces

FILE = """\
name,phone,email,more_phones
Robin Adeyemi,415-555-0161,robin@example.com,510-555-0162
Robin Adeyemy,415-555-0163,,
"""


@pytest.fixture
def known(command_line: CommandLine) -> CommandLine:
    """Give a shop with two customers from a file."""
    report = command_line.done("import", "customers", "-", given=FILE)
    assert (report["added"], report["stored"]) == (2, True)
    return command_line


def ids(command_line: CommandLine) -> tuple[str, str]:
    hits = command_line.done("search", "robin")["hits"]
    one, other = sorted(hits, key=lambda hit: str(hit["title"]))
    return str(one["entity_id"]), str(other["entity_id"])


def test_a_file_is_imported_once_and_refused_whole(known: CommandLine) -> None:
    again = known.done("import", "customers", "-", "--dry-run", given=FILE)
    assert (again["unchanged"], again["stored"]) == (2, False)
    refused = known.run("import", "customers", "-", given="name,phone\nX Y,12\n")
    assert (refused.code, refused.json["lines"][0]["code"]) == (2, "not_a_phone")
    assert refused.error["code"] == "invalid"


def test_a_merge_is_repeated_safely_and_undone(known: CommandLine) -> None:
    kept, gone = ids(known)
    preview = known.done("merge", kept, gone, "--dry-run")
    assert preview["differences"][0] == {
        "field": "name", "kept": "Robin Adeyemi", "gone": "Robin Adeyemy",
    }  # fmt: skip
    words = ("merge", kept, gone, "--operation-id", "merge-0001")
    first, again = known.done(*words), known.done(*words)
    assert (first["replayed"], again["replayed"]) == (False, True)
    assert known.done("customer", gone)["customer_id"] == int(kept)
    undone = known.done("undo-merge", str(first["merge_id"]))
    assert undone["gone_id"] == int(gone)
    assert known.done("customer", gone)["customer_id"] == int(gone)
    assert known.run("undo-merge", "999").code == 3
    assert known.run("merge", kept, kept).code == 2


def test_customers_go_to_a_file_and_back(known: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "all.csv"
    assert known.done("export", "customers", str(path))["customers"] == 2
    assert known.done("import", "customers", str(path))["unchanged"] == 2
    nowhere = known.run("export", "customers", str(tmp_path / "no" / "all.csv"))
    assert (nowhere.code, nowhere.error["field"]) == (2, "file")
    later = known.done("export", "customers", str(path), "--since", "2199-01-01")
    assert later["customers"] == 0


def test_a_person_is_written_down_and_forgotten(known: CommandLine, tmp_path: Path) -> None:
    customer_id, _other = ids(known)
    path = tmp_path / "robin.json"
    known.done("export-person", customer_id, str(path))
    held = json.loads(path.read_text(encoding="utf-8"))
    assert held["contacts"][0]["value"] == "510-555-0162"
    words = ("erase", customer_id, "--reason", "Asked in writing", "--operation-id", "gone-0001")
    first, again = known.done(*words), known.done(*words)
    assert (first["contacts"], first["swept"], again["replayed"]) == (1, True, True)
    assert known.run("erase", customer_id).code == 5
    assert known.done("sweep") == {"swept": True}
    database = open_database(known.database_url)
    try:
        assert traces(database, "Adeyemi", "0161", "5550162", "robin@") == []
    finally:
        database.close()
