"""What the server has promised, as it was heard on the wire, and what the definition makes of it.

It knows every edit that any device has sent and every answer that was given, also those that never arrived, and
shares nothing with the server but the shape of an edit: what records show follows from `tests.sync.oracle`, who may
write where from the grants that the simulation itself gave.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from device import Reply, Request
from sync.edit import Edit, from_json, full, stamp
from sync.policies import KNOWN_SCHEMA
from tests.sync.oracle import Picture

SEEN: Counter[str] = Counter()  # what the histories of this process held
HANDOVER = 72 * 3_600_000
FORBIDDEN = {"grant_ended", "scope_not_granted"}
SEALED = ("eff", "ack")
NO_DOSE = 9  # the number of a dose that there is none of


@dataclass
class Grant:
    """An area given to one device's person for a time."""

    area: str
    since: int
    until: int | None = None

    def covers(self, scope: str) -> bool:
        """Whether the area holds the scope; areas are prefixes of the scopes in them."""
        return scope.startswith(self.area.removesuffix("000") if len(self.area) == 12 else self.area)

    def allows(self, scope: str, made: int, receipt: int) -> bool:
        """P5: in force now, or when the edit was made and not long ago."""
        if not self.covers(scope) or receipt < self.since:
            return False
        return self.until is None or (made < self.until and receipt <= self.until + HANDOVER)


