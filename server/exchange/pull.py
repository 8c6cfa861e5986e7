"""Pull: what has changed since a signed cursor, in one picture of the database (docs/protocol.md, L1–L10)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import column, select, text
from sqlalchemy.orm import Session

from server.auth import Asker
from server.errors import Problem
from server.exchange import paging, recall, seals, snapshots
from server.exchange.book import chunks
from server.exchange.granted import Counted, granted
from server.store.tables import Record
from sync import digest, patches
from sync.cursor import BadCursor, Cursor, open_, seal

HELD_DAYS = 30
DAY_MS = 86_400_000

_HELD = text("""
    SELECT writer, n, state, code, record FROM quarantine
    WHERE writer = :writer AND code <> 'lost_in_restore' AND (state IN ('held', 'waiting') OR decided_at > :since)
    ORDER BY n
""").columns(*map(column, ("writer", "n", "state", "code", "record")))


@dataclass(frozen=True)
class Asked:
    """What a phone asks: its cursor (None: from the start), the scopes it wants (None: all its own), the page's size
    in rows and signs, and whether it takes patches and digests. `now` in ms.
    """

    cursor: str | None
    scopes: Sequence[str] | None
    rows: int
    size: int
    now: int
    patch: bool = False
    digest: bool = False


def pull(session: Session, asker: Asker, asked: Asked, shelf: snapshots.Shelf) -> bytes:
    """The answer to a pull, as JSON. `session` must be one unchanging picture."""
    all_granted = granted(session, asker.account, asker.role)
    mine = _chosen(all_granted, asked.scopes)
    before = _read(asked, asker)
    staying = {scope: seq for scope, seq in before.scopes.items() if _goes_on(mine.get(scope), seq)}
    newest = {scope: mine[scope].seq for scope in staying}
    page = paging.page(session, staying, newest, asked.rows, asked.size)
    entering = {
        scope: snapshots.entered(session, shelf, scope, counted)
        for scope, counted in mine.items()
        if scope not in staying
    }
    reached = {**page.reached, **{scope: manifest.seq for scope, manifest in entering.items()}}
    kept = {scope: seq for scope, seq in before.scopes.items() if scope in all_granted and scope not in mine}
    began = {scope: before.began.get(scope, seq) for scope, seq in staying.items()}
    unfinished = {scope: seq for scope, seq in began.items() if seq < reached[scope] < newest[scope]}
    unfinished |= {scope: before.began[scope] for scope in kept.keys() & before.began.keys()}
    cursor = Cursor(asker.epoch, asker.grants_version, {**reached, **kept}, unfinished)
    told: dict[str, Any] = {
        "epoch": asker.epoch,
        **_changes(session, page, began, asked, mine),
        "enter": [manifest.told(scope) for scope, manifest in entering.items()],
        "leave": sorted(scope for scope in before.scopes if scope not in all_granted),
        "cursor": seal(cursor, seals.key("cursor"), asker.id),
        "more": any(reached[scope] < mine[scope].seq for scope in mine),
        "held": held(session, asker.id, asked.now),
        "now": asked.now,
    }
    if before.epoch != asker.epoch:
        told["restored"] = recall.restored(session, before.epoch)
    if asked.digest and not told["more"]:
        told["digests"] = {
            scope: digest.told(counted.rows, counted.sum)
            for scope, counted in mine.items()
            if reached[scope] == counted.seq  # a snapshot may be newer than this picture
        }
    return orjson.dumps(told)


def _chosen(all_granted: Mapping[str, Counted], wanted: Sequence[str] | None) -> Mapping[str, Counted]:
    """L2: what is not granted is not given, and asking for it is an error, not an empty answer."""
    if wanted is None:
        return all_granted
    if set(wanted) - all_granted.keys():
        raise Problem("scope_not_granted")
    return {scope: all_granted[scope] for scope in sorted(set(wanted))}


def _read(asked: Asked, asker: Asker) -> Cursor:
    """L1: the cursor; one of another epoch (a restored backup) or none at all begins from the start."""
    nothing = Cursor(asker.epoch, 0, {})
    if asked.cursor is None:
        return nothing
    try:
        cursor = open_(asked.cursor, seals.key("cursor"), asker.id)
    except BadCursor:
        raise Problem("bad_cursor") from None
    return cursor if cursor.epoch == asker.epoch else Cursor(cursor.epoch, 0, {})


def _goes_on(counted: Counted | None, seq: int) -> bool:
    """Whether what changed after `seq` can be told. L10: not once departures after it have expired."""
    return counted is not None and counted.floor <= seq <= counted.seq


def _changes(
    session: Session, page: paging.Page, began: Mapping[str, int], asked: Asked, mine: Collection[str]
) -> dict[str, Any]:
    """L4, L9: the page's rows, patches and departures; what left for another of these scopes comes with its row.

    What a phone has of a row is judged by where this run of pages `began`: a record that changed again after the end of
    an earlier page was left out of that one, and only comes now.
    """
    rows: list[orjson.Fragment] = []
    made: list[dict[str, Any]] = []
    gone: list[dict[str, str]] = []
    whole: set[str] = set()
    for scope, some in page.changed.items():
        for each in some:
            if each.row is None:
                gone.append({"scope": scope, "id": each.id})
            elif asked.patch and (each.since or 0) <= began[scope]:
                made += _patch(each, began[scope])
            else:
                rows.append(orjson.Fragment(each.row))
                whole.add(each.id)
    moved = sorted({each["id"] for each in gone} - whole)
    rows += [orjson.Fragment(row) for row in _present(session, moved, mine)]
    return {"rows": rows, **({"patches": made} if asked.patch else {}), "gone": gone}


def _patch(each: paging.Changed, after: int) -> Iterator[dict[str, Any]]:
    """Nothing, if what changed of a record is not shown."""
    made = patches.patch(orjson.loads(each.row or ""), orjson.loads(each.changes or "{}"), after)
    if len(made) > 1:
        yield made


def _present(session: Session, ids: Sequence[str], scopes: Collection[str]) -> Iterator[str]:
    """The rows of those of `ids` that live in one of `scopes`. A phone that entered the scopes by snapshots of
    different times may have a record under the scope that it had left: dropping that must not lose it.
    """
    for some in chunks(ids):
        yield from session.scalars(select(Record.row).where(Record.id.in_(some), Record.scope.in_(scopes)))


def held(session: Session, writer: int, now: int) -> list[dict[str, Any]]:
    """L7: the phone's refused edits: those undecided, and those decided in the last 30 days."""
    asked = {"writer": writer, "since": now - HELD_DAYS * DAY_MS}
    return [
        {
            "id": f"{each.writer}.{each.n}",
            "state": "held" if each.state == "waiting" else each.state,
            "code": each.code,
            "record": each.record,
        }
        for each in session.connection().execute(_HELD, asked)
    ]


def rows_of(session: Session, scope: str) -> list[dict[str, Any]]:
    """All rows of a scope."""
    rows = session.scalars(select(Record.row).where(Record.scope == scope).order_by(Record.id))
    return [orjson.loads(row) for row in rows]
