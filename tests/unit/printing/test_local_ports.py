"""USB and the Windows spooler, with hand-written devices in place of hardware.

The mixed-case names are pyusb's.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest
from usb.core import USBError, USBTimeoutError

from services.printing.dto import PrinterRole, PrinterSettings, PrinterState, PrintOutcome
from services.printing.transports import open_transport
from services.printing.transports.addresses import QueueAddress
from services.printing.transports.conversation import Conversation, LineLost
from services.printing.transports.transport import Patience
from services.printing.transports.usb_port import UsbLine, bulk_endpoint, claim_printer
from services.printing.transports.windows_queue import WindowsPdfTransport, WindowsQueueTransport
from services.printing.transports.winspool import WinSpool

QUICK = Patience(answer_s=0.05, finish_s=0.05, stall_s=0.05, settle_s=0.0, settle_kb_s=0.0)


@dataclass(slots=True, kw_only=True)
class Endpoint:
    bEndpointAddress: int  # noqa: N815
    bmAttributes: int = 2  # noqa: N815
    written: bytearray = field(default_factory=bytearray)
    answers: list[bytes | USBError] = field(default_factory=list)
    refuses: USBError | None = None

    def write(self, data: bytes, *, timeout: int) -> int:
        if self.refuses and not data.startswith(b"\x10\x04"):
            raise self.refuses
        self.written += data
        return len(data)

    def read(self, size: int, *, timeout: int) -> bytes:
        answer = self.answers.pop(0) if self.answers else USBTimeoutError("timed out")
        if isinstance(answer, USBError):
            raise answer
        return answer


@dataclass(slots=True, kw_only=True)
class Interface:
    bInterfaceClass: int  # noqa: N815
    endpoints: tuple[Endpoint, ...]
    bInterfaceNumber: int = 0  # noqa: N815

    def __iter__(self) -> Iterator[Endpoint]:
        return iter(self.endpoints)


@dataclass(slots=True, kw_only=True)
class Device:
    interfaces: tuple[Interface, ...]
    driver_active: bool | None = True
    log: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[tuple[Interface, ...]]:
        return iter((self.interfaces,))

    def is_kernel_driver_active(self, number: int) -> bool:
        if self.driver_active is None:
            raise NotImplementedError
        return self.driver_active

    def detach_kernel_driver(self, number: int) -> None:
        self.log.append(f"detach {number}")

    def attach_kernel_driver(self, number: int) -> None:
        self.log.append(f"attach {number}")


def printer(*answers: bytes | USBError, refuses: USBError | None = None) -> Interface:
    return Interface(
        bInterfaceClass=7,
        bInterfaceNumber=1,
        endpoints=(
            Endpoint(bEndpointAddress=0x81, answers=list(answers)),
            Endpoint(bEndpointAddress=0x03, refuses=refuses),
        ),
    )


def talk_usb(interface: Interface) -> tuple[PrintOutcome, bytes]:
    line = UsbLine(interface, given_up=Event())
    conversation = Conversation(line=line, patience=QUICK, given_up=Event())
    result = conversation.print(b"ticket", on_first_byte=lambda: None)
    return result.outcome, bytes(interface.endpoints[1].written)


def test_the_printer_interface_is_found_among_others() -> None:
    storage = Interface(bInterfaceClass=8, endpoints=(Endpoint(bEndpointAddress=0x02),))
    paper = printer()
    claim = claim_printer(Device(interfaces=(storage, paper)))
    assert claim.interface is paper
    assert bulk_endpoint(paper, incoming=False).bEndpointAddress == 0x03


def test_the_kernel_driver_is_put_aside() -> None:
    device = Device(interfaces=(printer(),))
    assert claim_printer(device).put_aside
    assert device.log == ["detach 1"]


def test_systems_without_kernel_drivers_claim_too() -> None:
    device = Device(interfaces=(printer(),), driver_active=None)
    assert not claim_printer(device).put_aside


def test_a_device_that_takes_no_data_is_no_printer() -> None:
    with pytest.raises(OSError, match="no printer"):
        claim_printer(Device(interfaces=(Interface(bInterfaceClass=3, endpoints=()),)))


def test_usb_prints_when_the_printer_is_well_before_and_after() -> None:
    outcome, written = talk_usb(printer(*[b"\x12"] * 6))
    assert outcome is PrintOutcome.PRINTED
    assert b"ticket" in written


def test_a_usb_printer_that_stays_silent_is_unknown() -> None:
    outcome, written = talk_usb(printer())
    assert outcome is PrintOutcome.UNKNOWN
    assert b"ticket" in written


def test_a_usb_printer_that_fails_while_it_takes_the_job_is_unknown() -> None:
    outcome, _written = talk_usb(printer(*[b"\x12"] * 2, refuses=USBError("pipe error")))
    assert outcome is PrintOutcome.UNKNOWN


def test_a_usb_printer_pulled_out_before_printed_nothing() -> None:
    outcome, _written = talk_usb(printer(USBError("no such device")))
    assert outcome is PrintOutcome.NOT_PRINTED


def test_a_usb_job_can_be_given_up() -> None:
    given_up = Event()
    given_up.set()
    with pytest.raises(LineLost, match="stopped"):
        UsbLine(printer(), given_up=given_up).write(b"x", timeout_s=0.1)


def test_a_usb_printer_that_is_not_there_is_said_so() -> None:
    settings = PrinterSettings(role=PrinterRole.RECEIPT, address="usb://fffe:fffe")
    transport = open_transport(settings, patience=QUICK)
    result = transport.send(b"x", on_first_byte=lambda: pytest.fail("nothing may leave"))
    assert result.outcome is PrintOutcome.NOT_PRINTED
    assert "USB" in result.status.message
    assert transport.status().state is PrinterState.UNREACHABLE


@dataclass(slots=True, kw_only=True)
class FakeSpooler:
    known: tuple[str, ...] = ("Counter",)
    piece: int = 4
    fails_at: int | None = None
    spooled: bytearray = field(default_factory=bytearray)
    log: list[str] = field(default_factory=list)

    def open(self, name: str) -> int:
        if name not in self.known:
            raise OSError("unknown printer")
        self.log.append("open")
        return 7

    def start(self, printer: int, *, title: str) -> None:
        self.log.append(f"start {title}")

    def write(self, printer: int, data: bytes) -> int:
        if self.fails_at is not None and len(self.spooled) >= self.fails_at:
            raise OSError("spool file full")
        self.spooled += data[: self.piece]
        return min(self.piece, len(data))

    def end(self, printer: int) -> None:
        self.log.append("end")

    def close(self, printer: int) -> None:
        self.log.append("close")


def spool(spooler: FakeSpooler, *, name: str = "Counter") -> PrintOutcome:
    transport = WindowsQueueTransport(QueueAddress(name=name), spooler=spooler)
    return transport.send(b"ticket bytes", on_first_byte=lambda: None).outcome


def test_a_windows_queue_is_handed_the_whole_job() -> None:
    spooler = FakeSpooler()
    assert spool(spooler) is PrintOutcome.HANDED_OVER
    assert bytes(spooler.spooled) == b"ticket bytes"
    assert spooler.log == ["open", "start Mendpoint", "end", "close"]


@pytest.mark.parametrize(
    ("fails_at", "outcome"), [(0, PrintOutcome.NOT_PRINTED), (4, PrintOutcome.UNKNOWN)]
)
def test_a_windows_queue_that_fails_is_closed(fails_at: int, outcome: PrintOutcome) -> None:
    spooler = FakeSpooler(fails_at=fails_at)
    assert spool(spooler) is outcome
    assert spooler.log[-1] == "close"


def test_windows_names_a_printer_it_does_not_know() -> None:
    transport = WindowsQueueTransport(QueueAddress(name="Office"), spooler=FakeSpooler())
    assert transport.status().state is PrinterState.UNREACHABLE
    assert "Office" in transport.status().message
    assert spool(FakeSpooler(), name="Office") is PrintOutcome.NOT_PRINTED


def test_windows_prints_a_pdf_with_its_viewer() -> None:
    seen: list[tuple[bytes, str]] = []

    def view(path: Path, printer: str) -> None:
        seen.append((path.read_bytes(), printer))
        path.unlink()

    transport = WindowsPdfTransport(QueueAddress(name="Office"), print_file=view)
    result = transport.send(b"%PDF-1.7", on_first_byte=lambda: None)
    assert (result.outcome, seen) == (PrintOutcome.HANDED_OVER, [(b"%PDF-1.7", "Office")])


def test_windows_without_a_pdf_viewer_prints_nothing_and_leaves_nothing() -> None:
    left: list[Path] = []

    def refuse(path: Path, printer: str) -> None:
        left.append(path)
        raise OSError("no application is associated")

    transport = WindowsPdfTransport(QueueAddress(name="Office"), print_file=refuse)
    result = transport.send(b"%PDF-1.7", on_first_byte=lambda: None)
    assert result.outcome is PrintOutcome.NOT_PRINTED
    assert not left[0].exists()


if sys.platform != "win32":

    def test_only_windows_has_the_windows_spooler() -> None:
        with pytest.raises(OSError, match="only Windows"):
            WinSpool().open("Counter")
