"""Text as paper can carry it: clean, in whole characters, with known widths.

A name may hold ESC sequences, bidi overrides, half an emoji or ten thousand letters. What goes on
paper is literal and harmless: no control character survives, a grapheme is never split, and what no
bundled font can draw is printed as its code point in brackets (DOMAIN.md, Paper).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from services.printing.glyph_map import font_for

ZERO_WIDTH_NON_JOINER: Final = "\u200c"
ZERO_WIDTH_JOINER: Final = "\u200d"
EMOJI_PRESENTATION: Final = "\ufe0f"

_LINE_ENDS = {"\r\n": "\n", "\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n"}
_LINE_ENDS |= {"\u2028": "\n", "\u2029": "\n"}
_JOINERS = {ZERO_WIDTH_JOINER, ZERO_WIDTH_NON_JOINER}


def printable(text: str) -> str:
    """Return ``text`` as paper can carry it; line ends become ``\\n``, other spaces one blank.

    Control and formatting characters are dropped (joiners stay: they shape letters), combining
    forms are composed, and a character in no bundled font becomes its code point in brackets.
    """
    if text.isascii() and text.isprintable():
        return text
    for end, line_feed in _LINE_ENDS.items():
        text = text.replace(end, line_feed)
    return "".join(_carried(cluster) for cluster in graphemes(unicodedata.normalize("NFC", text)))


def one_line(text: str) -> str:
    """Return ``text`` as `printable`, on one line, with runs of blanks made one."""
    return " ".join(printable(text).split())


def graphemes(text: str) -> Iterator[str]:
    """Yield the user-perceived characters of ``text`` in order.

    Follows the rules of Unicode Standard Annex 29, section 3, that matter on paper: combining
    marks, joiner sequences, emoji modifiers, flags and Hangul jamo stay with their base.
    """
    if text.isascii():
        yield from text
        return
    cluster = ""
    for character in text:
        if cluster and _extends(cluster, character):
            cluster += character
            continue
        if cluster:
            yield cluster
        cluster = character
    if cluster:
        yield cluster


def width_of(text: str) -> int:
    """Return the columns ``text`` takes on a grid: East Asian wide characters and emoji take 2."""
    if text.isascii():
        return len(text)
    return sum(grapheme_width(cluster) for cluster in graphemes(text))


def grapheme_width(cluster: str) -> int:
    """Return the columns of one grapheme: 0, 1 or 2."""
    if EMOJI_PRESENTATION in cluster or _is_flag_half(cluster[0]):
        return 2
    return max(_character_width(character) for character in cluster)


def _character_width(character: str) -> int:
    if _is_mark(character) or character in _JOINERS:
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _carried(cluster: str) -> str:
    if cluster == "\n":
        return cluster
    kept = "".join(_carried_character(character) for character in cluster)
    if any(unicodedata.category(character)[0] in "LM" for character in cluster):
        return kept
    return "".join(character for character in kept if character not in _JOINERS)


def _carried_character(character: str) -> str:
    if character == " " or ("!" <= character <= "~"):
        return character
    category = unicodedata.category(character)
    if category == "Zs" or character == "\t":
        return " "
    if character in _JOINERS or character == EMOJI_PRESENTATION:
        return character if character in _JOINERS else ""
    if category in ("Cc", "Cf") or "\ufe00" <= character <= "\ufe0e":
        return ""
    if category in ("Co", "Cn", "Cs") or font_for(character) is None:
        return f"[U+{ord(character):04X}]"
    return character


def _extends(cluster: str, character: str) -> bool:
    last = cluster[-1]
    if character == "\n" or last == "\n":
        return False
    if _is_mark(character) or character in _JOINERS or _is_emoji_modifier(character):
        return unicodedata.category(last) not in ("Cc", "Zl", "Zp")
    if last == ZERO_WIDTH_JOINER and _is_pictograph(character):
        return len(cluster) > 1 and _is_pictograph(cluster[0])
    if _is_flag_half(character):
        return len(cluster) == 1 and _is_flag_half(last)
    return _joins_hangul(last, character)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Me", "Mc")


def _is_emoji_modifier(character: str) -> bool:
    return "\U0001f3fb" <= character <= "\U0001f3ff"


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _is_pictograph(character: str) -> bool:
    return character >= "\U0001f000" or unicodedata.category(character) == "So"


def _joins_hangul(last: str, character: str) -> bool:
    if not "\u1100" <= character <= "\ud7ff":
        return False
    before, after = _jamo(last), _jamo(character)
    return before + after in ("LL", "LV", "LS", "VV", "VT", "SV", "ST", "TT")


def _jamo(character: str) -> str:
    """Return L, V or T for a Hangul jamo, S for a whole syllable, else nothing."""
    if "\u1100" <= character <= "\u115f":
        return "L"
    if "\u1160" <= character <= "\u11a7":
        return "V"
    if "\u11a8" <= character <= "\u11ff":
        return "T"
    return "S" if "\uac00" <= character <= "\ud7a3" else ""
