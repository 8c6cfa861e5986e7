"""The evening's work: `flask --app server remind`. Run again, it only makes up for what could not be sent."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import click
import structlog
from flask import Flask, current_app
from sqlalchemy import delete

from server import clock
from server.places import following
from server.reminders import counting, sending, subscribing
from server.reminders.sending import Sent
from server.reminders.subscribing import Address
from server.store.session import Store, store
from server.store.tables import PushSubscription, Reminder
from server.words import say

KIND = "tomorrow"
log = structlog.get_logger("reminders")


def register(app: Flask) -> None:
    """Add the command to `app`."""

    @app.cli.command("remind")
    def remind_all() -> None:
        """Tell phones how many appointments there are tomorrow (in the evening)."""
        done = remind(store(), date.fromisoformat(clock.today(current_app.config["TZ"])))
        click.echo(f"{done[Sent.TAKEN]} reminders were sent, {done[Sent.FAILED]} could not be, {done[Sent.GONE]} "
                   "phones are not to be reached any more.")  # fmt: skip


def remind(of: Store, today: date) -> Counter[Sent]:
    """Send each phone its reminder of tomorrow, unless it had it or there is nothing; how many came through."""
    day = (today + timedelta(days=1)).isoformat()
    done: Counter[Sent] = Counter()
    following.catch_up(of)
    with of.reading() as session:
        sessions = counting.sessions_on(session, day)
        asked = subscribing.addresses(session) if sessions else []
        waiting = [each for each in asked if session.get(Reminder, (each.device, day, KIND)) is None]
        counts = {each.device: counting.tomorrow(session, each.account, sessions) for each in waiting}
    sender = sending.sender() if any(each.all for each in counts.values()) else None
    for each in waiting:
        if sender is not None and counts[each.device].all:
            result = sender.send(each, message(each.lang, day, counts[each.device]))
            _note(of, each, day, result)
            done[result] += 1
    log.info("reminders", **{result.value: done[result] for result in Sent})
    return done


def message(lang: str, day: str, counts: counting.Tomorrow) -> dict[str, Any]:
    """What is pushed: words with counts, and where a tap leads."""
    told = {"day": f"{int(day[5:7])}.{int(day[8:])}", "n": counts.all, "requested": counts.requested}
    body = "reminders.body_requested" if counts.requested else "reminders.body"
    return {
        "kind": KIND, "on": day, "title": say("reminders.title", lang, **told), "body": say(body, lang, **told),
        "at": "/tomorrow",
    }  # fmt: skip


def _note(of: Store, to: Address, day: str, result: Sent) -> None:
    now = clock.now_ms()
    with of.writing() as session:
        if result is Sent.GONE:
            session.execute(delete(PushSubscription).where(PushSubscription.id == to.id))
            return
        found = session.get(PushSubscription, to.id)
        if found is not None:
            found.failed_at = now if result is Sent.FAILED else None
        if result is Sent.TAKEN:
            session.merge(Reminder(device=to.device, on=day, kind=KIND, sent_at=now))
