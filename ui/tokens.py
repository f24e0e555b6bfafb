"""The look in numbers: every colour, measure and type size, for light and dark, and nothing else.

Plain data without Qt, so that a test can compute the contrasts. No other file under `ui` holds a
colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum
from types import MappingProxyType
from typing import Final


class ThemeChoice(StrEnum):
    """What the person set: follow the system, or always one scheme."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Scheme(StrEnum):
    """Light or dark."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The colours of one scheme by role, as ``#RRGGBB``."""

    scheme: Scheme
    canvas: str
    surface: str
    sunken: str
    raised: str
    hover: str
    zebra: str
    sel: str
    hairline: str
    border_soft: str
    border: str
    text: str
    text_2: str
    text_3: str
    disabled: str
    accent: str
    accent_hover: str
    accent_press: str
    on_accent: str
    accent_text: str
    accent_soft: str
    focus: str
    danger: str
    on_danger: str
    danger_text: str
    danger_soft: str
    warn: str
    warn_text: str
    warn_soft: str
    ok: str
    ok_text: str
    ok_soft: str
    est: str
    est_soft: str
    tip: str
    on_tip: str
    tip_muted: str
    tip_action: str
    paper: str
    ink: str
    paper_edge: str
    scrim: str
    scrim_opacity: float
    shadow: str
    menu_shadow_opacity: float
    dialog_shadow_opacity: float


LIGHT: Final = Tokens(
    scheme=Scheme.LIGHT,
    canvas="#F5F6F8",
    surface="#FFFFFF",
    sunken="#EEF0F3",
    raised="#FFFFFF",
    hover="#F1F3F6",
    zebra="#FAFBFC",
    sel="#E9EEFD",
    hairline="#E2E5EA",
    border_soft="#CBD0D9",
    border="#828997",
    text="#171A21",
    text_2="#4A515E",
    text_3="#616976",
    disabled="#8E95A1",
    accent="#2F54D4",
    accent_hover="#2848BA",
    accent_press="#203B9C",
    on_accent="#FFFFFF",
    accent_text="#2747B8",
    accent_soft="#E9EEFD",
    focus="#2F54D4",
    danger="#C0262D",
    on_danger="#FFFFFF",
    danger_text="#B01E26",
    danger_soft="#FDECEC",
    warn="#9A5B00",
    warn_text="#854D00",
    warn_soft="#FFF3DC",
    ok="#1B7F46",
    ok_text="#17693A",
    ok_soft="#E4F5EA",
    est="#8A4F00",
    est_soft="#FFF8EA",
    tip="#22262E",
    on_tip="#FFFFFF",
    tip_muted="#B9C0CC",
    tip_action="#A9BBFF",
    paper="#FDFDFB",
    ink="#1D1D1B",
    paper_edge="#D9DBD6",
    scrim="#0F121A",
    scrim_opacity=0.40,
    shadow="#000000",
    menu_shadow_opacity=0.16,
    dialog_shadow_opacity=0.24,
)

DARK: Final = Tokens(
    scheme=Scheme.DARK,
    canvas="#14161A",
    surface="#1C1F25",
    sunken="#101216",
    raised="#262A32",
    hover="#252931",
    zebra="#1F2228",
    sel="#232D4E",
    hairline="#2E333C",
    border_soft="#454C58",
    border="#727A88",
    text="#ECEEF2",
    text_2="#B4BBC7",
    text_3="#979FAD",
    disabled="#6C7481",
    accent="#4A6AE8",
    accent_hover="#4363DF",
    accent_press="#3F5DD6",
    on_accent="#FFFFFF",
    accent_text="#A3B6FF",
    accent_soft="#232D4E",
    focus="#8AA2FF",
    danger="#D2404A",
    on_danger="#FFFFFF",
    danger_text="#FF9EA2",
    danger_soft="#3B1F23",
    warn="#E0A23A",
    warn_text="#F3BE66",
    warn_soft="#362A14",
    ok="#3FB673",
    ok_text="#74D69B",
    ok_soft="#15301F",
    est="#F3BE66",
    est_soft="#2B2416",
    tip="#EDEFF3",
    on_tip="#171A21",
    tip_muted="#545B68",
    tip_action="#2747B8",
    paper="#F1F0EB",
    ink="#1D1D1B",
    paper_edge="#F1F0EB",
    scrim="#0F121A",
    scrim_opacity=0.40,
    shadow="#000000",
    menu_shadow_opacity=0.32,
    dialog_shadow_opacity=0.48,
)

TOKENS: Final[Mapping[Scheme, Tokens]] = MappingProxyType({Scheme.LIGHT: LIGHT, Scheme.DARK: DARK})


class Space(IntEnum):
    """Steps of white space in pixels at 100 %."""

    TIGHT = 4
    SMALL = 8
    MEDIUM = 12
    LARGE = 16
    WIDE = 24


