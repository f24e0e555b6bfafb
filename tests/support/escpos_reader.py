"""Reads ESC/POS bytes back: what a person would see on the paper, and every command by name.

Strict on purpose: a command it does not know, or a control byte among text, is an error, so a test
that reads a print also proves that no data became a command.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

# Slots of the code pages in python-escpos's default profile that Python can decode.
CODE_PAGES = {
    0: "cp437", 2: "cp850", 3: "cp860", 4: "cp863", 5: "cp865", 13: "cp857", 14: "cp737",
    15: "iso8859_7", 16: "cp1252", 17: "cp866", 18: "cp852", 19: "cp858", 33: "cp775",
    34: "cp855", 35: "cp861", 38: "cp869", 39: "iso8859_2", 40: "iso8859_15", 44: "cp1125",
    45: "cp1250", 46: "cp1251", 47: "cp1253", 48: "cp1254", 51: "cp1257",
}  # fmt: skip

# Commands with a fixed number of argument bytes.
_FIXED = {
    b"\x1b@": 0, b"\x1ba": 1, b"\x1bE": 1, b"\x1bt": 1, b"\x1bJ": 1, b"\x1bd": 1, b"\x1b2": 0,
    b"\x1b3": 1, b"\x1c.": 0, b"\x1d!": 1, b"\x1dB": 1, b"\x1dh": 1, b"\x1dw": 1, b"\x1dH": 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command with its arguments."""

    name: bytes
    data: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One printed line."""

    text: str
    bold: bool
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RasterImage:
    """One raster image; a set bit is ink."""

    width: int
    height: int
    bits: bytes


Printed = Command | Text | RasterImage


def read_escpos(data: bytes) -> tuple[Printed, ...]:
    """Return everything in ``data`` in order.

    Raises:
        ValueError: an unknown command, or a control byte where text should be.
    """
    return tuple(_Reader(data).read())


def printed_text(data: bytes) -> str:
    """Return the lines of ``data``; codes as ``[…]`` and images as ``[image W×H]``."""
    lines: list[str] = []
    for piece in read_escpos(data):
        match piece:
            case Text():
                lines.append(piece.text)
            case RasterImage():
                lines.append(f"[image {piece.width}×{piece.height}]")
            case Command(name=b"\x1dkI"):
                lines.append(f"[{piece.data.removeprefix(b'{B').decode()}]")
            case Command(name=b"\x1d(k") if piece.data[1:2] == b"P":
                lines.append(f"[{piece.data[3:].decode()}]")
            case Command():
                pass
    return "\n".join(lines)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._page = "cp437"
        self._bold = False
        self._size = 0

    def read(self) -> Iterator[Printed]:
        line: list[str] = []
        while self._at < len(self._data):
            byte = self._data[self._at]
            if byte in (0x1B, 0x1C, 0x1D):
                yield from self._command()
            elif byte == 0x0A:
                self._at += 1
                yield Text(text="".join(line), bold=self._bold, size=self._size)
                line.clear()
            elif byte < 0x20 or byte == 0x7F:
                raise ValueError(f"control byte {byte:#04x} at {self._at}")
            else:
                self._at += 1
                line.append(bytes([byte]).decode(self._page))
        if line:
            raise ValueError("text without a line end")

    def _command(self) -> Iterator[Printed]:
        name = self._data[self._at : self._at + 2]
        self._at += 2
        if name in _FIXED:
            data = self._take(_FIXED[name])
            self._mode(name, data)
            yield Command(name=name, data=data)
        elif name == b"\x1dk":
            kind = self._take(1)
            if kind != b"I":
                raise ValueError(f"barcode of kind {kind!r}")
            yield Command(name=b"\x1dkI", data=self._take(self._take(1)[0]))
        elif name == b"\x1d(":
            kind = self._take(1)
            yield Command(
                name=name + kind, data=self._take(int.from_bytes(self._take(2), "little"))
            )
        elif name == b"\x1dV":
            yield Command(name=name, data=self._take(2))
        elif name == b"\x1dv":
            yield self._raster()
        elif name == b"\x1b*":
            mode, low, high = self._take(3)
            yield Command(name=name, data=self._take((low + 256 * high) * (3 if mode > 1 else 1)))
        else:
            raise ValueError(f"unknown command {name!r} at {self._at - 2}")

    def _mode(self, name: bytes, data: bytes) -> None:
        match name:
            case b"\x1bt":
                self._page = CODE_PAGES[data[0]]
            case b"\x1bE":
                self._bold = bool(data[0])
            case b"\x1d!":
                self._size = data[0]
            case b"\x1b@":
                self._bold, self._size, self._page = False, 0, "cp437"

    def _raster(self) -> RasterImage:
        head = self._take(6)
        width, height = int.from_bytes(head[2:4], "little"), int.from_bytes(head[4:6], "little")
        return RasterImage(width=width * 8, height=height, bits=self._take(width * height))

    def _take(self, count: int) -> bytes:
        data = self._data[self._at : self._at + count]
        if len(data) != count:
            raise ValueError("the bytes end within a command")
        self._at += count
        return data
