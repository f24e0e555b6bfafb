"""Documents laid out on a character grid: the lines and breaks that paper and preview share.

Nothing is cut here: how much of a long text is printed is `content`'s to say, for all papers alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from services.printing.characters import width_of
from services.printing.content import (
    AmountText,
    DeviceText,
    HeadText,
    TicketText,
    describe_ticket,
)
from services.printing.dto import (
    Align,
    Barcode,
    BenchLabel,
    ClaimTicket,
    Document,
    DocumentKind,
    Element,
    Gap,
    Page,
    Picture,
    PrinterSettings,
    Rule,
    Size,
    TextBesideCode,
    TextLine,
)
from services.printing.paper_width import (
    FEWEST_COLUMNS,
    MOST_COLUMNS,
    columns_of_mm,
    dots_of_columns,
)
from services.printing.wrapping import wrap

MOST_LINES_BESIDE_CODE: Final = 8

CODE_COLUMNS: Final = 8
"""Columns that a QR code and the white beside it take from the closing lines."""

_PLACEHOLDER = "R00-000000-0"
_DETAIL_INDENT = "  "
_TOGETHER = "   "


def page_of(document: Document, printer: PrinterSettings) -> Page:
    """Lay a document out for one printer: tickets by its columns, labels by their size."""
    if isinstance(document, ClaimTicket):
        return layout_claim_ticket(document, columns=printer.columns)
    return layout_bench_label(
        document,
        columns=columns_of_mm(printer.label_width_mm),
        height_mm=printer.label_height_mm,
    )


def layout_claim_ticket(ticket: ClaimTicket, *, columns: int) -> Page:
    """Lay the claim ticket out for ``columns`` characters (80 mm: 48, 58 mm: 32).

    A number that is not given yet is a pale line and a pale barcode; printers leave both out.

    Raises:
        ValueError: fewer than 24 or more than 64 columns.
    """
    if not FEWEST_COLUMNS <= columns <= MOST_COLUMNS:
        raise ValueError(f"paper has {FEWEST_COLUMNS} to {MOST_COLUMNS} columns, not {columns}")
    text = describe_ticket(ticket)
    return Page(
        kind=DocumentKind.CLAIM_TICKET,
        columns=columns,
        elements=tuple(_ticket(text, logo=ticket.shop.logo_png, columns=columns)),
        title=" ".join(part for part in (text.title, *_numbers(text)) if part),
    )


def layout_bench_label(label: BenchLabel, *, columns: int = 38, height_mm: int = 30) -> Page:
    """Lay the bench label out as one picture of ``columns`` cells by ``height_mm`` millimetres.

    The picture is what the label printer gets, so the preview shows exactly that; its ``lines`` say
    the same in words. A number not given yet is pale.
    """
    from services.printing.label_face import draw_label_face

    face = draw_label_face(label, width_dots=dots_of_columns(columns), height_mm=height_mm)
    return Page(
        kind=DocumentKind.BENCH_LABEL,
        columns=columns,
        elements=(
            Picture(png=face.png, max_width_dots=dots_of_columns(columns), lines=face.lines),
        ),
        title=face.title,
    )


def _ticket(text: TicketText, *, logo: bytes | None, columns: int) -> Iterator[Element]:
    if text.copy_mark:
        yield TextLine(text=f" {text.copy_mark} ", bold=True, inverse=True, align=Align.CENTRE)
        yield Gap()
    if logo:
        yield Picture(png=logo, max_width_dots=dots_of_columns(columns) * 2 // 3)
        yield Gap()
    yield from _head(text.head, columns=columns)
    yield Gap()
    if len(text.devices) == 1:
        yield from _number(text, text.devices[0], columns=columns)
    yield from _taken_in(text, columns=columns)
    yield Rule()
    yield from _pair(text.customer, text.phone, columns=columns, bold=True)
    for device in text.devices:
        yield from _device(text, device, columns=columns)
    yield from _totals(text, columns=columns)
    if len(text.devices) == 1:
        yield from _promise(text.devices[0], columns=columns)
    yield Rule()
    yield from _closing(text, columns=columns)


def _head(head: HeadText, *, columns: int) -> Iterator[Element]:
    if head.name:
        yield from _big(head.name, columns=columns)
    for line in head.lines:
        yield from _centred(line, columns=columns)


def _number(text: TicketText, device: DeviceText, *, columns: int) -> Iterator[Element]:
    if not device.number:
        yield TextLine(text=text.number_hint, align=Align.CENTRE, pale=True)
        yield Barcode(text=_PLACEHOLDER, pale=True)
        yield Gap(twelfths=3)
        return
    yield from _big(device.number, columns=columns)
    yield Barcode(text=device.number)
    yield Gap(twelfths=3)


def _taken_in(text: TicketText, *, columns: int) -> Iterator[TextLine]:
    """Yield when and by whom on one line, closer together where paper is narrow."""
    for left, right in (("  ", _TOGETHER), (" ", " ")):
        when, by = left.join(text.taken_in), right.join(text.taken_in_by)
        if width_of(when) + 1 + width_of(by) <= columns:
            yield TextLine(text=when, right=by)
            return
    yield from _lines("  ".join(text.taken_in), columns=columns)
    yield from _lines(_TOGETHER.join(text.taken_in_by), columns=columns)


def _device(text: TicketText, device: DeviceText, *, columns: int) -> Iterator[Element]:
    if device.heading:
        yield Rule()
        yield TextLine(text=device.heading, align=Align.CENTRE)
        yield from _number(text, device, columns=columns)
    yield from _lines(device.title, columns=columns)
    yield from _lines(device.identity, columns=columns)
    if device.words:
        yield Gap(twelfths=3)
        yield TextLine(text=device.said_label)
        yield from _quoted(device.words, columns=columns)
    state = " ".join(part for part in (device.condition, device.left) if part)
    if state:
        yield Gap(twelfths=3)
        yield from _lines(state, columns=columns)
    if device.lines:
        yield Rule()
    for line in device.lines:
        yield from _priced(line, columns=columns)
    if device.heading and device.promise:
        yield from _pair(device.promise_label, device.promise, columns=columns, bold=True)


def _totals(text: TicketText, *, columns: int) -> Iterator[Element]:
    yield Rule()
    yield from _total(text.total, columns=columns)
    for tax in text.taxes:
        yield from _pair(tax.label, tax.amount, columns=columns)
    if text.deposit:
        yield from _pair(text.deposit.label, text.deposit.amount, columns=columns)


def _total(total: AmountText, *, columns: int) -> Iterator[TextLine]:
    """Yield the total as large as it fits, with the longest words that fit at that size."""
    for size, room in ((Size.DOUBLE, columns // 2), (Size.TALL, columns)):
        for label in (total.label, *total.shorter):
            if width_of(label) + 1 + width_of(total.amount) <= room:
                yield TextLine(text=label, right=total.amount, bold=True, size=size)
                return
    yield from _pair(total.label, total.amount, columns=columns, bold=True)


def _promise(device: DeviceText, *, columns: int) -> Iterator[Element]:
    if not device.promise:
        return
    yield Rule()
    yield TextLine(text=device.promise_label, align=Align.CENTRE)
    yield from _big(device.promise, columns=columns)


def _closing(text: TicketText, *, columns: int) -> Iterator[Element]:
    """Long terms run over the full width; the closing lines stand beside the code."""
    code = next(iter(_numbers(text)), "")
    narrow = columns - CODE_COLUMNS - 1
    closing = " ".join(text.closing)
    beside = wrap(f"{text.terms} {closing}".strip(), columns=narrow)
    if len(beside) > MOST_LINES_BESIDE_CODE:
        for line in wrap(text.terms, columns=columns):
            yield TextLine(text=line)
        yield Gap(twelfths=3)
        beside = wrap(closing, columns=narrow)
    yield TextBesideCode(lines=beside, code=code or _PLACEHOLDER, pale=not code)


def _numbers(text: TicketText) -> Iterator[str]:
    return (device.number for device in text.devices if device.number)


def _priced(line: AmountText, *, columns: int) -> Iterator[Element]:
    yield from _pair(line.label, line.amount, columns=columns, bold=True)
    room = columns - len(_DETAIL_INDENT)
    for part in wrap(line.detail, columns=room):
        if part:
            yield TextLine(text=_DETAIL_INDENT + part)


def _quoted(words: str, *, columns: int) -> Iterator[Element]:
    """Yield the words in quotes; the lines after the first hang under its first letter."""
    lines = wrap(f'{words}"', columns=columns - 1)
    for index, line in enumerate(lines):
        yield TextLine(text=f"{' ' if index else chr(34)}{line}")


def _pair(left: str, right: str, *, columns: int, bold: bool = False) -> Iterator[TextLine]:
    """Yield ``left`` with ``right`` flush right on its first line, or below when both are long."""
    wanted = width_of(right)
    if wanted > columns // 2:
        yield from _lines(left, columns=columns, bold=bold)
        for line in wrap(right, columns=columns):
            yield TextLine(text=line, bold=bold, align=Align.RIGHT)
        return
    room = columns - wanted - 1 if right else columns
    lines = wrap(left, columns=room)
    for index, line in enumerate(lines):
        yield TextLine(text=line, right=right if index == 0 else "", bold=bold)


def _lines(text: str, *, columns: int, bold: bool = False) -> Iterator[TextLine]:
    if not text:
        return
    for line in wrap(text, columns=columns):
        yield TextLine(text=line, bold=bold)


def _centred(parts: tuple[str, ...], *, columns: int) -> Iterator[TextLine]:
    """Yield the parts on one line when they fit, else each on its own."""
    together = _TOGETHER.join(parts)
    if width_of(together) <= columns:
        yield TextLine(text=together, align=Align.CENTRE)
        return
    for part in parts:
        for line in wrap(part, columns=columns):
            yield TextLine(text=line, align=Align.CENTRE)


def _big(text: str, *, columns: int) -> Iterator[TextLine]:
    """Yield ``text`` centred and as large as two lines of it allow."""
    doubled = wrap(text, columns=columns // 2)
    if len(doubled) <= 2:
        for line in doubled:
            yield TextLine(text=line, bold=True, size=Size.DOUBLE, align=Align.CENTRE)
        return
    for line in wrap(text, columns=columns):
        yield TextLine(text=line, bold=True, size=Size.TALL, align=Align.CENTRE)
