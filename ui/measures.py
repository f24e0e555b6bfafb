"""Widths and heights told in pixels at 100 %, which follow the size of the text while it changes.

A widget that only sets `scaled(...)` once keeps the size of the day it was made. What is set here
is remembered at the widget, and `ui.theme` measures it again with every theme.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QWidget

from ui.fonts import scaled

_FIXED_WIDTH: Final = "fixedWidthAt100"
_FIXED_HEIGHT: Final = "fixedHeightAt100"
_LEAST_WIDTH: Final = "leastWidthAt100"
_LEAST_HEIGHT: Final = "leastHeightAt100"
_MOST_WIDTH: Final = "mostWidthAt100"

_SETTERS: Final[dict[str, Callable[[QWidget, int], None]]] = {
    _FIXED_WIDTH: QWidget.setFixedWidth,
    _FIXED_HEIGHT: QWidget.setFixedHeight,
    _LEAST_WIDTH: QWidget.setMinimumWidth,
    _LEAST_HEIGHT: QWidget.setMinimumHeight,
    _MOST_WIDTH: QWidget.setMaximumWidth,
}


def fix_width(widget: QWidget, pixels: int) -> None:
    """Keep a widget this wide."""
    _keep(widget, _FIXED_WIDTH, pixels=pixels)


def fix_height(widget: QWidget, pixels: int) -> None:
    """Keep a widget this high."""
    _keep(widget, _FIXED_HEIGHT, pixels=pixels)


def least_width(widget: QWidget, pixels: int) -> None:
    """Keep a widget at least this wide."""
    _keep(widget, _LEAST_WIDTH, pixels=pixels)


def least_height(widget: QWidget, pixels: int) -> None:
    """Keep a widget at least this high."""
    _keep(widget, _LEAST_HEIGHT, pixels=pixels)


def most_width(widget: QWidget, pixels: int) -> None:
    """Keep a widget at most this wide."""
    _keep(widget, _MOST_WIDTH, pixels=pixels)


def remeasure(widget: QWidget) -> None:
    """Set a widget's kept sizes at the text scale now in force."""
    for name, set_size in _SETTERS.items():
        pixels = widget.property(name)
        if isinstance(pixels, int):
            set_size(widget, scaled(pixels))


def _keep(widget: QWidget, name: str, *, pixels: int) -> None:
    # Space and Height are IntEnums, which a Qt property would hold as Python objects.
    widget.setProperty(name, int(pixels))
    _SETTERS[name](widget, scaled(pixels))