@dataclass
class Chronicle:
    """Everything acknowledged in the present life of the database."""

    made: dict[str, dict[str, Any]] = field(default_factory=dict)  # edit id → as it was sent, in full
    applied: dict[tuple[str, str], Edit] = field(default_factory=dict)  # (record, edit id); an import has many records
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    grants: dict[int, list[Grant]] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    left: dict[tuple[str, str], int] = field(default_factory=dict)  # (record, scope it left) → when
    acknowledged: set[str] = field(default_factory=set)  # in any life
    effs: dict[str, int] = field(default_factory=dict)  # in any life
    lives: int = 1

    def life(self) -> dict[str, Any]:
        """What a backup holds of it."""
        return deepcopy({name: getattr(self, name) for name in ("applied", "answers", "homes", "left", "grants")})

    def back_to(self, life: Mapping[str, Any]) -> None:
        """A backup was restored: another life begins."""
        self.lives += 1
        for name, then in life.items():
            setattr(self, name, deepcopy(then))

    # -- what was heard -----------------------------------------------------------------------------------------------
    def hear(self, who: int, request: Request, reply: Reply, now: int) -> None:
        """One push and its answer, whether or not anybody got it."""
        body = json.loads(request.data or b"{}")
        sent = [full(each, who) for each in body["edits"]]
        for each in sent:
            content = {key: value for key, value in each.items() if key not in SEALED}
            assert self.made.setdefault(each["id"], content) == content, "what was sent is never altered"
        told = {answer["id"]: answer for answer in json.loads(reply.data)["answers"]}
        fresh = [each for each in sent if each["id"] in told and each["id"] not in self.answers]
        for each in sent:
            if each["id"] in told and each["id"] in self.answers:
                self._repeats(told[each["id"]])
        for group in _groups(fresh):
            self._settle(group, told, body["now"] - now, now)

    def office(self, stored: Iterable[Edit], now: int) -> None:
        """The office's own edits, from the ledger."""
        for each in stored:
            self.applied[each.record, each.id] = each
        self._follow(now)

    def released(self, stored: Iterable[Edit], now: int) -> None:
        """Edits that were refused, and applied later all the same."""
        for each in stored:
            if self.answers.get(each.id, {}).get("result") == "refused":
                self.answers[each.id] = {"id": each.id, "result": "applied", "eff": each.eff}
                self.effs[each.id] = each.eff
                self.applied[each.record, each.id] = each
                SEEN["released when what it stood on had come back"] += 1
        self._follow(now)

    def _repeats(self, answer: Mapping[str, Any]) -> None:
        SEEN["repeated"] += 1
        before = self.answers[answer["id"]]
        for key in ("result", "code", "eff", "ack"):
            assert key not in before or answer.get(key) == before[key], f"{answer['id']} was answered otherwise before"

    def _settle(self, group: list[dict[str, Any]], told: Mapping[str, Any], offset: int, now: int) -> None:
        answers = [told[each["id"]] for each in group]
        assert len({answer["result"] for answer in answers}) == 1, "a group is applied whole or not at all"
        assert len(group) == group[0]["size"], "a group is answered whole"
        self._judge(group, answers[0], offset, now)
        for each, answer in zip(group, answers, strict=True):
            SEEN[f"{answer['result']} {answer.get('code', answer['outcome'])}"] += 1
            SEEN["sent again after a restored backup"] += "ack" in each
            self.answers[each["id"]] = answer
            self.acknowledged.add(each["id"])
            if answer["result"] == "applied" and each["kind"] != "withdraw":
                parsed = from_json(_today(each))
                assert answer["eff"] == self._eff(each, parsed, offset, now), "the time of an edit is as defined"
                self.effs[each["id"]] = answer["eff"]
                self.applied[parsed.record, parsed.id] = stamp(parsed, answer["eff"], False)
        self._follow(now)

    def _eff(self, raw: Mapping[str, Any], parsed: Edit, offset: int, now: int) -> int:
        """P3: computed once; the same in every later life."""
        if "eff" in raw:
            return self.effs[parsed.id]
        based = (self.applied.get((parsed.record, name)) for name in parsed.named())
        return max([min(parsed.at - offset, now), *(1 + each.eff for each in based if each is not None)])

    # -- what it means ------------------------------------------------------------------------------------------------
    def picture(self) -> Picture:
        """What every record shows, by definition."""
        return Picture(list(self.applied.values()))

    def granted(self, who: int, scope: str) -> bool:
        """Whether a device may see a scope now."""
        return any(each.until is None and each.covers(scope) for each in self.grants[who])

    def _follow(self, now: int) -> None:
        picture = self.picture()
        for record in picture.of:
            home, before = picture.home(record), self.homes.get(record)
            if home is None:
                continue
            if before not in (None, home):
                self.left[record, before] = now
            self.left.pop((record, home), None)
            self.homes[record] = home

    def _judge(self, group: list[dict[str, Any]], answer: Mapping[str, Any], offset: int, now: int) -> None:
        """P5, P6: an honest device's group is refused when, and only when, its author might not make it, or when it
        needs a record that is held itself; after a restored backup also when it stands on what was lost.
        """
        made: set[str] = set()
        allowed, missing = True, False
        for each in group:
            if each["kind"] == "withdraw":
                continue
            made |= {each["id"]} if each["kind"] == "create" else set()
            for scope, record in self._touched(each, made):
                if scope is None:
                    missing = True
                else:
                    allowed &= self._may(each, scope, record, each["at"] - offset, now)
        code, lost = answer.get("code"), {"base_not_displayed"} if self.lives > 1 else set()
        if missing:
            assert code in FORBIDDEN | {"depends_on_refused"}, f"{group[0]['id']} needs a record that is not there"
        elif not allowed:
            assert code in FORBIDDEN, f"{group[0]['id']} was made where its author might not: {answer}"
        elif any(each["fields"].get("number", {}).get("value") == NO_DOSE for each in group):
            newer = any(each["schema"] > KNOWN_SCHEMA for each in group)  # a later table may allow it
            wrong = {"schema_too_new" if newer else "bad_value"}
            assert code in wrong | lost, f"{group[0]['id']} holds a wrong value: {answer}"
        else:
            assert code is None or code in lost, f"{group[0]['id']} was refused for no reason: {answer}"

    def _touched(self, edit: Mapping[str, Any], made: set[str]) -> Iterable[tuple[str | None, str | None]]:
        """The scopes that an edit is made in, each with the record by which; None where the record is not there."""
        values = {name: change["value"] for name, change in edit["fields"].items()}
        if edit["entity"] == "household" and "grid" in values:
            yield values["grid"], None
        above = values.get("household") or values.get("resident")
        for record in {edit["record"], above, values.get("voids")} - made - {None}:
            yield self.homes.get(str(record)), str(record)

    def _may(self, edit: Mapping[str, Any], scope: str, record: str | None, made_at: int, now: int) -> bool:
        grants = self.grants[edit["device"]]
        if any(each.allows(scope, made_at, now) for each in grants):
            SEEN["in a handover"] += not self.granted(edit["device"], scope)
            return True
        moves = edit["kind"] != "create" and {"grid", "household"} & edit["fields"].keys()
        came_from = [old for (moved, old), at in self.left.items() if moved == record and at > now - HANDOVER]
        follows = not moves and any(each.allows(old, made_at, now) for each in grants for old in came_from)
        SEEN["followed a record that had moved"] += follows
        return follows


def _groups(edits: Iterable[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for each in edits:
        found.setdefault(each["group"], []).append(each)
    return list(found.values())


def _today(edit: Mapping[str, Any]) -> dict[str, Any]:
    """P11: an identity number of an old schema is put into today's form; there is no other difference."""
    fields = {name: dict(change) for name, change in edit["fields"].items()}
    if edit["schema"] == 1 and isinstance(fields.get("id_number", {}).get("value"), str):
        fields["id_number"]["value"] = fields["id_number"]["value"].replace(" ", "").upper()
    return {**edit, "fields": fields}
