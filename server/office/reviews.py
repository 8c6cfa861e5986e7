"""The review inbox: what two people said, who they are, when, from which phone, and what is shown meanwhile."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from server.errors import Problem
from server.office.areas import names, place
from server.office.authors import author, authors
from server.office.residents import whole
from server.store.tables import Account, Household, Listing, Record, Review
from sync import state, view

CHOICES: dict[str, tuple[str, ...]] = {
    "field_review": ("edit", "value"),
    "machine_review": ("edit",),
    "dose_same_number": ("keep", "both_right"),
    "dose_too_near": ("keep", "both_right"),
    "double_correction": ("keep", "both_right"),
    "double_appointment": ("keep", "both_right"),
    "life_state_unknown": ("confirm", "reopen"),
    "life_claim": ("confirm", "reopen"),
    "same_identity": ("two_people", "keep"),
}
LARGEST_PAGE = 200
FIELDS = ("field_review", "machine_review")
LIVES = ("life_claim", "life_state_unknown")


def ways(review: Review) -> tuple[str, ...]:
    """How a review can be decided; if it has been decided by a person, how that can be decided again.

    Another side of a field may be taken, a closing confirmed or undone. Of records one was kept and the others put
    aside: `restore` lets them stand again, which opens the conflict again. Where both were right, one may be kept.
    """
    if review.state == "open":
        return CHOICES.get(review.kind, ())
    if review.decided_by is None:
        return ()
    if review.kind in FIELDS:
        return CHOICES[review.kind]
    if review.kind in LIVES:
        return ("edit",) if review.verdict == "reopen" else ("reopen",)
    return ("keep",) if review.verdict in ("both_right", "two_people") else ("restore",) if review.verdict else ()


def standing(session: Session, review: Review, body: dict[str, Any]) -> tuple[list[str], Any]:
    """(names, shown): who takes part and what is displayed. Of a decided field, whatever stands there now."""
    if review.state == "open" or not review.field:
        return body["names"], body["shown"]
    found = session.get(Record, review.record)
    if found is None:
        return body["names"], body["shown"]
    engine = state.Record.from_json(json.loads(found.state))
    return list(view.all_heads(engine, review.field)), view.shown(engine, review.field)


def page(session: Session, args: Mapping[str, str]) -> dict[str, Any]:
    """{rows, total, page, size, kinds} of open reviews, oldest first (or `state=decided`, newest first)."""
    number, size = whole(args, "page", 1, 100_000), whole(args, "size", 20, LARGEST_PAGE)
    wanted = args.get("state") or "open"
    if wanted not in ("open", "decided"):
        raise Problem("bad_value", {"path": "state"})
    where: list[ColumnElement[bool]] = [Review.state == wanted]
    if village := args.get("village"):
        where.append(Review.scope.startswith(village, autoescape=True))
    kinds = {
        kind: count
        for kind, count in session.execute(select(Review.kind, func.count()).where(*where).group_by(Review.kind))
    }
    if kind := args.get("kind"):
        if kind not in CHOICES:
            raise Problem("bad_value", {"path": "kind"})
        where.append(Review.kind == kind)
    order = (Review.opened_at, Review.key) if wanted == "open" else (Review.decided_at.desc(), Review.key)
    found = session.scalars(select(Review).where(*where).order_by(*order).limit(size).offset((number - 1) * size))
    total = sum(kinds.values()) if not kind else kinds.get(kind, 0)
    return {"rows": lines(session, list(found)), "total": total, "page": number, "size": size, "kinds": kinds}


def of_records(session: Session, records: Sequence[str]) -> list[dict[str, Any]]:
    """All reviews about any of these records, open ones first."""
    found = session.scalars(
        select(Review).where(Review.record.in_(records)).order_by(Review.state.desc(), Review.opened_at.desc())
    )
    return lines(session, list(found))


def lines(session: Session, found: Sequence[Review]) -> list[dict[str, Any]]:
    """Reviews as the inbox shows them."""
    bodies = {review.key: json.loads(review.body) for review in found}
    involved = {review.record for review in found}
    for body in bodies.values():
        involved.update(body["records"])
    about = People(session, involved)
    writers = {option["by"] for body in bodies.values() for option in body["options"]}
    known = authors(session, writers)
    deciders = {review.decided_by for review in found if review.decided_by is not None}
    decided = {
        number: name
        for number, name in session.execute(select(Account.id, Account.name).where(Account.id.in_(deciders)))
    }
    for review in found:
        body = bodies[review.key]
        body["names"], body["shown"] = standing(session, review, body)
    met = {f"life_state_unknown:{review.record}" for review in found if review.kind == "life_claim"}
    contested = set(session.scalars(select(Review.record).where(Review.key.in_(met), Review.state == "open")))
    return [
        {**_line(review, bodies[review.key], about, known, decided), "contested": review.record in contested}
        for review in found
    ]


def _line(
    review: Review,
    body: dict[str, Any],
    about: People,
    known: dict[int, dict[str, Any]],
    decided: dict[int, str],
) -> dict[str, Any]:
    options = [
        {**option, "entity": about.entity(option["record"]), "by": author(known, option["by"])}
        for option in body["options"]
    ]
    return {
        "key": review.key,
        "kind": review.kind,
        "about": review.record,
        "entity": about.entity(review.record),
        "field": review.field,
        "options": options,
        "names": body["names"],
        "shown": body["shown"],
        "subject": about.subject(review.record, review.scope),
        "subjects": [about.subject(record, None) for record in body["records"]],
        "opened_at": review.opened_at,
        "state": review.state,
        "claim": review.kind == "life_claim",
        "choices": list(ways(review)),
        "verdict": review.verdict,
        "remark": review.remark,
        "decided_at": review.decided_at,
        "decided_by": decided.get(review.decided_by or 0),
    }


class People:
    """Whom records are about: each record's resident (itself or its parent) or, failing that, its household."""

    def __init__(self, session: Session, records: Iterable[str]) -> None:
        self.areas = names(session)
        wanted = set(records)
        rows = session.execute(
            select(Record.id, Record.entity, Record.parent, Record.root, Record.scope).where(Record.id.in_(wanted))
        )
        self.rows = {row.id: row for row in rows}
        residents = {self.resident(record) for record in wanted} - {None}
        self.listed = {
            row.resident: row for row in session.scalars(select(Listing).where(Listing.resident.in_(residents)))
        }
        roots = {row.root for row in self.rows.values()}
        self.homes = {row.id: row for row in session.scalars(select(Household).where(Household.id.in_(roots)))}

    def entity(self, record: str) -> str:
        """The kind of a record; empty if it is gone."""
        row = self.rows.get(record)
        return row.entity if row else ""

    def resident(self, record: str) -> str | None:
        """The resident whom a record is about."""
        row = self.rows.get(record)
        if row is None or row.entity in ("household", "visit"):
            return None
        return str(row.id if row.entity == "resident" else row.parent)

    def subject(self, record: str, scope: str | None) -> dict[str, Any]:
        """Name, birth, place and door of whom a record is about."""
        row, resident = self.rows.get(record), self.resident(record)
        listed = self.listed.get(resident) if resident else None
        home = self.homes.get(row.root) if row else None
        return {
            "record": record,
            "resident": resident,
            "household": row.root if row else None,
            "name": (listed.name if listed else None) or "",
            "birth": listed.birth if listed else None,
            "sex": listed.sex if listed else None,
            "door": " ".join(part for part in (home.lane, home.door) if part) if home else "",
            "knocked": home.knocked if home else False,
            "place": place(self.areas, home.grid if home else (row.scope if row else scope)),
        }
