"""Push: a phone's edits come in, each is answered applied, refused or failed (docs/protocol.md, P1–P10)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from server.errors import Problem
from server.exchange import authorising, gaps, holding, ledger, repeating, seals
from server.exchange.answers import SILENT, Answer, Author
from server.exchange.applying import Done, HalfDone, Stirs, Times, apply, apply_quietly
from server.exchange.book import Book
from server.exchange.incoming import Incoming, authored, cut_short, group_at, group_of, incoming
from server.exchange.lists import Lists
from server.exchange.locks import NeedsScopes
from server.exchange.placing import Pen
from server.exchange.telling import Teller
from server.logs import where
from server.places import proofs
from server.store import failures
from server.store.tables import Account, Device, Writer
from sync import merge
from sync.calm import beside, weighty
from sync.edit import Edit
from sync.outcomes import RefusalCode

ATTEMPTS = 5
log = structlog.get_logger("push")


@dataclass(frozen=True)
class Batch:
    """What one push brings: raw edits of one device, the phone's time and ours (ms)."""

    device: int
    raws: Sequence[Mapping[str, Any]]
    phone_now: int
    receipt: int
    handover_ms: int
    failures: int
    lost: Sequence[int] | None = None

    @property
    def offset(self) -> int:
        """How far the phone's clock runs ahead of ours (P3)."""
        return self.phone_now - self.receipt


@dataclass
class Told:
    """The answers of one push in order, and the next n that is expected."""

    answers: list[dict[str, Any]] = field(default_factory=list)
    expect: int = 1


def push(session: Session, batch: Batch) -> Told:
    """Answer a batch. Nothing is committed here; the request's transaction does that."""
    today = ledger.today(batch.receipt)
    edits = [incoming(raw, batch.device, today) for raw in batch.raws]
    try:
        return _attempt(session, batch, edits, careful=False)
    except Problem:
        raise
    except Exception as error:  # what is written once for all, at the end: P9 again, now finding out whose it is
        if _elsewhere(error):
            raise
        log.error("push_failed", kind=type(error).__name__, where=where(error))
        session.rollback()
        return _attempt(session, batch, edits, careful=True)


def _elsewhere(error: Exception) -> bool:
    """Whether the store stumbled and no edit did: the whole request is answered busy and costs nobody a failure."""
    return isinstance(error, OperationalError) or failures.of_the_store(error)


def _attempt(session: Session, batch: Batch, edits: Sequence[Incoming], *, careful: bool) -> Told:
    """P2: begin again with all locks in order whenever another one turns out to be needed; nothing is written then."""
    wanted: frozenset[str] = frozenset()
    for _ in range(ATTEMPTS):
        try:
            return _Push(session, batch, edits, careful=careful).run(wanted)
        except NeedsScopes as more:
            session.rollback()
            wanted = wanted | more.scopes
    raise Problem("busy")


