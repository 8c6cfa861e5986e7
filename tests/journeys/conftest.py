"""One prepared town for all journeys; each gets a copy, a server, and the words given, when, then."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from devtools import setup
from tests.journeys.serving import Server, copy_of, prepared
from tests.journeys.story import Given, Then, When, World

RESIDENTS = 360


@pytest.fixture(scope="session")
def playwright_once() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    if not setup.web_app_is_built():
        pytest.fail("pwa/dist is not what pwa/src says now: run `python3 dev.py build` first", pytrace=False)
    folder = tmp_path_factory.mktemp("town") / "var"
    return folder, prepared(folder, RESIDENTS)


@pytest.fixture
def world(town: tuple[Path, str], tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[World]:
    server = Server(copy_of(town[0], tmp_path / "var"))
    server.start()
    made = World(lambda: request.getfixturevalue("playwright_once"), server, tmp_path, town[1])
    yield made
    made.end()


@pytest.fixture
def given(world: World) -> Given:
    return Given(world)


@pytest.fixture
def when(world: World) -> When:
    return When(world)


@pytest.fixture
def then(world: World) -> Then:
    return Then(world)
