"""One printer of a till: how it is connected, its paper, and a test print with an honest answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QWidget

from services.errors import Invalid, MendpointError
from services.printing.dto import (
    PrinterModel,
    PrinterRole,
    PrinterSettings,
    PrintOutcome,
    PrintResult,
)
from services.settings.dto import PrinterOverride
from ui.parts.button import Button
from ui.parts.card import Card
from ui.parts.combo import Combo
from ui.parts.field import Field
from ui.parts.flow import Flow
from ui.parts.marker import Marker, MarkerKind
from ui.parts.switch import Switch
from ui.parts.text import Text, Tone
from ui.screens.settings.override_note import OverrideNote
from ui.tokens import Height, Space

if TYPE_CHECKING:
    from ui.context import UiContext
    from ui.form import Form

TITLES: Final = {
    PrinterRole.RECEIPT: "Receipt printer",
    PrinterRole.LABEL: "Label printer",
    PrinterRole.A4: "A4 printer",
}
NONE: Final = "none"
_USUAL: Final = "default"
# Profiles that are no model's own.
_GENERAL: Final = {_USUAL: "Usual (fits most)", "simple": "Plain text only"}
# How an address begins, what the way is called, and an example of the whole.
_WAYS: Final = (
    (NONE, "Not connected", ""),
    ("tcp://", "Network", "tcp://192.168.1.50:9100"),
    ("usb://", "USB", "usb://04b8:0e15"),
    ("serial://", "Serial port", "serial:///dev/ttyUSB0?baud=19200"),
    ("queue:", "System queue", "queue:Receipts"),
    ("file:", "File", "file:/tmp/receipts.bin"),
)
_WIDTHS: Final = ((48, "80 mm"), (42, "80 mm, wide letters"), (32, "58 mm"))
_LABELS: Final = ((57, 30), (57, 32), (62, 29), (50, 30), (40, 30), (54, 25), (89, 36))
_PAPERS: Final = (("A5", "A5"), ("A4", "A4"))

_SAID: Final = {
    PrintOutcome.PRINTED: ("Printed", MarkerKind.GOOD),
    PrintOutcome.HANDED_OVER: ("Handed over: look whether it came out", MarkerKind.GOOD),
    PrintOutcome.NOT_PRINTED: ("Not printed", MarkerKind.FAILED),
    PrintOutcome.UNKNOWN: ("Unknown: look whether paper came out", MarkerKind.UNKNOWN),
}


class PrinterCard(Card):
    """The card of one printer. Its values are read and written by the till's form."""

    def __init__(self, context: UiContext, *, role: PrinterRole) -> None:
        super().__init__(TITLES[role], name=f"printer-{role.value}", spacing=Space.MEDIUM)
        self._context = context
        self._role = role
        name = role.value
        self.way = Combo(
            "Connection",
            name=f"{name}-way",
            choices=[(start, words) for start, words, _example in _WAYS],
        )
        self.address = Field("Address", name=f"{name}-address", max_length=300)
        self.profile = Combo("Model", name=f"{name}-profile")
        self._models: tuple[PrinterModel, ...] = ()
        self.override = OverrideNote(name=f"{name}-override")
        self.columns = Combo("Paper", name=f"{name}-columns", choices=_WIDTHS)
        self.label_size = Combo("Label", name=f"{name}-label", choices=_label_choices(_LABELS[0]))
        self.paper = Combo("Paper", name=f"{name}-paper", choices=_PAPERS)
        self.cut = Switch("Cut after printing", name=f"{name}-cut")
        self.test = Button("Test print", height=Height.DENSE, name=f"{name}-test")
        self.result = Marker("", kind=MarkerKind.PLAIN, name=f"{name}-result")
        self.detail = Text("", tone=Tone.SECOND, wrap=True, name=f"{name}-detail")
        self._build()
        self.way.chosen.connect(self._way_chosen)
        self.test.clicked.connect(self._test)

    def track(self, form: Form, *, prefix: str) -> None:
        """Let the till's form know the fields of this printer."""
        form.add_combo(f"{prefix}.way", self.way)
        form.add_text(f"{prefix}.address", self.address)
        form.add_combo(f"{prefix}.profile", self.profile)
        form.add_combo(f"{prefix}.columns", self.columns)
        form.add_combo(f"{prefix}.label", self.label_size)
        form.add_combo(f"{prefix}.paper", self.paper)
        form.add_check(f"{prefix}.cut", self.cut)

    def offer_models(self, models: Sequence[PrinterModel]) -> None:
        """Offer these models; the chosen one is kept by `values_of`."""
        self._models = tuple(models)

    def show_override(self, override: PrinterOverride | None) -> None:
        """Say that a variable of this computer sends this printer's paper elsewhere, or nothing."""
        self.override.show_override(override)

    def values_of(self, printer: PrinterSettings | None, *, prefix: str) -> dict[str, object]:
        """Return what the form shows of a stored printer."""
        stored = printer or PrinterSettings(role=self._role, address=NONE)
        size = (stored.label_width_mm, stored.label_height_mm)
        self.columns.set_choices(_width_choices(stored.columns), value=stored.columns)
        self.label_size.set_choices(_label_choices(size), value=size)
        choices = _model_choices(self._models, stored=stored.profile)
        self.profile.set_choices(choices, value=stored.profile)
        return {
            f"{prefix}.way": _way_of(stored.address),
            f"{prefix}.address": "" if stored.address == NONE else stored.address,
            f"{prefix}.profile": stored.profile,
            f"{prefix}.columns": stored.columns,
            f"{prefix}.label": size,
            f"{prefix}.paper": stored.paper,
            f"{prefix}.cut": stored.cut,
        }

    def entry(self) -> dict[str, Any]:
        """Return the printer as the till's command wants it."""
        width, height = self._label()
        return {
            "role": self._role.value,
            "address": self._typed_address(),
            "profile": self._profile(),
            "columns": self.columns.value(),
            "label_width_mm": width,
            "label_height_mm": height,
            "paper": self.paper.value(),
            "cut": self.cut.isChecked(),
        }

    def follow_way(self) -> None:
        """Show what the chosen connection needs."""
        start = str(self.way.value())
        connected = start != NONE
        example = next(each[2] for each in _WAYS if each[0] == start)
        self.address.edit.setPlaceholderText(example)
        receipt, label = self._role is PrinterRole.RECEIPT, self._role is PrinterRole.LABEL
        for widget, wanted in (
            (self.address, True),
            (self.profile, receipt or label),
            (self.columns, receipt),
            (self.label_size, label),
            (self.paper, self._role is PrinterRole.A4),
            (self.cut, receipt),
            (self.test, True),
        ):
            widget.setVisible(connected and wanted)
        self.say_nothing()

    def say_nothing(self) -> None:
        """Take the answer of the last test away."""
        self.result.hide()
        self.detail.hide()

    # --- inside ---------------------------------------------------------------------------------

    def _build(self) -> None:
        fields: tuple[QWidget, ...] = (
            self.override,
            self.way,
            self.address,
            self.columns,
            self.label_size,
            self.paper,
            self.profile,
        )
        for widget in fields:
            self.body.addWidget(widget)
        row = Flow(gap=Space.MEDIUM, name=f"{self._role.value}-foot")
        row.show_row([self.cut, self.test])
        row.keep_right(self.test)
        self.body.addWidget(row)
        self.body.addWidget(self.result)
        self.body.addWidget(self.detail)
        self.body.addStretch(1)

    def _way_chosen(self, start: object) -> None:
        typed = self.address.text()
        if str(start) == NONE or any(typed == each[0] for each in _WAYS) or not typed:
            self.address.set_text("" if str(start) == NONE else str(start))
        self.address.set_error(None)
        self.follow_way()
        if str(start) != NONE:
            self.address.edit.setFocus()

    def _typed_address(self) -> str:
        start, typed = str(self.way.value()), self.address.text()
        if start == NONE or not typed:
            return NONE
        bare = "://" not in typed and ":" not in typed.split("/")[0][:7]
        return f"{start}{typed}" if bare else typed

    def _profile(self) -> str:
        chosen = self.profile.value()
        return chosen if isinstance(chosen, str) else _USUAL

    def _label(self) -> tuple[int, int]:
        size = self.label_size.value()
        assert isinstance(size, tuple)
        return size

    def _test(self) -> None:
        width, height = self._label()
        columns = self.columns.value()
        settings = PrinterSettings(
            role=self._role,
            address=self._typed_address(),
            profile=self._profile(),
            columns=columns if isinstance(columns, int) else 48,
            label_width_mm=width,
            label_height_mm=height,
            paper=str(self.paper.value()),
            cut=self.cut.isChecked(),
        )
        self.address.set_error(None)
        self.profile.set_error(None)
        self.say_nothing()
        self.test.set_busy("Printing …")
        context = self._context
        actor = context.actor()
        context.runner.run(
            self,
            lambda: context.services.printing.test_print(actor, settings=settings),
            done=self._tested,
            failed=self._refused,
        )

    def _tested(self, result: PrintResult) -> None:
        self.test.set_busy(None)
        words, kind = _SAID[result.outcome]
        self.result.show_words(words, kind=kind)
        self.result.show()
        told = " ".join(part for part in (result.status.message, result.status.detail) if part)
        self.detail.setText(told)
        self.detail.setVisible(bool(told))

    def _refused(self, error: MendpointError) -> None:
        self.test.set_busy(None)
        place: dict[str, Callable[[str], None]] = {
            "address": self.address.set_error,
            "profile": self.profile.set_error,
        }
        if isinstance(error, Invalid) and error.field in place:
            place[error.field](error.message)
            return
        self.result.show_words(error.message, kind=MarkerKind.FAILED)
        self.result.show()


