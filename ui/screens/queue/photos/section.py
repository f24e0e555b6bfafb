"""The panel's section "Photos and files": small pictures, what is under way, what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from services.attachments.dto import Attachment
from ui.icons import Icon
from ui.parts.button import Button, IconButton
from ui.parts.elided import Elided
from ui.parts.flow import Flow
from ui.parts.painting import paint_box
from ui.parts.progress import Progress
from ui.parts.text import Text, Tone
from ui.screens.queue.photos.tile import Tile
from ui.screens.queue.photos.words import count_words, size_words
from ui.screens.queue.words import say
from ui.shortcuts import shortcut
from ui.theme import tokens
from ui.tokens import Height, Radius, Space, TypeRole

_DRAGS: Final = (QEvent.Type.DragEnter, QEvent.Type.DragMove)


class PhotosSection(QWidget):
    """What is attached to the order in the panel.

    Signals:
        add_asked(): the button was pressed.
        dropped(object): the `QMimeData` that was let go over the panel.
        opened(object): the `Attachment` to look at.
        removed(object): the `Attachment` to remove.
        menu_asked(object): an `(Attachment, QPoint)` pair.
        stopped(): Cancel was pressed while something is being added.
    """

    add_asked = Signal()
    dropped = Signal(object)
    opened = Signal(object)
    removed = Signal(object)
    menu_asked = Signal(object)
    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queue-photos")
        self._tiles: list[Tile] = []
        self._may_add = False
        self._is_read = False
        self._is_target = False
        self.count = Elided(
            "", role=TypeRole.BODY, tone=Tone.SECOND, grows=False, least=0, name="photos-count"
        )
        key = shortcut("queue.attach").keycap
        self.add = Button(
            say("Add …"), icon=Icon.PLUS, height=Height.DENSE, key=key, name="photos-add"
        )
        self.empty = Text("", tone=Tone.SECOND, wrap=True, name="photos-empty")
        self.row = Flow(gap=Space.SMALL, down=Space.SMALL, name="photos-row")
        self.progress = Progress("", name="photos-progress")
        self.problem = Text("", tone=Tone.DANGER, wrap=True, name="photos-problem")
        self.dismiss = IconButton(
            say("Dismiss"), icon=Icon.X, height=Height.PILL, name="photos-dismiss"
        )
        self._build()
        self.add.clicked.connect(self.add_asked.emit)
        self.progress.cancelled.connect(self.stopped.emit)
        self.dismiss.clicked.connect(lambda: self.show_problem(""))

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """The small pictures in reading order."""
        return tuple(self._tiles)

    @property
    def may_add(self) -> bool:
        """Whether this person may add something to this order."""
        return self._may_add

    def let_add(self, *, may_add: bool) -> None:
        """Offer to add, or don't."""
        self._may_add = may_add
        self.add.setVisible(may_add)
        if self._is_read:
            self._invite()

    def begin(self) -> None:
        """Say that another order's photos are being read."""
        self._is_read = False
        self._put([])
        self.count.show_text("")
        self._say_empty(say("Reading …"))

    def show_attachments(self, attachments: Sequence[Attachment]) -> tuple[Tile, ...]:
        """Show these; return the tiles that are new."""
        kept = {tile.attachment.attachment_id: tile for tile in self._tiles}
        fresh: list[Tile] = []
        row: list[Tile] = []
        for attachment in attachments:
            tile = kept.get(attachment.attachment_id)
            if tile is None:
                tile = self._tile(attachment)
                fresh.append(tile)
            row.append(tile)
        had_focus = self._focused()
        self._put(row)
        if had_focus is not None and self._focused() is None:
            self._focus_near(had_focus)
        self.count.show_text(count_words(tuple(attachments)))
        self._is_read = True
        self._invite()
        return tuple(fresh)

    def show_progress(self, words: str, *, done: int, total: int) -> None:
        """Say what is being added and how much of it is read."""
        self.progress.say(words)
        counts = size_words(total) if total else ""
        self.progress.show_progress(done, total=total, counts=counts)
        self.progress.show()

    def end_progress(self) -> None:
        """Take that away."""
        self.progress.hide()

    def show_problem(self, words: str) -> None:
        """Say what was not done, or nothing more."""
        self.problem.setText(words)
        for part in (self.problem, self.dismiss):
            part.setVisible(bool(words))

    def take_drops_of(self, panel: QWidget) -> None:
        """Let the whole panel be where photos are dropped."""
        panel.setAcceptDrops(True)
        panel.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what is dragged over the panel, if it can be attached."""
        if event.type() in _DRAGS and isinstance(event, QDragMoveEvent):
            if self._may_add and holds_something(event.mimeData()):
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
                self._mark(is_target=True)
            else:
                event.ignore()
            return True
        if event.type() is QEvent.Type.DragLeave:
            self._mark(is_target=False)
        elif isinstance(event, QDropEvent) and event.type() is QEvent.Type.Drop:
            self._mark(is_target=False)
            event.acceptProposedAction()
            self.dropped.emit(event.mimeData())
            return True
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show where what is dragged will go."""
        if self._is_target:
            t = tokens()
            box = QRectF(self.rect())
            painter = QPainter(self)
            paint_box(painter, box, radius=Radius.CHIP, fill=t.accent_soft, edge=t.accent)

    # --- inside ----------------------------------------------------------------------------------

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.SMALL)
        head.addWidget(Text(say("Photos and files"), role=TypeRole.STRONG, name="photos-word"))
        head.addStretch(1)
        head.addWidget(self.count)
        head.addWidget(self.add)
        trouble = QHBoxLayout()
        trouble.setSpacing(Space.SMALL)
        trouble.addWidget(self.problem, stretch=1)
        trouble.addWidget(self.dismiss, alignment=Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        column.addLayout(head)
        column.addLayout(trouble)
        column.addWidget(self.empty)
        column.addWidget(self.row)
        column.addWidget(self.progress)
        for part in (self.progress, self.problem, self.dismiss, self.add, self.row):
            part.hide()

    def _tile(self, attachment: Attachment) -> Tile:
        tile = Tile(attachment)
        tile.clicked.connect(lambda: self.opened.emit(attachment))
        tile.removed.connect(lambda: self.removed.emit(attachment))
        tile.menu_asked.connect(lambda at: self.menu_asked.emit((attachment, at)))
        tile.stepped.connect(lambda key: self._step(tile, key))
        return tile

    def _put(self, row: list[Tile]) -> None:
        self._tiles = row
        self.row.show_row(row)
        self.row.setVisible(bool(row))

    def _invite(self) -> None:
        words = say("Drop photos or files here, paste a picture (Ctrl V), or add them.")
        self._say_empty("" if self._tiles else words if self._may_add else say("None"))

    def _say_empty(self, words: str) -> None:
        self.empty.setText(words)
        self.empty.setVisible(bool(words))

    def _focused(self) -> int | None:
        """Return the place of the tile that has the keyboard."""
        return next((at for at, tile in enumerate(self._tiles) if tile.hasFocus()), None)

    def _focus_near(self, place: int) -> None:
        """Keep the keyboard here when the tile that had it is gone."""
        if self._tiles:
            self._tiles[min(place, len(self._tiles) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._may_add:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, tile: Tile, key: Qt.Key) -> None:
        """Go to the tile beside, or in the line above or below."""
        beside = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if key in beside:
            to = self._tiles.index(tile) + beside[key]
        else:
            in_line = max(1, sum(each.y() == self._tiles[0].y() for each in self._tiles))
            down = in_line if key == Qt.Key.Key_Down else -in_line
            to = self._tiles.index(tile) + down
        if 0 <= to < len(self._tiles):
            self._tiles[to].setFocus(Qt.FocusReason.TabFocusReason)

    def _mark(self, *, is_target: bool) -> None:
        if is_target is not self._is_target:
            self._is_target = is_target
            self.update()


def holds_something(data: QMimeData) -> bool:
    """Say whether something dragged or copied holds files or a picture."""
    return data.hasImage() or any(url.isLocalFile() for url in data.urls())
