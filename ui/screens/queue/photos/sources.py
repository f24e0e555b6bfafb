"""What was chosen, dropped or pasted, as something to attach. Decoded and encoded off-thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QImage

from services.attachments.dto import Source
from services.errors import Invalid
from ui.screens.queue.words import say

MOST_AT_ONCE: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One thing to attach. ``source`` is called on a worker."""

    name: str
    source: Callable[[], Source]


def of_paths(paths: list[str]) -> list[Incoming]:
    """Return files that a person chose."""
    return [_of_path(Path(path)) for path in paths]


def of_mime(data: QMimeData, *, pasted_name: str) -> list[Incoming]:
    """Return the files, or else the picture, of what was dropped or pasted."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if files:
        return [_of_path(path) for path in files]
    image = data.imageData() if data.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return []
    return [Incoming(name=pasted_name, source=lambda: as_png(image))]


def as_png(image: QImage) -> bytes:
    """Return a picture as PNG. Any thread.

    Raises:
        Invalid: there is not enough memory for it.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise Invalid(say("The pasted picture can't be read."), field="file")
    return bytes(buffer.data().data())


def _of_path(path: Path) -> Incoming:
    return Incoming(name=path.name, source=lambda: path)
