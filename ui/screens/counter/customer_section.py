"""Section 1: who brings the device. One field finds known people or begins a new one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from services.customers.dto import CustomerCard, CustomerSuggestion, PhoneReading, Twin
from services.errors import MendpointError, NotFound
from ui.context import UiContext
from ui.errors import present
from ui.finder import Finder
from ui.parts.avatar import Avatar
from ui.parts.button import Button, ButtonKind
from ui.parts.elided import Elided
from ui.parts.suggestions import Suggestion
from ui.parts.text import Tone
from ui.parts.typeahead import TypeAhead
from ui.screens.counter.completeness import customer_is_complete
from ui.screens.counter.customer_rows import (
    NewCustomer,
    consent_tags,
    customer_tags,
    suggestion_rows,
)
from ui.screens.counter.folded_line import TagRow
from ui.screens.counter.new_customer import ConsentRow, NewCustomerFields
from ui.screens.counter.places import SectionKey
from ui.screens.counter.section import TAKES_ENTER, CounterSection, focus
from ui.screens.counter.sheet import Sheet
from ui.screens.counter.summary_line import SummaryLine
from ui.tokens import TypeRole
from ui.twins import TwinWarning, TwinWatch


class CustomerSection(CounterSection):
    """Finds or makes the customer.

    Signals:
        card_came(object): the `CustomerCard` of the chosen customer, or None for nobody known.
    """

    card_came = Signal(object)

    def __init__(self, *, context: UiContext, sheet: Sheet) -> None:
        title = QCoreApplication.translate("Counter", "Customer")
        super().__init__(title, key=SectionKey.CUSTOMER, context=context, sheet=sheet)
        self._is_new = False
        self._known: CustomerSuggestion | None = None
        # What was typed for somebody new before Esc went back to the search.
        self._set_aside: dict[str, str] = {}
        self._build()
        self._connect()

    def _build(self) -> None:
        self.search = TypeAhead(
            self.tr("Phone or name"),
            name="counter-customer-search",
            placeholder=self.tr("Phone, name or e-mail"),
        )
        self.search.edit.setProperty(TAKES_ENTER, True)
        self._finder = Finder(
            self.search, runner=self.context.runner, question=self._question, rows=self._rows
        )
        self.fresh = NewCustomerFields()
        self.twins = TwinWarning(name="counter-twins")
        self._watch = TwinWatch(self.context, parent=self)
        self.consents = ConsentRow()
        self.again = Button(
            self.tr("Search instead"),
            kind=ButtonKind.GHOST,
            height=32,
            key="Esc",
            name="counter-customer-again",
        )
        self.show_in_head([self.again])
        self.body.addWidget(self.search)
        self.body.addWidget(self.fresh)
        self.body.addWidget(self.twins)
        self.body.addWidget(self.consents)
        self._avatar = Avatar()
        self._name = Elided(
            role=TypeRole.STRONG, grows=False, least=180, name="counter-customer-summary-name"
        )
        self._contact = Elided(tone=Tone.SECOND, least=100, name="counter-customer-summary-contact")
        self._tags = TagRow(name="counter-customer-tags")
        self.summary.addWidget(
            SummaryLine(
                name=self._name, lead=(self._avatar,), detail=self._contact, tags=self._tags
            )
        )

    def _connect(self) -> None:
        self.search.text_edited.connect(self._typed)
        self._finder.taken.connect(self._choose)
        self.search.entered.connect(self._entered)
        self.fresh.edited.connect(self._new_edited)
        self.fresh.phone_committed.connect(self._read_phone)
        self._watch.found.connect(self.twins.show_twins)
        self.twins.used.connect(self._use_twin)
        self.consents.consented.connect(self._consented)
        self.again.clicked.connect(self._search_again)
        self.change_asked.connect(self.take_focus)
        self.fresh.installEventFilter(self)
        for field in self.fresh.fields.values():
            field.edit.installEventFilter(self)

    # --- what every section does ---------------------------------------------------------------

    def complete(self) -> bool:
        """Say whether somebody is chosen, or somebody new has a name and one contact."""
        return customer_is_complete(self.sheet.draft)

    def show_sheet(self) -> None:
        """Show the draft's customer; a known one is looked up again, for whom the draft means.

        A draft keeps an id, and what was said of it when it was kept: only where both still belong
        together is it the same customer.
        """
        draft = self.sheet.draft
        self._known = None
        self._set_aside = {}
        self._is_new = draft.customer_id is None and bool(draft.name or draft.phone or draft.email)
        self.search.set_text(draft.name if draft.customer_id is not None else draft.customer_text)
        self._finder.forget()
        self.fresh.show_draft(draft)
        self.clear_problems()
        self._show_mode()
        if draft.customer_id is not None:
            self._ask_card(draft.customer_id, is_kept=True)
        else:
            self.card_came.emit(None)

    def show_summary(self) -> None:
        """Write avatar, name, contact and tags."""
        draft = self.sheet.draft
        self._avatar.show_person(draft.name)
        self._name.show_text(draft.name)
        self._contact.show_text(draft.phone or draft.email)
        self._tags.show_tags(
            (
                *customer_tags(self._known, formats=self.context.formats),
                *consent_tags(
                    sms=draft.sms_consent,
                    email=draft.email_consent,
                    phone=draft.phone,
                    email_address=draft.email,
                ),
            )
        )

    def take_focus(self) -> None:
        """Go to the search line, or to what a new customer still lacks."""
        self.unfold()
        if self._is_new:
            focus(self.fresh.first_empty().edit)
        else:
            self.search.edit.selectAll()
            focus(self.search.edit)

    def show_problem(self, field: str, sentence: str) -> QWidget | None:
        """Show a problem at a field of the new customer, or at the search line."""
        place = self.fresh.fields.get(field) if self._is_new else None
        target = place or self.search
        target.set_error(sentence)
        return target.edit

    def clear_problems(self) -> None:
        """Take every error mark away."""
        self.search.set_error(None)
        for field in self.fresh.fields.values():
            field.set_error(None)

    def choose(self, customer_id: int) -> None:
        """Choose somebody known."""
        actor, customers = self.context.actor(), self.context.services.customers
        self.context.runner.run(
            self,
            lambda: customers.card(actor, customer_id=customer_id),
            done=lambda card: self._take_known(card.customer),
            kind="card",
        )

    def begin_new(self, typed: str) -> None:
        """Begin somebody new with a number, an address or a name."""
        self.unfold()
        self.sheet.draft.customer_text = typed
        self._begin_new(NewCustomer(text=typed))

    # --- finding ------------------------------------------------------------------------------

    def _typed(self, text: object) -> None:
        draft = self.sheet.draft
        draft.customer_text = str(text)
        self.search.set_error(None)
        if draft.customer_id is not None:
            self._let_go()
        self._finder.look(str(text).strip())
        self.sheet.touch()

    def _question(self, text: str) -> Callable[[], tuple[CustomerSuggestion, ...]]:
        actor, customers = self.context.actor(), self.context.services.customers
        return lambda: customers.suggest(actor, text=text)

    def _rows(self, text: str, found: Sequence[CustomerSuggestion]) -> Sequence[Suggestion]:
        return suggestion_rows(found, typed=text, formats=self.context.formats)

    def _entered(self, text: object) -> None:
        """Take Enter without a list: go on when somebody is chosen, else choose."""
        if self.sheet.draft.customer_id is not None:
            QTimer.singleShot(0, self, self.finished.emit)
        elif text:
            self._finder.take_first()

    def _choose(self, value: object) -> None:
        match value:
            case NewCustomer():
                self._begin_new(value)
            case CustomerSuggestion():
                self._take_known(value)

    def _take_known(self, customer: CustomerSuggestion) -> None:
        draft = self.sheet.draft
        draft.customer_id = customer.customer_id
        draft.name, draft.phone, draft.email = customer.name, customer.phone, customer.email
        draft.sms_consent, draft.email_consent = customer.sms_consent, customer.email_consent
        self._known = customer
        self.search.set_text(customer.name)
        self._show_mode()
        self.sheet.touch()
        self._ask_card(customer.customer_id, is_kept=False)
        self.finished.emit()

    def _ask_card(self, customer_id: int, *, is_kept: bool) -> None:
        actor, customers = self.context.actor(), self.context.services.customers
        self.context.runner.run(
            self,
            lambda: customers.card(actor, customer_id=customer_id),
            done=partial(self._card_came, is_kept=is_kept),
            failed=partial(self._card_failed, customer_id),
            kind="card",
        )

    def _card_came(self, card: CustomerCard, *, is_kept: bool) -> None:
        draft, found = self.sheet.draft, card.customer
        if draft.customer_id != found.customer_id:
            return
        is_same = (draft.name, draft.phone) == (found.name, found.phone)
        if is_kept and not is_same:
            self._unchoose()
            return
        draft.name, draft.phone, draft.email = found.name, found.phone, found.email
        self._known = found
        self.show_summary()
        self.card_came.emit(card)
        if not is_same:
            self.sheet.touch()

    def _card_failed(self, customer_id: int, error: MendpointError) -> None:
        if not isinstance(error, NotFound):
            present(self, error)
        elif self.sheet.draft.customer_id == customer_id:
            self._unchoose()

    def _unchoose(self) -> None:
        """Let the draft's customer go, who is not the one kept here, and say so."""
        draft = self.sheet.draft
        who = ", ".join(part for part in (draft.name, draft.phone) if part)
        text = draft.phone or draft.name
        self._let_go()
        for device in draft.devices:
            device.device_id = None
        draft.customer_text = text
        self.search.set_text(text)
        words = self.tr(
            "This draft was for {who}, who is not the customer kept here. Choose again."
        )
        self.search.set_error(
            words.format(who=who) if who else self.tr("Choose the customer again.")
        )
        self.sheet.touch()

    def _let_go(self) -> None:
        """Forget the known customer: other words were typed over the name."""
        draft = self.sheet.draft
        draft.customer_id = None
        draft.name = draft.phone = draft.email = ""
        draft.sms_consent = draft.email_consent = None
        self._known = None
        self._show_mode()
        self.card_came.emit(None)

    # --- somebody new ---------------------------------------------------------------------------

    def _begin_new(self, who: NewCustomer) -> None:
        draft = self.sheet.draft
        self._is_new = True
        for key, text in self._set_aside.items():
            setattr(draft, key, text)
        if who.is_phone:
            draft.phone = who.text
            self._read_phone(who.text)
        elif who.is_email:
            draft.email = who.text
        else:
            draft.name = who.text
        self.fresh.show_draft(draft)
        self._show_mode()
        focus(self.fresh.first_empty().edit)
        self.sheet.touch()

    def _new_edited(self, edit: object) -> None:
        assert isinstance(edit, tuple)
        setattr(self.sheet.draft, edit[0], edit[1])
        self._look_for_twins()
        self.sheet.touch()

    def _look_for_twins(self) -> None:
        """Warn of somebody known while somebody new is typed; nobody is warned of otherwise."""
        draft = self.sheet.draft
        if self._is_new:
            self._watch.look(name=draft.name, phone=draft.phone, email=draft.email)
        else:
            self._watch.forget()

    def _use_twin(self, twin: Twin) -> None:
        self._is_new = False
        self.choose(int(twin.customer_id))

    def _read_phone(self, text: object) -> None:
        if not text:
            return
        actor, customers = self.context.actor(), self.context.services.customers
        self.context.runner.run(
            self,
            lambda: customers.read_phone(actor, text=str(text)),
            done=lambda reading: self._phone_read(str(text), reading=reading),
            kind="phone",
        )

    def _phone_read(self, typed: str, *, reading: PhoneReading) -> None:
        field = self.fresh.fields["phone"]
        if field.text() != typed.strip() or field.edit.hasFocus() or not reading.valid:
            return
        field.set_text(reading.shown)
        self.sheet.draft.phone = reading.shown
        self.sheet.touch()

    def _consented(self, answers: object) -> None:
        draft = self.sheet.draft
        assert isinstance(answers, tuple)
        draft.sms_consent, draft.email_consent = answers
        self.sheet.touch()

    def _search_again(self) -> None:
        """Go back to searching; what was typed for the new customer is searched for."""
        draft = self.sheet.draft
        self._is_new = False
        text = draft.customer_text or draft.phone or draft.name
        self._set_aside = {"name": draft.name, "phone": draft.phone, "email": draft.email}
        draft.name = draft.phone = draft.email = ""
        draft.customer_text = text
        self.search.set_text(text)
        self._show_mode()
        focus(self.search.edit)
        self._finder.look(text.strip())
        self.sheet.touch()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Esc go one step back from the new customer's fields to the search."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if self._is_new and event.key() == Qt.Key.Key_Escape:
            self._search_again()
            return True
        return False

    def _show_mode(self) -> None:
        draft = self.sheet.draft
        chosen = self._is_new or draft.customer_id is not None
        self.search.setVisible(not self._is_new)
        self.fresh.setVisible(self._is_new)
        self.again.setVisible(self._is_new)
        self.consents.setVisible(chosen)
        self.consents.show_answers(sms=draft.sms_consent, email=draft.email_consent)
        self._look_for_twins()
