"""The way in: open the data, and then first start, who is here, or what is in the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.home import Home
from app.opening import Opened, open_shop
from app.this_pc import ThisPc
from data.errors import StorageFault
from services.auth.dto import Person
from services.clock import Clock
from services.errors import Invalid, MendpointError, StorageUnavailable
from services.facade import Services
from services.settings.dto import FirstStart, SetUpDone, StartState, Till
from ui.errors import present
from ui.screens.first_start.screen import FirstStartScreen
from ui.screens.trouble.screen import TroubleScreen
from ui.screens.trouble.words import Choice, Trouble
from ui.shell.frame import ShellFrame
from ui.shell.picker import PersonPicker
from ui.shell.screens import load_screens
from ui.shell.signing_in import SignedIn, sign_in
from ui.tasks import TaskRunner, Unexpected

OPENING = "Opening the shop’s data …"
MAKING_SAMPLE = "Making the sample shop …"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What the program was started with. ``sample`` makes that shop where there is none yet."""

    home: Home
    environment: Mapping[str, str]
    clock: Clock | None
    sample: FirstStart | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the picker shows."""

    shop_name: str
    people: Sequence[Person]
    tills: Sequence[Till]
    till_id: int | None


class Entrance(QObject):
    """Leads from the first paint to a person at a till.

    Signals:
        shown(): a page that takes input is shown.
        signed_in(object): the `SignedIn` person; the shop is `opened` by then.
        quit_asked(): a person does not want to go on.
    """

    shown = Signal()
    signed_in = Signal(object)
    quit_asked = Signal()
    _said = Signal(object)

    def __init__(
        self,
        beginning: Beginning,
        *,
        frame: ShellFrame,
        runner: TaskRunner,
        this_pc: ThisPc,
        log_bug: Callable[[BaseException], str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._beginning = beginning
        self._frame = frame
        self._runner = runner
        self._this_pc = this_pc
        self._log_bug = log_bug
        self._page: QWidget | None = None
        self.opened: Opened | None = None
        self._said.connect(frame.status_bar.say, Qt.ConnectionType.QueuedConnection)

    def open(self) -> None:
        """Open the shop's data off the main thread, saying what is waited for.

        A shop that was opened before and led no further is closed first.
        """
        self._frame.status_bar.say(OPENING)
        beginning, earlier = self._beginning, self.opened
        self.opened = None

        def work() -> Opened:
            if earlier is not None:
                earlier.shop.close()
            opened = open_shop(
                beginning.home,
                environment=beginning.environment,
                say=self._said.emit,
                clock=beginning.clock,
                may_set_aside=True,
            )
            load_screens()
            return opened

        self._run(work, done=self._opened)

    def _opened(self, opened: Opened) -> None:
        self.opened = opened
        if opened.state is StartState.READY:
            self._ask_who()
        elif self._beginning.sample is not None:
            self._make_sample(self._beginning.sample)
        else:
            self._show_first_start()

    # --- first start --------------------------------------------------------------------------

    def _show_first_start(self) -> None:
        page = FirstStartScreen(settings=self._services().settings, runner=self._runner)
        page.set_up.connect(self._set_up)
        self._show(page)
        page.load()

    def _make_sample(self, command: FirstStart) -> None:
        self._frame.status_bar.say(MAKING_SAMPLE)
        settings = self._services().settings
        self._run(lambda: settings.first_start(command), done=lambda _done: self._ask_who())

    @Slot(object)
    def _set_up(self, done: SetUpDone) -> None:
        self._sign_in((int(done.owner_id), int(done.till_id)))

    # --- who is here --------------------------------------------------------------------------

    def _ask_who(self) -> None:
        opened, services = self.opened, self._services()
        assert opened is not None

        def find() -> Found:
            tills = services.settings.till_choices()
            only = int(tills[0].till_id) if len(tills) == 1 else None
            return Found(
                shop_name=services.settings.shop_name(),
                people=services.people.choices(),
                tills=tills,
                till_id=only or self._this_pc.till_of(opened.place),
            )

        self._run(find, done=self._choose_person)

    def _choose_person(self, found: Found) -> None:
        if len(found.people) == 1 and found.till_id is not None:
            self._sign_in((int(found.people[0].person_id), found.till_id))
            return
        page = PersonPicker(
            shop_name=found.shop_name,
            people=found.people,
            tills=found.tills,
            till_id=found.till_id,
        )
        page.chosen.connect(self._sign_in)
        self._show(page)
        page.take_focus()

    @Slot(object)
    def _sign_in(self, chosen: tuple[int, int]) -> None:
        person_id, till_id = chosen
        opened, services = self.opened, self._services()
        assert opened is not None

        def enter() -> SignedIn:
            signed_in = sign_in(services, person_id=person_id, till_id=till_id)
            if self._this_pc.till_of(opened.place) != till_id:
                self._this_pc.keep_till(opened.place, till_id)
            return signed_in

        self._run(enter, done=self._entered)

    def _entered(self, signed_in: SignedIn) -> None:
        self._frame.status_bar.say("")
        self.signed_in.emit(signed_in)
        self._drop_page()

    # --- trouble ------------------------------------------------------------------------------

    def _failed(self, error: MendpointError) -> None:
        on_a_page = self._page is not None and not isinstance(self._page, TroubleScreen)
        if on_a_page and not isinstance(error, StorageUnavailable | Unexpected):
            self._frame.status_bar.say("")
            present(self._frame, error)
            return
        page = TroubleScreen(self._trouble_of(error))
        page.chosen.connect(self._chosen)
        page.database_given.connect(self._database_given)
        self._show(page)
        page.take_focus()

    def _trouble_of(self, error: MendpointError) -> Trouble:
        place, by_environment = self._this_pc.place_in_words()
        worded = isinstance(error, StorageUnavailable | Unexpected)
        return Trouble(
            fault=str(error.details.get("fault", error.code)),
            message=error.message,
            place=place,
            detail=str(error.details.get("detail", "" if worded else error.message)),
            reference=error.request_id or "",
            set_by_environment=by_environment,
        )

    @Slot(object)
    def _chosen(self, choice: Choice) -> None:
        if choice is Choice.TRY_AGAIN:
            self._trouble().set_busy("Trying …")
            self.open()
        elif choice is Choice.OPEN_FOLDER:
            self._this_pc.open_folder()
        elif choice is Choice.NEW_SHOP:
            self._run(self._this_pc.plan_new_shop, done=lambda _planned: self.open())
        elif choice is Choice.QUIT:
            self.quit_asked.emit()

    @Slot(object)
    def _database_given(self, address: str) -> None:
        page = self._trouble()
        page.say_problem("")

        def refused(error: MendpointError) -> None:
            words = error.problems[0].message if isinstance(error, Invalid) else error.message
            page.say_problem(words)

        self._runner.run(
            page,
            lambda: self._this_pc.use_database(address),
            done=lambda _done: self.open(),
            failed=refused,
        )

    def _trouble(self) -> TroubleScreen:
        assert isinstance(self._page, TroubleScreen)
        return self._page

    # --- pages --------------------------------------------------------------------------------

    def _show(self, page: QWidget) -> None:
        self._frame.status_bar.say("")
        self._drop_page()
        self._page = page
        self._frame.show_page(page)
        self.shown.emit()

    def _drop_page(self) -> None:
        if self._page is not None:
            self._frame.drop(self._page)
            self._page = None

    def _services(self) -> Services:
        assert self.opened is not None
        return self.opened.shop.services

    def _run(self, work: Callable[[], object], *, done: Callable[..., None]) -> None:
        log_bug = self._log_bug

        def guarded() -> object:
            with _bugs_told(log_bug):
                return work()

        def go_on(answer: object) -> None:
            try:
                with _bugs_told(log_bug):
                    done(answer)
            except Unexpected as error:
                self._failed(error)

        self._runner.run(self, guarded, done=go_on, failed=self._failed)


@contextmanager
def _bugs_told(log_bug: Callable[[BaseException], str]) -> Iterator[None]:
    """Turn a bug on the way in into an error that the trouble page shows with its reference.

    The crash report would say it in a window over a page that is not there.
    """
    try:
        yield
    except StorageUnavailable as error:
        if error.fault == StorageFault.FAILED and error.request_id is None:
            error.request_id = log_bug(error.__cause__ or error)
        raise
    except MendpointError:
        raise
    except Exception as bug:
        unexpected = Unexpected("Something went wrong inside the program.")
        unexpected.request_id = log_bug(bug)
        raise unexpected from bug
