"""What an intake has to know of what is there, asked along with its reservation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.rows import HELD, Found, Lookup
from data.values import OPEN_STATUSES, Channel

# Beyond this many open orders it no longer matters who has a few more.
_LOAD_LIMIT = 200

_OPEN = ", ".join(f"'{status.value}'" for status in OPEN_STATUSES)
_ANSWERS = {"yes": True, "no": False}
_CUSTOMER, _DEVICE, _LOAD, _COMEBACK = "customer", "device", "load", "comeback"
_DEVICE_COLUMNS = (
    "id, customer_id, device_model_id, title, colour, imei, serial, no_identity_reason"
)

_BY_IDENTITY = "identity_key = :identity_key"

Answers = Mapping[str, Sequence[Found]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCustomer:
    """A customer who is there. A consent nobody asked for is None."""

    id: int
    active: bool
    version: int
    name: str
    phone: str
    email: str
    consents: Mapping[Channel, bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDevice:
    """A device that was here before."""

    id: int
    customer_id: int
    device_model_id: int | None
    title: str
    colour: str
    imei: str
    serial: str
    no_identity_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """A customer by id, or by the key that makes two of the same one."""

    customer_id: int | None
    identity_key: str

    @property
    def values(self) -> dict[str, Any]:
        """What the statements below are told of the owner."""
        if self.customer_id is not None:
            return {"customer_id": self.customer_id}
        return {"identity_key": self.identity_key}

    @property
    def id_sql(self) -> str:
        """The owner's id as an expression; NULL for nobody."""
        which = "id = :customer_id" if self.customer_id is not None else _BY_IDENTITY
        return f"(SELECT coalesce(merged_into_id, id) FROM customer WHERE {which})"


def customer_lookup(owner: Owner) -> Lookup:
    """Look the owner up, with their last answer about each channel.

    Whoever became another one leads to that one; name and phone stay those that were meant, and
    nobody is merged until the intake has stored its orders.
    """
    which = "id = :customer_id" if owner.customer_id is not None else _BY_IDENTITY
    # Held in a select of its own: after a wait a merge's new values count, and a join made before
    # the wait would drop the row.
    meant = (
        f"SELECT coalesce(merged_into_id, id) AS id, name, phone FROM customer WHERE {which} {HELD}"
    )
    return Lookup(
        what=_CUSTOMER,
        sql="SELECT now.id, CASE WHEN now.active THEN 1 ELSE 0 END, now.version, meant.name, "
        f"meant.phone, now.email, {_last_answer(Channel.SMS)}, {_last_answer(Channel.EMAIL)} "
        f"FROM ({meant}) AS meant JOIN customer now ON now.id = meant.id",
        values=owner.values,
    )


def _last_answer(channel: Channel) -> str:
    return (
        "(SELECT CASE WHEN granted THEN 'yes' ELSE 'no' END FROM consent WHERE customer_id IN "
        "(SELECT now.id UNION ALL SELECT id FROM customer WHERE merged_into_id = now.id) "
        f"AND channel = '{channel.value}' ORDER BY id DESC LIMIT 1)"
    )


def device_lookup(device_ids: Iterable[int]) -> Lookup | None:
    """Look devices up that are named by id."""
    names = _named("device", sorted(set(device_ids)))
    if not names:
        return None
    return Lookup(
        what=_DEVICE,
        sql=f"SELECT {_DEVICE_COLUMNS} FROM device WHERE id IN ({_listed(names)})",
        values=names,
    )


def identity_lookup(
    owner: Owner, *, imeis: Iterable[str], serials_folded: Iterable[str]
) -> Lookup | None:
    """Look the owner's devices up that have one of these IMEIs or serial numbers."""
    by_imei = _named("imei", sorted(set(imeis)))
    by_serial = _named("serial", sorted(set(serials_folded)))
    ways = [
        f"{column} IN ({_listed(names)})"
        for column, names in (("imei", by_imei), ("serial_folded", by_serial))
        if names
    ]
    if not ways:
        return None
    return Lookup(
        what=_DEVICE,
        sql=f"SELECT {_DEVICE_COLUMNS} FROM device "
        f"WHERE customer_id = {owner.id_sql} AND ({' OR '.join(ways)})",
        values={**owner.values, **by_imei, **by_serial},
    )


def load_lookup(person_ids: Iterable[int]) -> Lookup | None:
    """Count the open orders of each person, up to a limit that keeps it quick."""
    listed = ", ".join(str(int(key)) for key in person_ids)
    if not listed:
        return None
    return Lookup(
        what=_LOAD,
        sql="SELECT p.id, (SELECT count(*) FROM (SELECT 1 FROM ticket t WHERE t.technician_id = "
        f"p.id AND t.status IN ({_OPEN}) LIMIT {_LOAD_LIMIT}) AS few), CAST(NULL AS BIGINT), "
        f"{_no_texts(5)} FROM person p WHERE p.id IN ({listed})",
        values={},
    )


def comeback_lookup(ticket_ids: Iterable[int]) -> Lookup | None:
    """Look up whose earlier orders the comebacks name."""
    listed = ", ".join(str(int(key)) for key in sorted(set(ticket_ids)))
    if not listed:
        return None
    return Lookup(
        what=_COMEBACK,
        sql=f"SELECT id, customer_id, CAST(NULL AS BIGINT), {_no_texts(5)} "
        f"FROM ticket WHERE id IN ({listed})",
        values={},
    )


def found_customer(answers: Answers) -> FoundCustomer | None:
    """Return the customer that was looked up."""
    row = next(iter(answers.get(_CUSTOMER, ())), None)
    if row is None:
        return None
    return FoundCustomer(
        id=row.id,
        active=bool(row.n1),
        version=row.n2 or 0,
        name=row.t1 or "",
        phone=row.t2 or "",
        email=row.t3 or "",
        consents={
            Channel.SMS: _ANSWERS.get(row.t4 or ""),
            Channel.EMAIL: _ANSWERS.get(row.t5 or ""),
        },
    )


def known_devices(answers: Answers) -> tuple[KnownDevice, ...]:
    """Return the devices that were looked up, each once."""
    rows = {row.id: row for row in answers.get(_DEVICE, ())}
    return tuple(
        KnownDevice(
            id=row.id,
            customer_id=row.n1 or 0,
            device_model_id=row.n2,
            title=row.t1 or "",
            colour=row.t2 or "",
            imei=row.t3 or "",
            serial=row.t4 or "",
            no_identity_reason=row.t5 or "",
        )
        for row in rows.values()
    )


def open_orders(answers: Answers) -> dict[int, int]:
    """Return how many open orders each person has."""
    return {row.id: row.n1 or 0 for row in answers.get(_LOAD, ())}


def comeback_owners(answers: Answers) -> dict[int, int | None]:
    """Return whose the earlier orders are, by the order's id."""
    return {row.id: row.n1 for row in answers.get(_COMEBACK, ())}


def _named(name: str, values: Sequence[Any]) -> dict[str, Any]:
    return {f"{name}_{index}": value for index, value in enumerate(values)}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f":{name}" for name in names)


def _no_texts(count: int) -> str:
    return ", ".join(["CAST(NULL AS TEXT)"] * count)
