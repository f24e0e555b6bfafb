"""What may be attached, how it is kept, and who may do it."""

from __future__ import annotations

import hashlib
import io
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from data.values import AttachmentKind, AttachmentStage, HistoryKind
from services.attachments.dto import AddAttachment
from services.errors import Conflict, Invalid, NotFound, PermissionDenied, StorageUnavailable
from services.settings.dto import SaveFileRules
from tests.support.attached import Drawer
from tests.support.pictures import SECRETS, bomb, noise, photo, telling_photo, webp_bomb


def test_a_photo_is_kept_listed_and_told(drawer: Drawer, tmp_path: Path) -> None:
    order = drawer.shop.take_in()
    chosen = tmp_path / "Broken screen.JPG"
    chosen.write_bytes(photo(size=(120, 80)))
    added = drawer.add(order.ticket_id, chosen, name="")
    (shown,) = drawer.list(order.ticket_id)
    assert (shown.name, shown.kind, shown.media_type) == (
        "Broken screen.JPG",
        AttachmentKind.PHOTO,
        "image/jpeg",
    )
    assert (shown.width_px, shown.height_px) == (120, 80)
    assert (shown.person, shown.stage) == ("Petra Alder", AttachmentStage.INTAKE)
    files = drawer.files()
    assert list(files) == [shown.sha256 == added.sha256 and shown.sha256]
    assert hashlib.sha256(files[shown.sha256]).hexdigest() == shown.sha256
    assert len(files[shown.sha256]) == shown.size_bytes
    detail = drawer.shop.tickets.detail(drawer.shop.owner, ticket_id=order.ticket_id)
    last = max(detail.history, key=lambda row: row.history_id)
    assert (last.kind, last.attached) == (HistoryKind.ATTACHED, AttachmentKind.PHOTO)
    assert detail.version == added.version == order.version + 1


def test_the_status_says_what_a_photo_shows(drawer: Drawer) -> None:
    order = drawer.shop.take_in()
    stages = []
    for steps in ((), ("in_progress",), ("completed", "ready_pickup")):
        drawer.shop.move_through(order.ticket_id, *steps) if steps else None
        drawer.add(order.ticket_id, photo(colour=(len(stages), 0, 0)))
        stages.append(drawer.list(order.ticket_id)[-1].stage.value)
    drawer.add(order.ticket_id, photo(), stage=AttachmentStage.INTAKE)
    stages.append(drawer.list(order.ticket_id)[-1].stage.value)
    assert stages == ["intake", "repair", "hand_over", "intake"]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_turned_photo_stands_upright_without_saying_so(drawer: Drawer, form: str) -> None:
    order = drawer.shop.take_in()
    drawer.add(order.ticket_id, photo(form, size=(64, 48), turned=True), name=f"a.{form.lower()}")
    (shown,) = drawer.list(order.ticket_id)
    assert (shown.width_px, shown.height_px) == (48, 64)
    with Image.open(io.BytesIO(drawer.files()[shown.sha256])) as kept:
        assert kept.size == (48, 64)
        assert dict(kept.getexif()) == {}


