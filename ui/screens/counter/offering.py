"""What the shop offers on the Counter: taxes, terms, this till, promised times, accessories."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from services.changes import Change, Entity
from services.types import DeviceCategory
from ui.context import UiContext

# "1 h" is asked for anew this often, so that it never lags behind the clock by more.
_PROMISES_MS: Final = 60_000


class Offering(QObject):
    """Asks off-thread and asks again when something changed, here or at another till.

    Signals:
        shop_came(object): the `ShopSettings`.
        till_came(object): the actor's `Till`.
        promises_came(object): a tuple of `PromiseChoice`, reckoned from now.
        accessories_came(object): a tuple of names for the kind of device asked for.
        prices_changed(): prices or the catalogue changed.
    """

    shop_came = Signal(object)
    till_came = Signal(object)
    promises_came = Signal(object)
    accessories_came = Signal(object)
    prices_changed = Signal()

    def __init__(self, context: UiContext, *, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._category: str | None = None
        self._timer = QTimer(self, interval=_PROMISES_MS)
        self._timer.timeout.connect(self.ask_promises)
        context.live.changed.connect(self._changed)

    def load(self) -> None:
        """Ask for everything."""
        self._ask_settings()
        self.ask_promises()
        self.ask_accessories("")
        self._timer.start()

    @Slot()
    def ask_promises(self) -> None:
        """Ask which times can be promised now."""
        actor, now = self._context.actor(), self._context.now()
        settings = self._context.services.settings
        self._context.runner.run(
            self,
            lambda: settings.promise_choices(actor, now=now),
            done=self.promises_came.emit,
            kind="promises",
        )

    def ask_accessories(self, category: str) -> None:
        """Ask what usually stays with this kind of device; the same kind is not asked twice."""
        if category == self._category:
            return
        self._category = category
        actor, catalog = self._context.actor(), self._context.services.catalog
        kind = DeviceCategory(category) if category else None
        self._context.runner.run(
            self,
            lambda: catalog.accessories(actor, category=kind),
            done=self.accessories_came.emit,
            kind="accessories",
        )

    def _ask_settings(self) -> None:
        actor, settings = self._context.actor(), self._context.services.settings
        run = self._context.runner.run
        run(self, lambda: settings.shop(actor), done=self.shop_came.emit, kind="shop")
        run(self, lambda: settings.till(actor), done=self.till_came.emit, kind="till")

    @Slot(object)
    def _changed(self, changes: tuple[Change, ...]) -> None:
        entities = {change.entity for change in changes}
        if Entity.SETTINGS in entities:
            self._ask_settings()
            self.ask_promises()
        if entities & {Entity.PRICE, Entity.CATALOGUE, Entity.SETTINGS}:
            self.prices_changed.emit()
