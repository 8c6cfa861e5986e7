"""What newer phones sent before the server was updated: applied by itself as soon as the server knows it (P12).

Nobody has looked at these edits and nobody needs to: there was nothing wrong with them but that they came early. So
they are applied as if they had only been on their way, with their author's rights as of when they arrived.
"""

from __future__ import annotations

import orjson
from sqlalchemy import select

from server.errors import Problem
from server.exchange.quarantine import group_of, let_in
from server.store.session import Store
from server.store.tables import Quarantined
from sync.outcomes import RefusalCode
from sync.policies import KNOWN_SCHEMA


def catch_up(opened: Store) -> int:
    """Apply all that is understood by now, a group in a transaction. Returns how many edits were."""
    early = (Quarantined.state == "held", Quarantined.code == RefusalCode.SCHEMA_TOO_NEW)
    with opened.reading() as session:
        query = select(Quarantined.id, Quarantined.body).where(*early).order_by(Quarantined.at, Quarantined.n)
        waiting = [name for name, body in session.execute(query) if _known(body)]
    applied = 0
    for name in waiting:
        try:
            with opened.writing() as session:
                if session.scalar(select(Quarantined.id).where(Quarantined.id == name, *early)) is not None:
                    applied += len(let_in(session, name))
        except Problem as problem:
            _hold_on(opened, name, problem)
    return applied


def _known(body: str) -> bool:
    schema = orjson.loads(body).get("schema", 1)
    return isinstance(schema, int) and schema <= KNOWN_SCHEMA


def _hold_on(opened: Store, name: str, problem: Problem) -> None:
    """Understood, and refused all the same: the group is the office's now, for its own reason."""
    with opened.writing() as session:
        for member in group_of(session, session.get_one(Quarantined, name)):
            waits_for = problem.details.get("waits_for")
            member.code = str(problem.details.get("refusal", member.code))
            member.state, member.depends_on = "waiting" if waits_for else "held", waits_for