def test_a_photo_keeps_nothing_but_its_picture(drawer: Drawer) -> None:
    order = drawer.shop.take_in()
    original = telling_photo()
    assert all(secret in original for secret in SECRETS)
    added = drawer.add(order.ticket_id, original)
    kept = drawer.files()[added.sha256]
    assert [secret for secret in SECRETS if secret in kept] == []
    assert b"Exif" not in kept


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "RGBA", "LA", "I;16"])
def test_every_mode_of_picture_is_kept(drawer: Drawer, mode: str) -> None:
    order = drawer.shop.take_in()
    form = "JPEG" if mode == "CMYK" else "PNG"
    image = Image.new(mode, (20, 10))
    into = io.BytesIO()
    image.save(into, form)
    added = drawer.add(order.ticket_id, into.getvalue(), name=f"x.{form.lower()}")
    assert drawer.list(order.ticket_id)[0].width_px == 20
    small = drawer.service.thumbnail(drawer.shop.owner, attachment_id=added.attachment_id)
    with Image.open(io.BytesIO(small)) as shown:
        assert shown.size == (20, 10)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("holiday.jpg", b"MZ\x90\x00" + b"\x00" * 200, "is a program, whatever its name says"),
        ("holiday.png", b"\x7fELF\x02\x01", "is a program, whatever its name says"),
        ("notes.txt", b"#!/bin/sh\nrm -rf /\n", "is a program, whatever its name says"),
        ("IMG_1.heic", b"\x00\x00\x00\x18ftypheic", "save it as JPEG first"),
        ("clip.mp4", b"\x00\x00\x00\x18ftypmp42", "is a film"),
        ("a.docx", b"PK\x03\x04" + b"\x00" * 40, "is an archive or an office document"),
        ("a.gif", b"GIF89a", "is a GIF picture"),
        ("a.html", b"<script>", "is none of JPEG, PNG, WebP, PDF and plain text"),
        ("a.txt", b"\xff\xfe\x00", "is none of JPEG, PNG, WebP, PDF and plain text"),
        ("empty.jpg", b"", "is empty"),
        ("cut.jpg", photo()[:200], "is damaged"),
        ("cut.png", photo("PNG")[:60], "is damaged"),
        ("cut.webp", photo("WEBP")[:40], "is damaged"),
        ("big.png", bomb(20_000, 10_000), "has 200 megapixels; at most 50 are kept"),
        ("big.webp", webp_bomb(16_000, 16_000), "has 256 megapixels; at most 50 are kept"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(
    drawer: Drawer, name: str, content: bytes, words: str
) -> None:
    order = drawer.shop.take_in()
    with pytest.raises(Invalid) as refused:
        drawer.add(order.ticket_id, content, name=name)
    assert refused.value.field == "file"
    assert refused.value.message.startswith(f"“{name}” ")
    assert words in refused.value.message
    assert (drawer.files(), drawer.list(order.ticket_id)) == ({}, ())


def test_a_bomb_that_lies_small_is_damaged_and_not_decoded_far(drawer: Drawer) -> None:
    order = drawer.shop.take_in()
    with pytest.raises(Invalid, match="is damaged"):
        drawer.add(order.ticket_id, bomb(7_000, 7_000), name="lie.png")


def test_the_limits_are_the_shops(drawer: Drawer) -> None:
    order = drawer.shop.take_in()
    settings = drawer.shop.settings
    version = settings.shop(drawer.shop.owner).version
    saved = settings.save_file_rules(
        drawer.shop.owner,
        SaveFileRules(
            operation_id="rules", seen_version=version, most_bytes=100_000, most_pixels=1_000_000
        ),
    )
    assert (saved.files.most_bytes, saved.version) == (100_000, version + 1)
    with pytest.raises(Invalid, match=r"“n.png” has 0\.\d MB; at most 0 MB|has \d"):
        drawer.add(order.ticket_id, noise((400, 300)), name="n.png")
    with pytest.raises(Invalid, match="has 4 megapixels; at most 1 are kept"):
        drawer.add(order.ticket_id, photo(size=(2000, 2000)))
    with pytest.raises(Conflict):
        settings.save_file_rules(
            drawer.shop.owner, SaveFileRules(operation_id="late", seen_version=version)
        )


def test_files_are_kept_as_they_are(drawer: Drawer) -> None:
    order = drawer.shop.take_in()
    pdf = b"%PDF-1.7\n" + bytes(range(256))
    text = "Façade: zwei Tage\n".encode()
    drawer.add(order.ticket_id, pdf, name="estimate.pdf")
    drawer.add(order.ticket_id, text, name="Zeiten.TXT")
    shown = drawer.list(order.ticket_id)
    assert [(each.name, each.kind.value, each.width_px) for each in shown] == [
        ("estimate.pdf", "file", None),
        ("Zeiten.TXT", "file", None),
    ]
    assert sorted(drawer.files().values()) == sorted([pdf, text])
    with pytest.raises(NotFound, match="not a photo"):
        drawer.service.thumbnail(drawer.shop.owner, attachment_id=shown[0].attachment_id)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\Users\\ana\\Pictures\\screen.jpg", "screen.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("evil\u202egpj.exe", "evilgpj.exe.jpg"),
        ("a\nb\t.jpg", "ab.jpg"),
        ("holiday.png", "holiday.jpg"),
        ("", "photo.jpg"),
        ("x" * 300 + ".jpg", "x" * 196 + ".jpg"),
    ],
)
def test_names_are_only_names(drawer: Drawer, name: str, kept: str) -> None:
    order = drawer.shop.take_in()
    drawer.add(order.ticket_id, photo(), name=name)
    assert [each.name for each in drawer.list(order.ticket_id)] == [kept]


def test_the_same_content_twice_is_one_file(drawer: Drawer) -> None:
    first, second = drawer.shop.take_in(), drawer.shop.take_in()
    same = [drawer.add(o.ticket_id, photo()).sha256 for o in (first, first, second)]
    assert len(set(same)) == len(drawer.files()) == 1
    assert len(drawer.list(first.ticket_id)) == 2


