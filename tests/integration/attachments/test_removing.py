"""Removed, put back, deleted, erased and swept; and what `verify` says of a file that is gone."""

from __future__ import annotations

import os
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest

from services.attachments.dto import AddAttachment
from services.attachments.folder import FileHome
from services.attachments.service import AttachmentService
from services.attachments.steps import file_findings
from services.attachments.thumbnails import ThumbnailCache
from services.diagnostics.dto import Health
from services.diagnostics.service import DiagnosticsService
from services.errors import Conflict, InvalidTransition, NotFound, StorageUnavailable
from services.printing.dto import PrinterState, PrinterStatus
from services.settings.dto import FileRules, SaveFileRules
from services.types import HistoryKind
from tests.support.attached import Drawer, service_in
from tests.support.pictures import photo
from tests.support.shops import SmallShop


def test_removed_is_gone_from_the_list_and_comes_back_by_undo(drawer: Drawer) -> None:
    order = drawer.shop.take_in()
    added = drawer.add(order.ticket_id, photo())
    removed = drawer.remove(added.attachment_id)
    assert drawer.list(order.ticket_id) == ()
    assert len(drawer.files()) == 1, "the content stays while the removal can be taken back"
    assert removed.undo_until_utc == drawer.shop.clock.now() + timedelta(seconds=60)
    back = drawer.undo(removed)
    assert [each.attachment_id for each in drawer.list(order.ticket_id)] == [back.attachment_id]
    drawer.shop.clock.pass_by(hours=5)
    assert drawer.run_jobs() == 0, "the deletion was withdrawn"
    detail = drawer.shop.tickets.detail(drawer.shop.owner, ticket_id=order.ticket_id)
    kinds = [row.kind for row in sorted(detail.history, key=lambda row: row.history_id)]
    assert kinds[1:] == [HistoryKind.ATTACHED, HistoryKind.DETACHED, HistoryKind.UNDONE]
    with pytest.raises(Conflict):
        drawer.undo(removed)


def test_after_the_undo_window_the_content_is_deleted_by_its_job(drawer: Drawer) -> None:
    order = drawer.shop.take_in()
    added = drawer.add(order.ticket_id, photo())
    drawer.service.thumbnail(drawer.shop.owner, attachment_id=added.attachment_id)
    removed = drawer.remove(added.attachment_id)
    # The shop's clock is in the past of the database's, which the jobs go by: it is due.
    assert drawer.run_jobs() == 1
    assert drawer.files() == {}
    assert list((drawer.folder / "thumbnails").iterdir()) == []
    with pytest.raises(Conflict, match="deleted already"):
        drawer.undo(removed)


def test_a_content_that_another_order_shares_stays(drawer: Drawer) -> None:
    first, second = drawer.shop.take_in(), drawer.shop.take_in()
    removed = drawer.remove(drawer.add(first.ticket_id, photo()).attachment_id)
    drawer.add(second.ticket_id, photo())
    assert drawer.run_jobs() == 1
    assert removed.name == "photo.jpg"
    assert len(drawer.files()) == 1
    assert len(drawer.list(second.ticket_id)) == 1


def test_only_the_same_person_may_undo_and_only_for_a_minute(drawer: Drawer) -> None:
    order = drawer.shop.take_in()
    other = drawer.shop.person("Sam Doe", "front_desk")
    removed = drawer.remove(drawer.add(order.ticket_id, photo()).attachment_id)
    with pytest.raises(InvalidTransition, match="Only the person"):
        drawer.undo(removed, actor=other)
    drawer.shop.clock.pass_by(seconds=61)
    with pytest.raises(InvalidTransition, match="60 seconds"):
        drawer.undo(removed)


def test_a_repeated_removal_is_the_same_and_another_finds_nothing(drawer: Drawer) -> None:
    order = drawer.shop.take_in()
    added = drawer.add(order.ticket_id, photo())
    first = drawer.remove(added.attachment_id, operation_id="op-r")
    again = drawer.remove(added.attachment_id, operation_id="op-r")
    assert again.replayed
    assert (again.history_id, again.name) == (first.history_id, "photo.jpg")
    with pytest.raises(NotFound):
        drawer.remove(added.attachment_id)


