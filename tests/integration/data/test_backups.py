"""The copy before an upgrade: whole, or not there, and why not is told apart."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from data.errors import StorageFailure, StorageFault
from data.faults import file_fault
from data.migrate import back_up_file
from data.schema_head import HEAD

NOBODY = 65534
ONE_MEGABYTE = 1 << 20


@pytest.fixture
def source(sqlite_template: Path, tmp_path: Path) -> Path:
    """Give a database file of some megabytes."""
    path = tmp_path / "mendpoint.db"
    path.write_bytes(sqlite_template.read_bytes())
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE ballast (bytes BLOB)")
        connection.execute("INSERT INTO ballast VALUES (zeroblob(?))", (3 * ONE_MEGABYTE,))
    return path


def test_a_copy_holds_everything_and_leaves_nothing_else(source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "some" / "backups"
    copy = back_up_file(source, folder, label=HEAD)
    assert list(folder.iterdir()) == [copy]
    with closing(sqlite3.connect(copy)) as connection:
        held = connection.execute("SELECT length(bytes) FROM ballast").fetchall()
    assert held == [(3 * ONE_MEGABYTE,)]


def test_a_copy_of_another_schema_is_not_kept(source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    with pytest.raises(StorageFailure) as refused:
        back_up_file(source, folder, label="0000")
    assert refused.value.fault is StorageFault.DAMAGED
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        (errno.ENOSPC, StorageFault.FULL),
        (errno.EACCES, StorageFault.READ_ONLY),
        (errno.EPERM, StorageFault.READ_ONLY),
        (errno.EROFS, StorageFault.READ_ONLY),
        (errno.ENOENT, StorageFault.MISSING),
        (errno.ENOTDIR, StorageFault.MISSING),
        (errno.EIO, StorageFault.FAILED),
        (None, StorageFault.FAILED),
    ],
)
def test_what_keeps_a_file_from_being_written_is_told_apart(
    number: int | None, fault: StorageFault
) -> None:
    assert file_fault(OSError(number, "in words")) is fault


if sys.platform != "win32":
    import resource

    @pytest.fixture
    def nobody() -> Iterator[None]:
        """Give up root's rights for one test: root may write everywhere."""
        if os.geteuid() != 0:
            yield
            return
        os.seteuid(NOBODY)
        yield
        os.seteuid(0)

    @pytest.fixture
    def too_small(tmp_path: Path) -> Iterator[StorageFault]:
        """Let ``tmp_path / "small"`` hold one megabyte; give what a fuller one is called.

        Where no disk may be mounted the system limits the file, which SQLite knows no word for.
        """
        place = tmp_path / "small"
        place.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
        if subprocess.run(mount, capture_output=True, check=False).returncode == 0:
            yield StorageFault.FULL
            subprocess.run(["umount", str(place)], check=True)
            return
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (ONE_MEGABYTE, hard))
        yield StorageFault.FAILED
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    def test_a_folder_that_may_not_be_written_to_is_not_called_full(
        source: Path, tmp_path: Path, nobody: None
    ) -> None:
        with pytest.raises(StorageFailure) as refused:
            back_up_file(source, tmp_path, label=HEAD)
        assert refused.value.fault is StorageFault.READ_ONLY
        assert "can't be written" in str(refused.value)

    def test_a_disk_that_fills_up_is_told_and_cleared(
        source: Path, tmp_path: Path, too_small: StorageFault
    ) -> None:
        with pytest.raises(StorageFailure) as refused:
            back_up_file(source, tmp_path / "small", label=HEAD)
        assert refused.value.fault is too_small
        assert list((tmp_path / "small").iterdir()) == []
