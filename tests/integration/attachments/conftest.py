"""A small shop with a folder for its photos and files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.attached import Drawer
from tests.support.shops import SmallShop


@pytest.fixture
def drawer(small_shop: SmallShop, tmp_path: Path) -> Drawer:
    """Give the photos and files of a small shop on each engine in turn."""
    return Drawer(small_shop, tmp_path / "drawer")
