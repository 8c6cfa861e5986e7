"""The office in a real browser, on the journeys' town: `desk` is its page, signed in."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import given, playwright_once, then, town, when, world  # noqa: F401
from tests.journeys.story import Given


@pytest.fixture
def desk(given: Given) -> Page:  # noqa: F811
    """The administrator's browser with the overview open."""
    browser, office = given.a_desk(), given.the_office()
    page = browser.start()
    page.context.add_cookies(office.cookies())  # type: ignore[arg-type]
    page.goto(f"{given.world.server.base}/office/")
    page.locator("[data-test=overview]").wait_for()
    return page
