"""The left column of the sheet: status, choices, and an empty place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.icons import Icon
from ui.parts.card import Card
from ui.parts.checkbox import Checkbox
from ui.parts.empty import Empty
from ui.parts.keycap import Keycap
from ui.parts.marker import Marker, MarkerKind
from ui.parts.pill import StatusPill
from ui.parts.segmented import Segmented
from ui.parts.switch import Switch
from ui.tokens import STATUS_LOOKS, Space

_LEFT_PILLS = 5
_PILL_GAP = 6
_MARKER_GAP = 3


def status_card() -> Card:
    """Return the card with every status pill and the two markers of a promise."""
    card = Card("Status", name="states-status", head_gap=Space.TIGHT)
    body = card.body
    body.setSpacing(0)
    statuses = list(STATUS_LOOKS)
    for index in range(_LEFT_PILLS):
        row = QHBoxLayout()
        row.addWidget(StatusPill(statuses[index]))
        row.addStretch(1)
        if index + _LEFT_PILLS < len(statuses):
            row.addWidget(StatusPill(statuses[index + _LEFT_PILLS]))
        body.addLayout(row)
        body.addSpacing(_PILL_GAP if index + 1 < _LEFT_PILLS else _MARKER_GAP)
    markers = QHBoxLayout()
    for words, kind in (("Late 40 min", MarkerKind.LATE), ("in 35 min", MarkerKind.SOON)):
        marker = Marker(words, kind=kind)
        markers.addWidget(marker, stretch=1, alignment=Qt.AlignmentFlag.AlignLeft)
    body.addLayout(markers)
    return card


def choices_card() -> Card:
    """Return the card with what is ticked, switched and chosen."""
    # A checkbox is 32 high so that it is easy to hit; its box, 18 high, stands close to the title.
    card = Card("Choices", name="states-choices", head_gap=Space.TIGHT)
    body = card.body
    body.setSpacing(0)
    body.addLayout(
        _row(
            Checkbox("Paper receipt", checked=True, name="states-paper"),
            Checkbox("E-mail", name="states-e-mail"),
            gap=22,
        )
    )
    body.addLayout(
        _row(
            Switch("Send when ready", checked=True, name="states-send"),
            Switch("Sound", name="states-sound"),
            gap=22,
        )
    )
    body.addSpacing(Space.SMALL - 1)
    times = (("1h", "1 h"), ("3h", "3 h"), ("today", "Today 17:00"))
    promise = Segmented("Ready by", choices=times, value="today", name="states-ready-by")
    body.addLayout(_row(promise, gap=0))
    body.addSpacing(Space.MEDIUM)
    caps = (Keycap("Ctrl Enter"), Keycap("F1"), Keycap("/"))
    body.addLayout(_row(*caps, gap=Space.SMALL))
    return card


def empty_card() -> Card:
    """Return the card with an empty place."""
    card = Card("Empty", name="states-empty", head_gap=Space.TIGHT)
    empty = Empty(
        "No repairs wait for parts",
        why="Orders come here when a part is on order.",
        action="See all open orders",
        icon=Icon.INBOX,
        name="states-no-parts",
    )
    card.body.addWidget(empty, stretch=1)
    return card


def _row(*widgets: QWidget, gap: int) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(gap)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
