"""The campaign of the township: the one in force, the examples that ship, and another one put in force.

A township that was set up from nothing has none, and then nobody is anybody's task: so the office must be able to give
it one. A document is checked by the rules before it goes to any phone.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server import rules
from server.errors import Problem
from server.exchange import publish
from server.rules import campaigns
from server.store import judging
from server.store.tables import Account, Area, Record

SHOWN = 20  # problems of a document that are told


def page(session: Session) -> dict[str, Any]:
    """{current: what is in force or None, examples: [{example, name, window, …}]}."""
    return {
        "current": _told(judging.campaign(session)),
        "examples": [{"example": name, **(_told(campaigns.load(name)) or {})} for name in campaigns.names()],
    }


def _told(document: dict[str, Any] | None) -> dict[str, Any] | None:
    if document is None:
        return None
    products = [{"code": one["code"], "zh": one.get("zh"), "en": one.get("en")} for one in document.get("products", [])]
    kept = {name: document.get(name) for name in ("id", "version", "name", "window", "target")}
    return {**kept, "products": products, "groups": len(document.get("groups", []))}


def example(name: str, start: str | None) -> dict[str, Any]:
    """A campaign that ships, with all its dates moved so that it begins on `start` if that is given."""
    if name not in campaigns.names():
        raise Problem("bad_value", {"path": "example"})
    document = campaigns.load(name)
    if start is None:
        return document
    return rules.shift(document, (date.fromisoformat(start) - date.fromisoformat(document["window"]["start"])).days)


def put(session: Session, by: Account, document: dict[str, Any]) -> None:
    """Put a campaign in force. Raises Problem bad_campaign with {problems: [{path, code}]}, not_set_up.

    Everybody is judged anew; the version is counted up, so that a dose tells under which rules it was recorded.
    """
    problems = rules.check(document)
    if problems:
        first = "{path}: {code}".format(**problems[0])
        raise Problem("bad_campaign", {"problem": first, "problems": problems[:SHOWN], "count": len(problems)})
    if session.scalar(select(Area.code).where(Area.level == "township")) is None:
        raise Problem("not_set_up")
    record = session.scalar(select(Record.id).where(Record.entity == "campaign").order_by(Record.id.desc()).limit(1))
    before = judging.campaign(session)
    if before is not None and before.get("id") == document["id"]:
        document = {**document, "version": max(int(document["version"]), int(before.get("version", 0)) + 1)}
    publish.put(session, by, "campaign", record or f"campaign:{document['id']}", {"document": document})
