"""Consents: how each channel stands, who may be written to, and the ledger of every answer."""

from __future__ import annotations

from functools import partial

from services.actor import new_operation_id
from services.customers.dto import CustomerPage, SetConsent
from services.types import Channel, ConsentHow
from ui.parts.card import Card
from ui.parts.cells import TextCell
from ui.parts.combo import Combo
from ui.parts.field import LabelPlace
from ui.parts.rows import Column, Row, RowsTable
from ui.parts.tag import TagKind
from ui.parts.text import Text, Tone
from ui.screens.customers.page.entries import Act, Entries, Entry
from ui.screens.customers.page.port import Deed, PagePort
from ui.screens.customers.words import (
    ASKED_HOW,
    CHANNEL_WORDS,
    HOW_WORDS,
    NOTHING,
    consent_words,
    say,
)
from ui.tokens import Height, Space

_MOST_ROWS = 6


class ConsentsCard(Card):
    """Which messages the customer agreed to. An answer is added to the ledger, never changed."""

    def __init__(self, port: PagePort) -> None:
        super().__init__(say("Messages agreed to"), name="customer-consents", spacing=Space.MEDIUM)
        self._port = port
        self.how = Combo(
            say("Asked"),
            name="customer-consent-how",
            choices=tuple((each, say(HOW_WORDS[each])) for each in ASKED_HOW),
            value=ConsentHow.COUNTER,
            place=LabelPlace.BESIDE,
            height=Height.DENSE,
        )
        self.channels = Entries(name="customer-channels")
        self.ledger = RowsTable(
            say("Ledger of consents"),
            columns=(
                Column(words=say("Channel"), width=84),
                Column(words=say("Answer"), width=104),
                Column(words=say("How"), width=120),
                Column(words=say("By")),
                Column(words=say("When"), width=176),
            ),
            name="customer-ledger",
        )
        self._none = Text(say("Nobody asked yet."), tone=Tone.SECOND, name="customer-ledger-none")
        self.head.addWidget(self.how)
        self.body.addWidget(self.channels)
        self.body.addWidget(self.ledger)
        self.body.addWidget(self._none)

    def show_page(self, page: CustomerPage) -> None:
        """Show how the channels stand and every answer, the newest first."""
        may = self._port.may_edit
        self.how.setVisible(may)
        self.channels.show_entries(
            [
                self._channel(Channel.SMS, granted=page.sms_consent, may=may),
                self._channel(Channel.EMAIL, granted=page.email_consent, may=may),
            ]
        )
        context = self._port.context
        formats, now = context.formats, context.now()
        self.ledger.setVisible(bool(page.consents))
        self._none.setVisible(not page.consents)
        self.ledger.show_rows(
            [
                Row(
                    key=index,
                    cells=(
                        TextCell(text=say(CHANNEL_WORDS[entry.channel])),
                        TextCell(text=say("Agreed") if entry.granted else say("Withdrawn")),
                        TextCell(text=say(HOW_WORDS[entry.how]), tone=Tone.SECOND),
                        TextCell(text=entry.person_name or NOTHING, tone=Tone.SECOND),
                        TextCell(text=formats.date_short(entry.at_utc, now), tone=Tone.SECOND),
                    ),
                )
                for index, entry in enumerate(page.consents)
            ]
        )
        self.ledger.fit_to_rows(most=_MOST_ROWS)

    def _channel(self, channel: Channel, *, granted: bool | None, may: bool) -> Entry:
        kinds = {None: TagKind.NEUTRAL, True: TagKind.OK, False: TagKind.WARN}
        acts = []
        if granted is not True:
            acts.append(self._act(channel, words=say("Agree"), grants=True))
        if granted is not False:
            words = say("Withdraw") if granted else say("Refuse")
            acts.append(self._act(channel, words=words, grants=False))
        return Entry(
            title=say(CHANNEL_WORDS[channel]),
            tag=consent_words(granted),
            tag_kind=kinds[granted],
            acts=tuple(acts) if may else (),
        )

    def _act(self, channel: Channel, *, words: str, grants: bool) -> Act:
        name = f"customer-{channel.value}-{'agree' if grants else 'withdraw'}"
        return Act(words=words, name=name, act=partial(self._set, channel, grants=grants))

    def _set(self, channel: Channel, *, grants: bool) -> None:
        how = self.how.value()
        assert isinstance(how, ConsentHow)
        command = SetConsent(
            operation_id=new_operation_id(),
            customer_id=int(self._port.page.customer_id),
            channel=channel,
            granted=grants,
            how=how,
        )
        words = "{channel} agreed to" if grants else "No more {channel}"
        self._port.carry_out(
            Deed(
                call=lambda services, actor: services.customer_pages.set_consent(actor, command),
                said=say(words, channel=say(CHANNEL_WORDS[channel])),
            )
        )
