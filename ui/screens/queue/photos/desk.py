"""Photos and files of the order in the panel: read, added, opened, removed, copied out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from services.attachments.dto import AddedAttachment, Attachment
from services.errors import MendpointError
from services.tickets.dto import TicketDetail
from services.types import AttachmentKind
from ui.context import UiContext
from ui.icons import Icon
from ui.parts.menus import Choice, open_menu
from ui.parts.toast import ToastKind
from ui.screens.queue.photos.adding import Adding, Batch
from ui.screens.queue.photos.removing import Removing
from ui.screens.queue.photos.section import PhotosSection, holds_something
from ui.screens.queue.photos.small_pictures import SmallPictures
from ui.screens.queue.photos.sources import MOST_AT_ONCE, Incoming, of_mime, of_paths
from ui.screens.queue.photos.tile import Tile
from ui.screens.queue.photos.viewer import Viewer
from ui.screens.queue.photos.words import about_words
from ui.screens.queue.rights import Rights
from ui.screens.queue.words import say


class PhotosDesk(QObject):
    """Keeps the section at the order in the panel and carries out what is asked of it."""

    def __init__(
        self, context: UiContext, *, section: PhotosSection, rights: Rights, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._section = section
        self._rights = rights
        self._order: TicketDetail | None = None
        self._attachments: tuple[Attachment, ...] = ()
        self._viewer: Viewer | None = None
        self._pictures = SmallPictures(context, parent=self)
        self._adding = Adding(context, parent=self)
        self._removing = Removing(context, parent=self)
        self._connect()

    def show_order(self, detail: TicketDetail) -> None:
        """Show an order's photos, read again whenever the order has changed."""
        before, self._order = self._order, detail
        self._section.let_add(may_add=self._rights.may_attach)
        is_another = before is None or before.ticket_id != detail.ticket_id
        if is_another:
            self._attachments = ()
            self._pictures.drop_waiting()
            self._section.begin()
            self._section.show_problem("")
        if is_another or before is None or before.version != detail.version:
            self._read(detail)

    def choose(self) -> None:
        """Ask for files to attach to the order in the panel."""
        order = self._order
        if order is None or not self._rights.may_attach:
            return
        dialog = QFileDialog(self._window(), say("Add photos or files"))
        dialog.setObjectName("photos-choose")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters(
            [
                say("Photos and files (*.jpg *.jpeg *.png *.webp *.pdf *.txt *.csv *.log)"),
                say("All files (*)"),
            ]
        )
        # A scan may bring another order into the panel while the person looks for the files.
        dialog.filesSelected.connect(lambda paths: self._add(of_paths(list(paths)), to=order))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def paste(self) -> None:
        """Attach the picture or the files of the clipboard."""
        if self._order is None or not self._rights.may_attach:
            return
        # None where there is no clipboard, whatever the types say.
        data: QMimeData | None = QGuiApplication.clipboard().mimeData()
        if data is None or not holds_something(data):
            words = say("There is no picture on the clipboard")
            self._context.shell.toast(words, kind=ToastKind.TOLD)
            return
        self._take(data)

    # --- inside ----------------------------------------------------------------------------------

    def _connect(self) -> None:
        section = self._section
        section.add_asked.connect(self.choose)
        section.dropped.connect(self._take)
        section.opened.connect(self._open)
        section.removed.connect(self._remove)
        section.menu_asked.connect(self._offer)
        section.stopped.connect(self._adding.stop)
        self._adding.moved.connect(self._show_progress)
        self._adding.added.connect(self._was_added)
        self._adding.ended.connect(self._say_added)
        self._removing.begun.connect(self._hide)
        self._removing.ended.connect(lambda _removed: self._read_again())
        self._removing.failed.connect(self._fail)

    def _read_again(self) -> None:
        if self._order is not None:
            self._read(self._order)

    def _read(self, order: TicketDetail) -> None:
        actor, attachments = self._context.actor(), self._context.services.attachments
        ticket_id = order.ticket_id
        self._context.runner.run(
            self,
            lambda: attachments.list(actor, ticket_id=ticket_id),
            done=lambda found: self._show(ticket_id, found),
            failed=lambda error: self._section.show_problem(error.message),
            kind="attachments",
        )

    def _show(self, ticket_id: int, found: tuple[Attachment, ...]) -> None:
        if self._order is None or self._order.ticket_id != ticket_id:
            return
        self._attachments = tuple(
            each for each in found if each.attachment_id not in self._removing.under_way
        )
        for tile in self._section.show_attachments(self._attachments):
            attachment = tile.attachment
            tile.show_about(self._about(attachment))
            if attachment.kind is AttachmentKind.PHOTO:
                self._pictures.get(attachment, show=_shown_on(tile))
        if self._viewer is not None:
            self._viewer.keep_to(self._attachments)

    def _about(self, attachment: Attachment) -> str:
        context = self._context
        return about_words(attachment, formats=context.formats, now=context.now())

    # --- adding ----------------------------------------------------------------------------------

    def _take(self, data: QMimeData) -> None:
        at = self._context.formats.local(self._context.now())
        name = say("Pasted {at}", at=f"{at:%Y-%m-%d %H.%M.%S}") + ".png"
        if self._order is not None:
            self._add(of_mime(data, pasted_name=name), to=self._order)

    def _add(self, incoming: list[Incoming], *, to: TicketDetail) -> None:
        if not incoming:
            return
        self._section.show_problem("")
        if len(incoming) > MOST_AT_ONCE:
            words = say("At most {count} files at once. Choose fewer.", count=MOST_AT_ONCE)
            self._section.show_problem(words)
            return
        self._adding.add(incoming, ticket_id=to.ticket_id, number=to.number)

    def _show_progress(self, moved: tuple[str, int, int]) -> None:
        words, done, total = moved
        self._section.show_progress(words, done=done, total=total)

    def _was_added(self, added: AddedAttachment) -> None:
        if self._order is not None and self._order.ticket_id == added.ticket_id:
            self._read(self._order)

    def _say_added(self, batch: Batch) -> None:
        self._section.end_progress()
        here = self._order is not None and self._order.ticket_id == batch.ticket_id
        if batch.problems and here:
            self._section.show_problem("\n".join(batch.problems))
        elif batch.problems:
            self._context.shell.toast(batch.problems[0], kind=ToastKind.NOT_DONE)
        if not batch.added:
            return
        count = len(batch.added)
        words = say("{count} added to {number}", count=count, number=batch.number)
        if count == 1:
            words = say("{name} added to {number}", name=batch.added[0].name, number=batch.number)
        ids = [each.attachment_id for each in batch.added]
        self._context.shell.toast(
            words, undo=lambda: self._removing.take_back(ids), undoes_all=count > 1
        )

    # --- looking ---------------------------------------------------------------------------------

    def _open(self, attachment: Attachment) -> None:
        if attachment.attachment_id not in {each.attachment_id for each in self._attachments}:
            # Taken away elsewhere while its menu was open.
            return
        viewer = Viewer(self._section, may_remove=self._rights.may_attach)
        viewer.wished.connect(self._show_in_viewer)
        viewer.save_asked.connect(self._save)
        viewer.removed.connect(self._remove)
        viewer.finished.connect(self._viewer_closed)
        self._viewer = viewer
        viewer.look_at(self._attachments, first=attachment)

    def _viewer_closed(self, _result: int) -> None:
        viewer, self._viewer = self._viewer, None
        shown = viewer.shown if viewer is not None else None
        self._section.window().activateWindow()
        for tile in self._section.tiles:
            if shown is not None and tile.attachment.attachment_id == shown.attachment_id:
                tile.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_in_viewer(self, attachment: Attachment) -> None:
        viewer = self._viewer
        if viewer is None:
            return
        viewer.show_about(self._about(attachment))
        if attachment.kind is not AttachmentKind.PHOTO:
            return

        def show_small(picture: QPixmap | None) -> None:
            if self._viewer is viewer and picture is not None:
                viewer.show_picture(attachment, picture)

        self._pictures.get(attachment, show=show_small)
        actor, attachments = self._context.actor(), self._context.services.attachments
        attachment_id = attachment.attachment_id
        self._context.runner.run(
            viewer,
            lambda: QImage.fromData(attachments.screen_picture(actor, attachment_id=attachment_id)),
            done=lambda image: viewer.show_picture(attachment, image),
            failed=lambda error: viewer.show_problem(attachment, error.message),
            kind="picture",
        )

    # --- one of them -----------------------------------------------------------------------------

    def _offer(self, pair: tuple[Attachment, QPoint]) -> None:
        attachment, at = pair
        choices = [
            Choice(
                words=say("Open"),
                act=lambda: self._open(attachment),
                icon=Icon.EYE,
                name="photo-open",
            ),
            Choice(
                words=say("Save a copy …"),
                act=lambda: self._save(attachment),
                icon=Icon.DOWNLOAD,
                name="photo-save",
            ),
        ]
        if self._rights.may_attach:
            remove = Choice(
                words=say("Remove"),
                act=lambda: self._remove(attachment),
                icon=Icon.TRASH_2,
                begins_group=True,
                name="photo-remove",
            )
            choices.append(remove)
        open_menu(self._section, choices, at=at, name="photo-menu", title=attachment.name)

    def _save(self, attachment: Attachment) -> None:
        dialog = QFileDialog(self._window(), say("Save a copy"))
        dialog.setObjectName("photos-save")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(attachment.name)
        dialog.fileSelected.connect(lambda path: self._copy(attachment, to=Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _copy(self, attachment: Attachment, *, to: Path) -> None:
        actor, attachments = self._context.actor(), self._context.services.attachments
        attachment_id = attachment.attachment_id
        words = say("{name} saved", name=to.name)
        self._context.runner.run(
            self,
            lambda: attachments.save_copy(actor, attachment_id=attachment_id, to=to),
            done=lambda _nothing: self._context.shell.toast(words),
            failed=self._fail,
        )

    def _remove(self, attachment: Attachment) -> None:
        if self._rights.may_attach:
            self._section.show_problem("")
            self._removing.remove(attachment)

    def _hide(self, attachment_id: int) -> None:
        """Take a tile away before the answer is here; it comes back if it was refused."""
        self._attachments = tuple(
            each for each in self._attachments if each.attachment_id != attachment_id
        )
        self._section.show_attachments(self._attachments)
        if self._viewer is not None:
            self._viewer.keep_to(self._attachments)

    def _fail(self, error: MendpointError) -> None:
        self._section.show_problem(error.message)
        self._read_again()

    def _window(self) -> QWidget:
        return self._viewer if self._viewer is not None else self._section.window()


def _shown_on(tile: Tile) -> Callable[[QPixmap | None], None]:
    """Return what shows a small picture on a tile, if the tile is still there."""

    def show(picture: QPixmap | None) -> None:
        if isValid(tile):
            tile.show_picture(picture)

    return show
