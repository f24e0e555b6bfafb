"""A small shop with its customer service."""

from __future__ import annotations

import pytest

from services.customers.service import CustomerService
from tests.support.shops import SmallShop


@pytest.fixture
def customers(small_shop: SmallShop) -> CustomerService:
    """Give the customer service of the small shop."""
    return CustomerService(small_shop.gate, small_shop.reference)
