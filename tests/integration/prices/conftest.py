"""A small shop with its catalogue and price services."""

from __future__ import annotations

import pytest

from services.catalog.service import CatalogService
from services.pricing.service import PricingService
from tests.support.shops import SmallShop


@pytest.fixture
def catalog(small_shop: SmallShop) -> CatalogService:
    """Give the catalogue service of the small shop."""
    return CatalogService(small_shop.gate, small_shop.reference)


@pytest.fixture
def pricing(small_shop: SmallShop) -> PricingService:
    """Give the price service of the small shop."""
    return PricingService(small_shop.gate, small_shop.reference)
