"""Receipt printers on the network: raw TCP, port 9100.

The sockets are our own: python-escpos takes an empty answer, which is a printer that hung up, for
plenty of paper (python-escpos 3.1, ``paper_status``).
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable
from contextlib import closing
from threading import Event
from typing import Final

from services.printing.dto import PrinterState, PrinterStatus, PrintResult
from services.printing.transports.addresses import TcpAddress
from services.printing.transports.conversation import Conversation, LineLost
from services.printing.transports.transport import Patience, not_printed, status_of

_SLICE_S: Final = 0.1
"""How often a waiting line looks whether it was given up."""


class NetworkTransport:
    """Prints over one TCP connection per job."""

    def __init__(self, address: TcpAddress, *, patience: Patience) -> None:
        self._address = address
        self._patience = patience
        self._given_up = Event()

    def send(self, data: bytes, *, on_first_byte: Callable[[], None]) -> PrintResult:
        """Connect, ask, print, ask again, hang up."""
        try:
            connection = self._connect()
        except OSError as error:
            return not_printed(self._unreachable(error))
        with closing(connection):
            return self._conversation(connection).print(data, on_first_byte=on_first_byte)

    def status(self) -> PrinterStatus:
        """Connect, ask, hang up."""
        try:
            with closing(self._connect()) as connection:
                conversation = self._conversation(connection)
                return conversation.status(timeout_s=self._patience.answer_s)
        except (OSError, LineLost) as error:
            return self._unreachable(error)

    def cancel(self) -> None:
        """Stop waiting within a tenth of a second."""
        self._given_up.set()

    def _connect(self) -> socket.socket:
        where = (self._address.host, self._address.port)
        connection = socket.create_connection(where, timeout=self._patience.connect_s)
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def _conversation(self, connection: socket.socket) -> Conversation:
        return Conversation(
            line=_SocketLine(connection, given_up=self._given_up),
            patience=self._patience,
            given_up=self._given_up,
            asks_status=self._address.asks_status,
        )

    def _unreachable(self, error: Exception) -> PrinterStatus:
        where = f"{self._address.host}:{self._address.port}"
        return status_of(PrinterState.UNREACHABLE, detail=f"{where}: {error}")


class _SocketLine:
    """A connected, non-blocking socket as a line."""

    def __init__(self, connection: socket.socket, *, given_up: Event) -> None:
        self._connection = connection
        self._given_up = given_up

    def write(self, data: bytes, *, timeout_s: float) -> int:
        if not self._wait(selectors.EVENT_WRITE, timeout_s=timeout_s):
            raise LineLost("the printer takes no more data")
        try:
            return self._connection.send(data)
        except OSError as error:
            raise LineLost(str(error)) from error

    def read(self, *, timeout_s: float) -> bytes:
        if not self._wait(selectors.EVENT_READ, timeout_s=timeout_s):
            return b""
        try:
            data = self._connection.recv(256)
        except OSError as error:
            raise LineLost(str(error)) from error
        if not data:
            raise LineLost("the printer hung up")
        return data

    def finish(self, *, timeout_s: float) -> None:
        """Send FIN and wait for the printer's own: closing at once could cut the job short."""
        try:
            self._connection.shutdown(socket.SHUT_WR)
            deadline = time.monotonic() + timeout_s
            while (left := deadline - time.monotonic()) > 0:
                if not self._wait(selectors.EVENT_READ, timeout_s=left):
                    return
                if not self._connection.recv(256):
                    return
        except OSError as error:
            raise LineLost(str(error)) from error

    def _wait(self, event: int, *, timeout_s: float) -> bool:
        """Wait for the socket in slices; False when the time ran out.

        Raises:
            LineLost: the job was given up.
        """
        deadline = time.monotonic() + timeout_s
        with selectors.DefaultSelector() as selector:
            selector.register(self._connection, event)
            while not self._given_up.is_set():
                left = deadline - time.monotonic()
                if selector.select(max(0.0, min(_SLICE_S, left))):
                    return True
                if left <= 0:
                    return False
        raise LineLost("printing was stopped")
