"""What a newer list says of doors: a house put down otherwise, or somebody put down at another house.

If everybody whom the list had behind a door is now put down at another one of the same grid, the door is corrected. If
only some are, or in another grid, that is a move: it is shown and never made, for a canvasser may know better.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from server.roster.newer.compare import compare, news
from server.roster.newer.earlier import Earlier, Words
from server.roster.newer.meeting import Met, Noted, Outcome, There, read, spoke_last
from server.roster.person.doors import HOME, door_of
from server.store.tables import Record as Row
from sync import saw, view
from sync.state import Record


def settle(
    session: Session,
    met: Sequence[Met],
    speaking: Sequence[Met],
    there: Mapping[str, There],
    words: Mapping[str, Words],
    earlier: Earlier,
    found: Mapping[int, Outcome],
) -> None:
    """Add to `found` what the rows of `speaking` say of doors. `there`: their residents' records."""
    placed = [
        each
        for each in speaking
        if each.resident in there and each.person == each.resident and _speaks(words.get(each.resident), each)
    ]
    if not placed:
        return
    homes = read(session, Row.id, {str(there[each.resident].parent) for each in placed})
    together: dict[tuple[int, str], list[Met]] = {}
    for each in placed:
        together.setdefault((each.household, str(there[each.resident].parent)), []).append(each)
    others = _others(session, earlier, homes, met)
    for (household, home), members in together.items():
        if home not in homes:
            continue
        record, scope = homes[home].record, homes[home].scope
        first = members[0]
        said = next((words[each.resident] for each in members if each.resident in words), None)
        now = first.body["home"]
        if scope == first.grid and (_fits(record, now) if said is None else not others.get((household, home))):
            found[first.row].compared(record, compare(record, said.home if said else None, now, earlier.own))
            continue
        for each in members:
            _note_move(found[each.row], each, there[each.resident].record, record, scope)


def _speaks(words: Words | None, met: Met) -> bool:
    return words is None or words.grid != met.grid or bool(news(words.home, met.body["home"]))


def _fits(record: Record, now: Mapping[str, Any]) -> bool:
    """Whether a house that the source never spoke of is the one of the row: nothing of its door contradicts."""
    ours = door_of({key: view.shown(record, key) for key in HOME})
    both = [(mine, theirs) for mine, theirs in zip(ours, door_of(now), strict=True) if mine and theirs]
    return all(mine == theirs for mine, theirs in both) and (bool(both) or not any(ours))


def _others(
    session: Session, earlier: Earlier, homes: Mapping[str, There], met: Iterable[Met]
) -> dict[tuple[int, str], set[str]]:
    """By household of the file and household of ours: who lives there, was there by the list, and is not with them."""
    living = {
        name: str(each.parent)
        for name, each in read(session, Row.parent, homes, ("resident",)).items()
        if not saw.closings(each.record)
    }
    known = earlier.words(living)
    by_file: dict[int, set[str]] = {}
    for each in met:
        by_file.setdefault(each.household, set()).add(each.resident)
    return {
        (household, home): {name for name, at in living.items() if at == home and name in known} - present
        for household, present in by_file.items()
        for home in {living[name] for name in present if name in living}
    }


def _note_move(outcome: Outcome, met: Met, resident: Record, home: Record, scope: str) -> None:
    now = {key: met.body["home"][key] for key in HOME if met.body["home"].get(key)}
    ours = {key: value for key in HOME if (value := view.shown(home, key))}
    pairs = zip(door_of(ours), door_of(now), strict=True)
    if scope == met.grid and all(mine == theirs for mine, theirs in pairs if theirs):
        return
    by = spoke_last(resident, "household")
    said = {"grid": met.grid, **now}
    outcome.noted.append(Noted(met.resident, "resident", met.resident, "household", {"grid": scope, **ours}, said, by))
