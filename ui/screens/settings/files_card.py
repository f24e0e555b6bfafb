"""What may be attached to orders, and the folder where a server's shop keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from services.actor import new_operation_id
from services.errors import Invalid, MendpointError
from services.settings.dto import SaveFileRules, ShopSettings
from ui.errors import present
from ui.icons import Icon
from ui.parts.button import Button
from ui.parts.card import Card
from ui.parts.field import Field
from ui.parts.flow import Flow
from ui.parts.segmented import Segmented
from ui.parts.text import Text
from ui.screens.settings.page import note
from ui.tokens import Height, Space, TypeRole

if TYPE_CHECKING:
    from ui.context import UiContext

_MEGA: Final = 1_000_000
_MOST_MB: Final = (5, 10, 20, 50, 100)
_MOST_MEGAPIXELS: Final = (12, 25, 50, 80)


class FilesCard(Card):
    """Limits count at once; the folder is tried first. What is attached already stays."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(_say("Photos and files"), name="card-files", spacing=Space.LARGE)
        self._context = context
        self._shop: ShopSettings | None = None
        self.beside = note(
            _say(
                "They stand in a folder beside the database’s file, named after it. Keep both "
                "together when the shop moves to another computer."
            )
        )
        self.folder = Field(
            _say("Folder for photos and files"),
            name="files-folder",
            hint=_say(
                "A shared folder that every workstation reaches by this path. Where it has "
                "another path, MENDPOINT_FILES names it there."
            ),
            max_length=1000,
        )
        self.choose = Button(
            _say("Choose …"), icon=Icon.FOLDER_OPEN, height=Height.FORM, name="files-choose"
        )
        self.use = Button(_say("Use this folder"), height=Height.FORM, name="files-use")
        self.most_size = Segmented(
            _say("Largest file"),
            choices=[(most, _say("{size} MB", size=most)) for most in _MOST_MB],
            value=20,
            name="files-size",
        )
        self.most_pixels = Segmented(
            _say("Largest photo"),
            choices=[(most, _say("{size} MP", size=most)) for most in _MOST_MEGAPIXELS],
            value=50,
            name="files-pixels",
        )
        self._build()
        self.choose.clicked.connect(self._choose)
        self.use.clicked.connect(self._use)
        self.folder.entered.connect(lambda _text: self.use.click())
        self.most_size.chosen.connect(lambda most: self._save(most_bytes=int(most) * _MEGA))
        self.most_pixels.chosen.connect(lambda most: self._save(most_pixels=int(most) * _MEGA))

    def show_rules(self, shop: ShopSettings, *, is_local: bool) -> None:
        """Show what is stored; a local database needs no folder to be chosen."""
        self._shop = shop
        self.beside.setVisible(is_local)
        for part in (self.folder, self.choose, self.use):
            part.setVisible(not is_local)
        self._show(shop)

    # --- inside ----------------------------------------------------------------------------------

    def _build(self) -> None:
        self.body.addWidget(self.beside)
        self.body.addWidget(self.folder)
        row = QHBoxLayout()
        row.addWidget(self.choose)
        row.addStretch(1)
        row.addWidget(self.use)
        self.body.addLayout(row)
        for control in (self.most_size, self.most_pixels):
            line = Flow(gap=Space.MEDIUM, name=f"{control.objectName()}-line")
            line.show_row([Text(control.accessibleName(), role=TypeRole.LABEL), control])
            line.keep_right(control)
            self.body.addWidget(line)
        for part in (self.beside, self.folder, self.choose, self.use):
            part.hide()

    def _show(self, shop: ShopSettings) -> None:
        rules = shop.files
        self.folder.set_text(rules.folder)
        self.folder.set_error(None)
        self.most_size.set_value(_nearest(rules.most_bytes, among=_MOST_MB))
        self.most_pixels.set_value(_nearest(rules.most_pixels, among=_MOST_MEGAPIXELS))

    def _choose(self) -> None:
        dialog = QFileDialog(self.window(), _say("Choose the folder"))
        dialog.setObjectName("files-choose-dialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _chosen(self, path: str) -> None:
        self.folder.set_text(path)
        self.use.click()

    def _use(self) -> None:
        self._save(folder=self.folder.text())

    def _save(self, **change: object) -> None:
        if self._shop is None:
            return
        services, actor, rules = self._context.services, self._context.actor(), self._shop.files
        values: dict[str, object] = {
            "folder": rules.folder,
            "most_bytes": rules.most_bytes,
            "most_pixels": rules.most_pixels,
            **change,
        }
        command = SaveFileRules(
            operation_id=new_operation_id(),
            seen_version=self._shop.version,
            **values,  # type: ignore[arg-type]
        )

        def work() -> ShopSettings:
            if "folder" in change:
                services.attachments.try_folder(actor, path=command.folder)
            return services.settings.save_file_rules(actor, command)

        self.use.set_busy(_say("Trying it …") if "folder" in change else None)
        self._context.runner.run(self, work, done=self._saved, failed=self._failed)

    def _saved(self, shop: ShopSettings) -> None:
        self.use.set_busy(None)
        self._shop = shop
        self._show(shop)
        self._context.shell.toast(_say("Photos and files: saved"))

    def _failed(self, error: MendpointError) -> None:
        self.use.set_busy(None)
        if isinstance(error, Invalid) and error.field == "folder":
            self.folder.set_error(error.message)
            self.folder.edit.setFocus()
            return
        if self._shop is not None:
            typed = self.folder.text()
            self._show(self._shop)
            self.folder.set_text(typed)
        present(self, error)


def _nearest(stored: int, *, among: tuple[int, ...]) -> int:
    return min(among, key=lambda each: abs(each * _MEGA - stored))


def _say(text: str, **values: object) -> str:
    return QCoreApplication.translate("FilesCard", text).format(**values)
