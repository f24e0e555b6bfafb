"""The menus of every screen, by the name the queue's own modules know them under."""

from __future__ import annotations

from ui.parts.menus import Choice, open_menu

__all__ = ["Choice", "open_menu"]
