"""Photos and files in the queue's panel: shown, added, looked at, removed, or refused."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from services.tickets.dto import TicketDetail
from services.types import AttachmentKind, HistoryKind
from tests.screens.queue_stage import CTRL, KEY, QueueStage, queue_stage, take_in
from tests.support.pictures import bomb, noise, photo
from tests.support.shops import SmallShop
from ui.screens.queue.photos.section import PhotosSection
from ui.screens.queue.photos.viewer import Viewer

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)


def section(stage: QueueStage) -> PhotosSection:
    return stage.screen.view.panel.photos


def names(stage: QueueStage) -> list[str]:
    return [tile.attachment.name for tile in section(stage).tiles]


def stored(stage: QueueStage, order: TicketDetail) -> list[str]:
    return [each.name for each in stage.drawer.list(order.ticket_id)]


def at_order(stage: QueueStage, order: TicketDetail) -> None:
    """Go to an order, with the panel open and its photos read."""
    stage.go_to(order)
    stage.screen.order.open(with_focus=False)
    stage.until(lambda: section(stage).empty.text() != "Reading …")


def drop(stage: QueueStage, *paths: Path) -> None:
    """Let files go over the panel."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    drop_data(stage.screen.view.panel, data)


def drop_data(panel: QWidget, data: QMimeData) -> bool:
    """Drag over the panel and let go if it takes it; say whether it did."""
    copy, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    over = QDragEnterEvent(panel.rect().center(), copy, data, button, none)
    QApplication.sendEvent(panel, over)
    if over.isAccepted():
        where = QPointF(panel.rect().center())
        QApplication.sendEvent(panel, QDropEvent(where, copy, data, button, none))
    return over.isAccepted()


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def viewer() -> Viewer:
    found = QApplication.activeModalWidget()
    assert isinstance(found, Viewer)
    return found


def dialog_named(stage: QueueStage, name: str) -> QFileDialog:
    """Wait for a file dialog and return it."""
    found: list[QFileDialog] = []

    def is_there() -> bool:
        found[:] = [
            widget
            for widget in QApplication.topLevelWidgets()
            if isinstance(widget, QFileDialog) and widget.objectName() == name
        ]
        return bool(found) and found[0].isVisible()

    stage.until(is_there)
    return found[0]


def test_photos_stand_as_small_pictures_with_their_names(
    small_shop: SmallShop, qtbot: QtBot
) -> None:
    order = take_in(small_shop, "Delta")
    with queue_stage(small_shop, qtbot) as stage:
        stage.drawer.add(order.ticket_id, photo(), name="Front.jpg")
        stage.drawer.add(order.ticket_id, b"%PDF-1.7", name="Estimate.pdf")
        at_order(stage, order)
        stage.until(lambda: names(stage) == ["Front.jpg", "Estimate.pdf"])
        front, estimate = section(stage).tiles
        stage.until(lambda: front.shows_picture)
        assert not estimate.shows_picture
        assert section(stage).count.text == "1 photo, 1 file"
        assert front.accessibleName() == "Front.jpg"
        assert front.accessibleDescription().startswith("At intake. Petra Alder, ")
        titles = [entry.title for entry in stage.screen.view.panel.story.entries]
        assert titles[:2] == ["File added", "Photo added"]


def test_an_order_without_any_says_what_to_do(small_shop: SmallShop, qtbot: QtBot) -> None:
    order = take_in(small_shop, "Delta")
    with queue_stage(small_shop, qtbot) as stage:
        at_order(stage, order)
        words = section(stage).empty.text()
        assert words == "Drop photos or files here, paste a picture (Ctrl V), or add them."
        viewer_person = small_shop.person("Vera Lund", "viewer")
        stage.sit_down(viewer_person)
        stage.until(lambda: section(stage).empty.text() == "None")
        assert section(stage).add.isHidden()
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile("/tmp/x.jpg")])
        assert not drop_data(stage.screen.view.panel, data)
        stage.press(KEY.Key_F)
        assert QApplication.activeModalWidget() is None


