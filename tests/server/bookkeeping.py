"""What the server keeps of its rows for digests and patches, compared with the rows themselves."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import Record, Scope
from sync import canonical, digest


def faults(session: Session) -> list[str]:
    """Everything that is not as its rows say; nothing, if all is well."""
    found: list[str] = []
    hashes: dict[str, list[tuple[str, int]]] = {}
    for each in session.scalars(select(Record)):
        row = json.loads(each.row)
        hashes.setdefault(each.scope, []).append((each.id, each.hash))
        if each.row != canonical.dumps(row):
            found.append(f"{each.id}: the row is not canonical")
        if each.hash != digest.row_hash(row):
            found.append(f"{each.id}: the hash is not the row's")
        if row["scope"] != each.scope:
            found.append(f"{each.id}: the row names another scope")
        late = [name for name, seq in json.loads(each.changes or "{}").items() if not each.since < seq <= each.seq]
        if late or each.since > each.seq:
            found.append(f"{each.id}: changed out of time: {late}")
    for scope in session.scalars(select(Scope)):
        here = hashes.pop(scope.code, [])
        total = 0
        for _, each_hash in here:
            total = digest.add(total, each_hash)
        if (scope.rows, scope.sum) != (len(here), total):
            found.append(f"{scope.code}: {scope.rows} rows and sum {scope.sum}, not {len(here)} and {total}")
    return found + [f"{scope}: has rows and no counter" for scope in hashes]