def _way_of(address: str) -> str:
    starts = [start for start, _words, _example in _WAYS if start != NONE]
    return next((start for start in starts if address.startswith(start)), NONE)


def _model_choices(models: Sequence[PrinterModel], *, stored: str) -> list[tuple[object, str]]:
    """Return the models there are, and a stored profile that is none of them."""
    twice = Counter((model.maker, model.name) for model in models)
    choices: list[tuple[object, str]] = []
    for model in models:
        words = _GENERAL.get(model.profile) or f"{model.maker} {model.name}"
        if twice[(model.maker, model.name)] > 1:
            words = f"{model.maker} {model.profile}"
        choices.append((model.profile, words))
    if stored not in dict(choices):
        choices.append((stored, _GENERAL.get(stored, stored)))
    return choices


def _width_choices(stored: int) -> list[tuple[object, str]]:
    """Return the usual widths, and a stored one that is none of them."""
    usual: list[tuple[object, str]] = list(_WIDTHS)
    if stored not in dict(_WIDTHS):
        usual.append((stored, f"{stored} columns"))
    return usual


def _label_choices(stored: tuple[int, int]) -> list[tuple[object, str]]:
    """Return the usual labels, and a stored one that is none of them."""
    sizes = _LABELS if stored in _LABELS else (*_LABELS, stored)
    return [(size, f"{size[0]} × {size[1]} mm") for size in sizes]
