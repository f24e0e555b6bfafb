"""The claim ticket typeset as a form: rows from the top of the sheet down, in the paper's words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any, Final

from services.printing.content import AmountText, DeviceText, TicketText
from services.printing.glyph_map import PaperFont
from services.printing.pdf_type import (
    FAINT,
    QUIET,
    Style,
    bars_width,
    draw_bars,
    draw_centred,
    draw_code,
    draw_left,
    draw_right,
    text_width,
    wrapped,
)

_BODY: Final = Style()
_NOTE: Final = Style(size=8, grey=QUIET)
_STRONG: Final = Style(font=PaperFont.FORM_STRONG, size=9.5)
_NAME: Final = Style(font=PaperFont.FORM_BOLD, size=16)
_PERSON: Final = Style(font=PaperFont.FORM_STRONG, size=12)
_NUMBER: Final = Style(font=PaperFont.BOLD, size=17)
_AMOUNT: Final = Style(font=PaperFont.MEDIUM, size=9)
_TOTAL: Final = Style(font=PaperFont.FORM_BOLD, size=13)
_TOTAL_AMOUNT: Final = Style(font=PaperFont.BOLD, size=13)
_PROMISE: Final = Style(font=PaperFont.FORM_BOLD, size=18)
_MARK: Final = Style(font=PaperFont.FORM_BOLD, size=10, grey=1.0)

_BAR_MODULE: Final = 0.75
_BAR_HEIGHT: Final = 26.0
_CODE_SIDE: Final = 58.0
_DESCENT: Final = 0.26
"""The part of a line's leading that lies below its baseline."""

