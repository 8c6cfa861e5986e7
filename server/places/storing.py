"""One session's tickets and leases, read under the lock of its row in `pools` and written back as far as they changed.

Whoever needs scopes as well locks those first, and then pools, both ascending; never the other way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, bindparam, delete, select, update
from sqlalchemy.orm import Session

from server.exchange.book import chunks
from server.places import sessions
from server.store import bulk
from server.store.tables import Lease as LeaseRow
from server.store.tables import PlacePool, core
from server.store.tables import Ticket as TicketRow
from sync.leases import lending, quotas
from sync.leases.pool import Changes, Lease, Pool, Ticket, changes
from sync.leases.terms import End

_POOL, _TICKET, _LEASE = core(PlacePool), core(TicketRow), core(LeaseRow)


class Opened:
    """Pools that this transaction holds. Change them by the engine's functions, then `save`, once."""

    def __init__(self, session: Session, pools: dict[str, Pool], before: dict[str, Pool]) -> None:
        self._session = session
        self.pools = pools
        self._before = before

    def save(self) -> None:
        """Write what has changed. First whatever loses its lease or appointment: the table never holds two of one."""
        changed = {name: changes(self._before[name], pool) for name, pool in self.pools.items()}
        connection = self._session.connection()
        for name, each in changed.items():
            _write_leases(self._session, name, self._before[name], each)
        given = [(name, each) for name, some in changed.items() for each in some.tickets]
        lost = [(name, each.number) for name, each in given if self._loses(name, each)]
        if lost:
            self._session.execute(
                update(_TICKET)
                .where(_TICKET.c.session == _bound("session"), _TICKET.c.number == _bound("number"))
                .values(appointment=None),
                [{"b_session": name, "b_number": number} for name, number in lost],
            )
        fresh = [_row(name, each) for name, each in given if each.number not in self._before[name].tickets]
        known = [_row(name, each) for name, each in given if each.number in self._before[name].tickets]
        bulk.insert(connection, _TICKET, fresh)
        if known:
            self._session.execute(_update(_TICKET, "session", "number"), [_bind(row) for row in known])
        for name, each in changed.items():
            if each.gone:
                of_pool = _TICKET.c.session == name
                self._session.execute(delete(_TICKET).where(of_pool, _TICKET.c.number.in_(each.gone)))
            if each.pool:
                pool = self.pools[name]
                values = {"capacity": pool.capacity, "next": pool.next, "frozen_until": pool.frozen_until}
                self._session.execute(update(_POOL).where(_POOL.c.session == name).values(values))
        self._before = {name: pool.copy() for name, pool in self.pools.items()}

    def _loses(self, name: str, ticket: Ticket) -> bool:
        before = self._before[name].tickets.get(ticket.number)
        return before is not None and before.appointment not in (None, ticket.appointment)


def opened(session: Session, names: Iterable[str]) -> Opened:
    """Lock and load the pools of these sessions, ascending. One that is not there yet is made as large as the session's
    record says; a session without a record has no pool.
    """
    wanted = sorted(set(names))
    found = _locked(session, wanted)
    if missing := [name for name in wanted if name not in found]:
        _make(session, missing)
        found = _locked(session, wanted)
    pools = _load(session, found)
    before = {name: pool.copy() for name, pool in pools.items()}
    for name, pool in pools.items():
        if name in missing:
            _fill(session, name, pool, capacity=found[name][0])
    return Opened(session, pools, before)


def looked(session: Session, names: Iterable[str]) -> dict[str, Pool]:
    """The pools of these sessions as they stand, for reading. One that has not been made is absent."""
    columns = (_POOL.c.session, _POOL.c.capacity, _POOL.c.next, _POOL.c.frozen_until)
    found: dict[str, tuple[Any, ...]] = {}
    for some in chunks(sorted(set(names))):
        found |= {name: tuple(rest) for name, *rest in session.execute(select(*columns).where(columns[0].in_(some)))}
    return _load(session, found)


def _locked(session: Session, names: Sequence[str]) -> dict[str, tuple[Any, ...]]:
    columns = (_POOL.c.session, _POOL.c.capacity, _POOL.c.next, _POOL.c.frozen_until)
    query = select(*columns).where(_POOL.c.session.in_(names)).order_by(_POOL.c.session).with_for_update()
    return {name: tuple(rest) for name, *rest in session.execute(query)}


def _make(session: Session, names: Sequence[str]) -> None:
    """Rows for sessions that have none; the tickets follow under its lock, made by whoever gets it first."""
    facts = sessions.facts(session, names)
    rows = [{"session": name, "capacity": facts[name].capacity, "next": 1} for name in sorted(facts)]
    if rows:
        session.execute(bulk.upsert(session, _POOL).values(rows).on_conflict_do_nothing())


def _fill(session: Session, name: str, pool: Pool, capacity: int) -> None:
    if pool.next > 1:
        return  # somebody else has, while its lock was waited for
    quotas.resize(pool, capacity)
    from server.places import restoring  # which opens pools itself

    until = restoring.forgotten_until(session, name)
    if until is not None:
        lending.freeze(pool, until)


def _load(session: Session, found: Mapping[str, tuple[Any, ...]]) -> dict[str, Pool]:
    pools = {
        name: Pool(name, next=following, frozen_until=until) for name, (_, following, until) in sorted(found.items())
    }
    for some in chunks(list(pools)):
        tickets = select(_TICKET).where(_TICKET.c.session.in_(some)).order_by(_TICKET.c.session, _TICKET.c.number)
        for name, number, pool, account, lease, appointment, frozen in session.connection().execute(tickets):
            pools[name].tickets[number] = Ticket(number, pool, account, lease, appointment, bool(frozen))
        leases = select(
            _LEASE.c.session, _LEASE.c.id, _LEASE.c.writer, _LEASE.c.account, _LEASE.c.since, _LEASE.c.until,
            _LEASE.c.ended_at, _LEASE.c.why,
        ).where(_LEASE.c.session.in_(some))  # fmt: skip
        for name, lease_id, writer, account, since, until, ended_at, why in session.connection().execute(leases):
            pools[name].leases[lease_id] = Lease(
                lease_id, writer, account, since, until, ended_at, End(why) if why else None
            )
    return pools


def _write_leases(session: Session, name: str, before: Pool, changed: Changes) -> None:
    rows = [
        {
            "id": each.id, "session": name, "writer": each.writer, "account": each.account, "pool": "",
            "since": each.since, "until": each.until, "ended_at": each.ended_at,
            "why": str(each.why) if each.why else None,
        }
        for each in changed.leases
    ]  # fmt: skip
    fresh = [row for row in rows if row["id"] not in before.leases]
    known = [row for row in rows if row["id"] in before.leases]
    bulk.insert(session.connection(), _LEASE, fresh)
    bulk.update(session.connection(), _LEASE, "id", ("until", "ended_at", "why"), known)


def _row(name: str, ticket: Ticket) -> dict[str, Any]:
    return {
        "session": name, "number": ticket.number, "pool": ticket.pool, "account": ticket.account,
        "lease": ticket.lease, "appointment": ticket.appointment, "frozen": ticket.frozen,
    }  # fmt: skip


def _bound(name: str) -> Any:
    return bindparam(f"b_{name}")


def _update(table: Table, *key: str) -> Any:
    others = [column.name for column in table.columns if column.name not in key]
    where = [table.c[name] == _bound(name) for name in key]
    return update(table).where(*where).values({name: _bound(name) for name in others})


def _bind(row: Mapping[str, Any]) -> dict[str, Any]:
    return {f"b_{name}": value for name, value in row.items()}
