"""Whatever a file is called, what is kept is a name, and its ending is true."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from services.attachments.kinds import (
    JPEG,
    LONGEST_NAME,
    PDF,
    PNG,
    TEXT,
    WEBP,
    FileKind,
    kept_name,
    kind_of,
)
from services.errors import Invalid

KINDS = st.sampled_from([JPEG, PNG, WEBP, PDF, TEXT])
NAMES = st.one_of(
    st.text(max_size=400), st.sampled_from(["..", "/", "\\", ".jpg", "a.JPG", "CON", "x.tar.gz"])
)


@given(name=NAMES, kind=KINDS)
def test_a_kept_name_is_one_visible_name_with_a_true_ending(name: str, kind: FileKind) -> None:
    kept = kept_name(name, kind=kind)
    assert 0 < len(kept) <= LONGEST_NAME
    assert not set("/\\") & set(kept)
    assert all(unicodedata.category(each)[0] != "C" for each in kept)
    assert kept.casefold().endswith(kind.endings)
    assert kept.strip() == kept
    assert kept_name(kept, kind=kind) == kept, "a name that is kept stays as it is"


def refusal_of(content: bytes, *, name: str) -> Invalid | None:
    """Return why a content is refused, or None."""
    try:
        kind_of(content, name=name)
    except Invalid as refused:
        return refused
    return None


@given(content=st.binary(max_size=300), name=NAMES)
def test_any_bytes_are_a_known_kind_or_refused_in_words(content: bytes, name: str) -> None:
    refused = refusal_of(content, name=name)
    assert refused is None or (refused.field == "file" and refused.message.endswith("."))


@given(content=st.binary(max_size=100))
def test_a_program_is_one_whatever_it_is_called(content: bytes) -> None:
    for beginning in (b"MZ", b"\x7fELF", b"#!"):
        refused = refusal_of(beginning + content, name="holiday.jpg")
        assert refused is not None
        assert "is a program" in refused.message
