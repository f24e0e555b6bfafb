"""Every contrast the design promises, computed from the token file (WCAG 2.2)."""

from __future__ import annotations

import pytest

from ui.tokens import STATUS_LOOKS, TOKENS, PillEdge, Scheme, Tokens

TEXT, PART = 4.5, 3.0

GROUNDS = ("canvas", "surface", "sunken", "raised", "hover", "zebra", "sel")

# Light and dark as TOKENS.md states them, in the order of GROUNDS.
ON_GROUNDS = {
    "text": "16.1/15.6 17.4/14.2 15.2/16.1 17.4/12.4 15.7/12.6 16.8/13.7 15.0/11.6",
    "text_2": "7.4/9.4 8.0/8.5 7.0/9.7 8.0/7.4 7.2/7.6 7.7/8.3 6.9/7.0",
    "text_3": "5.1/6.8 5.5/6.2 4.9/7.0 5.5/5.4 5.0/5.5 5.3/6.0 4.8/5.1",
    "accent_text": "7.2/9.2 7.8/8.4 6.9/9.5 7.8/7.3 7.0/7.4 7.6/8.1 6.8/6.9",
    "danger_text": "6.3/9.2 6.9/8.4 6.0/9.5 6.9/7.3 6.2/7.4 6.6/8.1 5.9/6.9",
    "warn_text": "6.3/10.7 6.9/9.7 6.0/11.0 6.9/8.5 6.2/8.6 6.6/9.4 5.9/7.9",
    "ok_text": "6.2/10.2 6.7/9.3 5.9/10.6 6.7/8.1 6.1/8.2 6.5/9.0 5.8/7.6",
    "est": "6.1/10.7 6.6/9.7 5.7/11.0 6.6/8.5 5.9/8.6 6.3/9.4 5.7/7.9",
}

PAIRS = """
on_accent accent 6.3 4.6 4.5
on_accent accent_hover 7.7 5.1 4.5
on_accent accent_press 9.7 5.6 4.5
on_danger danger 5.9 4.6 4.5
accent_text accent_soft 6.8 6.9 4.5
text accent_soft 15.0 11.6 4.5
text_2 accent_soft 6.9 7.0 4.5
danger_text danger_soft 6.0 7.6 4.5
warn_text warn_soft 6.2 8.3 4.5
text warn_soft 15.8 12.1 4.5
ok_text ok_soft 5.9 8.0 4.5
est est_soft 6.2 9.0 4.5
text est_soft 16.5 13.2 4.5
text_2 est_soft 7.6 8.0 4.5
accent_text est_soft 7.4 7.8 4.5
est accent_soft 5.7 7.9 4.5
on_tip tip 15.2 15.1 4.5
tip_muted tip 8.3 5.9 4.5
tip_action tip 8.1 6.8 4.5
ink paper 16.6 14.8 4.5
border canvas 3.3 4.2 3
border surface 3.5 3.8 3
border sunken 3.1 4.3 3
focus canvas 5.8 7.5 3
focus surface 6.3 6.8 3
focus sunken 5.5 7.8 3
focus raised 6.3 6.0 3
focus sel 5.4 5.6 3
accent surface 6.3 3.6 3
accent canvas 5.8 3.9 3
danger surface 5.9 3.6 3
warn sunken 4.8 8.4 3
accent sunken 5.5 4.0 3
accent raised 6.3 3.1 3
danger raised 5.9 3.1 3
ok surface 5.0 6.4 3
warn surface 5.4 7.4 3
"""

STATUS = {
    "pending": (6.9, 7.8),
    "diagnosing": (6.6, 7.6),
    "awaiting_approval": (6.5, 8.5),
    "in_progress": (5.8, 7.5),
    "waiting_parts": (5.8, 8.0),
    "completed": (5.5, 7.9),
    "ready_pickup": (5.8, 8.0),
    "delivered": (5.7, 6.4),
    "cancelled": (6.9, 8.4),
}


def _light(channel: int) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#RRGGBB``."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.2126 * _light(red) + 0.7152 * _light(green) + 0.0722 * _light(blue)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _colour(tokens: Tokens, name: str) -> str:
    value: str = getattr(tokens, name)
    return value


def _promises() -> list[tuple[Scheme, str, str, float, float]]:
    rows: list[tuple[Scheme, str, str, float, float]] = []
    for name, line in ON_GROUNDS.items():
        for ground, pair in zip(GROUNDS, line.split(), strict=True):
            for scheme, stated in zip(Scheme, pair.split("/"), strict=True):
                rows.append((scheme, name, ground, float(stated), TEXT))
    for line in PAIRS.strip().splitlines():
        name, ground, light, dark, needed = line.split()
        for scheme, stated in zip(Scheme, (light, dark), strict=True):
            rows.append((scheme, name, ground, float(stated), float(needed)))
    return rows


@pytest.mark.parametrize(("scheme", "name", "ground", "stated", "needed"), _promises())
def test_pair_keeps_its_stated_contrast(
    scheme: Scheme, name: str, ground: str, stated: float, needed: float
) -> None:
    tokens = TOKENS[scheme]
    found = contrast(_colour(tokens, name), _colour(tokens, ground))
    assert found >= needed
    assert round(found, 1) >= stated, f"{name} on {ground} dropped to {found:.2f}"


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("status", STATUS)
def test_status_word_can_be_read_on_its_pill(status: str, scheme: Scheme) -> None:
    look = STATUS_LOOKS[status]
    found = contrast(look.text(scheme=scheme), look.fill(scheme=scheme))
    stated = STATUS[status][0 if scheme is Scheme.LIGHT else 1]
    assert found >= TEXT
    assert round(found, 1) >= stated


def test_every_status_has_its_own_word_and_icon() -> None:
    assert set(STATUS_LOOKS) == set(STATUS)
    assert len({look.word for look in STATUS_LOOKS.values()}) == len(STATUS)
    assert len({look.icon for look in STATUS_LOOKS.values()}) == len(STATUS)


def test_only_delivered_and_cancelled_have_an_edge() -> None:
    edges = {status: look.edge for status, look in STATUS_LOOKS.items() if look.edge}
    assert edges["delivered"] is PillEdge.HAIRLINE
    assert edges["cancelled"] is PillEdge.OUTLINE
    assert [edge for edge in edges.values() if edge is PillEdge.NONE] == [PillEdge.NONE] * 7


def test_marks_on_a_selected_row_use_focus_because_accent_would_be_too_faint() -> None:
    dark = TOKENS[Scheme.DARK]
    assert contrast(dark.accent, dark.sel) < PART
    assert contrast(dark.focus, dark.sel) >= PART


def test_pale_words_on_the_paper_can_be_read() -> None:
    from ui.parts.paper import PALE_TEXT

    for tokens in TOKENS.values():
        mixed = _mixed(tokens.ink, tokens.paper, share=PALE_TEXT)
        assert contrast(mixed, tokens.paper) >= TEXT


def _mixed(over: str, under: str, *, share: float) -> str:
    pairs = ((int(over[at : at + 2], 16), int(under[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)
