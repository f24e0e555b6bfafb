"""Receipt printers on a serial port, through pyserial."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from threading import Event
from typing import Any, Final

from services.printing.dto import PrinterState, PrinterStatus, PrintResult
from services.printing.transports.addresses import SerialAddress
from services.printing.transports.conversation import Conversation, LineLost
from services.printing.transports.transport import Patience, not_printed, status_of

_DRIVER_BUFFER: Final = 4096
_BITS_PER_BYTE: Final = 10


class SerialTransport:
    """Opens the port for one job and closes it again."""

    def __init__(self, address: SerialAddress, *, patience: Patience) -> None:
        self._address = address
        self._patience = patience_at(address.baud, patience=patience)
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
        """Stop after the wait that is under way."""
        self._given_up.set()

    def _open(self) -> Any:
        from serial import Serial

        return Serial(self._address.device, baudrate=self._address.baud, dsrdtr=True)

    def _conversation(self, port: Any) -> Conversation:
        return Conversation(
            line=_PortLine(port, given_up=self._given_up),
            patience=self._patience,
            given_up=self._given_up,
        )

    def _unreachable(self, error: Exception) -> PrinterStatus:
        return status_of(
            PrinterState.UNREACHABLE,
            message="The serial port can't be opened: check the cable and the port's name.",
            detail=f"{self._address.device}: {error}",
        )


def patience_at(baud: int, *, patience: Patience) -> Patience:
    """Return ``patience`` with the time that the driver's full buffer takes at this speed.

    The driver takes no more before it has sent nearly all of its buffer (Linux: one page, woken
    below 256 bytes), and a question waits behind all of it: 4.3 s at 9600 baud.
    """
    draining_s = _DRIVER_BUFFER * _BITS_PER_BYTE / baud
    return replace(
        patience,
        stall_s=patience.stall_s + draining_s,
        finish_s=patience.finish_s + draining_s,
    )


class _PortLine:
    """An open serial port as a line. pyserial's errors are OSErrors, its time-outs too."""

    def __init__(self, port: Any, *, given_up: Event) -> None:
        self._port = port
        self._given_up = given_up

    def write(self, data: bytes, *, timeout_s: float) -> int:
        if self._given_up.is_set():
            raise LineLost("printing was stopped")
        self._port.write_timeout = timeout_s
        chunk = data[:256]
        try:
            return int(self._port.write(chunk))
        except OSError as error:
            raise LineLost(str(error), taken=1) from error

    def read(self, *, timeout_s: float) -> bytes:
        if self._given_up.is_set():
            raise LineLost("printing was stopped")
        self._port.timeout = timeout_s
        try:
            return bytes(self._port.read(1))
        except OSError as error:
            raise LineLost(str(error)) from error

    def finish(self, *, timeout_s: float) -> None:
        """Wait until the port's buffer is empty; the driver knows no shorter time."""
        del timeout_s
        try:
            self._port.flush()
        except OSError as error:
            raise LineLost(str(error)) from error
