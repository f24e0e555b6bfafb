"""Says what repairs cost: the Counter's numbered chips and single prices."""

from __future__ import annotations

from collections.abc import Iterable

from data.values import DeviceCategory, PartGrade
from services.actor import Actor
from services.auth.gate import Gate
from services.auth.requires import requires
from services.auth.rights import Permission
from services.catalog.dto import RepairType
from services.pricing import steps
from services.pricing.dto import Quote, QuoteQuestion, RepairChoice
from services.settings.reference import Reference, ReferenceCache


class PricingService:
    """Answers from the price book. Amounts are minor units of the shop's currency."""

    def __init__(self, gate: Gate, reference: ReferenceCache) -> None:
        self._gate = gate
        self._reference = reference

    @requires(Permission.SEE_PRICES)
    def choices(
        self,
        actor: Actor,
        *,
        device_model_id: int | None,
        category: DeviceCategory | None,
        grade: PartGrade,
    ) -> tuple[RepairChoice, ...]:
        """Return the repairs of a device with their prices, the usual ones first.

        ``category`` is for a device that is not in the catalogue; a known model decides itself.
        The first nine are the numbered chips, the rest is under "More".

        Raises:
            PermissionDenied: the actor may not see prices.
        """
        with self._gate.reading(actor) as work:
            reference = self._reference.get(work)
            prices = steps.quotes(work, device_model_id=device_model_id, grade=grade, at=work.at)
        offered = _offered(reference, device_model_id=device_model_id, category=category)
        return tuple(
            _choice(
                repair,
                quote=prices.get(repair.repair_type_id, steps.ASK),
                reference=reference,
                grade=grade,
            )
            for repair in offered
        )

    @requires(Permission.SEE_PRICES)
    def quote(self, actor: Actor, question: QuoteQuestion) -> Quote:
        """Return the price of one repair now, or "ask".

        Raises:
            PermissionDenied: the actor may not see prices.
        """
        with self._gate.reading(actor) as work:
            return steps.quote(
                work,
                device_model_id=question.device_model_id,
                repair_type_id=question.repair_type_id,
                grade=question.grade,
                at=work.at,
            )


def _offered(
    reference: Reference, *, device_model_id: int | None, category: DeviceCategory | None
) -> Iterable[RepairType]:
    model = reference.device_models.get(device_model_id) if device_model_id is not None else None
    wanted = model.category if model is not None else category
    return (
        repair
        for repair in reference.repair_types.values()
        if repair.active and (wanted is None or wanted in repair.device_categories)
    )


def _choice(
    repair: RepairType, *, quote: Quote, reference: Reference, grade: PartGrade
) -> RepairChoice:
    return RepairChoice(
        repair_type_id=repair.repair_type_id,
        key=repair.key,
        name=repair.name,
        short=repair.short,
        minutes=repair.minutes,
        needs_part=repair.needs_part,
        quote=quote,
        warranty_months=reference.warranty_months(repair_type=repair, grade=grade),
    )
