"""``--demonstrate DIR``: the main job through the real windows, without a display.

Takes a device in, moves the order on and prints, on a sample shop of its own in DIR; leaves
pictures of every step and the printed claim ticket as PDF and as a picture of the receipt.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from app.hands import CTRL, Hands
from app.home import DATABASE_VARIABLE, HOME_VARIABLE
from app.stage import Stage
from services.printing.dto import DocumentKind
from services.printing.render import PaperFormat
from services.tickets.dto import QueueChip, QueueQuestion, QueueSort
from services.types import TicketStatus
from ui.parts.suggestions import SuggestionList
from ui.screens.first_start.guess import sample_command

# What earlier demonstrations left in the folder is written anew; nothing else in it is touched.
_HOME = "home"
_PRINTER = "receipt.bin"
_SIZE = (1366, 768)


def demonstrate(qt: QApplication, *, folder: Path) -> int:
    """Walk through the main job; print the folder and return 0."""
    folder = folder.absolute()
    home = folder / _HOME
    if home.exists():
        shutil.rmtree(home)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _PRINTER).unlink(missing_ok=True)
    kept = {name: value for name, value in os.environ.items() if name != DATABASE_VARIABLE}
    environment = {
        **kept,
        HOME_VARIABLE: str(home),
        "MENDPOINT_PRINTER": f"file:{folder / _PRINTER}",
    }
    stage = Stage(qt, environment=environment, sample=sample_command())
    stage.size(_SIZE[0], height=_SIZE[1])
    stage.open()
    walk = Walk(stage, folder=folder)
    walk.sign_in()
    walk.fill_in("Dana Whitf")
    walk.picture("3-intake")
    walk.take_in()
    walk.print_it()
    walk.move()
    stage.close()
    sys.stdout.write(f"{folder}\n")
    return 0


class Walk:
    """The steps, one after the other, by the keys a person presses."""

    def __init__(self, stage: Stage, *, folder: Path) -> None:
        self._stage = stage
        self._hands = Hands(stage)
        self._folder = folder
        self._ticket_id = 0

    def sign_in(self) -> None:
        """Choose the first person on the list."""
        self.picture("1-who-is-here")
        self._hands.write("1")
        self._stage.at("counter-customer-search")
        self._stage.settle()
        self.picture("2-counter")

    def fill_in(self, customer: str) -> None:
        """Fill in the visit of a known customer with a new phone and a broken screen."""
        stage, hands = self._stage, self._hands
        hands.write(customer)
        stage.until(self._suggests, what="a known customer")
        hands.enter()
        stage.at("counter-device-search")
        hands.write("ip14pro")
        stage.until(self._suggests, what="a device")
        hands.enter()
        stage.at("counter-device-colour")
        hands.write("Deep Purple")
        hands.tab_to("counter-identity-text")
        hands.write("490154203237518")
        hands.enter()
        stage.at("counter-repair-1")
        hands.write("12")
        hands.enter()
        stage.at("counter-words")
        hands.write("Fell down the stairs, the screen flickers")
        hands.enter()
        stage.at("counter-condition-screen")
        hands.write("bwggggggg")
        hands.tab_to("counter-terms")
        hands.press(Qt.Key.Key_Space)
        hands.tab_to("counter-ready-by")
        hands.press(Qt.Key.Key_Home)
        stage.settle(seconds=0.8)

    def take_in(self) -> None:
        """Take the visit in and be ready for the next person."""
        self._hands.press(Qt.Key.Key_Return, CTRL)
        self._stage.at("counter-customer-search")

    def print_it(self) -> None:
        """Wait for the paper, and keep the ticket as PDF and as a picture."""
        paper = self._folder / _PRINTER
        self._stage.until(paper.exists, what="the printer's first byte")
        self._stage.settle(seconds=0.8)
        self.picture("4-taken-in")
        context = self._stage.session.context
        services, actor = context.services, context.actor()
        newest = services.queue.ask(actor, QueueQuestion(chip=QueueChip.ALL, sort=QueueSort.NEWEST))
        self._ticket_id = newest.ids[0]
        for kind in (PaperFormat.PDF, PaperFormat.PICTURE):
            data = services.printing.render(
                actor,
                ticket_id=self._ticket_id,
                document=DocumentKind.CLAIM_TICKET,
                paper_format=kind,
            )
            (self._folder / f"claim-ticket.{kind.value}").write_bytes(data)

    def move(self) -> None:
        """Find the order in the queue and begin the repair."""
        stage, hands = self._stage, self._hands
        hands.press(Qt.Key.Key_F2)
        stage.at("queue-table")
        stage.session.open_ticket(self._ticket_id)
        stage.settle()
        self.picture("5-queue")
        hands.write("s")
        stage.until(
            lambda: isinstance(QApplication.activePopupWidget(), QMenu), what="the next steps"
        )
        hands.enter()
        services, actor = stage.session.context.services, stage.session.context.actor()
        stage.until(
            lambda: (
                services.tickets.detail(actor, ticket_id=self._ticket_id).status
                is not TicketStatus.PENDING
            ),
            what="the order on its way",
        )
        stage.settle()
        self.picture("6-moved")

    def _suggests(self) -> bool:
        lists = self._stage.frame.findChildren(SuggestionList)
        return any(each.isVisible() and each.rows for each in lists)

    def picture(self, name: str) -> None:
        """Keep what the window shows in the folder."""
        self._stage.picture(self._folder / f"{name}.png")
