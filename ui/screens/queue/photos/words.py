"""What is said of photos and files. Words only, no widgets."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from services.attachments.dto import Attachment
from services.types import AttachmentKind, AttachmentStage
from ui.format import Formats
from ui.screens.queue.words import say

STAGE_WORDS: Final = {
    AttachmentStage.INTAKE: "At intake",
    AttachmentStage.REPAIR: "During the repair",
    AttachmentStage.HAND_OVER: "At hand-over",
}

_KB: Final = 1_000
_MB: Final = 1_000_000


def size_words(size_bytes: int) -> str:
    """Say how large a file is: "1.2 MB"."""
    if size_bytes >= _MB:
        return say("{size} MB", size=f"{size_bytes / _MB:.1f}")
    return say("{size} kB", size=max(1, round(size_bytes / _KB)))


def about_words(attachment: Attachment, *, formats: Formats, now: datetime) -> str:
    """Say what a photo shows and who added it when: "At intake. Marco, 13:52. 1.2 MB"."""
    at = attachment.at_utc
    today = formats.local(at).date() == formats.local(now).date()
    when = formats.time(at) if today else formats.date_short(at, now)
    who = say("{person}, {when}", person=attachment.person, when=when)
    parts = [say(STAGE_WORDS[attachment.stage]), who, size_words(attachment.size_bytes)]
    if attachment.width_px and attachment.height_px:
        dots = say("{width} × {height}", width=attachment.width_px, height=attachment.height_px)
        parts.append(dots)
    return ". ".join(parts)


def count_words(attachments: tuple[Attachment, ...]) -> str:
    """Say how many photos and files there are: "3 photos, 1 file"."""
    photos = sum(each.kind is AttachmentKind.PHOTO for each in attachments)
    files = len(attachments) - photos
    parts = []
    if photos:
        parts.append(say("1 photo") if photos == 1 else say("{count} photos", count=photos))
    if files:
        parts.append(say("1 file") if files == 1 else say("{count} files", count=files))
    return ", ".join(parts)
