"""Who is at the till? A page of people to choose from, before the shop opens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.fonts import role_font, scaled
from ui.measures import fix_width
from ui.parts.avatar import initials, paint_avatar
from ui.parts.combo import Combo
from ui.parts.keycap import HEIGHT as KEYCAP_HEIGHT
from ui.parts.keycap import keycap_width, paint_keycap
from ui.parts.painting import CENTRE, paint_box, paint_text
from ui.parts.text import Text, Tone
from ui.shell.brand import BrandMark
from ui.theme import tokens
from ui.tokens import Radius, Space, TypeRole

if TYPE_CHECKING:
    from services.auth.dto import Person
    from services.settings.dto import Till

_TILE: Final = QSize(164, 152)
_AVATAR: Final = 56
_MOST_COLUMNS: Final = 5
_MARGINS: Final = 40
_STEPS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class PersonTile(QAbstractButton):
    """One person: initials, name, role, and the digit that chooses them."""

    def __init__(self, person: Person, *, digit: str) -> None:
        super().__init__()
        self.person = person
        self._digit = digit
        self.setObjectName(f"person-{person.person_id}")
        self.setText(person.name)
        self.setAccessibleName(f"{person.name}, {person.role_name}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the tile's size at the present text scale."""
        return QSize(scaled(_TILE.width()), scaled(_TILE.height()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose on Return and Enter too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tile."""
        t = tokens()
        painter = QPainter(self)
        box = QRectF(self.rect())
        focused = self.hasFocus()
        edge, width = (t.focus, 2) if focused else (t.hairline, 1)
        fill = t.hover if self.underMouse() and not focused else t.surface
        paint_box(painter, box, radius=Radius.CARD, fill=fill, edge=edge, width=width)
        side = scaled(_AVATAR)
        circle = QRectF(box.center().x() - side / 2, scaled(21), side, side)
        paint_avatar(painter, circle, initials(self.person.name), role=TypeRole.TITLE)
        line = scaled(20)
        name = QRectF(8, circle.bottom() + scaled(9), box.width() - 16, line)
        font = role_font(TypeRole.SECTION)
        paint_text(painter, name, self.person.name, font=font, colour=t.text, align=CENTRE)
        role = name.translated(0, line)
        font = role_font(TypeRole.BODY)
        paint_text(painter, role, self.person.role_name, font=font, colour=t.text_2, align=CENTRE)
        if self._digit:
            wide, tall = keycap_width(self._digit), scaled(KEYCAP_HEIGHT)
            cap = QRectF(box.right() - wide - 8, box.top() + 8, wide, tall)
            paint_keycap(painter, cap, self._digit)


class PersonPicker(QWidget):
    """The page. Arrows move, Enter or a digit chooses.

    Signals:
        chosen(object): a `(person_id, till_id)` pair.
    """

    chosen = Signal(object)

    def __init__(
        self,
        *,
        shop_name: str,
        people: Sequence[Person],
        tills: Sequence[Till],
        till_id: int | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("picker")
        self._tills = {int(till.till_id): till.name for till in tills}
        self._till_id = till_id if till_id in self._tills else None
        self.setAccessibleName(self._question())
        self.tiles = [
            PersonTile(person, digit=str(index) if index <= 9 else "")
            for index, person in enumerate(people, start=1)
        ]
        self.till = Combo(
            self.tr("This computer is"),
            name="picker-till",
            choices=self._tills.items(),
            value=self._till_id,
        )
        fix_width(self.till, 240)
        self.till.setVisible(self._till_id is None and len(self._tills) > 1)
        self._grid = QGridLayout()
        self._heading = Text(self._question(), role=TypeRole.AMOUNT, name="picker-heading")
        self._build(shop_name)
        for tile in self.tiles:
            tile.clicked.connect(self._pressed)

    def take_focus(self) -> None:
        """Put the focus on the till where it must be said, else on the first person."""
        if not self.till.isHidden():
            self.till.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.tiles:
            self.tiles[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, choose by digit."""
        tile = self._by_digit(event.text())
        if tile is not None:
            tile.click()
            return
        key = Qt.Key(event.key())
        columns = self._columns()
        steps = {**_STEPS, Qt.Key.Key_Up: -columns, Qt.Key.Key_Down: columns}
        if key not in steps or not self.tiles:
            super().keyPressEvent(event)
            return
        now = next((i for i, each in enumerate(self.tiles) if each.hasFocus()), 0)
        goal = min(len(self.tiles) - 1, max(0, now + steps[key]))
        self.tiles[goal].setFocus(Qt.FocusReason.TabFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the text scale changes."""
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
        super().changeEvent(event)

    def _by_digit(self, typed: str) -> PersonTile | None:
        if len(typed) != 1 or typed not in "123456789":
            return None
        place = int(typed) - 1
        return self.tiles[place] if place < len(self.tiles) else None

    def _pressed(self) -> None:
        tile = self.sender()
        till = self._till_id if self._till_id is not None else self.till.value()
        if isinstance(tile, PersonTile) and till is not None:
            self.chosen.emit((int(tile.person.person_id), till))

    def _question(self) -> str:
        if self._till_id is None:
            return self.tr("Who is here?")
        return self.tr("Who is at {till}?").format(till=self._tills[self._till_id])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the tiles in as many columns as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    def _columns(self) -> int:
        room = (self.width() - _MARGINS) // (scaled(_TILE.width()) + Space.LARGE)
        return max(1, min(_MOST_COLUMNS, len(self.tiles), room))

    def _arrange(self) -> None:
        columns = self._columns()
        for index, tile in enumerate(self.tiles):
            self._grid.addWidget(tile, index // columns, index % columns)

    def _build(self, shop_name: str) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(Space.MEDIUM)
        head.addWidget(BrandMark())
        head.addWidget(Text(shop_name or "Mendpoint", role=TypeRole.HEADING))
        head.addStretch(1)
        column.addStretch(2)
        column.addLayout(head)
        column.addSpacing(36)
        column.addWidget(self._heading)
        hint = self.tr("Choose your name, or press its number.")
        column.addSpacing(Space.TIGHT)
        column.addWidget(Text(hint, role=TypeRole.FIELD, tone=Tone.SECOND))
        column.addSpacing(Space.WIDE)
        column.addWidget(self.till)
        column.addSpacing(Space.WIDE if not self.till.isHidden() else 0)
        self._grid.setSpacing(Space.LARGE)
        self._arrange()
        column.addLayout(self._grid)
        column.addStretch(3)
        page = QWidget()
        row = QHBoxLayout(page)
        row.addStretch(1)
        row.addWidget(inner)
        row.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        area.viewport().setAutoFillBackground(False)
        page.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
