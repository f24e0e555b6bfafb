"""The search line: answers while one types, newest question wins, Enter opens."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from services.errors import MendpointError, NotFound, PermissionDenied
from services.search.dto import SearchHit
from ui.context import OrderAct, UiContext
from ui.errors import notice_of
from ui.icons import Icon
from ui.parts.palette_list import PaletteGroup, PaletteLine
from ui.shell.act_menu import Act, ActMenu
from ui.shell.actions import ShellAction, allowed_actions, find_actions, view_action
from ui.shell.palette import Palette
from ui.shell.palette_rows import (
    IntakeFor,
    NewCustomer,
    TryAgain,
    action_lines,
    count_words,
    hit_groups,
    intake_lines,
    new_customer_lines,
    recent_group,
    say,
    search_keys,
    try_again_line,
)
from ui.shortcuts import shortcut

if TYPE_CHECKING:
    from services.actor import Actor
    from services.facade import Services
    from services.tickets.dto import SavedView, TicketDetail
    from ui.shell.ways import Ways

_ASKED: Final = 20
_SHORTEST: Final = 2
_RECENT: Final = 5
_MOST_ACTIONS: Final = 6
# From here on it is shown that an answer is being looked up.
_SLOW_MS: Final = 300

_ORDER_ACTS: Final = (
    (OrderAct.MOVE, Icon.REFRESH_CW, "queue.status", ("tickets:move", "tickets:hand_over")),
    (OrderAct.ASSIGN, Icon.USER, "queue.assign", ("tickets:assign",)),
    (OrderAct.NOTE, Icon.PENCIL, "queue.note", ("tickets:update",)),
    (OrderAct.ATTACH, Icon.IMAGE, "queue.attach", ("tickets:update",)),
    (OrderAct.PRINT, Icon.PRINTER, "queue.print", ("printing:print",)),
)


class SearchLine(QObject):
    """Asks the search service for what is typed and carries out what is chosen.

    What is typed is neither stored nor logged; it stays in the line until something is taken or
    another person comes.

    Signals:
        left(): the keyboard goes on from the top bar.
    """

    left = Signal()

    def __init__(self, window: QWidget, *, context: UiContext, ways: Ways) -> None:
        super().__init__(window)
        self._context = context
        self._ways = ways
        self._window = window
        self._palette: Palette | None = None
        self._asked = ""
        self._is_settled = True
        self._wish: Callable[[PaletteLine], None] | None = None
        self._recent: list[int] = []
        self._views: tuple[ShellAction, ...] = ()
        self._slow = QTimer(self, singleShot=True, interval=_SLOW_MS)
        self._slow.timeout.connect(self._say_slow)

    @property
    def palette(self) -> Palette:
        """The palette, made when it is first wanted."""
        if self._palette is None:
            palette = Palette(self._window)
            palette.show_keys(search_keys())
            palette.text_edited.connect(self._ask)
            palette.entered.connect(lambda line: self._when_settled(line, self._take))
            palette.menu_asked.connect(lambda line: self._when_settled(line, self._open_menu))
            palette.picked.connect(self._take)
            palette.left.connect(self.left)
            self._palette = palette
        return self._palette

    @Slot()
    def open(self) -> None:
        """Open the palette with what was typed last, asked anew."""
        self._read_views()
        self.palette.open_palette()
        self._ask(self.palette.edit.text())

    @Slot(object)
    def open_with(self, text: object) -> None:
        """Open the palette with a letter typed elsewhere."""
        self._read_views()
        self.palette.open_palette()
        self.palette.edit.setText(str(text))
        self._ask(text)

    def remember(self, ticket_id: int) -> None:
        """Keep an order among those opened lately."""
        self._recent = [ticket_id, *(each for each in self._recent if each != ticket_id)][:_RECENT]

    def forget(self) -> None:
        """Forget what was typed and opened: another person comes."""
        self._recent.clear()
        self._views = ()
        if self._palette is not None:
            self._end()

    # --- the person's views -------------------------------------------------------------------

    def _read_views(self) -> None:
        """Know the person's saved views by the time a word is typed."""
        if not self._context.may("tickets:read"):
            return
        actor, views = self._context.actor(), self._context.services.views
        self._context.runner.run(
            self,
            lambda: views.list(actor),
            done=self._keep_views,
            # Without the database nothing is found, and the search says so.
            failed=lambda _error: None,
            kind="views",
        )

    def _keep_views(self, views: tuple[SavedView, ...]) -> None:
        before, self._views = self._views, tuple(view_action(view) for view in views)
        names = [[action.words for action in each] for each in (before, self._views)]
        if names[0] != names[1] and self._wish is None and self.palette.is_open:
            self._ask(self._asked)

    def _actions(self, wanted: str) -> tuple[ShellAction, ...]:
        return find_actions(wanted, may=self._context.may, more=self._views)

    # --- asking -------------------------------------------------------------------------------

    @Slot(object)
    def _ask(self, text: object) -> None:
        wanted = str(text).strip()
        self._asked = wanted
        self._wish = None
        self._is_settled = False
        self._slow.start()
        if len(wanted) < _SHORTEST:
            self._show_beginning(wanted)
            return
        context, actor = self._context, self._context.actor()
        context.runner.run(
            self,
            lambda: context.services.search.find(actor, text=wanted, limit=_ASKED),
            done=lambda hits: self._show(wanted, hits),
            failed=lambda error: self._failed(wanted, error),
            kind="search",
        )

    def _show_beginning(self, wanted: str) -> None:
        """Say what can be typed, with the orders opened lately; a letter finds actions at once."""
        if wanted or not self._recent:
            self._show_start(wanted, ())
            return
        services, actor, recent = self._context.services, self._context.actor, tuple(self._recent)
        self._context.runner.run(
            self,
            lambda: _read_orders(services, actor=actor, ids=recent),
            done=lambda orders: self._show_start(wanted, orders),
            failed=lambda error: self._failed(wanted, error),
            kind="search",
        )

    def _show_start(self, wanted: str, orders: tuple[TicketDetail, ...]) -> None:
        if wanted != self._asked:
            return
        may = self._context.may
        if wanted:
            note = say("One more character finds orders and customers.")
            actions = self._actions(wanted)
        else:
            note = say("Order number, phone, name, e-mail or IMEI, or what you want to do.")
            actions = allowed_actions(may)
        do = PaletteGroup(head=say("Do"), lines=action_lines(actions))
        self._put([recent_group(orders), do], note=note)

    def _show(self, wanted: str, hits: tuple[SearchHit, ...]) -> None:
        if wanted != self._asked:
            # Emptied meanwhile: what needs no question is answered at once, and is newer.
            return
        takes_in = self._context.may("tickets:take_in")
        actions = self._actions(wanted)[:_MOST_ACTIONS]
        lines = action_lines(actions)
        if takes_in:
            lines = (*intake_lines(hits), *lines)
        if not hits and not lines:
            heading = say("No order, customer or action fits “{text}”", text=wanted)
            note = say("Fewer characters find more; a phone number is found by its last four.")
            offers = new_customer_lines(wanted) if takes_in else ()
            self._put([PaletteGroup(head=say("Do"), lines=offers)], heading=heading, note=note)
            return
        count = count_words(len(hits), others=len(lines), most=_ASKED)
        self._put([*hit_groups(hits), PaletteGroup(head=say("Do"), lines=lines)], count=count)

    def _failed(self, wanted: str, error: MendpointError) -> None:
        """Say what is the case where the answer would stand; the text stays."""
        if wanted != self._asked:
            return
        notice = notice_of(error)
        actions = self._actions(self._asked)[:_MOST_ACTIONS]
        again = (try_again_line(),) if notice.may_pass else ()
        lines = (*again, *action_lines(actions))
        self._wish = None
        self._put(
            [PaletteGroup(head=say("Do"), lines=lines)], heading=notice.heading, note=notice.text
        )

    def _say_slow(self) -> None:
        """Show that it is being looked up; what was found for other words goes."""
        if self._palette is None or not self._palette.is_open:
            return
        actions = self._actions(self._asked)[:_MOST_ACTIONS]
        do = PaletteGroup(head=say("Do"), lines=action_lines(actions))
        self._palette.show_groups([do], note=say("Looking …"))
        self._palette.set_looking(on=True)

    def _put(
        self, groups: list[PaletteGroup], *, heading: str = "", note: str = "", count: str = ""
    ) -> None:
        palette = self.palette
        if not palette.is_open:
            # It is asked anew when it is opened.
            return
        self._slow.stop()
        self._is_settled = True
        palette.show_groups(groups, heading=heading, note=note, count=count)
        wish, self._wish = self._wish, None
        first = palette.list.current()
        if wish is not None and first is not None and not isinstance(first.value, NewCustomer):
            wish(first)

    # --- taking -------------------------------------------------------------------------------

    def _when_settled(self, line: PaletteLine | None, act: Callable[[PaletteLine], None]) -> None:
        """Act on the line, or on the first one that comes: a scanner types faster than answers."""
        if not self._is_settled:
            self._wish = act
        elif line is not None:
            act(line)

    @Slot(object)
    def _take(self, line: PaletteLine) -> None:
        value = line.value
        if isinstance(value, TryAgain):
            self._ask(self.palette.edit.text())
            return
        self._end()
        match value:
            case SearchHit():
                self._ways.open_hit(value)
            case ShellAction():
                value.act(self._ways)
            case IntakeFor():
                self._ways.intake_for(value.customer_id)
            case NewCustomer():
                self._ways.intake_with(value.text)

    def _end(self) -> None:
        """Close and empty the line: what was typed has served, and no answer comes any more."""
        self._asked = ""
        self._wish = None
        self._slow.stop()
        self.palette.close_palette()
        self.palette.edit.clear()
        self.palette.show_groups([])

    def _open_menu(self, line: PaletteLine) -> None:
        acts = self._acts(line.value) if isinstance(line.value, SearchHit) else []
        if not acts:
            self._take(line)
            return
        menu = ActMenu(acts, title=line.title, parent=self.palette)
        menu.open_at(self.palette.list.below_current())

    def _acts(self, hit: SearchHit) -> list[Act]:
        # By the kind's value: a kind of hit that is new here has no acts yet.
        makers = {"ticket": self._order_acts, "customer": self._customer_acts}
        make = makers.get(hit.kind.value)
        return make(hit) if make is not None else []

    def _customer_acts(self, hit: SearchHit) -> list[Act]:
        may, ways = self._context.may, self._ways
        acts = (
            ("intake", "New intake for this customer", Icon.PACKAGE_PLUS, "tickets:take_in"),
            ("orders", "Show the orders", Icon.LIST_TODO, "tickets:read"),
            ("open", "Open the customer", Icon.USER, "customers:read"),
        )
        ways_of = {
            "intake": lambda: ways.intake_for(hit.entity_id),
            "orders": lambda: ways.show_orders_of(hit),
            "open": lambda: ways.open_hit(hit),
        }
        return [
            Act(name=name, words=say(words), icon=icon, act=self._ending(ways_of[name]))
            for name, words, icon, permission in acts
            if may(permission)
        ]

    def _order_acts(self, hit: SearchHit) -> list[Act]:
        return [
            Act(
                name=act.value,
                words=say(shortcut(key).words),
                icon=icon,
                key=shortcut(key).keycap,
                act=self._ending(partial(self._ways.act_on, hit.entity_id, act=act)),
            )
            for act, icon, key, permissions in _ORDER_ACTS
            if any(self._context.may(each) for each in permissions)
        ]

    def _ending(self, act: Callable[[], None]) -> Callable[[], None]:
        def carry_out() -> None:
            self._end()
            # A menu took the activation away, and what is opened next would lose it again.
            self._window.activateWindow()
            QTimer.singleShot(0, self, act)

        return carry_out


def _read_orders(
    services: Services, *, actor: Callable[[], Actor], ids: tuple[int, ...]
) -> tuple[TicketDetail, ...]:
    """Return the orders as they stand now, without those that are gone or not theirs to see."""
    found = []
    for ticket_id in ids:
        try:
            found.append(services.tickets.detail(actor(), ticket_id=ticket_id))
        except (NotFound, PermissionDenied):
            continue
    return tuple(found)
