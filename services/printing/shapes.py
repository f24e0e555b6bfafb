"""The shapes of barcodes and QR codes for whoever draws them: a preview shows what will print."""

from __future__ import annotations

from services.printing.code128 import bar_widths
from services.printing.quick_response import Modules, qr_modules


class PrintedShapes:
    """Barcodes and QR codes as paper has them."""

    def bars(self, text: str) -> tuple[int, ...]:
        """Return widths in modules of bars and spaces in turn, beginning with a bar.

        Raises:
            ValueError: ``text`` is not printable ASCII.
        """
        return bar_widths(text)

    def matrix(self, text: str) -> Modules:
        """Return the modules of a QR code, row by row, without a quiet zone; True is dark."""
        return qr_modules(text)
