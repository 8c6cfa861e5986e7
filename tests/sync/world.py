"""A small world that makes histories: phones and an office that pull, work on what they see, and push when they can.

Every choice comes from a tape. The result is a list of groups with what each of them came after, by cause: all that
its author had pulled, and the author's own earlier work. A group that was held in quarantine is released later, and
its author's later work need not wait for it unless it works on a record that the held group made.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sync.clock import effective
from sync.edit import Edit, as_json, from_json, stamp
from tests.sync.oracle import Picture
from tests.sync.refusals import refuses
from tests.sync.tape import Tape

PHONES, OFFICES = (11, 12, 13), (2, 5)
SKEW = {11: -90_000, 12: 0, 13: 400_000_000, 2: 0, 5: 0}  # phone 13 is days ahead
GRIDS = ("990101100001-01", "990101100001-02", "990101100002-01")


@dataclass
class Group:
    edits: list[Edit]
    after: set[int] = field(default_factory=set)  # numbers of groups that come first
    pulled: frozenset[int] = frozenset()
    honest: bool = True
    held: bool = False

    @property
    def made(self) -> set[str]:
        return {e.record for e in self.edits if e.kind == "create"}

    @property
    def touches(self) -> set[str]:
        values = {c.value for e in self.edits for c in e.fields.values() if isinstance(c.value, str)}
        return {e.record for e in self.edits} | values


@dataclass
class Writer:
    number: int
    n: int = 0
    seen: list[int] = field(default_factory=list)  # groups pulled
    own: list[int] = field(default_factory=list)  # groups made
    unsent: list[int] = field(default_factory=list)


class World:
    def __init__(self, tape: Tape) -> None:
        self.tape, self.now = tape, 1_790_000_000_000
        self.groups: list[Group] = [Group(roster())]
        self.applied: list[int] = [0]  # in the order of this history's server
        self.refused: set[int] = set()
        self.held: list[int] = []
        self.writers = {number: Writer(number, seen=[0]) for number in (*PHONES, *OFFICES)}

    # -- what happens ---------------------------------------------------------------------------------------------
    def live(self, makers, most: int) -> World:
        """Let things happen until the tape runs out, then let everybody push and release all that is held."""
        while self.tape.left and len(self.groups) < most:
            self.now += 1 + self.tape.number(40) * 1000
            writer = self.writers[self.tape.of((*PHONES, *PHONES, *OFFICES))]
            act = self.tape.number(14)
            if act == 0:
                self.pull(writer)
            elif act == 1:
                self.push(writer)
            elif act == 2 and self.held:
                self.free(self.tape.number(len(self.held)))
            else:
                if writer.number in OFFICES:
                    self.pull(writer)
                made = self.tape.of(makers)(self, writer)
                if made:
                    self.add(writer, made)
                if writer.number in OFFICES:
                    self.push(writer)
        for writer in self.writers.values():
            self.push(writer)
        while self.held:
            self.free(0)
        self._order_own_work()
        return self

    def pull(self, writer: Writer) -> None:
        writer.seen = list(self.applied)

    def add(self, writer: Writer, drafts: list[dict]) -> None:
        honest = not any(draft.pop("dishonest", False) for draft in drafts)
        known = {e.id: e.eff for e in self.view_edits(writer)}
        edits, first = [], f"{writer.number}.{writer.n + 1}"
        at = self.now + SKEW[writer.number]
        for draft in drafts:
            writer.n += 1
            raw = {"id": f"{writer.number}.{writer.n}", "device": writer.number, "n": writer.n, "group": first,
                   "size": len(drafts), "at": at, "schema": 1, **draft}  # fmt: skip
            parsed = from_json(raw)
            eff = effective(at, 0, self.now + 3_600_000, [known[i] for i in parsed.named() if i in known])
            edits.append(stamp(parsed, eff, writer.number in OFFICES))
        self.groups.append(Group(edits, pulled=frozenset(writer.seen), honest=honest))
        writer.own.append(len(self.groups) - 1)
        writer.unsent.append(len(self.groups) - 1)

    def push(self, writer: Writer) -> None:
        sending, writer.unsent = writer.unsent, []
        for number in sending:
            group = self.groups[number]
            waits = any(self.needs(number, h) for h in self.held)
            if waits or (writer.number in PHONES and self.tape.odds(1)):
                group.held = True
                self.held.append(number)
            else:
                self.release(number)

    def free(self, place: int) -> None:
        """Release one held group, unless it waits for a record that another held group makes: then that one."""
        first = [i for i, h in enumerate(self.held) if h < self.held[place] and self.needs(self.held[place], h)]
        if first:
            self.free(first[0])
        else:
            self.release(self.held.pop(place))

    def needs(self, later: int, earlier: int) -> bool:
        """Whether a group cannot be understood before another one that was made earlier."""
        one, other = self.groups[later], self.groups[earlier]
        own = one.edits[0].device == other.edits[0].device
        return bool(one.touches & other.made) or (own and not one.honest)

    def release(self, number: int) -> None:
        before = [e for g in self.applied for e in self.groups[g].edits]
        for edit in self.groups[number].edits:
            if refuses(before, edit):
                self.refused.add(number)
                return
            if edit.kind != "withdraw":
                before.append(edit)
        self.applied.append(number)

    # -- what a writer sees ---------------------------------------------------------------------------------------
    def view_edits(self, writer: Writer) -> list[Edit]:
        own = [g for g in writer.own if g not in self.refused and self.groups[g].honest]
        numbers = dict.fromkeys([*writer.seen, *own])
        return [e for g in numbers for e in self.groups[g].edits if e.kind != "withdraw"]

    def view(self, writer: Writer) -> Picture:
        """The picture on the writer's screen; edits on records that they do not hold (refused, held) are left out."""
        edits = self.view_edits(writer)
        made = {e.record for e in edits if e.kind == "create"}
        return Picture([e for e in edits if e.record in made])

    # -- causes ---------------------------------------------------------------------------------------------------
    def _order_own_work(self) -> None:
        for writer in self.writers.values():
            for place, number in enumerate(writer.own):
                group = self.groups[number]
                group.after = set(group.pulled) - {number}
                for earlier in writer.own[:place]:
                    if not self.groups[earlier].held or self.needs(number, earlier):
                        group.after.add(earlier)

    def applied_edits(self) -> list[Edit]:
        return [e for g in self.applied for e in self.groups[g].edits if e.kind != "withdraw"]