def test_dropped_files_are_added_with_one_undo(
    small_shop: SmallShop, qtbot: QtBot, tmp_path: Path
) -> None:
    order = take_in(small_shop, "Delta")
    with queue_stage(small_shop, qtbot) as stage:
        at_order(stage, order)
        drop(
            stage,
            write(tmp_path / "a.jpg", photo(colour=(1, 0, 0))),
            write(tmp_path / "b.png", photo("PNG", colour=(0, 1, 0))),
        )
        stage.until(lambda: names(stage) == ["a.jpg", "b.png"])
        stage.until(lambda: stage.said.toasts != [])
        assert stage.said.toasts == [f"2 added to {order.number}"]
        assert stage.said.undoes_all == [True]
        stage.said.undos[0]()
        stage.until(lambda: names(stage) == [])
        stage.until(lambda: stored(stage, order) == [])


def test_a_copied_picture_is_pasted(small_shop: SmallShop, qtbot: QtBot) -> None:
    order = take_in(small_shop, "Delta")
    with queue_stage(small_shop, qtbot) as stage:
        at_order(stage, order)
        clipboard = QGuiApplication.clipboard()
        clipboard.clear()
        stage.press(KEY.Key_V, CTRL)
        assert stage.said.toasts == ["There is no picture on the clipboard"]
        image = QImage(40, 30, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.darkGreen)
        clipboard.setImage(image)
        stage.press(KEY.Key_V, CTRL)
        stage.until(lambda: len(names(stage)) == 1)
        (kept,) = stage.drawer.list(order.ticket_id)
        assert kept.name.startswith("Pasted 20")
        assert (kept.media_type, kept.width_px) == ("image/png", 40)


def test_files_are_chosen_by_key(small_shop: SmallShop, qtbot: QtBot, tmp_path: Path) -> None:
    order = take_in(small_shop, "Delta")
    chosen = write(tmp_path / "Screen.jpg", photo())
    with queue_stage(small_shop, qtbot) as stage:
        stage.go_to(order)
        stage.press(KEY.Key_F)
        dialog = dialog_named(stage, "photos-choose")
        dialog.selectFile(str(chosen))
        dialog.filesSelected.emit([str(chosen)])
        dialog.reject()
        stage.until(lambda: names(stage) == ["Screen.jpg"])
        assert stage.said.toasts == [f"Screen.jpg added to {order.number}"]


def test_files_go_to_the_order_and_under_the_name_they_were_chosen_for(
    small_shop: SmallShop, qtbot: QtBot, tmp_path: Path
) -> None:
    order, other = take_in(small_shop, "Delta"), take_in(small_shop, "Omega")
    chosen = [str(write(tmp_path / f"{n}.jpg", photo(colour=(n, 0, 0)))) for n in (1, 2)]
    ana = small_shop.person("Ana Reyes", "front_desk")
    with queue_stage(small_shop, qtbot) as stage:
        at_order(stage, order)
        stage.press(KEY.Key_F)
        dialog = dialog_named(stage, "photos-choose")
        stage.screen.open_ticket(other.ticket_id)
        stage.until(lambda: stage.shows(other.ticket_id))
        dialog.filesSelected.emit(chosen)
        dialog.reject()
        # Another person takes the till before the second file's turn.
        stage.actors.append(ana)
        stage.until(lambda: len(stored(stage, order)) == 2)
        assert stored(stage, other) == []
        assert {each.person for each in stage.drawer.list(order.ticket_id)} == {"Petra Alder"}


def test_a_photo_taken_away_elsewhere_is_not_opened(small_shop: SmallShop, qtbot: QtBot) -> None:
    order = take_in(small_shop, "Delta")
    with queue_stage(small_shop, qtbot) as stage:
        added = stage.drawer.add(order.ticket_id, photo())
        at_order(stage, order)
        stage.until(lambda: names(stage) != [])
        (attachment,) = stage.drawer.list(order.ticket_id)
        stage.drawer.remove(added.attachment_id)
        stage.until(lambda: names(stage) == [])
        # Its menu was opened before.
        section(stage).opened.emit(attachment)
        assert QApplication.activeModalWidget() is None


