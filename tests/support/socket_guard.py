"""Refuses every connection that would leave this machine.

Loopback and Unix sockets stay open: the virtual printer and the servers tests start
live there. Names below ``.invalid`` fail at once, as they must everywhere (RFC 2606),
for tests about an address that does not exist.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest

_OWN_NAMES = {"", "localhost", "ip6-localhost", socket.gethostname()}


class OutsideConnectionError(AssertionError):
    """A test tried to leave the machine. No code under test expects an AssertionError."""


def pytest_configure(config: pytest.Config) -> None:
    """Put the guard before Python's sockets for the whole run."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
    getaddrinfo = socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _check(self.family, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _check(self.family, address)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(host, str) and host.rstrip(".").endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if not _is_here(host) and not _is_number(host):
            raise OutsideConnectionError(f"a test asked the name service for {host!r}")
        return getaddrinfo(host, *args, **kwargs)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
    config.add_cleanup(patch.undo)


def _check(family: int, address: Any) -> None:
    if family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
        raise OutsideConnectionError(f"a test tried to connect to {address!r}")


def _is_here(host: Any) -> bool:
    if host is None or host in _OWN_NAMES or host == b"localhost":
        return True
    return _is_number(host) and ipaddress.ip_address(_text(host)).is_loopback


def _is_number(host: Any) -> bool:
    try:
        ipaddress.ip_address(_text(host))
    except ValueError:
        return False
    return True


def _text(host: Any) -> str:
    return (host.decode("ascii") if isinstance(host, bytes) else str(host)).partition("%")[0]
