"""A file, a pipe or a device file such as /dev/usb/lp0 as a printer.

A pipe that nobody reads and a printer without paper block whoever writes to them, so nothing here
waits inside the system: it is opened and written without blocking, and what is waited for is waited
for here, in slices.
"""

from __future__ import annotations

import os
import selectors
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass
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

# Windows knows neither: there a device file blocks as long as its driver does.
_WITHOUT_BLOCKING: Final = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_HOW: Final = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)

_SLICE_S: Final = 0.1
"""How often a waiting job looks whether it was given up."""
_BREATH_S: Final = 0.02


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
            opened = _Opened(file=file, stall_s=self._patience.stall_s, given_up=self._given_up)
            return self._append(opened, data)
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

    def _append(self, opened: _Opened, data: bytes) -> PrintResult:
        written = 0
        try:
            while written < len(data):
                written += opened.write(data[written : written + CHUNK])
            opened.finish()
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """An open file that never blocks."""

    file: int
    stall_s: float
    given_up: Event

    def write(self, data: bytes) -> int:
        """Return how many bytes were taken, at least one.

        Raises:
            LineLost: none for too long, or the job was given up.
            OSError: the system refused.
        """
        until = time.monotonic() + self.stall_s
        while True:
            try:
                if taken := os.write(self.file, data):
                    return taken
            except BlockingIOError:
                # A driver that can't be asked (Linux, lp) says at once that it has room.
                self.given_up.wait(_BREATH_S)
            self._wait_for_room(until=until)

    def finish(self) -> None:
        """Wait until a device has taken the last bytes: closing before drops them (Linux, usblp).

        Raises:
            LineLost: it took too long, or the job was given up.
        """
        if _WITHOUT_BLOCKING and not stat.S_ISREG(os.fstat(self.file).st_mode):
            self._wait_for_room(until=time.monotonic() + self.stall_s)

    def _wait_for_room(self, *, until: float) -> None:
        # Not the default selector: epoll refuses what can't be asked.
        with selectors.SelectSelector() as selector:
            selector.register(self.file, selectors.EVENT_WRITE)
            while True:
                if self.given_up.is_set():
                    raise LineLost("printing was stopped")
                if time.monotonic() > until:
                    raise LineLost("the printer takes no more data")
                if selector.select(_SLICE_S):
                    return
