"""Lets one workstation send its paper elsewhere than the till's settings say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from services.printing.dto import PrinterRole, PrinterSettings
from services.settings.dto import PrinterOverride, Till

_VARIABLES: Final = {
    PrinterRole.RECEIPT: "MENDPOINT_PRINTER",
    PrinterRole.LABEL: "MENDPOINT_LABEL_PRINTER",
}


def printer_overrides(environment: Mapping[str, str]) -> dict[PrinterRole, str]:
    """Return the printer addresses that the environment names, by role."""
    return {
        role: environment[variable].strip()
        for role, variable in _VARIABLES.items()
        if environment.get(variable, "").strip()
    }


def told_overrides(overrides: Mapping[PrinterRole, str]) -> tuple[PrinterOverride, ...]:
    """Return the overrides with the names of the variables they came from."""
    return tuple(
        PrinterOverride(role=role, variable=_VARIABLES[role], address=address)
        for role, address in overrides.items()
    )


def with_overrides(till: Till, *, overrides: Mapping[PrinterRole, str]) -> Till:
    """Return the till with those addresses; a printer it lacks is added with usual settings."""
    if not overrides:
        return till
    printers = tuple(
        replace(printer, address=overrides.get(printer.role, printer.address))
        for printer in till.printers
    )
    known = {printer.role for printer in printers}
    added = tuple(
        PrinterSettings(role=role, address=address)
        for role, address in overrides.items()
        if role not in known
    )
    return replace(till, printers=printers + added)
