"""``--screenshots DIR``: every screen in light and dark, at two sizes, on sample data.

The clock stands still, the shop's place is set and the folder has another name in the pictures, so
that two runs give the same ones.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListView, QScrollArea, QWidget

from app.hands import CTRL, Hands
from app.home import HOME_VARIABLE
from app.queue_pictures import picture_arranged
from app.sample_draft import keep_sample_draft
from app.sample_photos import attach_sample_photos
from app.sample_printers import connect_sample_printers
from app.stage import Stage
from services.settings.dto import FirstStart
from services.types import TicketStatus
from ui.context import OpensPages
from ui.parts.elided import Elided
from ui.parts.text import PlainLabel
from ui.screen_key import ScreenKey
from ui.screens.first_start.guess import Guess, sample_command
from ui.screens.queue.photos.section import PhotosSection
from ui.screens.queue.photos.viewer import Viewer
from ui.screens.states.screen import StatesScreen
from ui.screens.trouble.screen import TroubleScreen
from ui.screens.trouble.words import Trouble, known_faults
from ui.tokens import ThemeChoice

SIZES = ((1366, 768), (1920, 1080))
SCHEMES = (ThemeChoice.LIGHT, ThemeChoice.DARK)
# A Friday afternoon on the shop's clock.
NOW = datetime(2026, 11, 20, 22, 26, tzinfo=UTC)
PLACE = Guess(country="US", language="en", currency="USD", time_zone="America/Los_Angeles")
_ORDER_IN_PROGRESS = "iPhone 14"
_FAULT_IN_ALL = "missing"
# What stands in the pictures for the throw-away folder they are made in.
SHOWN_FOLDER = "/home/ana/.local/share/Mendpoint"
_FILE = f"{SHOWN_FOLDER}/mendpoint.db"
_SERVER = "postgresql://mendpoint@server/mendpoint"
# The faults that are about a server name one.
_PLACES = {"away": _SERVER, "refused": _SERVER, "wrong_url": "postgresql//mendpoint@server"}
# What is typed into the palette for each of its pictures.
_SEARCHES = {"search-empty": "", "search": "len", "search-nothing": "Zebedee Quill"}


class StillClock:
    """A clock that stands."""

    def now(self) -> datetime:
        """Return the instant of every picture."""
        return NOW


def take_screenshots(qt: QApplication, *, folder: Path) -> int:
    """Save the pictures, print their folder and return 0."""
    folder = folder.absolute()
    camera = _Camera(folder)
    with _stage(qt, sample=None) as stage:
        camera.each_look(stage, name="first-start")
    with _stage(qt, sample=sample_command(PLACE)) as stage:
        _sample_shop(stage, camera=camera)
    _lone_pages(qt, camera=camera)
    sys.stdout.write(f"{camera.count} pictures in {folder}\n")
    return 0


class _Camera:
    """Saves a stage in every look, under ``name-scheme-width.png``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.count = 0

    def each_look(
        self, stage: Stage, *, name: str, schemes: tuple[ThemeChoice, ...] = SCHEMES
    ) -> None:
        """Photograph what the stage shows, at each size in each scheme."""
        for width, height in SIZES:
            stage.size(width, height=height)
            for scheme in schemes:
                stage.theme.set_choice(scheme)
                stage.settle(seconds=0.15)
                rename_folder(stage)
                stage.picture(self._folder / f"{name}-{scheme.value}-{width}.png")
                self.count += 1
        stage.theme.set_choice(ThemeChoice.LIGHT)
        stage.size(*SIZES[0][:1], height=SIZES[0][1])

    def alone(self, widget: QWidget, *, name: str, width: int, scheme: ThemeChoice) -> None:
        """Photograph a widget that needs no program around it."""
        widget.grab().save(str(self._folder / f"{name}-{scheme.value}-{width}.png"))
        self.count += 1


