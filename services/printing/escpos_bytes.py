"""Pages as ESC/POS bytes.

Text goes out as text wherever the printer's code pages have every letter of the line; other lines
go out as images, drawn with the bundled fonts. Data never becomes a command: the text of a page is
free of control characters, and images are kept free of real-time commands.

Commands are those of Epson's "ESC/POS Command Reference" (standard mode).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, assert_never

from services.printing.characters import grapheme_width, graphemes, width_of
from services.printing.code128 import modules_of
from services.printing.dto import (
    Align,
    Barcode,
    Element,
    Gap,
    Page,
    Picture,
    PrinterSettings,
    Rule,
    Size,
    TextBesideCode,
    TextLine,
)
from services.printing.paper_width import LINE_PITCH_DOTS
from services.printing.transports.profiles import PrinterProfile, column_image, load_profile
from services.printing.writing_order import runs_right_to_left

if TYPE_CHECKING:
    from PIL.Image import Image

_INITIALISE: Final = b"\x1b@"
_CANCEL_KANJI: Final = b"\x1c."
_CODE_PAGE: Final = b"\x1bt"
_ALIGN: Final = {Align.LEFT: b"\x1ba\x00", Align.CENTRE: b"\x1ba\x01", Align.RIGHT: b"\x1ba\x02"}
_BOLD: Final = {False: b"\x1bE\x00", True: b"\x1bE\x01"}
_INVERSE: Final = {False: b"\x1dB\x00", True: b"\x1dB\x01"}
_SIZE: Final = {Size.NORMAL: b"\x1d!\x00", Size.TALL: b"\x1d!\x01", Size.DOUBLE: b"\x1d!\x11"}
_FEED_DOTS: Final = b"\x1bJ"
_FEED_TO_TEAR: Final = b"\x1bd\x04"
_FEED_AND_CUT_PARTLY: Final = b"\x1dVB\x00"
_FEED_AND_CUT: Final = b"\x1dVA\x00"
_RASTER: Final = b"\x1dv0\x00"
_RASTER_BAND: Final = 256
"""Rows per raster command: small printers have little memory."""

_QR_MODULE_DOTS: Final = 5
_BAR_MODULE_DOTS: Final = 2

# What says the same where a code page lacks the sign (DOMAIN.md, Paper: "≈" is "approx.").
_PLAINER: Final = {
    "≈": "approx.", "…": "...", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-",
    "−": "-", "·": ".", "•": "*", "×": "x",
}  # fmt: skip


def render_escpos(page: Page, settings: PrinterSettings) -> bytes:
    """Return ``page`` for the printer of ``settings``, paper cut or fed to the tear bar included.

    Pale elements are left out: paper never carries what is not known yet.

    Raises:
        Invalid: ``settings.profile`` is not a known profile.
    """
    return render_for_profile(page, settings, profile=load_profile(settings.profile))


def render_for_profile(page: Page, settings: PrinterSettings, *, profile: PrinterProfile) -> bytes:
    """Return ``page`` as `render_escpos` does, for a profile that is at hand."""
    width = min(settings.width_dots, profile.width_dots or settings.width_dots)
    writer = _Writer(profile=profile, columns=page.columns, width_dots=width)
    for element in page.elements:
        writer.element(element)
    return writer.finished(cut=settings.cut)


@dataclass(slots=True, kw_only=True)
class _Writer:
    """Collects the bytes and knows the printer's modes, so that only changes are sent."""

    profile: PrinterProfile
    columns: int
    width_dots: int
    out: bytearray = field(default_factory=lambda: bytearray(_INITIALISE))
    align: Align = Align.LEFT
    bold: bool = False
    inverse: bool = False
    size: Size = Size.NORMAL
    slot: int | None = None

    def element(self, element: Element) -> None:
        """Add one element of a page."""
        match element:
            case TextLine():
                self._text_line(element)
            case Rule():
                self._text_line(TextLine(text="-" * self.columns))
            case Gap():
                self.out += _FEED_DOTS + bytes([min(255, 2 * element.twelfths)])
            case Barcode():
                self._barcode(element)
            case TextBesideCode():
                self._text_and_code(element)
            case Picture():
                self._picture(element)
            case _:
                assert_never(element)

    def finished(self, *, cut: bool) -> bytes:
        """Return everything, with the cut the profile has, else a feed to the tear bar."""
        self._modes(TextLine(text=""))
        if cut and self.profile.has("paperPartCut"):
            self.out += _FEED_AND_CUT_PARTLY
        elif cut and self.profile.has("paperFullCut"):
            self.out += _FEED_AND_CUT
        else:
            self.out += _FEED_TO_TEAR
        return bytes(self.out)

    def _text_line(self, line: TextLine) -> None:
        if line.pale:
            return
        for candidate in (line, self._plainer(line)):
            encoded = self._encoded(self._padded(candidate)) if self._fits(candidate) else None
            if encoded is not None:
                self._modes(candidate)
                self.out += encoded + b"\n"
                return
        self._image_line(line)

    def _modes(self, line: TextLine) -> None:
        if line.align is not self.align:
            self.out += _ALIGN[line.align]
            self.align = line.align
        if line.size is not self.size:
            self.out += _SIZE[line.size]
            self.size = line.size
        if line.bold != self.bold:
            self.out += _BOLD[line.bold]
            self.bold = line.bold
        if line.inverse != self.inverse:
            self.out += _INVERSE[line.inverse]
            self.inverse = line.inverse

    def _room(self, line: TextLine) -> int:
        return self.columns // 2 if line.size is Size.DOUBLE else self.columns

    def _fits(self, line: TextLine) -> bool:
        wanted = width_of(line.text) + (width_of(line.right) + 1 if line.right else 0)
        return wanted <= self._room(line)

    def _padded(self, line: TextLine) -> str:
        if not line.right:
            return line.text
        blanks = self._room(line) - width_of(line.text) - width_of(line.right)
        return f"{line.text}{' ' * blanks}{line.right}"

    def _plainer(self, line: TextLine) -> TextLine:
        return replace(line, text=self._plain(line.text), right=self._plain(line.right))

    def _plain(self, text: str) -> str:
        return "".join(
            character
            if character.isascii() or self.profile.place_of(character, preferred_slot=None)
            else _PLAINER.get(character, character)
            for character in text
        )

    def _encoded(self, text: str) -> bytes | None:
        """Return ``text`` with its code page changes; None if the printer can't write all of it."""
        if text.isascii():
            return text.encode("ascii")
        if runs_right_to_left(text) or any(grapheme_width(c) != len(c) for c in graphemes(text)):
            return None
        slot, encoded = self.slot, bytearray()
        for character in text:
            if character.isascii():
                encoded += character.encode("ascii")
                continue
            place = self.profile.place_of(character, preferred_slot=slot)
            if place is None:
                return None
            if place[0] != slot:
                encoded += (_CANCEL_KANJI if slot is None else b"") + _CODE_PAGE + bytes([place[0]])
                slot = place[0]
            encoded.append(place[1])
        self.slot = slot
        return bytes(encoded)

    def _image_line(self, line: TextLine) -> None:
        from services.printing.lettering import cell_of
        from services.printing.raster import black_and_white, draw_line

        cell = cell_of(line.size)
        text_width = width_of(line.text) * cell.width
        width = self.width_dots if line.right else min(self.width_dots, text_width)
        narrow = line if line.right else replace(line, align=Align.LEFT)
        drawn = draw_line(
            replace(narrow, inverse=line.inverse), width=max(8, width), space=LINE_PITCH_DOTS - 24
        )
        self._image(black_and_white(drawn), align=line.align)

    def _barcode(self, barcode: Barcode) -> None:
        if barcode.pale:
            return
        fits = modules_of(barcode.text) * _BAR_MODULE_DOTS <= self.width_dots
        if not (fits and self.profile.has("barcodeB")):
            from services.printing.code_drawing import draw_barcode

            module = _BAR_MODULE_DOTS if fits else 1
            drawn = draw_barcode(barcode.text, module=module, height=barcode.height_dots)
            self._image(drawn, align=Align.CENTRE)
            return
        self._modes(TextLine(text="", align=Align.CENTRE))
        data = b"{B" + barcode.text.replace("{", "{{").encode("ascii")
        self.out += b"\x1dh" + bytes([min(255, barcode.height_dots)])
        self.out += b"\x1dw" + bytes([_BAR_MODULE_DOTS]) + b"\x1dH\x00"
        self.out += b"\x1dkI" + bytes([len(data)]) + data

    def _text_and_code(self, element: TextBesideCode) -> None:
        """Text and code can't share a line in standard mode: the code follows, centred."""
        for line in element.lines:
            self._text_line(TextLine(text=line))
        if element.pale:
            return
        self.element(Gap(twelfths=4))
        if not self.profile.has("qrCode"):
            from services.printing.code_drawing import draw_code

            drawn = draw_code(element.code, module=_QR_MODULE_DOTS)
            self._image(drawn, align=Align.CENTRE)
            return
        self._modes(TextLine(text="", align=Align.CENTRE))
        data = element.code.encode("ascii")
        self.out += _qr(b"A", b"2\x00") + _qr(b"C", bytes([_QR_MODULE_DOTS])) + _qr(b"E", b"1")
        self.out += _qr(b"P", b"0" + data) + _qr(b"Q", b"0")

    def _picture(self, picture: Picture) -> None:
        from services.printing.raster import black_and_white, draw_picture

        drawn = draw_picture(picture, width=self.width_dots)
        self._image(black_and_white(drawn), align=Align.CENTRE)

    def _image(self, image: Image, *, align: Align) -> None:
        self._modes(TextLine(text="", align=align))
        bits = image.convert("1")
        if not self.profile.has("bitImageRaster"):
            self.out += column_image(bits, profile=self.profile)
            return
        for top in range(0, bits.height, _RASTER_BAND):
            band = bits.crop((0, top, bits.width, min(bits.height, top + _RASTER_BAND)))
            self.out += _raster(band)


