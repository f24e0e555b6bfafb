"""What a screen test measures: where everything stands, and what is wider than its room or cut."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QLabel,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from ui.parts.choice_group import ChoiceCell, ChoiceGroup

W = TypeVar("W", bound=QWidget)
Places = dict[str, tuple[int, int, int, int]]


def places_of(root: QWidget) -> Places:
    """Return where every shown widget stands in its parent, by its way down from ``root``.

    What scrolls is told by its size alone: how far it is scrolled is no measure.
    """
    found: Places = {}
    _note_places(root, "", into=found)
    return found


def _note_places(widget: QWidget, way: str, *, into: Places) -> None:
    counts: dict[str, int] = {}
    for child in widget.children():
        if not isinstance(child, QWidget) or child.isHidden():
            continue
        kind = child.objectName() or type(child).__name__
        counts[kind] = counts.get(kind, 0) + 1
        here = f"{way}/{kind}-{counts[kind]}"
        at = child.pos().toTuple() if not _scrolls(child) else (0, 0)
        into[here] = (*at, *child.size().toTuple())
        # Whether an editor's own scroll bar comes or goes depends on what was shown before.
        if not isinstance(child, QPlainTextEdit):
            _note_places(child, here, into=into)


def changed_places(before: Places, *, after: Places) -> Places:
    """Return what stands elsewhere ``after``, or only stood ``before``."""
    missing = (-1, -1, -1, -1)
    now = {way: after.get(way, missing) for way in before}
    return {way: place for way, place in now.items() if place != before[way]}


def wider_than_their_view(root: QWidget) -> dict[str, tuple[int, int]]:
    """Return the pages in scroll areas that are wider than what is seen of them."""
    return {
        area.objectName() or type(area).__name__: (area.widget().width(), area.viewport().width())
        for area in _shown(root, QScrollArea)
        if area.widget().width() > area.viewport().width()
    }


def cut_off(root: QWidget) -> dict[str, tuple[QSize, QSize]]:
    """Return the labels and controls that lack room for their words, with need and room."""
    shown = [*_shown(root, QLabel), *_shown(root, QAbstractButton), *_shown(root, ChoiceGroup)]
    measured = [(each, _need(each), _room(each)) for each in shown if not _is_cell(each)]
    return {
        f"{widget.objectName()}: {_words(widget)}": (need, room)
        for widget, need, room in measured
        if room.expandedTo(need) != room
    }


def _is_cell(widget: QWidget) -> bool:
    """Say whether a group paints it: the group is measured as a whole."""
    return isinstance(widget, ChoiceCell)


def _shown(root: QWidget, kind: type[W]) -> list[W]:
    return [each for each in root.findChildren(kind) if each.isVisible()]


def _words(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QLabel) else widget.accessibleName()


def _need(widget: QWidget) -> QSize:
    if isinstance(widget, QLabel) and widget.wordWrap():
        return QSize(0, widget.heightForWidth(widget.width()))
    return widget.minimumSizeHint()


def _room(widget: QWidget) -> QSize:
    """Return the part of a widget that none of its parents cuts, up to what scrolls."""
    room, inner = widget.rect(), widget
    while not _scrolls(inner) and not inner.isWindow():
        outer = inner.parentWidget()
        room = room.translated(inner.pos()).intersected(outer.rect())
        inner = outer
    return room.size()


def _scrolls(widget: QWidget) -> bool:
    area = widget.parentWidget().parentWidget() if widget.parentWidget() else None
    return isinstance(area, QAbstractScrollArea) and area.viewport() is widget.parentWidget()
