"""Writes an SQLite file anew, so that nothing that was taken away stays among its bytes.

Overwriting what is deleted is not enough: moving rows from page to page leaves copies of them in
the gaps. VACUUM writes the rows that are there into fresh pages, and the checkpoint brings these
into the file and empties the write-ahead log (sqlite.org, lang_vacuum and wal, 2026).
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

# A larger file takes minutes, in which nobody can write: that is done when the shop is closed.
LARGEST_SWEPT_BESIDE_OTHERS = 256 * 1024 * 1024
_PATIENCE_MS = 5_000


def is_small(path: Path) -> bool:
    """Say whether the file can be swept while others work."""
    try:
        return path.stat().st_size <= LARGEST_SWEPT_BESIDE_OTHERS
    except OSError:
        return False


def sweep_file(path: Path) -> bool:
    """Write the file anew; say whether nothing of the old one is left.

    Returns False when others kept reading or writing, or the disk has no room for a second copy.
    Whoever calls this holds the write turn.
    """
    try:
        connection = sqlite3.connect(path, isolation_level=None)
    except sqlite3.Error:
        return False
    try:
        connection.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("VACUUM")
        busy, _in_log, _moved = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error:
        return False
    finally:
        connection.close()
    return not busy
