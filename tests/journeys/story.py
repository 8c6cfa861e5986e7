"""The words that journeys are told in: given, when, then."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from playwright.sync_api import Playwright

from tests.journeys.browsing import DESK, PHONE, Browser
from tests.journeys.device import Device
from tests.journeys.office import Office, Wire
from tests.journeys.phone import Phone
from tests.journeys.serving import Server

Actor = TypeVar("Actor")
COUNTED = ("records", "edits", "reviews", "quarantine", "accounts", "areas")
FIRST, SECOND = "990101100001-01", "990101100001-02"


class World:
    """Everything of one journey: a server with a folder of its own, phones, the office."""

    def __init__(self, playwright: Callable[[], Playwright], server: Server, folder: Path, one_time: str) -> None:
        self.playwright, self.server, self.folder = playwright, server, folder
        self.one_time = one_time
        self.browsers: list[Browser] = []
        self._office: Office | None = None

    def office(self) -> Office:
        """The office, signed in."""
        self._office = self._office or Office(self.server, self.one_time).sign_in()
        return self._office

    def browser(self, name: str, size: tuple[int, int] | None = None) -> Browser:
        """A new profile."""
        profile = self.folder / f"profile-{len(self.browsers)}-{name}"
        made = Browser(self.playwright(), profile, size or PHONE)
        self.browsers.append(made)
        return made

    def end(self) -> None:
        """Close everything."""
        for browser in self.browsers:
            browser.close()
        self.server.stop()


class Given:
    """How things stand before."""

    def __init__(self, world: World) -> None:
        self.world = world

    def a_canvasser(self, login: str = "grid-001-01", *, grids: tuple[str, ...] = ()) -> Phone:
        """A phone in somebody's hands: enrolled, in step, able to work without a network."""
        if grids:
            self.world.office().grants(login, *grids)
        return self.a_new_phone(login).enrols(self.world.server.flask("enrol", login, "--base", self.world.server.base))

    def a_cadre(self, login: str = "cadre-001") -> Phone:
        """The phone of a village's cadre."""
        return self.a_canvasser(login)

    def a_new_phone(self, login: str = "grid-001-01") -> Phone:
        """A phone that was never enrolled, in the hands of this person."""
        return Phone(self.world.browser(login), self.world.server, login)

    def a_device(self, login: str = "grid-001-01") -> Device:
        """A phone without a screen."""
        server = self.world.server
        return Device(server, server.flask("enrol", login, "--base", server.base))

    def the_office(self) -> Office:
        """The township's administrator at the desk."""
        return self.world.office()

    def a_desk(self) -> Browser:
        """A desktop browser."""
        return self.world.browser("desk", DESK)

    def wire(self) -> Wire:
        """Anybody on the network, not signed in."""
        return Wire(self.world.server)

    def record(self, entity: str, scope: str) -> str:
        """The id of some record of a kind in a grid."""
        rows = self.world.server.rows("select id from records where entity = ? and scope = ? limit 1", entity, scope)
        assert rows, f"no {entity} in {scope}"
        return str(rows[0][0])

    def somebody(self, status: str = "due", grid: str = FIRST, skip: int = 0) -> dict[str, Any]:
        """A resident with this status in a grid whose door somebody lives behind: the list's row as a dictionary."""
        columns = ("resident", "household", "name", "phone", "id_number", "birth", "status", "grid", "doses")
        query = (
            f"select {', '.join(columns)} from listing where status = ? and grid = ? and life_state = 'active'"
            " order by walk, resident limit 1 offset ?"
        )
        found = self.world.server.rows(query, status, grid, skip)
        assert found, f"nobody is {status} in {grid}"
        return dict(zip(columns, found[0], strict=True))


class When:
    """Who does something: `when(anna).knocks(door)`; what happens to the server has words of its own."""

    def __init__(self, world: World) -> None:
        self.world = world

    def __call__(self, actor: Actor) -> Actor:
        return actor

    def the_server_stops(self) -> None:
        """The process ends and its port refuses."""
        for browser in self.world.browsers:
            browser.offline = True
        self.world.server.stop()
        assert self.world.server.refuses()

    def the_server_is_killed(self) -> None:
        """The power fails: nothing is finished, the port refuses."""
        for browser in self.world.browsers:
            browser.offline = True
        self.world.server.kill()

    def the_server_starts(self) -> None:
        """A new process on the same folder and port."""
        self.world.server.start()
        for browser in self.world.browsers:
            browser.is_heard_out()
            browser.offline = False

    @contextmanager
    def the_server_hesitates(self) -> Iterator[None]:
        """Meanwhile the server's processes stand still: connections are taken, answers do not come."""
        self.world.server.freeze()
        try:
            yield
        finally:
            self.world.server.thaw()


class Then:
    """What must be so afterwards."""

    def __init__(self, world: World) -> None:
        self.world = world

    def __call__(self, actor: Actor) -> Actor:
        return actor

    def arrived_exactly_once(self, edits: list[str]) -> None:
        """Every edit is in the server's tables once, with every record it made."""
        rows = self.world.server.rows("select id, count(*) from edits group by id")
        counts: dict[str, int] = dict(rows)  # type: ignore[arg-type]
        assert {name: counts.get(name, 0) for name in edits} == dict.fromkeys(edits, 1)

    def nothing_was_complained_about(self) -> None:
        """No console error, no thrown error, nothing blocked by the content-security policy."""
        said = [line for browser in self.world.browsers for line in browser.complaints.lines]
        assert not said, "\n".join(said)

    @contextmanager
    def nothing_is_written(self) -> Iterator[None]:
        """What happens inside leaves every table that matters as it was."""
        before = [self.server_holds(f"select count(*) from {table}") for table in COUNTED]
        yield
        assert [self.server_holds(f"select count(*) from {table}") for table in COUNTED] == before

    def server_holds(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of the server's tables."""
        return self.world.server.rows(query, *values)

    def listing(self, resident: str, column: str) -> Any:
        """One cell of the office's list, read from the table when it shows what phones have sent."""
        self.world.server.flask("judge")
        return self.world.server.rows(f"select {column} from listing where resident = ?", resident)[0][0]
