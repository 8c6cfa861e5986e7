"""Every join table is total and symmetric and gives one answer for any number of heads in any sequence."""

from __future__ import annotations

from functools import reduce
from itertools import combinations, combinations_with_replacement, permutations

import pytest

from sync.machines import REVIEW, Machine
from sync.policies import ENTITIES
from sync.vectors import MACHINES

EVERY = pytest.mark.parametrize("machine", MACHINES.values(), ids=list(MACHINES))


@EVERY
def test_the_table_has_one_cell_for_every_pair_of_states(machine: Machine) -> None:
    cells = [frozenset(pair) for pair in machine.table]
    assert sorted(map(sorted, cells)) == sorted(map(sorted, combinations(machine.order, 2)))


@EVERY
def test_joining_is_symmetric_and_a_state_joins_itself(machine: Machine) -> None:
    for one, other in combinations_with_replacement(machine.order, 2):
        assert machine.join(one, other) == machine.join(other, one)
        assert machine.join(one, other) in ({one} if one == other else {one, other, REVIEW})


@EVERY
def test_what_is_shown_is_what_the_table_joins(machine: Machine) -> None:
    for one, other in combinations(machine.order, 2):
        joined = machine.join(one, other)
        assert machine.contested([one, other]) == (joined == REVIEW)
        assert joined in (REVIEW, machine.shown([one, other]))


@EVERY
def test_any_number_of_states_joins_alike_in_every_sequence(machine: Machine) -> None:
    for three in combinations(machine.order, 3):
        if not machine.contested(three):
            assert {reduce(machine.join, order) for order in permutations(three)} == {machine.shown(three)}


def test_every_machine_of_the_policy_table_has_vectors() -> None:
    used = [rule.machine for entity in ENTITIES.values() for rule in entity.fields.values() if rule.machine]
    assert all(machine in MACHINES.values() for machine in used)
