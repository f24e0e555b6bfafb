"""Named printer profiles: what a model can do and which code pages it has.

The data is python-escpos's capabilities table; this module is the door to it. Importing that table
has two side effects, which are undone here: it leaves a temporary folder behind, and it installs a
handler on the root logger.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from services.errors import Invalid
from services.printing.dto import PrinterModel

if TYPE_CHECKING:
    from PIL.Image import Image

# Python-escpos maps these to single bytes, but a printer shapes, reorders or pairs them: such lines
# go out as images instead.
_NOT_LETTER_BY_LETTER = frozenset(
    {"CP720", "CP862", "CP864", "CP874", "CP932", "CP1098", "CP1255", "CP1256", "CP1258"}
    | {"ISO_8859-6", "ISO_8859-8", "KATAKANA", "TCVN-3-1", "TCVN-3-2", "Unknown"}
)


_GENERAL = ("default", "simple")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterProfile:
    """One printer model.

    ``code_pages`` maps the names of the code pages that print letter by letter to the slot that
    selects each, first slot first. ``width_dots`` is the widest image it takes, None if not told.
    """

    name: str
    width_dots: int | None
    features: Mapping[str, bool]
    code_pages: Mapping[str, int]
    _encoder: Any
    _known: dict[str, tuple[int, int] | None] = field(default_factory=dict)

    def has(self, feature: str) -> bool:
        """Tell whether the model has ``feature`` (a name of the capabilities table)."""
        return bool(self.features.get(feature))

    def place_of(self, character: str, *, preferred_slot: int | None) -> tuple[int, int] | None:
        """Return the slot and the byte that print a non-ASCII ``character``; None if none does.

        The page in use is kept as long as it has the character.
        """
        if preferred_slot is not None:
            for name, slot in self.code_pages.items():
                if slot == preferred_slot and self._encoder.can_encode(name, character):
                    return slot, self._encoder.encode(character, name)[0]
        if character not in self._known:
            self._known[character] = self._search(character)
        return self._known[character]

    def _search(self, character: str) -> tuple[int, int] | None:
        for name, slot in self.code_pages.items():
            if self._encoder.can_encode(name, character):
                return slot, self._encoder.encode(character, name)[0]
        return None


@cache
def load_profile(name: str) -> PrinterProfile:
    """Return the profile ``name``; the first call loads the table (about 0.15 s).

    Raises:
        Invalid: there is no such profile (field ``profile``).
    """
    profiles = _printers()
    if name not in profiles:
        raise Invalid(f"There is no printer profile named “{name}”.", field="profile")
    from escpos.magicencode import Encoder

    pages: dict[str, int] = {}
    for slot, page in sorted(profiles[name]["codePages"].items(), key=lambda pair: int(pair[0])):
        if page not in _NOT_LETTER_BY_LETTER:
            pages.setdefault(page, int(slot))
    return PrinterProfile(
        name=name,
        width_dots=_width_dots(profiles[name]),
        features=profiles[name]["features"],
        code_pages=pages,
        _encoder=Encoder(pages),
    )


def profile_names() -> tuple[str, ...]:
    """Return the names of all profiles, the general ones first."""
    return (*_GENERAL, *sorted(set(_printers()) - set(_GENERAL)))


def printer_models() -> tuple[PrinterModel, ...]:
    """Return the models there are profiles of, the general ones first, then by maker and name.

    The first call loads the table (about 0.15 s).
    """
    models = [
        PrinterModel(profile=name, maker=data["vendor"], name=data["name"])
        for name, data in _printers().items()
    ]
    general = [model for name in _GENERAL for model in models if model.profile == name]
    others = (model for model in models if model.profile not in _GENERAL)
    by_name = sorted(others, key=lambda m: (m.maker.casefold(), m.name.casefold(), m.profile))
    return (*general, *by_name)


def column_image(image: Image, *, profile: PrinterProfile) -> bytes:
    """Return the bytes of a 1-bit ``image`` for a printer that takes columns only (ESC *)."""
    from escpos.printer import Dummy

    printer = Dummy(profile=profile.name)
    printer.image(image, impl="bitImageColumn")
    return bytes(printer.output)


def _printers() -> dict[str, Any]:
    """Return the profiles of printers; customer displays, which draw nothing, are left out."""
    profiles = _capabilities().CAPABILITIES["profiles"]
    return {
        name: data
        for name, data in profiles.items()
        if data["features"].get("bitImageRaster") or data["features"].get("bitImageColumn")
    }


def _width_dots(data: dict[str, Any]) -> int | None:
    width = data["media"].get("width", {}).get("pixels")
    return width if isinstance(width, int) else None


@cache
def _capabilities() -> Any:
    root = logging.getLogger()
    before = list(root.handlers)
    from escpos import capabilities

    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
    folder = Path(capabilities.pickle_dir)
    if folder.name.startswith("tmp"):
        shutil.rmtree(folder, ignore_errors=True)
    return capabilities
