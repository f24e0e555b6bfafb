"""The tax class of one line: a quiet button that names only an unusual class."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QWidget

from services.settings.dto import TaxClass
from ui.icons import Icon
from ui.parts.button import Button, ButtonKind
from ui.parts.menus import Menu
from ui.parts.text import plain_tip


class TaxChoice(Button):
    """Opens a menu of the shop's tax classes.

    Signals:
        chosen(object): the id of the class a person chose.
    """

    chosen = Signal(object)

    def __init__(
        self,
        classes: Sequence[TaxClass],
        *,
        chosen_id: int | None,
        label: str,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            "", kind=ButtonKind.GHOST, icon=Icon.PERCENT, height=28, name=name, parent=parent
        )
        self._classes = tuple(classes)
        self._label = label
        usual = next((each for each in classes if each.is_default), classes[0])
        self._usual_id = usual.tax_class_id
        self._show(next((each for each in classes if each.tax_class_id == chosen_id), usual))
        self.clicked.connect(self._open)

    @property
    def shown(self) -> TaxClass:
        """The class in force."""
        return self._shown

    def classes_menu(self) -> Menu:
        """Return the menu of classes with the one in force ticked."""
        menu = Menu(self)
        menu.setObjectName(f"{self.objectName()}-menu")
        menu.aboutToHide.connect(menu.deleteLater)
        group = QActionGroup(menu)
        for each in self._classes:
            action = menu.addAction(each.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(each is self._shown)
            action.triggered.connect(lambda _on=True, each=each: self._choose(each))
            group.addAction(action)
        return menu

    def _open(self) -> None:
        self.classes_menu().popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _choose(self, tax_class: TaxClass) -> None:
        self._show(tax_class)
        self.chosen.emit(tax_class.tax_class_id)

    def _show(self, tax_class: TaxClass) -> None:
        self._shown = tax_class
        usual = tax_class.tax_class_id == self._usual_id
        self.set_words("" if usual else tax_class.name)
        self.setAccessibleName(f"{self._label}: {tax_class.name}")
        self.setToolTip(plain_tip(f"{self._label}: {tax_class.name}"))
