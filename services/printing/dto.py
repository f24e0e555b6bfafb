"""What is printed, described once: preview, receipt bytes, label, picture and PDF all read this.

A *document* is data (`ClaimTicket`, `BenchLabel`); a *layout* turns it into a `Page` of elements on
a character grid; a *renderer* turns a page into bytes, pixels or points. Nothing here imports a
library.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from data.values import TicketId


class DocumentKind(StrEnum):
    """The documents the shop prints. The value is what the command line and the job row say."""

    CLAIM_TICKET = "claim-ticket"
    BENCH_LABEL = "bench-label"


class PrinterRole(StrEnum):
    """The kinds of printer a till has; each document goes to one of its kind."""

    RECEIPT = "receipt"
    LABEL = "label"
    A4 = "a4"


class PrintOutcome(StrEnum):
    """What is known after an attempt (DOMAIN.md, Paper)."""

    PRINTED = "printed"
    HANDED_OVER = "handed_over"
    NOT_PRINTED = "not_printed"
    UNKNOWN = "unknown"


class PrinterState(StrEnum):
    """What a printer says of itself, or what its silence means."""

    READY = "ready"
    NO_PRINTER = "no_printer"
    PAPER_LOW = "paper_low"
    OUT_OF_PAPER = "out_of_paper"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    ERROR = "error"
    UNREACHABLE = "unreachable"
    SILENT = "silent"
    QUEUE = "queue"


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Size(StrEnum):
    """Text sizes on paper. Columns used by one character: normal and tall 1, double 2."""

    NORMAL = "normal"
    TALL = "tall"
    DOUBLE = "double"


# --- elements of a page ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """One line that fits the page's columns: left text, and optionally right text flush right.

    ``pale`` marks what is not known yet (preview only: paper never carries a pale line).
    """

    text: str
    right: str = ""
    bold: bool = False
    size: Size = Size.NORMAL
    align: Align = Align.LEFT
    inverse: bool = False
    pale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A dashed line across the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Vertical white space in twelfths of a text line."""

    twelfths: int = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Barcode:
    """Code 128 (set B) of ``text``, centred; pale while the number is not given yet."""

    text: str
    height_dots: int = 64
    pale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBesideCode:
    """Short lines at the left, a QR code of ``code`` at the right; ``pale`` is the code alone."""

    lines: tuple[str, ...]
    code: str
    pale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawing: PNG bytes, centred, scaled down to at most ``max_width_dots`` and never up.

    Transparent is paper. ``lines`` say the same in words, for plain text and for screen readers.
    """

    png: bytes
    max_width_dots: int = 384
    lines: tuple[TextLine, ...] = ()


Element = TextLine | Rule | Gap | Barcode | TextBesideCode | Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A laid-out document: elements top to bottom on a grid of ``columns`` characters."""

    kind: DocumentKind
    columns: int
    elements: tuple[Element, ...]
    title: str


# --- documents as data ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopHead:
    """Who issues the paper. Lines that are empty are left out."""

    name: str
    address: str = ""
    phone: str = ""
    registration: str = ""
    tax_number: str = ""
    language: str = "en"
    country: str = "US"
    currency: str = "USD"
    time_zone: str = "UTC"
    logo_png: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    """One repair or part. ``amount_minor`` None prints "ask"; ``estimated`` prints "≈"."""

    title: str
    detail: str = ""
    amount_minor: int | None = None
    estimated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDevice:
    """One order of the visit: number (None while not given), device, words, condition, lines,
    promise.

    ``identity`` says what is known of the device's number, such as "IMEI ending 4821"; should it
    hold a whole IMEI or serial, only the tail is printed. ``condition`` pairs a `ConditionPart`
    value with a `ConditionMark` value. ``words`` are printed in quotes.
    """

    number: str | None
    title: str
    identity: str = ""
    words: str = ""
    condition: tuple[tuple[str, str], ...] = ()
    accessories: tuple[str, ...] = ()
    lines: tuple[PrintedLine, ...] = ()
    promised_at: datetime | None = None
    technician: str = ""
    slot: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTax:
    """Tax of one rate over the visit. ``rate_ppm`` is parts per million (8.25 % = 82500)."""

    name: str
    rate_ppm: int
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimTicket:
    """The customer's intake receipt for one visit. Amounts are minor units of the shop currency.

    ``copy_no`` 0 is the original; n > 0 prints "COPY n". Instants are aware UTC and are printed in
    the shop's time zone.
    """

    shop: ShopHead
    taken_in_at: datetime
    till: str
    person: str
    customer_name: str
    customer_phone: str = ""
    devices: tuple[PrintedDevice, ...] = ()
    taxes: tuple[PrintedTax, ...] = ()
    prices_include_tax: bool = False
    total_minor: int = 0
    total_is_estimate: bool = False
    deposit_agreed_minor: int = 0
    terms_text: str = ""
    terms_version: int | None = None
    terms_accepted: bool = False
    copy_no: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchLabel:
    """The sticker on one device. Never holds a passcode."""

    shop: ShopHead
    device: PrintedDevice
    taken_in_at: datetime | None = None
    copy_no: int = 0


Document = ClaimTicket | BenchLabel


# --- printers -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterSettings:
    """One printer of a till.

    ``address``: ``tcp://host:port``, ``usb://vendor:product``,
    ``serial:///dev/ttyUSB0?baud=19200``, ``queue:NAME`` (CUPS or Windows), ``file:PATH``, ``none``.
    ``columns`` 48 (80 mm), 32 (58 mm).
    """

    role: PrinterRole
    address: str
    profile: str = "default"
    columns: int = 48
    width_dots: int = 576
    label_width_mm: int = 57
    label_height_mm: int = 30
    paper: str = "A5"
    cut: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterModel:
    """A model that can be chosen: ``profile`` is what `PrinterSettings` names."""

    profile: str
    maker: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperChoice:
    """A document on one of the till's printers; ``role`` None is the usual one for it."""

    document: DocumentKind
    role: PrinterRole | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterStatus:
    """A printer's state in one word, with the sentence a cashier can act on."""

    state: PrinterState
    message: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintResult:
    """What became of one attempt to print."""

    outcome: PrintOutcome
    status: PrinterStatus
    bytes_sent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRecord:
    """One line of the ticket's print history (kept for ever); ``printer`` is an address."""

    ticket_id: TicketId
    document: DocumentKind
    copy_no: int
    outcome: PrintOutcome | None
    detail: str
    printer: str
    at_utc: datetime
    person: str
    till: str = ""
    job_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The pages the customer will see, laid out for this till's printers."""

    ticket: Page
    labels: tuple[Page, ...] = field(default=())
