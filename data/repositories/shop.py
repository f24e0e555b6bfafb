"""Writes the shop, its tills and printers, taxes and terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update

from data import models as m
from data.unit_of_work import UnitOfWork

Values = Mapping[str, Any]


def insert_shop(uow: UnitOfWork, values: Values) -> None:
    """Write the one shop row."""
    uow.execute(insert(m.shop).values(id=1, **values))


def update_shop(uow: UnitOfWork, values: Values, *, seen_version: int) -> bool:
    """Change the shop if it still has ``seen_version``; say whether it had."""
    shop = m.shop.c
    changed = uow.execute(
        update(m.shop)
        .where(shop.version == seen_version)
        .values(version=shop.version + 1, reference_version=shop.reference_version + 1, **values)
    )
    return changed.rowcount == 1


def lock_reference(uow: UnitOfWork) -> int:
    """Let nobody change the reference data until the commit; return its version."""
    query = select(m.shop.c.reference_version).with_for_update()
    return int(uow.execute(query).scalar_one())


def bump_reference(uow: UnitOfWork) -> None:
    """Make every workstation read the reference data anew."""
    uow.execute(update(m.shop).values(reference_version=m.shop.c.reference_version + 1))


def bump_rights(uow: UnitOfWork) -> None:
    """Make every workstation read the rights and the reference data anew."""
    shop = m.shop.c
    uow.execute(
        update(m.shop).values(
            rights_version=shop.rights_version + 1, reference_version=shop.reference_version + 1
        )
    )


def insert_till(uow: UnitOfWork, values: Values) -> int:
    """Write a till; return its id."""
    return int(uow.execute(insert(m.till).values(**values).returning(m.till.c.id)).scalar_one())


def update_till(uow: UnitOfWork, till_id: int, values: Values, *, seen_version: int) -> bool:
    """Change a till if it still has ``seen_version``; say whether it had."""
    changed = uow.execute(
        update(m.till)
        .where(m.till.c.id == till_id, m.till.c.version == seen_version)
        .values(version=m.till.c.version + 1, **values)
    )
    return changed.rowcount == 1


def replace_printers(uow: UnitOfWork, till_id: int, rows: Sequence[Values]) -> None:
    """Give a till these printers instead of those it had."""
    uow.execute(delete(m.printer).where(m.printer.c.till_id == till_id))
    if rows:
        uow.execute(insert(m.printer), [{"till_id": till_id, **row} for row in rows])


def insert_tax_class(uow: UnitOfWork, values: Values) -> int:
    """Write a tax class; return its id."""
    written = uow.execute(insert(m.tax_class).values(**values).returning(m.tax_class.c.id))
    return int(written.scalar_one())


def update_tax_class(uow: UnitOfWork, tax_class_id: int, values: Values) -> bool:
    """Change a tax class; say whether there is one with this id."""
    changed = uow.execute(
        update(m.tax_class).where(m.tax_class.c.id == tax_class_id).values(**values)
    )
    return changed.rowcount == 1


def clear_default_tax_class(uow: UnitOfWork) -> None:
    """Leave no tax class the default, so that another one may become it."""
    uow.execute(update(m.tax_class).where(m.tax_class.c.is_default).values(is_default=False))


def insert_terms(uow: UnitOfWork, values: Values) -> None:
    """Write a new version of the terms; old ones stay, for orders name theirs."""
    uow.execute(insert(m.terms).values(**values))
