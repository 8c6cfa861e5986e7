"""The evening's reminder on a phone: the worker shows it when the app is closed, and a tap on it is tomorrow's list."""

import json
from typing import Any

from tests.journeys.phone import Phone
from tests.journeys.story import Given, Then
from tests.journeys.waiting import until

MESSAGE = {"kind": "tomorrow", "on": "2026-11-24", "title": "明天有 3 个预约", "body": "请今晚提醒", "at": "/tomorrow"}
SHOWN = """async () => (await (await navigator.serviceWorker.ready).getNotifications())
  .map(({ title, body, tag, data }) => ({ title, body, tag, data }))"""


def pushed(phone: Phone, message: dict[str, Any]) -> None:
    """What the push service of the browser's maker does when a message has come."""
    session = phone.browser.context.new_cdp_session(phone.page)  # type: ignore[union-attr]
    workers: list[dict[str, Any]] = []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda told: workers.extend(told["registrations"]))
    session.send("ServiceWorker.enable")
    until(lambda: phone.page.evaluate("0") == 0 and workers, "the worker is known")
    asked = {"origin": phone.server.base, "registrationId": workers[0]["registrationId"], "data": json.dumps(message)}
    session.send("ServiceWorker.deliverPushMessage", asked)


def test_a_pushed_reminder_is_shown_once_with_counts_only(given: Given, then: Then) -> None:
    anna = given.a_canvasser()
    anna.browser.context.grant_permissions(["notifications"], origin=anna.server.base)  # type: ignore[union-attr]
    for body in ("请今晚提醒", "请今晚提醒各户"):
        pushed(anna, MESSAGE | {"body": body})

        def shown(wanted: str = body) -> bool:
            told = anna.page.evaluate(SHOWN)
            return bool(told) and told == [
                {"title": MESSAGE["title"], "body": wanted, "tag": "tomorrow", "data": "/tomorrow"}
            ]

        until(shown, "the later one stands in the place of the one before")
    then.nothing_was_complained_about()


def test_a_phone_whose_browser_cannot_be_reached_is_told_so_and_works_on(given: Given, then: Then) -> None:
    anna = given.a_canvasser()
    anna.opens("/me").first("[data-test=reminder]:not([data-state=unknown])").wait_for()
    assert then.server_holds("select count(*) from push_subscriptions") == [(0,)]
    anna.opens("/tomorrow").first("[data-test=title]").wait_for()
    then.nothing_was_complained_about()
