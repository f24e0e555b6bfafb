"""One photo after another over the whole window, as large as it fits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from services.attachments.dto import Attachment
from services.types import AttachmentKind
from ui.fonts import role_font, scaled
from ui.icons import Icon, paint_icon
from ui.parts.button import Button, IconButton
from ui.parts.elided import Elided
from ui.parts.painting import CENTRE, paint_text
from ui.parts.text import Text, Tone
from ui.screens.queue.words import say
from ui.theme import tokens
from ui.tokens import IconSize, Space, TypeRole

_GAP: Final = 12
_LEAST: Final = 120
_LINE: Final = 20


class Canvas(QWidget):
    """A picture in the middle, shrunk to fit and never enlarged; or words in its place."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("viewer-picture")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._picture: QPixmap | None = None
        self._is_whole = False
        self._words = ""
        self._icon = Icon.IMAGE

    @property
    def words(self) -> str:
        """What stands in the picture's place."""
        return self._words

    @property
    def shows_whole(self) -> bool:
        """Whether the picture itself is there, not its small one."""
        return self._is_whole

    def show_picture(self, picture: QPixmap, *, is_whole: bool) -> None:
        """Show a picture; a small one is enlarged to where the whole one will be."""
        self._picture, self._is_whole, self._words = picture, is_whole, ""
        self.update()

    def say(self, words: str, *, icon: Icon) -> None:
        """Say something instead."""
        self._picture, self._is_whole, self._words, self._icon = None, False, words, icon
        self.setAccessibleDescription(words)
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Return the least size that is worth looking at."""
        return QSize(_LEAST, _LEAST)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, or the words."""
        t = tokens()
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self._picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            size = self._picture.size().toSizeF()
            fits = size.scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
            shown = fits if not self._is_whole or fits.width() < size.width() else size
            spot = QRectF(0, 0, shown.width(), shown.height())
            spot.moveCenter(box.center())
            painter.drawPixmap(spot, self._picture, QRectF(self._picture.rect()))
            return
        size_px = scaled(IconSize.EMPTY)
        spot = QRectF(0, 0, size_px, size_px)
        spot.moveCenter(box.center())
        paint_icon(painter, spot, self._icon, colour=t.text_3)
        below = QRectF(0, spot.bottom() + _GAP, box.width(), scaled(24))
        paint_text(
            painter,
            below,
            self._words,
            font=role_font(TypeRole.BODY),
            colour=t.text_2,
            align=CENTRE,
        )


