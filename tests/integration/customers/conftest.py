"""A small shop with its customer services."""

from __future__ import annotations

import pytest

from services.customers.service import CustomerService
from tests.integration.customers.desk import Desk
from tests.support.shops import SmallShop


@pytest.fixture
def customers(small_shop: SmallShop) -> CustomerService:
    """Give the customer service of the small shop."""
    return CustomerService(small_shop.gate, small_shop.reference)


@pytest.fixture
def desk(small_shop: SmallShop) -> Desk:
    """Give everything around customers in the small shop."""
    return Desk(small_shop)