@contextmanager
def _stage(qt: QApplication, *, sample: FirstStart | None) -> Iterator[Stage]:
    with tempfile.TemporaryDirectory(prefix="mendpoint-pictures-") as place:
        environment = {
            HOME_VARIABLE: place,
            "MENDPOINT_PRINTER": f"file:{place}/receipts.bin",
            "MENDPOINT_LABEL_PRINTER": f"file:{place}/labels.bin",
        }
        stage = Stage(qt, environment=environment, sample=sample, clock=StillClock())
        stage.theme.set_choice(ThemeChoice.LIGHT)
        stage.size(SIZES[0][0], height=SIZES[0][1])
        stage.open()
        yield stage
        stage.close()


def rename_folder(stage: Stage) -> None:
    """Show a usual folder wherever the window names the throw-away one."""
    folder = str(stage.home.path)
    for text in stage.frame.findChildren(PlainLabel):
        if folder in text.text():
            text.setText(text.text().replace(folder, SHOWN_FOLDER))
    for line in stage.frame.findChildren(Elided):
        if folder in line.text:
            line.show_text(line.text.replace(folder, SHOWN_FOLDER))
    stage.settle(seconds=0)


def _sample_shop(stage: Stage, *, camera: _Camera) -> None:
    hands = Hands(stage)
    camera.each_look(stage, name="who-is-here")
    # The owner sees every page.
    owner = next(
        tile
        for tile in stage.frame.findChildren(QWidget)
        if tile.accessibleName().endswith("Owner")
    )
    owner.setFocus()
    hands.enter()
    stage.at("counter-customer-search")
    stage.settle()
    camera.each_look(stage, name="counter-empty")
    connect_sample_printers(stage.session.context)
    _counter(stage, camera=camera)
    _queue(stage, hands=hands, camera=camera)
    _customers(stage, hands=hands, camera=camera)
    _shell(stage, hands=hands, camera=camera)
    _settings(stage, hands=hands, camera=camera)


def _counter(stage: Stage, *, camera: _Camera) -> None:
    keep_sample_draft(stage.session.context)
    stage.session.reload(ScreenKey.COUNTER)
    stage.settle(seconds=0.8)
    stage.program.notices.toasts.dismiss()
    camera.each_look(stage, name="counter")


def _queue(stage: Stage, *, hands: Hands, camera: _Camera) -> None:
    hands.press(Qt.Key.Key_F2)
    stage.at("queue-table")
    stage.settle()
    camera.each_look(stage, name="queue")
    context = stage.session.context
    hits = context.services.search.find(context.actor(), text="Lena Fischer")
    order = next(hit for hit in hits if hit.number)
    stage.session.open_ticket(order.entity_id)
    stage.settle()
    camera.each_look(stage, name="queue-detail")
    picture_arranged(stage, hands=hands, look=camera.each_look)
    stage.session.open_ticket(order.entity_id)
    stage.settle()
    _editing(stage, hands=hands, camera=camera)
    _photos(stage, ticket_id=order.entity_id, camera=camera)
    _board(stage, hands=hands, camera=camera)


def _editing(stage: Stage, *, hands: Hands, camera: _Camera) -> None:
    """Photograph each page of the sheet, and the panel of an order that was edited with it."""
    table = stage.frame.findChild(QWidget, "queue-table")
    assert table is not None
    table.setFocus()
    hands.press(Qt.Key.Key_E)
    stage.at("edit-priority")
    hands.tab_to("edit-slot")
    hands.write("A 3")
    hands.tab_to("edit-estimated-minutes")
    hands.write("1:30")
    stage.settle()
    camera.each_look(stage, name="queue-edit-order")
    hands.tab_to("edit-pages")
    hands.press(Qt.Key.Key_Right)
    hands.tab_to("edit-finding")
    hands.write("Dead zones at the top, the frame is straight")
    stage.settle()
    camera.each_look(stage, name="queue-edit-fault")
    hands.tab_to("edit-pages")
    hands.press(Qt.Key.Key_Right)
    hands.tab_to("edit-line-price")
    hands.press(Qt.Key.Key_A, CTRL)
    hands.write("259")
    stage.settle()
    camera.each_look(stage, name="queue-edit-lines")
    hands.press(Qt.Key.Key_Return, CTRL)
    stage.settle()
    stage.program.notices.toasts.dismiss()
    camera.each_look(stage, name="queue-edited")


