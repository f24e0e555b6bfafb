"""Paints the head of a group across the columns of the table."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from ui.fonts import scaled
from ui.icons import Icon, paint_icon
from ui.parts.table import TableView
from ui.screens.queue.grouped_model import GroupHead
from ui.screens.queue.kit import Kit
from ui.tokens import IconSize, Space, TypeRole

_BAR: Final = 3
_GAP: Final = 8


def paint_head(
    painter: QPainter, cell: QRectF, head: GroupHead, *, view: TableView, row: int, kit: Kit
) -> None:
    """Paint the part of a group's head that one cell shows; the words run on over the cells."""
    t = kit.tokens
    is_here = view.currentIndex().row() == row and view.hasFocus()
    fill = t.sel if is_here else t.hover if view.hovered_row == row else t.canvas
    painter.save()
    painter.setClipRect(cell, Qt.ClipOperation.IntersectClip)
    painter.fillRect(cell, kit.colour(fill))
    line = QRectF(cell.left(), cell.bottom() - 1, cell.width(), 1)
    painter.fillRect(line, kit.colour(t.hairline))
    begin = float(view.columnViewportPosition(0))
    if is_here:
        bar = QRectF(begin, cell.top(), _BAR, cell.height() - 1)
        painter.fillRect(bar, kit.colour(t.focus))
    size = scaled(IconSize.PILL)
    spot = QRectF(begin + Space.LARGE, cell.center().y() - size / 2, size, size)
    icon = Icon.CHEVRON_DOWN if head.is_open else Icon.CHEVRON_RIGHT
    paint_icon(painter, spot, icon, colour=t.text_2)
    left = spot.right() + _GAP
    room = QRectF(left, cell.top(), view.viewport().width() - left - Space.LARGE, cell.height())
    count = f"{head.count:,}"
    room.setRight(room.right() - kit.width(count, role=TypeRole.BODY) - _GAP)
    wide = kit.text(painter, room, head.words, role=TypeRole.STRONG, colour=t.text)
    room.setLeft(left + wide + _GAP)
    room.setWidth(kit.width(count, role=TypeRole.BODY) + 1)
    kit.text(painter, room, count, role=TypeRole.BODY, colour=t.text_2)
    painter.restore()
