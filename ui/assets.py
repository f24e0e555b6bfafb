"""Where the shipped files lie: fonts, icons, licences."""

from __future__ import annotations

from pathlib import Path


def asset_path(kind: str, *, name: str) -> Path:
    """Return the path of a shipped file, for example ``asset_path("icons", name="check.svg")``.

    Works from a checkout and from a frozen folder, where `resources` stands beside `ui` too.
    """
    return Path(__file__).resolve().parent.parent / "resources" / kind / name
