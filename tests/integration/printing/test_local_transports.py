"""Serial ports, print queues and files, on a real system."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest

from services.printing.dto import PrinterRole, PrinterSettings, PrinterState, PrintOutcome
from services.printing.transports import Patience, open_transport

QUICK = Patience(answer_s=0.3, finish_s=0.5, stall_s=0.5, settle_s=0.02, settle_kb_s=0.0)


def settings_for(address: str, *, role: PrinterRole = PrinterRole.RECEIPT) -> PrinterSettings:
    return PrinterSettings(role=role, address=address)


def test_a_file_collects_every_job(tmp_path: Path) -> None:
    target = tmp_path / "paper.bin"
    for job in (b"one\n", b"two\n"):
        result = open_transport(settings_for(f"file:{target}")).send(
            job, on_first_byte=lambda: None
        )
        assert (result.outcome, result.bytes_sent) == (PrintOutcome.HANDED_OVER, 4)
    assert target.read_bytes() == b"one\ntwo\n"


def test_a_file_that_cannot_be_written_is_not_printed(tmp_path: Path) -> None:
    transport = open_transport(settings_for(f"file:{tmp_path / 'missing' / 'paper.bin'}"))
    result = transport.send(b"x", on_first_byte=lambda: pytest.fail("nothing may leave"))
    assert result.outcome is PrintOutcome.NOT_PRINTED
    assert transport.status().state is PrinterState.UNREACHABLE


def test_a_file_printer_says_that_it_is_one(tmp_path: Path) -> None:
    assert open_transport(settings_for(f"file:{tmp_path / 'p'}")).status().state is (
        PrinterState.QUEUE
    )


def test_no_printer_prints_nothing() -> None:
    transport = open_transport(settings_for("none"))
    result = transport.send(b"x", on_first_byte=lambda: pytest.fail("nothing may leave"))
    assert (result.outcome, result.status.state) == (
        PrintOutcome.NOT_PRINTED,
        PrinterState.NO_PRINTER,
    )


if sys.platform.startswith("linux"):
    FULL_DEVICE = "/dev/full"

    def test_a_full_disk_is_not_printed() -> None:
        result = open_transport(settings_for(f"file:{FULL_DEVICE}")).send(
            b"x", on_first_byte=lambda: None
        )
        assert result.outcome is PrintOutcome.NOT_PRINTED


if sys.platform != "win32":
    import tty

    @pytest.fixture
    def pipe(tmp_path: Path) -> Path:
        """A named pipe that nobody reads yet."""
        path = tmp_path / "lp0"
        os.mkfifo(path)
        return path

    def test_a_pipe_without_a_printer_is_not_printed(pipe: Path) -> None:
        transport = open_transport(settings_for(f"file:{pipe}"), patience=QUICK)
        result = transport.send(b"x", on_first_byte=lambda: pytest.fail("nothing may leave"))
        assert (result.outcome, result.bytes_sent) == (PrintOutcome.NOT_PRINTED, 0)

    @pytest.mark.parametrize(
        ("room", "outcome"), [(True, PrintOutcome.UNKNOWN), (False, PrintOutcome.NOT_PRINTED)]
    )
    def test_a_device_that_stops_taking_is_given_up(
        pipe: Path, room: bool, outcome: PrintOutcome
    ) -> None:
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        if not room:
            fill(pipe)
        result = open_transport(settings_for(f"file:{pipe}"), patience=QUICK).send(
            b"x" * 1_000_000, on_first_byte=lambda: None
        )
        os.close(reader)
        assert result.outcome is outcome
        assert (result.bytes_sent > 0) is room

    def test_a_device_that_stopped_can_be_given_up_by_hand(pipe: Path) -> None:
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        endless = Patience(stall_s=60.0)
        transport = open_transport(settings_for(f"file:{pipe}"), patience=endless)
        result = transport.send(b"x" * 1_000_000, on_first_byte=transport.cancel)
        os.close(reader)
        again = transport.send(b"x", on_first_byte=lambda: pytest.fail("given up"))
        assert result.outcome is PrintOutcome.UNKNOWN
        assert again.outcome is PrintOutcome.NOT_PRINTED

    def test_a_device_that_takes_its_time_gets_everything(pipe: Path) -> None:
        heard = bytearray()
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        os.set_blocking(reader, True)

        def read_slowly() -> None:
            while data := os.read(reader, 30_000):
                heard.extend(data)
                Event().wait(0.01)

        thread = Thread(target=read_slowly)
        keeps_open = os.open(pipe, os.O_WRONLY)
        thread.start()
        result = open_transport(settings_for(f"file:{pipe}"), patience=QUICK).send(
            b"x" * 600_000, on_first_byte=lambda: None
        )
        os.close(keeps_open)
        thread.join(timeout=10)
        os.close(reader)
        assert (result.outcome, len(heard)) == (PrintOutcome.HANDED_OVER, 600_000)

    def fill(pipe: Path) -> None:
        """Leave no room in the pipe."""
        writer = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        os.set_blocking(writer, False)
        size = 65_536
        while size:
            try:
                os.write(writer, b"x" * size)
            except BlockingIOError:
                size //= 2
        os.close(writer)

    class SerialPrinter:
        """A printer at the other end of a pseudo-terminal; answers status unless it is mute."""

        def __init__(self, *, answer: int | None = 0x12, bytes_per_s: int = 1_000_000) -> None:
            self.job = bytearray()
            self._answer = answer
            self._bytes_per_s = bytes_per_s
            self._controller, self._port = os.openpty()
            tty.setraw(self._port)
            self.device = os.ttyname(self._port)
            self._stop = Event()
            self._thread = Thread(target=self._serve, name="serial-printer")
            self._thread.start()

        def stop(self) -> None:
            self._stop.set()
            # One byte from the port's side wakes the reading thread.
            os.write(self._port, b"\x00")
            self._thread.join(timeout=5)
            os.close(self._controller)
            os.close(self._port)

        def _serve(self) -> None:
            pending = b""
            while not self._stop.is_set():
                data = os.read(self._controller, 1024)
                pending += data
                self._stop.wait(len(data) / self._bytes_per_s)
                while (at := pending.find(b"\x10\x04")) >= 0 and len(pending) > at + 2:
                    self.job += pending[:at]
                    pending = pending[at + 3 :]
                    if self._answer is not None:
                        os.write(self._controller, bytes([self._answer]))
                if not pending.endswith((b"\x10", b"\x10\x04")):
                    self.job += pending
                    pending = b""

    @pytest.mark.parametrize(
        ("answer", "outcome", "job"),
        [
            (0x12, PrintOutcome.PRINTED, b"ticket\n" * 100),
            (0x1A, PrintOutcome.NOT_PRINTED, b""),
            (None, PrintOutcome.UNKNOWN, b"ticket\n" * 100),
        ],
    )
    def test_a_serial_printer(answer: int | None, outcome: PrintOutcome, job: bytes) -> None:
        printer = SerialPrinter(answer=answer)
        address = f"serial://{printer.device}?baud=115200"
        result = open_transport(settings_for(address), patience=QUICK).send(
            b"ticket\n" * 100, on_first_byte=lambda: None
        )
        printer.stop()
        assert result.outcome is outcome
        assert bytes(printer.job).rstrip(b"\x00") == job

    def test_a_slow_line_is_given_the_time_it_takes() -> None:
        # What the system holds back takes longer to drain than a printer may pause, or think.
        printer = SerialPrinter(bytes_per_s=11_000)
        job = b"ticket\n" * 5000
        transport = open_transport(
            settings_for(f"serial://{printer.device}?baud=115200"), patience=QUICK
        )
        result = transport.send(job, on_first_byte=lambda: None)
        printer.stop()
        assert (result.outcome, result.bytes_sent) == (PrintOutcome.PRINTED, len(job))
        assert bytes(printer.job).rstrip(b"\x00") == job

    @pytest.mark.parametrize("by_hand", [False, True])
    def test_a_line_that_stands_still_is_given_up(by_hand: bool) -> None:
        controller, port = os.openpty()
        tty.setraw(port)
        patience = replace(QUICK, answer_s=0.05, stall_s=60.0 if by_hand else 0.5)
        address = f"serial://{os.ttyname(port)}?baud=115200"
        transport = open_transport(settings_for(address), patience=patience)
        result = transport.send(
            b"x" * 200_000, on_first_byte=transport.cancel if by_hand else lambda: None
        )
        os.close(controller)
        os.close(port)
        expected = PrintOutcome.NOT_PRINTED if by_hand else PrintOutcome.UNKNOWN
        assert result.outcome is expected
        assert result.bytes_sent < 200_000

    def test_a_serial_port_that_is_not_there_is_not_printed() -> None:
        transport = open_transport(settings_for("serial:///dev/no-such-port"), patience=QUICK)
        result = transport.send(b"x", on_first_byte=lambda: pytest.fail("nothing may leave"))
        assert result.outcome is PrintOutcome.NOT_PRINTED
        assert transport.status().state is PrinterState.UNREACHABLE

    @pytest.fixture
    def queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A system with CUPS: `lp` keeps what it is given, the queue "Gone" does not exist."""
        folder = tmp_path / "bin"
        folder.mkdir()
        script(
            folder / "lp",
            f'if [ "$2" = Gone ]; then echo "lp: unknown destination" >&2; exit 1; fi\n'
            f'echo "$@" > {tmp_path}/arguments; cat > {tmp_path}/job; echo "request id is $2-1"',
        )
        script(
            folder / "lpstat",
            'case "$2" in Gone) echo "lpstat: invalid destination" >&2; exit 1;;\n'
            'Paused) echo "printer Paused disabled since today - reason unknown";;\n'
            '*) echo "printer $2 is idle. enabled since today";; esac',
        )
        monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
        return tmp_path

    def script(path: Path, body: str) -> None:
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)

    def test_a_queue_is_handed_raw_receipts(queue: Path) -> None:
        result = open_transport(settings_for("queue:Receipts")).send(
            b"\x1b@ticket\n", on_first_byte=lambda: None
        )
        assert result.outcome is PrintOutcome.HANDED_OVER
        assert (queue / "job").read_bytes() == b"\x1b@ticket\n"
        assert "-d Receipts -t Mendpoint -o raw" in (queue / "arguments").read_text()

    def test_a_queue_is_handed_forms_with_their_paper(queue: Path) -> None:
        settings = settings_for("queue:Office", role=PrinterRole.A4)
        open_transport(settings).send(b"%PDF", on_first_byte=lambda: None)
        assert "-o media=A5" in (queue / "arguments").read_text()
        assert "raw" not in (queue / "arguments").read_text()

    def test_a_queue_that_does_not_exist_is_not_printed(queue: Path) -> None:
        transport = open_transport(settings_for("queue:Gone"))
        assert transport.send(b"x", on_first_byte=lambda: None).outcome is (
            PrintOutcome.NOT_PRINTED
        )
        assert "Gone" in transport.status().message

    @pytest.mark.parametrize(
        ("name", "state"), [("Receipts", PrinterState.QUEUE), ("Paused", PrinterState.OFFLINE)]
    )
    def test_a_queue_says_how_it_is(queue: Path, name: str, state: PrinterState) -> None:
        assert open_transport(settings_for(f"queue:{name}")).status().state is state

    def test_a_queue_name_is_never_an_option_or_a_command(queue: Path) -> None:
        name = "$(touch hacked); rm -rf"
        open_transport(settings_for(f"queue:{name}")).send(b"x", on_first_byte=lambda: None)
        assert f"-d {name} -t" in (queue / "arguments").read_text()
        assert not (queue / "hacked").exists()

    def test_a_system_without_queues_says_so(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        transport = open_transport(settings_for("queue:Receipts"))
        result = transport.send(b"x", on_first_byte=lambda: pytest.fail("nothing may leave"))
        assert result.outcome is PrintOutcome.NOT_PRINTED
        assert "CUPS" in transport.status().message

    def test_a_queue_that_hangs_is_unknown_when_given_up(queue: Path) -> None:
        script(queue / "bin" / "lp", "exec sleep 60")
        transport = open_transport(settings_for("queue:Receipts"))
        result = transport.send(b"x", on_first_byte=transport.cancel)
        assert result.outcome is PrintOutcome.UNKNOWN
