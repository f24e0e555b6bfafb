"""Which revisions this program knows, told without loading Alembic."""

from __future__ import annotations

KNOWN_REVISIONS = ("0001", "0002")
HEAD = KNOWN_REVISIONS[-1]
