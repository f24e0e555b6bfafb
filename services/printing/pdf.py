"""Documents as PDF: the claim ticket as an A5 or A4 form or as the 80 mm roll, the label at its
size.

Fonts are embedded, so that every letter prints on every machine; reportlab is loaded at first use.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final, Literal

from services.printing.content import TicketText, describe_ticket
from services.printing.dto import (
    BenchLabel,
    ClaimTicket,
    DocumentKind,
    Page,
    Picture,
    PrinterSettings,
    ShopHead,
)
from services.printing.layout import layout_bench_label, layout_claim_ticket
from services.printing.paper_width import COLUMNS_80_MM, columns_of_mm
from services.printing.pdf_form import Form, Row
from services.printing.pdf_roll import (
    COLUMN,
    POINTS_PER_MM,
    draw_label,
    draw_roll,
    roll_height,
)
from services.printing.pdf_type import QUIET, Style, draw_left, draw_right, embedded
from services.printing.words import Words

Paper = Literal["A4", "A5", "80mm"]

_ROLL_MARGIN_MM: Final = 4.0
_FOOT: Final = Style(size=7, grey=QUIET)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """A sheet in points; ``scale`` enlarges the A5 form."""

    width: float
    height: float
    margin: float
    scale: float = 1.0


_SHEETS: Final = {
    "A5": _Sheet(width=419.53, height=595.28, margin=34.0),
    "A4": _Sheet(width=595.28, height=841.89, margin=56.0, scale=1.2),
}


def render_pdf(
    document: ClaimTicket | BenchLabel | Page, *, paper: str = "A5", shop: ShopHead | None = None
) -> bytes:
    """Return ``document`` as a PDF on ``paper``: "A4", "A5" or "80mm".

    A claim ticket on A4 or A5 is the typeset form; a laid-out page keeps its lines on any paper; a
    bench label always has the label's own size. ``shop`` names the author of a laid-out page.

    Raises:
        ValueError: no such paper.
    """
    if paper not in (*_SHEETS, "80mm"):
        raise ValueError(f"there is no paper {paper!r}")
    if isinstance(document, BenchLabel):
        return render_label_pdf(document)
    if isinstance(document, Page):
        return _page_pdf(document, paper=paper, author=shop.name if shop else "")
    if paper == "80mm":
        page = layout_claim_ticket(document, columns=COLUMNS_80_MM)
        return _page_pdf(page, paper=paper, author=document.shop.name)
    return _form_pdf(document, sheet=_SHEETS[paper])


def render_label_pdf(label: BenchLabel, *, settings: PrinterSettings | None = None) -> bytes:
    """Return the bench label as a PDF of the label's size (57 × 30 mm unless settings say so)."""
    if settings is None:
        page = layout_bench_label(label)
    else:
        page = layout_bench_label(
            label,
            columns=columns_of_mm(settings.label_width_mm),
            height_mm=settings.label_height_mm,
        )
    return _page_pdf(page, paper="80mm", author=label.shop.name)


def _form_pdf(ticket: ClaimTicket, *, sheet: _Sheet) -> bytes:
    text = describe_ticket(ticket)
    width = (sheet.width - 2 * sheet.margin) / sheet.scale
    height = (sheet.height - 2 * sheet.margin - 12) / sheet.scale
    form = Form(text=text, logo=ticket.shop.logo_png, width=width)
    sheets = _paginated(tuple(form.rows()), height=height)
    title = " ".join((text.title, *(device.number for device in text.devices))).strip()

    def draw(canvas: Any) -> None:
        for number, rows in enumerate(sheets, start=1):
            _draw_foot(canvas, text, ticket=ticket, sheet=sheet, page=(number, len(sheets)))
            canvas.saveState()
            canvas.translate(sheet.margin, sheet.height - sheet.margin)
            canvas.scale(sheet.scale, sheet.scale)
            top = 0.0
            for row in rows:
                row.draw(canvas, 0.0, top)
                top -= row.height
            canvas.restoreState()
            canvas.showPage()

    return _pdf(draw, size=(sheet.width, sheet.height), title=title, author=ticket.shop.name)


def _draw_foot(
    canvas: Any, text: TicketText, *, ticket: ClaimTicket, sheet: _Sheet, page: tuple[int, int]
) -> None:
    """Draw shop and page at the foot, when there is more than one page."""
    number, count = page
    if count == 1:
        return
    template = Words(ticket.shop).vocabulary.page
    baseline = sheet.margin * 0.6
    draw_left(canvas, text.head.name, x=sheet.margin, baseline=baseline, style=_FOOT)
    draw_right(
        canvas,
        template.format(page=number, pages=count),
        x=sheet.width - sheet.margin,
        baseline=baseline,
        style=_FOOT,
    )


def _paginated(rows: Sequence[Row], *, height: float) -> list[list[Row]]:
    """Fill sheets from the top; rows that stay with the next move on together."""
    sheets: list[list[Row]] = [[]]
    used = 0.0
    for group in _groups(rows):
        wanted = sum(row.height for row in group)
        if sheets[-1] and used + wanted > height:
            sheets.append([])
            used = 0.0
        sheets[-1].extend(group)
        used += wanted
    return sheets


def _groups(rows: Sequence[Row]) -> list[list[Row]]:
    groups: list[list[Row]] = [[]]
    for row in rows:
        groups[-1].append(row)
        if not row.stays:
            groups.append([])
    return [group for group in groups if group]


def _page_pdf(page: Page, *, paper: str, author: str) -> bytes:
    first = page.elements[0] if page.elements else None
    if page.kind is DocumentKind.BENCH_LABEL and isinstance(first, Picture):
        return _label_page_pdf(page, first, author=author)
    margin = _ROLL_MARGIN_MM * POINTS_PER_MM
    sheet = _SHEETS.get(paper)
    width = sheet.width if sheet else page.columns * COLUMN + 2 * margin
    height = sheet.height if sheet else roll_height(page) + 4 * margin
    left = (width - page.columns * COLUMN) / 2

    def draw(canvas: Any) -> None:
        draw_roll(canvas, page, left=left, top=height - 2 * margin)
        canvas.showPage()

    return _pdf(draw, size=(width, height), title=page.title, author=author)


def _label_page_pdf(page: Page, picture: Picture, *, author: str) -> bytes:
    from reportlab.lib.utils import ImageReader

    dots = ImageReader(BytesIO(picture.png)).getSize()
    width, height = (dot / 8 * POINTS_PER_MM for dot in dots)

    def draw(canvas: Any) -> None:
        draw_label(canvas, picture, width=width, height=height)
        canvas.showPage()

    return _pdf(draw, size=(width, height), title=page.title, author=author)


def _pdf(
    draw: Callable[[Any], None], *, size: tuple[float, float], title: str, author: str
) -> bytes:
    """Return what ``draw`` puts on sheets of ``size``; the same input gives the same bytes."""
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(
        out, pagesize=size, invariant=1, pageCompression=1, initialFontName=embedded(_FOOT.font)
    )
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setCreator("Mendpoint")
    draw(canvas)
    canvas.save()
    return out.getvalue()
