"""What the program knows about this PC, and may be asked to do with it; the app floor answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeVar

from ui.tokens import ThemeChoice

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseFacts:
    """Where the data lies. ``place`` never holds a password; ``size_bytes`` None: unknown."""

    engine_words: str
    place: str
    is_local: bool
    size_bytes: int | None
    schema: str
    set_by_environment: bool
    last_backup: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the program looks at this PC. ``text_scale`` 1.0 to 2.0."""

    choice: ThemeChoice = ThemeChoice.SYSTEM
    text_scale: float = 1.0
    reduced_motion: bool = False


class ScanEnd(StrEnum):
    """The key a scanner sends after a code; the value is what the config keeps."""

    ENTER = "enter"
    TAB = "tab"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerSettings:
    """How the scanner at this PC types. ``gap_ms`` is the most time between two of its keys.

    ``fewest`` characters make a scan where no ``prefix`` is set; see `ui.scanner.burst`.
    """

    gap_ms: int = 30
    fewest: int = 6
    prefix: str = ""
    end: ScanEnd = ScanEnd.BOTH


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLook:
    """How one person sees the queue here: table or board, sort, groups, columns and widths.

    No ``columns`` are those of the screen's width; ``widths`` are pixels at 100 %, by column.
    """

    shape: str = "table"
    sort: str = "promise"
    turned: bool = False
    grouping: str = "none"
    columns: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)


class Workstation(Protocol):
    """This PC. Methods that read or write files are called off the main thread."""

    @property
    def version(self) -> str:
        """The program's version."""

    @property
    def is_demo(self) -> bool:
        """Whether the data is thrown away when the program ends."""

    def look(self) -> Look:
        """Return how the program looks here."""

    def keep_look(self, look: Look) -> None:
        """Remember how the program looks here. Reads and writes a file."""

    def scanner(self) -> ScannerSettings:
        """Return how the scanner here types."""

    def keep_scanner(self, scanner: ScannerSettings) -> None:
        """Remember how the scanner here types. Reads and writes a file."""

    def use_scanner(self, scanner: ScannerSettings) -> None:
        """Go by this from now on. Main thread only."""

    def queue_look(self, person_id: int) -> QueueLook:
        """Return how a person of this shop sees the queue here. Reads a file."""

    def keep_queue_look(self, person_id: int, look: QueueLook) -> None:
        """Remember how a person of this shop sees the queue here. Reads and writes a file."""

    def database_facts(self) -> DatabaseFacts:
        """Look at the database's place and size. Reads files or asks the server."""

    def use_database(self, address: str) -> None:
        """Check an address and use it from the next start on; an empty one means the local file.

        Raises:
            Invalid: the address can't be read, names a password, or the environment decides.
            Unavailable: nothing answers there.
        """

    def plan_new_shop(self) -> None:
        """Have the local database file set aside at the next start; nothing is deleted.

        Raises:
            StorageUnavailable: the home can't be written to.
        """

    def read_file(self, path: str) -> bytes:
        """Return a file a person chose or named.

        Raises:
            Invalid: it can't be read (field ``path``).
        """

    def write_file(self, path: str, fill: Callable[[Callable[[str], object]], T]) -> T:
        """Write a file a person named; ``fill`` is handed what writes text into it, in pieces.

        What stood there before stays until all is written.

        Raises:
            Invalid: it can't be written (field ``path``).
        """

    def open_folder(self) -> None:
        """Show the data folder in the system's file browser."""

    def licences(self) -> str:
        """Return the licences of what is shipped. Reads files."""

    def restart(self) -> None:
        """End the program in order and start it again."""

    def quit(self) -> None:
        """End the program in order."""
