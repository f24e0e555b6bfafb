"""The customers screen in a small window, in large text, and with names as long as they may be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from services.actor import new_operation_id
from services.customers.dto import AddContact, AddCustomerNote, CreateCustomer, SaveAddress
from services.customers.pages import CustomerPageService
from services.customers.service import CustomerService
from services.types import ContactKind
from tests.screens.measuring import cut_off, wider_than_their_view
from tests.screens.queue_stage import take_in
from tests.screens.shell_stage import CTRL, KEY, ShellStage, shell_stage
from tests.support.pseudo_locale import pseudo_locale
from tests.support.shops import SmallShop
from ui.screen_key import ScreenKey
from ui.screens.customers.screen import CustomersScreen
from ui.theme import ThemeChoice

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

LONG = ("Wolfeschlegelsteinhausenbergerdorff" * 5 + " Maximilian Alexander Jan")[:200]


@pytest.fixture
def customer_id(small_shop: SmallShop) -> int:
    """Give the shop a customer of 200 letters with something in every section."""
    pages = CustomerPageService(small_shop.gate, small_shop.reference)
    customers = CustomerService(small_shop.gate, small_shop.reference)
    actor = small_shop.owner
    made = customers.create(
        actor,
        CreateCustomer(operation_id=new_operation_id(), name=LONG, phone="415-555-0142", flag=LONG),
    )
    customer_id = int(made.customer_id)
    pages.add_contact(
        actor,
        AddContact(
            operation_id=new_operation_id(),
            customer_id=customer_id,
            kind=ContactKind.PHONE,
            value="415-555-0199",
            label=LONG,
        ),
    )
    pages.add_note(
        actor,
        AddCustomerNote(operation_id=new_operation_id(), customer_id=customer_id, text=LONG * 3),
    )
    pages.save_address(
        actor,
        SaveAddress(
            operation_id=new_operation_id(),
            customer_id=customer_id,
            label=LONG,
            street=LONG,
            city=LONG,
            seen_version=pages.page(actor, customer_id=customer_id).version,
        ),
    )
    take_in(small_shop, LONG[:190], customer=LONG)
    return customer_id


@pytest.fixture
def stage(
    small_shop: SmallShop, customer_id: int, database_url: str, tmp_path: Path, qtbot: QtBot
) -> Iterator[ShellStage]:
    """Give the program in its smallest window."""
    with shell_stage(
        home=tmp_path / "home",
        database_url=database_url,
        clock=small_shop.clock,
        MENDPOINT_PRINTER="none",
    ) as stage:
        stage.stage.size(1280, height=720)
        stage.at("counter-customer-search")
        yield stage
        stage.stage.theme.set_text_scale(1.0)
        stage.stage.theme.set_choice(ThemeChoice.LIGHT)


def check_walk(stage: ShellStage, customer_id: int) -> None:
    """Look at the list, the page, the form and the import: all of them fit."""
    stage.press(KEY.Key_F5)
    stage.at("customers-table")
    check_fits(stage)
    screen_of(stage).open_customer(customer_id)
    stage.at("customer-name")
    check_fits(stage)
    for name in ("customer-contact-begin", "customer-address-add"):
        stage.widget(QWidget, name).setFocus()
        stage.press(KEY.Key_Return)
        check_fits(stage)
    stage.press(KEY.Key_Escape)
    stage.at("customers-table")
    stage.press(KEY.Key_N, CTRL)
    stage.at("customer-new-name")
    check_fits(stage)
    screen_of(stage).open_import()
    stage.at("customers-import-path")
    check_fits(stage)


def screen_of(stage: ShellStage) -> CustomersScreen:
    screen = stage.stage.session.widget_of(ScreenKey.CUSTOMERS)
    assert isinstance(screen, CustomersScreen)
    return screen


def check_fits(stage: ShellStage) -> None:
    stage.settle()
    screen = screen_of(stage)
    assert wider_than_their_view(screen) == {}
    assert cut_off(screen) == {}


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_names_of_200_letters_are_neither_wider_nor_cut_in_large_text(
    stage: ShellStage, customer_id: int, scale: float
) -> None:
    stage.stage.theme.set_text_scale(scale)
    stage.settle()
    check_walk(stage, customer_id)


def test_a_dark_wide_window_holds_it_too(stage: ShellStage, customer_id: int) -> None:
    stage.stage.size(1920, height=1080)
    stage.stage.theme.set_choice(ThemeChoice.DARK)
    check_walk(stage, customer_id)


def test_the_screen_holds_a_language_40_percent_longer(
    small_shop: SmallShop, customer_id: int, database_url: str, tmp_path: Path, qtbot: QtBot
) -> None:
    with (
        pseudo_locale(),
        shell_stage(
            home=tmp_path / "home",
            database_url=database_url,
            clock=small_shop.clock,
            MENDPOINT_PRINTER="none",
        ) as stage,
    ):
        stage.stage.size(1280, height=720)
        stage.at("counter-customer-search")
        check_walk(stage, customer_id)


def test_every_control_has_a_name(stage: ShellStage, customer_id: int) -> None:
    stage.press(KEY.Key_F5)
    stage.at("customers-table")
    screen_of(stage).open_customer(customer_id)
    stage.at("customer-name")
    stage.settle()
    screen = screen_of(stage)
    nameless = [
        each.objectName()
        for each in screen.findChildren(QWidget)
        if each.isVisible() and each.focusPolicy() and not each.accessibleName()
        if each.focusProxy() is None and not each.objectName().startswith("qt_")
    ]
    assert nameless == []
