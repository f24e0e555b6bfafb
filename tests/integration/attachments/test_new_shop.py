"""A new shop at the same place does not find the old one's photos, nor sweep them away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from app.config import read_config, write_config
from app.home import Home
from app.opening import Opened, open_shop


@contextmanager
def opened(home: Home) -> Iterator[Opened]:
    """Open the shop of a home as the window does, and close it again."""
    found = open_shop(home, environment={}, say=lambda _words: None, may_set_aside=True)
    try:
        yield found
    finally:
        found.shop.close()


def test_photos_are_set_aside_with_their_database(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with opened(home):
        pass
    kept = home.path / "mendpoint-files" / "ab" / "content"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"a photo")
    write_config(home.config_file, replace(read_config(home.config_file), start_new=True))
    with opened(home):
        assert not (home.path / "mendpoint-files").exists()
    (database,) = home.path.glob("mendpoint-set-aside-*.db")
    aside = database.with_name(f"{database.stem}-files") / "ab" / "content"
    assert aside.read_bytes() == b"a photo"
