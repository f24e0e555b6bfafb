"""Translates the exceptions of the drivers and the file system, once, at their door."""

from __future__ import annotations

import errno
import re
import sqlite3
from typing import Any

from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    NoSuchModuleError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout

from data.errors import ConstraintViolation, StorageFailure, StorageFault, TryAgain

# A twin insert under these keys means "somebody was faster": running again finds their row.
_RACES = (
    "pk_operation",
    "operation.id",
    "uq_customer_identity_key",
    "customer.identity_key",
    "uq_job_dedupe_key",
    "job.dedupe_key",
)
_PG_RETRY_STATES = frozenset({"40001", "40P01"})

_SQLITE_FAULTS: dict[int, StorageFault] = {
    sqlite3.SQLITE_BUSY: StorageFault.LOCKED,
    sqlite3.SQLITE_LOCKED: StorageFault.LOCKED,
    sqlite3.SQLITE_FULL: StorageFault.FULL,
    sqlite3.SQLITE_READONLY: StorageFault.READ_ONLY,
    sqlite3.SQLITE_PERM: StorageFault.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: StorageFault.MISSING,
    sqlite3.SQLITE_CORRUPT: StorageFault.DAMAGED,
    sqlite3.SQLITE_NOTADB: StorageFault.DAMAGED,
    sqlite3.SQLITE_IOERR: StorageFault.FAILED,
}

# By name: not every system has every number.
_FILE_FAULTS: dict[str, StorageFault] = {
    "ENOSPC": StorageFault.FULL,
    "EDQUOT": StorageFault.FULL,
    "EROFS": StorageFault.READ_ONLY,
    "EACCES": StorageFault.READ_ONLY,
    "EPERM": StorageFault.READ_ONLY,
    "ENOENT": StorageFault.MISSING,
    "ENOTDIR": StorageFault.MISSING,
}

# First five-character classes and codes of PostgreSQL's appendix A (Error Codes).
_PG_FAULTS: tuple[tuple[str, StorageFault], ...] = (
    ("53100", StorageFault.FULL),
    ("55P03", StorageFault.LOCKED),
    ("57014", StorageFault.LOCKED),
    ("25006", StorageFault.READ_ONLY),
    ("42501", StorageFault.REFUSED),
    ("3D000", StorageFault.WRONG_URL),
    ("28", StorageFault.REFUSED),
    ("08", StorageFault.AWAY),
    ("57P", StorageFault.AWAY),
    ("53", StorageFault.AWAY),
    ("XX", StorageFault.DAMAGED),
)

# libpq knows no code for a connection that was not made (PQconnectdb gives no result), so the words
# must do. Its own are English in the wheels; a server's are in its lc_messages (_spoken_fault).
_PG_WORDS: tuple[tuple[re.Pattern[str], StorageFault], ...] = tuple(
    (re.compile(words), fault)
    for words, fault in (
        (r"is (starting up|shutting down)|in recovery mode", StorageFault.AWAY),
        (r"not (yet|currently) accepting|too many (clients|connections)", StorageFault.AWAY),
        (
            r"pg_hba\.conf|authentication failed|no password supplied|no such user",
            StorageFault.REFUSED,
        ),
        (r'role ".*" (does not exist|is not permitted)', StorageFault.REFUSED),
        (r"permission denied for|valid client certificate", StorageFault.REFUSED),
        (r'database ".*" does not exist', StorageFault.WRONG_URL),
        (r"invalid (port number|\w+ value)", StorageFault.WRONG_URL),
        (r"definition of service|unrecognized configuration", StorageFault.WRONG_URL),
        (r"does not support SSL|root certificate file", StorageFault.WRONG_URL),
        (r"certificate verify failed|server certificate for", StorageFault.WRONG_URL),
    )
)
# An option libpq does not know is found before there is an attempt to connect.
_PG_OPTION = "invalid connection option"
# What a server says, in any language: libpq puts "FATAL" or its translation, a colon and two blanks
# before it (fe-protocol3.c, pqBuildErrorMessage3), and that before none of its own messages.
_PG_SPOKEN = re.compile(r"(?:^|: )[^\s:]+: {2}(?P<text>\S.*)", re.DOTALL)


