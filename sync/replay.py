"""Replaying edits in their order of arrival, without a server: what would become of them, and why.

For whoever has to explain what happened to a record: `python -m sync replay FILE` prints what this module finds.
Grants, schemas, groups, repeats, forks and effective clocks are judged as a server judges them; nothing here merges by
itself. `groups` is the one walk over a list of edits, for this tool and for the vectors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sync import clock, conflicts, edit, ids, scopes, upcast, view
from sync.edit import MAX_TIME, Edit, Kind, Malformed
from sync.grants import Grant, Verdict, judge
from sync.merge import apply_group
from sync.outcomes import Outcome, RefusalCode
from sync.shapes import storable
from sync.state import Record, State

Json = Mapping[str, Any]
_WRONG = (KeyError, IndexError, TypeError, ValueError, AttributeError)
_LAST_DAY = 253_402_300_799_000  # ms: no later one has a date


def replay(given: Json) -> dict[str, Any]:
    """{"records": {id: row}, "conflicts": [conflict], "outcomes": {edit id: outcome}} after `given`.

    `given` is {"edits": [edit], "state"?: {record id: stored record}, "limits"?,
    "grants"?: {writer: [{"area", "since"?, "until"?}]}}. An edit has its wire form, where what follows from its id may
    be left out (`filled`), and may carry `receipt` and `offset` (ms; default: its `at`, 0), `authority` and a settled
    `eff`. Without grants nobody is refused for them. An outcome is that of `sync.outcomes`, a refusal
    "refused:<code>"; a repeat changes no outcome, a fork stands under "<id>~<hash>". Raises Malformed if `given` has
    another form; what is no edit is refused, not raised.
    """
    edits, limits = given.get("edits"), given.get("limits")
    if not isinstance(edits, list) or not all(isinstance(raw, dict) for raw in edits):
        raise Malformed("edits", "is no list of edits")
    if limits is not None and not isinstance(limits, dict):
        raise Malformed("limits", "is no object")
    run = _Run(_state(given.get("state")), _grants(given.get("grants")))
    for group in groups(edits):
        run.take(group)
    return {
        "records": {name: view.row(record, scopes.home(run.state, name)) for name, record in run.state.records.items()},
        "conflicts": [each.as_json() for each in conflicts.find(run.state, limits)],
        "outcomes": run.outcomes,
    }


def groups(raws: Iterable[Json]) -> Iterator[list[Json]]:
    """Neighbours that belong together: edits of one group, or rows of one import (one edit id, "<edit id>:…" records).

    A group that comes again begins again at its first edit, so a repeat is a group of its own.
    """
    group: list[Json] = []
    for raw in raws:
        if group and not _goes_on(group, raw):
            yield group
            group = []
        group.append(raw)
    if group:
        yield group


def filled(raw: Json) -> dict[str, Any]:
    """An edit with what it may leave out because it follows from its id or is the default (`edit.full`)."""
    device, n = ids.order(raw["id"]) if ids.is_edit(raw.get("id")) else (raw.get("device"), raw.get("n"))
    return edit.full({"n": n, **raw}, device if type(device) is int else 0)


def _goes_on(group: Sequence[Json], raw: Json) -> bool:
    name, first = raw.get("id"), group[0]
    if name == group[-1].get("id"):
        return _of_import(raw) and raw.get("record") not in [each.get("record") for each in group]
    named = raw.get("group", name)
    return bool(name != named and named == first.get("group", first.get("id")))


def _of_import(raw: Json) -> bool:
    return str(raw.get("record")).startswith(f"{raw.get('id')}:")


class _Run:
    """The state reached so far, and what a server would remember beside it."""

    def __init__(self, state: State, grants: dict[int, list[Grant]] | None) -> None:
        self.state, self.grants = state, grants
        self.outcomes: dict[str, str] = {}
        self._hashes: dict[str, str] = {}
        self._effs = {name: stamp.eff for record in state.records.values() for name, stamp in record.edits.items()}
        self._held: set[str] = set()

    def take(self, raws: Sequence[Json]) -> None:
        """One group, whole or not at all; what has been answered before is not applied again."""
        try:
            parsed = [edit.parse(filled(raw)) for raw in raws]
        except Malformed:
            self._refuse([str(storable(raw.get("id"), 0)) for raw in raws], RefusalCode.MALFORMED)
            return
        pairs = [(raw, each) for raw, each in zip(raws, parsed, strict=True) if not self._answered(each)]
        if not pairs:
            return
        code = next((code for raw, each in pairs if (code := upcast.refusal(each, _day(_receipt(raw))))), None)
        pairs = [(raw, upcast.upcast(each)) for raw, each in pairs]
        edits = [self._stamped(raw, each) for raw, each in pairs]
        code = code or self._forbidden(pairs)
        applied = apply_group(self.state, edits)
        if code is None and applied.refusal is not None:
            code = applied.refusal.code
            if code is RefusalCode.MISSING_RECORD and any(scopes.needed(each) & self._held for each in edits):
                code = RefusalCode.DEPENDS_ON_REFUSED
        if code is not None:
            self._refuse([each.id for each in edits], code)
            self._held |= {each.record for each in edits if each.kind is Kind.CREATE}
            return
        self.state = applied.state
        self.outcomes |= {name: str(outcome) for name, outcome in applied.outcomes.items()}

    def _answered(self, each: Edit) -> bool:
        """Whether this edit, or another one of its id, has come before; every row of an import is one for itself."""
        name = each.record if each.record.startswith(f"{each.id}:") else each.id
        content = edit.content_hash(each)
        known = self._hashes.get(name)
        self._hashes.setdefault(name, content)
        if known is not None and known != content:
            self.outcomes[f"{each.id}~{content[:12]}"] = f"{Outcome.REFUSED}:{RefusalCode.FORK}"
        return known is not None

    def _stamped(self, raw: Json, each: Edit) -> Edit:
        older = (self._effs.get(name, 0) for name in each.named())
        effs = [*clock.base_effs(self.state.get(each.record), each), *older]
        settled = raw.get("eff")
        eff = settled if type(settled) is int else clock.effective(each.at, _ms(raw, "offset", 0), _receipt(raw), effs)
        self._effs[each.id] = eff
        return edit.stamp(each, eff, raw.get("authority") is True)

    def _forbidden(self, pairs: Sequence[tuple[Json, Edit]]) -> RefusalCode | None:
        """Why the grants refuse a group, or None. (Of a record that is not there the engine says more than they.)"""
        if self.grants is None:
            return None
        for raw, each in pairs:
            if raw.get("authority") is True:
                continue
            for scope, _ in scopes.touched(each, lambda name: scopes.home(self.state, name)):
                made = each.at - _ms(raw, "offset", 0)
                verdict = judge(self.grants.get(each.device, ()), scope, made, _receipt(raw)) if scope else None
                if verdict is not None and not verdict.allowed:
                    ended = verdict is Verdict.ENDED
                    return RefusalCode.GRANT_ENDED if ended else RefusalCode.SCOPE_NOT_GRANTED
        return None

    def _refuse(self, names: Sequence[str], code: RefusalCode) -> None:
        for name in names:
            self.outcomes.setdefault(name, f"{Outcome.REFUSED}:{code}")


def _state(raw: object) -> State:
    """The state that a file gives, every record looked at once, so that a wrong one is told here and not later."""
    if raw is None:
        return State()
    if not isinstance(raw, dict):
        raise Malformed("state", "is no object")
    try:
        records = [Record.from_json(each) for each in raw.values()]
        for record in records:
            view.row(record)
    except _WRONG as error:
        raise Malformed("state", "is no {record id: stored record}") from error
    return State().put(*records)


def _grants(raw: object) -> dict[int, list[Grant]] | None:
    if raw is None:
        return None
    if not isinstance(raw, dict):
        raise Malformed("grants", "is no object")
    try:
        return {
            int(writer): [
                Grant(str(one["area"]), int(one.get("since") or 0), None if until is None else int(until))
                for one in granted
                for until in [one.get("until")]
            ]
            for writer, granted in raw.items()
        }
    except _WRONG as error:
        raise Malformed("grants", "is no {writer: [{area, since, until}]}") from error


def _receipt(raw: Json) -> int:
    return _ms(raw, "receipt", _ms(raw, "at", 0))


def _day(ms: int) -> str:
    return datetime.fromtimestamp(min(max(ms, 0), _LAST_DAY) / 1000, UTC).date().isoformat()


def _ms(raw: Json, key: str, default: int) -> int:
    value = raw.get(key)
    return value if type(value) is int and abs(value) <= MAX_TIME else default
