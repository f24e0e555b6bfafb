"""One entry per way the database can fail to open: heading, explanation, choices. A table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ui.icons import Icon


class Choice(StrEnum):
    """What a person may do about it."""

    TRY_AGAIN = "try_again"
    CHOOSE_DATABASE = "choose_database"
    OPEN_FOLDER = "open_folder"
    NEW_SHOP = "new_shop"
    QUIT = "quit"


CHOICE_WORDS: dict[Choice, str] = {
    Choice.TRY_AGAIN: "Try again",
    Choice.CHOOSE_DATABASE: "Choose another database …",
    Choice.OPEN_FOLDER: "Open the folder",
    Choice.NEW_SHOP: "Start a new shop …",
    Choice.QUIT: "Quit",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What went wrong. ``place`` names the database without a password; ``detail`` is technical."""

    fault: str
    message: str
    place: str = ""
    detail: str = ""
    reference: str = ""
    set_by_environment: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleWords:
    """How one fault is said. The first choice is the likely one."""

    heading: str
    text: str
    icon: Icon
    choices: tuple[Choice, ...]


_USUAL = (Choice.TRY_AGAIN, Choice.CHOOSE_DATABASE, Choice.OPEN_FOLDER, Choice.QUIT)
_LOST = (
    Choice.TRY_AGAIN,
    Choice.CHOOSE_DATABASE,
    Choice.OPEN_FOLDER,
    Choice.NEW_SHOP,
    Choice.QUIT,
)
_SERVER = (Choice.TRY_AGAIN, Choice.CHOOSE_DATABASE, Choice.QUIT)

_WORDS: dict[str, TroubleWords] = {
    "locked": TroubleWords(
        heading="Another program is using the database",
        text=(
            "Something on this computer holds the file and does not let go: a backup program, "
            "a database viewer, or a Mendpoint that is being updated. Close it, then try again. "
            "Nothing is lost."
        ),
        icon=Icon.LOCK,
        choices=_USUAL,
    ),
    "full": TroubleWords(
        heading="The disk is full",
        text=(
            "There is no room to store an order safely, so the shop stays closed rather than "
            "lose one. Free some space on this disk, then try again. Nothing is lost."
        ),
        icon=Icon.HARD_DRIVE,
        choices=(Choice.TRY_AGAIN, Choice.OPEN_FOLDER, Choice.QUIT),
    ),
    "read_only": TroubleWords(
        heading="The data can’t be written to",
        text=(
            "This user may read the file or folder named below but not change it, or the disk is "
            "mounted read-only. Give this user the right to write there, then try again."
        ),
        icon=Icon.LOCK,
        choices=_USUAL,
    ),
    "missing": TroubleWords(
        heading="The database is not where it was",
        text=(
            "The file or its folder is gone. If it lies on another disk, connect that disk and "
            "try again. If it was moved, put it back or choose where it is now. A copy may be in "
            "the backups folder."
        ),
        icon=Icon.FOLDER_OPEN,
        choices=_LOST,
    ),
    "damaged": TroubleWords(
        heading="The database file is damaged",
        text=(
            "It can’t be read as a Mendpoint database. It has not been changed. Put a copy from "
            "the backups folder in its place, then try again, or start a new shop: the damaged "
            "file is then set aside, not deleted."
        ),
        icon=Icon.TRIANGLE_ALERT,
        choices=_LOST,
    ),
    "away": TroubleWords(
        heading="The database server does not answer",
        text=(
            "Check that the server is switched on and that this computer is on the network, "
            "then try again. What is on the server is safe."
        ),
        icon=Icon.WIFI_OFF,
        choices=_SERVER,
    ),
    "refused": TroubleWords(
        heading="The database server refused this workstation",
        text=(
            "The server answers, but does not accept this login, or the login may not use this "
            "database. Ask whoever looks after the server."
        ),
        icon=Icon.LOCK,
        choices=_SERVER,
    ),
    "wrong_url": TroubleWords(
        heading="The database address is wrong",
        text=(
            "It can’t be read, or what it names is not Mendpoint’s. Use a file’s path, or "
            "postgresql://user@host/name."
        ),
        icon=Icon.CIRCLE_ALERT,
        choices=(Choice.CHOOSE_DATABASE, Choice.TRY_AGAIN, Choice.QUIT),
    ),
    "newer": TroubleWords(
        heading="This database was made by a newer Mendpoint",
        text=(
            "Opening it with this older program could damage it, so it stays closed. Update "
            "Mendpoint on this computer, then try again."
        ),
        icon=Icon.DOWNLOAD,
        choices=(Choice.TRY_AGAIN, Choice.CHOOSE_DATABASE, Choice.QUIT),
    ),
}

_OTHER = TroubleWords(
    heading="The database can’t be opened",
    text="Nothing was changed. If trying again does not help, keep the reference for your helper.",
    icon=Icon.DATABASE,
    choices=_USUAL,
)
# A bug: never the person's doing. Not among the faults, which are the database's.
_BUG = TroubleWords(
    heading="Mendpoint could not open the shop",
    text=(
        "Something went wrong inside the program. This was not your doing, and nothing that was "
        "confirmed is lost. If trying again does not help, keep the reference for your helper."
    ),
    icon=Icon.TRIANGLE_ALERT,
    choices=_USUAL,
)


def known_faults() -> tuple[str, ...]:
    """Return the faults that have words of their own."""
    return tuple(_WORDS)


def words_for(trouble: Trouble) -> TroubleWords:
    """Return how a trouble is said."""
    return _BUG if trouble.fault == "unexpected" else _WORDS.get(trouble.fault, _OTHER)


def choices_for(trouble: Trouble) -> tuple[Choice, ...]:
    """Return what can be done; another database can't be chosen where the environment decides."""
    choices = words_for(trouble).choices
    if not trouble.set_by_environment:
        return choices
    return tuple(c for c in choices if c not in (Choice.CHOOSE_DATABASE, Choice.NEW_SHOP))
