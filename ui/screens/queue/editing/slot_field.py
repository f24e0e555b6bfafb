"""Where the device lies: the slots in use are suggested, and one that is taken says by what."""

from __future__ import annotations

from services.tickets.dto import SlotUse
from services.types import slot_key
from ui.icons import Icon
from ui.parts.suggestions import Suggestion
from ui.parts.typeahead import TypeAhead
from ui.screens.queue.words import say
from ui.tokens import Height

_MOST: int = 8


class SlotField(TypeAhead):
    """A slot by its name. What else lies there is said below."""

    def __init__(self, label: str, *, ticket_id: int) -> None:
        super().__init__(
            label,
            name="edit-slot",
            placeholder=say("For example A 3"),
            icon=None,
            height=Height.STANDARD,
        )
        self.edit.setMaxLength(40)
        self._ticket_id = ticket_id
        self._uses: tuple[SlotUse, ...] = ()
        self._hint_before = ""
        self.text_edited.connect(self._look)
        self.chosen.connect(self._take)

    @property
    def taken_by(self) -> SlotUse | None:
        """What lies in the named slot besides this device."""
        key = slot_key(self.text())
        others = (use for use in self._uses if use.ticket_id != self._ticket_id)
        return next((use for use in others if key and use.slot_folded == key), None)

    def know(self, uses: tuple[SlotUse, ...]) -> None:
        """Take what lies where."""
        self._uses = uses
        self._say_taken()

    def set_text(self, text: str) -> None:
        """Put a slot in without a signal."""
        super().set_text(text)
        self._say_taken()

    def set_hint(self, hint: str) -> None:
        """Keep a hint, below which the warning goes."""
        self._hint_before = hint
        self._say_taken()

    def _look(self, text: object) -> None:
        key = slot_key(str(text))
        names = {use.slot_folded: use for use in self._uses if use.slot_folded.startswith(key)}
        rows = [use for folded, use in names.items() if folded != key] if key else []
        self.set_suggestions(
            tuple(
                Suggestion(value=use.slot, title=use.slot, detail=_what(use), icon=Icon.PACKAGE)
                for use in rows[:_MOST]
            )
        )
        self._say_taken()

    def _take(self, slot: object) -> None:
        self.set_text(str(slot))
        self.text_edited.emit(str(slot))
        self.close_list()

    def _say_taken(self) -> None:
        use = self.taken_by
        taken = say("Holds {what} already", what=_what(use)) if use is not None else ""
        super().set_hint(". ".join(part for part in (self._hint_before, taken) if part))


def _what(use: SlotUse) -> str:
    told = ", ".join(part for part in (use.number, use.device_title) if part)
    return told or say("another device")
