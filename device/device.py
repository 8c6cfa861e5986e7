"""One device: what it keeps, what it shows, what can be saved on it, and the steps by which it syncs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from device import places, undoing, vouching
from device.cycle import Outcome, cycle
from device.pace import Pace
from device.rows import Row
from device.saving import Edit, Group
from device.screen import Screen
from device.storage import Storage, Transaction
from device.wire import Steps, ask, post


def ticking() -> int:
    """A clock (ms) that nobody can set."""
    return time.monotonic_ns() // 1_000_000


class NotEnrolled(Exception):
    """There is no identity yet, or the office has ended it."""


class Device:
    """A device over a storage. All that is true of it is in the storage: after a crash, make another over the same.

    `clock` gives the device's own time (ms), right or wrong; `ticks` one that nobody can set. `schema` is what its
    edits are written in. `lean`: edits travel without what the server knows anyhow. `patches`, `checks`: ask for
    changed fields only, and for digests.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Callable[[], int],
        *,
        ticks: Callable[[], int] = ticking,
        app: str = "reference",
        schema: int = 3,
        lean: bool = True,
        patches: bool = True,
        checks: bool = True,
    ) -> None:
        self.storage, self.clock, self.app, self.schema = storage, clock, app, schema
        self.lean, self.patches, self.checks = lean, patches, checks
        self.pace, self.ticks = Pace(), ticks
        self._heard: vouching.Heard | None = None  # in this life of the process

    # -- who it is ----------------------------------------------------------------------------------------------------
    @property
    def identity(self) -> dict[str, Any]:
        """{token, writer, epoch, person, township}; raises NotEnrolled."""
        found: dict[str, Any] | None = self.storage.get("meta", "identity")
        if found is None:
            raise NotEnrolled
        return found

    @property
    def ended(self) -> str | None:
        """`device_revoked`, `token_unknown` or `fork` when this identity can send no more."""
        found: str | None = self.storage.get("meta", "ended")
        return found

    def enrol(self, code: str, label: str | None = None) -> Steps[None]:
        """E2–E4: become a new writer. What the old one has not sent would be stranded: raises ValueError then, unless
        the old identity has ended (its edits then stay in the refused list, as `left_behind`).
        """
        left = self.unsent()
        if left and not self.ended:
            raise ValueError(f"{len(left)} edits are unsent: sync first")
        sent = self.moment()
        told = yield from ask(post("/api/enrol", {"code": code, "label": label}))
        with self.storage.transaction() as write:
            for edit in left:
                write.put("refused", edit["id"], {"edit": edit, "code": "left_behind", "state": "held"})
            write.clear("rows", "outbox", "kept", "chunks", "leases", "taken")
            for word in ("n", "cursor", "entering", "ended", "wants", "free"):
                write.delete("meta", word)
            write.put("meta", "identity", {k: told[k] for k in ("token", "writer", "epoch", "person", "township")})
            self.heard(write, told["now"], sent)

    # -- what time it is ----------------------------------------------------------------------------------------------
    def moment(self) -> vouching.Moment:
        """What both clocks show."""
        return vouching.Moment(self.clock(), self.ticks())

    def heard(self, write: Transaction, server: int, sent: vouching.Moment) -> None:
        """The server told its time, in answer to what was sent then."""
        self._heard = vouching.Heard(server, sent)
        write.put("meta", "server_now", server)
        write.put("meta", "latest", server)

    def now(self) -> int | None:
        """The server's time (ms), or None if this device cannot vouch for it."""
        return vouching.now(self._heard, self.moment(), self.storage.get("meta", "latest"))

    # -- what it shows ------------------------------------------------------------------------------------------------
    def shown(self, record: str) -> Row | None:
        """A record with the device's own edits on top, or None."""
        return Screen(self.storage).row(record)

    def all(self, entity: str) -> list[Row]:
        """All shown records of a kind."""
        return [row for row in Screen(self.storage).all() if row["entity"] == entity]

    def unsent(self) -> list[Edit]:
        """The edits that have no answer yet, withdrawals left out, in order."""
        entries = [entry for _, entry in sorted(self.storage.all("outbox").items())]
        return [e["edit"] for e in entries if e["state"] != "answered" and e["edit"]["kind"] != "withdraw"]

    def refused(self) -> list[dict[str, Any]]:
        """What the office has in quarantine: {edit, code, state}."""
        return list(self.storage.all("refused").values())

    # -- what is saved ------------------------------------------------------------------------------------------------
    @contextmanager
    def saving(self) -> Iterator[Group]:
        """A group of edits, stored when the block ends: all of it, or, if the block raises, none."""
        if self.ended:
            raise NotEnrolled
        assert self.identity
        with self.storage.transaction() as write:
            now = self.now()
            if now is not None:
                write.put("meta", "latest", now)
            group = Group(write, self.clock(), self.schema, now)
            yield group
            group.finish()

    def create(self, entity: str, values: Mapping[str, Any]) -> str:
        """One new record; its id."""
        with self.saving() as group:
            return group.create(entity, values)

    def set(self, record: str, values: Mapping[str, Any]) -> None:
        """Fields of one shown record."""
        with self.saving() as group:
            group.set(record, values)

    def book(self, resident: str, session: str, number: int) -> str:
        """An appointment for a dose: confirmed with a ticket that this device holds, else requested. Its id."""
        with self.saving() as group:
            return group.book(resident, session, number)

    def want(self, session: str, count: int) -> None:
        """How many places of a session this device wants to hold; what it has beyond that is given back."""
        with self.storage.transaction() as write:
            places.want(write, session, count)

    def places(self, session: str) -> list[places.Held]:
        """The places of a session that this device holds, whether or not it can vouch for the time."""
        return [each for each in places.held(self.storage) if each.session == session]

    def withdraw(self, group: str) -> list[str]:
        """Take back a group that has never been put into a request; raises undoing.Sent. The ids withdrawn."""
        with self.storage.transaction() as write:
            return undoing.withdraw(write, group)

    # -- how it syncs -------------------------------------------------------------------------------------------------
    def cycle(self) -> Steps[Outcome]:
        """Push, settle the places held, pull. Never raises what the network or the server does: the outcome says it."""
        return cycle(self)