def test_two_workstations_add_to_one_order_at_once(drawer: Drawer) -> None:
    order = drawer.shop.take_in()
    services = [service_in(drawer.shop, drawer.folder) for _pc in range(2)]
    barrier, failed = threading.Barrier(2), []

    def add(service: AttachmentService, number: int) -> None:
        barrier.wait()
        for turn in range(5):
            command = AddAttachment(
                operation_id=f"pc{number}-{turn}", ticket_id=order.ticket_id, name="p.jpg"
            )
            try:
                # Every second content is the same on both.
                colour = (turn, number if turn % 2 else 0, 0)
                service.add(drawer.shop.owner, command, source=photo(colour=colour))
            except Exception as error:  # noqa: BLE001 - told by the assertion
                failed.append(error)

    threads = [threading.Thread(target=add, args=(s, n)) for n, s in enumerate(services)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    shown = drawer.list(order.ticket_id)
    assert len(shown) == 10
    assert {each.sha256 for each in shown} == set(drawer.files())


def make_old(drawer: Drawer) -> None:
    """Let every content be two hours old."""
    before = time.time() - 7_200
    for path in (drawer.folder / "files").glob("*/*"):
        os.utime(path, (before, before))


def test_the_sweep_deletes_only_what_is_old_and_named_by_no_order(drawer: Drawer) -> None:
    order = drawer.shop.take_in()
    kept = drawer.add(order.ticket_id, photo(colour=(1, 1, 1)))
    folder = drawer.home.folder(FileRules())
    folder.put(photo(colour=(9, 9, 9)))
    half = drawer.folder / "files" / "ab" / "abc.1-2.partial"
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"half")
    stranger = drawer.folder / "files" / "ab" / "notes.txt"
    stranger.write_bytes(b"not ours")
    assert drawer.service.sweep(drawer.shop.owner).files == 0, "they may be on their way"
    make_old(drawer)
    swept = drawer.service.sweep(drawer.shop.owner)
    assert (swept.files, swept.kept) == (1, 1)
    assert swept.bytes_freed > 0
    assert set(drawer.files()) == {kept.sha256, "notes.txt"}


def test_a_content_swept_a_moment_ago_is_written_again(drawer: Drawer) -> None:
    order = drawer.shop.take_in()
    folder = drawer.home.folder(FileRules())
    drawer.add(order.ticket_id, photo())
    (sha256,) = drawer.files()
    assert folder.remove(sha256) > 0
    assert folder.remove(sha256) == 0
    drawer.add(order.ticket_id, photo())
    assert list(drawer.files()) == [sha256]


def test_verify_names_a_row_without_its_file(drawer: Drawer) -> None:
    order = drawer.shop.take_in()
    added = drawer.add(order.ticket_id, photo())
    database = drawer.shop.database
    with database.reading() as uow:
        assert file_findings(uow, drawer.home, FileRules()) == []
    path = next((drawer.folder / "files").glob("*/*"))
    path.write_bytes(b"short")
    with database.reading() as uow:
        (found,) = file_findings(uow, drawer.home, FileRules())
        (unset,) = file_findings(uow, FileHome(), FileRules())
    assert (found.check, found.count) == ("file_missing", 1)
    assert found.rows[0]["attachment_id"] == added.attachment_id
    assert "Settings" in str(unset.rows[0])
    with pytest.raises(StorageUnavailable, match="damaged"):
        drawer.service.screen_picture(drawer.shop.owner, attachment_id=added.attachment_id)


def test_a_folder_that_can_not_be_looked_into_is_told_in_words(drawer: Drawer) -> None:
    order = drawer.shop.take_in()
    drawer.add(order.ticket_id, photo())
    # The system refuses to look at such a path, as it does one of a share that is cut off.
    home = FileHome(beside=drawer.folder / ("x" * 300))
    with drawer.shop.database.reading() as uow:
        (found,) = file_findings(uow, home, FileRules())
    assert (found.check, found.count) == ("file_missing", 1)
    with pytest.raises(StorageUnavailable, match="can't be read from the shop's folder"):
        home.folder(FileRules()).has("0" * 64, size_bytes=1)
    assert not FileHome(named=drawer.folder / ("x" * 300)).folder(FileRules()).is_reached


def test_a_sweep_of_a_folder_that_is_away_says_so(drawer: Drawer, tmp_path: Path) -> None:
    drawer.add(drawer.shop.take_in().ticket_id, photo())
    drawer.folder.rename(tmp_path / "away")
    with pytest.raises(StorageUnavailable, match="can't be reached"):
        drawer.service.sweep(drawer.shop.owner)


