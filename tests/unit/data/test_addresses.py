"""Which database addresses are read, and that nothing shown of them lets anybody in."""

from __future__ import annotations

import inspect
from pathlib import Path

import psycopg
import pytest
from psycopg.pq import Conninfo

from data.addresses import DRIVERS_OWN, SECRETS, holds_secret, path_of, without_secrets
from data.engine import read_url
from data.errors import StorageFailure, StorageFault


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///shop.db?uri=true",
        "sqlite:///shop.db?foo=bar",
        "sqlite:///shop.db?",
        "sqlite:////srv/:memory:",
        "sqlite://server/shop.db",
        "sqlite://shop:secret@/shop.db",
        "postgresql://shop:se@cret@server/shop",
        "postgresql://shop@server/shop?autocommit=true",
        "postgresql://shop@server/shop?prepare_threshold=0",
    ],
)
def test_an_address_that_says_more_than_where_is_refused(url: str) -> None:
    with pytest.raises(StorageFailure) as refused:
        read_url(url)
    assert refused.value.fault is StorageFault.WRONG_URL
    assert "cret" not in str(refused.value)


@pytest.mark.parametrize("option", sorted(SECRETS | {"Password"}))
def test_a_secret_among_the_options_is_found_and_not_shown(option: str) -> None:
    url = read_url(f"postgresql://shop@server/shop?sslmode=require&{option}=hunter2")
    assert holds_secret(url)
    assert "hunter2" not in without_secrets(url)
    assert "sslmode=require" in without_secrets(url)


def test_a_password_in_its_usual_place_is_not_shown() -> None:
    url = read_url("postgresql://shop:hunter2@server/shop?passfile=/etc/shop.pgpass")
    assert holds_secret(url)
    assert "hunter2" not in without_secrets(url)


def test_what_says_where_is_shown_and_nothing_else() -> None:
    url = read_url("postgresql://shop@/shop?host=/run/shop&passfile=/etc/shop.pgpass&pasword=x")
    assert not holds_secret(url)
    assert without_secrets(url) == "postgresql+psycopg://shop@/shop?host=%2Frun%2Fshop"


def test_every_option_that_libpq_marks_as_secret_is_known() -> None:
    marked = {
        option.keyword.decode() for option in Conninfo.get_defaults() if option.dispchar == b"*"
    }
    assert marked <= SECRETS


def test_every_argument_of_the_driver_is_known() -> None:
    own = inspect.signature(psycopg.Connection.connect).parameters
    assert {name for name in own if name != "kwargs"} == DRIVERS_OWN


def test_a_files_path_begins_at_the_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert path_of(read_url("sqlite:///shop.db")) == tmp_path / "shop.db"
    assert path_of(read_url("sqlite:///~/shop.db")) == tmp_path / "shop.db"
    assert path_of(read_url("postgresql://server/shop")) is None
