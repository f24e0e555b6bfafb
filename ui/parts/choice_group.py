"""One choice out of a few, side by side: what the segmented control and the condition row share."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QGroupBox, QRadioButton, QSizePolicy, QWidget

_STEPS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


class ChoiceCell(QRadioButton):
    """One choice; its group paints it. Readers hear a radio button with the choice's word."""

    def __init__(self, words: str, *, value: object, parent: QWidget) -> None:
        super().__init__(parent)
        self.value = value
        self.words = words
        self.setAccessibleName(words)
        self.setToolTip("")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def hitButton(self, pos: QPoint) -> bool:
        """Take the pointer anywhere in the cell."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw nothing: the group draws its cells."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell the group to repaint: chosen and hovered cells are drawn by it."""
        super().mouseReleaseEvent(event)
        parent = self.parentWidget()
        if parent is not None:
            parent.update()


class ChoiceGroup(QGroupBox):
    """A labelled group of exclusive choices, one stop of the Tab key; arrows move the choice.

    Signals:
        chosen(object): the value a person chose (not sent when a program sets it).
    """

    chosen = Signal(object)

    def __init__(self, label: str, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: list[ChoiceCell] = []
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.buttonClicked.connect(self._cell_clicked)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def cells(self) -> tuple[ChoiceCell, ...]:
        """The choices from left to right."""
        return tuple(self._cells)

    def value(self) -> object | None:
        """Return the chosen value, or None while nothing is chosen."""
        cell = self._checked()
        return cell.value if cell is not None else None

    def set_value(self, value: object | None) -> None:
        """Choose a value without a signal; None chooses nothing.

        Raises:
            ValueError: no cell has this value.
        """
        if value is None:
            self._choose_nothing()
        else:
            self._cell_of(value).setChecked(True)
        self._changed()

    def add_cell(self, words: str, *, value: object) -> ChoiceCell:
        """Add a choice at the right."""
        cell = ChoiceCell(words, value=value, parent=self)
        cell.setObjectName(f"{self.objectName()}-{value}")
        self._cells.append(cell)
        self._group.addButton(cell)
        cell.installEventFilter(self)
        self._changed()
        return cell

    def clear_cells(self) -> None:
        """Take every choice away."""
        for cell in self._cells:
            self._group.removeButton(cell)
            cell.hide()
            cell.deleteLater()
        self._cells.clear()
        self._changed()

    def choose(self, value: object) -> None:
        """Choose a value as a person does: with the signal."""
        self.set_value(value)
        self.chosen.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the choice with the arrow keys, Home and End."""
        target = self._target_of(event)
        if target is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
            return
        self.choose(target.value)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Repaint when the pointer enters or leaves a cell."""
        if event.type() in (
            QEvent.Type.HoverEnter,
            QEvent.Type.HoverLeave,
            QEvent.Type.EnabledChange,
        ):
            self.update()
        return False

    def restyle(self) -> None:
        """Take on the theme now in force."""
        self._changed()

    def place_cells(self) -> None:
        """Give every cell its rectangle; the kind of group decides how."""

    # --- inside -------------------------------------------------------------------------------

    def _target_of(self, event: QKeyEvent) -> ChoiceCell | None:
        ready = [cell for cell in self._cells if cell.isEnabled()]
        if not ready:
            return None
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Home:
            return ready[0]
        if key == Qt.Key.Key_End:
            return ready[-1]
        if key not in _STEPS:
            return None
        current = self._checked()
        if current is None or current not in ready:
            return ready[0] if _STEPS[key] > 0 else ready[-1]
        return ready[(ready.index(current) + _STEPS[key]) % len(ready)]

    def _checked(self) -> ChoiceCell | None:
        return next((cell for cell in self._cells if cell.isChecked()), None)

    def _cell_of(self, value: object) -> ChoiceCell:
        for cell in self._cells:
            if cell.value == value:
                return cell
        raise ValueError(value)

    def _choose_nothing(self) -> None:
        self._group.setExclusive(False)
        for cell in self._cells:
            cell.setChecked(False)
        self._group.setExclusive(True)

    def _cell_clicked(self, cell: ChoiceCell) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._changed()
        self.chosen.emit(cell.value)

    def _changed(self) -> None:
        cell = self._checked()
        self.setAccessibleDescription(cell.words if cell is not None else "")
        self.updateGeometry()
        self.place_cells()
        self.update()
