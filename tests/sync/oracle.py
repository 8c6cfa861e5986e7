"""The independent judge of the engine: from the plain list of all applied edits it works out, by definition and from
scratch, what every record shows and which conflicts there are.

It shares the table of policies with the engine and nothing of how the engine merges: it keeps no state, remembers
nothing superseded, and goes through all edits again for every question. Slow and short on purpose.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from itertools import combinations

from sync.edit import Edit
from sync.machines import REVIEW
from sync.policies import ENTITIES, Policy, rule

STRENGTH = {  # what is shown while a review of a state is open
    "willingness": ["refuses"],
    "state": ["attended", "confirmed", "deferred", "cleared"],
}
LIVE_APPOINTMENT = {"requested", "confirmed", None}


def same(one: object, other: object) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def distinct(values: list) -> list:
    return [v for i, v in enumerate(values) if not any(same(v, earlier) for earlier in values[:i])]


class Picture:
    """Everything that follows from a set of applied edits."""

    def __init__(self, applied: list[Edit]) -> None:
        self.edits = {(e.record, e.id): e for e in applied}
        self.of: dict[str, list[Edit]] = defaultdict(list)
        for edit in self.edits.values():
            self.of[edit.record].append(edit)
        self.entity = {record: edits[0].entity for record, edits in self.of.items()}
        self.maker = {record: next(e.id for e in edits if e.kind == "create") for record, edits in self.of.items()}
        self._heads: dict[tuple[str, str], dict[str, Edit]] = {}
        self.parents = {record: self.parent(record) for record in self.of}

    # -- fields ---------------------------------------------------------------------------------------------------
    def rule(self, record: str, field: str):
        return rule(self.entity[record], field)

    def fields(self, record: str) -> list[str]:
        return sorted(
            {f for e in self.of[record] for f, c in e.fields.items() if c.value is not None or e.kind != "create"}
        )

    def heads(self, record: str, field: str) -> dict[str, Edit]:
        """Edits that wrote the field and that no edit names as base."""
        if (record, field) not in self._heads:
            writers = [e for e in self.of[record] if field in e.fields]
            named = {name for e in writers if isinstance(e.fields[field].base, tuple) for name in e.fields[field].base}
            alive = [e for e in writers if e.id not in named]
            self._heads[record, field] = {
                e.id: e for e in alive if e.fields[field].value is not None or e.kind != "create"
            }
        return self._heads[record, field]

    def adds(self, record: str, field: str) -> dict[str, set[str]]:
        """{element: adds that no edit touching the element names}."""
        writers = [e for e in self.of[record] if field in e.fields and e.fields[field].value is not None]
        added, named = defaultdict(set), defaultdict(set)
        for edit in writers:
            value, base = edit.fields[field].value, edit.fields[field].base
            for element in value.get("add", []):
                added[element].add(edit.id)
            for element in value.get("add", []) + value.get("remove", []):
                named[element] |= set(base.get(element, ())) if isinstance(base, dict) else set()
        return {e: ids - named[e] for e, ids in added.items() if ids - named[e]}

    def values_of_heads(self, record: str, field: str) -> list:
        return distinct([e.fields[field].value for e in self.heads(record, field).values()])

    def contested(self, record: str, field: str) -> bool:
        policy, values = self.rule(record, field).policy, self.values_of_heads(record, field)
        if policy is Policy.MACHINE:
            join = self.rule(record, field).machine.join
            return any(join(a, b) == REVIEW for a, b in combinations(values, 2))
        return policy is Policy.REVIEW and len(values) > 1

    def value(self, record: str, field: str):
        each = self.rule(record, field)
        if each.policy is Policy.SET:
            return sorted(self.adds(record, field)) or None
        heads = list(self.heads(record, field).values())
        if not heads:
            return None
        if each.policy is Policy.MACHINE:
            values = self.values_of_heads(record, field)
            if self.contested(record, field):
                return next(word for word in STRENGTH[field] if word in values)
            joined = values[0]
            for other in values[1:]:
                joined = each.machine.join(joined, other)
            return joined
        if each.policy is Policy.REVIEW and any(e.authority for e in heads):
            heads = [e for e in heads if e.authority]
        latest = sorted(heads, key=lambda e: (e.eff, e.device, e.n))[-1]
        return latest.fields[field].value

    def values(self, record: str) -> dict:
        found = {field: self.value(record, field) for field in self.fields(record)}
        return {field: value for field, value in found.items() if value is not None}

    def shown_bases(self, record: str, field: str):
        """What a phone that shows this picture would name."""
        if self.rule(record, field).policy is Policy.SET:
            return {element: sorted(ids) for element, ids in self.adds(record, field).items()}
        heads, shown = self.heads(record, field), self.value(record, field)
        if self.rule(record, field).policy is Policy.MACHINE and not self.contested(record, field):
            return sorted(heads)
        return sorted(i for i, e in heads.items() if same(e.fields[field].value, shown))

    # -- records --------------------------------------------------------------------------------------------------
    def parent(self, record: str):
        field = ENTITIES[self.entity[record]].parent
        return self.value(record, field) if field else None

    def children(self, record: str) -> list[str]:
        return [child for child, parent in self.parents.items() if parent == record]

    def home(self, record: str):
        steps = [record]
        while self.entity.get(steps[-1]) not in (None, "household"):
            above = self.parents[steps[-1]]
            if above is None or above in steps:
                return None
            steps.append(above)
        return self.value(steps[-1], "grid") if steps[-1] in self.entity else None

    def live(self, record: str) -> set[str]:
        """Edits that are a head or a living add somewhere in the record."""
        found: set[str] = set()
        for field in self.fields(record):
            if self.rule(record, field).policy is Policy.SET:
                found |= {i for ids in self.adds(record, field).values() for i in ids}
            else:
                found |= set(self.heads(record, field))
        return found

    def displayed(self, record: str, field: str) -> set[str]:
        bases = self.shown_bases(record, field)
        return {i for names in bases.values() for i in names} if isinstance(bases, dict) else set(bases)

    def bundle(self, record: str) -> set[str]:
        """All ids that a phone showing the record and what belongs to it can name."""
        return {i for r in [record, *self.children(record)] for f in self.fields(r) for i in self.displayed(r, f)}

    def closings(self, record: str) -> set[str]:
        if "life_state" not in self.fields(record):
            return set()
        closed = self.value(record, "life_state") in ENTITIES[self.entity[record]].closing
        return self.displayed(record, "life_state") if closed else set()

    # -- conflicts ------------------------------------------------------------------------------------------------
    def conflicts(self, days: dict[str, int]) -> dict[str, set[str]]:
        """{key: participants} of all open conflicts."""
        found = dict(self.all_conflicts(days))
        return {key: names for key, names in found.items() if not self.ruled(key, names)}

    def claims(self) -> dict[str, set[str]]:
        found = {}
        for record in self.of:
            closings = self.closings(record)
            doubtful = "life_state" in self.fields(record) and self.contested(record, "life_state")
            if closings and not doubtful and not any(self.edits[record, i].authority for i in closings):
                found[f"life_claim:{record}"] = closings
        return {key: names for key, names in found.items() if not self.ruled(key, names)}

    def ruled(self, key: str, names: set[str]) -> bool:
        rulings = [e for e in self.edits.values() if e.entity == "ruling" and e.fields["key"].value == key]
        return any(names <= set(e.fields["names"].value) for e in rulings)

    def all_conflicts(self, days: dict[str, int]):
        for record in self.of:
            for field in self.fields(record):
                if self.rule(record, field).policy is not Policy.SET and self.contested(record, field):
                    machine = self.rule(record, field).policy is Policy.MACHINE
                    kind = "machine_review" if machine else "field_review"
                    yield f"{kind}:{record}:{field}", set(self.heads(record, field))
        yield from self._doses(days)
        yield from self._lives()
        residents = [r for r, entity in self.entity.items() if entity == "resident"]
        settled = ("moved_out", "registered_only", "duplicate", "mistake")
        numbers = {
            r: self.values(r).get("id_number") for r in residents if self.values(r).get("life_state") not in settled
        }
        for number in {n for n in numbers.values() if n is not None}:
            twins = {r for r, n in numbers.items() if n == number}
            if len(twins) > 1:
                from sync.canonical import digest

                yield f"same_identity:{digest(number, 12)}", twins

    def standing(self, record: str) -> bool:
        voided = {e.fields["voids"].value for e in self.edits.values() if "voids" in e.fields}
        return record not in voided and self.values(record).get("retract") is not True

    def _doses(self, days):
        voiders = defaultdict(set)
        for edit in self.edits.values():
            if "voids" in edit.fields and edit.fields["voids"].value is not None:
                voiders[edit.fields["voids"].value].add(edit.record)
        for target, by in voiders.items():
            by = {r for r in by if r not in voiders}
            if len(by) > 1 and any(self.values(r).get("retract") is not True for r in by):
                yield f"double_correction:{target}", by
        doses = {r: self.values(r) for r, entity in self.entity.items() if entity == "dose" and self.standing(r)}
        same_number = defaultdict(set)
        for a, b in combinations(sorted(doses), 2):
            one, other = doses[a], doses[b]
            if one["resident"] != other["resident"]:
                continue
            if one.get("number") is not None and one.get("number") == other.get("number"):
                same_number[one["resident"], one["number"]] |= {a, b}
            elif "on" in one and "on" in other and not ("voids" in one and one["voids"] == other.get("voids")):
                apart = abs((date.fromisoformat(one["on"]) - date.fromisoformat(other["on"])).days)
                least = max(days.get(v.get("product"), days["*"]) for v in (one, other))
                if apart < least:
                    yield f"dose_too_near:{a}:{b}", {a, b}
        for (resident, number), records in same_number.items():
            if len({doses[r].get("voids", r) for r in records}) > 1:
                yield f"dose_same_number:{resident}:{number}", records
        booked = defaultdict(set)
        for record, entity in self.entity.items():
            values = self.values(record) if entity == "appointment" else {}
            if values and values.get("state") in LIVE_APPOINTMENT:
                booked[values["resident"], values["number"]].add(record)
        for (resident, number), records in booked.items():
            if len(records) > 1:
                yield f"double_appointment:{resident}:{number}", records

    def _lives(self):
        for record in self.of:
            pairs = set()
            for closed in self.closings(record):
                for work, place in self._work(record):
                    closer, worker = self.edits[record, closed], self.edits[place, work]
                    ignorant = closed not in worker.saw and work not in closer.saw
                    if ignorant and closer.device != worker.device:
                        pairs |= {closed, work}
            if pairs:
                yield f"life_state_unknown:{record}", pairs

    def _work(self, record: str):
        writers = set(self.heads(record, "life_state"))
        for field in self.fields(record):
            if field not in ("life_state", "same_as"):
                yield from ((i, record) for i in self.displayed(record, field) - writers)
        for child in self.children(record):
            kind, values = self.entity[child], self.values(child)
            if kind == "ruling" or (kind == "appointment" and values.get("state") == "cancelled"):
                continue
            if kind in ("dose", "visit") and not self.standing(child):
                continue
            yield from ((i, child) for i in self.displayed(child, ENTITIES[kind].parent))
