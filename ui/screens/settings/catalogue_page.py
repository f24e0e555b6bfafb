"""The catalogue: how much is in it, and devices and prices from CSV files, tried before stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from services.actor import new_operation_id
from services.catalog.dto import ImportCommand, ImportKind, ImportReport
from services.errors import MendpointError
from ui.errors import present
from ui.icons import Icon
from ui.import_report import ImportReportTable, summary
from ui.parts.button import Button, ButtonKind
from ui.parts.card import Card
from ui.parts.field import Field
from ui.parts.marker import Marker, MarkerKind
from ui.parts.segmented import Segmented
from ui.parts.text import Text, Tone
from ui.screens.settings.page import Page, note
from ui.tokens import Height, Space, TypeRole

if TYPE_CHECKING:
    from ui.context import UiContext

_COUNTS: Final = {
    "device_models": "device models",
    "brands": "brands",
    "repair_types": "repairs",
    "part_types": "kinds of part",
    "prices": "prices now valid",
}
_FILES: Final = {
    ImportKind.CATALOG: (
        "Columns: brand, model, variant, release_year, device_category, notes, "
        "and if known tier, screen_in, panel"
    ),
    ImportKind.PRICES: (
        "Columns: brand, model, repair_type, part_quality, price, cost, notes, "
        "and if wanted variant, valid_from, valid_until"
    ),
}


class CataloguePage(Page):
    """A file is checked first; only a file without a refused row can be imported."""

    key = "catalogue"
    title = "Catalogue"
    icon = Icon.SMARTPHONE
    permissions = ("catalog:update", "prices:update")

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._content = b""
        self._report: ImportReport | None = None
        self._operation_id = new_operation_id()
        self.counts = Text("", role=TypeRole.FIELD, tone=Tone.SECOND, wrap=True, name="counts")
        self.kind = Segmented(
            self.tr("What the file holds"),
            choices=((ImportKind.CATALOG, self.tr("Devices")), (ImportKind.PRICES, "Prices")),
            value=ImportKind.CATALOG,
            name="import-kind",
        )
        self.columns = note(_FILES[ImportKind.CATALOG])
        self.path = Field(
            self.tr("File"), name="import-path", placeholder="devices.csv", max_length=4000
        )
        self.choose = Button(
            self.tr("Choose …"), icon=Icon.FOLDER_OPEN, height=Height.FORM, name="import-choose"
        )
        self.check = Button(self.tr("Check the file"), height=Height.FORM, name="import-check")
        self.carry_out = Button(
            self.tr("Import"), kind=ButtonKind.PRIMARY, height=Height.FORM, name="import-store"
        )
        self.result = Marker("", kind=MarkerKind.PLAIN, name="import-result")
        self.report = ImportReportTable(name="import-report")
        self._lay_out()
        self._connect()
        self._show_report(None)

    def load(self) -> None:
        """Ask how much is in the catalogue."""
        catalog, actor = self.context.services.catalog, self.context.actor()
        self.ask(lambda: catalog.counts(actor), done=self._show_counts, kind="counts")

    def first_field(self) -> QWidget:
        """Begin with the file."""
        return self.path.edit

    # --- inside ---------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        has = Card(self.tr("In the catalogue"), name="card-counts")
        has.body.addWidget(self.counts)
        card = Card(self.tr("Import from CSV"), name="card-import", spacing=Space.MEDIUM)
        card.head.addWidget(self.kind)
        card.body.addWidget(self.columns)
        row = QHBoxLayout()
        row.setSpacing(Space.SMALL)
        row.addWidget(self.path, stretch=1)
        card.body.addLayout(row)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.SMALL)
        buttons.addWidget(self.choose)
        buttons.addStretch(1)
        buttons.addWidget(self.check)
        buttons.addWidget(self.carry_out)
        card.body.addLayout(buttons)
        self._report_card = Card(self.tr("Report"), name="card-report", spacing=Space.SMALL)
        self._report_card.body.addWidget(self.result)
        self._report_card.body.addWidget(self.report)
        for each in (has, card, self._report_card):
            self.cards.addWidget(each)

    def _connect(self) -> None:
        self.kind.chosen.connect(self._kind_chosen)
        self.choose.clicked.connect(self._choose_file)
        self.check.clicked.connect(self._check)
        self.carry_out.clicked.connect(self._import)
        self.path.entered.connect(lambda _text: self.check.click())
        self.path.text_edited.connect(lambda _text: self._show_report(None))

    def _show_counts(self, counts: dict[str, int]) -> None:
        told = [f"{counts[name]:,} {words}" for name, words in _COUNTS.items() if counts.get(name)]
        self.counts.setText(" · ".join(told) or self.tr("Nothing yet"))

    def _kind_chosen(self, kind: object) -> None:
        assert isinstance(kind, ImportKind)
        self.columns.setText(_FILES[kind])
        self._show_report(None)

    def _choose_file(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(
            self, self.tr("Choose the file"), "", self.tr("CSV files (*.csv);;All files (*)")
        )
        if path:
            self.path.set_text(path)
            self._show_report(None)
            self.check.click()

    def _check(self) -> None:
        if not self.path.text():
            self.path.set_error(self.tr("Choose a file, or type its path"))
            self.path.edit.setFocus()
            return
        self.path.set_error(None)
        self._run(dry_run=True, path=self.path.text())

    def _import(self) -> None:
        self._run(dry_run=False)

    def _run(self, *, dry_run: bool, path: str = "") -> None:
        catalog, actor = self.context.services.catalog, self.context.actor()
        workstation = self.context.workstation
        kind, content, operation_id = self.kind.value(), self._content, self._operation_id
        assert isinstance(kind, ImportKind)
        named = (kind, self.path.text())
        button = self.check if dry_run else self.carry_out
        button.set_busy(self.tr("Checking …") if dry_run else self.tr("Importing …"))

        def work() -> tuple[bytes, ImportReport]:
            data = workstation.read_file(path) if path else content
            command = ImportCommand(
                operation_id=operation_id,
                kind=kind,
                content=data,
                file_name=path[-200:],
                dry_run=dry_run,
            )
            return data, catalog.import_file(actor, command)

        def done(found: tuple[bytes, ImportReport]) -> None:
            button.set_busy(None)
            # Another file or kind was chosen meanwhile: this is no report of it.
            if dry_run and named != (self.kind.value(), self.path.text()):
                return
            self._content, report = found
            self._show_report(report)
            if report.stored:
                self._stored(report)

        def failed(error: MendpointError) -> None:
            button.set_busy(None)
            if error.field == "path":
                self.path.set_error(error.message)
                self.path.edit.setFocus()
            else:
                present(self, error)

        self.context.runner.run(self, work, done=done, failed=failed)

    def _stored(self, report: ImportReport) -> None:
        self._operation_id = new_operation_id()
        self.carry_out.setEnabled(False)
        count = report.added + report.changed
        many = self.tr("{count} rows imported").format(count=f"{count:,}")
        self.context.shell.toast(self.tr("1 row imported") if count == 1 else many)
        self.load()

    def _show_report(self, report: ImportReport | None) -> None:
        self._report = report
        self._report_card.setVisible(report is not None)
        may = report is not None and report.dry_run and not report.refused
        self.carry_out.setEnabled(may)
        if report is None:
            return
        words, kind = summary(
            added=report.added,
            changed=report.changed,
            unchanged=report.unchanged,
            refused=report.refused,
            stored=report.stored,
            warnings=report.warnings,
        )
        self.result.show_words(words, kind=kind)
        self.report.show_lines(report.lines)