class Radius(IntEnum):
    """Corner radii in pixels."""

    TICK = 4
    CONTROL = 6
    CHIP = 8
    CARD = 10
    DIALOG = 12
    ROUND = 16


class Height(IntEnum):
    """Heights of rows and controls in pixels at 100 %."""

    TAG = 20
    ROW_PILL = 22
    PILL = 24
    STATUS_BAR = 28
    DENSE = 32
    TABLE_ROW = 33
    TABLE_HEAD = 34
    STANDARD = 36
    FORM = 40
    LARGE = 44
    TOP_BAR = 52
    REPAIR_CHIP = 54
    CASH = 56
    ACTION_BAR = 56


class IconSize(IntEnum):
    """Edge length of icons in pixels at 100 %."""

    PILL = 14
    CONTROL = 16
    RAIL = 20
    EMPTY = 26


class Motion(IntEnum):
    """Durations in milliseconds; all ease out."""

    MENU = 100
    PANEL = 160
    FOLD = 160
    TOAST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeSize:
    """One type role: point size, weight, letter spacing in per cent."""

    points: int
    weight: int
    spacing: int = 100


class TypeRole(Enum):
    """The type scale. Nothing is smaller than 10 pt; from 16 pt up letters stand 2 % closer."""

    BODY = TypeSize(points=10, weight=400)
    LABEL = TypeSize(points=10, weight=500)
    STRONG = TypeSize(points=10, weight=600)
    FIELD = TypeSize(points=11, weight=400)
    SECTION = TypeSize(points=11, weight=600)
    HEADING = TypeSize(points=13, weight=600)
    TITLE = TypeSize(points=16, weight=600, spacing=98)
    AMOUNT = TypeSize(points=22, weight=600, spacing=98)
    FIGURE = TypeSize(points=34, weight=700, spacing=98)
    FIGURE_LARGE = TypeSize(points=44, weight=700, spacing=98)


class PillEdge(StrEnum):
    """The edge of a status pill."""

    NONE = "none"
    HAIRLINE = "hairline"
    OUTLINE = "outline"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusLook:
    """How one status looks: its word, its icon and its colours in both schemes."""

    word: str
    icon: str
    light_text: str
    light_fill: str
    dark_text: str
    dark_fill: str
    edge: PillEdge = PillEdge.NONE

    def text(self, *, scheme: Scheme) -> str:
        """Return the colour of word and icon."""
        return self.light_text if scheme is Scheme.LIGHT else self.dark_text

    def fill(self, *, scheme: Scheme) -> str:
        """Return the colour behind them."""
        return self.light_fill if scheme is Scheme.LIGHT else self.dark_fill


STATUS_LOOKS: Final[Mapping[str, StatusLook]] = MappingProxyType(
    {
        "pending": StatusLook(
            word="Pending",
            icon="circle-dashed",
            light_text="#4A515E",
            light_fill="#ECEEF2",
            dark_text="#C2C8D2",
            dark_fill="#2C313A",
        ),
        "diagnosing": StatusLook(
            word="Diagnosing",
            icon="stethoscope",
            light_text="#6433B8",
            light_fill="#F0E9FC",
            dark_text="#C9B0FF",
            dark_fill="#2E2447",
        ),
        "awaiting_approval": StatusLook(
            word="Awaiting approval",
            icon="hourglass",
            light_text="#7F4A00",
            light_fill="#FFF0CF",
            dark_text="#F6C667",
            dark_fill="#3A2C10",
        ),
        "in_progress": StatusLook(
            word="In progress",
            icon="wrench",
            light_text="#0B5CAD",
            light_fill="#E2F0FD",
            dark_text="#8CC6FF",
            dark_fill="#14304C",
        ),
        "waiting_parts": StatusLook(
            word="Waiting for parts",
            icon="package-search",
            light_text="#A03C0A",
            light_fill="#FFEADF",
            dark_text="#FFB08A",
            dark_fill="#422317",
        ),
        "completed": StatusLook(
            word="Completed",
            icon="clipboard-check",
            light_text="#0B6A6E",
            light_fill="#DDF3F3",
            dark_text="#6FD6D8",
            dark_fill="#103335",
        ),
        "ready_pickup": StatusLook(
            word="Ready",
            icon="bell-ring",
            light_text="#17693A",
            light_fill="#DFF4E6",
            dark_text="#74D69B",
            dark_fill="#15301F",
        ),
        "delivered": StatusLook(
            word="Delivered",
            icon="check-check",
            light_text="#5A6270",
            light_fill="#F5F6F8",
            dark_text="#9AA2B0",
            dark_fill="#1C1F25",
            edge=PillEdge.HAIRLINE,
        ),
        "cancelled": StatusLook(
            word="Cancelled",
            icon="ban",
            light_text="#B01E26",
            light_fill="#FFFFFF",
            dark_text="#FF9EA2",
            dark_fill="#1C1F25",
            edge=PillEdge.OUTLINE,
        ),
    }
)
