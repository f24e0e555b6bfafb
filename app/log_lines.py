"""The program's log: one JSON object per line in ``home/logs``, without personal data.

Lines carry what the program did, never what a person typed; ``request_id`` is the reference that an
error shows on the screen.
"""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime
from pathlib import Path

LOG_FILE = "mendpoint.log"
_LARGEST_BYTES = 2_000_000
_KEPT = 5

# Quoted text and long digit runs inside an exception's message may be a customer's.
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”")
_DIGITS = re.compile(r"\d[\d ()+-]{3,}\d")
# A database address may hold a password, with an "@" or without one.
_ADDRESS = re.compile(r"\w+://\S+")
_EMAIL = re.compile(r"\S+@\S+")


def masked(message: str) -> str:
    """Return a message with what might be a person's data taken out."""
    without = _ADDRESS.sub("[address]", _QUOTED.sub("[text]", message))
    without = _EMAIL.sub("[mail]", without)
    return _DIGITS.sub("[digits]", without)


class JsonLines(logging.Formatter):
    """Writes a record as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {
            "at": at,
            "level": record.levelname.lower(),
            "from": record.name,
            "event": masked(record.getMessage()),
            "thread": record.threadName,
        }
        for name in ("request_id", "frames", "cause"):
            value = getattr(record, name, None)
            if value:
                line[name] = value
        if record.exc_info and record.exc_info[1] is not None:
            line["cause"] = cause_of(record.exc_info[1])
            line["frames"] = frames_of(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def cause_of(error: BaseException) -> str:
    """Return the exception's type and masked message."""
    return f"{type(error).__name__}: {masked(str(error))}"


def frames_of(error: BaseException) -> list[str]:
    """Return where the exception came from, innermost last, as ``file:line function``."""
    frames = []
    step = error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        frames.append(f"{Path(code.co_filename).name}:{step.tb_lineno} {code.co_name}")
        step = step.tb_next
    return frames


def start_log(folder: Path) -> logging.Handler | None:
    """Write the log into ``folder`` from now on; None when the folder can't be written.

    A file over 2 MB is set aside first; the newest five are kept. A shop without a writable log
    still opens, so that its trouble can be shown.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _set_aside(folder / LOG_FILE)
        handler = logging.FileHandler(folder / LOG_FILE, encoding="utf-8", delay=True)
        (folder / LOG_FILE).touch()
    except OSError:
        return None
    handler.setFormatter(JsonLines())
    handler.setLevel(logging.INFO)
    root = logging.getLogger()
    root.addHandler(handler)
    if root.level > logging.INFO or root.level == logging.NOTSET:
        root.setLevel(logging.INFO)
    return handler


def stop_log(handler: logging.Handler | None) -> None:
    """Stop writing and close the file."""
    if handler is not None:
        logging.getLogger().removeHandler(handler)
        handler.close()


def _set_aside(path: Path) -> None:
    if not path.exists() or path.stat().st_size < _LARGEST_BYTES:
        return
    path.with_suffix(f".log.{_KEPT - 1}").unlink(missing_ok=True)
    for number in range(_KEPT - 2, 0, -1):
        older = path.with_suffix(f".log.{number}")
        if older.exists():
            older.rename(path.with_suffix(f".log.{number + 1}"))
    path.rename(path.with_suffix(".log.1"))