def test_what_is_refused_is_told_where_it_was_dropped(
    small_shop: SmallShop, qtbot: QtBot, tmp_path: Path
) -> None:
    order = take_in(small_shop, "Delta")
    with queue_stage(small_shop, qtbot) as stage:
        at_order(stage, order)
        drop(
            stage,
            write(tmp_path / "holiday.jpg", b"MZ" + b"\x00" * 300),
            write(tmp_path / "big.png", bomb(20_000, 10_000)),
            write(tmp_path / "good.jpg", photo()),
        )
        stage.until(lambda: names(stage) == ["good.jpg"])
        stage.until(section(stage).problem.isVisible)
        assert section(stage).problem.text().splitlines() == [
            "“holiday.jpg” is a program, whatever its name says.",
            "“big.png” has 200 megapixels; at most 50 are kept. Save it smaller first.",
        ]
        section(stage).dismiss.click()
        assert section(stage).problem.isHidden()
        assert stage.window.notices == []


def test_a_large_file_shows_how_far_it_is_and_stops(
    small_shop: SmallShop, qtbot: QtBot, tmp_path: Path
) -> None:
    order = take_in(small_shop, "Delta")
    with queue_stage(small_shop, qtbot) as stage:
        at_order(stage, order)
        # Noise is slow to pack: this takes a second or more.
        chosen = [write(tmp_path / f"{n}.png", noise((2_000, 1_500 + n))) for n in range(2)]
        drop(stage, *chosen)
        stage.until(section(stage).progress.isVisible)
        assert section(stage).progress.bar.accessibleName() == f"Adding 1 of 2 to {order.number} …"
        section(stage).progress.cancel.click()
        assert section(stage).progress.isHidden()
        stage.until(lambda: stage.context.runner.under_way == 0)
        assert stored(stage, order) == []
        assert stage.said.toasts == []


def test_removed_at_once_and_put_back_by_undo(small_shop: SmallShop, qtbot: QtBot) -> None:
    order = take_in(small_shop, "Delta")
    with queue_stage(small_shop, qtbot) as stage:
        for number in range(3):
            stage.drawer.add(order.ticket_id, photo(colour=(number, 0, 0)), name=f"{number}.jpg")
        at_order(stage, order)
        stage.until(lambda: len(names(stage)) == 3)
        section(stage).tiles[0].setFocus()
        stage.press(KEY.Key_Right)
        stage.press(KEY.Key_Delete)
        assert names(stage) == ["0.jpg", "2.jpg"]
        assert section(stage).tiles[1].hasFocus(), "the keyboard stays among the photos"
        stage.until(lambda: stage.said.toasts == ["1.jpg removed"])
        assert stored(stage, order) == ["0.jpg", "2.jpg"]
        stage.said.undos[0]()
        stage.until(lambda: names(stage) == ["0.jpg", "1.jpg", "2.jpg"])
        story = stage.screen.view.panel.story
        stage.until(lambda: story.entries[0].title == "Photo put back")
        kinds = [row.kind for row in stage.stored(order.ticket_id).history]
        assert {HistoryKind.DETACHED, HistoryKind.UNDONE} <= set(kinds)


def test_a_removal_that_is_refused_brings_the_photo_back(
    small_shop: SmallShop, qtbot: QtBot
) -> None:
    order = take_in(small_shop, "Delta")
    with queue_stage(small_shop, qtbot) as stage:
        added = stage.drawer.add(order.ticket_id, photo(), name="a.jpg")
        stage.drawer.add(order.ticket_id, photo(), name="b.jpg")
        at_order(stage, order)
        stage.until(lambda: len(names(stage)) == 2)
        # Another workstation was first, and nothing has told this one yet.
        section(stage).tiles[0].setFocus()
        stage.drawer.remove(added.attachment_id)
        stage.press(KEY.Key_Delete)
        stage.until(section(stage).problem.isVisible)
        assert section(stage).problem.text() == "This photo or file is not there any more."
        stage.until(lambda: names(stage) == ["b.jpg"])


def test_what_another_workstation_adds_appears(small_shop: SmallShop, qtbot: QtBot) -> None:
    order = take_in(small_shop, "Delta")
    with queue_stage(small_shop, qtbot) as stage:
        at_order(stage, order)
        stage.drawer.add(order.ticket_id, photo(), name="theirs.jpg")
        stage.until(lambda: names(stage) == ["theirs.jpg"])


