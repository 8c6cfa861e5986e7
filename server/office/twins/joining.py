"""Joining two residents into one: the drafts of one group, all of them or none (docs/protocol.md, R4)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.people import writer_of
from server.errors import Problem
from server.exchange import joining, ledger
from server.exchange.answers import Draft
from server.exchange.locks import Counters
from server.places import joined
from server.store.tables import Account, Record
from sync import canonical, view
from sync.policies import ENTITIES, Policy
from sync.state import Record as Engine

ATTEMPTS = 5
ABOUT_THE_RECORD = frozenset({"household", "life_state", "same_as", "initials"})
FIELDS = tuple(name for name in ENTITIES["resident"].fields if name not in ABOUT_THE_RECORD)
VERDICT = "keep"


def join(
    session: Session, by: Account, stays: str, closes: str, take: Collection[str], seen: str, remark: str | None
) -> int:
    """Close one resident as a duplicate of the other, who gets all that belongs to the closed one, and its values of
    the fields in `take`. Returns how many records came along. Raises Problem unknown_record, bad_value, review_changed
    (one of the two is not as the clerk has seen it), edit_refused, busy.
    """
    session.refresh(writer_of(session, by.id), with_for_update=True)
    _lock(session, stays, closes)
    if seen != version(session, stays, closes):
        raise Problem("review_changed")
    people = joining.read(session, [stays, closes])
    if any(view.shown(people[name], "life_state") not in (None, "active") for name in (stays, closes)):
        raise Problem("already_decided")
    drafts = [*chosen(people[stays], people[closes], take), *whole(session, people[closes], stays)]
    ledger.office(session, by.id, drafts, remark=remark, verdict=VERDICT)
    moved = [each for each in drafts if each.entity != "resident"]
    joined.follow(session, moved)
    return len(moved)


def whole(session: Session, closes: Engine, stays: str) -> list[Draft]:
    """The drafts by which one is closed as a duplicate of another, to whom all that belongs to it goes before."""
    moved = joining.moves(session, joining.children(session, [closes.id]), {closes.id: stays})
    said = (("life_state", "duplicate"), ("same_as", stays))
    closing = Draft("decide", "resident", closes.id, {name: (value, _heads(closes, name)) for name, value in said})
    return [*(replace(each, group=0) for each in moved), closing]


def chosen(stays: Engine, closes: Engine, take: Collection[str]) -> list[Draft]:
    """The draft that gives the one that stays the other's values of these fields, and all groups of both; [] if there
    is nothing to give. Raises Problem bad_value for a field that says nothing of a person.
    """
    fields: dict[str, tuple[Any, Any]] = {}
    for name in sorted(take):
        if name not in FIELDS:
            raise Problem("bad_value", {"path": "take"})
        value = view.shown(closes, name)
        if not _set(name) and value is not None and value != view.shown(stays, name):
            fields[name] = (value, _heads(stays, name))
    for name in filter(_set, FIELDS):
        new = sorted(set(closes.elements(name).members()) - set(stays.elements(name).members()))
        fields |= {name: ({"add": new}, {})} if new else {}
    return [Draft("decide", "resident", stays.id, fields)] if fields else []


def version(session: Session, *residents: str) -> str:
    """A mark of all that is shown of these residents: another one as soon as anything of them has changed."""
    known = [*residents, *(each.id for each in joining.children(session, residents))]
    rows = session.execute(select(Record.id, Record.hash).where(Record.id.in_(known)))
    return canonical.digest(sorted([name, str(hashed)] for name, hashed in rows), 24)


def _heads(record: Engine, name: str) -> Any:
    return view.all_heads(record, name)


def _set(name: str) -> bool:
    return ENTITIES["resident"].fields[name].policy is Policy.SET


def _lock(session: Session, stays: str, closes: str) -> None:
    """Hold the scopes of both and of what belongs to them. Raises Problem unknown_record, bad_value, busy."""
    counters = Counters(session, strict=False)
    for _ in range(ATTEMPTS):
        people: Mapping[str, Engine] = joining.read(session, [stays, closes])
        if stays == closes:
            raise Problem("bad_value", {"path": "closes"})
        if len(people) != 2:
            raise Problem("unknown_record")
        known = [stays, closes, *(each.id for each in joining.children(session, [closes]))]
        scopes = set(session.scalars(select(Record.scope).where(Record.id.in_(known)).distinct()))
        if scopes <= counters.held():
            return
        counters.lock(scopes)
    raise Problem("busy")
