"""A slip keeps its ticket by right, or another one, or it is told why not; the waiting come in a fair order."""

from __future__ import annotations

from sync.leases import giving, lending, quotas
from sync.leases.fair import Waiting, order
from sync.leases.giving import Kept, Lost, Moved, Waits
from sync.leases.lending import Held
from sync.leases.pool import Counts, Reach
from sync.leases.terms import GRACE, TERM, End, Loss
from tests.leases.makers import ANYBODY, FAR, NEAR, NOW, lent, pool_of, proved

OVER = NOW + TERM + GRACE


def test_a_slip_given_out_under_a_lease_keeps_its_ticket() -> None:
    pool = pool_of(2)
    lease = lent(pool, 2)
    assert giving.claim(pool, "x", proved(lease, 2), ANYBODY, NOW) == Kept(2)
    assert pool.counts() == Counts(leased=1, given=1)


def test_the_same_slip_again_changes_nothing() -> None:
    pool = pool_of(2)
    lease = lent(pool, 2)
    giving.claim(pool, "x", proved(lease, 2), ANYBODY, NOW)
    before = pool.copy()
    assert giving.claim(pool, "x", proved(lease, 2), ANYBODY, NOW) == Kept(2)
    assert giving.claim(pool, "x", None, ANYBODY, NOW) == Kept(2)
    assert pool == before


def test_a_lease_whose_last_ticket_is_given_out_has_ended() -> None:
    pool = pool_of(1)
    giving.claim(pool, "x", proved(lent(pool, 1), 1), ANYBODY, NOW)
    assert pool.leases["a"].why is End.USED


def test_a_late_slip_has_its_ticket_if_nobody_else_has() -> None:
    pool = pool_of(1)
    lease = lent(pool, 1)
    lending.expire(pool, OVER)
    assert giving.claim(pool, "x", proved(lease, 1), ANYBODY, OVER) == Kept(1)


def test_a_late_slip_gets_another_ticket_of_its_pools() -> None:
    pool = pool_of(3, near=1)
    late = lent(pool, 1, reach=Reach(frozenset({NEAR}), 7))
    lending.expire(pool, OVER)
    lent(pool, 1, "b", writer=8, now=OVER, reach=Reach(frozenset({NEAR}), 8))
    told = giving.claim(pool, "x", proved(late, 1), Reach(frozenset({NEAR}), 7), OVER)
    assert told == Moved(2)
    assert giving.claim(pool, "x", proved(late, 1), ANYBODY, OVER) == Moved(2)
    assert pool.tickets[1].lease == "b"


def test_a_late_slip_without_a_place_is_lost_because_its_time_was_over() -> None:
    pool = pool_of(1)
    late = lent(pool, 1)
    lending.expire(pool, OVER)
    lent(pool, 1, "b", writer=8, now=OVER)
    assert giving.claim(pool, "x", proved(late, 1), ANYBODY, OVER) == Lost(Loss.EXPIRED)


def test_a_lost_phones_slip_without_a_place_is_lost_because_of_the_phone() -> None:
    pool = pool_of(1)
    lost = lent(pool, 1)
    lending.revoke(pool, 7, NOW)
    lent(pool, 1, "b", writer=8)
    assert giving.claim(pool, "x", proved(lost, 1), ANYBODY, NOW) == Lost(Loss.PHONE)


def test_a_ticket_whose_number_is_gone_is_not_another_one() -> None:
    pool = pool_of(2)
    late = lent(pool, 2)
    lending.expire(pool, OVER)
    quotas.resize(pool, 1)
    assert giving.claim(pool, "x", proved(late, 2), ANYBODY, OVER) == Moved(1)


def test_another_phones_lease_gives_no_right() -> None:
    pool = pool_of(1)
    lease = lent(pool, 1)
    forged = Held(lease.id, 8, 8, 1, lease.until)
    assert giving.claim(pool, "x", forged, ANYBODY, NOW) == Lost(Loss.EXPIRED)
    assert pool.tickets[1].lease == lease.id


def test_a_ticket_given_out_twice_by_one_phone_is_the_firsts() -> None:
    pool = pool_of(1)
    lease = lent(pool, 1)
    giving.claim(pool, "x", proved(lease, 1), ANYBODY, NOW)
    assert giving.claim(pool, "y", proved(lease, 1), ANYBODY, NOW) == Lost(Loss.EXPIRED)
    assert pool.tickets[1].appointment == "x"


def test_a_requested_place_waits_even_if_one_is_free() -> None:
    """So nobody overtakes who waits already: `confirm` decides for all."""
    pool = pool_of(1)
    assert giving.claim(pool, "x", None, ANYBODY, NOW) == Waits()
    assert giving.confirm(pool, [Waiting("x", 0, 1, ANYBODY)], NOW) == [("x", 1)]


def test_a_cancelled_place_is_free_for_its_own_pool() -> None:
    pool = pool_of(1, near=1)
    lease = lent(pool, 1, reach=Reach(frozenset({NEAR}), 7))
    giving.claim(pool, "x", proved(lease, 1), ANYBODY, NOW)
    assert giving.release(pool, "x") == 1
    assert giving.release(pool, "x") is None
    assert pool.counts_by_pool() == {(NEAR, None): Counts(free=1)}


def test_the_waiting_come_by_priority_group_then_by_how_long_they_have_waited() -> None:
    def waits(name: str, rank: int, asked_at: int) -> Waiting:
        return Waiting(name, rank, asked_at, ANYBODY)

    waiting = [waits("9.2", 1, 50), waits("9.10", 1, 50), waits("3.1", 1, 70), waits("8.1", 0, 90)]
    assert [each.appointment for each in order(waiting)] == ["8.1", "9.2", "9.10", "3.1"]
    assert giving.confirm(pool_of(2), reversed(waiting), NOW) == [("8.1", 1), ("9.2", 2)]


def test_who_waits_gets_a_place_of_his_own_village_before_one_that_others_need() -> None:
    pool = pool_of(2, near=1)
    waiting = [Waiting("1.1", 0, 1, Reach(frozenset({NEAR}))), Waiting("1.2", 0, 2, Reach(frozenset({FAR})))]
    assert giving.confirm(pool, waiting, NOW) == [("1.1", 1), ("1.2", 2)]


def test_who_waits_for_a_village_without_places_does_not_hold_up_the_others() -> None:
    pool = pool_of(1, near=1)
    waiting = [Waiting("1.1", 0, 1, Reach(frozenset({FAR}))), Waiting("1.2", 0, 2, Reach(frozenset({NEAR})))]
    assert giving.confirm(pool, waiting, NOW) == [("1.2", 1)]


def test_only_the_office_reaches_the_reserve_and_last() -> None:
    pool = pool_of(2, reserve=1)
    assert giving.confirm(pool, [Waiting("1.1", 0, 1, ANYBODY), Waiting("1.2", 0, 2, ANYBODY)], NOW) == [("1.1", 2)]
    assert giving.confirm(pool, [Waiting("1.2", 0, 2, Reach(reserve=True))], NOW) == [("1.2", 1)]
