"""Repair: what a phone and the server hold differently is found by buckets and sent again (docs/protocol.md, D3–D5).

The server believes its rows, never its sums: it adds them up anew, and corrects what it had kept if that was wrong.
What the phone holds instead is never adopted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import orjson
import structlog
from prometheus_client import Counter
from sqlalchemy import bindparam, text, update
from sqlalchemy.orm import Session

from server.exchange.granted import Counted
from server.exchange.locks import Counters
from server.store.tables import Record, Scope, core
from sync import digest

REPAIRS = Counter("ruhu_repairs", "Differences between phones and the server that were repaired", ["result"])
WRONG = Counter("ruhu_digests_wrong", "Scopes whose kept digest was not that of their rows")

_ROWS = text('SELECT id, "row", hash FROM records WHERE scope = :scope ORDER BY id')

log = structlog.get_logger("repair")


class Repaired(NamedTuple):
    """The answer as JSON, and whether what the server keeps of this scope has to be counted again."""

    body: bytes
    recount: bool


def repair(
    session: Session, scope: str, counted: Counted, buckets: Sequence[str], *, epoch: str, now: int, device: int
) -> Repaired:
    """D4: all rows of the buckets that differ from the phone's."""
    rows = session.connection().execute(_ROWS, {"scope": scope}).all()
    hashes = [(each.id, digest.text_hash(each.row.encode())) for each in rows]
    true = digest.buckets(hashes)
    differing = [place for place, (mine, theirs) in enumerate(zip(true, buckets, strict=True)) if mine != theirs]
    sent = [orjson.Fragment(each.row) for each in rows if digest.bucket(each.id) in differing]
    wrong = _total(hashes) != (counted.rows, counted.sum)
    wrong = wrong or any(each.hash != fresh for each, (_, fresh) in zip(rows, hashes, strict=True))
    REPAIRS.labels("differs" if differing else "equal").inc()
    log.warning("repair", scope=scope, device=device, buckets=len(differing), rows=len(sent), seq=counted.seq)
    told = {"epoch": epoch, "scope": scope, "seq": counted.seq, "buckets": differing, "rows": sent, "now": now}
    return Repaired(orjson.dumps(told), wrong)


def recount(session: Session, scope: str) -> None:
    """Keep the hashes and the digest that a scope's rows really have."""
    Counters(session, strict=False).lock([scope])
    rows = session.connection().execute(_ROWS, {"scope": scope}).all()
    hashes = [(each.id, digest.text_hash(each.row.encode())) for each in rows]
    kept = session.get_one(Scope, scope)
    count, total = _total(hashes)
    if (kept.rows, kept.sum) != (count, total):
        WRONG.inc()
        log.error("digest_wrong", scope=scope, rows=kept.rows, counted=count)
        kept.rows, kept.sum = count, total
    table = core(Record)
    stale = [
        {"b_id": name, "b_hash": fresh} for each, (name, fresh) in zip(rows, hashes, strict=True) if each.hash != fresh
    ]
    if stale:
        log.error("hashes_wrong", scope=scope, rows=len(stale))
        fixed = update(table).where(table.c.id == bindparam("b_id")).values(hash=bindparam("b_hash"))
        session.connection().execute(fixed, stale)


def _total(hashes: Sequence[tuple[str, int]]) -> tuple[int, int]:
    total = 0
    for _, each in hashes:
        total = digest.add(total, each)
    return len(hashes), total
