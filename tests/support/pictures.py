"""Pictures that tests attach: drawn here, with what phones write into theirs."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image

# What must not be in anything that is kept.
SECRETS = (b"PhoneMaker", b"taken at home", b"N\x00\x00\x00", b"MZ-behind-the-end")


def photo(
    form: str = "JPEG",
    *,
    size: tuple[int, int] = (64, 48),
    colour: tuple[int, int, int] = (40, 80, 160),
    turned: bool = False,
    mode: str = "RGB",
    **more: Any,
) -> bytes:
    """Return a plain picture; ``turned`` says by EXIF that it was taken with the camera upright."""
    image = Image.new(mode, size, colour if mode == "RGB" else 128)
    exif = image.getexif()
    if turned:
        exif[0x0112] = 6
    into = io.BytesIO()
    image.save(into, form, exif=exif, **more)
    return into.getvalue()


def telling_photo() -> bytes:
    """Return a JPEG that names its place and camera, holds a comment and a program at its end."""
    image = Image.new("RGB", (64, 48), (200, 60, 60))
    exif = image.getexif()
    exif[0x010F] = "PhoneMaker"
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (37.0, 46.0, 30.0), 3: "W", 4: (122.0, 25.0, 9.0)})
    into = io.BytesIO()
    image.save(into, "JPEG", exif=exif, comment=b"taken at home")
    return into.getvalue() + b"MZ-behind-the-end"


def noise(size: tuple[int, int]) -> bytes:
    """Return a PNG that can't be packed: about three bytes for each dot."""
    image = Image.effect_noise(size, 200).convert("RGB")
    into = io.BytesIO()
    image.save(into, "PNG")
    return into.getvalue()


def webp_bomb(width: int, height: int) -> bytes:
    """Return a WebP of some bytes whose header promises a canvas of ``width`` × ``height``."""
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBP" + b"VP8X" + struct.pack("<I", 10) + b"\x00" * 4 + size
    return b"RIFF" + struct.pack("<I", len(body)) + body


def bomb(width: int, height: int) -> bytes:
    """Return a PNG of some kilobytes whose header promises ``width`` × ``height`` dots."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\x00" * 100_000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )
