"""Customers from and to CSV files: a file is tried before it is stored."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from services.actor import new_operation_id
from services.customers.dto import (
    CUSTOMER_COLUMNS,
    CustomerExportReport,
    CustomerImportReport,
    CustomerQuestion,
    ExportCustomers,
    ImportCustomers,
)
from services.errors import MendpointError
from ui.context import UiContext
from ui.errors import present
from ui.icons import Icon
from ui.import_report import ImportReportTable, summary
from ui.parts.button import Button, ButtonKind
from ui.parts.card import Card
from ui.parts.field import Field
from ui.parts.flow import Flow
from ui.parts.marker import Marker, MarkerKind
from ui.parts.text import Text, Tone
from ui.screens.customers.saving import ask_for_file
from ui.screens.customers.scrolled import at_most, scrolled
from ui.screens.customers.words import counted, say
from ui.tokens import Height, Space, TypeRole

_MOST = 1040


class ImportPage(QWidget):
    """Checks a file, shows what becomes of each row, and stores it if none is refused.

    Signals:
        left(): back to the list.
    """

    left = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName("customers-import")
        self._context = context
        self._content = b""
        self._operation_id = new_operation_id()
        # Another file is named: what comes of an earlier one is not its report.
        self._named = 0
        self.back = Button(
            say("Customers"),
            kind=ButtonKind.GHOST,
            icon=Icon.CHEVRON_LEFT,
            key="Esc",
            name="customers-import-back",
        )
        self.path = Field(
            say("File"),
            name="customers-import-path",
            placeholder="customers.csv",
            max_length=4000,
        )
        self.choose = Button(
            say("Choose …"),
            icon=Icon.FOLDER_OPEN,
            height=Height.FORM,
            name="customers-import-choose",
        )
        self.check = Button(
            say("Check the file"), height=Height.FORM, name="customers-import-check"
        )
        self.store = Button(
            say("Import"),
            kind=ButtonKind.PRIMARY,
            height=Height.FORM,
            name="customers-import-store",
        )
        self.result = Marker("", kind=MarkerKind.PLAIN, name="customers-import-result")
        self.report = ImportReportTable(name="customers-import-report")
        self._report_card = Card(say("Report"), name="card-customers-report", spacing=Space.SMALL)
        self._build()
        self._connect()
        self._show_report(None)

    def take_focus(self) -> None:
        """Begin with the file."""
        self.path.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- inside ----------------------------------------------------------------------------------

    def _build(self) -> None:
        title = Text(say("Import customers"), role=TypeRole.TITLE, name="customers-import-title")
        head = Flow(gap=Space.MEDIUM, name="customers-import-head")
        head.show_row([self.back, title])
        card = Card(say("From a CSV file"), name="card-customers-import", spacing=Space.MEDIUM)
        columns = say(
            "Columns: {columns}. A name and one contact are needed. Who is known by name and "
            "contact is completed; what is there is never overwritten.",
            columns=", ".join(CUSTOMER_COLUMNS),
        )
        card.body.addWidget(Text(columns, tone=Tone.SECOND, wrap=True, name="customers-columns"))
        card.body.addWidget(self.path)
        buttons = Flow(gap=Space.SMALL, name="customers-import-buttons")
        buttons.show_row([self.choose, self.check, self.store])
        buttons.keep_right(self.check, self.store)
        card.body.addWidget(buttons)
        self._report_card.body.addWidget(self.result)
        self._report_card.body.addWidget(self.report)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.LARGE)
        column.setSpacing(Space.MEDIUM)
        column.addWidget(head)
        for each in (card, self._report_card):
            column.addLayout(at_most(each, _MOST))
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inner, name="customers-import-area"))

    def _connect(self) -> None:
        self.back.clicked.connect(self.left)
        self.choose.clicked.connect(self._choose_file)
        self.check.clicked.connect(self._check)
        self.store.clicked.connect(lambda: self._run(dry_run=False))
        self.path.entered.connect(lambda _text: self.check.click())
        self.path.text_edited.connect(self._edited)

    def _edited(self, _text: object) -> None:
        self.path.set_error(None)
        self._forget_report()

    def _choose_file(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(
            self, say("Choose the file"), "", say("CSV files (*.csv);;All files (*)")
        )
        if path:
            self.path.set_text(path)
            self._forget_report()
            self.check.click()

    def _check(self) -> None:
        if not self.path.text():
            self.path.set_error(say("Choose a file, or type its path"))
            self.path.edit.setFocus()
            return
        self.path.set_error(None)
        self._run(dry_run=True, path=self.path.text())

    def _run(self, *, dry_run: bool, path: str = "") -> None:
        files, actor = self._context.services.customer_files, self._context.actor()
        workstation = self._context.workstation
        content, operation_id, named = self._content, self._operation_id, self._named
        button = self.check if dry_run else self.store
        button.set_busy(say("Checking …") if dry_run else say("Importing …"))

        def work() -> tuple[bytes, CustomerImportReport]:
            data = workstation.read_file(path) if path else content
            command = ImportCustomers(
                operation_id=operation_id,
                content=data,
                file_name=path[-200:],
                dry_run=dry_run,
            )
            return data, files.import_file(actor, command)

        def done(found: tuple[bytes, CustomerImportReport]) -> None:
            button.set_busy(None)
            if dry_run and named != self._named:
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

        self._context.runner.run(self, work, done=done, failed=failed)

    def _stored(self, report: CustomerImportReport) -> None:
        self._operation_id = new_operation_id()
        count = report.added + report.changed
        words = counted(count, one="{count} customer imported", many="{count} customers imported")
        self._context.shell.toast(words)

    def _forget_report(self) -> None:
        self._named += 1
        self._show_report(None)

    def _show_report(self, report: CustomerImportReport | None) -> None:
        self._report_card.setVisible(report is not None)
        self.store.setEnabled(report is not None and report.dry_run and not report.refused)
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


def ask_to_export(context: UiContext, question: CustomerQuestion, *, parent: QWidget) -> None:
    """Ask for a file, and write the customers the list shows into it."""
    today = context.formats.local(context.now()).date()
    ask_for_file(
        parent,
        heading=say("Export customers"),
        text=say("Everybody the list's filters show, as a CSV file. It holds personal data."),
        suggested=f"customers-{today.isoformat()}.csv",
        kinds=say("CSV files (*.csv);;All files (*)"),
        chosen=lambda path: _export(context, question, path, parent=parent),
    )


def _export(context: UiContext, question: CustomerQuestion, path: str, *, parent: QWidget) -> None:
    files, actor, workstation = (
        context.services.customer_files,
        context.actor(),
        context.workstation,
    )
    command = ExportCustomers(operation_id=new_operation_id(), question=question)

    def work() -> CustomerExportReport:
        return workstation.write_file(
            path, lambda write: files.export_file(actor, command, write=write)
        )

    def done(report: CustomerExportReport) -> None:
        count = counted(report.customers, one="{count} customer", many="{count} customers")
        words = say("{customers} written to {file}", customers=count, file=Path(path).name)
        context.shell.toast(words)

    context.runner.run(parent, work, done=done)
