"""The paper preview shows the page that prints, line for line."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from services.printing.dto import (
    Align,
    Barcode,
    DocumentKind,
    Element,
    Gap,
    Page,
    Picture,
    Rule,
    Size,
    TextBesideCode,
    TextLine,
)
from tests.screens.parts_stage import DESCRIPTION, NAME, dress, spoken, stage
from ui.parts.paper import PaperView
from ui.parts.paper_codes import stand_in_bars, stand_in_matrix
from ui.parts.paper_text import columns_of, page_text
from ui.tokens import LIGHT, Scheme

TICKET: tuple[Element, ...] = (
    TextLine(text="ALDER STREET REPAIR", bold=True, size=Size.DOUBLE, align=Align.CENTRE),
    TextLine(text="Number and barcode are given on saving", align=Align.CENTRE, pale=True),
    Barcode(text="R26-000418-H", pale=True),
    Rule(),
    TextLine(text="Dana Whitfield", right="415-555-0142", bold=True),
    Gap(twelfths=3),
    TextLine(text="TODAY 17:00", size=Size.TALL, inverse=True),
    TextLine(text="right", align=Align.RIGHT),
    TextBesideCode(lines=("Keep this ticket.", "Terms v7."), code="R26-000418-H"),
)


class Codes:
    """Shapes that can be told from the stand-ins."""

    def bars(self, text: str) -> Sequence[int]:
        return [len(text)] * 9

    def matrix(self, text: str) -> Sequence[Sequence[bool]]:
        return [[True] * 10 for _ in range(10)]


def _page(*elements: Element, columns: int = 48) -> Page:
    kind = DocumentKind.CLAIM_TICKET
    return Page(kind=kind, columns=columns, elements=elements or TICKET, title="Ticket")


def _view(qtbot: QtBot, page: Page, *, codes: Codes | None = None) -> PaperView:
    view = PaperView("Claim ticket", codes=codes)
    view.set_page(page)
    stage(qtbot, view, height=900)
    return view


def _darkest(image: QImage) -> int:
    rows, columns = range(20, image.height() - 20), range(30, image.width() - 30)
    return min(image.pixelColor(x, y).lightness() for y in rows for x in columns)


def test_readers_get_every_line(qtbot: QtBot) -> None:
    view = _view(qtbot, _page())
    assert spoken(view).text(NAME) == "Claim ticket"
    heard = spoken(view).text(DESCRIPTION).splitlines()
    assert heard[0] == "ALDER STREET REPAIR"
    assert "Dana Whitfield  415-555-0142" in heard
    assert heard[-2:] == ["Keep this ticket.", "Terms v7."]


@pytest.mark.parametrize(("columns", "wide"), [(48, 316), (32, 224)])
def test_paper_is_as_wide_as_its_columns(qtbot: QtBot, columns: int, wide: int) -> None:
    view = _view(qtbot, _page(TextLine(text="x"), columns=columns))
    assert view.sizeHint().width() == wide + 16


def test_height_follows_the_printer_s_own_measures(qtbot: QtBot) -> None:
    one = _view(qtbot, _page(TextLine(text="x")))
    before = one.sizeHint().height()
    one.set_page(_page(TextLine(text="x"), *[Rule()] * 10))
    assert one.sizeHint().height() - before == pytest.approx(220 * one.dot, abs=1)


def test_narrow_paper_is_scaled_not_cut(qtbot: QtBot) -> None:
    view = _view(qtbot, _page())
    view.set_paper_width(260)
    assert view.sizeHint().width() == 260 + 16
    assert view.minimumSizeHint() == view.sizeHint()


def test_unknown_number_is_pale_even_where_codes_can_be_drawn(qtbot: QtBot) -> None:
    pale = _view(qtbot, _page(Barcode(text="R26", pale=True)), codes=Codes())
    assert _darkest(pale.grab().toImage()) > 150


def test_real_code_is_drawn_only_by_the_code_that_prints(qtbot: QtBot) -> None:
    without = _view(qtbot, _page(Barcode(text="R26")))
    assert _darkest(without.grab().toImage()) > 150
    with_codes = _view(qtbot, _page(Barcode(text="R26")), codes=Codes())
    assert _darkest(with_codes.grab().toImage()) < 60


def test_print_stays_ink_in_the_dark(qtbot: QtBot, qapp: QApplication) -> None:
    view = _view(qtbot, _page())
    dress(qapp, scheme=Scheme.DARK)
    image = view.grab().toImage()
    assert _darkest(image) < 60
    assert image.pixelColor(image.width() // 2, 18).lightness() > 200
    dress(qapp)


def test_long_page_of_every_element_paints(qtbot: QtBot) -> None:
    image = QImage(20, 10, QImage.Format.Format_ARGB32)
    image.fill(QColor(LIGHT.ink))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    logo = Picture(png=bytes(buffer.data().data()), max_width_dots=10)
    view = _view(qtbot, _page(logo, *TICKET * 5), codes=Codes())
    assert not view.grab().isNull()


@pytest.mark.parametrize("name", ["张伟", "محمد", "नेहा", "👩‍🔧", "e\u0301", "�", "A" * 200])
def test_hostile_and_foreign_names_are_shown_literally(qtbot: QtBot, name: str) -> None:
    view = _view(qtbot, _page(TextLine(text=name, right="1")))
    assert name in spoken(view).text(DESCRIPTION)
    assert not view.grab().isNull()


def test_wide_letters_take_two_cells_and_marks_none() -> None:
    assert columns_of("张伟") == 4
    assert columns_of("e\u0301") == 1
    assert columns_of("Dana") == 4


def test_same_page_is_not_drawn_again(qtbot: QtBot) -> None:
    view = _view(qtbot, _page())
    first = view.page
    view.set_page(_page())
    assert view.page is first


def test_no_page_is_an_empty_sheet(qtbot: QtBot) -> None:
    view = _view(qtbot, _page())
    view.set_page(None)
    assert page_text(view.page) == ""
    assert view.sizeHint().height() < 80


def test_stand_ins_look_like_codes() -> None:
    assert sum(stand_in_bars()) >= 134
    matrix = stand_in_matrix()
    assert len(matrix) == len(matrix[0]) == 21
    assert all(matrix[0][:7])
    assert matrix[3][3]
    assert not matrix[1][1]
