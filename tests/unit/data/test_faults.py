"""What libpq's words for a connection that was not made are taken for, in any language."""

from __future__ import annotations

import psycopg
import pytest
from psycopg.errors import FinishedPGconn
from sqlalchemy.exc import OperationalError

from data.errors import StorageFailure, StorageFault
from data.faults import translate

TRIED = 'connection failed: connection to server at "192.0.2.7", port 5432 failed: '


def fault_of(words: str) -> StorageFault:
    """Return how a connection as ``till`` to the database ``shop`` failed."""
    attempt = FinishedPGconn(user=b"till", db=b"shop")
    cause = psycopg.OperationalError(words, pgconn=attempt)  # type: ignore[arg-type]
    failure = translate(OperationalError("SELECT 1", {}, cause))
    assert isinstance(failure, StorageFailure)
    return failure.fault


@pytest.mark.parametrize(
    "words",
    [
        "FATAL:  Passwort-Authentifizierung für Benutzer »till« fehlgeschlagen",
        "FATAL:  l'authentification par mot de passe a échoué pour l'utilisateur « till »",
        'ВАЖНО:  роль "till" не существует',
        "FATAL:  kein pg_hba.conf-Eintrag für Host »192.0.2.8«, Benutzer »till«, Datenbank »shop«",
        "fe_sendauth: no password supplied",
    ],
)
def test_a_refusal_names_who_was_refused(words: str) -> None:
    assert fault_of(TRIED + words) is StorageFault.REFUSED


@pytest.mark.parametrize(
    "words",
    [
        'FATAL:  database "shop" does not exist',
        "FATAL:  Datenbank »shop« existiert nicht",
        'FATALE:  il database "shop" non esiste',
    ],
)
def test_a_database_that_is_not_there_is_named(words: str) -> None:
    assert fault_of(TRIED + words) is StorageFault.WRONG_URL


@pytest.mark.parametrize(
    "words",
    [
        "FATAL:  the database system is starting up",
        "FATAL:  the database system is shutting down",
        "FATAL:  the database system is in recovery mode",
        "FATAL:  sorry, too many clients already",
        'FATAL:  too many connections for role "till"',
        "FATAL:  das Datenbanksystem startet",
        "FATAL:  tut mir leid, schon zu viele Verbindungen",
        "Connection refused\n\tIs the server running on that host and accepting connections?",
        "timeout expired",
        "server closed the connection unexpectedly",
    ],
)
def test_who_can_not_answer_now_is_away(words: str) -> None:
    assert fault_of(TRIED + words) is StorageFault.AWAY


def test_words_without_an_attempt_to_connect_are_a_lost_line() -> None:
    cause = psycopg.OperationalError('the connection is lost: role "till" does not exist')
    failure = translate(OperationalError("COMMIT", {}, cause), committing=True)
    assert isinstance(failure, StorageFailure)
    assert (failure.fault, failure.uncertain) == (StorageFault.AWAY, True)
