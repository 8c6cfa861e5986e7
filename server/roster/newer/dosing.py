"""What a list says of somebody's doses and contraindications, against what is known of them: pure.

A dose is written once, so a list adds or stays silent: the same number on the same day is known already, a new number
comes in, another day or product than ours is a difference. Only what the source's own import wrote, and what nobody
has corrected since, is corrected by a newer list of that source. What was taken back at the door is not put back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sync import canonical

Values = Mapping[str, Any]
MOST = 5  # doses that have a number
_FRESH = "fresh "  # no record id begins so
_TOLD = ("number", "on", "product", "place", "batch")


@dataclass(frozen=True)
class Known:
    """The doses of one resident: those that stand, by record id, and those that were taken back or corrected."""

    live: Mapping[str, Values] = field(default_factory=dict)
    gone: Sequence[Values] = ()

    @staticmethod
    def of(records: Iterable[tuple[str, Values]]) -> Known:
        """Sorted out of all dose records: (id, values)."""
        every = dict(records)
        voided = {values["voids"] for values in every.values() if values.get("voids")}
        live = {name: each for name, each in every.items() if name not in voided and not each.get("retract")}
        return Known(live, [each for name, each in every.items() if name in voided])


@dataclass(frozen=True)
class OtherDose:
    """A dose that the list tells otherwise. `record`: ours, None where ours was taken back."""

    record: str | None
    ours: Values
    theirs: Values


@dataclass
class Doses:
    """What comes of it: `fresh` are values of dose records to make, `differing` are to be shown."""

    fresh: list[dict[str, Any]] = field(default_factory=list)
    differing: list[OtherDose] = field(default_factory=list)


def compare(known: Known, last: Sequence[Values], now: Sequence[Values], own: Iterable[str], closed: bool) -> Doses:
    """Compare the doses of a row `now` with what its source said `last`. `own`: ids of the edits of its imports.

    A list without numbers counts on from what is known. `closed`: nothing is written of who is out of everyone's task.
    """
    found, mine = Doses(), tuple(f"{edit}:" for edit in own)
    earlier = {_text(each) for each in last}
    live = dict(known.live)
    for each in sorted(now, key=lambda dose: (dose.get("number") or MOST + 1, str(dose.get("on") or ""))):
        if _text(each) in earlier:
            continue
        theirs = {name: value for name, value in each.items() if value not in (None, "")}
        ours = _met(live, theirs)
        if ours is not None:
            _settle(found, ours, live[ours], theirs, ours.startswith(mine) and not closed)
            continue
        if live and not theirs.get("number") and not theirs.get("on"):
            continue  # vaccinated, it says, and no more
        theirs.setdefault("number", max((int(dose.get("number") or 0) for dose in live.values()), default=0) + 1)
        taken_back = next((dose for dose in known.gone if _same(dose, theirs)), None)
        if taken_back is not None or closed or theirs["number"] > MOST or _between(live, each):
            found.differing.append(OtherDose(None, taken_back or {}, theirs))
            continue
        live[f"{_FRESH}{len(found.fresh)}"] = theirs
        found.fresh.append(theirs)
    return found


def new_kinds(known: Iterable[str], last: Sequence[Values], now: Sequence[Values]) -> list[dict[str, Any]]:
    """The contraindications of a row of which neither we nor the source's last list knew the kind."""
    seen = {*known, *(str(each.get("kind")) for each in last)}
    return [dict(each) for each in now if str(each.get("kind")) not in seen]


def _text(dose: Values) -> str:
    return canonical.dumps([dose.get(name) or None for name in _TOLD])


def _met(live: Mapping[str, Values], theirs: Values) -> str | None:
    """Our dose that theirs must be: of the same number, else of the same day."""
    for name in ("number", "on"):
        if theirs.get(name):
            for record, ours in live.items():
                if ours.get(name) == theirs[name]:
                    return record
    return None


def _between(live: Mapping[str, Values], theirs: Values) -> bool:
    """Whether a dose of which the list says no number was given before one that we know: which one is it?"""
    return not theirs.get("number") and any(str(dose.get("on") or "") > str(theirs["on"]) for dose in live.values())


def _same(ours: Values, theirs: Values) -> bool:
    return ours.get("number") == theirs.get("number") and ours.get("on") == theirs.get("on")


def _settle(found: Doses, record: str, ours: Values, theirs: Values, own: bool) -> None:
    """Nothing, if they say the same; a correction of the source's own word; else a difference."""
    if all(name not in theirs or theirs[name] == ours.get(name) for name in ("number", "on", "product")):
        return
    if own:
        kept = {name: value for name, value in ours.items() if name not in ("voids", "resident", "retract")}
        found.fresh.append({**kept, **theirs, "voids": record})
    else:
        told = {name: value for name, value in ours.items() if name not in ("voids", "resident")}
        found.differing.append(OtherDose(None if record.startswith(_FRESH) else record, told, theirs))


def news(last: Sequence[Values], now: Sequence[Values]) -> bool:
    """Whether a row tells a dose that its source has not told before."""
    earlier = {_text(each) for each in last}
    return any(_text(each) not in earlier for each in now)
