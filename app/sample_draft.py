"""A visit half-way through at the sample shop's Counter, for the pictures."""

from __future__ import annotations

from datetime import timedelta

from services.pricing.dto import RepairChoice
from services.tickets.dto import DraftDevice, DraftLine, IntakeDraft
from services.types import ConditionPart, PartGrade
from ui.context import UiContext

_CUSTOMER = "Dana Whitfield"
_DEPOSIT_MINOR = 5_000
_MARKS = {
    ConditionPart.SCREEN: "broken",
    ConditionPart.BACK: "worn",
    ConditionPart.CHARGING: "broken",
    ConditionPart.BIOMETRICS: "untestable",
}


def keep_sample_draft(context: UiContext) -> None:
    """Keep the visit as this till's draft: the Counter takes it up when it is loaded."""
    services, actor = context.services, context.actor()
    customer = services.customers.suggest(actor, text=_CUSTOMER)[0]
    model = services.catalog.find_device(actor, brand="Apple", model="iPhone 13 Pro")
    choices = services.pricing.choices(
        actor,
        device_model_id=model.device_model_id,
        category=model.category,
        grade=PartGrade.ORIGINAL,
    )
    promised = (context.now() + timedelta(hours=2, minutes=34)).isoformat()
    device = DraftDevice(
        device_model_id=model.device_model_id,
        title=model.title,
        category=model.category.value,
        colour="Sierra Blue",
        imei="490154203237518",
        lines=[_line(choice) for choice in choices if choice.key in ("screen", "charging_port")],
        words="Dropped it. Left half of the screen is black, charging cuts out.",
        condition={
            part.value: _MARKS.get(part, "good")
            for part in ConditionPart
            if part is not ConditionPart.LIQUID
        },
        accessories=["Case"],
        promised_at_utc=promised,
        deposit_minor=_DEPOSIT_MINOR,
        deposit_text=context.formats.money_field(_DEPOSIT_MINOR),
    )
    draft = IntakeDraft(
        operation_id="picture-of-the-counter",
        customer_id=int(customer.customer_id),
        customer_text=customer.name,
        name=customer.name,
        phone=customer.phone,
        email=customer.email,
        sms_consent=True,
        email_consent=True,
        devices=[device],
        terms_accepted=True,
        kept_at_utc=context.now().isoformat(),
    )
    services.drafts.keep(actor, key=f"counter-{actor.till_id}", draft=draft)


def _line(choice: RepairChoice) -> DraftLine:
    return DraftLine(
        repair_type_id=int(choice.repair_type_id),
        title=choice.name,
        price_minor=choice.quote.price_minor,
        estimated=choice.quote.estimated,
        warranty_months=choice.warranty_months,
    )
