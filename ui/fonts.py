"""The bundled type: loading it once, and a QFont for every role of the type scale.

Sizes, weights and the tabular figures live on the QFont: a style sheet that names a size or a
weight drops the `tnum` feature.
"""

from __future__ import annotations

import sys
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from ui.assets import asset_path
from ui.tokens import TypeRole

FAMILY: Final = "Inter"
PAPER_FAMILY: Final = "JetBrains Mono"

_FILES: Final = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf", "Inter-Bold.ttf")
_PAPER_FILES: Final = ("JetBrainsMono-Medium.ttf", "JetBrainsMono-Bold.ttf")
_PAPER_FALLBACKS: Final = {
    "DejaVu Sans": "paper-fallback-DejaVuSans.ttf",
    "Droid Sans Fallback": "paper-fallback-DroidSansFallback.ttf",
}

# Type sizes are points at 96 dpi; macOS counts 72 dpi, where 10 pt would be 10 px instead of 13.3.
_POINT_FACTOR: Final = 96 / 72 if sys.platform == "darwin" else 1.0


def load_fonts() -> None:
    """Make the bundled faces known to Qt; needs a running QGuiApplication.

    Measured: 13 ms for the first face (Qt opens its font database), 0.1 ms for each other one.
    """
    for name in _FILES + _PAPER_FILES:
        QFontDatabase.addApplicationFont(str(asset_path("fonts", name=name)))


def base_font(*, text_scale: float) -> QFont:
    """Return the application font: Inter 10 pt with tabular figures, times ``text_scale``."""
    font = QFont(FAMILY)
    font.setPointSizeF(TypeRole.BODY.value.points * _POINT_FACTOR * text_scale)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def text_scale() -> float:
    """Return how much larger than 100 % the application's text is, never below 1."""
    points = QGuiApplication.font().pointSizeF()
    return max(1.0, points / (TypeRole.BODY.value.points * _POINT_FACTOR))


def role_font(role: TypeRole) -> QFont:
    """Return the font of a type role at the application's present text scale."""
    size = role.value
    font = base_font(text_scale=text_scale() * size.points / TypeRole.BODY.value.points)
    font.setWeight(QFont.Weight(size.weight))
    if size.spacing != 100:
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, size.spacing)
    return font


def paper_font(*, pixels: float, bold: bool = False) -> QFont:
    """Return JetBrains Mono for paper, ``pixels`` high; its advance is 0.6 of that."""
    font = QFont()
    font.setFamilies([PAPER_FAMILY, *_PAPER_FALLBACKS])
    font.setPixelSize(max(1, round(pixels)))
    font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Medium)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setKerning(False)
    return font


def load_paper_fallbacks() -> None:
    """Make the faces known that print what JetBrains Mono lacks: Arabic, Hebrew, Chinese and more.

    4 MB, so only when the first such name is shown; a face Qt knows already is not read again.
    """
    known = set(QFontDatabase.families())
    for family, name in _PAPER_FALLBACKS.items():
        if family not in known:
            QFontDatabase.addApplicationFont(str(asset_path("fonts", name=name)))


def scaled(pixels: int) -> int:
    """Return a height or width that holds text, grown with the text scale."""
    return round(pixels * text_scale())
