"""The system's print queue on Linux and macOS: CUPS, through ``lp`` and ``lpstat``.

The commands get argument lists, never a shell. What CUPS has accepted is handed over: it prints
when it can, and nothing more can be known here.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Final

from services.printing.dto import PrinterState, PrinterStatus, PrintResult
from services.printing.transports.addresses import QueueAddress
from services.printing.transports.transport import handed_over, not_printed, status_of, unknown

_TIMEOUT_S: Final = 5.0
_SLICE_S: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueOptions:
    """What the queue is told about a job: raw bytes as they are, or a PDF on ``media``."""

    raw: bool = True
    media: str = ""


class CupsTransport:
    """Hands jobs to a CUPS queue."""

    def __init__(self, address: QueueAddress, *, options: QueueOptions) -> None:
        self._name = address.name
        self._options = options
        self._given_up = Event()

    def send(self, data: bytes, *, on_first_byte: Callable[[], None]) -> PrintResult:
        """Pipe ``data`` into ``lp``."""
        command = shutil.which("lp")
        if command is None:
            return not_printed(_no_cups())
        if self._given_up.is_set():
            return not_printed(status_of(PrinterState.OFFLINE, message="Printing was stopped."))
        arguments = [command, "-d", self._name, *self._job_options()]
        on_first_byte()
        try:
            done = _run(arguments, data=data, given_up=self._given_up)
        except subprocess.TimeoutExpired:
            return unknown(status_of(PrinterState.SILENT), bytes_sent=len(data))
        except OSError as error:
            return not_printed(status_of(PrinterState.UNREACHABLE, detail=str(error)))
        if done.returncode != 0:
            return not_printed(self._refused(done.stderr))
        ready = status_of(PrinterState.QUEUE, detail=_text(done.stdout))
        return handed_over(ready, bytes_sent=len(data))

    def status(self) -> PrinterStatus:
        """Ask ``lpstat`` about the queue."""
        command = shutil.which("lpstat")
        if command is None:
            return _no_cups()
        try:
            done = _run([command, "-p", self._name], data=b"", given_up=self._given_up)
        except subprocess.TimeoutExpired:
            return status_of(PrinterState.SILENT, message="The print queue does not answer.")
        except OSError as error:
            return status_of(PrinterState.UNREACHABLE, detail=str(error))
        if done.returncode != 0:
            return self._refused(done.stderr)
        said = _text(done.stdout)
        if "disabled" in said:
            return status_of(
                PrinterState.OFFLINE,
                message=f"The queue “{self._name}” is paused: resume it in the system's settings.",
                detail=said,
            )
        return status_of(PrinterState.QUEUE, detail=said)

    def cancel(self) -> None:
        """Stop waiting for the queue."""
        self._given_up.set()

    def _job_options(self) -> list[str]:
        raw = ["-o", "raw"] if self._options.raw else []
        media = ["-o", f"media={self._options.media}"] if self._options.media else []
        return ["-t", "Mendpoint", *raw, *media]

    def _refused(self, said: bytes) -> PrinterStatus:
        return status_of(
            PrinterState.UNREACHABLE,
            message=f"The system has no working print queue “{self._name}”.",
            detail=_text(said),
        )


def _no_cups() -> PrinterStatus:
    return status_of(
        PrinterState.UNREACHABLE, message="This system has no print queues (CUPS is missing)."
    )


def _run(
    arguments: list[str], *, data: bytes, given_up: Event
) -> subprocess.CompletedProcess[bytes]:
    """Run a command in slices of a tenth of a second, so that it can be given up.

    Raises:
        subprocess.TimeoutExpired: it took over 5 s or was given up; it was killed.
    """
    environment = {**os.environ, "LC_ALL": "C"}
    with subprocess.Popen(
        arguments,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    ) as process:
        waited = 0.0
        pending: bytes | None = data
        while True:
            try:
                out, err = process.communicate(pending, timeout=_SLICE_S)
            except subprocess.TimeoutExpired:
                pending, waited = None, waited + _SLICE_S
                if waited >= _TIMEOUT_S or given_up.is_set():
                    process.kill()
                    raise
                continue
            return subprocess.CompletedProcess(arguments, process.returncode, out, err)


def _text(said: bytes) -> str:
    return " ".join(said.decode("utf-8", "replace").split())