def _photos(stage: Stage, *, ticket_id: int, camera: _Camera) -> None:
    """Photograph an order's photos in its panel, and one of them in the viewer."""
    attach_sample_photos(stage.session.context, ticket_id=ticket_id)
    section = stage.frame.findChild(PhotosSection)
    area = stage.frame.findChild(QScrollArea, "detail-scroll")
    assert section is not None
    assert area is not None
    stage.until(lambda: sum(tile.shows_picture for tile in section.tiles) == 3, what="three photos")
    area.ensureWidgetVisible(section.tiles[-1])
    stage.settle()
    camera.each_look(stage, name="queue-photos")
    section.tiles[0].click()
    stage.settle()
    viewer = stage.frame.findChild(Viewer)
    assert viewer is not None
    for scheme in SCHEMES:
        stage.theme.set_choice(scheme)
        stage.settle(seconds=0.15)
        camera.alone(viewer, name="queue-photo", width=SIZES[0][0], scheme=scheme)
    stage.theme.set_choice(ThemeChoice.LIGHT)
    viewer.reject()
    stage.settle()


def _board(stage: Stage, *, hands: Hands, camera: _Camera) -> None:
    hands.press(Qt.Key.Key_V)
    stage.settle()
    camera.each_look(stage, name="queue-board")
    _drag_a_card(stage, hands=hands, camera=camera)
    hands.press(Qt.Key.Key_V)
    stage.settle()
    _several(stage, hands=hands, camera=camera)


def _drag_a_card(stage: Stage, *, hands: Hands, camera: _Camera) -> None:
    """Photograph the columns while the person's card is dragged, then let it go where it was."""
    pile = next(each for each in stage.frame.findChildren(QListView) if each.hasFocus())
    lane = stage.frame.findChild(QWidget, f"lane-{TicketStatus.COMPLETED}")
    assert lane is not None
    begin = pile.visualRect(pile.currentIndex()).center()
    over = pile.viewport().mapFromGlobal(lane.mapToGlobal(lane.rect().center()))
    hands.drag(pile.viewport(), begin=begin, over=over)
    stage.settle()
    camera.each_look(stage, name="queue-board-drag")
    hands.let_go(pile.viewport(), at=begin)


def _several(stage: Stage, *, hands: Hands, camera: _Camera) -> None:
    """Photograph marked rows; their menus and questions are windows of their own."""
    hands.press(Qt.Key.Key_Home)
    for _row in range(6):
        hands.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    stage.settle()
    camera.each_look(stage, name="queue-several")
    hands.press(Qt.Key.Key_Home)
    _undo(stage, hands=hands, camera=camera)


def _undo(stage: Stage, *, hands: Hands, camera: _Camera) -> None:
    """Photograph what was just done, one above the other, and the list of it; then undo it."""
    for step in (Qt.Key.Key_Down, Qt.Key.Key_Up, None):
        if step is not None:
            hands.press(step)
        stage.settle()
        for key in (Qt.Key.Key_A, Qt.Key.Key_Down, Qt.Key.Key_Return):
            hands.press(key)
        # As a window manager does when a menu closes.
        stage.frame.activateWindow()
        stage.settle()
    camera.each_look(stage, name="queue-toasts")
    hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.AltModifier)
    stage.settle()
    camera.each_look(stage, name="queue-undo")
    hands.press(Qt.Key.Key_Escape)
    for _change in range(3):
        stage.session.undo()
        stage.settle()
    stage.program.notices.toasts.dismiss()


