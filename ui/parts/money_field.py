"""A field for an amount of money."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.parts.field import Field, LabelPlace
from ui.parts.text import Text, Tone
from ui.tokens import Height, TypeRole


class MoneyField(Field):
    """An amount: the currency's sign at the left, the figures at the right.

    ``parse`` turns what was typed into minor units or None, ``show`` writes minor units;
    both are the caller's, so that locale and exponent are applied in one place.

    Signals:
        amount_changed(object): minor units after a person changed it, or None for no number.
    """

    amount_changed = Signal(object)

    def __init__(  # noqa: PLR0913 - a widget's options: named, each with a default
        self,
        label: str,
        *,
        name: str,
        currency_sign: str,
        parse: Callable[[str], int | None],
        show: Callable[[int], str],
        optional: bool = False,
        hint: str = "",
        place: LabelPlace = LabelPlace.ABOVE,
        height: int = Height.FORM,
        parent: QWidget | None = None,
    ) -> None:
        self._parse = parse
        self._show = show
        role = TypeRole.FIELD if height >= Height.FORM else TypeRole.BODY
        super().__init__(
            label,
            name=name,
            leading=Text(currency_sign, role=role, tone=Tone.THIRD),
            optional=optional,
            hint=hint,
            place=place,
            height=height,
            max_length=24,
            parent=parent,
        )
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.text_edited.connect(self._amount_edited)
        self.committed.connect(self._tidy)

    def amount_minor(self) -> int | None:
        """Return minor units of the shop's currency, or None for empty or not a number."""
        return self._parse(self.text()) if self.text() else None

    def set_amount_minor(self, amount_minor: int | None) -> None:
        """Show an amount of minor units; None empties the field."""
        self.set_text("" if amount_minor is None else self._show(amount_minor))

    def _amount_edited(self, _text: object) -> None:
        self.amount_changed.emit(self.amount_minor())

    def _tidy(self, _text: object) -> None:
        amount = self.amount_minor()
        if amount is not None:
            self.set_amount_minor(amount)
