"""The size of a WebP picture is read from its header, in all three of its forms."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from services.attachments.pictures import webp_size
from tests.support.pictures import webp_bomb


@pytest.mark.parametrize("more", [{}, {"lossless": True}, {"exif": b"Exif\x00\x00MM\x00*"}])
@pytest.mark.parametrize("size", [(1, 1), (37, 200), (1_025, 3)])
def test_it_is_the_size_that_the_reader_finds(
    size: tuple[int, int], more: dict[str, object]
) -> None:
    into = io.BytesIO()
    Image.new("RGB", size).save(into, "WEBP", **more)
    assert webp_size(into.getvalue()) == size


def test_a_canvas_is_told_without_setting_it_aside() -> None:
    assert webp_size(webp_bomb(16_000, 12_345)) == (16_000, 12_345)
    assert webp_size(b"RIFF") == (0, 0)
