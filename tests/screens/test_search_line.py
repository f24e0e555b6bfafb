"""What the search line's hits say: the order's status as its pill, and which field matched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from services.tickets.dto import CustomerEntry
from tests.screens.shell_stage import CTRL, KEY, ShellStage, shell_stage
from tests.support.shops import GOOD_IMEI, SmallShop, device
from ui.fonts import scaled
from ui.parts.suggestions import Suggestion
from ui.parts.toast import ToastKind
from ui.tokens import STATUS_LOOKS, Scheme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing", extend=True)

NUMBER = "R26-000001"


@pytest.fixture
def stage(
    small_shop: SmallShop, database_url: str, tmp_path: Path, qtbot: QtBot
) -> Iterator[ShellStage]:
    """Give the program, signed in, with one order on the bench and the keyboard in the search."""
    order = small_shop.take_in(
        customer=CustomerEntry(
            name="Dana Whitfield", phone="415-555-0142", email="dana@example.com"
        ),
        devices=(device(title="Pixel 8", imei=GOOD_IMEI),),
    )
    small_shop.move(order.ticket_id, "in_progress")
    with shell_stage(
        home=tmp_path / "home",
        database_url=database_url,
        clock=small_shop.clock,
        MENDPOINT_PRINTER="none",
    ) as stage:
        stage.write("1")
        stage.until(lambda: stage.stage.program.session)
        stage.settle()
        stage.press(KEY.Key_K, CTRL)
        stage.at("search")
        yield stage


def found(stage: ShellStage, typed: str) -> tuple[Suggestion, ...]:
    """Type into the search line and return what it offers."""
    search = stage.stage.frame.top_bar.search
    stage.rewrite(typed)
    stage.until(lambda: search.is_open)
    return search.suggestions.rows


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (NUMBER, "Order number matches"),
        (GOOD_IMEI, "IMEI or serial matches"),
        ("0142", "Phone matches"),
        ("whitf", "Name matches"),
        ("dana@example", "E-mail matches"),
    ],
)
def test_every_hit_says_which_field_matched(stage: ShellStage, typed: str, why: str) -> None:
    rows = found(stage, typed)
    assert why in {row.detail.rpartition(". ")[2] for row in rows}
    assert all(row.detail.endswith(" matches") for row in rows)


def test_an_orders_hit_carries_its_status_pill(stage: ShellStage) -> None:
    order = found(stage, NUMBER)[0]
    assert (order.status, order.note) == ("in_progress", "")
    assert order.spoken.endswith("Order number matches, In progress")
    picture = stage.stage.frame.top_bar.search.suggestions.grab().toImage()
    fill = STATUS_LOOKS["in_progress"].fill(scheme=Scheme.LIGHT).upper()
    title = picture.height() // 2 - scaled(17) // 2
    colours = {picture.pixelColor(x, title).name().upper() for x in range(0, picture.width(), 2)}
    assert fill in colours


def test_a_customers_hit_has_no_pill(stage: ShellStage) -> None:
    customer = next(row for row in found(stage, "whitf") if row.person)
    assert (customer.title, customer.status) == ("Dana Whitfield", "")
    assert customer.detail.endswith("0142. Name matches")


def test_nothing_found_is_told_without_a_tick(stage: ShellStage) -> None:
    stage.write("zzyzx")
    stage.press(KEY.Key_Return)
    stage.toasted("Nothing found for “zzyzx”")
    toast = stage.stage.program.notices.toasts.toast
    assert toast is not None
    assert toast.kind is ToastKind.TOLD
