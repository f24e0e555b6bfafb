"""From tokens to a running application: palette, style sheet, type, and following the system.

Widgets ask `tokens()` for the scheme in force; what is in force is the application's own palette,
font and effect flags, so that nothing here is remembered twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ui.fonts import base_font, load_fonts, text_scale
from ui.measures import remeasure
from ui.style_sheet import style_sheet
from ui.tokens import TOKENS, Scheme, ThemeChoice, Tokens

MIN_TEXT_SCALE = 1.0
MAX_TEXT_SCALE = 2.0


def tokens() -> Tokens:
    """Return the tokens of the scheme in force (light until a theme has been applied)."""
    return TOKENS[active_scheme()]


def active_scheme() -> Scheme:
    """Return the scheme the application's palette was made from."""
    window = QGuiApplication.palette().color(QPalette.ColorRole.Window)
    return Scheme.DARK if window.lightness() < 128 else Scheme.LIGHT


def motion_ms(duration: int) -> int:
    """Return a duration in milliseconds, or 0 when motion is reduced."""
    return duration if QApplication.isEffectEnabled(Qt.UIEffect.UI_General) else 0


@runtime_checkable
class Restyled(Protocol):
    """A widget that keeps something of the theme: a font, a tone, a height.

    Qt tells a widget with a font of its own nothing when the application's font changes, so the
    theme calls each of them. What is only painted or measured in a size hint needs no `restyle`.
    """

    def restyle(self) -> None:
        """Take on the theme now in force."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One scheme at one text scale (1.0 to 2.0): all an application needs to be dressed."""

    scheme: Scheme = Scheme.LIGHT
    text_scale: float = 1.0
    reduced_motion: bool = False

    @property
    def tokens(self) -> Tokens:
        """The colours of the scheme."""
        return TOKENS[self.scheme]

    def palette(self) -> QPalette:
        """Return the palette stock widgets are painted with."""
        return make_palette(self.tokens)

    def style_sheet(self) -> str:
        """Return the style sheet; it holds colours, edges and padding, never a font."""
        return style_sheet(self.tokens)

    def apply(self, app: QApplication) -> None:
        """Dress the application; again at any time to change scheme, scale or motion."""
        if not app.styleSheet():
            # Once: with a style sheet set, Qt wraps the style and no longer names it.
            app.setStyle("Fusion")
        app.setPalette(self.palette())
        app.setFont(base_font(text_scale=self.text_scale))
        QApplication.setEffectEnabled(Qt.UIEffect.UI_General, not self.reduced_motion)
        sheet = self.style_sheet()
        if app.styleSheet() != sheet:
            app.setStyleSheet(sheet)
        for widget in app.allWidgets():
            remeasure(widget)
            if isinstance(widget, Restyled):
                widget.restyle()
            widget.updateGeometry()


def make_palette(t: Tokens) -> QPalette:
    """Return a QPalette that carries the tokens for every group."""
    palette = QPalette()
    role = QPalette.ColorRole
    for target, colour in {
        role.Window: t.canvas,
        role.WindowText: t.text,
        role.Base: t.surface,
        role.AlternateBase: t.zebra,
        role.Text: t.text,
        role.PlaceholderText: t.text_3,
        role.Button: t.surface,
        role.ButtonText: t.text,
        role.BrightText: t.danger_text,
        role.Highlight: t.accent,
        role.HighlightedText: t.on_accent,
        role.Accent: t.accent,
        role.Link: t.accent_text,
        role.LinkVisited: t.accent_text,
        role.ToolTipBase: t.tip,
        role.ToolTipText: t.on_tip,
        role.Light: t.raised,
        role.Midlight: t.hover,
        role.Mid: t.hairline,
        role.Dark: t.border_soft,
        role.Shadow: t.border,
    }.items():
        palette.setColor(target, QColor(colour))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(t.disabled))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Base, QColor(t.sunken))
    return palette


class ThemeSwitch(QObject):
    """Keeps the application in the theme the person chose, following the system where they said so.

    Signals:
        changed(): palette, type or motion were applied anew.
    """

    changed = Signal()

    def __init__(
        self,
        app: QApplication,
        *,
        choice: ThemeChoice = ThemeChoice.SYSTEM,
        text_scale: float = 1.0,
        reduced_motion: bool = False,
    ) -> None:
        super().__init__(app)
        self._app = app
        self._choice = choice
        self._text_scale = _clamped(text_scale)
        self._reduced_motion = reduced_motion
        load_fonts()
        app.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._apply()

    @property
    def choice(self) -> ThemeChoice:
        """What the person set."""
        return self._choice

    @property
    def theme(self) -> Theme:
        """The theme now in force."""
        return Theme(
            scheme=self._scheme(),
            text_scale=self._text_scale,
            reduced_motion=self._reduced_motion,
        )

    def set_choice(self, choice: ThemeChoice) -> None:
        """Change between system, light and dark."""
        self._choice = choice
        self._apply()

    def set_text_scale(self, factor: float) -> None:
        """Set the text size, 1.0 to 2.0 (values outside are brought to the nearer end)."""
        self._text_scale = _clamped(factor)
        self._apply()

    def set_reduced_motion(self, *, reduced: bool) -> None:
        """Make every animation instant, or let them run again."""
        self._reduced_motion = reduced
        self._apply()

    def _scheme(self) -> Scheme:
        match self._choice:
            case ThemeChoice.LIGHT:
                return Scheme.LIGHT
            case ThemeChoice.DARK:
                return Scheme.DARK
            case ThemeChoice.SYSTEM:
                system = self._app.styleHints().colorScheme()
                return Scheme.DARK if system == Qt.ColorScheme.Dark else Scheme.LIGHT

    def _apply(self) -> None:
        self._dress_window_frames()
        self.theme.apply(self._app)
        self.changed.emit()

    def _dress_window_frames(self) -> None:
        """Ask the system for title bars in the chosen scheme, where it draws them."""
        hints = self._app.styleHints()
        match self._choice:
            case ThemeChoice.LIGHT:
                hints.setColorScheme(Qt.ColorScheme.Light)
            case ThemeChoice.DARK:
                hints.setColorScheme(Qt.ColorScheme.Dark)
            case ThemeChoice.SYSTEM:
                hints.unsetColorScheme()

    @Slot(Qt.ColorScheme)
    def _follow_system(self, _scheme: Qt.ColorScheme) -> None:
        if self._choice is ThemeChoice.SYSTEM:
            self._apply()


def _clamped(factor: float) -> float:
    return min(MAX_TEXT_SCALE, max(MIN_TEXT_SCALE, factor))


__all__ = [
    "MAX_TEXT_SCALE",
    "MIN_TEXT_SCALE",
    "Restyled",
    "Theme",
    "ThemeChoice",
    "ThemeSwitch",
    "active_scheme",
    "make_palette",
    "motion_ms",
    "text_scale",
    "tokens",
]
