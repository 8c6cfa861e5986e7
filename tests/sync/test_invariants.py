"""Two promises on their own, without a world around them: who did not know of each other meets before a reviewer, and
who did know never loses to what they replaced, whatever any clock says.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import clock, conflicts, view
from sync.edit import Change, Edit, Kind, stamp
from sync.machines import REVIEW
from sync.merge import apply_group, merge
from sync.outcomes import FieldOutcome
from sync.policies import ENTITIES, Policy
from sync.state import State
from tests.sync.budget import histories
from tests.sync.world import GRIDS, roster

pytestmark = pytest.mark.property
TEN_YEARS = 3650 * 86_400_000
WRONG = st.integers(-TEN_YEARS, TEN_YEARS)
OFFSET = st.sampled_from([0, 0, 1]) | WRONG
NOW = 1_795_000_000_000
VALUES: dict[str, list[Any]] = {
    "grid": list(GRIDS), "household": ["3.1:1h", "3.1:2h"], "name": ["a", "b", "c"],
    "birth": ["1950-01-01", "1950-01-10"],
    "id_number": ["990101", "990102", None], "same_as": ["3.1:3r", "3.1:2r", None], "kind": ["fever", "epilepsy"],
    "note": ["x", "y", None], "phone": ["100", "101", None], "walk": [1, 2],
}  # fmt: skip
SUBJECTS = {"household": "3.1:1h", "resident": "3.1:1r", "contraindication": "4.1"}


def choices(entity: str, field: str) -> list[Any]:
    each = ENTITIES[entity].fields[field]
    listed = sorted(getattr(each.shape, "words", ()))
    return [*each.machine.order] if each.machine else listed or VALUES.get(field, ["a", "b"])


REVIEWED = [(e, f) for e in SUBJECTS for f, r in ENTITIES[e].fields.items() if r.policy is Policy.REVIEW]
ORDERED = [(e, f) for e in SUBJECTS for f, r in ENTITIES[e].fields.items() if r.policy is Policy.LAST and f in VALUES]
JOINED = [(e, f) for e in SUBJECTS for f, r in ENTITIES[e].fields.items() if r.policy is Policy.MACHINE]


def start() -> State:
    sick = Edit(
        "4.1", 4, 1, "4.1", 1, 1, Kind.CREATE, "contraindication", "4.1",
        {"resident": Change("3.1:1r"), "kind": Change("fever"), "state": Change("suspected")}, eff=1, authority=True,
    )  # fmt: skip
    return merge(apply_group(State(), roster()).state, sick).state


def change(writer: int, n: int, subject: tuple[str, str], value: object, base: tuple[str, ...], **more: Any) -> Edit:
    entity, field = subject
    kind = more.pop("kind", Kind.SET)
    fields = {field: Change(value, base)}
    return Edit(f"{writer}.{n}", writer, n, f"{writer}.{n}", 1, 1, kind, entity, SUBJECTS[entity], fields, **more)


def asked(state: State, subject: tuple[str, str]) -> set[str]:
    """Whom a reviewer is asked about this field, by edit."""
    found = [each for each in conflicts.find(state) if each.field == subject[1] and each.about == SUBJECTS[subject[0]]]
    return {name for each in found for name in each.names if each.kind in ("field_review", "machine_review")}


def shown_to(state: State, subject: tuple[str, str]) -> tuple[str, ...]:
    """What a phone that has just pulled names as base."""
    bases = view.bases(state.records[SUBJECTS[subject[0]]], subject[1])
    assert isinstance(bases, list)
    return tuple(bases)


@histories(250)
@given(st.data())
def test_every_concurrent_edit_of_a_review_field_has_a_conflict_on_record(data: st.DataObject) -> None:
    """Writers who were all shown the same, then a decision by an office that has seen some of them: I5."""
    subject = data.draw(st.sampled_from(REVIEWED))
    state = start()
    base = shown_to(state, subject)
    heads = dict(state.records[SUBJECTS[subject[0]]].plain(subject[1]).heads)
    said: dict[str, object] = {}
    for writer in range(21, 21 + data.draw(st.integers(2, 5))):
        value = data.draw(st.sampled_from(choices(*subject)))
        edit = change(
            writer, 1, subject, value, base, eff=data.draw(st.integers(0, 9)), authority=data.draw(st.booleans())
        )
        merged = merge(state, edit)
        if merged.refusal is not None:
            assert value is None
            continue
        state, said[edit.id] = merged.state, value
        apart = len({str(each) for each in said.values()}) > 1
        assert asked(state, subject) == (set(said) if apart else set())
        assert (merged.fields[subject[1]] is FieldOutcome.REVIEW) == apart
        assert set(state.records[SUBJECTS[subject[0]]].plain(subject[1]).heads.values()) >= set(said.values())
    assert not heads or not said or not set(heads) & asked(state, subject)
    seen = data.draw(st.sets(st.sampled_from(sorted(said)))) if said else set()
    decided = data.draw(st.sampled_from([v for v in choices(*subject) if v is not None]))
    names = tuple(sorted({*seen, *base}))
    merged = merge(state, change(2, 9, subject, decided, names, kind=Kind.DECIDE, authority=True, eff=20))
    left = {name: value for name, value in said.items() if name not in seen}
    apart = any(value != decided for value in left.values())
    assert asked(merged.state, subject) == ({"2.9", *left} if apart else set())


@histories(100)
@given(st.data())
def test_every_two_states_that_no_table_joins_have_a_conflict_on_record(data: st.DataObject) -> None:
    subject = data.draw(st.sampled_from(JOINED))
    machine = ENTITIES[subject[0]].fields[subject[1]].machine
    assert machine is not None
    state = start()
    base, words = shown_to(state, subject), []
    for writer in range(21, 24):
        words.append(data.draw(st.sampled_from(machine.order)))
        state = merge(state, change(writer, 1, subject, words[-1], base, eff=1)).state
        apart = any(machine.join(one, other) == REVIEW for one in words for other in words)
        assert bool(asked(state, subject)) == apart


class Ledger:
    """What a server keeps of effective times, beside the state: it may be given back to an older day."""

    def __init__(self) -> None:
        self.state, self.effs = start(), {"3.1": 1, "4.1": 1}

    def receives(self, edit: Edit, offset: int, receipt: int, settled: int | None) -> int:
        known = [*clock.base_effs(self.state.get(edit.record), edit)]
        known += [self.effs[name] for name in edit.named() if name in self.effs]
        eff = clock.effective(edit.at, offset, receipt, known) if settled is None else settled
        merged = merge(self.state, stamp(edit, eff, False))
        assert merged.refusal is None
        self.state, self.effs[edit.id] = merged.state, eff
        return eff


@histories(250)
@given(st.data())
def test_a_sequential_edit_never_loses_under_any_clock(data: st.DataObject) -> None:
    """Writers take turns, each having pulled before, while others still edit what was there at first; every clock, the
    server's too, and every stated offset is up to ten years wrong: I6. Now and then a backup is restored, and what it
    lost is sent again with its settled time.
    """
    check_sequential(data, data.draw(st.sampled_from(ORDERED + REVIEWED + JOINED)))


def check_sequential(data: st.DataObject, subject: tuple[str, str]) -> None:
    """The property itself, for one field."""
    ledger, kept, first = Ledger(), [], shown_to(start(), subject)
    backup, since = (ledger.state, dict(ledger.effs)), 0
    alone = subject in JOINED  # of states set apart the strongest is shown, not the latest
    words = [word for word in choices(*subject) if word is not None]
    for n in range(1, data.draw(st.integers(2, 7))):
        knows = alone or data.draw(st.booleans())
        value = data.draw(st.sampled_from(words))
        edit = change(20 + n % 4, n, subject, value, shown_to(ledger.state, subject) if knows else first)
        edit = replace(edit, at=max(0, NOW + data.draw(WRONG)))
        eff = ledger.receives(edit, data.draw(OFFSET), NOW + data.draw(WRONG), None)
        kept.append((edit, eff))
        if knows:
            assert edit.id in shown_to(ledger.state, subject)
            assert view.shown(ledger.state.records[edit.record], subject[1]) == value
        if data.draw(st.integers(0, 4)) == 0:
            before = ledger.state
            ledger.state, ledger.effs = backup[0], dict(backup[1])
            for lost, settled in kept[since:]:
                ledger.receives(lost, 0, NOW + data.draw(WRONG), settled)
            assert ledger.state.canonical() == before.canonical()
        elif data.draw(st.booleans()):
            backup, since = (ledger.state, dict(ledger.effs)), len(kept)


@histories(150)
@given(st.data())
def test_what_was_replaced_never_shows_again_in_whatever_order_it_arrives(data: st.DataObject) -> None:
    """A chain of edits, each made in view of the one before, arrives in any order (some had been held): I6."""
    subject = data.draw(st.sampled_from(ORDERED))
    chain, base = [], shown_to(start(), subject)
    for n in range(1, data.draw(st.integers(2, 5)) + 1):
        value = data.draw(st.sampled_from(choices(*subject)))
        chain.append(change(20 + n, n, subject, value, base, eff=data.draw(st.integers(0, 9))))
        base = (chain[-1].id,)
    state = start()
    for edit in data.draw(st.permutations(chain)):
        state = merge(state, edit).state
    assert shown_to(state, subject) == (chain[-1].id,)
