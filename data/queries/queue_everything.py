"""All orders there are, or all of normal priority: known by their first and last id, not read.

Reading two million ids costs seconds, most of them for carrying numbers that follow each other.
"""

from __future__ import annotations

from array import array

from sqlalchemy import func, literal_column, select

from data import models as m
from data.models.tickets import HASTY
from data.unit_of_work import UnitOfWork

_T = m.ticket.c
_FETCH = 20_000


def read_everything(uow: UnitOfWork, *, only_normal: bool, oldest_first: bool) -> array[int]:
    """Return the ids of all orders, or of those that are not urgent or express."""
    ids = _every_id(uow)
    if only_normal:
        # The few others have an index; the normal ones have none.
        hasty = select(_T.id).where(literal_column(f"ticket.{HASTY}"))
        others = set(uow.connection.execute(hasty).scalars())
        ids = array("q", [ticket_id for ticket_id in ids if ticket_id not in others])
    if not oldest_first:
        ids.reverse()
    return ids


def _every_id(uow: UnitOfWork) -> array[int]:
    # Asked for one by one: in one pass SQLite would carry every id for the least of them.
    asked = select(
        select(func.min(_T.id)).scalar_subquery(),
        select(func.max(_T.id)).scalar_subquery(),
        select(func.count()).select_from(m.ticket).scalar_subquery(),
    )
    first, last, count = uow.connection.execute(asked).one()
    if not count:
        return array("q")
    if last - first + 1 == count:
        return array("q", range(first, last + 1))
    # A number drawn in vain leaves a gap on PostgreSQL: there the ids themselves are read.
    query = select(_T.id).order_by(_T.id)
    found = uow.connection.execution_options(yield_per=_FETCH).execute(query)
    return array("q", found.scalars())
