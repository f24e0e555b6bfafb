"""What was written for an order and is not stored yet: kept until it is, whatever comes between."""

from __future__ import annotations

from enum import StrEnum


class Wanted(StrEnum):
    """What the words are for."""

    NOTE = "note"
    CANCEL = "cancel"


# What for, the order, and who wrote: another person at the till begins with an empty page.
Key = tuple[Wanted, int, int]
Sent = tuple[Key, str]


class Unsent:
    """Holds the words by what they are for and by order.

    Words on their way are set apart: the next question begins empty, and if they are refused they
    come back. An order has at most one act on its way (`Deeds`), so its id tells which.
    """

    def __init__(self) -> None:
        self._kept: dict[Key, str] = {}
        self._on_their_way: dict[int, Sent] = {}

    def words(self, key: Key) -> str:
        """Return what was written so far."""
        return self._kept.get(key, "")

    def keep(self, key: Key, text: str) -> None:
        """Remember what is written now."""
        self._kept[key] = text

    def send(self, key: Key) -> None:
        """Set the words apart: they are on their way."""
        self._on_their_way[key[1]] = (key, self._kept.pop(key, ""))

    def drop(self, ticket_id: int) -> Sent | None:
        """Forget the words that were on their way, and return them: they are stored."""
        return self._on_their_way.pop(ticket_id, None)

    def put_back(self, sent: Sent) -> None:
        """Keep words again that were taken back, before what was written since."""
        key, text = sent
        self._kept[key] = "\n".join(part for part in (text, self.words(key)) if part)

    def take_back(self, ticket_id: int) -> Key | None:
        """Keep refused words again, before what was written since; return what they are for."""
        sent = self._on_their_way.pop(ticket_id, None)
        if sent is None:
            return None
        self.put_back(sent)
        return sent[0]
