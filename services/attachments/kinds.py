"""What a file is, by its first bytes: its name's ending is only what somebody called it. Pure.

The first bytes are those of the formats' own documents: JPEG (ITU-T T.81, B.1.1.3), PNG (third
edition, 5.2), WebP (RFC 9649, 2.4), PDF (ISO 32000-2, 7.5.2), PE, ELF, Mach-O, ISO BMFF and ZIP.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from data.values import AttachmentKind
from services.errors import Invalid

HEAD_BYTES = 4_096
LONGEST_NAME = 200
_LONGEST_ENDING = 12

_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"!<arch>",
)
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh")
_OTHER_PICTURES = {
    b"GIF8": "GIF",
    b"BM": "BMP",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"\x00\x00\x01\x00": "ICO",
}
# Brands of ISO BMFF that hold still pictures; the others hold films.
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_TEXT_ENDINGS = (".txt", ".csv", ".log")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """A kind of file that is kept; ``endings`` are those its name may have, the usual first."""

    media_type: str
    kind: AttachmentKind
    endings: tuple[str, ...]


JPEG = FileKind(
    media_type="image/jpeg", kind=AttachmentKind.PHOTO, endings=(".jpg", ".jpeg", ".jpe", ".jfif")
)
PNG = FileKind(media_type="image/png", kind=AttachmentKind.PHOTO, endings=(".png",))
WEBP = FileKind(media_type="image/webp", kind=AttachmentKind.PHOTO, endings=(".webp",))
PDF = FileKind(media_type="application/pdf", kind=AttachmentKind.FILE, endings=(".pdf",))
TEXT = FileKind(media_type="text/plain", kind=AttachmentKind.FILE, endings=_TEXT_ENDINGS)


def kind_of(content: bytes, *, name: str) -> FileKind:
    """Return what ``content`` is.

    Raises:
        Invalid: it is empty, a program whatever its name says, or no kind that is kept.
    """
    head = content[:HEAD_BYTES]
    if not head:
        raise _refused(name, "is empty")
    if head.startswith(_PROGRAMS):
        raise _refused(name, "is a program, whatever its name says")
    found = _kept(head) or (TEXT if _is_text(content, name=name) else None)
    if found is None:
        raise _refused(name, _other(head))
    return found


def kind_named(media_type: str) -> FileKind:
    """Return the kind of a media type that is kept."""
    return next(each for each in (JPEG, PNG, WEBP, PDF, TEXT) if each.media_type == media_type)


def _kept(head: bytes) -> FileKind | None:
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    return PDF if head.startswith(b"%PDF-") else None


def _is_text(content: bytes, *, name: str) -> bool:
    if not name.casefold().endswith(_TEXT_ENDINGS) or b"\x00" in content:
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _other(head: bytes) -> str:
    if head[4:8] == b"ftyp":
        is_picture = head[8:12] in _HEIF_BRANDS
        return "is a HEIC or AVIF picture; save it as JPEG first" if is_picture else "is a film"
    if head.startswith(_ARCHIVES):
        return "is an archive or an office document; save it as PDF, or take the files out first"
    for beginning, what in _OTHER_PICTURES.items():
        if head.startswith(beginning):
            return f"is a {what} picture; save it as JPEG or PNG first"
    return "is none of JPEG, PNG, WebP, PDF and plain text"


def _refused(name: str, why: str) -> Invalid:
    return Invalid(f"“{shown_name(name)}” {why}.", field="file")


def shown_name(name: str) -> str:
    """Return the last part of a path as a name: nothing invisible, at most `LONGEST_NAME` long."""
    last = PurePosixPath(name.replace("\\", "/")).name
    seen = "".join(
        each for each in last if each == " " or unicodedata.category(each)[0] not in "CZ"
    )
    clean = " ".join(seen.split()).strip(". ")
    if len(clean) <= LONGEST_NAME:
        return clean
    stem, ending = _split(clean)
    return stem[: LONGEST_NAME - len(ending)] + ending


def kept_name(name: str, *, kind: FileKind) -> str:
    """Return the name to keep: clean, and with an ending that says what the file is."""
    clean = shown_name(name)
    stem, ending = _split(clean)
    if ending.casefold() in kind.endings:
        return clean
    usual = kind.endings[0]
    known = {e for each in (JPEG, PNG, WEBP, PDF, TEXT) for e in each.endings}
    stem = stem if ending.casefold() in known else clean
    return f"{stem[: LONGEST_NAME - len(usual)] or kind.kind.value}{usual}"


def _split(name: str) -> tuple[str, str]:
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem or len(ending) >= _LONGEST_ENDING:
        return name, ""
    return stem, f".{ending}"
