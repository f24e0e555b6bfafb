"""One folder for one test run, shared by its worker processes and removed at its end.

Local state of the program and of the libraries below it is moved in there, so that
no test reads or changes what belongs to the person who runs it. What a killed run
left behind (folder and database server) is cleared away by the next one.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from filelock import FileLock, Timeout

from tests.support import postgres_server

_FOLDER = "MENDPOINT_TEST_RUN"
_PREFIX = "mendpoint-tests-"
_OWNED = pytest.StashKey[FileLock]()
_MEMORY = Path("/dev/shm")
_ROOMY_BYTES = 2 << 30


def run_folder() -> Path:
    """Return the folder of this run; the same in every worker."""
    return Path(os.environ[_FOLDER])


def fast_folder() -> Path:
    """Return the part of the run's folder that lies in memory, where there is enough of it.

    Making and dropping a PostgreSQL database takes 13 ms there and up to 300 ms on a
    busy disk; an SQLite commit costs no real fsync.
    """
    return (run_folder() / "fast").resolve()


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder (once per run, before the workers start) and move into it."""
    if not is_worker(config):
        _clear_killed_runs()
        folder = _make_folder()
        config.stash[_OWNED] = _own(folder)
        os.environ[_FOLDER] = str(folder)
    _isolate(run_folder())


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what the run started and remove its folder; the workers have ended by now."""
    if not is_worker(config) and _FOLDER in os.environ:
        config.stash[_OWNED].release()
        _remove(Path(os.environ.pop(_FOLDER)))


def is_worker(config: pytest.Config) -> bool:
    """Tell whether this process is one of several that xdist started."""
    return hasattr(config, "workerinput")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an empty MENDPOINT_HOME of this test's own."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("MENDPOINT_HOME", str(folder))
    return folder


def _base() -> str:
    # A Unix socket's path holds about 100 bytes, and macOS's own TMPDIR takes half of them.
    return "/tmp" if os.name == "posix" else tempfile.gettempdir()


def _make_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=_base()))
    # The database server of a run as root has another uid, and must get through to its own folder.
    folder.chmod(0o711)
    if _MEMORY.exists() and shutil.disk_usage(_MEMORY).free > _ROOMY_BYTES:
        in_memory = _MEMORY / folder.name
        in_memory.mkdir(mode=0o711)
        (folder / "fast").symlink_to(in_memory)
    else:
        (folder / "fast").mkdir(mode=0o711)
    return folder


def _own(folder: Path) -> FileLock:
    """Lock the folder for as long as this process lives; the system lets go of it after a kill."""
    owned = FileLock(folder / "owned", timeout=0)
    owned.acquire()
    return owned


def _clear_killed_runs() -> None:
    for folder in Path(_base()).glob(_PREFIX + "*"):
        if not os.access(folder, os.W_OK):
            continue
        try:
            _own(folder).release()
        except Timeout:
            continue
        _remove(folder)


def _remove(folder: Path) -> None:
    postgres_server.stop(folder / "postgres")
    shutil.rmtree((folder / "fast").resolve(), ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def _isolate(folder: Path) -> None:
    for name in [name for name in os.environ if name.startswith("MENDPOINT_") and name != _FOLDER]:
        del os.environ[name]
    os.environ["MENDPOINT_HOME"] = str(folder / "home")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        os.environ[name] = str(folder / name.lower())
    runtime = folder / "xdg_runtime_dir"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    os.environ["PYTEST_DEBUG_TEMPROOT"] = str(fast_folder())  # where tmp_path lies
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # A test that forgets its fake must not write into the person's own keyring.
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