def _customers(stage: Stage, *, hands: Hands, camera: _Camera) -> None:
    """Photograph the list, a page, a new customer and the import; questions are other windows."""
    hands.press(Qt.Key.Key_F5)
    stage.at("customers-table")
    stage.settle()
    camera.each_look(stage, name="customers")
    hands.press(Qt.Key.Key_Slash)
    hands.write("zebedee")
    stage.settle()
    camera.each_look(stage, name="customers-nothing", schemes=(ThemeChoice.LIGHT,))
    hands.press(Qt.Key.Key_Escape)
    stage.settle()
    hands.press(Qt.Key.Key_Escape)
    hands.enter()
    stage.at("customer-name")
    stage.settle()
    camera.each_look(stage, name="customer")
    hands.press(Qt.Key.Key_Escape)
    stage.at("customers-table")
    hands.press(Qt.Key.Key_N, CTRL)
    stage.at("customer-new-name")
    hands.write("Dana Whitfield")
    stage.settle(seconds=0.8)
    camera.each_look(stage, name="customer-new", schemes=(ThemeChoice.LIGHT,))
    hands.press(Qt.Key.Key_A, CTRL)
    hands.press(Qt.Key.Key_Delete)
    hands.press(Qt.Key.Key_Escape)
    stage.at("customers-table")


def _shell(stage: Stage, *, hands: Hands, camera: _Camera) -> None:
    for name, typed in _SEARCHES.items():
        hands.press(Qt.Key.Key_K, CTRL)
        hands.press(Qt.Key.Key_Delete)
        hands.write(typed)
        stage.settle()
        camera.each_look(stage, name=name)
        hands.press(Qt.Key.Key_Escape)
    stage.session.pills.open_printer()
    stage.settle()
    camera.each_look(stage, name="printer", schemes=(ThemeChoice.LIGHT,))
    hands.press(Qt.Key.Key_Escape)


def _settings(stage: Stage, *, hands: Hands, camera: _Camera) -> None:
    hands.press(Qt.Key.Key_F9)
    stage.settle()
    screen = stage.session.widget_of(ScreenKey.SETTINGS)
    assert isinstance(screen, OpensPages)
    for page in ("shop", "tax", "people", "tills", "catalogue", "database", "this_pc", "about"):
        screen.open_page(page)
        stage.settle()
        camera.each_look(stage, name=f"settings-{page.replace('_', '-')}")


def trouble_of(fault: str) -> Trouble:
    """Return a trouble of this kind as it is photographed."""
    place = _PLACES.get(fault, _FILE)
    return Trouble(fault=fault, message="", place=place, reference="4f2a9c11")


def _lone_pages(qt: QApplication, *, camera: _Camera) -> None:
    """Photograph the trouble pages and the sheet of states, which need no shop."""
    from app.desktop import first_window
    from app.home import Home

    frame, theme = first_window(qt, Home(Path(tempfile.gettempdir()) / "no-such-home"))
    theme.set_reduced_motion(reduced=True)
    frame.status_bar.say("")
    for fault in known_faults():
        page = TroubleScreen(trouble_of(fault))
        frame.show_page(page)
        frame.show()
        frame.activateWindow()
        page.take_focus()
        every = fault == _FAULT_IN_ALL
        for width, height in SIZES if every else SIZES[:1]:
            frame.resize(width, height)
            for scheme in SCHEMES if every else SCHEMES[:1]:
                theme.set_choice(scheme)
                qt.processEvents()
                camera.alone(frame, name=f"trouble-{fault}", width=width, scheme=scheme)
    frame.let_close()
    frame.deleteLater()
    sheet = StatesScreen()
    sheet.resize(SIZES[0][0], SIZES[0][1])
    sheet.show()
    for scheme in SCHEMES:
        theme.set_choice(scheme)
        qt.processEvents()
        camera.alone(sheet, name="states", width=SIZES[0][0], scheme=scheme)
    sheet.close()
