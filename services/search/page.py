"""Shares a page out between the kinds of answers. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from services.search.dto import HitKind, SearchHit

# In this order the kinds are shown.
KINDS = (HitKind.TICKET, HitKind.CUSTOMER, HitKind.DEVICE)


def shared_page(hits: Iterable[SearchHit], *, limit: int) -> tuple[SearchHit, ...]:
    """Return at most ``limit`` hits, each once, by kind, those of one kind in the order given.

    Where not all have room the kinds take places in turns, so that a tail shared by a hundred
    IMEIs does not hide the customer whose number ends so.
    """
    groups: dict[HitKind, list[SearchHit]] = {kind: [] for kind in KINDS}
    for hit in _unique(hits):
        groups[hit.kind].append(hit)
    counts = _shares([len(groups[kind]) for kind in KINDS], limit)
    return tuple(
        hit for kind, count in zip(KINDS, counts, strict=True) for hit in groups[kind][:count]
    )


def _shares(wanted: Sequence[int], limit: int) -> list[int]:
    given, left = [0] * len(wanted), max(limit, 0)
    while left and given != list(wanted):
        for place, count in enumerate(wanted):
            if left and given[place] < count:
                given[place] += 1
                left -= 1
    return given


def _unique(hits: Iterable[SearchHit]) -> Iterable[SearchHit]:
    seen: set[tuple[HitKind, int]] = set()
    for hit in hits:
        key = (hit.kind, hit.entity_id)
        if key not in seen:
            seen.add(key)
            yield hit
