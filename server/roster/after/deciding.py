"""A clerk takes the list's word of some differences, or leaves what stands: in parts, each in its own transaction.

Taking is an edit of the office like any other, made in view of what stands there at that moment.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from server.errors import Problem
from server.exchange import ledger
from server.exchange.answers import Draft
from server.roster.after import differences
from server.roster.entry import existing
from server.roster.tables import RosterDifference
from server.store.session import Store
from server.store.tables import Record
from sync.policies import ENTITIES, Policy

PART = 100  # differences of one transaction
_EDIT_REFUSED = "edit_refused"


def decide(opened: Store, account: int, import_id: str, ids: Sequence[int] | None, take: bool) -> dict[str, int]:
    """Decide open differences (None: all). {decided, refused}; what was refused stays open."""
    decided = refused = after = 0
    while True:
        with opened.writing() as session:
            part = differences.chosen(session, import_id, ids, after, PART)
            after = part[-1].id if part else after
        if not part:
            return {"decided": decided, "refused": refused}
        done = _part(opened, account, import_id, [each.id for each in part], take)
        decided, refused = decided + done, refused + len(part) - done


def _part(opened: Store, account: int, import_id: str, ids: list[int], take: bool) -> int:
    """Decide these together; if the ledger refuses one of them, each by itself."""
    try:
        with opened.writing() as session:
            part = differences.chosen(session, import_id, ids, 0, PART)
            if take:
                _take(session, account, part)
            differences.settle(session, account, part, "taken" if take else "left")
            return len(part)
    except Problem as problem:
        if problem.code != _EDIT_REFUSED or len(ids) == 1:
            if problem.code != _EDIT_REFUSED:
                raise
            return 0
    return sum(_part(opened, account, import_id, [each], take) for each in ids)


def _take(session: Session, account: int, part: Sequence[RosterDifference]) -> None:
    drafts: list[Draft] = []
    made: dict[str, str] = {}  # doors of households that this part makes → their reference
    for group, each in enumerate(part):
        theirs = json.loads(each.theirs)
        if session.get(Record, each.record or each.resident) is None:
            continue
        if each.field == "household":
            drafts += _move(session, each, theirs, group, made)
        elif each.entity == "dose":
            drafts.append(_dose(each, theirs, group))
        else:
            drafts.append(_field(each, theirs, group))
    if drafts:
        ledger.office(session, account, drafts)


def _field(each: RosterDifference, theirs: Any, group: int) -> Draft:
    rule = ENTITIES[each.entity].fields[each.field]
    change: Any = ({"add": theirs}, {}) if rule.policy is Policy.SET else (theirs, None)
    return Draft("set", each.entity, each.record, {each.field: change}, group)


def _dose(each: RosterDifference, theirs: dict[str, Any], group: int) -> Draft:
    """A correction of our dose; a dose where ours was taken back."""
    kept = json.loads(each.ours) if each.record else {}
    values = {name: value for name, value in {**kept, **theirs}.items() if name not in ("voids", "retract", "resident")}
    values["resident"] = each.resident
    if each.record:
        values["voids"] = each.record
    return Draft("create", "dose", None, {name: (value, []) for name, value in values.items()}, group)


def _move(
    session: Session, each: RosterDifference, theirs: dict[str, Any], group: int, made: dict[str, str]
) -> list[Draft]:
    """To the one household that is at that door, else to a new one, which the next member of it finds."""
    grid = str(theirs["grid"])
    home = {name: value for name, value in theirs.items() if name != "grid"}
    key = json.dumps([grid, *existing.home_key(home)])
    there = existing.in_grid(session, grid).homes.get(existing.home_key(home), []) if any(home.values()) else []
    if len(there) == 1:
        return [_to(each, there[0], group)]
    if key in made and any(home.values()):
        return [_to(each, "$" + made[key], group)]
    made[key] = f"home {group}"
    fields: dict[str, Any] = {name: (value, []) for name, value in theirs.items()}
    new = Draft("create", "household", None, fields, group, ref=made[key])
    return [new, _to(each, "$" + made[key], group)]


def _to(each: RosterDifference, household: str, group: int) -> Draft:
    return Draft("set", "resident", each.resident, {"household": (household, None)}, group)
