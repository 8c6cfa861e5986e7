"""A town of five phones and one session for the property: phones that keep what they must keep, a network that loses,
doubles and delays, a server that is restored from backups, and an office that changes its mind.

Phones do what `docs/protocol.md` asks of them: what is used or given back is marked durably first, nothing is given out
from the lease's end on, and after a restore everything of the last days is told again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from sync.leases import giving, lending, quotas
from sync.leases.fair import Waiting
from sync.leases.giving import Kept, Lost, Moved
from sync.leases.lending import Held
from sync.leases.pool import Pool
from sync.leases.terms import GRACE, HOUR, RESERVE, THAW, Loss, Refused
from tests.leases.people import VILLAGES, Phone, Right, Server, Slip

BEGINS = 2_000 * HOUR


class Town:
    """Everything, with a method for whatever may happen. Choices are numbers, taken modulo what there is to choose."""

    def __init__(self, capacity: int) -> None:
        self.now = 0
        self.phones = [Phone(writer) for writer in range(1, 6)]
        self.server = Server(Pool("s"))
        self.backups: list[Server] = []
        self.restores = 0
        self.answers: list[tuple[Phone, list[Held]]] = []
        self.requests: list[tuple[Phone, list[Held], list[Right], int]] = []
        self.made = 0
        self.ends: Counter[str] = Counter()
        self.kept: set[str] = set()  # slips that were kept by right, whether or not the server remembers
        self.gone: set[Right] = set()  # tickets that a restored database does not have, or has given to somebody else
        quotas.resize(self.server.pool, capacity)

    def time_passes(self, hours: int) -> None:
        """So many hours; a thaw when its time has come."""
        self.now += hours * HOUR
        until = self.server.pool.frozen_until
        if until is not None and until <= self.now:
            lending.thaw(self.server.pool)
            self.kept &= self.server.seen.keys()  # who has not told it again by now has no right to it any more

    def reclaim(self) -> None:
        """The server takes back what is over."""
        self.ends["expired"] += len(lending.expire(self.server.pool, self.now))

    def ask(self, which: int, want: int, back: int) -> None:
        """A phone sends a request: it marks first what it gives back, then tells what it holds."""
        phone = self.phones[which % 5]
        over = [right for right, held in phone.holds.items() if held.until <= self.now]
        rest = [right for right in phone.holds if right not in over]
        gives_back = over + rest[:back]
        phone.spent.update(gives_back)
        for right in gives_back:
            del phone.holds[right]
        self.requests.append((phone, list(phone.holds.values()), sorted(phone.spent - self._used(phone)), want))

    def sync(self, which: int, want: int) -> None:
        """A phone's request and its answer, for once without trouble."""
        self.ask(which, want, 0)
        before = len(self.answers)
        self.request_arrives(len(self.requests) - 1, again=True)
        if len(self.answers) > before:
            self.answer_arrives(before, again=True)

    def request_arrives(self, which: int, again: bool) -> None:
        """Any request that was sent, perhaps not for the last time."""
        if not self.requests:
            return
        phone, have, back, want = self.requests[which % len(self.requests)]
        if not again:
            self.requests.remove((phone, have, back, want))
        if phone.writer in self.server.revoked:
            return
        pool = self.server.pool
        for held in have:
            self.ends["adopted"] += held.lease not in pool.leases and lending.adopt(pool, held, self.now)
            lending.adopt(pool, held, self.now)
        lending.give_back(pool, phone.writer, back, self.now)
        self.confirm()
        self.made += 1
        lending.lease(pool, phone.writer, phone.reach, want, self.now, BEGINS, f"l{self.made}")
        leases = [each for each in pool.leases.values() if each.writer == phone.writer and each.ended_at is None]
        told = [
            Held(lease.id, phone.writer, phone.writer, ticket.number, lease.until)
            for lease in leases
            for ticket in pool.held(lease.id)
        ]
        self.answers.append((phone, told))

    def answer_arrives(self, which: int, again: bool) -> None:
        """Any answer, perhaps an old one."""
        if not self.answers:
            return
        phone, told = self.answers[which % len(self.answers)]
        if not again:
            self.answers.remove((phone, told))
        for held in told:
            if (held.lease, held.number) not in phone.spent:
                phone.holds[held.lease, held.number] = held

    def give_out(self, which: int, choice: int) -> None:
        """A phone gives out a place offline: confirmed if it holds a ticket, else (not always) requested."""
        phone = self.phones[which % 5]
        usable = [held for held in phone.holds.values() if self.now < held.until]
        if not usable and choice:
            return
        held = usable[choice % len(usable)] if usable else None
        if held is not None:
            phone.spent.add((held.lease, held.number))
            del phone.holds[held.lease, held.number]
        phone.slips.append(Slip(f"{phone.writer}.{len(phone.slips) + 1}", held, phone.reach, self.now))
        if phone.writer in self.server.revoked:
            phone.slips[-1].doomed = "lost phone"

    def push(self, which: int, upto: int) -> None:
        """The first of a phone's slips reach the server, those that it knows already again."""
        phone = self.phones[which % 5]
        for slip in phone.slips[: upto + 1]:
            self.server.seen.setdefault(slip.name, slip)
            if slip.name not in self.server.cancelled:
                self._settle(slip)
        self.confirm()

    def confirm(self) -> None:
        """Whatever is free goes to those who wait."""
        waiting = [
            Waiting(name, 0, self.server.seen[name].at, self.server.seen[name].reach)
            for name, number in self.server.became.items()
            if number is None and name not in self.server.cancelled
        ]
        for name, number in giving.confirm(self.server.pool, waiting, self.now):
            self.server.became[name] = number
            self.ends["confirmed later"] += 1

    def cancel(self, which: int) -> None:
        """An appointment is cancelled."""
        live = sorted(self.server.seen.keys() - self.server.cancelled)
        if live:
            name = live[which % len(live)]
            self.server.cancelled.add(name)
            giving.release(self.server.pool, name)

    def lose(self, which: int) -> None:
        """A phone is lost and reported."""
        phone = self.phones[which % 5]
        self.server.revoked.add(phone.writer)
        self._revoke()

    def change(self, capacity: int, near: int, own: int, reserve: int) -> None:
        """The office wants another capacity and other quotas, and is perhaps refused."""
        pool = self.server.pool
        wishes = {(VILLAGES[0], None): near, (VILLAGES[1], 5): own, (RESERVE, None): reserve}
        before = pool.copy()
        try:
            quotas.resize(pool, capacity)
            before = pool.copy()
            quotas.allot(pool, wishes)
        except Refused as refused:
            assert pool == before
            self.ends[str(refused.code)] += 1

    def back_up(self) -> None:
        """A backup is made."""
        self.backups.append(self.server.copy())

    def restore(self, which: int) -> None:
        """A backup is restored. Revoked phones stay revoked: the office revokes them again."""
        if not self.backups:
            return
        forgotten = self.server
        self.server = self.backups[which % len(self.backups)].copy()
        self.restores += 1
        pool = self.server.pool
        lending.freeze(pool, self.now + THAW, self.restores)
        self.server.revoked |= forgotten.revoked
        self._revoke()
        for name in sorted(forgotten.cancelled):  # its phone tells that again, too
            giving.release(pool, name)
        self.server.cancelled |= forgotten.cancelled
        for held in self._outstanding():
            ticket = pool.tickets.get(held.number)
            if ticket is None or ticket.appointment is not None:
                self.gone.add((held.lease, held.number))

    def check(self) -> None:
        """What always holds."""
        pool = self.server.pool
        counts = pool.counts()
        assert counts.free + counts.leased + counts.given + counts.frozen == pool.capacity == len(pool.tickets)
        holders = [each.appointment for each in pool.tickets.values() if each.appointment is not None]
        assert len(holders) == len(set(holders)) <= pool.capacity
        assert sum(each.capacity for each in pool.counts_by_pool().values()) == pool.capacity
        for name, number in self.server.became.items():
            if number is not None and name not in self.server.cancelled:
                assert number in pool.tickets and pool.tickets[number].appointment == name, (
                    "a confirmed place was taken away"
                )
        promised = Counter(slip.held.number for slip in self.pending() if slip.held is not None)
        for number, times in promised.items():
            ticket = pool.tickets.get(number)
            assert ticket is not None, "a slip under way holds a ticket that is gone"
            assert times == 1, "two slips hold one ticket by right"
            assert ticket.appointment is None, "a slip under way holds a ticket that is given to somebody else"
            assert not ticket.free, "a ticket is free that a slip under way holds by right"
        for each in pool.leases.values():
            assert each.ended_at is None or not pool.held(each.id)

    def _revoke(self) -> None:
        for phone in self.phones:
            if phone.writer in self.server.revoked:
                lending.revoke(self.server.pool, phone.writer, self.now)
                for slip in phone.slips:
                    slip.doomed = slip.doomed if slip.name in self.server.seen else "lost phone"

    def pending(self) -> list[Slip]:
        """Slips under way that hold by right."""
        return [each for each in self._slips() if each.name not in self.server.seen and self._by_right(each)]

    def _by_right(self, slip: Slip) -> bool:
        held = slip.held
        if held is None or slip.doomed or slip.name in self.server.cancelled or (held.lease, held.number) in self.gone:
            return False
        if self.restores and self._contested(held):
            return False
        frozen = self.server.pool.frozen_until is not None
        return self.now < held.until + GRACE or (frozen and slip.name in self.kept)

    def _contested(self, held: Held) -> bool:
        """Whether a slip of a lease that is over shows the same number: after a restore it may come first."""
        return any(
            other.held is not None
            and other.held != held
            and other.held.number == held.number
            and other.held.until + GRACE <= self.now
            for other in self._slips()
        )

    def _settle(self, slip: Slip) -> None:
        first = slip.name not in self.server.became
        by_right = first and self._by_right(slip)
        held = slip.held and replace(slip.held, lost=slip.held.writer in self.server.revoked)
        told = giving.claim(self.server.pool, slip.name, held, slip.reach, self.now)
        self.server.became[slip.name] = told.number if isinstance(told, Kept | Moved) else None
        if by_right:
            assert slip.held is not None
            assert told == Kept(slip.held.number), f"a slip that held by right: {told}"
            self.ends["told again"] += slip.name in self.kept
            self.kept.add(slip.name)
        elif isinstance(told, Moved | Lost) and first:
            self.ends[f"{type(told).__name__.lower()}: {self._why(slip, told)}"] += 1

    def _why(self, slip: Slip, told: Moved | Lost) -> str:
        assert slip.held is not None
        if slip.doomed:
            return slip.doomed
        if self.restores:
            return "restored"
        assert self.now >= slip.held.until + GRACE, "lost although it was in time and its phone is not lost"
        assert told == Lost(Loss.EXPIRED) or isinstance(told, Moved)
        return "late"

    def _slips(self) -> list[Slip]:
        return [slip for phone in self.phones for slip in phone.slips]

    def _outstanding(self) -> list[Held]:
        """Every ticket that any phone holds, has given out, or may yet hear of."""
        told = [held for _, some in self.answers for held in some]
        holds = [held for phone in self.phones for held in phone.holds.values()]
        return told + holds + [each.held for each in self._slips() if each.held and each.name not in self.server.seen]

    def _used(self, phone: Phone) -> set[Right]:
        return {(slip.held.lease, slip.held.number) for slip in phone.slips if slip.held is not None}
