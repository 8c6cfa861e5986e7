"""Conflicts between the doses, the appointments and the corrections of one person.

Voided and retracted records and cancelled, missed or attended appointments do not take part. Two corrections of one
record are told once, as a double correction, and not again as two doses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import combinations

from sync import view
from sync.conflicts.found import Conflict, between
from sync.outcomes import ConflictKind
from sync.policies import ENTITIES
from sync.state import Record, State

DEFAULT_INTERVAL_DAYS = 14
_LIVE_APPOINTMENT = frozenset({"requested", "confirmed"})


def intervals(limits: Mapping[str, object]) -> dict[str, int]:
    """{product: least days between two doses, "*": for all others} out of `limits`; 14 days if they say nothing."""
    given = limits.get("dose_interval_days")
    read = {str(k): v for k, v in given.items() if type(v) is int} if isinstance(given, Mapping) else {}
    return {"*": DEFAULT_INTERVAL_DAYS, **read}


def find(state: State, below: Mapping[str, list[Record]], days: Mapping[str, int]) -> Iterator[Conflict]:
    """All conflicts of this kind; `below` is `scopes.children(state)`."""
    voided = _voided(state.records.values())
    yield from _double_corrections(voided)
    for about, children in below.items():
        live = [each for each in children if each.entity == "dose" and stands(each, voided)]
        yield from _same_number(about, live)
        yield from _too_near(about, live, days)
        yield from _double_appointments(about, children)


def stands(record: Record, voided: Mapping[str, object]) -> bool:
    """Whether an append-only record still says something: not voided, and no mere retraction."""
    return record.id not in voided and view.shown(record, "retract") is not True


def voided_ids(state: State) -> set[str]:
    """The ids of all records that a correction or retraction has voided."""
    return set(_voided(state.records.values()))


def _voided(records: Iterable[Record]) -> dict[str, list[Record]]:
    """{voided record: the records that void it}. Voiding is for good: voiding the correction does not undo it."""
    found: dict[str, list[Record]] = {}
    for record in records:
        append_only = record.entity in ENTITIES and ENTITIES[record.entity].append_only
        target = view.shown(record, "voids") if append_only else None
        if isinstance(target, str):
            found.setdefault(target, []).append(record)
    return found


def _double_corrections(voided: Mapping[str, list[Record]]) -> Iterator[Conflict]:
    for target, voiding in voided.items():
        taking_part = [each for each in voiding if each.id not in voided]
        if len(taking_part) > 1 and not all(view.shown(each, "retract") is True for each in taking_part):
            yield between(ConflictKind.DOUBLE_CORRECTION, target, target, taking_part)


def _same_number(about: str, live: Iterable[Record]) -> Iterator[Conflict]:
    by_number: dict[object, list[Record]] = {}
    for each in live:
        by_number.setdefault(view.shown(each, "number"), []).append(each)
    for number, doses in by_number.items():
        if type(number) is int and len(doses) > 1 and not _corrects_one(doses):
            yield between(ConflictKind.DOSE_SAME_NUMBER, f"{about}:{number}", about, doses)


def _too_near(about: str, live: Iterable[Record], days: Mapping[str, int]) -> Iterator[Conflict]:
    for one, other in combinations(sorted(live, key=lambda record: record.id), 2):
        apart = _days_apart(one, other)
        least = max(days.get(str(view.shown(each, "product")), days["*"]) for each in (one, other))
        numbers = {view.shown(one, "number"), view.shown(other, "number")}
        if apart is not None and apart < least and len(numbers) == 2 and not _corrects_one([one, other]):
            yield between(ConflictKind.DOSE_TOO_NEAR, f"{one.id}:{other.id}", about, [one, other])


def _double_appointments(about: str, children: Iterable[Record]) -> Iterator[Conflict]:
    by_number: dict[object, list[Record]] = {}
    for each in children:
        if each.entity == "appointment" and view.shown(each, "state") in (None, *_LIVE_APPOINTMENT):
            by_number.setdefault(view.shown(each, "number"), []).append(each)
    for number, live in by_number.items():
        if len(live) > 1:
            yield between(ConflictKind.DOUBLE_APPOINTMENT, f"{about}:{number}", about, live)


def _corrects_one(records: Iterable[Record]) -> bool:
    targets = {view.shown(each, "voids") for each in records}
    return len(targets) == 1 and None not in targets


def _days_apart(one: Record, other: Record) -> int | None:
    first, second = view.shown(one, "on"), view.shown(other, "on")
    if not isinstance(first, str) or not isinstance(second, str):
        return None
    return abs((date.fromisoformat(first) - date.fromisoformat(second)).days)
