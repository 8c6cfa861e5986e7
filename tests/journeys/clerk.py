"""A clerk at the roster desk, by what is on the screen: files put down, columns confirmed, a list taken in."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from tests.journeys.browsing import Browser
from tests.journeys.story import Given
from tests.journeys.waiting import until

DESK = (1366, 768)


class Clerk:
    """Signed in at a township's PC, with the roster desk open."""

    def __init__(self, given: Given) -> None:
        self.given = given
        self.browser: Browser = given.world.browser("clerk", DESK)
        self.base = given.world.server.base
        office = given.the_office()
        page = self.browser.start()
        page.context.add_cookies(office.cookies())  # type: ignore[arg-type]
        self.opens_the_desk()

    @property
    def page(self) -> Page:
        """The tab."""
        return self.browser.page

    def part(self, name: str) -> Locator:
        """What bears this name on the page."""
        return self.page.locator(f"[data-test={name}]")

    def opens_the_desk(self) -> "Clerk":
        """The list of files, and the place to put new ones."""
        self.page.goto(f"{self.base}/office/#/roster")
        self.part("roster").wait_for()
        return self

    def brings(self, *files: Path) -> "Clerk":
        """Put files down; one leads on to its columns."""
        self.part("file").set_input_files([str(each) for each in files])
        self.part("columns-step" if len(files) == 1 else "waiting").wait_for(timeout=60_000)
        return self

    def takes(self, title: str, word: str) -> "Clerk":
        """Say what a column of the file is."""
        line = self.page.locator(f"tr[data-column='{title}']")
        line.locator("select").select_option(label=word)
        until(lambda: line.get_attribute("data-mark") == "recognised", f"{title} is taken for {word}")
        return self

    def marks(self) -> dict[str, str]:
        """How each column of the file stands."""
        lines = self.page.locator("[data-test=columns] tbody tr").all()
        return {line.get_attribute("data-column") or "": line.get_attribute("data-mark") or "" for line in lines}

    def puts_into(self, area: str) -> "Clerk":
        """Say where the list belongs."""
        self.part("area").select_option(area)
        return self

    def checks(self) -> "Clerk":
        """Have it checked, and look at the result."""
        self.part("check").click()
        return self.sees_the_result()

    def sees_the_result(self) -> "Clerk":
        """Wait until the check is through."""
        self.part("preview").wait_for(timeout=60_000)
        return self

    def imports(self) -> "Clerk":
        """Let it in, to the end."""
        self.part("begin").click()
        return self.sees_it_in()

    def presses_enter_on(self, button: str) -> "Clerk":
        """The button has the focus by itself: Enter is enough."""
        self.page.locator(f"[data-test={button}]:focus").wait_for()
        self.page.keyboard.press("Enter")
        return self

    def sees_it_in(self) -> "Clerk":
        """Wait until the import is done."""
        self.part("finished").wait_for(timeout=60_000)
        return self

    def figure(self, name: str) -> int:
        """A figure of the result; 0 where it is not shown."""
        found = self.page.locator(f"dd[data-test={name}]")
        return int(found.inner_text().replace(",", "")) if found.count() else 0

    def shows(self, tab: str) -> "Clerk":
        """Open a part of the result."""
        self.part(f"tab-{tab}").click()
        return self

    def lines(self, table: str) -> list[list[str]]:
        """The cells of a table on the page."""
        rows = self.page.locator(f"[data-test={table}] tbody tr").all()
        return [[cell.inner_text().strip() for cell in row.locator("td, th").all()] for row in rows]

    def codes(self) -> dict[int, set[str]]:
        """What must be looked at: row → kinds of problem."""
        found: dict[int, set[str]] = {}
        for line in self.page.locator("[data-test=problems] tbody tr").all():
            found.setdefault(int(line.get_attribute("data-row") or 0), set()).add(line.get_attribute("data-code") or "")
        return found

    def downloads(self, link: str, to: Path) -> Path:
        """Follow a link that gives a file."""
        with self.page.expect_download() as coming:
            self.part(link).click()
        coming.value.save_as(to)
        return to

    def uploads_the_corrected(self, path: Path) -> "Clerk":
        """Hand the corrected rows in where they were handed out."""
        self.part("correct").locator("[data-test=file]").set_input_files(str(path))
        self.part("columns-step").wait_for()
        return self

    def residents(self, names: Sequence[str]) -> dict[str, dict[str, Any]]:
        """What the office's own list says of people of these names, once the server has counted them."""
        self.given.world.server.flask("judge")
        marks = ", ".join("?" for _ in names)
        query = f"select name, id_number, phone, grid, doses, last_dose, resident from listing where name in ({marks})"
        keys = ("id_number", "phone", "grid", "doses", "last_dose", "resident")
        return {name: dict(zip(keys, rest, strict=True)) for name, *rest in self.given.world.server.rows(query, *names)}
