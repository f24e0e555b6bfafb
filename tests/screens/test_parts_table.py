"""The table and the timeline: what is painted, what is heard, what the keys do."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtWidgets import QHeaderView
from pytestqt.qtbot import QtBot

from tests.screens.parts_stage import NAME, spoken, stage
from ui.icons import Icon
from ui.parts.cells import (
    AmountCell,
    AvatarCell,
    Cell,
    IconCell,
    MarkerCell,
    NameCell,
    StatusCell,
    TextCell,
    cell_text,
)
from ui.parts.marker import MarkerKind
from ui.parts.meter import Sureness
from ui.parts.table import CELL_ROLE, CHANGED_ROLE, TableView
from ui.parts.timeline import Timeline, TimelineEntry
from ui.tokens import LIGHT

Index = QModelIndex | QPersistentModelIndex

ROW: tuple[Cell, ...] = (
    TextCell(text="R26-000398-C"),
    NameCell(name="Galaxy S23 Ultra", detail="Screen", tag="Urgent"),
    StatusCell(status="in_progress"),
    MarkerCell(words="Late 40 min", kind=MarkerKind.LATE),
    AvatarCell(letters="MR"),
    IconCell(icon=Icon.PRINTER, text="Printed"),
    AmountCell(text="≈ 289.00", sureness=Sureness.FAIR),
)
HEADS = ("Order", "Device and repair", "Status", "Promise", "By", "Paper", "Balance")


class Orders(QAbstractTableModel):
    """Rows that are there (even) or still being fetched (odd); counts what is asked."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count
        self.changed_row = -1
        self.asked = 0

    def rowCount(self, parent: Index | None = None) -> int:
        return self.count

    def columnCount(self, parent: Index | None = None) -> int:
        return len(HEADS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == CELL_ROLE:
            self.asked += 1
            return ROW[index.column()] if index.row() % 2 == 0 else None
        if role == CHANGED_ROLE:
            return index.row() == self.changed_row
        return cell_text(ROW[index.column()]) if role == Qt.ItemDataRole.DisplayRole else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        return HEADS[section] if role == Qt.ItemDataRole.DisplayRole else None


def _table(qtbot: QtBot, *, count: int = 20) -> tuple[TableView, Orders]:
    table, orders = TableView("Orders", name="orders"), Orders(count)
    orders.setParent(table)
    table.setModel(orders)
    table.set_right_aligned(frozenset({6}))
    table.head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    table.setMinimumHeight(400)
    stage(qtbot, table, width=1100)
    return table, orders


def _picture(table: TableView) -> QImage:
    return table.viewport().grab().toImage()


def _centre(table: TableView, row: int) -> int:
    return table.rowViewportPosition(row) + table.rowHeight(row) // 2


def test_rows_and_head_have_their_heights(qtbot: QtBot) -> None:
    table, _ = _table(qtbot)
    assert table.rowHeight(0) == 33
    assert table.head.height() == 34


def test_selected_row_is_filled_and_marked_at_its_left(qtbot: QtBot) -> None:
    table, _ = _table(qtbot)
    table.selectRow(2)
    picture, middle = _picture(table), _centre(table, 2)
    assert picture.pixelColor(1, middle) == QColor(LIGHT.focus)
    assert picture.pixelColor(8, middle) == QColor(LIGHT.sel)
    assert picture.pixelColor(8, _centre(table, 0)) == QColor(LIGHT.surface)


def test_rows_are_parted_by_hairlines_and_columns_by_nothing(qtbot: QtBot) -> None:
    table, _ = _table(qtbot)
    picture = _picture(table)
    line = table.rowViewportPosition(1) - 1
    assert {picture.pixelColor(x, line).name() for x in range(table.viewport().width())} == {
        LIGHT.hairline.lower()
    }
    edge = table.columnViewportPosition(2) - 1
    assert picture.pixelColor(edge, 4) == QColor(LIGHT.surface)


def test_row_under_the_pointer_is_shown_over_its_whole_width(qtbot: QtBot) -> None:
    table, _ = _table(qtbot)
    qtbot.mouseMove(table.viewport(), QPoint(40, _centre(table, 4)))
    qtbot.waitUntil(lambda: table.hovered_row == 4)
    picture = _picture(table)
    assert picture.pixelColor(4, _centre(table, 4)) == QColor(LIGHT.hover)
    assert picture.pixelColor(4, _centre(table, 3)) == QColor(LIGHT.surface)


def test_changed_row_has_a_dot_and_keeps_the_selection(qtbot: QtBot) -> None:
    table, orders = _table(qtbot)
    table.selectRow(0)
    orders.changed_row = 4
    orders.dataChanged.emit(orders.index(4, 0), orders.index(4, 6))
    assert _picture(table).pixelColor(8, _centre(table, 4)) == QColor(LIGHT.focus)
    assert table.currentIndex().row() == 0


def test_return_activates_and_arrows_tell_the_row(qtbot: QtBot) -> None:
    table, _ = _table(qtbot)
    table.setFocus()
    table.selectRow(0)
    with qtbot.waitSignal(table.row_changed) as moved:
        qtbot.keyClick(table, Qt.Key.Key_Down)
    assert moved.args == [1]
    with qtbot.waitSignal(table.row_activated) as activated:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert activated.args == [1]


def test_tab_leaves_the_table(qtbot: QtBot) -> None:
    table, _ = _table(qtbot)
    assert not table.tabKeyNavigation()


def test_painting_asks_only_for_what_is_seen(qtbot: QtBot) -> None:
    table, orders = _table(qtbot, count=100_000)
    orders.asked = 0
    assert not table.viewport().grab().isNull()
    rows_seen = table.viewport().height() // 33 + 2
    assert 0 < orders.asked <= rows_seen * len(HEADS)


def test_readers_hear_the_table_and_its_cells(qtbot: QtBot) -> None:
    table, orders = _table(qtbot)
    heard = spoken(table)
    assert heard.text(NAME) == "Orders"
    assert heard.role() == QAccessible.Role.Table
    assert orders.index(0, 1).data() == "Galaxy S23 Ultra, Screen, Urgent"
    assert orders.index(0, 3).data() == "Late 40 min"


def test_sort_arrow_is_shown_and_taken_away(qtbot: QtBot) -> None:
    table, _ = _table(qtbot)
    plain = table.head.grab().toImage()
    table.head.show_sort(3, order=Qt.SortOrder.AscendingOrder)
    up = table.head.grab().toImage()
    table.head.show_sort(3, order=Qt.SortOrder.DescendingOrder)
    down = table.head.grab().toImage()
    table.head.show_sort(None, order=Qt.SortOrder.AscendingOrder)
    assert len({bytes(image.constBits()) for image in (plain, up, down)}) == 3
    assert table.head.grab().toImage() == plain


ENTRIES = (
    TimelineEntry(icon=Icon.CHECK, title="Quote approved, $333.41", detail="Lena, 14:21"),
    TimelineEntry(
        icon=Icon.PENCIL,
        title="Note",
        body="The customer needs it before Friday. " * 6,
        detail="Marco, 13:57 at Bench 2",
        hint="Fri 20 Nov 2026, 13:57:12",
    ),
)


def test_timeline_wraps_a_long_note_and_shows_all_of_it(qtbot: QtBot) -> None:
    timeline = Timeline("Timeline")
    timeline.show_entries(ENTRIES)
    stage(qtbot, timeline, width=360)
    assert timeline.sizeHintForRow(1) > 2 * timeline.sizeHintForRow(0)
    assert timeline.wanted_height() == sum(timeline.sizeHintForRow(row) for row in (0, 1))
    assert not timeline.viewport().grab().isNull()


def test_timeline_is_heard_entry_by_entry(qtbot: QtBot) -> None:
    timeline = Timeline("Timeline")
    timeline.show_entries(ENTRIES)
    stage(qtbot, timeline)
    assert spoken(timeline).text(NAME) == "Timeline"
    model = timeline.model()
    assert model.index(0, 0).data() == "Quote approved, $333.41, Lena, 14:21"
    assert "before Friday" in model.index(1, 0).data()
    assert model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole) == "Fri 20 Nov 2026, 13:57:12"
    assert timeline.entries == ENTRIES
