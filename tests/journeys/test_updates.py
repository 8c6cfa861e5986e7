"""A new version of the app is offered, and taken only when nothing is unsent: an update never strands work."""

import os
import re
import shutil

import pytest

from devtools import places
from tests.journeys.phone import Phone
from tests.journeys.story import Given, Then, When, World

BUILD = "document.querySelector('meta[name=build]')?.content"
LOOK = "navigator.serviceWorker.getRegistration().then(found => found.update())"
UPDATE = "[data-test=update]"


class Builds:
    """What the server hands out as the app: first one version, then the next."""

    def __init__(self, world: World) -> None:
        self.server, self.folder = world.server, world.folder / "dist"
        shutil.copytree(os.environ.get("PWA_DIST") or places.DIST, self.folder)
        self.version("first")
        self.server.stop()
        self.server.settings["PWA_DIST"] = str(self.folder)
        self.server.start()

    def version(self, name: str) -> None:
        """Change the page, and with it what the worker is to keep: that is all that another build does."""
        page, worker = self.folder / "index.html", self.folder / "sw.js"
        content = page.read_text(encoding="utf-8")
        content = re.sub(r'<meta name="build"[^>]*>', "", content)
        page.write_text(content.replace("<head>", f'<head><meta name="build" content="{name}">'), encoding="utf-8")
        listed = re.sub(r'"version":"[^"]*"', f'"version":"{name}"', worker.read_text(encoding="utf-8"))
        worker.write_text(re.sub(r'\["/","[^"]*"\]', f'["/","{name}"]', listed), encoding="utf-8")
        for path in (page, worker):
            for packed in self.folder.glob(f"{path.name}.*"):
                packed.unlink()


@pytest.fixture
def builds(world: World) -> Builds:
    return Builds(world)


def _shows(phone: Phone) -> str:
    return str(phone.page.evaluate(BUILD))


def _runs(phone: Phone, build: str) -> None:
    """Wait for the page to be loaded anew."""
    phone.page.locator(f"meta[name=build][content={build}]").wait_for(state="attached")
    phone.first("[data-test=title]").wait_for()


def test_a_new_version_is_offered_and_waits_until_what_is_unsent_has_been_sent(
    given: Given, when: When, then: Then, builds: Builds
) -> None:
    anna, person = given.a_canvasser(), given.somebody()
    assert _shows(anna) == "first"
    builds.version("second")
    anna.page.evaluate(LOOK)
    anna.opens("/sync").first(UPDATE).wait_for()

    when.the_server_stops()
    when(anna).writes(person["resident"], note="before the update")
    (work,) = anna.unsent()
    anna.opens("/sync").taps_on(f"{UPDATE} button")
    anna.page.get_by_text("先上传 1 条记录，再更新").wait_for()
    assert then(anna).unsent() == [work] and _shows(anna) == "first"

    when.the_server_starts()
    anna.taps_on(f"{UPDATE} button")
    _runs(anna, "second")
    then.arrived_exactly_once([work])
    assert then(anna).unsent() == [] and anna.first(UPDATE).count() == 0
    then.nothing_was_complained_about()


def test_closing_the_app_does_not_bring_in_a_new_version_while_something_is_unsent(
    given: Given, when: When, then: Then, builds: Builds
) -> None:
    anna, person = given.a_canvasser(), given.somebody()
    builds.version("second")
    anna.page.evaluate(LOOK)
    anna.opens("/sync").first(UPDATE).wait_for()
    when.the_server_stops()
    when(anna).writes(person["resident"], note="over night")
    (work,) = anna.unsent()

    anna.browser.close()
    anna.opens("/sync").first(UPDATE).wait_for()
    assert then(anna).unsent() == [work] and _shows(anna) == "first"
    anna.browser.close()
    assert _shows(anna.opens("/sync")) == "first"

    when.the_server_starts()
    anna.syncs().first(f"{UPDATE} button").tap()
    _runs(anna, "second")
    then.arrived_exactly_once([work])
    anna.browser.close()
    assert _shows(anna.opens("/sync")) == "second" and anna.page.locator(UPDATE).count() == 0
