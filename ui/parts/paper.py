"""The paper preview: a laid-out page drawn dot for dot as it will print, scaled to the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, assert_never

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from services.printing.dto import (
    Align,
    Barcode,
    DocumentKind,
    Element,
    Gap,
    Page,
    Picture,
    Rule,
    TextBesideCode,
    TextLine,
)
from ui.fonts import load_paper_fallbacks, paper_font
from ui.parts.paper_codes import (
    CodeShapes,
    paint_bars,
    paint_matrix,
    stand_in_bars,
    stand_in_matrix,
)
from ui.parts.paper_sheet import SHADOW, paint_label, paint_receipt
from ui.parts.paper_text import (
    CELL_HEIGHT,
    CELL_WIDTH,
    FONT_PIXELS,
    columns_of,
    draw_on_grid,
    page_text,
    paper_ink,
    stretch,
)
from ui.theme import tokens

RECEIPT_WIDTH: Final = 316
"""Width in pixels of an 80 mm paper at 1366, with 20 at each side."""

# The printer's own measures in dots (8 per millimetre): cells of 12 × 24, two dots between lines.
_LINE_SPACE: Final = 2
_RULE_HEIGHT: Final = 22
_DASH: Final = (3.5, 2.5)
_BAR_MODULE: Final = 2
_BELOW_BARS: Final = 8
_CODE_MODULE: Final = 4
_FULL_WIDTH: Final = 576

_SIDE: Final = 20
_TOP: Final = 20
_BOTTOM: Final = 22
_LABEL_SHARE: Final = 0.44 / (276 / _FULL_WIDTH)
PALE_TEXT: Final = 0.62
_PALE_CODE: Final = 0.20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Band:
    """One element with its place from the top, in dots."""

    element: Element
    top: float
    height: float


class PaperView(QWidget):
    """A sheet of paper with a page on it.

    Pale is what is not known yet. Without ``codes`` every barcode and QR code is pale, because only
    the code that prints may draw a real one. Readers get the page's lines as the description.
    """

    def __init__(self, label: str, *, name: str = "paper", codes: CodeShapes | None = None) -> None:
        super().__init__()
        self._codes = codes
        self._page: Page | None = None
        self._bands: tuple[_Band, ...] = ()
        self._pictures: dict[bytes, QImage] = {}
        self._width = RECEIPT_WIDTH
        self._has_fallbacks = False
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def page(self) -> Page | None:
        """The page shown."""
        return self._page

    def set_page(self, page: Page | None) -> None:
        """Show a page, or an empty sheet."""
        if page == self._page:
            return
        self._page = page
        self._pictures = {}
        self._bands = self._laid_out(page)
        words = page_text(page)
        if not words.isascii() and not self._has_fallbacks:
            load_paper_fallbacks()
            self._has_fallbacks = True
        self.setAccessibleDescription(words)
        self.updateGeometry()
        self.update()

    def set_paper_width(self, pixels: int) -> None:
        """Set how wide an 80 mm paper is on the screen; narrower papers and labels follow."""
        self._width = pixels
        self.updateGeometry()
        self.update()

    @property
    def dot(self) -> float:
        """The size of one printed dot in pixels."""
        receipt = (self._width - 2 * _SIDE) / _FULL_WIDTH
        return receipt * _LABEL_SHARE if self._is_label else receipt

    def sizeHint(self) -> QSize:
        """Return the size of the sheet and its shadow."""
        sheet = self._sheet_size()
        return QSize(sheet.width() + 2 * SHADOW, sheet.height() + 2 * SHADOW)

    def minimumSizeHint(self) -> QSize:
        """Return the same: paper does not shrink."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw sheet and print."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._sheet_size()
        sheet = QRectF(SHADOW, SHADOW, size.width(), size.height())
        paint = paint_label if self._is_label else paint_receipt
        paint(painter, sheet)
        painter.setClipRect(sheet)
        painter.translate(self._print_origin(sheet))
        painter.scale(self.dot, self.dot)
        for band in self._bands:
            self._paint_band(painter, band)

    # --- the sheet ----------------------------------------------------------------------------

    @property
    def _is_label(self) -> bool:
        return self._page is not None and self._page.kind is DocumentKind.BENCH_LABEL

    def _sheet_size(self) -> QSize:
        columns = self._page.columns if self._page is not None else _FULL_WIDTH // CELL_WIDTH
        height = (self._bands[-1].top + self._bands[-1].height) if self._bands else 0
        width = columns * CELL_WIDTH * self.dot
        if self._is_label:
            return QSize(round(width), round(height * self.dot))
        tall = height * self.dot + _TOP + _BOTTOM
        return QSize(round(width) + 2 * _SIDE, round(tall))

    def _print_origin(self, sheet: QRectF) -> QPointF:
        if self._is_label:
            return sheet.topLeft()
        return QPointF(sheet.left() + _SIDE, sheet.top() + _TOP)

    # --- the print, in dots -------------------------------------------------------------------

    def _laid_out(self, page: Page | None) -> tuple[_Band, ...]:
        bands: list[_Band] = []
        top = 0.0
        for element in page.elements if page is not None else ():
            height = self._height(element)
            bands.append(_Band(element=element, top=top, height=height))
            top += height
        return tuple(bands)

    def _height(self, element: Element) -> float:
        match element:
            case TextLine():
                return CELL_HEIGHT * stretch(element.size)[1] + _LINE_SPACE
            case Rule():
                return _RULE_HEIGHT
            case Gap():
                return 2 * element.twelfths
            case Barcode():
                return element.height_dots + _BELOW_BARS
            case TextBesideCode():
                lines = len(element.lines) * (CELL_HEIGHT + _LINE_SPACE)
                return max(lines, len(self._matrix(element)) * _CODE_MODULE)
            case Picture():
                return self._picture_size(element).height()
            case _:
                assert_never(element)

    def _paint_band(self, painter: QPainter, band: _Band) -> None:
        match band.element:
            case TextLine() as line:
                self._paint_line(painter, line, top=band.top)
            case Rule():
                self._paint_rule(painter, middle=band.top + band.height / 2)
            case Barcode() as barcode:
                self._paint_barcode(painter, barcode, top=band.top)
            case TextBesideCode() as beside:
                self._paint_beside(painter, beside, band=band)
            case Picture() as picture:
                self._paint_picture(painter, picture, top=band.top)
            case Gap():
                return
            case _:
                assert_never(band.element)

    @property
    def _columns(self) -> int:
        return self._page.columns if self._page is not None else _FULL_WIDTH // CELL_WIDTH

    def _paint_line(self, painter: QPainter, line: TextLine, *, top: float) -> None:
        ink = paper_ink(PALE_TEXT if line.pale else 1.0)
        across, down = stretch(line.size)
        width = columns_of(line.text) * CELL_WIDTH * across
        spare = self._columns * CELL_WIDTH - width
        left = {Align.LEFT: 0.0, Align.CENTRE: spare / 2, Align.RIGHT: float(spare)}[line.align]
        font = paper_font(pixels=FONT_PIXELS, bold=line.bold)
        painter.save()
        painter.translate(max(0.0, left), top)
        painter.scale(across, down)
        if line.inverse:
            painter.fillRect(QRectF(0, 0, width / across, CELL_HEIGHT), ink)
            ink = QColor(tokens().paper)
        draw_on_grid(painter, line.text, font=font, ink=ink)
        painter.restore()
        if line.right:
            self._paint_right(painter, line, top=top, font=font, ink=ink)

    def _paint_right(
        self, painter: QPainter, line: TextLine, *, top: float, font: QFont, ink: QColor
    ) -> None:
        across, down = stretch(line.size)
        width = columns_of(line.right) * CELL_WIDTH * across
        painter.save()
        painter.translate(self._columns * CELL_WIDTH - width, top)
        painter.scale(across, down)
        draw_on_grid(painter, line.right, font=font, ink=ink)
        painter.restore()

    def _paint_rule(self, painter: QPainter, *, middle: float) -> None:
        pen = QPen(paper_ink(1.0), 2, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
        pen.setDashPattern(_DASH)
        painter.setPen(pen)
        painter.drawLine(QPointF(0, middle), QPointF(self._columns * CELL_WIDTH, middle))

    def _paint_barcode(self, painter: QPainter, barcode: Barcode, *, top: float) -> None:
        known = self._codes is not None and not barcode.pale
        widths = self._codes.bars(barcode.text) if known and self._codes else stand_in_bars()
        full = self._columns * CELL_WIDTH
        width = sum(widths) * _BAR_MODULE
        if width > full:
            width = sum(widths)
        rect = QRectF((full - width) / 2, top, width, barcode.height_dots)
        paint_bars(painter, rect, widths=widths, colour=paper_ink(1.0 if known else _PALE_CODE))

    def _paint_beside(self, painter: QPainter, beside: TextBesideCode, *, band: _Band) -> None:
        font = paper_font(pixels=FONT_PIXELS)
        for index, text in enumerate(beside.lines):
            painter.save()
            painter.translate(0, band.top + index * (CELL_HEIGHT + _LINE_SPACE))
            draw_on_grid(painter, text, font=font, ink=paper_ink(1.0))
            painter.restore()
        rows = self._matrix(beside)
        side = len(rows) * _CODE_MODULE
        left = self._columns * CELL_WIDTH - side
        rect = QRectF(left, band.top + (band.height - side) / 2, side, side)
        known = self._codes is not None and not beside.pale
        paint_matrix(painter, rect, rows=rows, colour=paper_ink(1.0 if known else _PALE_CODE))

    def _matrix(self, beside: TextBesideCode) -> tuple[tuple[bool, ...], ...]:
        if self._codes is None or beside.pale:
            return stand_in_matrix()
        return tuple(tuple(row) for row in self._codes.matrix(beside.code))

    def _paint_picture(self, painter: QPainter, picture: Picture, *, top: float) -> None:
        size = self._picture_size(picture)
        left = (self._columns * CELL_WIDTH - size.width()) / 2
        # Scaled once with an area filter: letting the painter scale 1-bit dots makes them ragged.
        factor = self.dot * self.devicePixelRatioF()
        wanted = QSize(round(size.width() * factor), round(size.height() * factor))
        drawn = self._picture(picture).scaled(
            wanted,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        spot = QRectF(left, top, size.width(), size.height())
        painter.drawImage(spot, drawn, QRectF(drawn.rect()))

    def _picture(self, picture: Picture) -> QImage:
        image = self._pictures.get(picture.png)
        if image is None:
            image = QImage.fromData(picture.png)
            image = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
            self._pictures[picture.png] = image
        return image

    def _picture_size(self, picture: Picture) -> QSize:
        size = self._picture(picture).size()
        if size.width() > picture.max_width_dots:
            height = size.height() * picture.max_width_dots // max(1, size.width())
            return QSize(picture.max_width_dots, height)
        return size
