"""The list goes in: a few people at a time, each whole or not at all. Whatever stops the server, the next part goes on.

A person who is in already and as the list says is not touched, so that the same list twice changes nothing.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server import accounts
from server.errors import Problem
from server.exchange import publish
from server.office import people
from server.office.staff.meeting import CHANGED, NEW, SAME, Outcome, Present
from server.office.staff.problems import Found
from server.office.staff.reading import Entry, Listed
from server.store.tables import Account
from server.store.tables.staff import StaffImport

AT_ONCE = 20  # people in one part: others write in between
FORGET_AFTER_MS = 24 * 3_600_000
CHECKED, GOING, DONE, DISCARDED = "checked", "going", "done", "discarded"
_NAME_LONGEST = 200


def keep(session: Session, by: int, filename: str, listed: Listed, now: int) -> StaffImport:
    """Keep a list that was read, until it goes in. Lists that nobody wanted are forgotten."""
    forget(session, now)
    fresh = StaffImport(
        id=secrets.token_hex(8), account=by, filename=filename[-_NAME_LONGEST:], state=CHECKED, made_at=now,
        finished_at=None, total=len(listed.entries), done=0, made=0, changed=0, same=0, stopped=0, body="",
    )  # fmt: skip
    fresh.stopped = len(listed.stopped)
    _save(fresh, listed.entries, listed.problems, listed.titles, [])
    session.add(fresh)
    session.flush()
    return fresh


def forget(session: Session, now: int) -> None:
    """Names and telephones that were looked at long ago and never went in are not kept."""
    old = select(StaffImport).where(
        StaffImport.state.in_((CHECKED, GOING)), StaffImport.made_at < now - FORGET_AFTER_MS
    )
    for waiting in session.scalars(old):
        _end(waiting, DISCARDED, now)


def found(session: Session, name: str, *, locked: bool = True) -> StaffImport:
    """The list of this id, for whoever goes on with it first. Raises Problem not_found."""
    kept = session.get(StaffImport, name, with_for_update=locked or None)
    if kept is None:
        raise Problem("not_found")
    return kept


def step(session: Session, by: Account, waiting: StaffImport, now: int) -> None:
    """Let the next people in; after the last, the list itself is forgotten."""
    if waiting.state not in (CHECKED, GOING):
        return
    waiting.state = GOING
    entries, problems, titles, made = _body(waiting)
    present = Present(session, titles, entries)
    for entry in entries[waiting.done : waiting.done + AT_ONCE]:
        _one(session, by, waiting, entry, present.outcome(entry), problems, made, now)
    waiting.done = min(waiting.total, waiting.done + AT_ONCE)
    _save(waiting, entries, problems, titles, made)
    if waiting.done >= waiting.total:
        _end(waiting, DONE, now)
    session.flush()


def discard(waiting: StaffImport, now: int) -> None:
    """Drop what has not gone in; who is in stays."""
    if waiting.state in (CHECKED, GOING):
        _end(waiting, DISCARDED, now)


def progress(waiting: StaffImport) -> dict[str, Any]:
    """How far the list is, what stayed out and why, and whose accounts were made."""
    body = json.loads(waiting.body)
    return {
        **{name: getattr(waiting, name) for name in ("id", "filename", "state", "made_at", "finished_at")},
        **{name: getattr(waiting, name) for name in ("total", "done", "made", "changed", "same", "stopped")},
        "problems": sorted(body["problems"], key=lambda problem: problem["row"]),
        "accounts": body["made"],
    }


def _one(
    session: Session,
    by: Account,
    waiting: StaffImport,
    entry: Entry,
    outcome: Outcome,
    problems: list[dict[str, Any]],
    made: list[int],
    now: int,
) -> None:
    for each in outcome.problems:
        problems.append(each.as_json())
    account = outcome.account
    if outcome.what == NEW:
        account = accounts.create_account(
            session, login=people.free_login(session, None), name=entry.name, role=str(entry.role), phone=entry.phone
        )
        made.append(account.id)
        waiting.made += 1
    elif outcome.what == CHANGED and account is not None:
        for name, (_, value) in outcome.fields.items():
            setattr(account, name, value)
        waiting.changed += 1
    elif outcome.what == SAME:
        waiting.same += 1
    else:
        waiting.stopped += 1
        return
    if account is not None:
        entry.account = account.id
        if outcome.what != SAME:
            session.flush()
            people.set_grants(session, account, outcome.areas, now)
            publish.person(session, by, account)


def _save(
    kept: StaffImport,
    entries: list[Entry],
    problems: list[Found] | list[dict[str, Any]],
    titles: dict[str, str],
    made: list[int],
) -> None:
    said = [each.as_json() if isinstance(each, Found) else each for each in problems]
    body = {"entries": [asdict(each) for each in entries], "problems": said, "titles": titles, "made": made}
    kept.body = json.dumps(body, ensure_ascii=False)


def _body(kept: StaffImport) -> tuple[list[Entry], list[dict[str, Any]], dict[str, str], list[int]]:
    body = json.loads(kept.body)
    return [Entry(**each) for each in body["entries"]], body["problems"], body["titles"], body["made"]


def _end(kept: StaffImport, state: str, now: int) -> None:
    _, problems, titles, made = _body(kept)
    kept.state, kept.finished_at = state, now
    _save(kept, [], problems, titles, made)
