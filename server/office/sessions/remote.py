"""Villages from which people come by bus: they get their places in one band of a day. The office names them once."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy.orm import Session

from server.errors import Problem
from server.store.tables import Area, Meta

KEY = "remote_villages"


def read(session: Session) -> list[str]:
    """Their codes, ascending."""
    kept = session.get(Meta, KEY)
    return list(json.loads(kept.value)) if kept is not None else []


def write(session: Session, villages: Collection[str]) -> None:
    """These, and no others. Raises Problem unknown_area."""
    for code in villages:
        area = session.get(Area, code)
        if area is None or area.level != "village":
            raise Problem("unknown_area", {"code": code, "area": code})
    kept = session.get(Meta, KEY)
    if kept is None:
        kept = Meta(key=KEY, value="[]")
        session.add(kept)
    kept.value = json.dumps(sorted(set(villages)))
    session.flush()
