"""Each database has its own drafts: ids in a draft mean nothing in another one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.config import Config, read_config, write_config
from app.draft_folders import draft_folder
from app.home import DATABASE_VARIABLE, Home
from app.opening import open_shop
from services.actor import Actor
from services.tickets.drafts import DraftService
from services.tickets.dto import IntakeDraft

PERSON = Actor(person_id=1, till_id=1, name="Petra Alder", till_name="Till 1")  # type: ignore[arg-type]
KEY = "counter-1"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Give a home of its own."""
    return Home(tmp_path / "home")


@contextmanager
def opened(
    home: Home, database_url: str = "", *, may_set_aside: bool = False
) -> Iterator[DraftService]:
    """Open a database as the program does and give its drafts."""
    found = open_shop(
        home,
        environment={DATABASE_VARIABLE: database_url},
        say=lambda _words: None,
        may_set_aside=may_set_aside,
    )
    try:
        yield found.shop.services.drafts
    finally:
        found.shop.close()


def name_kept(drafts: DraftService, key: str = KEY) -> str | None:
    draft = drafts.load(PERSON, key=key)
    return draft.name if draft is not None else None


def leave_behind(home: Home, name: str, key: str = KEY) -> None:
    """Leave a draft as programs did that kept those of all databases together."""
    DraftService(home.drafts).keep(PERSON, key=key, draft=IntakeDraft(name=name))


def test_a_draft_is_not_seen_from_another_database(home: Home, database_url: str) -> None:
    with opened(home, database_url) as drafts:
        drafts.keep(PERSON, key=KEY, draft=IntakeDraft(name="Dana"))
        drafts.keep(PERSON, key="parked-1", draft=IntakeDraft(name="Lena"))
    with opened(home) as drafts:
        assert name_kept(drafts) is None
        assert drafts.parked(PERSON) == ()
        drafts.keep(PERSON, key=KEY, draft=IntakeDraft(name="Noor"))
    with opened(home, database_url) as drafts:
        assert name_kept(drafts) == "Dana"
        assert [parked.title for parked in drafts.parked(PERSON)] == ["Lena"]


def test_the_only_database_takes_the_old_drafts_along(home: Home, database_url: str) -> None:
    with opened(home, database_url):
        pass
    leave_behind(home, "Dana")
    leave_behind(home, "Lena", key="parked-1")
    (home.drafts / "counter-2.unreadable").write_text("{")
    with opened(home, database_url) as drafts:
        assert name_kept(drafts) == "Dana"
        assert name_kept(drafts, "parked-1") == "Lena"
    assert [path for path in home.drafts.iterdir() if path.is_file()] == []


def test_a_newer_draft_is_not_overwritten_by_an_old_one(home: Home, database_url: str) -> None:
    with opened(home, database_url) as drafts:
        drafts.keep(PERSON, key=KEY, draft=IntakeDraft(name="Newer"))
    leave_behind(home, "Older")
    with opened(home, database_url) as drafts:
        assert name_kept(drafts) == "Newer"
    assert name_kept(DraftService(home.drafts)) == "Older"


@pytest.mark.parametrize("known", [{"opened": ("elsewhere",)}, {"tills": {"elsewhere": 2}}])
def test_drafts_that_may_be_anothers_stay_where_they_are(
    home: Home, database_url: str, known: dict[str, object]
) -> None:
    write_config(home.config_file, Config(**known))  # type: ignore[arg-type]
    leave_behind(home, "Dana")
    for _start in range(2):
        with opened(home, database_url) as drafts:
            assert name_kept(drafts) is None
    assert name_kept(DraftService(home.drafts)) == "Dana"


def test_a_new_shop_at_the_same_place_does_not_find_the_old_ones_drafts(home: Home) -> None:
    with opened(home) as drafts:
        drafts.keep(PERSON, key=KEY, draft=IntakeDraft(name="Dana"))
    leave_behind(home, "Lena", key="parked-1")
    config = read_config(home.config_file)
    write_config(home.config_file, Config(opened=config.opened, start_new=True))
    with opened(home, may_set_aside=True) as drafts:
        assert name_kept(drafts) is None
        assert drafts.parked(PERSON) == ()
    (aside,) = home.drafts.glob("*-set-aside-*")
    assert name_kept(DraftService(aside)) == "Dana"
    assert name_kept(DraftService(aside), "parked-1") == "Lena"


def test_the_folder_is_named_after_the_place_without_its_password(home: Home) -> None:
    one = draft_folder(home, database="postgresql://shop:***@server/shop")
    assert one.parent == home.drafts
    assert one != draft_folder(home, database=str(home.database_file))
    assert one.name.isalnum()
    assert draft_folder(home, database="/shop\udcff.db").parent == home.drafts


def test_an_erased_persons_drafts_are_removed(home: Home) -> None:
    drafts = DraftService(home.drafts)
    kept = {
        "counter-1": IntakeDraft(name="Lena Fischer"),
        "parked-1": IntakeDraft(name="DANA Whitfield"),
        "parked-2": IntakeDraft(customer_id=7),
        "parked-3": IntakeDraft(customer_id=8, phone="415-555-0142"),
    }
    for key, draft in kept.items():
        drafts.keep(PERSON, key=key, draft=draft)
    (home.drafts / "parked-4.unreadable").write_text("{dana@example.com")

    words = ("Dana Whitfield", "415-555-0142", "dana@example.com")
    assert drafts.forget(frozenset({7}), words) == 4
    assert [path.name for path in home.drafts.glob("*")] == ["counter-1.json"]
    assert drafts.forget(frozenset({7}), words) == 0
