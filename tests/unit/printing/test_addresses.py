from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.errors import Invalid
from services.printing.transports.addresses import (
    FileAddress,
    NoAddress,
    PrinterAddress,
    QueueAddress,
    SerialAddress,
    TcpAddress,
    UsbAddress,
    address_text,
    parse_address,
)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("tcp://192.168.1.50:9100", TcpAddress(host="192.168.1.50")),
        ("tcp://printer.shop.example", TcpAddress(host="printer.shop.example")),
        ("TCP://Printer:9101", TcpAddress(host="printer", port=9101)),
        ("tcp://[fe80::1]:9100", TcpAddress(host="fe80::1")),
        ("tcp://10.0.0.5?status=no", TcpAddress(host="10.0.0.5", asks_status=False)),
        ("192.168.1.50", TcpAddress(host="192.168.1.50")),
        ("192.168.1.50:9102", TcpAddress(host="192.168.1.50", port=9102)),
        ("usb://04b8:0e15", UsbAddress(vendor=0x04B8, product=0x0E15)),
        ("usb://0x4b8:0xe15/J123", UsbAddress(vendor=0x04B8, product=0x0E15, serial_number="J123")),
        ("serial:///dev/ttyUSB0?baud=19200", SerialAddress(device="/dev/ttyUSB0", baud=19200)),
        ("serial://COM3", SerialAddress(device="COM3")),
        ("queue:Receipts", QueueAddress(name="Receipts")),
        ("queue:\\\\server\\Counter printer", QueueAddress(name="\\\\server\\Counter printer")),
        ("file:/tmp/out.bin", FileAddress(path="/tmp/out.bin")),
        ("file:///tmp/out.bin", FileAddress(path="/tmp/out.bin")),
        ("file:C:\\out.bin", FileAddress(path="C:\\out.bin")),
        ("none", NoAddress()),
        ("  ", NoAddress()),
    ],
)
def test_addresses_are_read_as_people_write_them(text: str, address: PrinterAddress) -> None:
    assert parse_address(text) == address


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("printer", "no printer address"),
        ("http://shop.example", "no printer address"),
        ("tcp://", "tcp://HOST:PORT"),
        ("tcp://host:99999", "65535"),
        ("tcp://host:0", "at least 1"),
        ("tcp://host:ninety", "65535"),
        ("tcp://user@host", "tcp://HOST:PORT"),
        ("tcp://host/path", "tcp://HOST:PORT"),
        ("tcp://ho st", "tcp://HOST:PORT"),
        ("usb://printer", "usb://VENDOR:PRODUCT"),
        ("usb://04b8:", "usb://VENDOR:PRODUCT"),
        ("serial://", "serial://"),
        ("serial://COM3?baud=7", "9600"),
        ("queue:", "queue:NAME"),
        ("queue:-oraw", "queue:NAME"),
        ("file:", "file:PATH"),
        ("tcp://ho\nst", "control characters"),
    ],
)
def test_a_wrong_address_says_what_to_write(text: str, said: str) -> None:
    with pytest.raises(Invalid, match=said) as refused:
        parse_address(text, field="printers.0.address")
    assert refused.value.field == "printers.0.address"


@given(
    st.one_of(
        st.builds(
            TcpAddress,
            host=st.from_regex(r"[a-z][a-z0-9]{0,8}(\.[a-z]{1,5})?", fullmatch=True),
            port=st.integers(min_value=1, max_value=65535),
            asks_status=st.booleans(),
        ),
        st.builds(
            UsbAddress,
            vendor=st.integers(min_value=0, max_value=0xFFFF),
            product=st.integers(min_value=0, max_value=0xFFFF),
        ),
        st.builds(SerialAddress, device=st.just("/dev/ttyS0"), baud=st.just(38400)),
        st.just(NoAddress()),
    )
)
def test_an_address_reads_back_from_its_text(address: PrinterAddress) -> None:
    assert parse_address(address_text(address)) == address
