"""The system's print queue on Windows: raw bytes to the spooler, PDFs to the system's viewer.

The spooler is called directly (winspool.drv, Windows API "Print Spooler Functions"): no further
package is needed. What it has accepted is handed over.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from services.printing.dto import PrinterState, PrinterStatus, PrintResult
from services.printing.transports.addresses import QueueAddress
from services.printing.transports.transport import handed_over, not_printed, status_of, unknown


class Spooler(Protocol):
    """What is used of the Windows spooler. Each call raises OSError when Windows refuses."""

    def open(self, name: str) -> int:
        """Open the printer ``name`` and return its handle."""
        ...

    def start(self, printer: int, *, title: str) -> None:
        """Begin a document of raw bytes."""
        ...

    def write(self, printer: int, data: bytes) -> int:
        """Write ``data`` and return how many bytes were taken."""
        ...

    def end(self, printer: int) -> None:
        """End the document: only now the spooler prints it."""
        ...

    def close(self, printer: int) -> None:
        """Close the handle; a document that was not ended is dropped."""
        ...


class WindowsQueueTransport:
    """Hands receipts and labels to a Windows printer as raw bytes."""

    def __init__(self, address: QueueAddress, *, spooler: Spooler) -> None:
        self._name = address.name
        self._spooler = spooler

    def send(self, data: bytes, *, on_first_byte: Callable[[], None]) -> PrintResult:
        """Spool ``data`` as one raw document."""
        try:
            printer = self._spooler.open(self._name)
        except OSError as error:
            return not_printed(self._refused(error))
        written = 0
        try:
            self._spooler.start(printer, title="Mendpoint")
            on_first_byte()
            while written < len(data):
                written += self._spooler.write(printer, data[written:])
            self._spooler.end(printer)
        except OSError as error:
            refused = self._refused(error)
            return unknown(refused, bytes_sent=written) if written else not_printed(refused)
        finally:
            self._spooler.close(printer)
        return handed_over(status_of(PrinterState.QUEUE), bytes_sent=written)

    def status(self) -> PrinterStatus:
        """Tell whether Windows knows the printer."""
        try:
            self._spooler.close(self._spooler.open(self._name))
        except OSError as error:
            return self._refused(error)
        return status_of(PrinterState.QUEUE)

    def cancel(self) -> None:
        """Do nothing: the spooler takes a job at once."""

    def _refused(self, error: OSError) -> PrinterStatus:
        return status_of(
            PrinterState.UNREACHABLE,
            message=f"Windows has no working printer “{self._name}”.",
            detail=str(error),
        )


class WindowsPdfTransport:
    """Has the system's PDF program print a file on a Windows printer."""

    def __init__(self, address: QueueAddress, *, print_file: Callable[[Path, str], None]) -> None:
        self._name = address.name
        self._print_file = print_file

    def send(self, data: bytes, *, on_first_byte: Callable[[], None]) -> PrintResult:
        """Write the PDF to a temporary file, which the viewer still reads after this returns."""
        handle, name = tempfile.mkstemp(prefix="mendpoint-", suffix=".pdf")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        on_first_byte()
        try:
            self._print_file(Path(name), self._name)
        except OSError as error:
            Path(name).unlink(missing_ok=True)
            return not_printed(
                status_of(
                    PrinterState.UNREACHABLE,
                    message="Windows has no program that prints PDF files.",
                    detail=str(error),
                )
            )
        return handed_over(status_of(PrinterState.QUEUE), bytes_sent=len(data))

    def status(self) -> PrinterStatus:
        """Return that the queue decides."""
        return status_of(PrinterState.QUEUE)

    def cancel(self) -> None:
        """Do nothing: the viewer works on its own."""


def print_with_viewer(path: Path, printer: str) -> None:
    """Ask the program registered for PDF files to print ``path`` on ``printer``."""
    if sys.platform == "win32":
        os.startfile(path, "printto", f'"{printer}"')
    else:
        raise OSError("only Windows prints files this way")
