"""QR codes as rows of dark and light modules; segno is loaded at first use."""

from __future__ import annotations

Modules = tuple[tuple[bool, ...], ...]


def qr_modules(text: str) -> Modules:
    """Return the QR code of ``text`` (error correction M or better), row by row, True is dark."""
    import segno

    code = segno.make(text, error="m", micro=False)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)
