"""This PC: its config, its data folder, its database's place. What `ui.workstation` asks for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from app.config import Config, read_config, write_config
from app.home import DATABASE_VARIABLE, Home
from app.places import Place, checked_address, find_place
from data import migrate
from data.engine import open_database
from data.errors import StorageFailure
from data.migrate import SchemaStand, SchemaState
from services.errors import Invalid, StorageUnavailable, storage_error
from ui.assets import asset_path
from ui.workstation import DatabaseFacts, Look, QueueLook, ScanEnd, ScannerSettings

T = TypeVar("T")

PACKAGE = "mendpoint"

# Each kind of file has its own limit below: this one keeps the memory.
_MOST_READ = 64_000_000

# Databases that the next start would refuse: said at once, while the present one is still in use.
_REFUSALS = {
    SchemaStand.NEWER: "It was made by a newer Mendpoint. Update Mendpoint on this computer first.",
    SchemaStand.FOREIGN: "It belongs to another program: its tables are not Mendpoint’s.",
}


class ThisPc:
    """Keeps the workstation's config file and answers about its database."""

    def __init__(
        self,
        home: Home,
        *,
        environment: Mapping[str, str],
        is_demo: bool,
        end: Callable[[], None],
        restart: Callable[[], None],
    ) -> None:
        self._home = home
        self._environment = environment
        self._demo = is_demo
        self._end = end
        self._restart = restart
        self._lock = threading.Lock()
        self._scanner: ScannerSettings | None = None
        self._follow_scanner: Callable[[ScannerSettings], None] | None = None

    @property
    def version(self) -> str:
        """The program's version."""
        try:
            return version(PACKAGE)
        except PackageNotFoundError:
            return "0"

    @property
    def is_demo(self) -> bool:
        """Whether the data is thrown away when the program ends."""
        return self._demo

    def config(self) -> Config:
        """Return what was set here."""
        return read_config(self._home.config_file)

    def look(self) -> Look:
        """Return how the program looks here."""
        config = self.config()
        return Look(
            choice=config.theme_choice,
            text_scale=config.text_scale,
            reduced_motion=config.reduced_motion,
        )

    def keep_look(self, look: Look) -> None:
        """Remember how the program looks here.

        Raises:
            StorageUnavailable: the home can't be written to.
        """
        self._change(
            lambda config: replace(
                config,
                theme_choice=look.choice,
                text_scale=look.text_scale,
                reduced_motion=look.reduced_motion,
            )
        )

    def scanner(self) -> ScannerSettings:
        """Return how the scanner here types. Reads the config at its first call only."""
        if self._scanner is None:
            config = self.config()
            known = {end.value: end for end in ScanEnd}
            self._scanner = ScannerSettings(
                gap_ms=config.scan_gap_ms,
                fewest=config.scan_fewest,
                prefix=config.scan_prefix,
                end=known.get(config.scan_end, ScanEnd.BOTH),
            )
        return self._scanner

    def keep_scanner(self, scanner: ScannerSettings) -> None:
        """Remember how the scanner here types.

        Raises:
            StorageUnavailable: the home can't be written to.
        """
        self._change(
            lambda config: replace(
                config,
                scan_gap_ms=scanner.gap_ms,
                scan_fewest=scanner.fewest,
                scan_prefix=scanner.prefix,
                scan_end=scanner.end.value,
            )
        )

    def use_scanner(self, scanner: ScannerSettings) -> None:
        """Go by this from now on. Main thread only."""
        self._scanner = scanner
        if self._follow_scanner is not None:
            self._follow_scanner(scanner)

    def tell_scanner(self, follow: Callable[[ScannerSettings], None]) -> None:
        """Have whoever watches the keys follow what is set."""
        self._follow_scanner = follow

    def queue_look(self, person_id: int) -> QueueLook:
        """Return how a person of this shop sees the queue here."""
        kept = self.config().queue_looks.get(self._of_person(person_id), {})
        usual = QueueLook()
        return QueueLook(
            shape=str(kept.get("shape", usual.shape)),
            sort=str(kept.get("sort", usual.sort)),
            turned=kept.get("turned") is True,
            grouping=str(kept.get("grouping", usual.grouping)),
            columns=_texts(kept.get("columns")),
            widths=_numbers(kept.get("widths")),
        )

    def keep_queue_look(self, person_id: int, look: QueueLook) -> None:
        """Remember how a person of this shop sees the queue here.

        Raises:
            StorageUnavailable: the home can't be written to.
        """
        key = self._of_person(person_id)
        self._change(
            lambda config: replace(config, queue_looks={**config.queue_looks, key: asdict(look)})
        )

    def till_of(self, place: Place) -> int | None:
        """Return which till this PC is in a database, if that was said before."""
        return self.config().tills.get(place.words)

    def keep_till(self, place: Place, till_id: int) -> None:
        """Remember which till this PC is.

        Raises:
            StorageUnavailable: the home can't be written to.
        """
        self._change(lambda config: replace(config, tills={**config.tills, place.words: till_id}))

    def database_facts(self) -> DatabaseFacts:
        """Look at the database's place, size and schema."""
        place = self._place()
        size = place.path.stat().st_size if place.path and place.path.exists() else None
        return DatabaseFacts(
            engine_words="SQLite" if place.is_local else "PostgreSQL",
            place=place.words,
            is_local=place.is_local,
            size_bytes=size,
            schema=self._state(place).revision,
            set_by_environment=place.by_environment,
            last_backup=self._last_backup(),
        )

    def use_database(self, address: str) -> None:
        """Check an address and use it from the next start on; an empty one means the local file.

        Raises:
            Invalid: it can't be read, names a password, holds what the next start would refuse, or
                the environment decides.
            StorageUnavailable: nothing answers there, or the config can't be written.
        """
        if self._environment.get(DATABASE_VARIABLE, "").strip():
            raise Invalid(
                f"{DATABASE_VARIABLE} decides on this computer. Change it there.", field="address"
            )
        checked = checked_address(address)
        if checked:
            self._try(checked)
        self._change(lambda config: replace(config, database_url=checked))

    def plan_new_shop(self) -> None:
        """Have the local database file set aside when the shop is opened next.

        Raises:
            StorageUnavailable: the home can't be written to.
        """
        self._change(lambda config: replace(config, start_new=True))

    def read_file(self, path: str) -> bytes:
        """Return a file a person chose or named.

        Raises:
            Invalid: it can't be read, or is far larger than any import (field ``path``).
        """
        try:
            with Path(path).expanduser().open("rb") as file:
                content = file.read(_MOST_READ + 1)
        except (OSError, ValueError) as error:
            reason = (getattr(error, "strerror", None) or "it is not there").lower()
            raise Invalid(f"This file can’t be read: {reason}.", field="path") from error
        if len(content) > _MOST_READ:
            most = _MOST_READ // 1_000_000
            raise Invalid(f"This file is larger than {most} MB.", field="path")
        return content

    def write_file(self, path: str, fill: Callable[[Callable[[str], object]], T]) -> T:
        """Write a file a person named, beside it first and then in its place.

        Raises:
            Invalid: it can't be written (field ``path``).
        """
        place = Path(path).expanduser()
        beside = place.with_name(f".{place.name}.part")
        try:
            try:
                with beside.open("w", encoding="utf-8", newline="") as file:
                    result = fill(file.write)
                beside.replace(place)
            finally:
                beside.unlink(missing_ok=True)
        except (OSError, ValueError) as error:
            reason = (getattr(error, "strerror", None) or "it has no place").lower()
            raise Invalid(f"This file can’t be written: {reason}.", field="path") from error
        return result

    def open_folder(self) -> None:
        """Show the data folder in the system's file browser."""
        place = self._place()
        folder = place.path.parent if place.path is not None else self._home.path
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def licences(self) -> str:
        """Return the licences of the fonts and icons shipped, and the program's own."""
        folder = asset_path("licences", name="")
        texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
        own = folder.parent.parent / "LICENSE"
        if own.exists():
            texts.insert(0, own.read_text(encoding="utf-8"))
        return "\n\n".join(text.strip() for text in texts)

    def restart(self) -> None:
        """End the program in order and start it again."""
        self._restart()

    def quit(self) -> None:
        """End the program in order."""
        self._end()

    def place_in_words(self) -> tuple[str, bool]:
        """Return the database's place without a password, and whether the environment named it."""
        named = self._environment.get(DATABASE_VARIABLE, "").strip()
        try:
            return self._place().words, bool(named)
        except StorageUnavailable:
            return "an address that can’t be read", bool(named)

    def _of_person(self, person_id: int) -> str:
        """Return what tells a person from those of other databases opened here."""
        return f"{self._place().words} {person_id}"

    def _place(self) -> Place:
        try:
            return find_place(self._home, config=self.config(), environment=self._environment)
        except StorageFailure as failure:
            raise storage_error(failure) from failure

    def _change(self, change: Callable[[Config], Config]) -> None:
        from app.opening import file_trouble

        with self._lock:
            try:
                write_config(self._home.config_file, change(self.config()))
            except OSError as error:
                raise file_trouble(error) from error

    def _try(self, address: str) -> None:
        from app.opening import look_at_file

        place = Place(address, by_environment=False)
        if place.path is not None and not place.path.parent.is_dir():
            raise Invalid(f"There is no folder {place.path.parent}.", field="address")
        try:
            if place.path is not None:
                look_at_file(place.path, home=self._home, opened_before=False)
        except StorageFailure as failure:
            raise storage_error(failure) from failure
        # Looking into a file that is not there would make it.
        if place.path is None or place.path.exists():
            refusal = _REFUSALS.get(self._state(place).stand)
            if refusal is not None:
                raise Invalid(refusal, field="address")

    def _state(self, place: Place) -> SchemaState:
        database = open_database(place.url)
        try:
            return migrate.state(database)
        except StorageFailure as failure:
            raise storage_error(failure) from failure
        finally:
            database.close()

    def _last_backup(self) -> str:
        copies = sorted(self._home.backups.glob("*.db"), key=lambda path: path.stat().st_mtime)
        return copies[-1].name if copies else ""


def _texts(kept: object) -> tuple[str, ...]:
    return tuple(str(each) for each in kept) if isinstance(kept, list) else ()


def _numbers(kept: object) -> dict[str, int]:
    found = kept.items() if isinstance(kept, dict) else ()
    return {str(key): value for key, value in found if type(value) is int}
