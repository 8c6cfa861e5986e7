"""What a clerk said of a file's columns, remembered for the next file of the same shape (`header.shape`)."""

from __future__ import annotations

from collections.abc import Mapping

import orjson
from sqlalchemy.orm import Session

from server.roster.tables import RosterMapping


def recall(session: Session, shape: str) -> dict[int, str | None] | None:
    """Column's place from 0 → key, None: not to be read; or None when nobody has said anything of such a file yet."""
    found = session.get(RosterMapping, shape)
    return None if found is None else {int(index): key for index, key in orjson.loads(found.mapping).items()}


def remember(session: Session, shape: str, mapping: Mapping[int, str | None], account: int, now: int) -> None:
    """Keep what a clerk said, in place of what was said before. `now` in ms."""
    told = orjson.dumps({str(index): key for index, key in sorted(mapping.items())}).decode()
    session.merge(RosterMapping(shape=shape, mapping=told, account=account, used_at=now))
    session.flush()
