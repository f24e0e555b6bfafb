"""One photo or file as a small picture with its name."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from services.attachments.dto import Attachment
from services.types import AttachmentKind
from ui.fonts import role_font, scaled
from ui.icons import Icon, paint_icon
from ui.parts.focus_ring import RingOnFocus
from ui.parts.painting import CENTRE, paint_box, paint_text
from ui.parts.text import plain_tip
from ui.theme import tokens
from ui.tokens import IconSize, Radius, TypeRole

TILE_WIDTH: Final = 109
_PICTURE_HEIGHT: Final = 80
_NAME_HEIGHT: Final = 20


class Tile(QAbstractButton):
    """Enter, Space or a click opens; Delete removes; the menu key offers both and more.

    Signals:
        removed(): Delete was pressed.
        menu_asked(object): the `QPoint` on the screen where the menu opens.
        stepped(object): the arrow key that was pressed.
    """

    removed = Signal()
    menu_asked = Signal(object)
    stepped = Signal(object)

    def __init__(self, attachment: Attachment) -> None:
        super().__init__()
        self.attachment = attachment
        self._picture: QPixmap | None = None
        self._is_failed = False
        self._ring = RingOnFocus(self, radius=Radius.CONTROL)
        self.setObjectName(f"photo-{attachment.attachment_id}")
        self.setText(attachment.name)
        self.setAccessibleName(attachment.name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def shows_picture(self) -> bool:
        """Whether the small picture is there."""
        return self._picture is not None

    @property
    def is_failed(self) -> bool:
        """Whether the picture could not be read."""
        return self._is_failed

    def show_about(self, words: str) -> None:
        """Say more in the tool tip, and to who listens."""
        self.setToolTip(plain_tip(f"{self.attachment.name}\n{words}"))
        self.setAccessibleDescription(words)

    def show_picture(self, picture: QPixmap | None) -> None:
        """Show the small picture, or that there is none to be had."""
        self._picture = picture
        self._is_failed = picture is None
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of picture and name."""
        return QSize(scaled(TILE_WIDTH), scaled(_PICTURE_HEIGHT) + scaled(_NAME_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the same: a row holds fewer of them instead."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, remove, or go to a neighbour."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.click()
            case Qt.Key.Key_Delete:
                self.removed.emit()
            case Qt.Key.Key_Left | Qt.Key.Key_Right | Qt.Key.Key_Up | Qt.Key.Key_Down:
                self.stepped.emit(Qt.Key(event.key()))
            case _:
                super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu, below the tile when the keyboard asked."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        at = self.mapToGlobal(QPoint(0, self.height())) if by_key else event.globalPos()
        self.menu_asked.emit(at)
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw picture and name."""
        t = tokens()
        painter = QPainter(self)
        box = QRectF(0, 0, self.width(), scaled(_PICTURE_HEIGHT))
        paint_box(painter, box, radius=Radius.CONTROL, fill=t.sunken)
        if self._picture is not None:
            self._paint_picture(painter, box, self._picture)
        else:
            self._paint_placeholder(painter, box)
        edge = t.border if self.underMouse() else t.border_soft
        paint_box(painter, box, radius=Radius.CONTROL, edge=edge)
        name = QRectF(0, box.bottom(), self.width(), scaled(_NAME_HEIGHT))
        paint_text(
            painter,
            name,
            self.attachment.name,
            font=role_font(TypeRole.BODY),
            colour=t.text_2,
            align=CENTRE,
            cut=Qt.TextElideMode.ElideMiddle,
        )

    def _paint_picture(self, painter: QPainter, box: QRectF, picture: QPixmap) -> None:
        """Fill the box with the middle of the picture."""
        ratio = max(box.width() / picture.width(), box.height() / picture.height())
        wide, high = box.width() / ratio, box.height() / ratio
        part = QRectF((picture.width() - wide) / 2, (picture.height() - high) / 2, wide, high)
        inside = QPainterPath()
        inside.addRoundedRect(box, Radius.CONTROL, Radius.CONTROL)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipPath(inside)
        painter.drawPixmap(box, picture, part)
        painter.restore()

    def _paint_placeholder(self, painter: QPainter, box: QRectF) -> None:
        t = tokens()
        icon, colour = Icon.IMAGE, t.text_3
        if self._is_failed:
            icon, colour = Icon.TRIANGLE_ALERT, t.warn_text
        elif self.attachment.kind is AttachmentKind.FILE:
            icon, colour = Icon.FILE_TEXT, t.text_2
        size = scaled(IconSize.EMPTY)
        spot = QRectF(0, 0, size, size)
        spot.moveCenter(box.center())
        paint_icon(painter, spot, icon, colour=colour)
