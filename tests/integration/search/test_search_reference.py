"""The search answers what looking at every row would answer."""

from __future__ import annotations

from sqlalchemy import text, update

from data import models as m
from data.engine import open_database
from services.actor import new_operation_id
from services.search.service import SearchService
from services.tickets.dto import CustomerEntry
from services.transfer.dto import Generate
from services.transfer.service import TransferService
from tests.integration.search.questions import Questions
from tests.integration.search.reference import Reference, told
from tests.support.shops import SmallShop, device, open_shop

ODD_NAMES = (
    "Łukasz O'Brien",
    "García José",
    "Ana María de la Cruz y Sánchez del Río Mayor",
    "Jo Jo",
    "Jo Smith",
    "Smith Jones",
    "Joan Smithers",
    "José Ángel 李",
    "Wolfeschlegelsteinhausen Wolfeschlegelstein",
    "Jonathanabc Jonathandef Smith",
    "100% _wild/card_",
    "Prince",
)
PAGE = 20
# A server takes some milliseconds a question; the questions are the same, and there it is fewer.
COUNTS = {"sqlite": 10_000, "postgresql": 1_200}


def filled(shop: SmallShop) -> SmallShop:
    """Fill a shop so that most beginnings fit more entries than are looked at, and odd ones few."""
    shop.person("Marco Rossi", "technician")
    TransferService(shop.gate, shop.reference).generate(
        shop.owner,
        Generate(operation_id=new_operation_id(), customers=400, orders=700, seed=26),
    )
    with shop.database.writing() as uow:
        # Counters of more than five digits, without a hundred thousand orders.
        uow.execute(
            update(m.number_counter).values(last_value=m.number_counter.c.last_value + 300_000)
        )
    for at, name in enumerate(ODD_NAMES * 2):
        entry = CustomerEntry(name=name, phone=f"415-555-01{at:02d}", email=f"odd{at}@example.com")
        shop.take_in(customer=entry, devices=(device(serial=f"AB/{at}-éX9"),))
    with shop.database.writing() as uow:
        uow.execute(text("UPDATE customer SET active = :no WHERE id % 17 = 0"), {"no": False})
    return shop


def test_answers_are_those_of_looking_at_every_row(database_url: str) -> None:
    database = open_database(database_url)
    try:
        shop = filled(open_shop(database))
        find = SearchService(shop.gate, shop.reference).find
        reference = Reference(database)
        wrong = [
            question
            for question in Questions(database, seed=2026).draw(COUNTS[database.dialect])
            if told(find(shop.owner, text=question, limit=PAGE))
            != reference.answers(question, limit=PAGE)
        ]
    finally:
        database.close()
    assert wrong == []


def test_a_technicians_answers_are_those_of_looking_at_every_row(database_url: str) -> None:
    database = open_database(database_url)
    try:
        shop = filled(open_shop(database))
        jules = shop.person("Jules Lind", "technician")
        with database.writing() as uow:
            uow.execute(
                update(m.ticket).where(m.ticket.c.id % 3 == 0).values(technician_id=jules.person_id)
            )
        find = SearchService(shop.gate, shop.reference).find
        reference = Reference(database)
        wrong = [
            question
            for question in Questions(database, seed=7).draw(500)
            if told(find(jules, text=question, limit=8))
            != reference.answers(question, limit=8, technician=jules.person_id)
        ]
    finally:
        database.close()
    assert wrong == []
