#!/usr/bin/env python3
"""Set up, run and check Mendpoint: ``python3 do.py COMMAND [ARGUMENTS]``.

run          open the program (without a display: walk the main job offscreen, keep the pictures)
test         run the tests; arguments go to pytest
check        style, types, import rules and the lock; name steps to run only those
bench        measure the budgets and write docs/benchmarks.md
soak         kill the intake loop again and again, and count what was lost
screenshots  paint every screen to docs/screenshots
installer    build the one-folder program and run its self-test
demo         open the program on sample data that is thrown away

The first call makes .venv from requirements.lock; later calls start at once. All is written
inside this folder, except the Debian packages Qt needs, which are named before they are installed.

Standard library only. An old Python must get far enough to be refused in words, so this file
uses neither f-strings nor any syntax younger than Python 3.0.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Mendpoint needs Python 3.11 or newer, and this is Python {0[0]}.{0[1]} ({1}).\n"
        "Start it with a newer one: python3.11 do.py run".format(sys.version_info, sys.executable)
    )

import contextlib
import ctypes
import hashlib
import importlib.util
import os
import shutil
import socket
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
VENV = ROOT / ".venv"
BUILD = ROOT / "build"
STAMP = VENV / "mendpoint-lock.txt"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")

# Measured on a bare Debian 12: what Qt loads offscreen, and what a real window adds.
OFFSCREEN_PACKAGES = {
    "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libfontconfig1": "libfontconfig.so.1",
    "libdbus-1-3": "libdbus-1.so.3",
    "libglib2.0-0": "libglib-2.0.so.0",
}
WINDOW_PACKAGES = {
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-shape0": "libxcb-shape.so.0",
}

CHECKS = {
    "style": "ruff check .",
    "format": "ruff format --check .",
    "types": "mypy",
    "imports": "lint-imports",
    "lock": "pytest -q tests/architecture/test_lock.py",
}

# What names a place to the program, and what stands before the path.
PLACES = {
    "MENDPOINT_HOME": "",
    "MENDPOINT_DATABASE_URL": "sqlite:///",
    "MENDPOINT_PRINTER": "file:",
    "MENDPOINT_LABEL_PRINTER": "file:",
}


def say(text: str) -> None:
    """Tell the person what happens next, before the tool called next says anything."""
    print(text, file=sys.stderr, flush=True)


def has_display() -> bool:
    """Tell whether a window can open here, by asking the display rather than its variable."""
    if sys.platform != "linux":
        return True
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform:
        return platform.split(":")[0] not in ("offscreen", "minimal")
    return any(listens(address) for address in display_addresses())


def display_addresses() -> "Iterator[str | tuple[str, int]]":
    """List where the named Wayland and X servers (``[host]:number[.screen]``) would listen."""
    wayland = os.environ.get("WAYLAND_DISPLAY", "")
    if wayland:
        yield str(Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / wayland)
    host, _, rest = os.environ.get("DISPLAY", "").rpartition(":")
    number = rest.split(".")[0]
    path = "/tmp/.X11-unix/X" + number  # noqa: S108 - the X server's own fixed address
    if number.isdigit():
        yield from (path, "\0" + path) if host in ("", "unix") else [(host, 6000 + int(number))]


def listens(address: "str | tuple[str, int]") -> bool:
    """Tell whether something accepts connections at a socket path or at a host and port."""
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(3)
        probe.connect(address)
        return True
    return False


def loads(library: str) -> bool:
    """Tell whether the dynamic loader finds a shared library."""
    with contextlib.suppress(OSError):
        ctypes.CDLL(library)
        return True
    return False


def missing_packages(*, window: bool) -> list[str]:
    """List the Debian packages this machine lacks for Qt and for making .venv."""
    wanted = dict(OFFSCREEN_PACKAGES, **(WINDOW_PACKAGES if window else {}))
    packages = [package for package, library in wanted.items() if not loads(library)]
    if not is_ready() and importlib.util.find_spec("ensurepip") is None:
        packages.insert(0, "python3.{}-venv".format(sys.version_info[1]))
    return packages


def install_system_packages(packages: list[str]) -> None:
    """Install Debian packages where that takes no password, else stop with the one line to run."""
    line = "apt-get install -y --no-install-recommends " + " ".join(packages)
    root = as_root()
    if root is None:
        line = "sudo apt-get update && sudo " + line
        sys.exit("System packages are missing. Run this line, then try again:\n    " + line)
    say("Installing the system packages that are missing: {}".format(" ".join(packages)))
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    # One unreachable source must not stop the install: the other lists may hold all of it.
    subprocess.call([*apt, "update"], stdout=sys.stderr)
    if subprocess.call([*apt, *line.split()[1:]], stdout=sys.stderr) != 0:
        sys.exit("apt-get could not install them (see above). The line was:\n    " + line)
    importlib.invalidate_caches()


def as_root() -> "list[str] | None":
    """Give the words that run a command as root without asking anybody, or None."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return None if asked.returncode else ["sudo", "-n"]


