"""Conflicts between the doses, the appointments and the corrections of one person.

Voided and retracted records and cancelled, missed or attended appointments do not take part. Two corrections of one
record are told once, as a double correction, and not again as two doses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import combinations, pairwise

from sync.conflicts.found import Conflict, between
from sync.conflicts.sight import Sight, said
from sync.outcomes import ConflictKind
from sync.state import Record

DEFAULT_INTERVAL_DAYS = 14
_LIVE_APPOINTMENT = frozenset({"requested", "confirmed"})


def intervals(limits: Mapping[str, object]) -> dict[str, int]:
    """{product: least days between two doses, "*": for all others} out of `limits`; 14 days if they say nothing."""
    given = limits.get("dose_interval_days")
    read = {str(k): v for k, v in given.items() if type(v) is int} if isinstance(given, Mapping) else {}
    return {"*": DEFAULT_INTERVAL_DAYS, **read}


def find(sight: Sight, days: Mapping[str, int]) -> Iterator[Conflict]:
    """All conflicts of this kind."""
    if sight.voided:
        yield from _double_corrections(sight)
    longest = max(days.values())
    for about, live in sight.doses.items():
        if isinstance(about, str) and len(live) > 1 and not _plainly_apart(live, longest):
            yield from _same_number(about, live)
            yield from _too_near(about, live, days)
    for about, booked in sight.booked.items():
        if isinstance(about, str) and len(booked) > 1:
            yield from _double_appointments(about, booked)


def _plainly_apart(live: Sequence[Record], longest: int) -> bool:
    """Whether no two of these doses share a number, and every two days are at least the longest interval apart."""
    numbers, dates = set(), []
    for each in live:
        number, on = each.values.get("number"), each.values.get("on")
        if type(number) is not int or not isinstance(on, str):
            return False
        numbers.add(number)
        dates.append(_ordinal(on))
    dates.sort()
    return len(numbers) == len(live) and all(after - before >= longest for before, after in pairwise(dates))


def _double_corrections(sight: Sight) -> Iterator[Conflict]:
    for target, voiding in sight.voided.items():
        taking_part = [each for each in voiding if each.id not in sight.voided]
        if len(taking_part) > 1 and not all(said(each, "retract") is True for each in taking_part):
            yield between(ConflictKind.DOUBLE_CORRECTION, target, target, taking_part)


def _same_number(about: str, live: Iterable[Record]) -> Iterator[Conflict]:
    by_number: dict[object, list[Record]] = {}
    for each in live:
        by_number.setdefault(said(each, "number"), []).append(each)
    for number, doses in by_number.items():
        if type(number) is int and len(doses) > 1 and not _corrects_one(doses):
            yield between(ConflictKind.DOSE_SAME_NUMBER, f"{about}:{number}", about, doses)


def _too_near(about: str, live: Iterable[Record], days: Mapping[str, int]) -> Iterator[Conflict]:
    for one, other in combinations(sorted(live, key=lambda record: record.id), 2):
        apart = _days_apart(one, other)
        least = max(days.get(str(said(each, "product")), days["*"]) for each in (one, other))
        numbers = {said(one, "number"), said(other, "number")}
        if apart is not None and apart < least and len(numbers) == 2 and not _corrects_one([one, other]):
            yield between(ConflictKind.DOSE_TOO_NEAR, f"{one.id}:{other.id}", about, [one, other])


def _double_appointments(about: str, booked: Iterable[Record]) -> Iterator[Conflict]:
    by_number: dict[object, list[Record]] = {}
    for each in booked:
        if said(each, "state") in (None, *_LIVE_APPOINTMENT):
            by_number.setdefault(said(each, "number"), []).append(each)
    for number, live in by_number.items():
        if len(live) > 1:
            yield between(ConflictKind.DOUBLE_APPOINTMENT, f"{about}:{number}", about, live)


def _corrects_one(records: Iterable[Record]) -> bool:
    targets = {said(each, "voids") for each in records}
    return len(targets) == 1 and None not in targets


def _days_apart(one: Record, other: Record) -> int | None:
    first, second = said(one, "on"), said(other, "on")
    if not isinstance(first, str) or not isinstance(second, str):
        return None
    return abs(_ordinal(first) - _ordinal(second))


@lru_cache(maxsize=4096)
def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()
