"""Receipt printers on a serial port, through pyserial."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import closing
from threading import Event
from typing import Any, Final

from services.printing.dto import PrinterState, PrinterStatus, PrintResult
from services.printing.transports.addresses import SerialAddress
from services.printing.transports.conversation import Conversation, LineLost
from services.printing.transports.transport import Patience, not_printed, status_of
from services.printing.transports.unblocked import SLICE_S, Unblocked

_BITS_PER_BYTE: Final = 10
_PIECE: Final = 256


class SerialTransport:
    """Opens the port for one job and closes it again."""

    def __init__(self, address: SerialAddress, *, patience: Patience) -> None:
        self._address = address
        self._patience = patience
        self._given_up = Event()

    def send(self, data: bytes, *, on_first_byte: Callable[[], None]) -> PrintResult:
        """Open, ask, print, ask again, close."""
        try:
            port = self._open()
        except OSError as error:
            return not_printed(self._unreachable(error))
        with closing(port):
            return self._conversation(port).print(data, on_first_byte=on_first_byte)

    def status(self) -> PrinterStatus:
        """Open, ask, close."""
        try:
            with closing(self._open()) as port:
                return self._conversation(port).status(timeout_s=self._patience.answer_s)
        except (OSError, LineLost) as error:
            return self._unreachable(error)

    def cancel(self) -> None:
        """Stop waiting within a tenth of a second; on Windows, after the write under way."""
        self._given_up.set()

    def _open(self) -> Any:
        from serial import Serial

        return Serial(self._address.device, baudrate=self._address.baud, dsrdtr=True)

    def _conversation(self, port: Any) -> Conversation:
        return Conversation(
            line=_PortLine(port, baud=self._address.baud, given_up=self._given_up),
            patience=self._patience,
            given_up=self._given_up,
        )

    def _unreachable(self, error: Exception) -> PrinterStatus:
        return status_of(
            PrinterState.UNREACHABLE,
            message="The serial port can't be opened: check the cable and the port's name.",
            detail=f"{self._address.device}: {error}",
        )


class _PortLine:
    """An open serial port as a line. pyserial's errors are OSErrors, its time-outs too.

    What was handed over is still on its way at the line's speed, wherever the system keeps it: a
    pause is one only beyond that time, and a question gets through only after it (4.3 s for the
    4 KiB of a usual driver at 9600 baud).
    """

    def __init__(self, port: Any, *, baud: int, given_up: Event) -> None:
        self._port = port
        self._byte_s = _BITS_PER_BYTE / baud
        self._given_up = given_up
        self._sends_until = 0.0

    def write(self, data: bytes, *, timeout_s: float) -> int:
        if self._given_up.is_set():
            raise LineLost("printing was stopped")
        taken = self._take(data[:_PIECE], timeout_s=timeout_s + self._still_sends_s())
        self._sends_until = time.monotonic() + self._still_sends_s() + taken * self._byte_s
        return taken

    def read(self, *, timeout_s: float) -> bytes:
        until = time.monotonic() + timeout_s + self._still_sends_s()
        while not self._given_up.is_set():
            left_s = until - time.monotonic()
            if left_s <= 0:
                return b""
            self._port.timeout = min(SLICE_S, left_s)
            try:
                if data := bytes(self._port.read(1)):
                    return data
            except OSError as error:
                raise LineLost(str(error)) from error
        raise LineLost("printing was stopped")

    def finish(self, *, timeout_s: float) -> None:
        """Wait until the port's buffer is empty; the driver knows no shorter time."""
        del timeout_s
        try:
            self._port.flush()
        except OSError as error:
            raise LineLost(str(error)) from error

    def _still_sends_s(self) -> float:
        return max(0.0, self._sends_until - time.monotonic())

    def _take(self, piece: bytes, *, timeout_s: float) -> int:
        try:
            if os.name == "posix":
                # Not pyserial's: after a time-out that can't tell how much was taken.
                port = Unblocked(file=self._port.fileno(), given_up=self._given_up)
                return port.write(piece, timeout_s=timeout_s)
            self._port.write_timeout = timeout_s
            return int(self._port.write(piece))
        except OSError as error:
            raise LineLost(str(error), taken=1) from error
