"""What is on the Counter right now: one draft, shared by the sections."""

from __future__ import annotations

from copy import deepcopy

from PySide6.QtCore import QObject, Signal

from services.actor import new_operation_id
from services.tickets.dto import DraftDevice, IntakeDraft
from ui.screens.counter.completeness import draft_is_blank


def blank_draft() -> IntakeDraft:
    """Return an empty form with its operation id, which every attempt to take it in repeats."""
    return IntakeDraft(operation_id=new_operation_id())


class Sheet(QObject):
    """Holds the draft. Sections write into ``draft`` and ``device`` and then call `touch`.

    Signals:
        edited(): something was typed or chosen; keep it and show it.
        replaced(): another draft is on the Counter; every section loads it.
        device_changed(): another device of the visit is current; its sections load it.
    """

    edited = Signal()
    replaced = Signal()
    device_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._draft = blank_draft()

    @property
    def draft(self) -> IntakeDraft:
        """The draft itself; only sections change it."""
        return self._draft

    @property
    def device(self) -> DraftDevice:
        """The device the sections now show."""
        return self._draft.devices[self._draft.current_device]

    @property
    def is_blank(self) -> bool:
        """Whether nothing worth keeping has been entered."""
        return draft_is_blank(self._draft)

    def touch(self) -> None:
        """Tell everyone that something was entered."""
        self.edited.emit()

    def snapshot(self) -> IntakeDraft:
        """Return a copy that may go to another thread."""
        return deepcopy(self._draft)

    def replace(self, draft: IntakeDraft) -> None:
        """Put another draft on the Counter, whatever shape an older program left it in."""
        draft.operation_id = draft.operation_id or new_operation_id()
        draft.devices = draft.devices or [DraftDevice()]
        draft.current_device = min(max(draft.current_device, 0), len(draft.devices) - 1)
        self._draft = draft
        self.replaced.emit()

    def clear(self) -> IntakeDraft:
        """Empty the Counter; return what stood there, so that it can be put back."""
        before = self._draft
        self.replace(blank_draft())
        return before

    def add_device(self) -> None:
        """Begin another device of this visit; it takes the promise over."""
        promised = self.device.promised_at_utc
        self._draft.devices.append(DraftDevice(promised_at_utc=promised))
        self._draft.current_device = len(self._draft.devices) - 1
        self.device_changed.emit()
        self.touch()

    def select_device(self, index: int) -> None:
        """Go to one device of the visit."""
        if index != self._draft.current_device:
            self._draft.current_device = index
            self.device_changed.emit()
            self.touch()

    def remove_device(self, index: int) -> IntakeDraft:
        """Take one device off the visit; return the draft as it was before."""
        before = self.snapshot()
        del self._draft.devices[index]
        if not self._draft.devices:
            self._draft.devices.append(DraftDevice())
        current = self._draft.current_device
        if index < current or current >= len(self._draft.devices):
            self._draft.current_device = max(0, current - 1)
        self.device_changed.emit()
        self.touch()
        return before
