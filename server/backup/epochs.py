"""A new epoch for a database that has gone back in time: no number that was ever given is given again."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from server.backup.highwater import Mark
from server.places import restoring
from server.store.tables import Account, Device, Enrolment, Login, Meta, Writer
from server.store.tables.restored import Recalled, Restore

RESERVED = "reserved"  # kind of a writer that nobody is: it only keeps numbers from being given out
# How far beyond the last known number the next ones begin. The file may lag behind by some seconds of work …
WRITERS, NUMBERS = 100, 1_000
# … and without it nobody knows how long the database had gone on after the backup.
WRITERS_UNKNOWN, NUMBERS_UNKNOWN = 1_000, 1_000_000
REMEMBERED_MS = 60 * 86_400_000


@dataclass(frozen=True)
class Begun:
    """The new epoch, the one that it follows, and how many writers are known to have lost something."""

    epoch: str
    before: str
    writers: int


def begin(session: Session, mark: Mark | None, cause: str, now: int) -> Begun:
    """Begin a new epoch in the session's transaction. `mark`: what the high-water file knew, None if it knew nothing.

    Office writers' numbers go on above all that may have been given, because the office cannot send anything again.
    Phones' stay, so that each is asked for what is missing.
    """
    epoch = session.get_one(Meta, "epoch", with_for_update=True)
    before, epoch.value = epoch.value, secrets.token_hex(6)
    writers = {each.id: each for each in session.scalars(select(Writer).with_for_update())}
    known = max(writers, default=0)
    _recall(session, writers, mark, now)
    step = NUMBERS if mark else NUMBERS_UNKNOWN
    for each in writers.values():
        each.failures = 0
        if each.kind == "office":
            each.last_n = max(each.last_n, mark.made(each.id) if mark else 0) + step
    upto = _reserve(session, max(known, mark.writer if mark else 0) + (WRITERS if mark else WRITERS_UNKNOWN))
    session.add(
        Restore(
            epoch=epoch.value, before=before, at=now, cause=cause, writers_known=known, writers_upto=upto,
            accounts_known=session.scalar(select(func.max(Account.id))) or 0,
        )
    )  # fmt: skip
    _close_doors(session, mark, now)
    session.flush()
    restoring.freeze(session, now, restores=len(mark.epochs) if mark else 1)
    lost = session.scalar(select(func.count()).where(Recalled.made > Recalled.known)) or 0
    return Begun(epoch.value, before, lost)


def _recall(session: Session, writers: dict[int, Writer], mark: Mark | None, now: int) -> None:
    """Remember what this database knew of each writer, and what the file knew."""
    session.execute(delete(Recalled).where(Recalled.at < now - REMEMBERED_MS))
    earlier = {each.writer: each for each in session.scalars(select(Recalled))}
    numbers = {*writers, *(int(writer) for writer in (mark.last_n if mark else ()))}
    for number in sorted(numbers):
        last = writers[number].last_n if number in writers else 0
        made = max(last, mark.made(number) if mark else 0)
        again = earlier.get(number)
        if again is None:
            session.add(Recalled(writer=number, known=last, made=made, at=now))
        else:
            again.known, again.made, again.at = min(again.known, last), max(again.made, made), now


def _reserve(session: Session, upto: int) -> int:
    """Let the next writer's id be greater than `upto`."""
    if session.scalar(select(func.min(Account.id))) is None:  # nobody has ever been enrolled
        return upto
    _occupy(session, upto)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT setval(pg_get_serial_sequence('writers', 'id'), :upto)"), {"upto": upto})
    return upto


def _occupy(session: Session, number: int) -> None:
    """Let this number be nobody's, if it is not somebody's."""
    owner = session.scalar(select(func.min(Account.id)))
    if owner is not None and session.get(Writer, number) is None:
        session.add(Writer(id=number, kind=RESERVED, account=owner, last_n=0, failures=0))
        session.flush()


def _close_doors(session: Session, mark: Mark | None, now: int) -> None:
    """What was open when the backup was made is closed: logins, links that may have been used since, and phones that
    are known to have been revoked since.
    """
    session.execute(delete(Login))
    session.execute(update(Enrolment).where(Enrolment.used_at.is_(None)).values(used_at=now))
    if mark is not None:
        session.execute(
            update(Device).where(Device.id.in_(mark.revoked), Device.revoked_at.is_(None)).values(revoked_at=now)
        )
        for number in mark.revoked:  # nobody takes on again a phone that was enrolled and revoked since
            _occupy(session, number)
