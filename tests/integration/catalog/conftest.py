"""A small shop with its catalogue service."""

from __future__ import annotations

import pytest

from services.catalog.service import CatalogService
from tests.support.shops import SmallShop


@pytest.fixture
def catalog(small_shop: SmallShop) -> CatalogService:
    """Give the catalogue service of the small shop."""
    return CatalogService(small_shop.gate, small_shop.reference)
