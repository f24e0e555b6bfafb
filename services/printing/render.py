"""From a document to what a printer, a file or a screen wants of it."""

from __future__ import annotations

from enum import StrEnum

from services.errors import Invalid
from services.printing.dto import ClaimTicket, Document, PrinterRole, PrinterSettings
from services.printing.layout import page_of


class PaperFormat(StrEnum):
    """How a document can be written: printer bytes, PDF, a 1-bit picture, plain text."""

    BYTES = "bin"
    PDF = "pdf"
    PICTURE = "png"
    TEXT = "txt"


def render_for_printer(document: Document, printer: PrinterSettings) -> bytes:
    """Return the bytes for one printer: PDF for an office printer, ESC/POS for the others."""
    if printer.role is PrinterRole.A4:
        return render(document, PaperFormat.PDF, printer=printer)
    return render(document, PaperFormat.BYTES, printer=printer)


def render(document: Document, paper_format: PaperFormat, *, printer: PrinterSettings) -> bytes:
    """Return ``document`` in a format; the libraries are loaded at first use.

    Raises:
        Invalid: the printer's profile is not known.
    """
    match paper_format:
        case PaperFormat.BYTES:
            from services.printing.escpos_bytes import render_escpos

            return render_escpos(page_of(document, printer), printer)
        case PaperFormat.PDF:
            return _pdf(document, printer)
        case PaperFormat.PICTURE:
            return _picture(document, printer)
        case PaperFormat.TEXT:
            from services.printing.plain_text import render_text

            return render_text(page_of(document, printer)).encode()


def _pdf(document: Document, printer: PrinterSettings) -> bytes:
    from services.printing.pdf import render_label_pdf, render_pdf

    if isinstance(document, ClaimTicket):
        return render_pdf(document, paper=printer.paper)
    return render_label_pdf(document, settings=printer)


def _picture(document: Document, printer: PrinterSettings) -> bytes:
    from services.printing.raster import render_label_png, render_png

    if isinstance(document, ClaimTicket):
        page = page_of(document, printer)
        return render_png(page, width_dots=printer.width_dots)
    return render_label_png(document, settings=printer)


def read_format(name: str) -> PaperFormat:
    """Return the format of a file ending or a name.

    Raises:
        Invalid: with the endings that are known.
    """
    try:
        return PaperFormat(name.lower().lstrip("."))
    except ValueError:
        known = ", ".join(f".{each.value}" for each in PaperFormat)
        raise Invalid(f"Use one of: {known}.", field="out") from None
