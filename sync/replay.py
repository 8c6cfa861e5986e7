"""Replaying edits in their order of arrival, without a server: what would become of them, and why.

For whoever has to explain what happened to a record: `python -m sync replay FILE` prints what this module finds.
Grants, groups, repeats, forks and effective clocks are judged as a server judges them; nothing here merges by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from sync import clock, conflicts, edit, scopes, view
from sync.edit import Edit, Kind, Malformed
from sync.grants import Grant, judge
from sync.merge import apply_group
from sync.outcomes import Outcome, RefusalCode
from sync.policies import ENTITIES
from sync.state import State

Json = Mapping[str, Any]


def replay(given: Json) -> dict[str, Any]:
    """{"records": {id: row}, "conflicts": [conflict], "outcomes": {edit id: outcome}} after `given`.

    `given` is {"edits": [edit], "state"?: {record id: stored record}, "limits"?,
    "grants"?: {writer: [{"area", "since"?, "until"?}]}}. An edit has its wire form and may carry `receipt` and `offset`
    (ms; default: its `at`, 0), `authority` and a settled `eff`. Without grants nobody is refused for them. An outcome
    is that of `sync.outcomes`, a refusal "refused:<code>"; a repeat changes no outcome, a fork stands under
    "<id>~<hash>". Raises Malformed if `given` has another form; what is no edit is refused, not raised.
    """
    edits, state, grants = given.get("edits"), given.get("state", {}), given.get("grants")
    if not isinstance(edits, list) or not all(isinstance(raw, dict) for raw in edits):
        raise Malformed("edits", "is no list of edits")
    if not isinstance(state, dict):
        raise Malformed("state", "is no object")
    run = _Run(State.from_json(state), _grants(grants))
    for _, members in groupby(edits, key=lambda raw: raw.get("group", raw.get("id"))):
        for group in _whole(list(members)):
            run.take(group)
    return {
        "records": {name: view.row(record, scopes.home(run.state, name)) for name, record in run.state.records.items()},
        "conflicts": [each.as_json() for each in conflicts.find(run.state, given.get("limits"))],
        "outcomes": run.outcomes,
    }


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
            parsed = [edit.parse(raw) for raw in raws]
        except Malformed:
            self._refuse([str(raw.get("id")) for raw in raws], RefusalCode.MALFORMED)
            return
        pairs = [(raw, each) for raw, each in zip(raws, parsed, strict=True) if not self._answered(each)]
        if not pairs:
            return
        edits = [self._stamped(raw, each) for raw, each in pairs]
        code = self._forbidden(pairs)
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
        content = edit.content_hash(each)
        known = self._hashes.setdefault(each.id, content)
        if known != content:
            self.outcomes[f"{each.id}~{content[:12]}"] = f"{Outcome.REFUSED}:{RefusalCode.FORK}"
        return known != content or each.id in self.outcomes

    def _stamped(self, raw: Json, each: Edit) -> Edit:
        older = (self._effs.get(name, 0) for name in each.named())
        effs = [*clock.base_effs(self.state.get(each.record), each), *older]
        settled = raw.get("eff")
        eff = settled if type(settled) is int else clock.effective(each.at, _ms(raw, "offset", 0), _receipt(raw), effs)
        self._effs[each.id] = eff
        return edit.stamp(each, eff, raw.get("authority") is True)

    def _forbidden(self, pairs: Sequence[tuple[Json, Edit]]) -> RefusalCode | None:
        """Why the grants refuse a group, or None."""
        if self.grants is None:
            return None
        for raw, each in pairs:
            for scope in self._touched(each) if raw.get("authority") is not True else ():
                made = each.at - _ms(raw, "offset", 0)
                verdict = judge(self.grants.get(each.device, ()), scope, made, _receipt(raw))
                if not verdict.allowed:
                    return RefusalCode.GRANT_ENDED if verdict == "ended" else RefusalCode.SCOPE_NOT_GRANTED
        return None

    def _touched(self, each: Edit) -> Iterator[str]:
        if each.kind is Kind.WITHDRAW or each.entity not in ENTITIES:
            return
        grid = each.fields["grid"].value if each.entity == "household" and "grid" in each.fields else None
        if isinstance(grid, str):
            yield grid
        for name in sorted(scopes.needed(each)):
            home = scopes.home(self.state, name)
            if home is not None:
                yield home

    def _refuse(self, names: Sequence[str], code: RefusalCode) -> None:
        for name in names:
            self.outcomes.setdefault(name, f"{Outcome.REFUSED}:{code}")


def _whole(members: list[Json]) -> Iterator[list[Json]]:
    """The groups among neighbours that name the same one: a repeat of a whole group begins again at its first edit."""
    group: list[Json] = []
    for raw in members:
        if group and raw.get("id") == raw.get("group", raw.get("id")):
            yield group
            group = []
        group.append(raw)
    if group:
        yield group


def _grants(raw: object) -> dict[int, list[Grant]] | None:
    if raw is None:
        return None
    if not isinstance(raw, dict):
        raise Malformed("grants", "is no object")
    try:
        return {
            int(writer): [Grant(str(one["area"]), int(one.get("since", 0)), one.get("until")) for one in granted]
            for writer, granted in raw.items()
        }
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Malformed("grants", "is no {writer: [{area, since, until}]}") from error


def _receipt(raw: Json) -> int:
    return _ms(raw, "receipt", _ms(raw, "at", 0))


def _ms(raw: Json, key: str, default: int) -> int:
    value = raw.get(key)
    return value if type(value) is int else default