def prepare_system(packages: list[str]) -> None:
    """See to missing packages: install them on Debian's family, name them elsewhere."""
    if packages and Path("/etc/debian_version").exists() and shutil.which("apt-get"):
        install_system_packages(packages)
    elif packages:
        say("Qt may not start: missing is what Debian calls {}.".format(", ".join(packages)))


def wanted_stamp() -> str:
    """Describe the environment this lock wants here; a moved one's scripts point elsewhere."""
    digest = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes())
    return "{}\n{}\n".format(digest.hexdigest(), ROOT)


def is_ready() -> bool:
    """Tell whether .venv was finished from exactly this lock."""
    finished = STAMP.exists() and PYTHON.exists()
    return finished and STAMP.read_text(encoding="utf-8") == wanted_stamp()


def make_environment() -> None:
    """Make .venv from the lock, or bring a finished one up to date.

    The stamp goes first and comes last: a killed set-up is started over from nothing.
    """
    with one_at_a_time():
        if is_ready():
            return
        say("Setting up .venv from requirements.lock (once; this takes a minute or two) ...")
        was_finished = STAMP.exists() and PYTHON.exists()
        STAMP.unlink(missing_ok=True)
        if not was_finished:
            # The base interpreter, also when .venv's own runs this file.
            python = getattr(sys, "_base_executable", None) or sys.executable
            step([python, "-m", "venv", "--clear", str(VENV)], "make .venv")
        pip = [str(PYTHON), "-I", "-m", "pip", "install", "--quiet", "--no-cache-dir", "--no-input"]
        pip += ["--disable-pip-version-check", "--no-warn-script-location", "--no-deps"]
        # The lock is complete; an old pip resolves past its pins where extras are asked (ADR 0001).
        locked = ["--require-hashes", "--only-binary", ":all:", "--requirement", str(LOCK)]
        step(pip + locked, "install the locked libraries")
        step([*pip, "--no-build-isolation", "--editable", str(ROOT)], "install the project")
        STAMP.write_text(wanted_stamp(), encoding="utf-8")


def step(command: list[str], purpose: str) -> None:
    """Run one part of the set-up with its temporary files inside the checkout."""
    scratch = BUILD / "tmp"
    scratch.mkdir(parents=True, exist_ok=True)
    env = dict(os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(scratch)))
    try:
        code = subprocess.call(command, env=env, stdout=sys.stderr, close_fds=False)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    if code != 0:
        sys.exit("It could not {} (see above). Try again: it starts over.".format(purpose))


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold a lock that the system releases when this process and its steps have ended."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "set-up.lock").open("w", encoding="utf-8") as handle:
        if not locks(handle.fileno()):
            say("Waiting for another set-up of this folder ...")
            while not locks(handle.fileno()):
                time.sleep(0.5)
        # A step that outlives a killed set-up keeps the next one out until it is done.
        os.set_inheritable(handle.fileno(), True)
        yield


def locks(descriptor: int) -> bool:
    """Try to lock an open file for this process alone."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def environment(*, offscreen: bool) -> dict[str, str]:
    """Give the variables a child works with: .venv only and, offscreen, nothing outside."""
    env = dict(os.environ, VIRTUAL_ENV=str(VENV))
    env["PATH"] = str(BIN) + os.pathsep + env.get("PATH", os.defpath)
    if offscreen:
        env.setdefault("QT_QPA_PLATFORM", "offscreen")
        env["XDG_CACHE_HOME"] = str(BUILD / "cache")  # fontconfig keeps one there
    return env


def become(*command: str, env: dict[str, str]) -> int:
    """Let .venv's Python take over, so that its signals and its exit code are ours."""
    line = [str(PYTHON), *command]
    if not WINDOWS:
        os.execve(line[0], line, env)
    with contextlib.suppress(KeyboardInterrupt):
        return subprocess.call(line, env=env)
    return 130


def run(args: list[str]) -> int:
    """Open the program; without a display, walk the main job offscreen and keep what it shows."""
    window = has_display()
    ready(window=window)
    if not window and args in ([], ["--demo"]):
        folder = BUILD / "demonstration"
        say("There is no display: walking through the main job offscreen, into " + str(folder))
        args = ["--demonstrate", str(folder)]
    return become("-m", "app", *args, env=environment(offscreen=not window))


def demo(args: list[str]) -> int:
    """Open the program on sample data in a home that the next demo throws away."""
    home = BUILD / "demo"
    shutil.rmtree(home, ignore_errors=True)
    os.environ["MENDPOINT_HOME"] = str(home)
    os.environ.pop("MENDPOINT_DATABASE_URL", None)
    return run(["--demo", *args])


