"""Customers from and to CSV files: tried first, told row by row, then stored."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from tests.screens.customers_stage import KEY, CustomersStage, Files, customers_stage
from tests.support.shops import SmallShop
from ui.import_report import ImportReportTable
from ui.parts.button import Button
from ui.parts.field import Field
from ui.parts.marker import Marker

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

GOOD = "name,phone,email\nSam Okafor,415-555-0121,\nLena Fischer,,lena@example.com\n"
BAD = "name,phone,email\nSam Okafor,415-555-0121,\n,415-555-0122,\n"


@pytest.fixture
def stage(small_shop: SmallShop, qtbot: QtBot) -> Iterator[CustomersStage]:
    """Give the list of a shop that knows Dana."""
    with customers_stage(small_shop, qtbot, load=False) as stage:
        stage.add("Dana Whitfield", phone="415-555-0142")
        stage.screen.load()
        stage.screen.shown()
        stage.until(lambda: stage.names() == ["Dana Whitfield"])
        yield stage


def check(stage: CustomersStage, path: Path) -> None:
    """Open the import and check a file by the keyboard."""
    stage.choose("customers-files", "customers-import")
    stage.at("customers-import-path")
    stage.write(str(path))
    stage.press(KEY.Key_Return)
    stage.settle()


def report(stage: CustomersStage) -> list[list[object]]:
    model = stage.widget("customers-import-report", ImportReportTable).rows_model
    return [
        [model.data(model.index(row, column)) for column in range(5)]
        for row in range(model.rowCount())
    ]


def test_a_good_file_is_tried_and_then_stored(stage: CustomersStage, tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_text(GOOD, encoding="utf-8")
    check(stage, path)
    result = stage.widget("customers-import-result", Marker)
    assert result.text().startswith("Can be imported: 2 new, 0 changed")
    assert [row[1] for row in report(stage)] == ["New", "New"]
    assert stage.names() == ["Dana Whitfield"], "nothing is stored by trying"
    stage.use("customers-import-store")
    stage.toasted("2 customers imported")
    stage.until(lambda: not stage.widget("customers-import-store", Button).isEnabled())
    stage.go_into("customers-import-back")
    stage.press(KEY.Key_Escape)
    stage.until(lambda: len(stage.names()) == 3)


def test_a_check_of_another_file_than_the_one_named_is_no_report_of_it(
    stage: CustomersStage, tmp_path: Path
) -> None:
    path = tmp_path / "customers.csv"
    path.write_text(GOOD, encoding="utf-8")
    files = cast(Files, stage.context.workstation)
    files.free.clear()
    stage.choose("customers-files", "customers-import")
    stage.at("customers-import-path")
    stage.write(str(path))
    stage.press(KEY.Key_Return)
    stage.write(".old")
    files.free.set()
    stage.settle()
    assert not stage.shows("customers-import-report")
    assert not stage.widget("customers-import-store", Button).isEnabled()
    stage.rewrite(str(path))
    stage.press(KEY.Key_Return)
    stage.until(lambda: stage.widget("customers-import-store", Button).isEnabled())


def test_a_refused_row_is_told_with_line_and_reason_and_nothing_is_stored(
    stage: CustomersStage, tmp_path: Path
) -> None:
    path = tmp_path / "customers.csv"
    path.write_text(BAD, encoding="utf-8")
    check(stage, path)
    result = stage.widget("customers-import-result", Marker)
    assert result.text().startswith("1 row is refused: nothing is stored.")
    assert report(stage)[0][:3] == ["3", "Refused", "name"]
    assert not stage.widget("customers-import-store", Button).isEnabled()


def test_a_file_that_is_not_there_is_said_at_the_field(
    stage: CustomersStage, tmp_path: Path
) -> None:
    check(stage, tmp_path / "nowhere.csv")
    stage.until(lambda: stage.widget("customers-import-path-field", Field).error)
    stage.rewrite("")
    stage.press(KEY.Key_Return)
    stage.until(
        lambda: (
            stage.widget("customers-import-path-field", Field).error
            == "Choose a file, or type its path"
        )
    )


def test_what_the_filters_show_is_written_to_a_file(stage: CustomersStage, tmp_path: Path) -> None:
    stage.choose("customers-files", "customers-export")
    stage.dialog()
    stage.at("question-field")
    path = tmp_path / "out.csv"
    stage.rewrite(str(path))
    stage.press(KEY.Key_Return)
    stage.toasted("1 customer written to out.csv")
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["name"] for row in rows] == ["Dana Whitfield"]


def test_the_front_desk_sees_no_files(stage: CustomersStage) -> None:
    stage.actors.append(stage.shop.person("Ana", "front_desk"))
    stage.screen.shown()
    assert stage.shows("customers-new")
    assert not stage.shows("customers-files")
    stage.screen.open_import()
    assert stage.shows("customers-table")
