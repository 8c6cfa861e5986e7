"""A row that meets somebody who is there: what it changes, what it adds, and what it only says differently.

What is asked first is what the source said before (`earlier`); only rows with news look at the record itself
(`compare`, `dosing`, `dwelling`), under the lock of its scope. Nothing is written before all of a part is known, and
all of it is written in the caller's transaction: a part that is cut off was never there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from server.exchange import joining, ledger, revising
from server.exchange.answers import ImportedChange, ImportedRow
from server.roster.after import differences
from server.roster.newer import dosing, dwelling
from server.roster.newer.compare import compare, news
from server.roster.newer.earlier import Body, Earlier, Source, Words
from server.roster.newer.meeting import Met, Noted, Outcome, There, read, spoke_last
from server.roster.tables import RosterImport
from server.store.tables import Record as Row
from sync import saw, view
from sync.state import Record

__all__ = ["Body", "Met", "Outcome", "outcomes", "write"]


def news_in(words: Words | None, met: Met) -> bool:
    """Whether a row says anything that its source has not said before."""
    if words is None:
        return True
    body = met.body
    return bool(
        news(words.resident, body["resident"])
        or news(words.home, body["home"])
        or words.grid != met.grid
        or dosing.news(words.doses, body.get("doses") or [])
        or dosing.new_kinds([], words.contraindications, body.get("contraindications") or [])
    )


def outcomes(
    session: Session, imported: RosterImport | Source, earlier: Earlier, met: Sequence[Met], *, hold: bool = True
) -> dict[int, Outcome]:
    """What comes of these rows, by row. `hold`: lock the scopes, for it will be written (a preview holds nothing)."""
    found = {each.row: Outcome(each.resident) for each in met}
    words = earlier.words(each.resident for each in met)
    speaking = [each for each in met if news_in(words.get(each.resident), each)]
    if not speaking:
        return found
    if hold:
        revising.hold(session, [each.resident for each in speaking], {each.grid for each in speaking if each.grid})
    stays = joining.stays(session, {each.resident for each in speaking})
    speaking = [each._replace(stays=stays[each.resident]) for each in speaking]
    there = read(session, Row.id, [each.person for each in speaking])
    children: dict[str, list[There]] = {}
    for child in read(session, Row.parent, there, ("dose", "contraindication")).values():
        children.setdefault(str(child.parent), []).append(child)
    for each in speaking:
        if each.person in there:
            outcome, record = found[each.row], there[each.person].record
            outcome.person = each.person
            _of_row(outcome, imported, each, record, children.get(each.person, []), words, earlier.own)
    if imported.kind == "residents":
        dwelling.settle(session, met, speaking, there, words, earlier, found)
    return found


def write(session: Session, imported: RosterImport, found: Mapping[int, Outcome]) -> int:
    """Write what comes of rows under the import's edit id, and note the differences. Returns how many doses came in."""
    assert imported.edit is not None
    fresh = [row for outcome in found.values() for row in outcome.fresh]
    if fresh:
        ledger.import_rows(session, imported.account, imported.edit, fresh)
    revising.revise(session, imported.account, imported.edit, _merged(found.values()))
    differences.note(session, imported, {row: outcome.noted for row, outcome in found.items() if outcome.noted})
    return sum(row.entity == "dose" for row in fresh)


def _of_row(
    outcome: Outcome,
    imported: RosterImport | Source,
    met: Met,
    record: Record,
    children: Sequence[There],
    words: Mapping[str, Words],
    own: frozenset[str],
) -> None:
    said = words.get(met.resident)
    before = said.resident if said else None
    values = met.body["resident"]
    if met.person != met.resident:  # the record that stays has words of its own
        before, values, own = None, news(before, values), frozenset()
    if imported.kind == "residents":
        outcome.compared(record, compare(record, before, values, own))
    else:
        _named_otherwise(outcome, record, before, values)
    closed = bool(saw.closings(record)) and imported.kind == "residents"
    known = dosing.Known.of((each.record.id, view.values(each.record)) for each in children if _is(each, "dose"))
    doses = dosing.compare(known, said.doses if said else [], met.body.get("doses") or [], own, closed)
    for number, dose in enumerate(doses.fresh, 1):
        outcome.fresh.append(_child(imported, met, f"d{number}", "dose", dose))
    for other in doses.differing:
        by = other.record.partition(":")[0] if other.record else None
        outcome.noted.append(Noted(met.person, "dose", other.record, "dose", other.ours, other.theirs, by))
    kinds = [str(view.shown(each.record, "kind")) for each in children if _is(each, "contraindication")]
    said_kinds = said.contraindications if said else []
    told = met.body.get("contraindications") or []
    for number, each in enumerate([] if closed else dosing.new_kinds(kinds, said_kinds, told), 1):
        outcome.fresh.append(_child(imported, met, f"c{number}", "contraindication", each))


def _is(child: There, entity: str) -> bool:
    return child.record.entity == entity


def _child(imported: RosterImport | Source, met: Met, tail: str, entity: str, values: Mapping[str, Any]) -> ImportedRow:
    return ImportedRow(f"{imported.edit}:{met.row}{tail}", entity, {"resident": met.person, **values})


def _named_otherwise(
    outcome: Outcome, record: Record, said: Mapping[str, Any] | None, values: Mapping[str, Any]
) -> None:
    """A list of people vaccinated writes doses only; another name under the same number is for a person to look at."""
    name, ours = news(said, values).get("name"), view.shown(record, "name")
    if name and ours and name != ours:
        by = spoke_last(record, "name")
        outcome.noted.append(Noted(record.id, "resident", record.id, "name", ours, name, by))


def _merged(found: Iterable[Outcome]) -> list[ImportedChange]:
    """One change a record: two rows may speak of one household."""
    merged: dict[str, ImportedChange] = {}
    for outcome in found:
        for change in outcome.changes:
            before = merged.get(change.record)
            fields = {**change.fields, **before.fields} if before else change.fields
            merged[change.record] = ImportedChange(change.record, change.entity, fields)
    return list(merged.values())
