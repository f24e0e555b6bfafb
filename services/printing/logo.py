"""The shop's logo made ready for paper: once, when it is chosen, not at every print."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from services.errors import Invalid

MOST_WIDTH_DOTS: Final = 384
MOST_HEIGHT_DOTS: Final = 160
_MOST_BYTES: Final = 8_000_000
_MOST_PIXELS: Final = 40_000_000


def prepare_logo(data: bytes, *, field: str = "logo_png") -> bytes:
    """Return a picture file as a small black-and-white PNG that every renderer takes.

    It is scaled down to 48 × 20 mm (384 × 160 dots), never up; greys are dithered and what is
    transparent becomes paper.

    Raises:
        Invalid: ``data`` is no picture that can be read, or an enormous one.
    """
    from PIL import Image, UnidentifiedImageError

    if len(data) > _MOST_BYTES:
        raise Invalid("The logo file is larger than 8 MB: choose a smaller one.", field=field)
    try:
        with Image.open(BytesIO(data)) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise Invalid("The logo has too many pixels: choose a smaller one.", field=field)
            picture = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise Invalid(
            "The logo can't be read as a picture: choose a PNG or JPEG.", field=field
        ) from error
    paper = Image.new("RGBA", picture.size, (255, 255, 255, 255))
    paper.alpha_composite(picture)
    grey = paper.convert("L")
    grey.thumbnail((MOST_WIDTH_DOTS, MOST_HEIGHT_DOTS))
    out = BytesIO()
    grey.convert("1").save(out, format="PNG", optimize=True)
    return out.getvalue()
