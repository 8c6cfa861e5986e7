"""One page of changes: groups of several scopes in order, about as many as asked, never a part of one (L4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import bindparam, column, text
from sqlalchemy.orm import Session

_BETWEEN = "scope = :scope AND seq > :after AND seq <= :upto"
_CHANGED = text(f"""
    SELECT seq, id, since, changes, "row" FROM records WHERE {_BETWEEN}
    UNION ALL SELECT seq, record, NULL, NULL, NULL FROM departures WHERE {_BETWEEN}
    ORDER BY seq LIMIT :most
""").columns(*map(column, ("seq", "id", "since", "changes", "row")))
_TIES = text("SELECT scope, seq, other, other_seq FROM ties WHERE scope IN :scopes").bindparams(
    bindparam("scopes", expanding=True)
)
_ALL = 2**31 - 1

Places = Mapping[str, int]  # of scopes


class Changed(NamedTuple):
    """A record that changed in a scope; without a row it left the scope."""

    seq: int
    id: str
    since: int | None
    changes: str | None
    row: str | None


class Page(NamedTuple):
    """What changed in each scope, and how far that goes."""

    changed: dict[str, list[Changed]]
    reached: dict[str, int]


def page(session: Session, after: Places, newest: Places, rows: int, size: int) -> Page:
    """What changed after `after`: whole groups, about `rows` records and `size` signs of rows, at least one group."""
    found: dict[str, list[Changed]] = {}
    upto: dict[str, int] = {}
    for scope in sorted(newest):
        some = _read(session, scope, after[scope], newest[scope], max(rows, 0) + 1)
        upto[scope] = _fitting(some, rows, size, after[scope], newest[scope])
        rows -= len(some)
        size -= sum(len(each.row or "") for each in some)
        found[scope] = some
    if upto != newest:
        upto = _untorn(session, after, newest, upto)
        if upto == after:
            upto = _first(session, after, newest, found)
        found = {scope: _read(session, scope, after[scope], upto[scope], _ALL) for scope in upto}
    return Page({scope: some for scope, some in found.items() if some}, upto)


def _read(session: Session, scope: str, after: int, upto: int, most: int) -> list[Changed]:
    if upto <= after:
        return []
    asked = {"scope": scope, "after": after, "upto": upto, "most": most}
    return [Changed(*each) for each in session.connection().execute(_CHANGED, asked)]


def _fitting(some: list[Changed], rows: int, size: int, after: int, newest: int) -> int:
    """The last number whose group still fits, with all before it; `after` if none does."""
    for place, each in enumerate(some):
        size -= len(each.row or "")
        if place >= rows or size < 0:
            return max(after, each.seq - 1)
    return newest


def _first(session: Session, after: Places, newest: Places, found: Mapping[str, list[Changed]]) -> dict[str, int]:
    """The least that is a whole: the first group of all, and the groups of other scopes that it is tied to."""
    scope = next(scope for scope in sorted(found) if found[scope])
    upto = {**after, scope: found[scope][0].seq}
    ties = _ties(session, after, newest)
    while True:
        short = [(other, there) for each, seq, other, there in ties if seq <= upto[each] and there > upto[other]]
        if not short:
            return upto
        for other, there in short:
            upto[other] = max(upto[other], there)


def _untorn(session: Session, after: Places, newest: Places, upto: Places) -> dict[str, int]:
    """Cut earlier, until no group of two scopes is on this page with one of them only."""
    cut = dict(upto)
    ties = _ties(session, after, newest)
    while True:
        torn = [(each, seq) for each, seq, other, there in ties if seq <= cut[each] and there > cut[other]]
        if not torn:
            return cut
        for each, seq in torn:
            cut[each] = min(cut[each], seq - 1)


def _ties(session: Session, after: Places, newest: Places) -> list[tuple[str, int, str, int]]:
    """The groups of two of these scopes of which the reader has neither half."""
    found = session.connection().execute(_TIES, {"scopes": sorted(newest)})
    return [
        (scope, seq, other, there)
        for scope, seq, other, there in found
        if other in newest and after[scope] < seq <= newest[scope] and after[other] < there <= newest[other]
    ]