def test_the_viewer_goes_on_and_closes_by_the_keyboard(small_shop: SmallShop, qtbot: QtBot) -> None:
    order = take_in(small_shop, "Delta")
    with queue_stage(small_shop, qtbot) as stage:
        for number in range(2):
            stage.drawer.add(order.ticket_id, photo(colour=(9, number, 0)), name=f"{number}.jpg")
        stage.drawer.add(order.ticket_id, b"%PDF-1.7", name="c.pdf")
        at_order(stage, order)
        stage.until(lambda: len(names(stage)) == 3)
        section(stage).tiles[0].setFocus()
        stage.press(KEY.Key_Return)
        shown = viewer()
        stage.until(lambda: shown.canvas.shows_whole)
        assert (shown.name.text, shown.place.text()) == ("0.jpg", "1 of 3")
        assert not shown.previous.isEnabled()
        stage.press(KEY.Key_Right)
        stage.until(lambda: shown.name.text == "1.jpg" and shown.canvas.shows_whole)
        stage.press(KEY.Key_Right)
        assert shown.canvas.words == "Save a copy to look at this file"
        stage.press(KEY.Key_Right)
        assert (shown.place.text(), shown.next.isEnabled()) == ("3 of 3", False)
        stage.press(KEY.Key_Delete)
        stage.until(lambda: shown.place.text() == "2 of 2")
        assert shown.name.text == "1.jpg"
        stage.press(KEY.Key_Escape)
        stage.until(section(stage).tiles[1].hasFocus)
        assert QApplication.activeModalWidget() is None


def test_a_photo_whose_file_is_gone_says_so(small_shop: SmallShop, qtbot: QtBot) -> None:
    order = take_in(small_shop, "Delta")
    with queue_stage(small_shop, qtbot) as stage:
        stage.drawer.add(order.ticket_id, photo(), name="a.jpg")
        next((stage.drawer.folder / "files").glob("*/*")).unlink()
        at_order(stage, order)
        stage.until(lambda: len(names(stage)) == 1)
        (tile,) = section(stage).tiles
        stage.until(lambda: tile.is_failed)
        tile.setFocus()
        stage.press(KEY.Key_Space)
        shown = viewer()
        stage.until(lambda: "can't be read" in shown.canvas.words)
        stage.press(KEY.Key_Escape)


def test_the_menu_saves_a_copy(small_shop: SmallShop, qtbot: QtBot, tmp_path: Path) -> None:
    order = take_in(small_shop, "Delta")
    with queue_stage(small_shop, qtbot) as stage:
        stage.drawer.add(order.ticket_id, photo(size=(30, 20)), name="a.jpg")
        at_order(stage, order)
        stage.until(lambda: len(names(stage)) == 1)
        tile = section(stage).tiles[0]
        tile.menu_asked.emit(tile.mapToGlobal(tile.rect().center()))
        assert stage.menu_words() == ["Open", "Save a copy …", "Remove"]
        stage.choose("photo-save")
        dialog = dialog_named(stage, "photos-save")
        assert [Path(each).name for each in dialog.selectedFiles()] == ["a.jpg"]
        dialog.fileSelected.emit(str(tmp_path / "copy.jpg"))
        dialog.reject()
        stage.until(lambda: stage.said.toasts == ["copy.jpg saved"])
        with Image.open(io.BytesIO((tmp_path / "copy.jpg").read_bytes())) as kept:
            assert kept.size == (30, 20)


def test_another_order_shows_its_own(small_shop: SmallShop, qtbot: QtBot) -> None:
    first, second = take_in(small_shop, "Delta"), take_in(small_shop, "Echo")
    with queue_stage(small_shop, qtbot) as stage:
        stage.drawer.add(first.ticket_id, photo(), name="first.jpg")
        at_order(stage, first)
        stage.until(lambda: names(stage) == ["first.jpg"])
        stage.go_to(second)
        stage.until(lambda: names(stage) == [])
        assert section(stage).count.text == ""
        stage.go_to(first)
        stage.until(lambda: names(stage) == ["first.jpg"])
        (tile,) = section(stage).tiles
        assert tile.attachment.kind is AttachmentKind.PHOTO
        stage.until(lambda: tile.shows_picture)
