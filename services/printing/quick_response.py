"""QR codes as rows of dark and light modules; segno is loaded at first use."""

from __future__ import annotations

from functools import lru_cache

Modules = tuple[tuple[bool, ...], ...]


@lru_cache(maxsize=64)
def qr_modules(text: str) -> Modules:
    """Return the QR code of ``text`` (error correction M or better), row by row, True is dark.

    The last ones are kept: a preview asks for the same code at every key, and one costs 2 ms.
    """
    import segno

    code = segno.make(text, error="m", micro=False)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)