class _Push:
    """One attempt at a batch. Groups that stir nothing are applied in memory and written together at the end; the
    others by themselves, each in a savepoint. `careful`: all by themselves, to find the one that cannot be written.
    """

    def __init__(self, session: Session, batch: Batch, incoming: Sequence[Incoming], *, careful: bool) -> None:
        self.session, self.batch, self.incoming, self.careful = session, batch, incoming, careful
        self.lists = None if careful else Lists()
        self.writer = session.get_one(Writer, batch.device, with_for_update=True, populate_existing=True)
        self.device = session.get_one(Device, batch.device, populate_existing=True)
        self.account = session.get_one(Account, self.device.account)
        gaps.acknowledge(session, self.writer, batch.lost, batch.receipt)
        self.last_n, self.failures = self.writer.last_n, self.writer.failures
        self.author = Author(self.account.id, self.writer.id)
        self.book: Book = ledger.open_book(session, batch.receipt, strict=True)
        self.pen = Pen(self.book)
        self.revoked = self.device.revoked_at is not None or not self.account.active
        self.told = Told()
        self.answers: list[Answer] = []
        self.teller = Teller(self.book, self.account, revoked=self.revoked)

    def run(self, wanted: frozenset[str]) -> Told:
        """P4–P9 for the whole batch."""
        self._lock(wanted)
        self.writers = authorising.Writers(self.session)
        self.permits = authorising.Permits(self.session, self.account, self.book.township, self.batch.handover_ms)
        self.teller.known = self.permits.granted
        place = 0
        while place < len(self.incoming):
            each = self.incoming[place]
            if each.n <= self.last_n:
                self._tell([each], [self._repeat(each)])
                place += 1
            elif each.n > self.last_n + 1:
                break  # P4: a gap; `expect` says from where
            else:
                group = group_at(self.incoming, place)
                if place > 0 and not self.revoked and cut_short(self.incoming, place, group):
                    break  # P4: its other half comes later; `expect` asks for all of it
                if not self._one(group):
                    break
                place += len(group)
        self.pen.save()
        if self.lists is not None:
            self.lists.renew(self.book, self.author, SILENT)
        self.book.counters.save()
        ledger.count(self.answers)
        self.writer.last_n, self.writer.failures = self.last_n, self.failures
        self.told.expect = self.last_n + 1
        self.session.flush()
        return self.told

    def _lock(self, wanted: frozenset[str]) -> None:
        """P2: lock the scopes that the new edits will change, ascending, then read their records."""
        if self.revoked:
            return
        new = [each for each in self.incoming if each.parsed is not None and each.n > self.last_n]
        needed = frozenset().union(*(each.needs for each in new))
        found = self.book.scopes_of_all(needed) - {self.book.township}
        self.book.counters.lock(wanted | found)
        self.book.disputed(self.book.counters.held())
        alone = {name for each in new if each.parsed is not None and (name := beside(each.parsed)) is not None}
        heavy = (each.needs for each in new if each.parsed and weighty(each.parsed) and beside(each.parsed) is None)
        self.book.open(frozenset().union(*heavy))
        self.book.peek(needed)
        self.book.peek_children(alone & self.book.homes.keys())

    def _one(self, group: Sequence[Incoming]) -> bool:
        """P5–P9 for one group; False if it failed and ends the batch."""
        edits = [each.parsed for each in group if each.parsed is not None]
        settled = self._settled(group)
        code, depends_on = self._forbidden(group, edits, settled.keys())
        if code is None:
            try:
                done = self._apply(group, edits, Times(self.batch.offset, settled, self.permits.marks))
            except (NeedsScopes, HalfDone):
                raise
            except Exception as error:  # P9: one poisonous edit never stops the others
                if _elsewhere(error):
                    raise
                log.error("edit_failed", edit=group[0].id, kind=type(error).__name__, where=where(error))
                if not self._give_up(group):
                    return False
                code = RefusalCode.TOO_MANY_FAILURES
            else:
                if done.refusal is None:
                    self._past(group)
                    self._tell(group, done.answers)
                    return True
                code = done.refusal.code
        self._refuse(group, code, depends_on)
        return True

    def _apply(self, group: Sequence[Incoming], edits: Sequence[Edit], times: Times) -> Done:
        """P7: quietly if that can be, else in a savepoint, after all that came before has been written."""
        hashes = {each.id: each.content for each in group}
        if not self.careful:
            try:
                return apply_quietly(self.book, self.pen, self.author, edits, times, hashes)
            except Stirs:
                self.pen.save()
        kept = self.book.copy()
        savepoint = self.session.begin_nested()
        try:
            done = apply(self.book, self.author, edits, times, hashes=hashes, lists=self.lists)
            savepoint.commit()
        except NeedsScopes:
            raise
        except Exception as error:
            if not _elsewhere(error):
                savepoint.rollback()
                self.book.restore(kept)
            raise
        return done

    def _forbidden(
        self, group: Sequence[Incoming], edits: Sequence[Edit], known: Collection[str]
    ) -> tuple[RefusalCode | None, str | None]:
        """P5, P6: what refuses a group before the engine sees it, and the held edit that it waits for. `known`: edits
        that this server has had before, when others may not have come back yet (a restored backup).
        """
        if self.revoked:
            return RefusalCode.DEVICE_REVOKED, None
        if any(each.too_old for each in group):
            return RefusalCode.SCHEMA_TOO_OLD, None
        if len(edits) < len(group) or not merge.whole(edits):
            return RefusalCode.GROUP_BROKEN, None
        if (unleased := proofs.refusal(edits)) is not None:
            return unleased, None
        needed = group[0].needs if len(group) == 1 else frozenset().union(*(each.needs for each in group))
        self.book.peek(needed)
        if self.permits.plainly(self.book, edits, needed) and not self._unmade(edits, known):
            return None, None
        waiting = holding.awaited(self.book, edits, self.account.id)
        code = self.permits.refusal(self.book, edits, self.batch.offset, self.batch.receipt, waiting=waiting.keys())
        if code is None and self._unmade(edits, known):
            code = RefusalCode.BASE_NOT_DISPLAYED
        if code is None and waiting:
            return RefusalCode.DEPENDS_ON_REFUSED, next(iter(waiting.values()))
        return code, None

    def _unmade(self, edits: Sequence[Edit], known: Collection[str]) -> bool:
        return any(self.writers.unmade(each) for each in edits if each.id not in known)

    def _settled(self, group: Sequence[Incoming]) -> dict[str, int]:
        """P3: effs that an earlier signed answer settled; a resend keeps them."""
        return {
            each.id: int(each.raw["eff"])
            for each in group
            if "ack" in each.raw and seals.ack_holds(each.id, each.content, each.raw.get("eff"), each.raw["ack"])
        }

    def _give_up(self, group: Sequence[Incoming]) -> bool:
        """Count a failure; True if it was the last one allowed. Else the group is answered `failed`."""
        self.failures += 1
        if self.failures >= self.batch.failures:
            return True
        failed = [Answer(each.id, each.n, "", "failed", "failed") for each in group]
        self._tell(group, failed)
        return False

    def _refuse(self, group: Sequence[Incoming], code: RefusalCode, depends_on: str | None) -> None:
        answers = [
            holding.hold(
                self.book,
                authored(each.raw) | self._kept_time(each),
                RefusalCode.MALFORMED if each.parsed is None and code is not RefusalCode.DEVICE_REVOKED else code,
                account=self.account.id,
                content=each.content,
                offset=self.batch.offset,
                depends_on=depends_on,
                group=group_of(group),
            )
            for each in group
        ]
        self._past(group)
        self._tell(group, answers)

    def _kept_time(self, each: Incoming) -> dict[str, int]:
        """P3: what is held keeps a settled time as well, for when it is applied."""
        settled = self._settled([each])
        return {"eff": settled[each.id]} if settled else {}

    def _past(self, group: Sequence[Incoming]) -> None:
        self.last_n, self.failures = group[-1].n, 0

    def _repeat(self, each: Incoming) -> Answer:
        """P4: the stored answer; the same id with other content is a fork."""
        self.pen.save()  # the first of two in one request
        stored = repeating.stored(self.session, each.id, each.content)
        if stored is not None:
            return stored
        self.book.peek(each.needs)  # where it is held follows from where its records live
        return holding.hold(
            self.book,
            authored(each.raw),
            RefusalCode.FORK,
            account=self.account.id,
            content=each.content,
            offset=self.batch.offset,
        )

    def _tell(self, group: Sequence[Incoming], answers: Sequence[Answer]) -> None:
        self.answers += answers
        for each, answer in zip(group, answers, strict=True):
            self.told.answers.append(self.teller.wire(each, answer))
