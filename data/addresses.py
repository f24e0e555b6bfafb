"""What a database address may hold, and how much of it may be shown or kept."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL

# What psycopg.connect takes for itself: in an address it would change how the program talks.
DRIVERS_OWN = frozenset(
    ("autocommit", "conninfo", "context", "cursor_factory", "prepare_threshold", "row_factory")
)
# The options of libpq that let somebody in; a test compares with those it marks as secret.
SECRETS = frozenset(
    ("password", "sslpassword", "oauth_client_secret", "scram_client_key", "scram_server_key")
)
# The options that say where a database is. Others are not shown: one may be a misspelt secret.
SHOWN = frozenset(("host", "hostaddr", "port", "dbname", "user", "service", "sslmode"))


def names_a_server(parsed: URL) -> bool:
    """Tell whether a PostgreSQL address can be used as it is."""
    # An "@" in the host is the rest of a password that was not percent-encoded.
    return "@" not in (parsed.host or "") and DRIVERS_OWN.isdisjoint(parsed.query)


def names_a_file(parsed: URL) -> bool:
    """Tell whether an SQLite address is a path and nothing more.

    What follows a "?" would reach the driver, which opens other files for it than the path says.
    """
    more = parsed.host or parsed.username or parsed.query
    return not (parsed.database or ":memory:").endswith(":memory:") and not more


def path_of(parsed: URL) -> Path | None:
    """Return the file an address names, from the root on; None for a server's."""
    if parsed.get_backend_name() != "sqlite":
        return None
    return Path(str(parsed.database)).expanduser().absolute()


def holds_secret(parsed: URL) -> bool:
    """Tell whether an address holds what lets somebody in, at either place for it."""
    options = {option.lower() for option in parsed.query}
    return parsed.password is not None or not SECRETS.isdisjoint(options)


def without_secrets(parsed: URL) -> str:
    """Return an address as it may be shown and kept."""
    hidden = [option for option in parsed.query if option not in SHOWN]
    return parsed.difference_update_query(hidden).render_as_string(hide_password=True)
