from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from services.printing.content import TicketText, describe_ticket
from services.printing.dto import ClaimTicket, PrinterRole, PrinterSettings
from services.printing.layout import layout_bench_label, layout_claim_ticket
from services.printing.pdf import render_label_pdf, render_pdf
from services.printing.pdf_form import Form
from services.printing.writing_order import as_drawn
from tests.unit.printing.papers import HOSTILE_NAMES, LABEL, PHONE, TICKET, three_devices


class RecordingCanvas:
    """Stands for reportlab's canvas and keeps what is written on it."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.paths = 0

    def beginText(self, x: float, y: float) -> RecordingCanvas:
        self.lines.append("")
        return self

    def textOut(self, text: str) -> None:
        self.lines[-1] += text

    def drawPath(self, path: Any, **how: Any) -> None:
        self.paths += 1

    def beginPath(self) -> RecordingCanvas:
        return self

    def __getattr__(self, name: str) -> Any:
        return lambda *arguments, **named: None


def written(ticket: ClaimTicket) -> RecordingCanvas:
    canvas = RecordingCanvas()
    form = Form(text=describe_ticket(ticket), logo=None, width=350.0)
    for row in form.rows():
        row.draw(canvas, 0.0, 0.0)
    return canvas


def sentences(text: TicketText) -> list[str]:
    """Everything the ticket says, as the content module words it."""
    said = [text.head.name, *(part for line in text.head.lines for part in line)]
    said += [text.title, text.copy_mark, text.customer, text.phone, *text.taken_in, *text.closing]
    said += [text.terms, text.total.label, text.total.amount]
    said += [part for tax in text.taxes for part in (tax.label, tax.amount)]
    if text.deposit:
        said += [text.deposit.label, text.deposit.amount]
    for device in text.devices:
        said += [device.number, device.heading, device.title, device.identity, device.words]
        said += [device.condition, device.left, device.promise_label, device.promise]
        said += [part for line in device.lines for part in (line.label, line.detail, line.amount)]
    return [sentence.replace("\u00a0", " ") for sentence in said if sentence]


def media_boxes(pdf: bytes) -> list[tuple[float, float]]:
    found = re.findall(rb"/MediaBox \[ ?0 0 ([\d.]+) ([\d.]+)", pdf)
    return [(float(width), float(height)) for width, height in found]


@pytest.mark.parametrize("ticket", [TICKET, three_devices(), replace(TICKET, copy_no=3)])
def test_the_form_says_everything_in_the_papers_words(ticket: ClaimTicket) -> None:
    on_form = "".join(" ".join(written(ticket).lines).split())
    missing = [s for s in sentences(describe_ticket(ticket)) if "".join(s.split()) not in on_form]
    assert missing == []


def test_codes_are_one_path_each() -> None:
    assert written(TICKET).paths == 2
    assert written(three_devices()).paths == 4


@pytest.mark.parametrize(("paper", "size"), [("A5", (419.53, 595.28)), ("A4", (595.28, 841.89))])
def test_the_form_has_its_paper(paper: str, size: tuple[float, float]) -> None:
    assert [
        tuple(round(side, 2) for side in box)
        for box in media_boxes(render_pdf(TICKET, paper=paper))
    ] == [size]


def test_the_roll_is_eighty_millimetres_wide() -> None:
    ((width, height),) = media_boxes(render_pdf(TICKET, paper="80mm"))
    assert round(width / 72 * 25.4) == 80
    assert height > width


def test_a_page_keeps_its_lines_on_a_sheet() -> None:
    page = layout_claim_ticket(TICKET, columns=32)
    pdf = render_pdf(page, paper="A5", shop=TICKET.shop)
    assert len(media_boxes(pdf)) == 1
    assert b"FontFile2" in pdf


def test_the_label_has_the_labels_size() -> None:
    ((width, height),) = media_boxes(render_pdf(LABEL))
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (57, 30)
    assert render_pdf(layout_bench_label(LABEL), shop=LABEL.shop) == render_pdf(LABEL)


def test_the_label_follows_the_printers_settings() -> None:
    settings = PrinterSettings(
        role=PrinterRole.LABEL, address="none", label_width_mm=51, label_height_mm=25
    )
    ((width, height),) = media_boxes(render_label_pdf(LABEL, settings=settings))
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (51, 25)


@pytest.mark.parametrize("paper", ["A5", "A4", "80mm"])
@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_every_name_prints_with_embedded_fonts(paper: str, name: str) -> None:
    device = replace(PHONE, title=name, words=name)
    pdf = render_pdf(replace(TICKET, customer_name=name, devices=(device,)), paper=paper)
    assert pdf.startswith(b"%PDF")
    assert b"/Helvetica" not in pdf
    assert pdf.count(b"/FontFile2") >= 2


def test_right_to_left_names_are_shaped_on_the_form() -> None:
    lines = written(replace(TICKET, customer_name="محمد")).lines
    assert as_drawn("محمد") in lines
    assert as_drawn("محمد") != "محمد"


def test_a_long_ticket_runs_over_several_sheets() -> None:
    terms = "These are the terms of the shop in full, again and again. " * 120
    pdf = render_pdf(replace(TICKET, terms_text=terms))
    assert len(media_boxes(pdf)) >= 3


def test_long_words_run_over_one_sheet_at_most() -> None:
    device = replace(PHONE, words="W" * 10_000)
    assert len(media_boxes(render_pdf(replace(TICKET, devices=(device,))))) == 2


def test_a_long_till_and_person_leave_the_customer_room() -> None:
    crowded = replace(TICKET, till="Till " * 30, person="Ana Maria " * 20)
    assert "Dana Whitfield" in written(crowded).lines


def test_the_same_ticket_gives_the_same_bytes() -> None:
    assert render_pdf(TICKET) == render_pdf(TICKET)


def test_a_paper_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="Letter"):
        render_pdf(TICKET, paper="Letter")


def test_a_ticket_without_a_number_has_no_codes() -> None:
    assert written(replace(TICKET, devices=(replace(PHONE, number=None),))).paths == 0
