"""After a restored backup: what phones are told of it, and what they bring back (docs/protocol.md, B)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.exchange.book import chunks
from server.store.tables import Edit, Writer
from server.store.tables.restored import Gap, Recalled, Restore
from sync import ids

EXTENSION = "ruhu_restored_at"
DEVICE, OFFICE = "device", "office"
MOST_N = 2**31 - 1  # of the column


def restored_at(session: Session) -> int | None:
    """When this database was last restored (ms), None if never. Asked once in a process: a server is stopped for it."""
    if EXTENSION not in current_app.extensions:
        current_app.extensions[EXTENSION] = session.scalar(select(func.max(Restore.at)))
    found: int | None = current_app.extensions[EXTENSION]
    return found


def restored(session: Session, epoch: str) -> dict[str, Any]:
    """What a phone is told whose cursor is of the older `epoch`: {"writers": {writer: the last edit that this database
    has of it, without a gap}}. Office edits beyond it cannot come back but by a witness.
    """
    recalled = {each.writer: each.known for each in session.scalars(select(Recalled))} if _news(session, epoch) else {}
    gaps: dict[int, int] = {}
    for writer, first in session.execute(select(Gap.writer, func.min(Gap.first)).group_by(Gap.writer)):
        gaps[writer] = first - 1
    told = {}
    for writer, kind, last in session.execute(select(Writer.id, Writer.kind, Writer.last_n)):
        if kind == OFFICE:
            told[str(writer)] = min(last, recalled.get(writer, last))
        elif kind == DEVICE:
            told[str(writer)] = min(last, gaps.get(writer, last))
    return {"writers": told}


def _news(session: Session, epoch: str) -> bool:
    """Whether the database was restored after that epoch had begun."""
    began = session.scalar(select(Restore.at).where(Restore.epoch == epoch))
    newest = session.scalar(select(func.max(Restore.at)))
    return newest is not None and (began is None or newest > began)


class Missing:
    """Which edit ids this database has lost: numbered before it was restored, and not here. `proofs`: {writer: number
    that is proven to have been given} beyond what is remembered.
    """

    def __init__(self, session: Session, proofs: Mapping[int, int] = MappingProxyType({})) -> None:
        self._session, self._proofs = session, proofs
        self._upto = session.scalar(select(func.max(Restore.writers_upto))) or 0
        self._known: dict[int, Recalled] = {}
        self._writers: set[int] = set()

    def read(self, names: Iterable[str]) -> None:
        """Look up the writers of these ids; before anything is asked of them."""
        wanted = sorted({ids.writer(name) for name in names} - self._writers)
        for some in chunks([number for number in wanted if number <= self._upto]):
            self._known |= {
                each.writer: each for each in self._session.scalars(select(Recalled).where(Recalled.writer.in_(some)))
            }
        self._writers.update(wanted)

    def range(self, name: str) -> bool:
        """Whether the edit was numbered after what the restored database knew of its writer."""
        writer, n = ids.order(name)
        if not 0 < writer <= self._upto or n > MOST_N:
            return False
        known = self._known.get(writer)
        return known is None or n > known.known

    def proven(self, name: str) -> bool:
        """Whether it is certain that the number had been given before the restore."""
        writer, n = ids.order(name)
        known = self._known.get(writer)
        return known is not None and known.known < n <= max(known.made, self._proofs.get(writer, 0))

    def lost(self, names: Collection[str]) -> set[str]:
        """Those of `names` that have been lost and have not come back."""
        self.read(names)
        suspected = sorted(name for name in names if ids.is_edit(name) and self.range(name))
        there: set[str] = set()
        for some in chunks(suspected):
            there.update(self._session.scalars(select(Edit.id).where(Edit.id.in_(some)).distinct()))
        return set(suspected) - there


def named(raws: Sequence[Mapping[str, Any]], device: int) -> dict[str, tuple[int, str] | None]:
    """{edit id: (eff, ack) if it came with a signed answer} of what a phone pushed."""
    found: dict[str, tuple[int, str] | None] = {}
    for raw in raws:
        n, eff, ack = raw.get("n"), raw.get("eff"), raw.get("ack")
        if type(n) is int:
            found[f"{device}.{n}"] = (eff, ack) if type(eff) is int and isinstance(ack, str) else None
    return found
