"""The settings (F9): pages at the left, one page at a time, saved with Ctrl+S."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from services.changes import Change, Entity
from ui.context import ScreenKey, UiContext
from ui.measures import fix_height
from ui.parts.button import Button, ButtonKind
from ui.parts.text import Text
from ui.screens.settings.about_page import AboutPage
from ui.screens.settings.catalogue_page import CataloguePage
from ui.screens.settings.database_page import DatabasePage
from ui.screens.settings.page import FORM_MOST, Page
from ui.screens.settings.people_page import PeoplePage
from ui.screens.settings.section_list import SectionList
from ui.screens.settings.shop_page import ShopPage
from ui.screens.settings.tax_page import TaxPage
from ui.screens.settings.this_pc_page import ThisPcPage
from ui.screens.settings.tills_page import TillsPage
from ui.shortcuts import shortcut
from ui.theme import tokens
from ui.tokens import Height, Space, TypeRole

PAGES: tuple[type[Page], ...] = (
    ShopPage,
    TaxPage,
    PeoplePage,
    TillsPage,
    CataloguePage,
    DatabasePage,
    ThisPcPage,
    AboutPage,
)
# What a change elsewhere makes worth asking again.
_TOUCHED: dict[Entity, tuple[str, ...]] = {
    Entity.SETTINGS: ("shop", "tax", "tills"),
    Entity.PEOPLE: ("people",),
    Entity.CATALOGUE: ("catalogue",),
    Entity.PRICE: ("catalogue",),
}


class _ActionBar(QWidget):
    """Says how much is not saved yet, with Undo and Save."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("settings-bar")
        fix_height(self, Height.ACTION_BAR)
        self.words = Text("", role=TypeRole.BODY, name="settings-unsaved")
        revert, save = shortcut("settings.revert"), shortcut("settings.save")
        self.undo = Button(self.tr("Undo"), key=revert.keycap, name="settings-undo")
        self.save = Button(
            self.tr("Save"), kind=ButtonKind.PRIMARY, key=save.keycap, name="settings-save"
        )
        under_the_form = QWidget()
        under_the_form.setMaximumWidth(FORM_MOST)
        row = QHBoxLayout(under_the_form)
        row.setContentsMargins(20, 1, Space.LARGE, 0)
        row.setSpacing(Space.SMALL)
        row.addWidget(self.words)
        row.addStretch(1)
        row.addWidget(self.undo)
        row.addWidget(self.save)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(under_the_form, stretch=1)
        across.addStretch(0)

    def follow(self, page: Page) -> None:
        """Show how a page stands."""
        count = page.unsaved()
        one = self.tr("1 change, not saved yet")
        many = self.tr("{count} changes, not saved yet").format(count=count)
        self.words.setText(one if count == 1 else many if count else self.tr("Everything is saved"))
        self.undo.setEnabled(bool(count) and not page.is_saving)
        self.save.setEnabled(bool(count) or page.is_saving)
        self.save.set_busy(self.tr("Saving …") if page.is_saving else None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the surface and the hairline above it."""
        t = tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(t.surface))
        painter.fillRect(0, 0, self.width(), 1, QColor(t.hairline))


class SettingsScreen(QWidget):
    """The screen. A person sees the pages they may open; unsaved changes stay where they are."""

    key = ScreenKey.SETTINGS.value

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Settings")
        self.setObjectName("settings")
        self.setAccessibleName(self.title)
        self._context = context
        self._offered = {page.key: page for page in PAGES if _may_open(page, context)}
        self._pages: dict[str, Page] = {}
        self._sections = SectionList(
            (page.key, page.title, page.icon) for page in self._offered.values()
        )
        self._stack = QStackedWidget()
        self._bar = _ActionBar()
        self._build()
        self._connect()

    # --- what the shell asks for ----------------------------------------------------------------

    def load(self) -> None:
        """Show the first page."""
        self._show(next(iter(self._offered)))

    def shown(self) -> None:
        """Put the focus on the present page's name in the list."""
        self._sections.take_focus(self.page.key)

    def can_leave(self) -> bool:
        """Let the person go: what is not saved stays on its page."""
        return True

    def open_page(self, page: str) -> None:
        """Show a page by its key, if the person may open it."""
        if page in self._offered:
            self._show(page)
            field = self.page.first_field()
            if field is not None:
                field.setFocus(Qt.FocusReason.OtherFocusReason)

    def undo(self) -> bool:
        """Take back what is not saved on this page; say whether there was anything."""
        if not self.page.saves or self.page.is_saving or not self.page.unsaved():
            return False
        self.page.revert()
        return True

    @property
    def unsaved_words(self) -> str:
        """What would be lost if the program ended now; empty when nothing would."""
        names = [page.title for page in self._pages.values() if page.unsaved()]
        return ", ".join(names)

    @property
    def page(self) -> Page:
        """The page now shown."""
        page = self._stack.currentWidget()
        assert isinstance(page, Page)
        return page

    @property
    def page_keys(self) -> tuple[str, ...]:
        """The pages this person may open."""
        return tuple(self._offered)

    # --- inside ---------------------------------------------------------------------------------

    def _build(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._stack, stretch=1)
        right.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._sections)
        row.addLayout(right, stretch=1)

    def _connect(self) -> None:
        self._sections.chosen.connect(self._show)
        self._bar.save.clicked.connect(self._save)
        self._bar.undo.clicked.connect(self.undo)
        self._context.live.changed.connect(self._follow_changes)
        save = QShortcut(QKeySequence(shortcut("settings.save").key), self)
        save.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        save.activated.connect(self._save)

    @Slot(object)
    def _show(self, key: str) -> None:
        if key not in self._pages:
            page = self._offered[key](self._context)
            self._pages[key] = page
            self._stack.addWidget(page)
            page.changed.connect(self._follow_page)
            page.load()
        self._stack.setCurrentWidget(self._pages[key])
        self._sections.mark(key)
        self._follow_page()

    @Slot()
    def _follow_page(self) -> None:
        page = self.page
        self._bar.setVisible(page.saves)
        self._bar.follow(page)
        for key, each in self._pages.items():
            self._sections.mark_changes(key, has_changes=bool(each.unsaved()))

    @Slot()
    def _save(self) -> None:
        if self.page.saves and self.page.unsaved() and not self.page.is_saving:
            self.page.save()

    @Slot(object)
    def _follow_changes(self, changes: tuple[Change, ...]) -> None:
        touched = {key for change in changes for key in _TOUCHED.get(change.entity, ())}
        for key in touched & set(self._pages):
            self._pages[key].refresh()


def _may_open(page: type[Page], context: UiContext) -> bool:
    return not page.permissions or any(context.may(each) for each in page.permissions)
