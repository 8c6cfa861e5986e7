"""A small world in which everything can be tried: two tickets, two phones, a server, and a network without manners.

A message that was sent may arrive at any later moment, any number of times, in any order, or never. So nothing that was
ever sent leaves the network: a phone's wish for tickets may reach the server at any time (it may be an old one), the
tickets of any answer may reach the phone at any time or never, and a ticket given back and a slip may be told again
and again. Time passes in steps of twelve hours, a third of a lease's term and all of its grace. The server takes back
at any moment after the grace; a phone may be lost, go on giving out, and its slips be brought in later; an appointment
may be cancelled; somebody waits for a place. Real phones do less: what is impossible here is impossible there.

Moments that differ only in what can have no effect any more are one moment: times are told from now on, and of leases
that have ended only that is kept which still matters.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sync.leases import giving
from sync.leases.terms import GRACE, End
from tests.leases import stage
from tests.leases.stage import WAITER, Right, Server, name

# What became of a (lease, number) that the server told a phone of. It can be given out once.
TOLD = "told"  # the phone may give it out, if the answer reached it
SPENT = "spent"  # given back, or not given out before the lease's end, or cancelled
UNDERWAY = "underway"  # a slip was written; the server has not seen it
SEEN = "seen"  # the server has settled it


class Overbooked(AssertionError):
    """Two slips for one place, or a slip that held by right and was not kept."""


@dataclass(frozen=True, slots=True)
class World:
    """One moment."""

    server: Server
    rights: tuple[tuple[Right, str], ...] = ()
    waits: bool = True  # somebody waits for a place, or has got it so

    def then(self, server: Server, right: Right | None = None, stand: str = "") -> World:
        """The same with the server as it is then, and with one right standing otherwise."""
        rights = tuple((each, stand if each == right else old) for each, old in self.rights)
        return World(server, rights, self.waits).tidy()

    def tidy(self) -> World:
        """Without what can have no effect any more."""
        rights = tuple(
            (right, SPENT if stand == TOLD and self.server.lease(right[0]).until <= 0 else stand)
            for right, stand in self.rights
        )
        matters = frozenset(lease for (lease, _), stand in rights if stand in (TOLD, UNDERWAY))
        return World(self.server.tidy(matters), rights, self.waits)


def first(tickets: int = 2) -> World:
    """A session that nobody has taken a place of."""
    return World(stage.opened(tickets))


def steps(world: World, leases: int, lost: bool = True) -> Iterator[tuple[str, World]]:
    """All that may happen next, each with a sentence, so long as no more leases than that are made; whether a phone may
    be lost can be said. Raises `Overbooked` for a slip that arrives in time and is not kept.
    """
    if any(each.until > -GRACE for each in world.server.leases):
        yield "twelve hours pass", world.then(world.server.after(stage.later)[0])
    if len(world.server.leases) < leases:
        for phone in (1, 2) if world.server.leases else (1,):  # phones are alike: call that the first which is
            yield from _asks(world, phone)
    for right, stand in world.rights:
        if stand in (TOLD, SPENT):
            yield from _on_the_phone(world, right, stand)
        else:
            yield from _slip(world, right, stand)
    yield from _at_the_office(world, lost)


def check(world: World) -> None:
    """What must hold at every moment; raises `Overbooked`."""
    holders = [each.appointment for each in world.server.tickets if each.appointment is not None]
    if len(holders) != len(set(holders)):
        raise Overbooked("one appointment has two tickets")
    promised = [(right[1], name(right)) for right, _ in world.rights if holds_by_right(world, right)]
    for ticket in world.server.tickets:
        names = {slip for number, slip in promised if number == ticket.number}
        names |= {ticket.appointment} if ticket.appointment is not None else set()
        if len(names) > 1:
            raise Overbooked(f"ticket {ticket.number} is promised to {' and '.join(sorted(names))}")


def holds_by_right(world: World, right: Right) -> bool:
    """Whether a slip is under way that must be kept: its lease's time and grace are not over, its phone is not lost. (A
    phone gives out before the end only, see `_on_the_phone`.)
    """
    lease = world.server.lease(right[0])
    return lease.until + GRACE > 0 and lease.why is not End.REVOKED and (right, UNDERWAY) in world.rights


def _asks(world: World, phone: int) -> Iterator[tuple[str, World]]:
    if any(each.writer == phone and each.why is End.REVOKED for each in world.server.leases):
        return
    for want in range(1, len(world.server.tickets) + 1):
        server, told = world.server.after(stage.lend, phone, want)
        if told:
            numbers = ", ".join(str(number) for _, number in told)
            rights = world.rights + tuple((right, TOLD) for right in told)
            sentence = f"phone {phone} asks for {want}: lease {told[0][0]} of ticket {numbers}"
            yield sentence, replace(world, rights=rights).then(server)


def _on_the_phone(world: World, right: Right, stand: str) -> Iterator[tuple[str, World]]:
    words = f"ticket {right[1]} of lease {right[0]}"
    if stand == TOLD:
        phone = world.server.lease(right[0]).writer
        yield f"phone {phone} gives out {words}, offline", world.then(world.server, right, UNDERWAY)
    server, _ = world.server.after(stage.back, right)
    if stand == TOLD or server is not world.server:
        yield f"the server hears that {words} comes back", world.then(server, right, SPENT)


def _slip(world: World, right: Right, stand: str) -> Iterator[tuple[str, World]]:
    server, became = world.server.after(stage.slip, right)
    if became != giving.Kept(right[1]) and holds_by_right(world, right):
        raise Overbooked(f"the slip {name(right)} was given out by right and arrives in time, and yet: {became}")
    if stand == UNDERWAY or server is not world.server:
        yield f"the slip {name(right)} arrives: {became}", world.then(server, right, SEEN)


def _at_the_office(world: World, lost: bool) -> Iterator[tuple[str, World]]:
    server, taken = world.server.after(stage.expire)
    if taken:
        yield f"the server takes {taken} back after the grace", world.then(server)
    server, taken = world.server.after(stage.revoke, 1)
    if taken and lost:
        yield f"phone 1 is lost: the server takes {taken} back", world.then(server)
    server, confirmed = world.server.after(stage.confirm)
    if confirmed and world.waits:
        yield f"{WAITER}, who waited, is confirmed with ticket {confirmed[0][1]}", world.then(server)
    for ticket in world.server.tickets:
        if ticket.appointment is not None:
            server, _ = world.server.after(stage.cancel, ticket.appointment)
            right = (ticket.appointment[0], int(ticket.appointment[1:])) if ticket.appointment != WAITER else None
            then = replace(world, waits=world.waits and right is not None).then(server, right, SPENT)
            yield f"{ticket.appointment} is cancelled", then
