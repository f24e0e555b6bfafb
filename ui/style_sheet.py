"""The style sheet for stock widgets: scroll bars, menus, tool tips, lists and plain editors.

Written from tokens only. It names no font: sizes and weights set here would drop tabular figures.
"""

from __future__ import annotations

from ui.tokens import Radius, Tokens


def style_sheet(t: Tokens) -> str:
    """Return the application's style sheet for one scheme."""
    return "\n".join((_floating(t), _scroll_bars(t), _tables(t), _editors(t)))


def _floating(t: Tokens) -> str:
    return f"""
QToolTip {{
    background: {t.tip}; color: {t.on_tip}; border: 1px solid {t.tip};
    padding: 5px 8px;
}}
QMenu {{
    background: {t.raised}; color: {t.text}; border: 1px solid {t.border_soft}; padding: 4px;
}}
QMenu::item {{ padding: 7px 28px 7px 10px; border-radius: {Radius.CONTROL}px; }}
QMenu::item:selected {{ background: {t.sel}; color: {t.text}; }}
QMenu::item:disabled {{ color: {t.disabled}; }}
QMenu::icon {{ left: 8px; }}
QMenu::separator {{ height: 1px; background: {t.hairline}; margin: 4px 6px; }}
QComboBox QAbstractItemView {{
    background: {t.raised}; color: {t.text}; border: 1px solid {t.border_soft};
    outline: 0; padding: 4px; selection-background-color: {t.sel}; selection-color: {t.text};
}}
QComboBox QAbstractItemView::item {{
    min-height: 30px; padding: 0 8px; border-radius: {Radius.CONTROL}px;
}}
QComboBox QAbstractItemView::item:selected {{ background: {t.sel}; color: {t.text}; }}
"""


def _scroll_bars(t: Tokens) -> str:
    return f"""
QScrollArea {{ border: 0; background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {t.border_soft}; border-radius: 3px; }}
QScrollBar::handle:vertical {{ margin: 2px 3px; min-height: 32px; }}
QScrollBar::handle:horizontal {{ margin: 3px 2px; min-width: 32px; }}
QScrollBar::handle:hover {{ background: {t.border}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def _tables(t: Tokens) -> str:
    return f"""
QTableView, QListView, QTreeView {{ background: {t.surface}; border: 0; outline: 0; }}
QListView[onTrough="true"] {{ background: transparent; }}
SuggestionList, PaletteList {{ background: transparent; }}
QHeaderView {{ background: {t.canvas}; border: 0; }}
QSplitter::handle {{ background: {t.hairline}; }}
"""


def _editors(t: Tokens) -> str:
    return f"""
QPlainTextEdit, QTextEdit {{
    background: transparent; border: 0; selection-background-color: {t.accent};
    selection-color: {t.on_accent};
}}
QLineEdit {{
    background: transparent; border: 0; padding: 0; selection-background-color: {t.accent};
    selection-color: {t.on_accent};
}}
QLineEdit:read-only {{ color: {t.text_3}; }}
"""
