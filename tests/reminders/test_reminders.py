"""In the evening every phone that wants it is told how many families to remind, and nothing about any of them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from server.clock import today
from server.exchange import ledger
from server.reminders import subscribing
from server.reminders.commands import remind
from server.reminders.sending import Sent
from server.store.tables import PushSubscription
from tests.reminders.service import Phone as Browser
from tests.reminders.service import Service
from tests.server.clock import Clock
from tests.server.town import LI1, LI2, Phone, Town

NOW = 1_795_167_600_000
ZONE = "Asia/Shanghai"


def day() -> date:
    """The township's day."""
    return date.fromisoformat(today(ZONE))


def session_on(town: Town, on: date, **more: Any) -> str:
    """A session."""
    values = {"site": "site:1", "on": on.isoformat(), "from": "08:30", "to": "11:30", "capacity": 0, "state": "open"}
    fields = {name: (value, None) for name, value in (values | more).items()}
    return town.office(ledger.Draft("create", "session", None, fields))[0].record


def booked(town: Town, session: str, grid: str = LI1, state: str = "requested", name: str = "甄友信") -> None:
    """An appointment of somebody."""
    person = town.resident(town.household(grid), name)
    fields = {"resident": person, "session": session, "number": 1, "state": state}
    town.office(ledger.Draft("create", "appointment", None, {key: (value, None) for key, value in fields.items()}))


def wants(phone: Phone, service: Service, browser: Browser, **more: Any) -> Any:
    """The phone's page has subscribed and tells the server."""
    asked = {"endpoint": service.address(browser), **browser.keys(), **more}
    return phone.send("/api/sync/reminders", {"subscription": asked})


def reminded(town: Town) -> dict[Sent, int]:
    """The evening's command."""
    with town.app.app_context():
        return dict(remind(town.store, day()))


def test_a_phone_is_told_tomorrows_counts_once_and_nothing_about_anybody(town: Town, service: Service) -> None:
    anna, browser = town.phone(LI1), Browser("anna")
    told = wants(anna, service, browser, lang="en").get_json()
    assert told["on"] is True
    tomorrow = session_on(town, day() + timedelta(days=1))
    for _ in range(3):
        booked(town, tomorrow)
    booked(town, tomorrow, state="cancelled")
    booked(town, tomorrow, grid=LI2)
    booked(town, session_on(town, day() + timedelta(days=2)))
    assert reminded(town) == {Sent.TAKEN: 1}
    (message,) = service.took(browser)
    assert message["title"] == "3 appointments tomorrow" and "3 still wait" in message["body"]
    assert "甄" not in json.dumps(message, ensure_ascii=False) and message["at"] == "/tomorrow"
    claims, key = service.signer()
    assert key == told["key"] and claims["sub"].startswith("mailto:")
    assert reminded(town) == {} and len(service.said) == 1, "each once a day"


def test_nobody_is_disturbed_when_there_is_nothing_tomorrow(town: Town, service: Service) -> None:
    wants(town.phone(LI1), service, Browser("anna"))
    session_on(town, day() + timedelta(days=1))
    booked(town, session_on(town, day() + timedelta(days=1), state="cancelled"))
    assert reminded(town) == {} and service.said == []


def test_an_address_that_is_gone_is_forgotten_and_a_stumble_is_made_up_for(town: Town, service: Service) -> None:
    anna, ben = Browser("anna"), Browser("ben")
    for browser in (anna, ben):
        wants(town.phone(LI1), service, browser)
    booked(town, session_on(town, day() + timedelta(days=1)))
    service.says = {"/to/anna": 410, "/to/ben": 503}
    assert reminded(town) == {Sent.GONE: 1, Sent.FAILED: 1}
    with town.store.reading() as session:
        (left,) = session.scalars(select(PushSubscription))
        assert left.endpoint == service.address(ben) and left.failed_at == NOW
    service.says = {}
    assert reminded(town) == {Sent.TAKEN: 1}
    assert [path for path, *_ in service.said] == ["/to/anna", "/to/ben", "/to/ben"]


def test_a_phone_that_wants_none_or_was_stopped_is_not_told(town: Town, service: Service) -> None:
    anna, ben = town.phone(LI1), town.phone(LI1)
    for phone, name in ((anna, "anna"), (ben, "ben")):
        wants(phone, service, Browser(name))
    assert anna.send("/api/sync/reminders", {"subscription": None}).get_json()["on"] is False
    town.revoke(ben)
    booked(town, session_on(town, day() + timedelta(days=1)))
    assert reminded(town) == {}


def test_a_browser_enrolled_anew_has_one_address_and_a_phone_is_told_once(town: Town, service: Service) -> None:
    browser = Browser("anna")
    for phone in (town.phone(LI1), town.phone(LI1)):
        assert wants(phone, service, browser).get_json()["on"]
    assert phone.send("/api/sync/reminders", {}).get_json()["on"] is True
    booked(town, session_on(town, day() + timedelta(days=1)))
    assert reminded(town) == {Sent.TAKEN: 1}


@pytest.mark.parametrize(
    "endpoint",
    ["http://push.example/x", "https://127.0.0.1/x", "https://[::1]/x", "https://localhost/x", "https://10.0.0.1/x",
     "https://push.example:8443/x", "https://push.example:x/", "https://2130706433/x", "ftp://push.example/", "x"],
)  # fmt: skip
def test_nothing_is_sent_into_a_network_of_ones_own(town: Town, service: Service, endpoint: str) -> None:
    asked = {"endpoint": endpoint, **Browser("anna").keys()}
    refused = town.phone(LI1).send("/api/sync/reminders", {"subscription": asked})
    assert refused.get_json()["code"] == "malformed"
    with town.app.app_context():
        assert not subscribing.allowed(endpoint) and subscribing.allowed("https://push.example/x")


def test_a_key_that_no_browser_makes_is_refused(town: Town, service: Service) -> None:
    for wrong in ({"p256dh": "AAAA"}, {"auth": "AAAA"}, {"auth": "ä"}, {"lang": "fr"}):
        assert wants(town.phone(LI1), service, Browser("anna"), **wrong).get_json()["code"] == "malformed"


def test_the_command_says_what_it_did(town: Town, service: Service, clock: Clock) -> None:
    wants(town.phone(LI1), service, Browser("anna"))
    booked(town, session_on(town, day() + timedelta(days=1)))
    said = town.app.test_cli_runner().invoke(args=["remind"]).output
    assert said.startswith("1 reminders were sent, 0 could not be, 0 phones")
