"""The proposal: in proportion, in whole places, the remote villages in one band, and nothing taken from anybody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.leases.share import Band, proportional, propose
from tests.sync.budget import histories

A, B, C, D = "990101100001", "990101100002", "990101100003", "990101100004"
VILLAGES = st.sampled_from([A, B, C, D])
NUMBERS = st.dictionaries(VILLAGES, st.integers(0, 60), max_size=4)


def test_the_largest_remainders_are_rounded_up() -> None:
    assert proportional(10, {A: 6, B: 6, C: 2}) == {A: 4, B: 4, C: 2}
    assert proportional(10, {A: 1, B: 1, C: 1}) == {A: 4, B: 3, C: 3}
    assert proportional(1, {A: 1, B: 2}) == {A: 0, B: 1}


def test_nobody_in_need_gets_nothing_and_nothing_fails() -> None:
    assert proportional(10, {A: 0, B: 0}) == {A: 0, B: 0}
    assert proportional(10, {}) == {}
    assert propose([Band("s", 10)], {}) == {"s": {}}
    assert propose([], {A: 3}) == {}


def test_places_go_where_people_still_need_them_and_the_reserve_is_kept_back() -> None:
    assert propose([Band("s", 110, reserve=10)], {A: 300, B: 100}) == {"s": {A: 75, B: 25}}


def test_no_village_gets_more_places_than_people_in_need() -> None:
    assert propose([Band("s", 100)], {A: 7, B: 3}) == {"s": {A: 7, B: 3}}


def test_remote_villages_are_put_together_in_one_band_for_the_bus() -> None:
    morning, noon, evening = Band("m", 40), Band("n", 60), Band("e", 40)
    proposal = propose([morning, noon, evening], {A: 100, B: 20, C: 20}, remote=[B, C])
    assert proposal == {"m": {A: 40}, "n": {A: 20, B: 20, C: 20}, "e": {A: 40}}


def test_the_bus_comes_when_it_has_come_before() -> None:
    proposal = propose([Band("m", 40, least={B: 2}), Band("n", 60)], {A: 70, B: 10, C: 10}, remote=[B, C])
    assert proposal["m"][B] == 10
    assert proposal["m"][C] == 10
    assert B not in proposal["n"]


def test_a_bus_too_full_for_one_band_goes_on_in_the_next() -> None:
    proposal = propose([Band("m", 10), Band("n", 12), Band("e", 10)], {B: 18}, remote=[B])
    assert proposal == {"m": {B: 6}, "n": {B: 12}, "e": {}}


def test_what_is_given_out_stays_with_its_village_even_if_it_needs_no_more() -> None:
    assert propose([Band("s", 10, least={A: 4})], {A: 0, B: 20}) == {"s": {A: 4, B: 6}}


@pytest.mark.property
@histories(300)
@given(
    st.lists(st.tuples(st.integers(0, 80), st.integers(0, 10), NUMBERS), max_size=4), NUMBERS, st.frozensets(VILLAGES)
)
def test_a_proposal_always_fits(
    sessions: list[tuple[int, int, dict[str, int]]], needs: dict[str, int], remote: frozenset[str]
) -> None:
    bands = [
        Band(str(i), free + reserve + sum(least.values()), reserve, least)
        for i, (free, reserve, least) in enumerate(sessions)
    ]
    proposal = propose(bands, needs, remote)
    for band in bands:
        shares = proposal[band.session]
        assert sum(shares.values()) <= band.capacity - band.reserve
        assert all(shares.get(name, 0) >= least for name, least in band.least.items())
    for name, need in needs.items():
        have = sum(band.least.get(name, 0) for band in bands)
        assert sum(shares.get(name, 0) for shares in proposal.values()) <= max(need, have)
    used = sum(sum(shares.values()) for shares in proposal.values())
    room = sum(band.room for band in bands) + sum(sum(band.least.values()) for band in bands)
    if not any(band.least for band in bands):
        assert used == min(room, sum(needs.values()))
