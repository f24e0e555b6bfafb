"""Small pictures for the tiles: asked for off-thread, a few at a time, kept while they are used."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage, QPixmap

from services.attachments.dto import Attachment
from services.errors import MendpointError
from ui.context import UiContext

_KEPT: Final = 300
# Of the four workers, so that an order with a hundred photos leaves room for everything else.
_AT_ONCE: Final = 2

Show = Callable[[QPixmap | None], None]


class SmallPictures(QObject):
    """Gives the small picture of a photo: at once if it was shown before."""

    def __init__(self, context: UiContext, *, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._kept: OrderedDict[str, QPixmap] = OrderedDict()
        self._waiting: deque[tuple[Attachment, Show]] = deque()
        self._under_way = 0

    def get(self, attachment: Attachment, *, show: Show) -> None:
        """Call ``show`` with the picture, or with None where it can't be had."""
        kept = self._kept.get(attachment.sha256)
        if kept is not None:
            self._kept.move_to_end(attachment.sha256)
            show(kept)
            return
        self._waiting.append((attachment, show))
        self._go_on()

    def drop_waiting(self) -> None:
        """Leave out what nobody looks at any more."""
        self._waiting.clear()

    def _go_on(self) -> None:
        while self._waiting and self._under_way < _AT_ONCE:
            self._ask(*self._waiting.popleft())

    def _ask(self, attachment: Attachment, show: Show) -> None:
        actor, attachments = self._context.actor(), self._context.services.attachments
        attachment_id = attachment.attachment_id

        def done(image: QImage) -> None:
            self._under_way -= 1
            picture = None if image.isNull() else QPixmap.fromImage(image)
            if picture is not None:
                self._keep(attachment.sha256, picture)
            show(picture)
            self._go_on()

        def failed(_error: MendpointError) -> None:
            self._under_way -= 1
            show(None)
            self._go_on()

        self._under_way += 1
        self._context.runner.run(
            self,
            lambda: QImage.fromData(attachments.thumbnail(actor, attachment_id=attachment_id)),
            done=done,
            failed=failed,
        )

    def _keep(self, sha256: str, picture: QPixmap) -> None:
        self._kept[sha256] = picture
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