class Viewer(QDialog):
    """Left and right go on, Delete removes, Ctrl+S saves a copy, Esc closes.

    Signals:
        wished(object): the `Attachment` whose picture is to be shown.
        save_asked(object): the `Attachment` to save a copy of.
        removed(object): the `Attachment` to remove.
    """

    wished = Signal(object)
    save_asked = Signal(object)
    removed = Signal(object)

    def __init__(self, parent: QWidget, *, may_remove: bool) -> None:
        super().__init__(parent.window())
        self._attachments: list[Attachment] = []
        self._place = 0
        self.setObjectName("photo-viewer")
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.name = Elided("", role=TypeRole.SECTION, height=_LINE, name="viewer-name")
        self.about = Elided(
            "", role=TypeRole.BODY, tone=Tone.SECOND, height=_LINE, name="viewer-about"
        )
        self.place = Text("", tone=Tone.SECOND, name="viewer-place")
        self.previous = IconButton(say("Previous"), icon=Icon.CHEVRON_LEFT, key="←")
        self.next = IconButton(say("Next"), icon=Icon.CHEVRON_RIGHT, key="→")
        self.save = Button(say("Save a copy …"), icon=Icon.DOWNLOAD, name="viewer-save")
        self.remove = Button(say("Remove"), icon=Icon.TRASH_2, name="viewer-remove")
        self.close_button = IconButton(say("Close"), icon=Icon.X, key="Esc")
        self.canvas = Canvas()
        self._build()
        self.remove.setVisible(may_remove)
        self._may_remove = may_remove
        self._connect()

    @property
    def shown(self) -> Attachment | None:
        """What is looked at."""
        return self._attachments[self._place] if self._attachments else None

    def look_at(self, attachments: Sequence[Attachment], *, first: Attachment) -> None:
        """Open over the window at one of these."""
        self._attachments = list(attachments)
        ids = [each.attachment_id for each in attachments]
        self._place = ids.index(first.attachment_id)
        window = self.parentWidget()
        if window is not None:
            self.setGeometry(window.geometry())
        self.open()
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()

    def keep_to(self, attachments: Sequence[Attachment]) -> None:
        """Go on with what is still there; close when nothing is."""
        before = self.shown
        self._attachments = list(attachments)
        if not self._attachments:
            self.reject()
            return
        ids = [each.attachment_id for each in self._attachments]
        if before is not None and before.attachment_id in ids:
            self._place = ids.index(before.attachment_id)
            self._say_place()
            return
        self._place = min(self._place, len(ids) - 1)
        self._show()

    def show_about(self, words: str) -> None:
        """Say what the photo shows, who added it and when."""
        self.about.show_text(words)

    def show_picture(self, attachment: Attachment, image: QImage | QPixmap) -> None:
        """Show the picture that was wished, if it still is; a pixmap is only the small one."""
        if self.shown is None or self.shown.attachment_id != attachment.attachment_id:
            return
        if isinstance(image, QPixmap):
            if not self.canvas.shows_whole:
                self.canvas.show_picture(image, is_whole=False)
        elif image.isNull():
            self.canvas.say(say("This photo can't be shown"), icon=Icon.TRIANGLE_ALERT)
        else:
            self.canvas.show_picture(QPixmap.fromImage(image), is_whole=True)

    def show_problem(self, attachment: Attachment, words: str) -> None:
        """Say why the picture is not there."""
        if self.shown is not None and self.shown.attachment_id == attachment.attachment_id:
            self.canvas.say(words, icon=Icon.TRIANGLE_ALERT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on, remove, or close."""
        match event.key():
            case Qt.Key.Key_Left:
                self._step(-1)
            case Qt.Key.Key_Right:
                self._step(1)
            case Qt.Key.Key_Delete if self._may_remove:
                self._remove()
            case Qt.Key.Key_S if event.modifiers() == Qt.KeyboardModifier.ControlModifier:
                self._save()
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground."""
        QPainter(self).fillRect(self.rect(), tokens().canvas)

    # --- inside ----------------------------------------------------------------------------------

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.about)
        bar = QHBoxLayout()
        bar.setSpacing(Space.SMALL)
        bar.addLayout(words, stretch=1)
        at_right: tuple[QWidget, ...] = (
            self.previous,
            self.place,
            self.next,
            self.save,
            self.remove,
            self.close_button,
        )
        for part in at_right:
            bar.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.LARGE)
        column.setSpacing(Space.MEDIUM)
        column.addLayout(bar)
        column.addWidget(self.canvas, stretch=1)
        self.canvas.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _connect(self) -> None:
        self.previous.clicked.connect(lambda: self._step(-1))
        self.next.clicked.connect(lambda: self._step(1))
        self.save.clicked.connect(self._save)
        self.remove.clicked.connect(self._remove)
        self.close_button.clicked.connect(self.reject)

    def _step(self, by: int) -> None:
        to = self._place + by
        if 0 <= to < len(self._attachments):
            self._place = to
            self._show()

    def _save(self) -> None:
        if self.shown is not None:
            self.save_asked.emit(self.shown)

    def _remove(self) -> None:
        if self.shown is not None:
            self.removed.emit(self.shown)

    def _show(self) -> None:
        attachment = self.shown
        if attachment is None:
            return
        self.setWindowTitle(attachment.name)
        self.setAccessibleName(attachment.name)
        self.canvas.setAccessibleName(attachment.name)
        self.name.show_text(attachment.name)
        self._say_place()
        if attachment.kind is AttachmentKind.PHOTO:
            self.canvas.say(say("Opening …"), icon=Icon.IMAGE)
        else:
            self.canvas.say(say("Save a copy to look at this file"), icon=Icon.FILE_TEXT)
        self.wished.emit(attachment)

    def _say_place(self) -> None:
        count = len(self._attachments)
        self.place.setText(say("{at} of {count}", at=self._place + 1, count=count))
        self.previous.setEnabled(self._place > 0)
        self.next.setEnabled(self._place < count - 1)