def _qr(function: bytes, data: bytes) -> bytes:
    """Return one GS ( k function of the QR code symbol (cn = 49)."""
    return b"\x1d(k" + (len(data) + 2).to_bytes(2, "little") + b"1" + function + data


def _raster(band: Image) -> bytes:
    width_bytes = (band.width + 7) // 8
    white = bytes(byte ^ 0xFF for byte in band.tobytes())
    data = _without_real_time_commands(_masked(white, width=band.width, row=width_bytes))
    return _RASTER + width_bytes.to_bytes(2, "little") + band.height.to_bytes(2, "little") + data


def _masked(data: bytes, *, width: int, row: int) -> bytes:
    """Clear the bits that pad each row to whole bytes: they are no part of the image."""
    spare = row * 8 - width
    if not spare:
        return data
    keep = (0xFF << spare) & 0xFF
    rows = (data[at : at + row] for at in range(0, len(data), row))
    return b"".join(line[:-1] + bytes([line[-1] & keep]) for line in rows)


def _without_real_time_commands(data: bytes) -> bytes:
    """Add one dot wherever image data would read as DLE EOT, DLE ENQ or DLE DC4.

    Printers obey real-time commands even inside image data (ESC/POS Command Reference, notes on
    real-time commands); DLE DC4 opens a cash drawer.
    """
    for command in (b"\x10\x04", b"\x10\x05", b"\x10\x14"):
        data = data.replace(command, bytes([command[0], command[1] | 0x08]))
    return data
