"""A page that scrolls downwards and never sideways."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from ui.measures import most_width


def at_most(widget: QWidget, pixels: int) -> QHBoxLayout:
    """Return a widget at the left, never wider than this.

    In a row of its own: a column would reckon its height at the whole width.
    """
    most_width(widget, pixels)
    row = QHBoxLayout()
    row.addWidget(widget, stretch=1)
    row.addStretch(0)
    return row


def scrolled(inner: QWidget, *, name: str) -> QScrollArea:
    """Return a page in an area that scrolls it where it is higher than the window."""
    area = QScrollArea()
    area.setObjectName(name)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inner)
    area.viewport().setAutoFillBackground(False)
    inner.setAutoFillBackground(False)
    return area