def another_order(world: World, choose) -> list[int]:
    """The numbers of all groups in another order that causes allow; `choose(n)` picks 0 … n − 1."""
    waiting, done, order = set(range(len(world.groups))), set(), []
    while waiting:
        ready = sorted(n for n in waiting if world.groups[n].after <= done)
        picked = ready[choose(len(ready))]
        waiting.discard(picked)
        done.add(picked)
        order.append(picked)
    return order


def roster() -> list[Edit]:
    """The list that everybody starts with: one import edit, two households, three residents."""

    def row(record: str, entity: str, **values) -> Edit:
        fields = {name: {"value": value, "base": []} for name, value in values.items()}
        raw = {"id": "3.1", "device": 3, "n": 1, "group": "3.1", "size": 1, "at": 1, "kind": "create", "schema": 1,
               "entity": entity, "record": record, "fields": fields, "saw": []}  # fmt: skip
        return stamp(from_json(raw), 1, True)

    return [
        row("3.1:1h", "household", grid=GRIDS[0], door="1", life_state="active"),
        row("3.1:2h", "household", grid=GRIDS[1], door="2"),
        row("3.1:1r", "resident", household="3.1:1h", name="a", phone="100", groups={"add": ["elderly", "farm"]},
            willingness="not_asked", id_number="990101"),
        row("3.1:2r", "resident", household="3.1:1h", name="b", life_state="active"),
        row("3.1:3r", "resident", household="3.1:2h", name="c", sex="f"),
    ]  # fmt: skip


def replayed(edits: list[Edit]) -> list[Edit]:
    """The same edits after a trip through their stored form."""
    return [from_json(as_json(edit)) for edit in edits]
