"""Takes the pictures of the README: `python3 dev.py pictures`. Everything on them is the invented town."""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from devtools import places
from tests.journeys.serving import Server, prepared
from tests.journeys.story import Given, World

RESIDENTS = 6000
FOLDER = places.ROOT / "docs" / "pictures"
# As large as a dense page may be to stay within what `tests/habits/test_files.py` allows a picture.
DESK = (1280, 470)


def main() -> None:
    """Drive a phone and a desk through a fresh town and keep what they show."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name, sync_playwright() as playwright:
        folder = Path(name)
        one_time = prepared(folder / "var", RESIDENTS)
        world = World(lambda: playwright, Server(folder / "var"), folder, one_time)
        world.server.start()
        try:
            _phone(Given(world))
            _office(Given(world), world)
        finally:
            world.end()


def _phone(given: Given) -> None:
    anna = given.a_canvasser()
    anna.page.screenshot(path=FOLDER / "phone.png")
    person = given.somebody("due")
    anna.opens(f"/household/{person['household']}").page.screenshot(path=FOLDER / "household.png")


def _office(given: Given, world: World) -> None:
    page = world.browser("desk", DESK).start()
    page.goto(f"{world.server.base}/office/")
    page.context.add_cookies(given.the_office().cookies())
    page.reload()
    page.locator("canvas, svg").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.evaluate("async () => { await Promise.all(document.getAnimations().map(one => one.finished)) }")
    page.screenshot(path=FOLDER / "office.png")


if __name__ == "__main__":
    main()
