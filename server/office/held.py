"""The quarantine as a person reads it: what was refused, why, in words, and whether its values can be corrected."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from server.errors import Problem
from server.office.areas import names, place
from server.office.authors import author, authors
from server.office.history import changed
from server.office.residents import whole
from server.office.reviews import People
from server.store.tables import Account, Quarantined
from sync.policies import ENTITIES, Policy

SHOWN = {"held": ("held", "waiting"), "released": ("released",), "discarded": ("discarded",)}
FINAL = ("fork", "append_only", "record_exists")  # other values would not help
FIXED = (
    "resident",
    "household",
    "about",
    "voids",
    "retract",
    "campaign",
    "campaign_version",
    "at",
    "informed",
    "session",
)


def page(session: Session, args: Mapping[str, str]) -> dict[str, Any]:
    """{rows, total, page, size, codes} of what is held or waits, oldest first (or `state=released`, `discarded`);
    of one `writer` or one `code`, if named.
    """
    number, size = whole(args, "page", 1, 100_000), whole(args, "size", 20, 200)
    state = args.get("state") or "held"
    if state not in SHOWN:
        raise Problem("bad_value", {"path": "state"})
    where: list[ColumnElement[bool]] = [Quarantined.state.in_(SHOWN[state])]
    if args.get("writer"):
        where.append(Quarantined.writer == whole(args, "writer", 0, 2**31 - 1))
    codes = {
        code: count
        for code, count in session.execute(
            select(Quarantined.code, func.count()).where(*where).group_by(Quarantined.code)
        )
    }
    total = sum(codes.values())
    if code := args.get("code"):
        where.append(Quarantined.code == code)
        total = codes.get(code, 0)
    order = (Quarantined.at, Quarantined.id) if state == "held" else (Quarantined.decided_at.desc(), Quarantined.id)
    found = session.scalars(select(Quarantined).where(*where).order_by(*order).limit(size).offset((number - 1) * size))
    return {"rows": lines(session, list(found)), "total": total, "page": number, "size": size, "codes": codes}


def lines(session: Session, found: Sequence[Quarantined]) -> list[dict[str, Any]]:
    """Quarantined edits as the page shows them."""
    bodies = {held.id: json.loads(held.body) for held in found}
    about = People(session, [_subject(held, bodies[held.id]) for held in found])
    known = authors(session, (held.writer for held in found))
    areas = names(session)
    deciders = {held.decided_by for held in found if held.decided_by}
    decided = {
        number: name
        for number, name in session.execute(select(Account.id, Account.name).where(Account.id.in_(deciders)))
    }
    groups = {
        (writer, group): count
        for writer, group, count in session.execute(
            select(Quarantined.writer, Quarantined.group_id, func.count())
            .where(Quarantined.group_id.in_({held.group_id for held in found}))
            .group_by(Quarantined.writer, Quarantined.group_id)
        )
    }
    out = []
    for held in found:
        body = bodies[held.id]
        entity = body.get("entity") if isinstance(body.get("entity"), str) else ""
        subject = about.subject(_subject(held, body), held.scope)
        fields = [
            {"field": field, "value": value, "correctable": _correctable(entity, field)}
            for field, value in _fields(body)
        ]
        out.append(
            {
                "id": held.id,
                "code": held.code,
                "state": held.state,
                "entity": entity,
                "record": held.record or "",
                "kind": body.get("kind") if isinstance(body.get("kind"), str) else "",
                "place": place(areas, held.scope) or subject["place"],
                "subject": subject["name"] or subject["door"] or _own_name(body),
                "resident": subject["resident"] if subject["name"] else None,
                "fields": fields,
                "author": author(known, held.writer),
                "at": body.get("at") if isinstance(body.get("at"), int) else held.at,
                "receipt": held.at,
                "depends_on": held.depends_on,
                "left_out": (left_out := [field for field, _ in _fields(body) if _unwritable(entity, field)]),
                "correctable": held.code not in FINAL
                and (any(field["correctable"] for field in fields) or 0 < len(left_out) < len(fields)),
                "remark": held.remark,
                "members": groups.get((held.writer, held.group_id), 1),
                "decided_by": decided.get(held.decided_by or 0),
                "decided_at": held.decided_at,
            }
        )
    return out


def _subject(held: Quarantined, body: dict[str, Any]) -> str:
    """The record that tells whom a refused edit is about: a new dose's resident, a new visit's household."""
    for name in ("resident", "household"):
        given = body.get("fields", {}).get(name) if isinstance(body.get("fields"), dict) else None
        if isinstance(given, dict) and isinstance(given.get("value"), str):
            return str(given["value"])
    return held.record or ""


def _fields(body: dict[str, Any]) -> list[tuple[str, Any]]:
    """Fields and values, whatever the phone sent: a broken body must still be readable here."""
    return changed(body) if isinstance(body.get("fields"), dict) else []


def _own_name(body: dict[str, Any]) -> str:
    return next((str(value) for field, value in _fields(body) if field in ("name", "door")), "")


def _unwritable(entity: str, field: str) -> bool:
    """A field that nobody can take over: not known here, or computed. Correcting leaves it out."""
    if entity not in ENTITIES:
        return False
    rule = ENTITIES[entity].fields.get(field)
    return rule is None or rule.policy is Policy.DERIVED


def _correctable(entity: str, field: str) -> bool:
    known = ENTITIES.get(entity)
    return known is not None and not known.township and field not in FIXED and not _unwritable(entity, field)
