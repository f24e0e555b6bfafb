"""An application dressed in the light theme, for tests that measure or paint."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from ui.fonts import load_fonts
from ui.theme import Theme


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    """The application in light, at 100 %; put back afterwards."""
    load_fonts()
    Theme().apply(qapp)
    yield qapp
    Theme().apply(qapp)
