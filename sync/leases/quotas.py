"""The office's side: how many places a session has, and how they are broken down. Only free tickets ever move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sync.leases.pool import Pool, Ticket, count
from sync.leases.terms import GENERAL, RESERVE, Refusal, Refused

Share = tuple[str, int | None]  # (pool, account): a pool, or what one account has of it
EVERYBODY: Share = (GENERAL, None)


def resize(pool: Pool, capacity: int) -> None:
    """Give the session so many places. New ones come to the general pool under new numbers; what goes is free, and goes
    from the general pool first, then from the reserve, the villages and the accounts, the highest numbers first.

    Raises `Refused` (capacity_below_given: given, leased, least), and then nothing has changed.
    """
    for _ in range(capacity - pool.capacity):
        pool.put(Ticket(pool.next))
        pool.next += 1
    surplus = pool.capacity - capacity
    if surplus <= 0:
        return
    free = sorted((each for each in pool.tickets.values() if each.free), key=_leaving)
    if len(free) < surplus:
        stand = pool.counts()
        least = pool.capacity - len(free)
        raise Refused(Refusal.CAPACITY_BELOW_GIVEN, given=stand.given, leased=stand.leased, least=least)
    for each in free[:surplus]:
        del pool.tickets[each.number]


def allot(pool: Pool, wanted: Mapping[Share, int]) -> None:
    """Let each named (pool, account) have so many tickets in all, given and leased ones included. Shares that are not
    named stay as they are; what is left over is the general pool's, which therefore cannot be named.

    Raises `Refused` (quota_below_given: pool, account, given, leased, least; or quota_above_capacity: wanted, free),
    and then nothing has changed; ValueError for a share that cannot be, as an account's part of the reserve.
    """
    tickets = dict(pool.tickets)
    wishes = sorted(wanted.items(), key=lambda wish: (wish[0][0], wish[0][1] or 0))
    for share, number in wishes:
        if share == EVERYBODY or number < 0 or (share[0] == RESERVE and share[1] is not None):
            raise ValueError(f"{share} cannot have {number} tickets")
        mine = [each for each in tickets.values() if (each.pool, each.account) == share]
        free = sorted((each for each in mine if each.free), key=_leaving)
        if number < len(mine) - len(free):
            stand = count(mine)
            raise Refused(
                Refusal.QUOTA_BELOW_GIVEN,
                pool=share[0],
                account=share[1],
                given=stand.given,
                leased=stand.leased,
                least=len(mine) - len(free),
            )
        for each in free[: max(0, len(mine) - number)]:
            tickets[each.number] = replace(each, pool=GENERAL, account=None)
    for share, number in wishes:
        lacking = number - sum((each.pool, each.account) == share for each in tickets.values())
        general = [each for each in tickets.values() if each.free and (each.pool, each.account) == EVERYBODY]
        if len(general) < lacking:
            raise Refused(Refusal.QUOTA_ABOVE_CAPACITY, wanted=lacking, free=len(general))
        for each in sorted(general, key=lambda each: each.number)[: max(0, lacking)]:
            tickets[each.number] = replace(each, pool=share[0], account=share[1])
    pool.tickets = tickets


def _leaving(ticket: Ticket) -> tuple[int, int]:
    order = 3 if ticket.account is not None else {GENERAL: 0, RESERVE: 1}.get(ticket.pool, 2)
    return order, -ticket.number
