"""No printer, on purpose: the order is kept, nothing is printed."""

from __future__ import annotations

from collections.abc import Callable

from services.printing.dto import PrinterState, PrinterStatus, PrintResult
from services.printing.transports.transport import not_printed, status_of


class NoPrinter:
    """Prints nothing and says so."""

    def send(self, data: bytes, *, on_first_byte: Callable[[], None]) -> PrintResult:
        """Return that nothing was printed."""
        del data, on_first_byte
        return not_printed(self.status())

    def status(self) -> PrinterStatus:
        """Return that no printer is chosen."""
        return status_of(PrinterState.NO_PRINTER)

    def cancel(self) -> None:
        """Do nothing: nothing is waited for."""