def test_a_copy_is_written_where_the_person_chose(drawer: Drawer, tmp_path: Path) -> None:
    order = drawer.shop.take_in()
    added = drawer.add(order.ticket_id, photo())
    owner, to = drawer.shop.owner, tmp_path / "copies" / "mine.jpg"
    drawer.service.save_copy(owner, attachment_id=added.attachment_id, to=to)
    assert to.read_bytes() == drawer.files()[added.sha256]
    assert [each.name for each in to.parent.iterdir()] == ["mine.jpg"]
    with pytest.raises(StorageUnavailable, match="The copy can't be written there"):
        drawer.service.save_copy(owner, attachment_id=added.attachment_id, to=to / "no")
    # As many bytes as a name may have, in letters of three each.
    longest = to.with_name("相" * 83 + ".jpg")
    drawer.service.save_copy(owner, attachment_id=added.attachment_id, to=longest)
    assert longest.read_bytes() == to.read_bytes()


def test_a_servers_shop_needs_its_folder_and_never_makes_a_share_anew(
    small_shop: SmallShop, tmp_path: Path
) -> None:
    order = small_shop.take_in()
    service = AttachmentService(
        small_shop.gate,
        small_shop.reference,
        home=FileHome(),
        thumbnails=ThumbnailCache(tmp_path / "t"),
    )

    def add() -> None:
        command = AddAttachment(operation_id="op", ticket_id=order.ticket_id, name="p.jpg")
        service.add(small_shop.owner, command, source=photo())

    with pytest.raises(StorageUnavailable, match="No folder for photos and files is chosen"):
        add()
    share = tmp_path / "share"
    version = small_shop.settings.shop(small_shop.owner).version
    small_shop.settings.save_file_rules(
        small_shop.owner,
        SaveFileRules(operation_id="f", seen_version=version, folder=f" {share} "),
    )
    with pytest.raises(StorageUnavailable, match="can't be kept"):
        add()
    assert not share.exists()
    share.mkdir()
    add()
    (of_this_shop,) = share.iterdir()
    assert of_this_shop.name.startswith("shop-2026")


def test_a_folder_that_is_away_is_tried_again(small_shop: SmallShop, tmp_path: Path) -> None:
    drawer = Drawer(small_shop, tmp_path / "drawer")
    order = small_shop.take_in()
    drawer.remove(drawer.add(order.ticket_id, photo()).attachment_id)
    drawer.folder.rename(tmp_path / "away")
    assert drawer.run_jobs() == 1
    ((state, error),) = drawer.rows(
        "SELECT state, last_error FROM job WHERE kind = 'files' ORDER BY id"
    )
    assert (state, error[:25]) == ("waiting", "The file can't be kept. L")
    (tmp_path / "away").rename(drawer.folder)
    assert len(drawer.files()) == 1


@pytest.mark.parametrize(
    ("home", "health", "words"),
    [
        (FileHome(), Health.NOTICE, "no folder chosen"),
        (FileHome(named=Path("/nowhere/at/all")), Health.PROBLEM, "can't be reached"),
        (FileHome(beside=Path("/tmp/mendpoint-files")), Health.OK, "mendpoint-files"),
    ],
)
def test_doctor_says_where_photos_are_kept(
    small_shop: SmallShop, home: FileHome, health: Health, words: str
) -> None:
    doctor = DiagnosticsService(
        small_shop.gate,
        small_shop.reference,
        home=Path("/nowhere/at/all"),
        files=home,
        printer_status=lambda _printer: PrinterStatus(state=PrinterState.READY, message=""),
    )
    checks = {check.name: check for check in doctor.doctor(small_shop.owner).checks}
    assert checks["photos"].health is health
    assert words in checks["photos"].found


def test_small_pictures_stay_within_their_bound(tmp_path: Path) -> None:
    cache = ThumbnailCache(tmp_path / "t", most_bytes=2_500, look_every=2)
    for number in range(9):
        cache.get(f"{number:064}", edge=8, make=lambda: b"x" * 1_000)
    assert len(list((tmp_path / "t").iterdir())) <= 3
    made: list[int] = []
    cache.get(f"{8:064}", edge=8, make=lambda: made.append(1) or b"")  # type: ignore[func-returns-value]
    assert made == []
    week_ago = time.time() - 8 * 24 * 3_600
    for path in (tmp_path / "t").iterdir():
        os.utime(path, (week_ago, week_ago))
    cache.tidy()
    assert list((tmp_path / "t").iterdir()) == []
