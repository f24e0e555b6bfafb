"""The right column of the sheet: fields in error, optional, off, and one with suggestions."""

from __future__ import annotations

from typing import Final

from ui.icons import Icon
from ui.parts.card import Card
from ui.parts.field import Field
from ui.parts.painting import Interaction
from ui.parts.suggestions import Suggestion, SuggestionBox
from ui.tokens import Space

_SUGGESTIONS: Final = (
    Suggestion(
        value=1, title="Dana Whitfield", detail="555-0142, 1 open order", person="Dana Whitfield"
    ),
    Suggestion(value=2, title="Sam Okafor", detail="555-0151, owes $19.00", person="Sam Okafor"),
)


def error_card() -> Card:
    """Return the card with a field in error, an optional one and one that is off."""
    card = Card("Error at the field", name="states-error", spacing=Space.MEDIUM)
    imei = Field("IMEI", name="states-imei")
    imei.set_text("35 693811 204 4827")
    imei.set_error("Last digit does not fit. Dial *#06# to read it again.")
    mail = Field(
        "E-mail",
        name="states-mail",
        optional=True,
        placeholder="name@example.com",
        hint="For the receipt and the ready message",
    )
    number = Field("Order number", name="states-number")
    number.set_text("R26-000418-H")
    number.set_read_only(read_only=True)
    for field in (imei, mail, number):
        card.body.addWidget(field)
    return card


def focus_card() -> Card:
    """Return the card with a focused field and its suggestions."""
    card = Card("Focus", name="states-focus", spacing=6)
    customer = Field("Customer", name="states-customer", icon=Icon.SEARCH)
    customer.set_text("555-01")
    customer.frame.show_as(Interaction.FOCUS)
    box = SuggestionBox(name="states-suggestions")
    box.rows.show_rows(_SUGGESTIONS)
    box.fit()
    card.body.addWidget(customer)
    card.body.addWidget(box)
    card.body.addStretch(1)
    return card
