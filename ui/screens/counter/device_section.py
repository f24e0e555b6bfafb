"""Section 2: which device. Earlier ones first, then the catalogue, then as typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from services.catalog.dto import DeviceModel
from services.customers.dto import CustomerCard, OwnedDevice
from services.tickets.dto import DraftDevice
from services.types import imei_problem
from ui.context import UiContext
from ui.field_row import FieldRow
from ui.finder import Finder
from ui.icons import Icon
from ui.measures import least_width
from ui.parts.button import Button, ButtonKind
from ui.parts.elided import Elided
from ui.parts.field import Field
from ui.parts.suggestions import Suggestion
from ui.parts.tag import TagKind
from ui.parts.text import Tone
from ui.parts.typeahead import TypeAhead
from ui.screens.counter.completeness import device_is_complete
from ui.screens.counter.device_rows import (
    TypedDevice,
    described,
    device_icon,
    device_suggestions,
    identity_words,
    owned_rows,
)
from ui.screens.counter.folded_line import TagRow, TagSpec, Thing, Worth
from ui.screens.counter.identity_fields import IdentityFields
from ui.screens.counter.places import SectionKey
from ui.screens.counter.section import TAKES_ENTER, CounterSection, focus, in_tab_order
from ui.screens.counter.sheet import Sheet
from ui.screens.counter.summary_line import SummaryLine
from ui.screens.counter.visit_devices import VisitDevices
from ui.tokens import TypeRole

_COLOUR_WIDTH = 190


class DeviceSection(CounterSection):
    """Names the device and tells it apart; several devices of one visit stand side by side.

    Signals (besides those of `CounterSection`):
        device_removed(object): the draft as it was before one of its devices was taken off.
    """

    device_removed = Signal(object)

    def __init__(self, *, context: UiContext, sheet: Sheet) -> None:
        title = QCoreApplication.translate("Counter", "Device")
        super().__init__(title, key=SectionKey.DEVICE, context=context, sheet=sheet)
        self._owned: tuple[OwnedDevice, ...] = ()
        self._build()
        self._build_summary()
        self._connect()

    def _build(self) -> None:
        self.visit = VisitDevices(name="counter-visit-devices", named=True)
        self.remove = Button(
            self.tr("Remove device"), kind=ButtonKind.GHOST, height=32, name="counter-device-remove"
        )
        self.another = self._another_button("counter-device-another")
        self.show_in_head([self.visit, self.remove, self.another])
        self.search = TypeAhead(
            self.tr("Device"),
            name="counter-device-search",
            placeholder=self.tr("Model, for example ip13p"),
        )
        self.search.edit.setProperty(TAKES_ENTER, True)
        self._finder = Finder(
            self.search, runner=self.context.runner, question=self._question, rows=self._rows
        )
        self.colour = Field(self.tr("Colour"), name="counter-device-colour", optional=True)
        least_width(self.colour, _COLOUR_WIDTH)
        self.identity = IdentityFields()
        self.body.addWidget(FieldRow(self.search, self.colour, stretches=(1, 0)))
        self.body.addWidget(self.identity)

    def _build_summary(self) -> None:
        self._visit_folded = VisitDevices(name="counter-visit-devices-folded", named=False)
        self._icon = Thing(Icon.SMARTPHONE)
        self._name = Elided(
            role=TypeRole.STRONG, grows=False, least=220, name="counter-device-summary-name"
        )
        self._identity = Elided(tone=Tone.SECOND, least=80, name="counter-device-summary-identity")
        self._tags = TagRow(name="counter-device-tags")
        self.another_folded = self._another_button("counter-device-another-folded")
        self.summary.addWidget(
            SummaryLine(
                name=self._name,
                lead=(self._visit_folded, self._icon),
                detail=self._identity,
                tags=self._tags,
                tail=self.another_folded,
            )
        )

    def _another_button(self, name: str) -> Button:
        return Button(
            self.tr("Add another device"),
            kind=ButtonKind.GHOST,
            icon=Icon.PLUS,
            height=32,
            name=name,
        )

    def _connect(self) -> None:
        self.search.text_edited.connect(self._typed)
        self.search.entered.connect(self._entered)
        self._finder.taken.connect(self._take)
        self.search.edit.installEventFilter(self)
        self.colour.text_edited.connect(self._colour_edited)
        self.identity.identified.connect(self._identified)
        self.change_asked.connect(self.take_focus)
        self.remove.clicked.connect(self._remove_current)
        for button in (self.another, self.another_folded):
            button.clicked.connect(self._add_another)
        for visit in (self.visit, self._visit_folded):
            visit.chosen.connect(self._go_to)

    # --- what every section does ---------------------------------------------------------------

    def complete(self) -> bool:
        """Say whether the device is named and told apart."""
        return device_is_complete(self.sheet.device)

    def show_sheet(self) -> None:
        """Show the current device of the draft."""
        device = self.sheet.device
        self.search.set_text(device.title)
        self._finder.forget()
        self.colour.set_text(device.colour)
        self.identity.show_device(device)
        self.clear_problems()

    def show_summary(self) -> None:
        """Write icon, name, identity and whether the check digit fits; and the visit's devices."""
        draft, device = self.sheet.draft, self.sheet.device
        several = len(draft.devices) > 1
        for visit in (self.visit, self._visit_folded):
            visit.show_devices(draft.devices, current=draft.current_device)
        self.remove.setVisible(several)
        self._icon.show_icon(device_icon(device.category))
        self._name.show_text(described(device))
        self._identity.show_text(identity_words(device))
        fits = bool(device.imei.strip()) and imei_problem(device.imei) is None
        words = self.tr("Check digit correct")
        tag = TagSpec(words=words, kind=TagKind.OK, icon=Icon.CHECK)
        tags = (tag,) if fits else ()
        if device.comeback_of:
            words = self.tr("Comeback of {number}").format(number=device.comeback_of)
            back = TagSpec(words=words, kind=TagKind.WARN, icon=Icon.HISTORY, worth=Worth.MUCH)
            tags = (back, *tags)
        self._tags.show_tags(tags)

    def take_focus(self) -> None:
        """Go to the device, or to what is missing of it."""
        self.unfold()
        device = self.sheet.device
        if device.title.strip() and not self.complete():
            focus(self.identity.field.edit)
        else:
            focus(self.search.edit)

    def show_problem(self, field: str, sentence: str) -> QWidget | None:
        """Show a problem at the device, its colour or its identity."""
        if field in ("imei", "serial", "no_identity_reason"):
            return self.identity.show_problem(sentence)
        target = self.colour if field == "colour" else self.search
        target.set_error(sentence)
        return target.edit

    def clear_problems(self) -> None:
        """Take every error mark away."""
        self.search.set_error(None)
        self.colour.set_error(None)
        self.identity.clear_problem()

    # --- finding ------------------------------------------------------------------------------

    def know_customer(self, card: CustomerCard | None) -> None:
        """Offer the devices this customer brought before; no other one's is theirs."""
        self._owned = card.devices if card is not None else ()
        if card is not None:
            self._let_go_of_others()
        self._offer_owned()

    def _let_go_of_others(self) -> None:
        theirs = {None, *(owned.device_id for owned in self._owned)}
        others = [each for each in self.sheet.draft.devices if each.device_id not in theirs]
        for device in others:
            device.device_id = None
            _drop_comeback(device)
        if others:
            self.sheet.touch()

    def _not_here_yet(self) -> tuple[OwnedDevice, ...]:
        here = {device.device_id for device in self.sheet.draft.devices}
        return tuple(owned for owned in self._owned if owned.device_id not in here)

    def _offer_owned(self) -> None:
        owned = self._not_here_yet()
        if owned and self.search.edit.hasFocus() and not self.search.text():
            self._finder.offer(owned_rows(owned))

    def _question(self, text: str) -> Callable[[], tuple[DeviceModel, ...]]:
        actor, catalog = self.context.actor(), self.context.services.catalog
        return lambda: catalog.suggest_devices(actor, text=text)

    def _rows(self, text: str, models: Sequence[DeviceModel]) -> Sequence[Suggestion]:
        return device_suggestions(models, owned=self._not_here_yet(), typed=text)

    def _typed(self, text: object) -> None:
        device = self.sheet.device
        device.title = str(text)
        device.device_id = device.device_model_id = None
        device.category = ""
        _drop_comeback(device)
        self.search.set_error(None)
        self._finder.look(str(text).strip())
        if not str(text).strip():
            self._offer_owned()
        self.sheet.touch()

    def _entered(self, text: object) -> None:
        """Take Enter without a list: go on when a device is chosen, else choose."""
        device = self.sheet.device
        if device.device_model_id is not None or device.device_id is not None or not text:
            QTimer.singleShot(0, self, lambda: focus(self.colour.edit))
        else:
            self._finder.take_first()

    def _take(self, value: object) -> None:
        match value:
            case OwnedDevice():
                self._take_owned(value)
            case DeviceModel():
                self._take_model(value)
            case TypedDevice():
                self.sheet.device.title = value.title
        self.sheet.touch()
        if self.complete():
            self.finished.emit()
        elif isinstance(value, OwnedDevice):
            focus(self.identity.field.edit)
        else:
            focus(self.colour.edit)

    def _take_owned(self, owned: OwnedDevice) -> None:
        device = self.sheet.device
        device.device_id, device.device_model_id = owned.device_id, owned.device_model_id
        device.title, device.colour = owned.title, owned.colour
        device.category = owned.category.value if owned.category else ""
        device.imei, device.serial = owned.imei, owned.serial
        device.no_identity_reason = ""
        _drop_comeback(device)
        self.show_sheet()

    def _take_model(self, model: DeviceModel) -> None:
        device = self.sheet.device
        device.device_id, device.device_model_id = None, model.device_model_id
        device.title, device.category = model.title, model.category.value
        _drop_comeback(device)
        self.search.set_text(model.title)
        self.identity.suit(device.category)

    def showEvent(self, event: QShowEvent) -> None:
        """Make Tab follow the folded line, now that all of it is in one window."""
        super().showEvent(event)
        in_tab_order([self.another_folded, self.change])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Offer the earlier devices as soon as the empty field has the focus."""
        if watched is self.search.edit and event.type() == QEvent.Type.FocusIn:
            QTimer.singleShot(0, self, self._offer_owned)
        return False

    # --- the rest -----------------------------------------------------------------------------

    def _colour_edited(self, text: object) -> None:
        self.sheet.device.colour = str(text)
        self.colour.set_error(None)
        self.sheet.touch()

    def _identified(self, identity: object) -> None:
        device = self.sheet.device
        assert isinstance(identity, tuple)
        device.imei, device.serial, device.no_identity_reason = identity
        self.sheet.touch()

    def _add_another(self) -> None:
        self.sheet.add_device()
        self.take_focus()

    def _go_to(self, index: object) -> None:
        assert isinstance(index, int)
        self.sheet.select_device(index)

    def _remove_current(self) -> None:
        before = self.sheet.remove_device(self.sheet.draft.current_device)
        self.device_removed.emit(before)


def _drop_comeback(device: DraftDevice) -> None:
    """Another device can't be the comeback of the first one."""
    device.comeback_of_id, device.comeback_of = None, ""
