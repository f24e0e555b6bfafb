"""The Counter's own rules: what is complete, what is sent, where a problem is shown."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject

from services.customers.dto import CustomerSuggestion
from services.errors import FieldProblem, Invalid
from services.pricing.dto import Confidence, Quote, RepairChoice
from services.tickets.dto import DraftDevice, DraftLine, IntakeDraft
from services.types import ConditionPart, PartGrade
from tests.support.shops import GOOD_IMEI
from ui.format import Formats, ShopLocale
from ui.parts.repair_chip import PriceKind
from ui.screens.counter.completeness import (
    condition_is_complete,
    customer_is_complete,
    device_is_complete,
    draft_is_blank,
    problem_is_complete,
)
from ui.screens.counter.customer_rows import NewCustomer, consent_tags, customer_tags
from ui.screens.counter.device_rows import identity_words
from ui.screens.counter.offers import duration_words, line_of, offer_of, reprice
from ui.screens.counter.order import devices_of, order_from, read_old_deposits
from ui.screens.counter.places import Place, SectionKey, place_of
from ui.screens.counter.sheet import Sheet

FORMATS = Formats()
SCREEN = RepairChoice(
    repair_type_id=1,  # type: ignore[arg-type]
    key="screen",
    name="Screen replacement",
    short="Screen",
    minutes=45,
    needs_part=True,
    quote=Quote(price_minor=27_900, confidence=Confidence.CONFIRMED),
    warranty_months=12,
)


def filled(**changes: object) -> DraftDevice:
    """Return a device with all it needs."""
    values: dict[str, object] = {
        "title": "Old radio",
        "serial": "SN-1",
        "lines": [DraftLine(title="Cleaning", grade="", price_minor=1_000)],
    }
    return DraftDevice(**{**values, **changes})  # type: ignore[arg-type]


def draft_of(*devices: DraftDevice) -> IntakeDraft:
    """Return a draft of somebody new with these devices."""
    return IntakeDraft(
        operation_id="operation-1", name="Noor", phone="415-555-0177", devices=list(devices)
    )


@pytest.mark.parametrize(
    ("draft", "complete"),
    [
        (IntakeDraft(), False),
        (IntakeDraft(customer_id=3), True),
        (IntakeDraft(name="Noor"), False),
        (IntakeDraft(phone="415-555-0177"), False),
        (IntakeDraft(name="Noor", phone="415-555-0177"), True),
        (IntakeDraft(name="Noor", email="noor@example.com"), True),
        (IntakeDraft(name="  ", email="noor@example.com"), False),
    ],
)
def test_a_customer_needs_a_name_and_one_contact(draft: IntakeDraft, complete: bool) -> None:
    assert customer_is_complete(draft) is complete


@pytest.mark.parametrize(
    ("device", "complete"),
    [
        (DraftDevice(title="iPhone 13 Pro"), False),
        (DraftDevice(title="iPhone 13 Pro", imei=GOOD_IMEI), True),
        (DraftDevice(title="iPhone 13 Pro", imei=GOOD_IMEI[:-1]), False),
        (DraftDevice(title="iPhone 13 Pro", serial="X"), True),
        (DraftDevice(title="iPhone 13 Pro", no_identity_reason="Does not switch on"), True),
        (DraftDevice(imei=GOOD_IMEI), False),
    ],
)
def test_a_device_needs_a_name_and_something_to_tell_it_by(
    device: DraftDevice, complete: bool
) -> None:
    assert device_is_complete(device) is complete


@pytest.mark.parametrize(
    ("device", "complete"),
    [
        (DraftDevice(), False),
        (DraftDevice(words=" \n "), False),
        (DraftDevice(words="Rattles"), True),
        (DraftDevice(lines=[DraftLine(title="Cleaning")]), True),
    ],
)
def test_a_problem_is_a_repair_or_the_customers_words(device: DraftDevice, complete: bool) -> None:
    assert problem_is_complete(device) is complete


def test_condition_is_complete_with_marks_promise_and_terms() -> None:
    marks = {part.value: "good" for part in ConditionPart}
    device = DraftDevice(condition=marks, promised_at_utc="2026-11-21T01:00:00+00:00")
    draft = IntakeDraft(devices=[device])
    assert not condition_is_complete(draft, device=device, has_terms=True)
    assert condition_is_complete(draft, device=device, has_terms=False)
    draft.terms_accepted = True
    assert condition_is_complete(draft, device=device, has_terms=True)


def test_devices_nobody_filled_in_are_left_out() -> None:
    draft = draft_of(DraftDevice(), filled(), DraftDevice(), filled(title="Clock"))
    order = order_from(draft, read_money=FORMATS.parse_money)
    assert order.device_indices == (1, 3)
    assert [device.title for device in order.command.devices] == ["Old radio", "Clock"]


def test_a_visit_without_any_device_still_names_one() -> None:
    draft = draft_of(DraftDevice(), DraftDevice())
    draft.current_device = 1
    assert devices_of(draft) == (1,)


def test_every_unreadable_amount_is_named_with_its_device() -> None:
    first = filled(lines=[DraftLine(title="A", price_text="12x"), DraftLine(title="B")])
    draft = draft_of(DraftDevice(), first, filled(deposit_text="fifty"))
    with pytest.raises(Invalid) as refused:
        order_from(draft, read_money=FORMATS.parse_money)
    assert [problem.field for problem in refused.value.problems] == [
        "devices.0.lines.0.price_minor",
        "devices.1.deposit_agreed_minor",
    ]


def test_what_is_too_long_is_named_with_its_whole_path() -> None:
    draft = draft_of(filled(colour="x" * 201))
    draft.name = "N" * 201
    with pytest.raises(Invalid) as refused:
        order_from(draft, read_money=FORMATS.parse_money)
    fields = {problem.field for problem in refused.value.problems}
    assert {"customer.name", "devices.0.colour"} <= fields
    assert "too long" in refused.value.problems[0].message


def test_a_known_customer_is_sent_by_id_with_what_was_chosen_by() -> None:
    draft = draft_of(filled(promised_at_utc="2026-11-21T01:00:00+00:00", deposit_minor=5_000))
    draft.customer_id, draft.sms_consent, draft.email = 7, True, "noor@example.com"
    draft.devices[0].device_id = 3
    command = order_from(draft, read_money=FORMATS.parse_money).command
    assert (command.customer.customer_id, command.customer.name) == (7, "Noor")
    assert (command.customer.phone, command.customer.email) == ("415-555-0177", "")
    assert command.devices[0].device_id == 3
    assert command.customer.sms_consent is True
    assert command.devices[0].promised_at_utc == datetime(2026, 11, 21, 1, tzinfo=UTC)
    assert command.devices[0].deposit_agreed_minor == 5_000


def test_somebody_new_has_no_device_that_was_here_before() -> None:
    draft = draft_of(filled(device_id=3))
    assert order_from(draft, read_money=FORMATS.parse_money).command.devices[0].device_id is None


@pytest.mark.parametrize(
    ("place", "typed", "minor"),
    [
        (ShopLocale(), "1,250", 125_000),
        (ShopLocale(language="de", country="DE", currency="EUR"), "1.250", 125_000),
        (ShopLocale(language="de", country="DE", currency="EUR"), "1,25", 125),
        (ShopLocale(language="ja", country="JP", currency="JPY"), "1,250", 1_250),
        (ShopLocale(language="ja", country="JP", currency="JPY"), "12.50", None),
    ],
)
def test_an_older_programs_deposit_is_read_as_the_shop_writes_it(
    place: ShopLocale, typed: str, minor: int | None
) -> None:
    draft = draft_of(filled(deposit_text=typed), filled(deposit_text="8", deposit_minor=7))
    read_old_deposits(draft, read_money=Formats(place).parse_money)
    assert [device.deposit_minor for device in draft.devices] == [minor, 7]


@given(text=st.text(max_size=40), words=st.text(max_size=40))
def test_any_text_is_sent_as_typed(text: str, words: str) -> None:
    draft = draft_of(filled(words=words))
    draft.name = text
    command = order_from(draft, read_money=FORMATS.parse_money).command
    assert command.customer.name == text.strip()
    assert command.devices[0].words == words.strip()


@pytest.mark.parametrize(
    ("field", "place"),
    [
        ("customer.phone", Place(section=SectionKey.CUSTOMER, field="phone")),
        ("customer", Place(section=SectionKey.CUSTOMER, field="name")),
        ("terms_accepted", Place(section=SectionKey.CONDITION, field="terms_accepted")),
        ("devices.1.imei", Place(section=SectionKey.DEVICE, field="imei", device=4)),
        ("devices.0", Place(section=SectionKey.DEVICE, field="title", device=2)),
        (
            "devices.1.lines.3.price_minor",
            Place(section=SectionKey.PROBLEM, field="lines.3.price_minor", device=4),
        ),
        (
            "devices.0.promised_at_utc",
            Place(section=SectionKey.CONDITION, field="promised_at_utc", device=2),
        ),
        ("operation_id", None),
        ("devices", None),
    ],
)
def test_a_problem_finds_its_place(field: str, place: Place | None) -> None:
    problem = FieldProblem(field=field, code="x", message="x")
    assert place_of(problem, device_indices=(2, 4)) == place


@given(path=st.text(alphabet="devics.0129abc", max_size=30))
def test_no_path_is_too_strange_for_a_place(path: str) -> None:
    place = place_of(FieldProblem(field=path, code="x", message="x"), device_indices=(0,))
    assert place is None or place.device in (None, 0)


def test_a_typed_price_stays_when_the_grade_changes() -> None:
    line = line_of(SCREEN, grade=PartGrade.ORIGINAL.value)
    assert (line.price_minor, line.grade, line.warranty_months) == (27_900, "original", 12)
    line.price_text, line.price_minor = "250", 25_000
    reprice(line, choice=SCREEN, grade=PartGrade.ECONOMY.value)
    assert (line.price_minor, line.grade) == (25_000, "aftermarket_economy")


def test_an_estimate_and_ask_are_shown_as_what_they_are() -> None:
    fair = Quote(price_minor=11_900, confidence=Confidence.FAIR)
    offer = offer_of(_with(fair), formats=FORMATS)
    assert (offer.kind, offer.shown_price) == (PriceKind.ESTIMATED, "≈ $119.00")
    assert offer.sureness is not None
    ask = offer_of(_with(Quote(price_minor=None)), formats=FORMATS)
    assert (ask.kind, ask.shown_price) == (PriceKind.ASK, "ask")


def _with(quote: Quote) -> RepairChoice:
    return RepairChoice(
        repair_type_id=SCREEN.repair_type_id,
        key="screen",
        name="Screen replacement",
        short="Screen",
        minutes=45,
        needs_part=True,
        quote=quote,
        warranty_months=12,
    )


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, ""), (45, "45 min"), (90, "90 min"), (120, "2 h"), (1440, "1 day"), (2880, "2 days")],
)
def test_durations_are_short(minutes: int, words: str) -> None:
    assert duration_words(minutes) == words


@pytest.mark.parametrize(
    ("text", "is_phone", "is_email"),
    [
        ("415-555-0177", True, False),
        ("+1 (415) 555 0177", True, False),
        ("Noor Haddad", False, False),
        ("noor@example.com", False, True),
        ("Unit 12345 Noor", False, False),
    ],
)
def test_what_was_typed_goes_to_the_right_field(text: str, is_phone: bool, is_email: bool) -> None:
    who = NewCustomer(text=text)
    assert (who.is_phone, who.is_email) == (is_phone, is_email)


def test_tags_say_what_the_counter_should_know() -> None:
    customer = CustomerSuggestion(
        customer_id=1,  # type: ignore[arg-type]
        name="Sam Okafor",
        phone="415-555-0151",
        email="",
        open_tickets=1,
        earlier_repairs=2,
        balance_minor=1_900,
        sms_consent=False,
        email_consent=True,
    )
    words = [tag.words for tag in customer_tags(customer, formats=FORMATS)]
    assert words == ["2 earlier repairs", "1 open order", "Owes $19.00"]
    consents = consent_tags(sms=False, email=True, phone=customer.phone, email_address="")
    assert [tag.words for tag in consents] == ["SMS no"], "there is no address to write to"


def test_only_the_tail_of_an_identity_is_shown() -> None:
    assert identity_words(DraftDevice(imei="49-015420-323751-8")) == "IMEI …7518"
    assert identity_words(DraftDevice(serial="C02XX1Q4")) == "Serial …X1Q4"
    assert identity_words(DraftDevice(no_identity_reason="No label")) == "No label"


def test_a_draft_of_another_shape_is_taken_up(qapp: QObject) -> None:
    sheet = Sheet()
    sheet.replace(IntakeDraft(name="Noor", devices=[], current_device=7))
    assert sheet.draft.operation_id
    assert sheet.draft.current_device == 0
    assert not sheet.is_blank
    assert draft_is_blank(IntakeDraft())


def test_removing_a_device_keeps_the_one_in_hand(qapp: QObject) -> None:
    sheet = Sheet()
    sheet.replace(draft_of(filled(title="A"), filled(title="B"), filled(title="C")))
    sheet.select_device(2)
    before = sheet.remove_device(0)
    assert sheet.device.title == "C"
    sheet.remove_device(1)
    assert sheet.device.title == "B"
    assert [device.title for device in before.devices] == ["A", "B", "C"]
