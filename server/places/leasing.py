"""Places lent to one phone: what it gives back, proves and wants, and what it holds then (docs/protocol.md, T1–T5).

State, not commands: the same request again, late or doubled, changes nothing that it should not.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.accounts import granted_areas
from server.auth import Asker
from server.places import proofs, queue, sessions, storing
from server.store.tables import Area, core
from server.store.tables import Lease as LeaseRow
from server.store.tables import Ticket as TicketRow
from sync import areas
from sync.leases import lending
from sync.leases.lending import Held
from sync.leases.pool import Reach, Ticket
from sync.leases.terms import MOST_OF_A_PHONE, MOST_OF_A_SESSION

_LEASE, _TICKET = core(LeaseRow), core(TicketRow)


def take_back(session: Session, asker: Asker, back: Sequence[Mapping[str, Any]], now: int) -> bool:
    """Take what the phone gives back; True if somebody may wait for it."""
    given = [(each["session"], each["lease"], number) for each in back for number in each["tickets"]]
    opened = storing.opened(session, {name for name, _, _ in given})
    freed = []
    for name, pool in opened.pools.items():
        mine = [(lease, number) for of, lease, number in given if of == name]
        if lending.give_back(pool, asker.id, mine, now):
            freed.append(name)
    opened.save()
    queue.stir(session, freed)
    return bool(freed)


def take_up(session: Session, asker: Asker, have: Sequence[Mapping[str, Any]], now: int) -> None:
    """After a restore: leases that the phone proves and the database has forgotten are its own again."""
    proved = [
        (each["session"], Held(each["lease"], asker.id, asker.account, ticket["n"], each["until"]))
        for each in have
        for ticket in each["tickets"]
        if proofs.holds(each["lease"], asker.id, each["session"], ticket["n"], each["until"], ticket["proof"])
    ]
    opened = storing.opened(session, {name for name, _ in proved})
    for name, held in proved:
        if name in opened.pools:
            lending.adopt(opened.pools[name], held, now)
    opened.save()


def lend(session: Session, asker: Asker, want: Mapping[str, int], now: int) -> Reach:
    """Let the phone hold as many places of each session as it wants, as far as there are free ones within its reach.
    Only sessions in which there is something to lend are opened.
    """
    reach = reach_of(session, asker.account)
    holds = _held(session, asker.id, now)
    free = _free(session, want, reach)
    facts = sessions.facts(session, [name for name, number in want.items() if number > holds.get(name, 0)])
    made = [name for name, each in facts.items() if each.open and now < each.begins and free.get(name, 1)]
    if not made:
        return reach
    opened = storing.opened(session, made)
    for name in sorted(opened.pools):
        room = MOST_OF_A_PHONE - sum(number for other, number in holds.items() if other != name)
        most = min(MOST_OF_A_SESSION, max(0, room))
        pool = opened.pools[name]
        lent = lending.lease(
            pool, asker.id, reach, want[name], now, facts[name].begins, f"l{secrets.token_hex(12)}", most
        )
        if lent is not None:
            holds[name] = holds.get(name, 0) + len(pool.held(lent.id))
    opened.save()
    return reach


def told(session: Session, asker: Asker, asked: Iterable[str], reach: Reach, now: int) -> dict[str, Any]:
    """What the phone holds now, with its proofs, and how many more places there are of the sessions that it asked
    for: none of one that has begun or does not take place.
    """
    query = (
        select(_LEASE.c.id, _LEASE.c.session, _LEASE.c.until, _TICKET.c.number)
        .join(_TICKET, _TICKET.c.lease == _LEASE.c.id)
        .where(_LEASE.c.writer == asker.id, _LEASE.c.ended_at.is_(None))
        .order_by(_LEASE.c.until, _LEASE.c.id, _TICKET.c.number)
    )
    leases: dict[str, dict[str, Any]] = {}
    for lease, name, until, number in session.execute(query):
        one = leases.setdefault(lease, {"id": lease, "session": name, "until": until, "tickets": []})
        one["tickets"].append({"n": number, "proof": proofs.proof(lease, asker.id, name, number, until)})
    names = {*asked, *(each["session"] for each in leases.values())}
    facts = sessions.facts(session, names)
    ahead = [name for name, each in facts.items() if each.open and now < each.begins]
    return {"leases": list(leases.values()), "free": dict.fromkeys(sorted(names), 0) | _free(session, ahead, reach)}


def reach_of(session: Session, account: int) -> Reach:
    """The pools that a phone of this account may draw from: its own shares, those of the villages in which it works,
    and what is everybody's.
    """
    villages: set[str] = set()
    for code in granted_areas(session, account):
        if areas.level(code) == "township":
            villages.update(session.scalars(select(Area.code).where(Area.level == "village")))
        elif (village := areas.village_of(code)) is not None:
            villages.add(village)
    return Reach(frozenset(villages), account)


def _held(session: Session, writer: int, now: int) -> dict[str, int]:
    """How many places of each session the phone holds and may still give out."""
    query = (
        select(_LEASE.c.session, func.count())
        .join(_TICKET, _TICKET.c.lease == _LEASE.c.id)
        .where(_LEASE.c.writer == writer, _LEASE.c.ended_at.is_(None), _LEASE.c.until > now)
        .group_by(_LEASE.c.session)
    )
    return {name: number for name, number in session.execute(query)}


def _free(session: Session, names: Iterable[str], reach: Reach) -> dict[str, int]:
    """How many free places there are within reach, of sessions whose places have been made."""
    query = (
        select(_TICKET.c.session, _TICKET.c.pool, _TICKET.c.account, func.count())
        .where(_TICKET.c.session.in_(sorted(set(names))), _TICKET.c.appointment.is_(None), _TICKET.c.lease.is_(None))
        .where(~_TICKET.c.frozen)
        .group_by(_TICKET.c.session, _TICKET.c.pool, _TICKET.c.account)
    )
    found: dict[str, int] = {}
    for name, pool, account, number in session.execute(query):
        within = reach.rank(Ticket(1, pool, account)) is not None
        found[name] = found.get(name, 0) + (number if within else 0)
    return found
