"""What a phone is lent, and how it comes back: returned, expired, revoked, and never by a stale message."""

from __future__ import annotations

import pytest

from sync.leases import lending, quotas
from sync.leases.pool import Counts, Reach, changes
from sync.leases.terms import GRACE, HOUR, TERM, End
from tests.leases.makers import BEGINS, NEAR, NOW, lent, numbers, pool_of


def test_a_phone_draws_from_its_own_share_then_its_villages_then_what_is_everybodys() -> None:
    pool = pool_of(5, near=2, reserve=1, far=1)
    quotas.allot(pool, {(NEAR, None): 1, (NEAR, 7): 1})
    lease = lent(pool, 5, reach=Reach(frozenset({NEAR}), 7, reserve=True))
    drawn = [(each.pool, each.account) for each in pool.held(lease.id)]
    assert sorted(drawn, key=str) == [("", None), (NEAR, 7), (NEAR, None)]  # no other village, never the reserve
    assert lent(pool_of(5, near=2), 1, reach=Reach(frozenset({NEAR}), 7)).account == 7


def test_what_a_phone_wants_is_told_in_all_so_asking_twice_gives_no_more() -> None:
    pool = pool_of(10)
    lent(pool, 4)
    assert lending.lease(pool, 7, Reach(account=7), 4, NOW, BEGINS, "b") is None
    assert numbers(pool, lent(pool, 6, "c")) == [5, 6]
    assert lending.lease(pool, 7, Reach(account=7), 1, NOW, BEGINS, "d") is None
    assert pool.counts() == Counts(free=4, leased=6)


def test_a_phone_cannot_hold_more_than_the_most() -> None:
    pool = pool_of(50)
    assert len(numbers(pool, lent(pool, 40))) == 20


def test_a_lease_ends_with_its_term_or_when_the_session_begins() -> None:
    assert lent(pool_of(1), 1).until == NOW + TERM
    soon = lending.lease(pool_of(1), 7, Reach(account=7), 1, NOW, NOW + HOUR, "a")
    assert soon is not None
    assert soon.until == NOW + HOUR
    assert lending.lease(pool_of(1), 7, Reach(account=7), 1, NOW, NOW, "a") is None


def test_the_id_of_a_lease_is_never_used_twice() -> None:
    pool = pool_of(3)
    lent(pool, 1)
    with pytest.raises(ValueError, match="never used twice"):
        lent(pool, 2)


def test_a_ticket_given_back_is_free_and_a_stale_repeat_frees_nothing_else() -> None:
    pool = pool_of(1)
    lent(pool, 1)
    assert lending.give_back(pool, 7, [("a", 1)], NOW) == [1]
    assert pool.leases["a"].why is End.RETURNED
    lent(pool, 1, "b", writer=8)
    assert lending.give_back(pool, 7, [("a", 1)], NOW) == []
    assert pool.tickets[1].lease == "b"


def test_nobody_gives_back_what_another_phone_holds() -> None:
    pool = pool_of(1)
    lent(pool, 1)
    assert lending.give_back(pool, 8, [("a", 1), ("b", 1), ("a", 5)], NOW) == []
    assert pool.counts() == Counts(leased=1)


def test_tickets_come_back_after_the_term_and_the_grace_and_not_before() -> None:
    pool = pool_of(2)
    lent(pool, 2)
    assert lending.expire(pool, NOW + TERM + GRACE - 1) == []
    assert lending.expire(pool, NOW + TERM + GRACE) == [1, 2]
    assert lending.expire(pool, NOW + TERM + GRACE) == []
    assert (pool.leases["a"].why, pool.leases["a"].ended_at) == (End.EXPIRED, NOW + TERM + GRACE)


def test_what_is_past_its_end_does_not_count_as_held() -> None:
    pool = pool_of(3)
    lent(pool, 2)
    assert numbers(pool, lent(pool, 2, "b", now=NOW + TERM)) == [3]


def test_a_lost_phones_tickets_come_back_at_once_and_only_its_own() -> None:
    pool = pool_of(3)
    lent(pool, 2)
    lent(pool, 1, "b", writer=8)
    assert lending.revoke(pool, 7, NOW) == [1, 2]
    assert pool.leases["a"].why is End.REVOKED
    assert pool.counts() == Counts(free=2, leased=1)


def test_what_has_changed_can_be_told_for_writing() -> None:
    pool = pool_of(3)
    before = pool.copy()
    lent(pool, 1)
    quotas.resize(pool, 2)
    told = changes(before, pool)
    assert ([each.number for each in told.tickets], told.gone, [each.id for each in told.leases]) == ([1], [3], ["a"])
    assert told.pool
    assert changes(pool.copy(), pool) == changes(before, before)
