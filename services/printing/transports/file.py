"""A file, or a device file such as /dev/usb/lp0, as a printer."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from services.printing.dto import PrinterState, PrinterStatus, PrintResult
from services.printing.transports.addresses import FileAddress
from services.printing.transports.transport import handed_over, not_printed, status_of, unknown


class FileTransport:
    """Appends every job to a file; nothing more can be known than that it was taken."""

    def __init__(self, address: FileAddress) -> None:
        self._path = Path(address.path).expanduser()

    def send(self, data: bytes, *, on_first_byte: Callable[[], None]) -> PrintResult:
        """Append ``data`` in one go."""
        try:
            file = self._path.open("ab", buffering=0)
        except OSError as error:
            return not_printed(self._unreachable(error))
        with file:
            on_first_byte()
            try:
                written = file.write(data)
            except OSError as error:
                return not_printed(self._unreachable(error))
            if written < len(data):
                cut = status_of(PrinterState.ERROR, message="The printer file is full.")
                return unknown(cut, bytes_sent=written)
        return handed_over(self._ready(), bytes_sent=written)

    def status(self) -> PrinterStatus:
        """Tell whether the file, or the folder it will lie in, can be written."""
        target = self._path if self._path.exists() else self._path.parent
        if os.access(target, os.W_OK) and not self._path.is_dir():
            return self._ready()
        return status_of(
            PrinterState.UNREACHABLE,
            message="The printer file can't be written.",
            detail=str(self._path),
        )

    def cancel(self) -> None:
        """Do nothing: writing to a file is not waited for."""

    def _ready(self) -> PrinterStatus:
        return status_of(
            PrinterState.QUEUE, message="Prints are written to a file.", detail=str(self._path)
        )

    def _unreachable(self, error: OSError) -> PrinterStatus:
        return status_of(
            PrinterState.UNREACHABLE,
            message="The printer file can't be written.",
            detail=str(error),
        )
