"""A file, a pipe or a device file such as /dev/usb/lp0 as a printer."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Final

from services.printing.dto import PrinterState, PrinterStatus, PrintResult
from services.printing.transports.addresses import FileAddress
from services.printing.transports.conversation import CHUNK, LineLost
from services.printing.transports.transport import (
    Patience,
    handed_over,
    not_printed,
    status_of,
    unknown,
)
from services.printing.transports.unblocked import Unblocked

# Windows knows neither: there a device file blocks as long as its driver does.
_WITHOUT_BLOCKING: Final = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_HOW: Final = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)


class FileTransport:
    """Appends every job to a file; nothing more can be known than that it was taken."""

    def __init__(self, address: FileAddress, *, patience: Patience) -> None:
        self._path = Path(address.path).expanduser()
        self._patience = patience
        self._given_up = Event()

    def send(self, data: bytes, *, on_first_byte: Callable[[], None]) -> PrintResult:
        """Append ``data``."""
        if self._given_up.is_set():
            return not_printed(status_of(PrinterState.OFFLINE, message="Printing was stopped."))
        try:
            file = os.open(self._path, _HOW | _WITHOUT_BLOCKING, 0o666)
        except OSError as error:
            return not_printed(self._unreachable(str(error)))
        try:
            on_first_byte()
            return self._append(file, data)
        finally:
            os.close(file)

    def status(self) -> PrinterStatus:
        """Tell whether the file, or the folder it will lie in, can be written."""
        target = self._path if self._path.exists() else self._path.parent
        if os.access(target, os.W_OK) and not self._path.is_dir():
            return self._ready()
        return self._unreachable(str(self._path))

    def cancel(self) -> None:
        """Stop waiting within a tenth of a second."""
        self._given_up.set()

    def _append(self, file: int, data: bytes) -> PrintResult:
        out = Unblocked(file=file, given_up=self._given_up)
        written, stall_s = 0, self._patience.stall_s
        try:
            while written < len(data):
                written += out.write(data[written : written + CHUNK], timeout_s=stall_s)
            if _WITHOUT_BLOCKING and not stat.S_ISREG(os.fstat(file).st_mode):
                out.finish(timeout_s=stall_s)
        except (OSError, LineLost) as error:
            if not written:
                return not_printed(self._unreachable(str(error)))
            cut = status_of(
                PrinterState.ERROR,
                message="Not all of it could be written: look at the paper.",
                detail=str(error),
            )
            return unknown(cut, bytes_sent=written)
        return handed_over(self._ready(), bytes_sent=written)

    def _ready(self) -> PrinterStatus:
        return status_of(
            PrinterState.QUEUE, message="Prints are written to a file.", detail=str(self._path)
        )

    def _unreachable(self, detail: str) -> PrinterStatus:
        return status_of(
            PrinterState.UNREACHABLE, message="The printer file can't be written.", detail=detail
        )
