"""What a scanned code is to this shop."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedCode:
    """``is_ours``: it has the form we print. ``ticket_id`` None: the person sees no such order."""

    is_ours: bool
    ticket_id: int | None = None
    number: str = ""