def translate(error: BaseException, *, committing: bool = False) -> Exception | None:
    """Return this floor's exception for a driver's; None when it is not the store's fault."""
    if isinstance(error, IntegrityError):
        return _integrity(error)
    if isinstance(error, PoolTimeout):
        return StorageFailure(StorageFault.LOCKED, "every connection to the database is busy")
    if isinstance(error, ArgumentError | NoSuchModuleError):
        return StorageFailure(StorageFault.WRONG_URL, "the database address can't be read")
    if isinstance(error, DBAPIError):
        return _driver(error, committing=committing)
    if isinstance(error, sqlite3.Error):
        return StorageFailure(_sqlite_fault(error), str(error))
    return None


def file_fault(error: OSError) -> StorageFault:
    """Return why a file can't be read or written."""
    name = errno.errorcode.get(error.errno or 0, "")
    return _FILE_FAULTS.get(name, StorageFault.FAILED)


def _integrity(error: IntegrityError) -> Exception:
    cause = error.orig
    constraint = getattr(getattr(cause, "diag", None), "constraint_name", None) or _named_in(
        str(cause)
    )
    if any(race in constraint for race in _RACES):
        return TryAgain(constraint)
    return ConstraintViolation(constraint, str(cause))


def _named_in(message: str) -> str:
    return message.rsplit(": ", 1)[-1].strip()


def _driver(error: DBAPIError, *, committing: bool) -> Exception:
    cause: Any = error.orig
    if isinstance(cause, sqlite3.Error):
        return StorageFailure(_sqlite_fault(cause), str(cause))
    state = getattr(cause, "sqlstate", None) or ""
    if state in _PG_RETRY_STATES:
        return TryAgain(state)
    if state.startswith(("P0", "23")):
        return ConstraintViolation(_raised_name(str(cause)), str(cause))
    # Only these can mean a lost line when the server gave no code; a value that can't be sent,
    # for example, is the driver's own DataError.
    silent = not state and isinstance(error, OperationalError | InterfaceError)
    lost = error.connection_invalidated or silent
    fault = (None if state else _connecting_fault(cause)) or _pg_fault(state, lost=lost)
    return StorageFailure(fault, str(cause).strip(), uncertain=committing and lost)


def _raised_name(message: str) -> str:
    return message.splitlines()[0].strip() if message else ""


def _pg_fault(state: str, *, lost: bool) -> StorageFault:
    for prefix, fault in _PG_FAULTS:
        if state.startswith(prefix):
            return fault
    return StorageFault.AWAY if lost else StorageFault.FAILED


def _connecting_fault(cause: Any) -> StorageFault | None:
    """Return why a connection was not made; None when it was, or when no server answered."""
    said, attempt = str(cause), getattr(cause, "pgconn", None)
    if said.startswith(_PG_OPTION):
        return StorageFault.WRONG_URL
    if attempt is None:
        return None
    for words, fault in _PG_WORDS:
        if words.search(said):
            return fault
    spoken = _PG_SPOKEN.search(said)
    return _spoken_fault(spoken["text"], attempt) if spoken else None


def _spoken_fault(text: str, attempt: Any) -> StorageFault:
    """Read an answer in another language by the names it holds: they are never translated."""
    if _names(text, attempt.user):
        return StorageFault.REFUSED
    return StorageFault.WRONG_URL if _names(text, attempt.db) else StorageFault.AWAY


def _names(text: str, name: bytes) -> bool:
    whole = re.escape(name.decode("utf-8", "replace"))
    return bool(name) and re.search(rf"(?<!\w){whole}(?!\w)", text) is not None


def _sqlite_fault(error: sqlite3.Error) -> StorageFault:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return StorageFault.FAILED
    return _SQLITE_FAULTS.get(code & 0xFF, StorageFault.FAILED)
