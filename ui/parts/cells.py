"""What stands in a table cell, as values, and how each is painted. Cells hold no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QPainter

from ui.fonts import role_font, scaled
from ui.icons import Icon, paint_icon
from ui.parts.avatar import paint_avatar
from ui.parts.marker import MarkerKind, marker_width, paint_marker
from ui.parts.meter import METER_WIDTH, Sureness, paint_meter
from ui.parts.painting import LEFT, RIGHT, paint_text, text_width
from ui.parts.pill import paint_status_pill, status_pill_width
from ui.parts.tag import TagKind, paint_tag, tag_width
from ui.parts.text import Tone, tone_colour
from ui.theme import tokens
from ui.tokens import Height, IconSize, TypeRole

_AVATAR: Final = 24
_GAP: Final = 8
_ICON_GAP: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class TextCell:
    """Plain text."""

    text: str
    tone: Tone = Tone.TEXT
    role: TypeRole = TypeRole.BODY
    right: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NameCell:
    """The name of the thing in strong, something about it, and a tag where it matters."""

    name: str
    detail: str = ""
    tag: str = ""
    tag_kind: TagKind = TagKind.DANGER


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusCell:
    """A status pill."""

    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerCell:
    """A promise or a state in words, with its icon."""

    words: str
    kind: MarkerKind = MarkerKind.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class AvatarCell:
    """A person's initials; nobody is a dash."""

    letters: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountCell:
    """An amount, already written; estimated ones have "≈" and bars, a zero is quiet."""

    text: str
    quiet: bool = False
    sureness: Sureness | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IconCell:
    """An icon and a word."""

    icon: Icon
    text: str
    tone: Tone = Tone.TEXT


Cell = TextCell | NameCell | StatusCell | MarkerCell | AvatarCell | AmountCell | IconCell


def cell_text(cell: Cell) -> str:
    """Return a cell as readers and the clipboard get it."""
    match cell:
        case NameCell():
            return ", ".join(part for part in (cell.name, cell.detail, cell.tag) if part)
        case StatusCell():
            return cell.status
        case MarkerCell():
            return cell.words
        case AvatarCell():
            return cell.letters
        case TextCell() | AmountCell() | IconCell():
            return cell.text


def cell_width(cell: Cell) -> int:
    """Return how wide a cell is when nothing of it is cut."""
    body, strong = role_font(TypeRole.BODY), role_font(TypeRole.STRONG)
    match cell:
        case NameCell():
            parts = [text_width(cell.name, font=strong), text_width(cell.detail, font=body)]
            parts += [tag_width(cell.tag)] if cell.tag else []
            return ceil(sum(part + _GAP for part in parts if part) + 2)
        case StatusCell():
            return status_pill_width(cell.status)
        case MarkerCell():
            return marker_width(cell.words, kind=cell.kind)
        case AvatarCell():
            return scaled(_AVATAR)
        case AmountCell():
            meter = scaled(METER_WIDTH) + _GAP if cell.sureness is not None else 0
            return ceil(text_width(cell.text, font=strong) + meter)
        case IconCell():
            words = text_width(cell.text, font=role_font(TypeRole.LABEL))
            return ceil(scaled(IconSize.PILL) + _ICON_GAP + words + 1)
        case TextCell():
            return ceil(text_width(cell.text, font=strong) + 1)


class CellPainter:
    """Paints cells, with the fonts made once per text scale (a table paints hundreds per frame)."""

    def __init__(self) -> None:
        self._fonts: dict[TypeRole, QFont] = {}

    def forget(self) -> None:
        """Drop the fonts after the text scale changed."""
        self._fonts.clear()

    def font(self, role: TypeRole) -> QFont:
        """Return the font of a role."""
        font = self._fonts.get(role)
        if font is None:
            font = self._fonts[role] = role_font(role)
        return font

    def paint(self, painter: QPainter, rect: QRectF, cell: Cell, *, strong: bool = False) -> None:
        """Draw a cell; ``strong`` makes plain text heavier (the selected row's number)."""
        match cell:
            case TextCell():
                self._text(painter, rect, cell, strong=strong)
            case NameCell():
                self._name(painter, rect, cell)
            case StatusCell():
                paint_status_pill(painter, rect, cell.status)
            case MarkerCell():
                paint_marker(painter, rect, cell.words, kind=cell.kind)
            case AvatarCell():
                self._avatar(painter, rect, cell)
            case AmountCell():
                self._amount(painter, rect, cell)
            case IconCell():
                self._icon(painter, rect, cell)

    def _text(self, painter: QPainter, rect: QRectF, cell: TextCell, *, strong: bool) -> None:
        t = tokens()
        colour = t.text if strong else tone_colour(cell.tone, t=t)
        font = self.font(TypeRole.STRONG if strong else cell.role)
        align = RIGHT if cell.right else LEFT
        paint_text(painter, rect, cell.text, font=font, colour=colour, align=align)

    def _name(self, painter: QPainter, rect: QRectF, cell: NameCell) -> None:
        t = tokens()
        room = rect.width()
        if cell.tag:
            room -= tag_width(cell.tag) + _GAP
        name_font = self.font(TypeRole.STRONG)
        name = min(room, text_width(cell.name, font=name_font))
        spot = QRectF(rect.left(), rect.top(), name + 1, rect.height())
        paint_text(painter, spot, cell.name, font=name_font, colour=t.text)
        left = spot.right() + _GAP
        detail_font = self.font(TypeRole.BODY)
        detail = min(rect.left() + room - left, text_width(cell.detail, font=detail_font))
        if cell.detail and detail > scaled(16):
            spot = QRectF(left, rect.top(), detail + 1, rect.height())
            paint_text(painter, spot, cell.detail, font=detail_font, colour=t.text_2)
            left = spot.right() + _GAP
        if cell.tag:
            tall = scaled(Height.TAG)
            tag = QRectF(left, rect.center().y() - tall / 2, tag_width(cell.tag), tall)
            paint_tag(painter, tag, cell.tag, kind=cell.tag_kind)

    def _avatar(self, painter: QPainter, rect: QRectF, cell: AvatarCell) -> None:
        if not cell.letters:
            colour = tokens().text_2
            paint_text(painter, rect, "–", font=self.font(TypeRole.BODY), colour=colour)
            return
        side = scaled(_AVATAR)
        spot = QRectF(rect.left(), rect.center().y() - side / 2, side, side)
        paint_avatar(painter, spot, cell.letters)

    def _amount(self, painter: QPainter, rect: QRectF, cell: AmountCell) -> None:
        t = tokens()
        colour = t.text_3 if cell.quiet else t.text
        role = TypeRole.LABEL
        if cell.sureness is not None:
            colour, role = t.est, TypeRole.STRONG
            bars = QRectF(rect.left(), rect.top(), scaled(METER_WIDTH), rect.height())
            paint_meter(painter, bars, sureness=cell.sureness)
        paint_text(painter, rect, cell.text, font=self.font(role), colour=colour, align=RIGHT)

    def _icon(self, painter: QPainter, rect: QRectF, cell: IconCell) -> None:
        colour = tone_colour(cell.tone, t=tokens())
        size = scaled(IconSize.PILL)
        spot = QRectF(rect.left(), rect.center().y() - size / 2, size, size)
        paint_icon(painter, spot, cell.icon, colour=colour)
        words = rect.adjusted(size + _ICON_GAP, 0, 0, 0)
        paint_text(painter, words, cell.text, font=self.font(TypeRole.LABEL), colour=colour)
