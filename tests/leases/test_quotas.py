"""The office changes capacity and quotas at any time; what is given out or leased stays as it is."""

from __future__ import annotations

import pytest

from sync.leases import giving, lending, quotas
from sync.leases.pool import Counts, Pool, Reach
from sync.leases.terms import RESERVE, Refused
from tests.leases.makers import ANYBODY, FAR, NEAR, NOW, lent, pool_of, proved


def by_pool(pool: Pool) -> dict[tuple[str, int | None], int]:
    return {share: counts.capacity for share, counts in pool.counts_by_pool().items()}


def test_places_are_numbered_from_one() -> None:
    assert sorted(pool_of(3).tickets) == [1, 2, 3]


def test_a_number_that_is_gone_never_comes_back() -> None:
    pool = pool_of(4)
    quotas.resize(pool, 2)
    quotas.resize(pool, 4)
    assert sorted(pool.tickets) == [1, 2, 5, 6]


def test_capacity_cannot_go_below_what_is_given_and_leased() -> None:
    pool = pool_of(5)
    lease = lent(pool, 3)
    giving.claim(pool, "x", proved(lease, 1), ANYBODY, NOW)
    quotas.resize(pool, 3)
    before = pool.copy()
    with pytest.raises(Refused) as told:
        quotas.resize(pool, 2)
    assert (told.value.code, told.value.details) == ("capacity_below_given", {"given": 1, "leased": 2, "least": 3})
    assert pool == before


def test_places_that_go_come_from_the_general_pool_then_the_reserve_then_the_villages() -> None:
    pool = pool_of(6, near=2, reserve=2)
    quotas.resize(pool, 4)
    assert by_pool(pool) == {(NEAR, None): 2, (RESERVE, None): 2}
    quotas.resize(pool, 1)
    assert by_pool(pool) == {(NEAR, None): 1}


def test_quotas_take_from_the_general_pool_and_give_back_to_it() -> None:
    pool = pool_of(10, near=4, far=3)
    quotas.allot(pool, {(NEAR, None): 1, (FAR, None): 5, (FAR, 9): 2})
    assert by_pool(pool) == {("", None): 2, (NEAR, None): 1, (FAR, None): 5, (FAR, 9): 2}


def test_shares_that_are_not_named_stay() -> None:
    pool = pool_of(10, near=4, far=3)
    quotas.allot(pool, {(NEAR, None): 2})
    assert by_pool(pool)[(FAR, None)] == 3


def test_a_quota_cannot_go_below_what_is_given_and_leased_of_it() -> None:
    pool = pool_of(10, near=4)
    lease = lent(pool, 3, reach=Reach(frozenset({NEAR}), 7))
    giving.claim(pool, "x", proved(lease, 1), ANYBODY, NOW)
    before = pool.copy()
    with pytest.raises(Refused) as told:
        quotas.allot(pool, {(FAR, None): 5, (NEAR, None): 2})
    assert told.value.code == "quota_below_given"
    assert told.value.details == {"pool": NEAR, "account": None, "given": 1, "leased": 2, "least": 3}
    assert pool == before


def test_no_more_can_be_broken_down_than_there_is() -> None:
    pool = pool_of(5, near=3)
    before = pool.copy()
    with pytest.raises(Refused) as told:
        quotas.allot(pool, {(NEAR, None): 2, (FAR, None): 4})
    assert (told.value.code, told.value.details) == ("quota_above_capacity", {"wanted": 4, "free": 3})
    assert pool == before


@pytest.mark.parametrize("share", [("", None), (RESERVE, 4)])
def test_what_is_left_over_cannot_be_named_and_nobody_owns_the_reserve(share: tuple[str, int | None]) -> None:
    with pytest.raises(ValueError, match="cannot have"):
        quotas.allot(pool_of(5), {share: 1})


def test_a_ticket_moves_with_its_phone_and_not_with_the_quota() -> None:
    """Given back, a village's ticket is the village's again."""
    pool = pool_of(4, near=1)
    lease = lent(pool, 1, reach=Reach(frozenset({NEAR}), 7))
    lending.give_back(pool, 7, [(lease.id, 1)], NOW)
    assert pool.counts_by_pool()[(NEAR, None)] == Counts(free=1)
