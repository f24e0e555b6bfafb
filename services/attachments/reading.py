"""Reads what is to be attached: its size first, then in pieces that can be told of and stopped."""

from __future__ import annotations

from pathlib import Path

from services.attachments.dto import Source, Watch
from services.attachments.kinds import shown_name
from services.errors import Invalid

_PIECE = 1_048_576


class Unwatched:
    """Nobody waits for this file in particular."""

    def report(self, done: int, *, total: int) -> None:
        """Hear it."""

    @property
    def is_cancelled(self) -> bool:
        """Nobody can ask for an end."""
        return False


def read_source(source: Source, *, name: str, most_bytes: int, watch: Watch) -> bytes:
    """Return the whole content.

    Raises:
        Invalid: it can't be read, is larger than ``most_bytes``, or was stopped.
    """
    if isinstance(source, bytes):
        _refuse_large(len(source), name=name, most_bytes=most_bytes)
        return source
    try:
        return _read(source, name=name, most_bytes=most_bytes, watch=watch)
    except OSError as error:
        reason = (error.strerror or "it is not there").lower()
        raise Invalid(f"“{shown_name(name)}” can't be read: {reason}.", field="file") from error


def stop_if_asked(watch: Watch) -> None:
    """Go no further once the person said stop.

    Raises:
        Invalid: they did.
    """
    if watch.is_cancelled:
        raise Invalid("Stopped. Nothing was added.", field="file")


def _read(path: Path, *, name: str, most_bytes: int, watch: Watch) -> bytes:
    if not path.is_file():
        # A device or a pipe would never end.
        raise Invalid(f"“{shown_name(name)}” is not a file.", field="file")
    content = bytearray()
    with path.open("rb") as handle:
        total = path.stat().st_size
        _refuse_large(total, name=name, most_bytes=most_bytes)
        while piece := handle.read(_PIECE):
            content += piece
            # It may grow while it is read.
            _refuse_large(len(content), name=name, most_bytes=most_bytes)
            watch.report(len(content), total=max(total, len(content)))
            stop_if_asked(watch)
    return bytes(content)


def _refuse_large(size: int, *, name: str, most_bytes: int) -> None:
    if size > most_bytes:
        raise Invalid(
            f"“{shown_name(name)}” has {size / 1e6:,.1f} MB; at most "
            f"{most_bytes / 1e6:,.0f} MB are kept.",
            field="file",
            details={"bytes": size, "most_bytes": most_bytes},
        )