Draw = Callable[[Any, float, float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Something ``height`` points high; ``draw`` takes canvas, left edge and top.

    ``stays`` keeps it on one sheet with the row that follows.
    """

    height: float
    draw: Draw
    stays: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A claim ticket on sheets ``width`` points wide between the margins."""

    text: TicketText
    logo: bytes | None
    width: float

    def rows(self) -> Iterator[Row]:
        """Yield the whole form in order."""
        yield self._head()
        yield _space(8)
        yield self._hairline()
        yield _space(8)
        yield self._who_and_when()
        for device in self.text.devices:
            yield from self._device(device)
        yield from self._totals()
        if len(self.text.devices) == 1 and self.text.devices[0].promise:
            yield _space(12)
            yield self._promise(self.text.devices[0])
        yield _space(12)
        yield self._hairline()
        yield _space(8)
        yield from self._closing()

    def _head(self) -> Row:
        right = self._number_block()
        room = self.width - right.width - 16
        left = self._shop_lines(room)
        logo_height = 40.0 if self.logo else 0.0
        left_height = logo_height + sum(style.leading for _line, style in left)

        def draw(canvas: Any, x: float, top: float) -> None:
            if self.logo:
                _draw_logo(canvas, self.logo, x=x, top=top, height=34, room=room)
            _draw_stack(canvas, left, x=x, top=top - logo_height)
            right.draw(canvas, x + self.width - right.width, top)

        return Row(height=max(left_height, right.height), draw=draw)

    def _shop_lines(self, room: float) -> list[tuple[str, Style]]:
        head = self.text.head
        lines = [(line, _NAME) for line in wrapped(head.name, style=_NAME, width=room)]
        for parts in head.lines:
            for part in parts:
                lines += [(line, _NOTE) for line in wrapped(part, style=_NOTE, width=room)]
        return lines

    def _number_block(self) -> _Block:
        """The title, and for a single device its number and barcode."""
        single = self.text.devices[0] if len(self.text.devices) == 1 else None
        number = single.number if single else ""
        return _Block(title=self.text.title, mark=self.text.copy_mark, number=number)

    def _who_and_when(self) -> Row:
        """The customer at the left; when, at which till and by whom at the right."""
        by = wrapped(" · ".join(self.text.taken_in_by), style=_NOTE, width=self.width / 2)
        right = [("  ".join(self.text.taken_in), _BODY), *((line, _NOTE) for line in by)]
        room = self.width - max(text_width(line, style=style) for line, style in right) - 16
        left = [(line, _PERSON) for line in wrapped(self.text.customer, style=_PERSON, width=room)]
        left += [(self.text.phone, _BODY)] if self.text.phone else []

        def draw(canvas: Any, x: float, top: float) -> None:
            _draw_stack(canvas, left, x=x, top=top)
            _draw_stack(canvas, right, x=x + self.width, top=top, to_left=True)

        return Row(height=max(_stack_height(left), _stack_height(right)), draw=draw)

    def _device(self, device: DeviceText) -> Iterator[Row]:
        yield _space(10)
        yield self._hairline()
        yield _space(8)
        if device.heading:
            yield self._device_number(device)
            yield _space(4)
        yield from self._paragraph(device.title, style=_STRONG, stays=True)
        yield from self._paragraph(device.identity, style=_NOTE)
        if device.words:
            yield _space(4)
            yield from self._paragraph(device.said_label, style=_NOTE, stays=True)
            yield from self._paragraph(f'"{device.words}"', style=_BODY)
        state = " ".join(part for part in (device.condition, device.left) if part)
        if state:
            yield _space(4)
            yield from self._paragraph(state, style=_BODY)
        if device.lines:
            yield _space(6)
        for line in device.lines:
            yield from self._priced(line)
        if device.heading and device.promise:
            yield _space(3)
            yield self._pair(device.promise_label, device.promise, style=_STRONG, amount=_STRONG)

    def _device_number(self, device: DeviceText) -> Row:
        """Which device of the visit, its number, and its barcode at the right of both."""
        height = _NOTE.leading + (_NUMBER.leading if device.number else 0.0)

        def draw(canvas: Any, x: float, top: float) -> None:
            stack = [(device.heading, _NOTE), (device.number, _NUMBER)]
            _draw_stack(canvas, stack, x=x, top=top)
            if device.number:
                left = x + self.width - bars_width(device.number, module=_BAR_MODULE)
                _draw_number_bars(canvas, device.number, x=left, bottom=top - height + 2)

        return Row(height=height, draw=draw, stays=True)

    def _priced(self, line: AmountText) -> Iterator[Row]:
        yield _space(3)
        yield self._pair(
            line.label, line.amount, style=_STRONG, amount=_AMOUNT, stays=bool(line.detail)
        )
        yield from self._paragraph(line.detail, style=_NOTE)

    def _totals(self) -> Iterator[Row]:
        yield _space(10)
        yield self._hairline()
        yield _space(6)
        total = self.text.total
        yield self._pair(total.label, total.amount, style=_TOTAL, amount=_TOTAL_AMOUNT, stays=True)
        yield _space(2)
        for tax in self.text.taxes:
            yield self._pair(tax.label, tax.amount, style=_BODY, amount=_AMOUNT, stays=True)
        if self.text.deposit:
            deposit = self.text.deposit
            yield self._pair(deposit.label, deposit.amount, style=_BODY, amount=_AMOUNT)

    def _promise(self, device: DeviceText) -> Row:
        def draw(canvas: Any, x: float, top: float) -> None:
            canvas.setFillGray(0.94)
            canvas.roundRect(x, top - 52, self.width, 52, 6, stroke=0, fill=1)
            middle = x + self.width / 2
            label = replace(_NOTE, size=8.5)
            draw_centred(canvas, device.promise_label, x=middle, baseline=top - 17, style=label)
            draw_centred(canvas, device.promise, x=middle, baseline=top - 39, style=_PROMISE)

        return Row(height=52, draw=draw)

    def _closing(self) -> Iterator[Row]:
        """Long terms run over sheets; the closing lines stand beside the code."""
        code = next((device.number for device in self.text.devices if device.number), "")
        room = self.width - (_CODE_SIDE + 16 if code else 0)
        closing = " ".join(self.text.closing)
        beside = wrapped(f"{self.text.terms} {closing}".strip(), style=_NOTE, width=room)
        if len(beside) * _NOTE.leading > _CODE_SIDE:
            yield from self._paragraph(self.text.terms, style=_NOTE)
            yield _space(6)
            beside = wrapped(closing, style=_NOTE, width=room)
        stack = [(line, _NOTE) for line in beside]

        def draw(canvas: Any, x: float, top: float) -> None:
            _draw_stack(canvas, stack, x=x, top=top)
            if code:
                left = x + self.width - _CODE_SIDE
                draw_code(canvas, code, x=left, top=top, side=_CODE_SIDE)

        yield Row(height=max(_stack_height(stack), _CODE_SIDE if code else 0.0), draw=draw)

    def _pair(
        self, left: str, right: str, *, style: Style, amount: Style, stays: bool = False
    ) -> Row:
        """The left text wrapped, with the right text on its first line."""
        room = self.width - text_width(right, style=amount) - 16
        stack = [(line, style) for line in wrapped(left, style=style, width=room)]

        def draw(canvas: Any, x: float, top: float) -> None:
            _draw_stack(canvas, stack, x=x, top=top)
            baseline = top - style.leading * (1 - _DESCENT)
            draw_right(canvas, right, x=x + self.width, baseline=baseline, style=amount)

        return Row(height=_stack_height(stack), draw=draw, stays=stays)

    def _paragraph(self, text: str, *, style: Style, stays: bool = False) -> Iterator[Row]:
        for line in wrapped(text, style=style, width=self.width) if text else ():
            yield _line(line, style=style, stays=stays)

    def _hairline(self) -> Row:
        def draw(canvas: Any, x: float, top: float) -> None:
            canvas.setStrokeGray(FAINT)
            canvas.setLineWidth(0.6)
            canvas.line(x, top, x + self.width, top)

        return Row(height=0.6, draw=draw, stays=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """Title, COPY mark, number and barcode, flush right."""

    title: str
    mark: str
    number: str

    @property
    def width(self) -> float:
        wide = text_width(self.title, style=_NOTE) + (80 if self.mark else 0)
        if not self.number:
            return wide
        bars = bars_width(self.number, module=_BAR_MODULE)
        return max(wide, text_width(self.number, style=_NUMBER), bars)

    @property
    def height(self) -> float:
        number = _NUMBER.leading + _BAR_HEIGHT if self.number else 0.0
        return max(_NOTE.leading, 14.0 if self.mark else 0.0) + number

    def draw(self, canvas: Any, x: float, top: float) -> None:
        right = x + self.width
        baseline = top - _NOTE.leading * (1 - _DESCENT)
        draw_right(canvas, self.title, x=right, baseline=baseline, style=_NOTE)
        if self.mark:
            _draw_mark(
                canvas, self.mark, x=right - 8 - text_width(self.title, style=_NOTE), top=top
            )
        if not self.number:
            return
        below = top - (self.height - _NUMBER.leading - _BAR_HEIGHT)
        draw_right(
            canvas, self.number, x=right, baseline=below - _NUMBER.size * 0.98, style=_NUMBER
        )
        left = right - bars_width(self.number, module=_BAR_MODULE)
        _draw_number_bars(canvas, self.number, x=left, bottom=top - self.height)


def _draw_number_bars(canvas: Any, number: str, *, x: float, bottom: float) -> None:
    draw_bars(canvas, number, x=x, bottom=bottom, height=_BAR_HEIGHT, module=_BAR_MODULE)


def _draw_mark(canvas: Any, mark: str, *, x: float, top: float) -> None:
    """Draw the COPY mark white on black, ending at ``x``."""
    wide = text_width(mark, style=_MARK) + 10
    canvas.setFillGray(0)
    canvas.roundRect(x - wide, top - 13, wide, 14, 2, stroke=0, fill=1)
    draw_left(canvas, mark, x=x - wide + 5, baseline=top - 9.6, style=_MARK)


def _draw_logo(
    canvas: Any, png: bytes, *, x: float, top: float, height: float, room: float
) -> None:
    from reportlab.lib.utils import ImageReader

    picture = ImageReader(BytesIO(png))
    wide, high = picture.getSize()
    scale = min(height / high, room / wide)
    canvas.drawImage(
        picture, x, top - high * scale, width=wide * scale, height=high * scale, mask="auto"
    )


def _draw_stack(
    canvas: Any,
    stack: list[tuple[str, Style]],
    *,
    x: float,
    top: float,
    to_left: bool = False,
) -> None:
    draw = draw_right if to_left else draw_left
    for line, style in stack:
        draw(canvas, line, x=x, baseline=top - style.leading * (1 - _DESCENT), style=style)
        top -= style.leading


def _stack_height(stack: list[tuple[str, Style]]) -> float:
    return sum(style.leading for _line, style in stack)


def _line(text: str, *, style: Style, stays: bool = False) -> Row:
    def draw(canvas: Any, x: float, top: float) -> None:
        _draw_stack(canvas, [(text, style)], x=x, top=top)

    return Row(height=style.leading, draw=draw, stays=stays)


def _space(height: float) -> Row:
    return Row(height=height, draw=lambda _canvas, _x, _top: None, stays=True)
