"""Appointments as their records say them, with all that decides about their place: who made them and by which lease,
where the resident lives, whether they are still anybody's task.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.exchange import joining
from server.exchange.book import chunks
from server.places import proofs
from server.store import judging
from server.store.tables import Device, Edit, Record, Writer
from sync import areas, ids
from sync.leases.lending import Held
from sync.leases.pool import Reach
from sync.policies import closing

LIVE = ("requested", "confirmed")


@dataclass(frozen=True)
class Asked:
    """One appointment. `held`: what its phone gave out, if its proof holds; `asked_at` (ms) and `rank`: who waits
    before whom; `closed`: its resident, or the household, is out of everyone's task; `by_office`, `vouched`: the office
    (or the server itself) has made it, has written its ticket.
    """

    id: str
    scope: str
    resident: str
    session: str
    dose: int
    state: str
    ticket: int | None
    change: str | None
    change_seen: bool
    account: int | None
    writer: int | None
    by_office: bool
    vouched: bool
    asked_at: int
    rank: int
    closed: bool
    held: Held | None

    @property
    def village(self) -> str:
        """The village of the resident's grid."""
        return areas.village_of(self.scope) or ""

    @property
    def reach(self) -> Reach:
        """The pools that this appointment may draw from: those of the place and of whoever made it."""
        return Reach(frozenset({self.village}), self.account)


def read(session: Session, names: Iterable[str]) -> dict[str, Asked]:
    """Those of `names` that are appointments, as they stand now."""
    rows: dict[str, Any] = {}
    for some in chunks(sorted(set(names))):
        query = select(Record.id, Record.scope, Record.root, Record.row)
        rows |= {
            name: (scope, root, orjson.loads(row))
            for name, scope, root, row in session.execute(
                query.where(Record.id.in_(some), Record.entity == "appointment")
            )
        }
    made = _creations(session, rows)
    above = _values(session, {name for _, root, row in rows.values() for name in (root, _resident(row))})
    above |= _joined(session, above)
    office, ranks = _office(session), _ranks(session)
    lost = _lost(session, {writer for _, writer, _, _ in made.values()})
    return {
        name: _asked(scope, row, made.get(name), (above.get(_resident(row)), above.get(root)), office, ranks, lost)
        for name, (scope, root, row) in rows.items()
    }


def _asked(
    scope: str,
    row: Mapping[str, Any],
    made: tuple[Mapping[str, Any], int, int, int] | None,
    above: tuple[Mapping[str, Any] | None, Mapping[str, Any] | None],
    office: Set[int],
    ranks: Mapping[str, int],
    lost: Set[int],
) -> Asked:
    values, (resident, household) = row["values"], above
    body, writer, account, eff = made or ({}, None, None, 0)
    groups = (resident or {}).get("groups") or []
    closed = (resident or {}).get("life_state") in closing("resident")
    closed = closed or (household or {}).get("life_state") in closing("household")
    ticket = values.get("ticket")
    wrote = row.get("also", {}).get("ticket", [row["by"]])
    return Asked(
        row["id"], scope, str(values["resident"]), str(values["session"]), int(values["number"]),
        str(values.get("state") or "requested"), ticket if type(ticket) is int else None, values.get("change"),
        values.get("change_seen") is True, account, writer, writer in office,
        {ids.writer(name) for name in wrote} <= office, eff,
        min((ranks[each] for each in groups if each in ranks), default=len(ranks)), closed,
        _held(body, writer, account, str(values["session"]), writer in lost),
    )  # fmt: skip


def _held(body: Mapping[str, Any], writer: int | None, account: int | None, session: str, lost: bool) -> Held | None:
    """What the appointment was created with, if it is still about the session in which the phone held a place."""
    lease, fields = body.get("lease"), body.get("fields") or {}
    number = (fields.get("ticket") or {}).get("value")
    created_in = (fields.get("session") or {}).get("value")
    if lease is None or writer is None or account is None or created_in != session:
        return None
    if not isinstance(number, int) or not proofs.shown(lease, writer, session, number):
        return None
    return Held(lease["id"], writer, account, number, lease["until"], lost=lost)


def _lost(session: Session, writers: Set[int]) -> set[int]:
    """Those of these phones that have been stopped."""
    return set(session.scalars(select(Device.id).where(Device.id.in_(writers), Device.revoked_at.is_not(None))))


def _joined(session: Session, known: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """{resident: values of the one that stays}: who was found to be another one is not out of everyone's task."""
    duplicates = [name for name, values in known.items() if values.get("life_state") == "duplicate"]
    ends = joining.stays(session, duplicates)
    others = _values(session, set(ends.values()))
    return {name: others[end] for name, end in ends.items() if end != name and end in others}


def _resident(row: Mapping[str, Any]) -> str:
    return str(row["values"]["resident"])


def _office(session: Session) -> Set[int]:
    """The numbers of those who write at the office, the server itself among them."""
    return set(session.scalars(select(Writer.id).where(Writer.kind == "office")))


def _creations(session: Session, names: Iterable[str]) -> dict[str, tuple[Mapping[str, Any], int, int, int]]:
    found = {}
    for some in chunks(sorted(names)):
        query = select(Edit.record, Edit.body, Edit.writer, Edit.account, Edit.eff)
        for record, body, writer, account, eff in session.execute(
            query.where(Edit.record.in_(some), Edit.kind == "create")
        ):
            found[record] = (orjson.loads(body), writer, account, eff)
    return found


def _values(session: Session, names: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for some in chunks(sorted(names)):
        rows = session.execute(select(Record.id, Record.row).where(Record.id.in_(some)))
        found |= {name: orjson.loads(row)["values"] for name, row in rows}
    return found


def _ranks(session: Session) -> dict[str, int]:
    """{group: rank}: the campaign names its lists of priority groups in their order; nobody of them comes last."""
    kept = session.info.get("ranks")
    if kept is None:
        document = judging.campaign(session) or {}
        lists: dict[str, int] = {}
        kept = {}
        for group in document.get("groups") or []:
            if isinstance(group, dict) and "code" in group:
                kept[str(group["code"])] = lists.setdefault(str(group.get("list")), len(lists))
        session.info["ranks"] = kept
    ranks: dict[str, int] = kept
    return ranks