def test_a_repeat_returns_the_first_result(drawer: Drawer) -> None:
    order = drawer.shop.take_in()
    first = drawer.add(order.ticket_id, photo(), operation_id="op-1")
    again = drawer.add(order.ticket_id, photo(), operation_id="op-1")
    assert (again.replayed, again.attachment_id, again.name) == (
        True,
        first.attachment_id,
        "photo.jpg",
    )
    assert len(drawer.list(order.ticket_id)) == 1
    with pytest.raises(Conflict):
        drawer.add(order.ticket_id, photo(colour=(1, 2, 3)), operation_id="op-1")


def test_no_row_that_is_kept_for_ever_holds_the_name(drawer: Drawer) -> None:
    order = drawer.shop.take_in()
    added = drawer.add(order.ticket_id, photo(), name="Dana passport.jpg")
    drawer.remove(added.attachment_id)
    kept_for_ever = (
        "SELECT details FROM ticket_history",
        "SELECT details FROM audit",
        "SELECT result FROM operation",
    )
    told = [str(row) for sql in kept_for_ever for row in drawer.rows(sql)]
    assert told
    assert [each for each in told if "passport" in each] == []


def test_own_scope_and_rights_hold(drawer: Drawer) -> None:
    shop = drawer.shop
    marco = shop.person("Marco Rossi", "technician")
    jules = shop.person("Jules Lind", "technician")
    viewer = shop.person("Vera Lund", "viewer")
    order = shop.take_in()
    shop.move(order.ticket_id, "in_progress", marco)
    added = drawer.add(order.ticket_id, photo(), actor=marco)
    assert len(drawer.list(order.ticket_id, actor=viewer)) == 1
    for act in (
        lambda: drawer.add(order.ticket_id, photo(), actor=jules),
        lambda: drawer.list(order.ticket_id, actor=jules),
        lambda: drawer.remove(added.attachment_id, actor=jules),
        lambda: drawer.service.thumbnail(jules, attachment_id=added.attachment_id),
    ):
        with pytest.raises(NotFound):
            act()
    for refused in (
        lambda: drawer.add(order.ticket_id, photo(), actor=viewer),
        lambda: drawer.remove(added.attachment_id, actor=viewer),
        lambda: drawer.service.sweep(viewer),
    ):
        with pytest.raises(PermissionDenied):
            refused()
    assert len(drawer.files()) == 1, "who may not add leaves no file behind"


def test_an_order_that_is_not_there_leaves_no_file(drawer: Drawer) -> None:
    with pytest.raises(NotFound):
        drawer.add(999, photo())
    assert drawer.files() == {}


@contextmanager
def disk_with_room_for(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond ``size``."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_neither_row_nor_half_a_file(drawer: Drawer) -> None:
    order = drawer.shop.take_in()
    large = noise((900, 700))
    with disk_with_room_for(500_000), pytest.raises(StorageUnavailable) as refused:
        drawer.add(order.ticket_id, large, name="n.png")
    assert refused.value.message.startswith("The file can't be kept.")
    assert (drawer.files(), drawer.list(order.ticket_id)) == ({}, ())
    drawer.add(order.ticket_id, large, name="n.png")
    assert len(drawer.list(order.ticket_id)) == 1


class Impatient:
    """Says stop after the first piece."""

    def __init__(self) -> None:
        self.heard: list[tuple[int, int]] = []

    def report(self, done: int, *, total: int) -> None:
        self.heard.append((done, total))

    @property
    def is_cancelled(self) -> bool:
        return bool(self.heard)


def test_a_large_file_tells_how_far_it_is_and_can_be_stopped(
    drawer: Drawer, tmp_path: Path
) -> None:
    order = drawer.shop.take_in()
    chosen = tmp_path / "long.txt"
    chosen.write_bytes(b"x" * 3_000_000)
    watch: Any = Impatient()
    command = AddAttachment(operation_id="op", ticket_id=order.ticket_id)
    with pytest.raises(Invalid, match="Stopped"):
        drawer.service.add(drawer.shop.owner, command, source=chosen, watch=watch)
    assert watch.heard == [(1_048_576, 3_000_000)]
    assert (drawer.files(), drawer.list(order.ticket_id)) == ({}, ())


def test_a_file_that_is_gone_or_no_file_is_told(drawer: Drawer, tmp_path: Path) -> None:
    order = drawer.shop.take_in()
    for chosen in (tmp_path / "gone.jpg", tmp_path):
        with pytest.raises(Invalid, match=r"can't be read|is not a file"):
            drawer.add(order.ticket_id, chosen, name="")