def test(args: list[str]) -> int:
    """Run pytest on two processes, unless the arguments ask for one to look into."""
    ready(window=False)
    alone = ("-n", "--numprocesses", "-s", "--pdb", "--trace", "--collect-only", "--co", "-h")
    if (os.cpu_count() or 1) > 1 and not any(arg.startswith(alone) for arg in args):
        args = ["-n", "2", *args]
    return become("-m", "pytest", *args, env=environment(offscreen=True))


def check(args: list[str]) -> int:
    """Run every check, report all of them, and fail when one failed."""
    ready(window=False)
    env = environment(offscreen=True)
    failed = []
    for name in args or CHECKS:
        if name not in CHECKS:
            sys.exit("There is no check {}; there are {}.".format(name, ", ".join(CHECKS)))
        say("== " + name)
        tool, *options = CHECKS[name].split()
        if subprocess.call([str(BIN / tool), *options], env=env) != 0:
            failed.append(name)
    say("Failed: " + ", ".join(failed) if failed else "All checks passed.")
    return 1 if failed else 0


def hand_over(args: list[str], *to: str) -> int:
    """Hand the arguments to a module that needs no window."""
    ready(window=False)
    return become("-m", *to, *args, env=environment(offscreen=True))


def installer(args: list[str]) -> int:
    """Build the one-folder program, window libraries and all; start it with nothing around it."""
    ready(window=True, more=freezing_packages())
    place = BUILD / "installer"
    env = dict(environment(offscreen=True), PYINSTALLER_CONFIG_DIR=str(place / "cache"))
    command = [str(PYTHON), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", str(place), "--workpath", str(place / "work"), *args]
    if subprocess.call([*command, str(ROOT / "build_installer.spec")], env=env) != 0:
        sys.exit("PyInstaller could not build the program (see above).")
    folder = place / "mendpoint"
    program = folder / ("mendpoint.exe" if WINDOWS else "mendpoint")
    # Windows finds no system library without this one variable.
    nothing = {"SYSTEMROOT": os.environ["SYSTEMROOT"]} if WINDOWS else {}
    if subprocess.call([str(program), "--self-test"], env=nothing, cwd=str(place)) != 0:
        sys.exit("The built program failed its self-test (see above).")
    size_mb = sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir()) / 1e6
    say("{}: {:.0f} MB, self-test passed".format(folder, size_mb))
    return 0


def freezing_packages() -> list[str]:
    """List the Debian packages PyInstaller lacks: binutils and the interpreter as a library."""
    packages = [] if WINDOWS or shutil.which("objdump") else ["binutils"]
    library = "libpython3.{}.so.1.0".format(sys.version_info[1])
    is_static = sysconfig.get_config_var("Py_ENABLE_SHARED") == 0
    if is_static and sys.executable.startswith("/usr/bin/") and not loads(library):
        packages.append("libpython3.{}".format(sys.version_info[1]))
    return packages


def ready(*, window: bool, more: "list[str] | None" = None) -> None:
    """Bring the system and .venv to where the command can start."""
    if sys.platform == "linux":
        prepare_system(missing_packages(window=window) + (more or []))
    if not is_ready():
        make_environment()


COMMANDS = {
    "run": run,
    "test": test,
    "check": check,
    "bench": lambda args: hand_over(args, "tests.perf.bench"),
    "soak": lambda args: hand_over(args, "tests.perf.soak"),
    "screenshots": lambda args: hand_over(args, "app", "--screenshots", "docs/screenshots"),
    "installer": installer,
    "demo": demo,
}


def keep_places() -> None:
    """Name the caller's relative places from the root on: from here on all is done in ROOT."""
    for name, before in PLACES.items():
        value = os.environ.get(name, "").strip()
        if value.startswith(before) and value != before:
            os.environ[name] = before + str(Path.cwd() / Path(value[len(before) :]).expanduser())


def main(argv: list[str]) -> int:
    """Carry out one command; 2 for a command that does not exist, 1 for one that had to stop."""
    if not argv or argv[0] in ("-h", "--help", "help"):
        print(__doc__)
        return 0 if argv else 2
    if argv[0] not in COMMANDS:
        say("There is no command {}; there are {}.".format(argv[0], ", ".join(COMMANDS)))
        return 2
    keep_places()
    os.chdir(str(ROOT))
    for name in ("PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX"):
        os.environ.pop(name, None)  # each would lead a child past .venv
    try:
        return COMMANDS[argv[0]](argv[1:])
    except OSError as reason:
        sys.exit("Mendpoint cannot be set up here: {}".format(reason))
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
