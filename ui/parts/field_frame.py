"""The box around something one types into: its edge tells rest, focus, error and off."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.fonts import scaled
from ui.icons import Icon
from ui.parts.icon_view import IconView
from ui.parts.painting import Interaction, paint_box
from ui.parts.text import Tone
from ui.theme import tokens
from ui.tokens import Height, Radius

_PADDING = 12


class FieldFrame(QWidget):
    """A frame with a leading icon, the editor, an error icon and a trailing widget."""

    def __init__(
        self,
        editor: QWidget,
        *,
        icon: Icon | None = None,
        leading: QWidget | None = None,
        trailing: QWidget | None = None,
        height: int = Height.FORM,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._height = height
        self._has_error = False
        self._shown_as: Interaction | None = None
        self._error_icon = IconView(Icon.CIRCLE_ALERT, tone=Tone.DANGER)
        self._error_icon.hide()
        self.setObjectName("field-frame")
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(_PADDING, 0, _PADDING, 0)
        row.setSpacing(8)
        if icon is not None:
            row.addWidget(IconView(icon, tone=Tone.THIRD))
        if leading is not None:
            row.addWidget(leading)
        row.addWidget(editor, stretch=1)
        row.addWidget(self._error_icon)
        if trailing is not None:
            row.addWidget(trailing)
            row.setContentsMargins(_PADDING, 0, 8, 0)
        self._fit()
        editor.installEventFilter(self)

    @property
    def has_error(self) -> bool:
        """Whether the edge shows an error."""
        return self._has_error

    def show_error(self, *, shown: bool) -> None:
        """Show or end the error edge and its icon."""
        self._has_error = shown
        self._error_icon.setVisible(shown)
        self.update()

    def show_as(self, state: Interaction | None) -> None:
        """Paint the edge of one fixed state (the sheet of states), or None to follow the focus."""
        self._shown_as = state
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Repaint when the editor gains or loses the focus or is switched off."""
        if event.type() in (
            QEvent.Type.FocusIn,
            QEvent.Type.FocusOut,
            QEvent.Type.EnabledChange,
            QEvent.Type.ReadOnlyChange,
        ):
            self.update()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the cursor into the editor, wherever in the frame one presses."""
        self._editor.setFocus(Qt.FocusReason.MouseFocusReason)

    def restyle(self) -> None:
        """Take on the theme now in force."""
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw fill and edge; the 2 px edge grows inwards and moves nothing."""
        t = tokens()
        fill, edge, width = t.surface, t.border, 1
        if not self._editor.isEnabled() or bool(self._editor.property("readOnly")):
            fill, edge = t.sunken, t.hairline
        if self._has_error:
            edge, width = t.danger, 2
        if self._editor.hasFocus() or self._shown_as is Interaction.FOCUS:
            edge, width = (t.danger if self._has_error else t.focus), 2
        painter = QPainter(self)
        box = QRectF(self.rect())
        paint_box(painter, box, radius=Radius.CONTROL, fill=fill, edge=edge, width=width)

    def _fit(self) -> None:
        if self._height:
            self.setFixedHeight(scaled(self._height))
