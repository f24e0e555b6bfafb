"""The devices of one visit as one choice: a number each, with its name where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from services.tickets.dto import DraftDevice
from ui.icons import Icon
from ui.parts.segmented import Segmented
from ui.screens.counter.completeness import device_is_complete, problem_is_complete

_NAMED: Final = 3
_LETTERS: Final = 18


class VisitDevices(Segmented):
    """Goes from device to device. Hidden while there is only one.

    Signals:
        chosen(object): the index of the device a person chose.
    """

    def __init__(self, *, name: str, named: bool, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Devices of this visit"), name=name, parent=parent)
        self._named = named
        self._shown: tuple[tuple[str, bool], ...] = ()

    def show_devices(self, devices: Sequence[DraftDevice], *, current: int) -> None:
        """Show the devices with a tick on those that are complete, without a signal."""
        shown = tuple(
            (device.title.strip(), device_is_complete(device) and problem_is_complete(device))
            for device in devices
        )
        if shown != self._shown:
            self._shown = shown
            self._rebuild()
        self.set_value(current)
        self.setVisible(len(devices) > 1)

    def _rebuild(self) -> None:
        named = self._named and len(self._shown) <= _NAMED
        self.set_choices(
            [
                (place, _words(place, title=title, named=named))
                for place, (title, _done) in enumerate(self._shown)
            ]
        )
        for place, (cell, (title, done)) in enumerate(zip(self.cells, self._shown, strict=True)):
            spoken = self.tr("Device {number}: {title}").format(
                number=place + 1, title=title or self.tr("not named yet")
            )
            cell.setAccessibleName(spoken)
            if done:
                self.set_icon(place, icon=Icon.CHECK)


def _words(place: int, *, title: str, named: bool) -> str:
    if not named or not title:
        return str(place + 1)
    short = title if len(title) <= _LETTERS else f"{title[: _LETTERS - 1]}…"
    return f"{place + 1}  {short}"
