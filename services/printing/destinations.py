"""Which printer a paper goes to, and the lane it waits on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from services.errors import Invalid
from services.printing.dto import DocumentKind, PrinterRole, PrinterSettings
from services.printing.transports.addresses import address_text, parse_address
from services.settings.dto import Till

# Each document goes to a printer of its kind; a till without a receipt printer may have an office
# printer take its claim tickets.
ROLES_OF: dict[DocumentKind, tuple[PrinterRole, ...]] = {
    DocumentKind.CLAIM_TICKET: (PrinterRole.RECEIPT, PrinterRole.A4),
    DocumentKind.BENCH_LABEL: (PrinterRole.LABEL,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """A till's printer of ``role``, or, with an ``address``, another one of that kind."""

    role: PrinterRole
    address: str | None = None


def usable_printers(till: Till, document: DocumentKind) -> tuple[PrinterSettings, ...]:
    """Return the till's printers that can take ``document``, the usual one first."""
    usable = {p.role: p for p in till.printers if p.address not in ("", "none")}
    return tuple(usable[role] for role in ROLES_OF[document] if role in usable)


def printer_for(till: Till, document: DocumentKind) -> PrinterSettings | None:
    """Return the till's usual printer for ``document``; None when it has none."""
    return next(iter(usable_printers(till, document)), None)


def printer_or_usual(till: Till, document: DocumentKind) -> PrinterSettings:
    """Return the till's printer for ``document``, or what to lay it out for without one.

    A printer that is switched off ("none") keeps its width and its profile.
    """
    role = ROLES_OF[document][0]
    switched_off = next((printer for printer in till.printers if printer.role is role), None)
    usual = switched_off or PrinterSettings(role=role, address="none")
    return printer_for(till, document) or usual


def destination_of(
    till: Till, document: DocumentKind, *, role: PrinterRole | None, address: str | None
) -> Destination:
    """Return where ``document`` goes: to ``address``, to the printer of ``role``, to the usual one.

    An address of one of the till's printers means that printer, with its kind and its settings.

    Raises:
        Invalid: the till has no such printer, or the address can't be read (field ``printer``).
    """
    if address:
        return _at_address(till, document, role=role, address=address)
    usable = usable_printers(till, document)
    if role is None and usable:
        return Destination(role=usable[0].role)
    if any(printer.role is role for printer in usable):
        return Destination(role=role or usable[0].role)
    if role is not None and role not in ROLES_OF[document]:
        words = "This document does not go to a printer of that kind."
    else:
        words = "This till has no printer for this document. Choose one in the settings."
    raise Invalid(words, field="printer")


def _at_address(
    till: Till, document: DocumentKind, *, role: PrinterRole | None, address: str
) -> Destination:
    wanted = address_text(parse_address(address, field="printer"))
    there = {printer.role for printer in till.printers if _is_at(printer, wanted)}
    own = [each for each in (*ROLES_OF[document], *PrinterRole) if each in there]
    if own and role in (None, *own):
        return Destination(role=role or own[0])
    return Destination(role=role or ROLES_OF[document][0], address=wanted)


def _is_at(printer: PrinterSettings, address: str) -> bool:
    try:
        return address_text(parse_address(printer.address)) == address != "none"
    except Invalid:
        # What the environment says is read when it is printed to.
        return False


def lane_of(till_id: int, to: Destination) -> str:
    """Return the lane of one printer: each printer of each till works at its own pace.

    An address named for once has a lane of its own, so that a dead one delays nobody's tickets.
    """
    lane = f"{lanes_of_till(till_id)}{to.role.value}"
    if to.address is None:
        return lane
    return f"{lane}:{hashlib.sha256(to.address.encode()).hexdigest()[:12]}"


def lanes_of_till(till_id: int) -> str:
    """Return what the names of a till's print lanes begin with."""
    return f"print:{till_id}:"
