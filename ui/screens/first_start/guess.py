"""What the system already knows of the shop's place: country, language, currency, time zone."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLocale, QTimeZone

from services.actor import new_operation_id
from services.settings.dto import FirstStart

# Where prices on the shelf hold the tax, by custom or law; elsewhere it is added at the till.
_TAX_ON_TOP = frozenset({"US", "CA", "PR", "GU", "VI"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """The defaults of the page. Every one can be changed there."""

    country: str = "US"
    language: str = "en"
    currency: str = "USD"
    time_zone: str = "UTC"

    @property
    def prices_include_tax(self) -> bool:
        """Whether prices there usually hold the tax."""
        return self.country not in _TAX_ON_TOP

    @property
    def tax_name(self) -> str:
        """Return what the tax is usually called there."""
        return "VAT" if self.prices_include_tax else "Sales tax"


def guess_place() -> Guess:
    """Return what the system says of itself; its "C" locale says nothing and means the usual."""
    locale = QLocale.system()
    if locale.language() == QLocale.Language.C:
        return Guess(time_zone=_zone())
    language, _, country = locale.name().partition("_")
    usual = Guess()
    return Guess(
        country=country or usual.country,
        language=language or usual.language,
        currency=locale.currencySymbol(QLocale.CurrencySymbolFormat.CurrencyIsoCode)
        or usual.currency,
        time_zone=_zone(),
    )


def sample_command(guess: Guess | None = None) -> FirstStart:
    """Return the command that sets the invented shop up, in the currency and zone of this place."""
    place = guess or guess_place()
    return FirstStart(
        operation_id=new_operation_id(),
        shop_name="Sample shop",
        owner_name="Sample owner",
        country=place.country,
        language=place.language,
        currency=place.currency,
        time_zone=place.time_zone,
        sample=True,
    )


def _zone() -> str:
    name = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", errors="ignore")
    return name or "UTC"
