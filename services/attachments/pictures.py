"""Pictures: how large by their header, cleaned of what they tell besides, and made small.

The only door to Pillow besides printing. A photo is drawn anew: place, time, camera, comments and
whatever hides behind the picture's end are gone, and its orientation is in its dots (ADR 0025).
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.attachments.kinds import JPEG, PNG, WEBP, FileKind, shown_name
from services.errors import Invalid

if TYPE_CHECKING:
    from PIL import Image, ImageFile

_QUALITY = 92
_SMALL_QUALITY = 85
# What Pillow raises on a picture that is damaged; it has no error of its own for most of it.
_DAMAGED = (
    OSError,
    SyntaxError,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    struct.error,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A clean picture with its size as it is seen."""

    content: bytes
    width: int
    height: int


def clean_picture(content: bytes, *, kind: FileKind, name: str, most_pixels: int) -> Picture:
    """Draw a photo anew, without anything that is not the picture.

    Raises:
        Invalid: too many pixels by its header (nothing is decoded then), or it can't be read.
    """
    if kind is WEBP:
        # Its reader sets the whole canvas aside before anybody can ask how large it is.
        _refuse_large(webp_size(content), name=name, most_pixels=most_pixels)
    try:
        with _opened(content, kind) as opened:
            _refuse_large(opened.size, name=name, most_pixels=most_pixels)
            return _drawn(opened, kind)
    except _DAMAGED as error:
        words = f"“{shown_name(name)}” is damaged: the picture can't be read."
        raise Invalid(words, field="file") from error


def small_picture(content: bytes, *, kind: FileKind, edge: int) -> bytes:
    """Return a picture of at most ``edge`` pixels each way, as JPEG, or PNG where it is clear.

    Raises:
        Invalid: the picture can't be read.
    """
    from PIL import Image

    try:
        with _opened(content, kind) as opened:
            # JPEG can be decoded at an eighth of its size: 50 megapixels in a tenth of the time.
            opened.draft("RGB", (edge, edge))
            clear = opened.has_transparency_data
            small = opened.convert("RGBA" if clear else "RGB")
            small.thumbnail((edge, edge), Image.Resampling.LANCZOS)
            into = io.BytesIO()
            if clear:
                small.save(into, "PNG")
            else:
                small.save(into, "JPEG", quality=_SMALL_QUALITY)
            return into.getvalue()
    except _DAMAGED as error:
        raise Invalid("This picture is damaged and can't be shown.", field="file") from error


def webp_size(content: bytes) -> tuple[int, int]:
    """Return width and height of a WebP picture's canvas; nothing where its header is cut.

    RFC 9649: 2.7 for the extended form, 2.5 and RFC 6386, 9.1, for the lossy one, 3.4 for lossless.
    """
    form, head = content[12:16], content[20:30]
    if len(head) < 10:
        return 0, 0
    if form == b"VP8X":
        return 1 + int.from_bytes(head[4:7], "little"), 1 + int.from_bytes(head[7:10], "little")
    if form == b"VP8L":
        packed = int.from_bytes(head[1:5], "little")
        return 1 + (packed & 0x3FFF), 1 + (packed >> 14 & 0x3FFF)
    wide, high = (int.from_bytes(head[at : at + 2], "little") & 0x3FFF for at in (6, 8))
    return wide, high


def _opened(content: bytes, kind: FileKind) -> ImageFile.ImageFile:
    """Read a picture's header by the reader of its kind, which is told by its first bytes.

    `Image.open` would warn of large pictures on standard error before anybody can refuse them.
    """
    from PIL import JpegImagePlugin, PngImagePlugin, WebPImagePlugin

    stream = io.BytesIO(content)
    if kind is JPEG:
        return JpegImagePlugin.JpegImageFile(stream)
    if kind is PNG:
        return PngImagePlugin.PngImageFile(stream)
    return WebPImagePlugin.WebPImageFile(stream)


def _refuse_large(size: tuple[int, int], *, name: str, most_pixels: int) -> None:
    pixels = size[0] * size[1]
    if pixels > most_pixels:
        raise Invalid(
            f"“{shown_name(name)}” has {pixels / 1e6:,.0f} megapixels; "
            f"at most {most_pixels / 1e6:,.0f} are kept. Save it smaller first.",
            field="file",
            details={"pixels": pixels, "most_pixels": most_pixels},
        )


def _drawn(opened: ImageFile.ImageFile, kind: FileKind) -> Picture:
    from PIL import ImageOps

    profile = opened.info.get("icc_profile")
    opened.load()
    upright = ImageOps.exif_transpose(opened)
    picture = _plain(upright, kind)
    into = io.BytesIO()
    more = {"icc_profile": profile} if profile and picture.mode == upright.mode else {}
    if kind is JPEG:
        picture.save(into, "JPEG", quality=_QUALITY, **more)
    elif kind is PNG:
        picture.save(into, "PNG", **more)
    else:
        picture.save(into, "WEBP", quality=_QUALITY, **more)
    return Picture(content=into.getvalue(), width=picture.width, height=picture.height)


def _plain(image: Image.Image, kind: FileKind) -> Image.Image:
    """Return the dots alone, in a mode every reader shows: comments and tags stay behind."""
    clear = image.has_transparency_data and kind is not JPEG
    mode = "RGBA" if clear else "L" if image.mode in ("1", "L") else "RGB"
    plain = image.convert(mode) if image.mode != mode else image.copy()
    plain.info = {}
    return plain
