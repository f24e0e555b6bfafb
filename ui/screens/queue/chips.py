"""The filter chips in one row: as many as fit, the rest under "More"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from services.tickets.dto import QueueChip
from ui.fonts import scaled
from ui.icons import Icon
from ui.parts.button import Button, ButtonKind
from ui.parts.chip import FilterChip
from ui.parts.menus import Menu
from ui.parts.text import Tone
from ui.screens.queue.words import CHIP_WORDS, count_words, say
from ui.tokens import Height, Space

IN_A_ROW: Final = (
    QueueChip.OPEN,
    QueueChip.MINE,
    QueueChip.DUE_TODAY,
    QueueChip.LATE,
    QueueChip.AWAITING_APPROVAL,
    QueueChip.WAITING_PARTS,
    QueueChip.READY,
)
UNDER_MORE: Final = (QueueChip.UNASSIGNED, QueueChip.TO_HAND_BACK, QueueChip.ALL)


class ChipRow(QWidget):
    """One filter of several; Left and Right move along the chips.

    Signals:
        chosen(object): the `QueueChip` a person chose.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = QueueChip.OPEN
        self._counts: dict[QueueChip, int] = {}
        self._hidden: list[QueueChip] = list(UNDER_MORE)
        self._chips = {chip: self._made(chip) for chip in IN_A_ROW}
        self.more = Button(
            say("More"),
            kind=ButtonKind.GHOST,
            trailing=Icon.CHEVRON_DOWN,
            height=Height.DENSE,
            name="queue-more-chips",
            parent=self,
        )
        self.more.clicked.connect(self._open_more)
        self.menu = Menu(self)
        self.menu.setObjectName("queue-more-menu")
        self.setObjectName("queue-chips")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_value(QueueChip.OPEN)

    def chip(self, value: QueueChip) -> FilterChip:
        """Return the widget of a chip that stands in the row."""
        return self._chips[value]

    def show_value(self, value: QueueChip) -> None:
        """Show a filter as the chosen one, without a signal."""
        self._value = value
        for chip, widget in self._chips.items():
            widget.setChecked(chip is value)
        self._say_more()
        self._arrange()

    def show_counts(self, counts: Mapping[QueueChip, int]) -> None:
        """Show how many orders each filter holds."""
        self._counts = dict(counts)
        for chip, widget in self._chips.items():
            count = self._counts.get(chip)
            widget.set_count(count, shown=None if count is None else count_words(count))
        self._say_more()
        self._arrange()

    def sizeHint(self) -> QSize:
        """Return the height of the chips; the width is what there is."""
        return QSize(scaled(320), scaled(Height.DENSE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many chips into the row as fit."""
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move along the chips with Left and Right."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        stops: list[QWidget] = [c for c in self._chips.values() if not c.isHidden()]
        stops.append(self.more)
        here = self.focusWidget()
        if step is None or here not in stops:
            super().keyPressEvent(event)
            return
        stops[(stops.index(here) + step) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)

    # --- inside ----------------------------------------------------------------------------------

    def _made(self, chip: QueueChip) -> FilterChip:
        tone = Tone.DANGER if chip is QueueChip.LATE else Tone.SECOND
        widget = FilterChip(
            say(CHIP_WORDS[chip]), count_tone=tone, name=f"chip-{chip.value}", parent=self
        )
        widget.clicked.connect(lambda: self._choose(chip))
        return widget

    def _choose(self, chip: QueueChip) -> None:
        self.show_value(chip)
        self.chosen.emit(chip)

    def _say_more(self) -> None:
        if self._value not in self._hidden:
            self.more.set_words(say("More"))
            self.more.set_kind(ButtonKind.GHOST)
            return
        count = self._counts.get(self._value)
        words = say(CHIP_WORDS[self._value])
        self.more.set_words(words if count is None else f"{words}  {count_words(count)}")
        self.more.set_kind(ButtonKind.LINK)

    def _arrange(self) -> None:
        """Place the chips from the left; what does not fit before "More" goes under it."""
        room = self.width() - self.more.sizeHint().width() - Space.SMALL
        left, hidden = 0, list[QueueChip]()
        for chip, widget in self._chips.items():
            size = widget.sizeHint()
            fits = not hidden and left + size.width() <= room
            widget.setVisible(fits)
            if not fits:
                hidden.append(chip)
                continue
            widget.setGeometry(left, 0, size.width(), size.height())
            left += size.width() + Space.SMALL
        self.more.setGeometry(left, 0, self.more.sizeHint().width(), scaled(Height.DENSE))
        hidden.extend(UNDER_MORE)
        if hidden != self._hidden:
            self._hidden = hidden
            self._say_more()

    def _open_more(self) -> None:
        self.menu.clear()
        group = QActionGroup(self.menu)
        for chip in self._hidden:
            count = self._counts.get(chip)
            words = say(CHIP_WORDS[chip]).replace("&", "&&")
            action = QAction(words if count is None else f"{words}\t{count_words(count)}", group)
            action.setCheckable(True)
            action.setChecked(chip is self._value)
            action.triggered.connect(lambda _on=False, chosen=chip: self._choose(chosen))
            self.menu.addAction(action)
        self.menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))
        self.menu.setActiveAction(self.menu.actions()[0])
