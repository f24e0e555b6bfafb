"""Invents customers: names of many cultures, phone numbers nobody can have. Pure.

Numbers are first the ones reserved for fiction (area code, 555-0100 to 555-0199; North American
Numbering Plan), then ones whose exchange code begins with 0, which the plan never gives out.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from data.search_keys import CustomerKeys, customer_keys, tails
from services.customers.rules import CustomerFacts, customer_facts, fold_name

_FIRST = (
    "Amara Ana Andrzej Aoife Arjun Ayşe Beatriz Björn Camille Carlos Chidi Chloé Dana Dmitri "
    "Eilidh Elena Emeka Emma Fatima Felix Freya Giulia Grace Håkon Hana Hiro Ida Ines Ivan Jamal "
    "Jia Jonas José Juan Kaito Karin Kofi Lars Layla Lena Li Lucía Łukasz Magda Marco Mateo "
    "Mehmet Mei Mia Min-jun Mohammed Nadia Nia Noah Nuno Olga Omar Pavel Petra Priya Rafael Ravi "
    "Rosa Sam Sanjay Sara Siobhán Sofia Søren Takeshi Tariq Theo Thi Tomasz Valentina Viktor Wei "
    "Xin Yara Yuki Yusuf Zainab Zofia Zoë"
).split()
_LAST = (
    "Abebe Adeyemi Ahmed Andersson Bakker Banerjee Baptiste Becker Bianchi Brandt Carver Castillo "
    "Chen Conti Costa Cruz da-Silva Diallo Dubois Eriksen Evans Fernández Fischer Flores Fujita "
    "García Ghosh Grant Haddad Hansen Hernández Hoang Horvat Huang Ibrahim Ivanov Jansen Jensen "
    "Jovanović Kaya Keller Khan Kim Kowalski Kumar Larsson Leblanc Lindqvist López Maier Martínez "
    "Mbeki Mendes Mensah Moreau Müller Murphy Nair Ndiaye Nguyen Novák Nowak O'Brien O'Connor "
    "Okafor Olsen Öztürk Papadopoulos Park Patel Pereira Petrov Popescu Ramos Rossi Ruiz Sánchez "
    "Santos Sato Schmidt Silva Singh Sørensen Souza Suzuki Takahashi Tanaka Tran Usman Vargas "
    "Virtanen Wagner Wang Whitfield Wójcik Yamamoto Yilmaz Zhang Zielińska"
).split()
_MIDDLE = " ABCDEFGHJKLMNPRSTVW"

_FICTION_PER_AREA = 100
# The phone library's pattern for the Dominican Republic takes any exchange code.
_AREAS = tuple(area for area in range(200, 990) if area not in (809, 829, 849))
_FICTION = _FICTION_PER_AREA * len(_AREAS)


@dataclass(frozen=True, slots=True)
class InventedCustomer:
    """One customer, ready to be stored."""

    facts: CustomerFacts
    sms_consent: bool


def invented_customers(count: int, *, offset: int, seed: int) -> Iterator[InventedCustomer]:
    """Invent ``count`` customers; the same for the same seed and offset.

    ``offset`` is how many numbers were given out before, so that two loads never share one.
    """
    draw = random.Random(f"{seed}:{offset}:customers")  # noqa: S311 - repeatable
    keys_of: dict[str, tuple[str, CustomerKeys]] = {}
    for position in range(offset, offset + count):
        name = _name(draw)
        phone = invented_phone(position)
        email = _email(name, position) if draw.random() < 0.6 else ""
        yield InventedCustomer(
            facts=_facts(name, phone, email, position=position, keys_of=keys_of),
            sms_consent=draw.random() < 0.7,
        )


def invented_phone(position: int) -> str:
    """Return the number of the customer at ``position``: no two are alike, none is anybody's."""
    if position < _FICTION:
        area, last = _AREAS[position // _FICTION_PER_AREA], position % _FICTION_PER_AREA
        return f"+1 {area}-555-01{last:02d}"
    rest = position - _FICTION
    area, rest = _AREAS[rest % len(_AREAS)], rest // len(_AREAS)
    return f"+1 {area}-{rest // 10_000 % 100:03d}-{rest % 10_000:04d}"


def _name(draw: random.Random) -> str:
    first, last = draw.choice(_FIRST), draw.choice(_LAST).replace("-", " ")
    middle = draw.choice(_MIDDLE)
    return f"{first} {last}" if middle == " " else f"{first} {middle}. {last}"


def _email(name: str, position: int) -> str:
    plain = name.encode("ascii", "ignore").decode().lower()
    local = "".join(character for character in plain if character.isalpha()) or "customer"
    return f"{local}{position}@example.com"


def _facts(
    name: str,
    phone: str,
    email: str,
    *,
    position: int,
    keys_of: dict[str, tuple[str, CustomerKeys]],
) -> CustomerFacts:
    """Return what `customer_facts` does, without the phone library where no number is valid."""
    if position < _FICTION:
        return customer_facts(name=name, phone=phone, email=email, country="US")
    if name not in keys_of:
        folded = fold_name(name)
        keys_of[name] = (folded, customer_keys(name_folded=folded, phone_digits=None))
    folded, keys = keys_of[name]
    digits = "".join(character for character in phone if character.isdigit())
    return CustomerFacts(
        name=name,
        name_folded=folded,
        identity_key=f"tel:{digits}|{folded}",
        phone=phone,
        phone_e164=None,
        phone_digits=digits,
        email=email,
        email_folded=email or None,
        keys=replace(keys, tails=tails(digits)),
    )
