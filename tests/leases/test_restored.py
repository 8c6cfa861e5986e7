"""A restored backup has forgotten leases: what they hold is given to nobody else, and a proof takes them up again."""

from __future__ import annotations

from dataclasses import replace

from sync.leases import giving, lending, quotas
from sync.leases.fair import Waiting
from sync.leases.giving import Kept, Lost
from sync.leases.pool import Counts, Pool, Reach
from sync.leases.terms import GRACE, TERM, THAW, Loss
from tests.leases.makers import ANYBODY, BEGINS, NOW, lent, numbers, pool_of, proved


def restored(backup: Pool) -> Pool:
    pool = backup.copy()
    lending.freeze(pool, NOW + THAW)
    return pool


def test_what_looks_free_is_neither_lent_nor_given_until_it_thaws() -> None:
    pool = restored(pool_of(2))
    assert pool.counts() == Counts(frozen=2)
    assert lending.lease(pool, 8, Reach(account=8), 2, NOW, BEGINS, "z") is None
    assert giving.confirm(pool, [Waiting("1.1", 0, 1, ANYBODY)], NOW) == []
    assert lending.thaw(pool) == [1, 2]
    assert numbers(pool, lent(pool, 2, "z", writer=8)) == [1, 2]
    assert pool.frozen_until is None


def test_a_slip_of_a_forgotten_lease_keeps_its_ticket() -> None:
    backup = pool_of(2)
    forgotten = lent(backup.copy(), 2)
    pool = restored(backup)
    assert giving.claim(pool, "x", proved(forgotten, 2), ANYBODY, NOW) == Kept(2)


def test_a_forgotten_lease_is_taken_up_ticket_by_ticket() -> None:
    backup = pool_of(3)
    forgotten = lent(backup.copy(), 3)
    pool = restored(backup)
    assert lending.adopt(pool, proved(forgotten, 1), NOW)
    assert lending.adopt(pool, proved(forgotten, 1), NOW)
    assert giving.claim(pool, "x", proved(forgotten, 3), ANYBODY, NOW) == Kept(3)  # given out before it was taken up
    assert lending.adopt(pool, proved(forgotten, 2), NOW)
    assert pool.counts() == Counts(leased=2, given=1)
    lending.thaw(pool)
    assert lending.expire(pool, forgotten.until + GRACE) == [1, 2]


def test_an_adopted_lease_whose_tickets_are_all_used_still_covers_slips_on_their_way() -> None:
    backup = pool_of(2)
    forgotten = lent(backup.copy(), 2)
    pool = restored(backup)
    lending.adopt(pool, proved(forgotten, 1), NOW)
    lending.give_back(pool, 7, [(forgotten.id, 1)], NOW)
    assert giving.claim(pool, "x", proved(forgotten, 2), ANYBODY, NOW) == Kept(2)


def test_a_forgotten_lease_goes_before_an_earlier_one_that_the_backup_knows() -> None:
    """The earlier phone had given the ticket back, or the server could not have lent it again."""
    backup = pool_of(1)
    earlier = lent(backup, 1)
    later = backup.copy()
    lending.give_back(later, 7, [(earlier.id, 1)], NOW)
    forgotten = lent(later, 1, "b", writer=8)
    pool = restored(backup)
    assert pool.counts() == Counts(leased=1)
    assert giving.claim(pool, "x", proved(forgotten, 1), ANYBODY, NOW) == Kept(1)
    assert giving.claim(pool, "y", proved(earlier, 1), ANYBODY, NOW) == Lost(Loss.EXPIRED)


def test_what_a_known_lease_gives_back_may_be_held_by_a_forgotten_one() -> None:
    backup = pool_of(1)
    earlier = lent(backup, 1)
    pool = restored(backup)
    assert lending.give_back(pool, 7, [(earlier.id, 1)], NOW) == [1]
    assert pool.counts() == Counts(frozen=1)


def test_a_known_lease_goes_on_after_a_restore() -> None:
    backup = pool_of(1)
    lease = lent(backup, 1)
    assert giving.claim(restored(backup), "x", proved(lease, 1), ANYBODY, NOW) == Kept(1)


def test_a_forgotten_lease_that_is_over_is_not_taken_up_but_its_slip_that_is_told_again_holds() -> None:
    backup = pool_of(1)
    forgotten = lent(backup.copy(), 1)
    pool = restored(backup)
    over = forgotten.until + GRACE
    assert not lending.adopt(pool, proved(forgotten, 1), over)
    assert giving.claim(pool, "x", proved(forgotten, 1), ANYBODY, over) == Kept(1)


def test_once_it_has_thawed_a_forgotten_lease_that_is_over_has_no_right() -> None:
    backup = pool_of(1)
    forgotten = lent(backup.copy(), 1)
    pool = restored(backup)
    lending.thaw(pool)
    lent(pool, 1, "z", writer=8, now=NOW + THAW)
    assert giving.claim(pool, "x", proved(forgotten, 1), ANYBODY, NOW + THAW) == Lost(Loss.EXPIRED)


def test_nothing_is_taken_back_while_it_is_frozen_so_that_a_slip_told_again_holds() -> None:
    backup = pool_of(1)
    lease = lent(backup, 1)
    pool = restored(backup)
    over = lease.until + GRACE
    assert lending.expire(pool, over) == []
    assert giving.claim(pool, "x", proved(lease, 1), ANYBODY, over) == Kept(1)


def test_a_lease_that_ended_before_the_backup_is_not_taken_up() -> None:
    backup = pool_of(1)
    ended = lent(backup, 1)
    lending.give_back(backup, 7, [(ended.id, 1)], NOW)
    assert not lending.adopt(restored(backup), proved(ended, 1), NOW)


def test_what_is_given_or_leased_anew_is_not_taken_up() -> None:
    backup = pool_of(1)
    forgotten = lent(backup.copy(), 1)
    pool = restored(backup)
    lending.thaw(pool)
    lent(pool, 1, "z", writer=8)
    assert not lending.adopt(pool, proved(forgotten, 1), NOW)
    assert not lending.adopt(pool, proved(forgotten, 9), NOW)
    assert pool.tickets[1].lease == "z"


def test_a_number_that_the_forgotten_time_may_have_given_out_is_not_made_again() -> None:
    backup = pool_of(2)
    after = backup.copy()
    quotas.resize(after, 3)
    pool = restored(backup)
    quotas.resize(pool, 3)
    assert set(after.tickets) & set(pool.tickets) == {1, 2}
    again = backup.copy()
    lending.freeze(again, NOW + THAW, restores=2)
    quotas.resize(again, 3)
    assert set(again.tickets) & set(pool.tickets) == {1, 2}


def test_a_forgotten_lease_of_a_lost_phone_gives_no_right() -> None:
    backup = pool_of(1)
    held = replace(proved(lent(backup.copy(), 1), 1), lost=True)
    pool = restored(backup)
    assert not lending.adopt(pool, held, NOW)
    assert giving.claim(pool, "x", held, ANYBODY, NOW) == Lost(Loss.PHONE)


def test_every_forgotten_lease_is_over_when_the_places_thaw() -> None:
    assert TERM + GRACE <= THAW
