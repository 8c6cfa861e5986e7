"""The server's word that it lent a ticket to a phone: signed, so that it holds even when a restored database has
forgotten it, and checked when a phone gives the ticket out (docs/protocol.md, T3, T6).
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from typing import Any

from server.exchange import seals
from sync import canonical
from sync.edit import Edit, Kind
from sync.leases.terms import HIGHEST
from sync.outcomes import RefusalCode

SIGNS = 32
LONGEST = 40  # characters of a lease's id
REFUSED = (RefusalCode.LEASE_INVALID, RefusalCode.TICKET_NOT_LEASED)


def proof(lease: str, writer: int, session: str, number: int, until: int) -> str:
    """The proof that this ticket was lent to this writer until then."""
    said = canonical.dumps([lease, writer, session, number, until]).encode()
    return hmac.digest(seals.key("lease"), said, "sha256").hex()[:SIGNS]


def holds(lease: object, writer: int, session: object, number: object, until: object, given: object) -> bool:
    """Whether this server made that proof for just this."""
    if not isinstance(lease, str) or not 0 < len(lease) <= LONGEST or not isinstance(session, str):
        return False
    if type(number) is not int or not 1 <= number <= HIGHEST or type(until) is not int:
        return False
    if not isinstance(given, str) or not given.isascii():
        return False
    return hmac.compare_digest(proof(lease, writer, session, number, until), given)


def refusal(group: Iterable[Edit]) -> RefusalCode | None:
    """T6: why these edits of a phone may not name the tickets that they name, or None."""
    for each in group:
        if each.entity == "appointment" and each.kind is not Kind.WITHDRAW:
            code = _refusal(each)
            if code is not None:
                return code
    return None


def _refusal(each: Edit) -> RefusalCode | None:
    if "ticket" not in each.fields and each.lease is None:
        return None
    number = each.fields["ticket"].value if "ticket" in each.fields else None
    if each.kind is not Kind.CREATE or each.lease is None:
        return None if number is None and each.kind is Kind.CREATE else RefusalCode.TICKET_NOT_LEASED
    session = each.fields["session"].value if "session" in each.fields else None
    return None if shown(each.lease, each.device, session, number) else RefusalCode.LEASE_INVALID


def shown(lease: object, writer: int, session: object, number: object) -> bool:
    """Whether the `lease` of an edit proves that its writer was lent this ticket."""
    if not isinstance(lease, dict):
        return False
    return holds(lease.get("id"), writer, session, number, lease.get("until"), lease.get("proof"))


def as_requested(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A refused edit as the office releases it: without the ticket that its phone did not hold, the appointment asks
    for a place.
    """
    fields = raw.get("fields")
    if not isinstance(fields, dict):
        return dict(raw)
    left = {name: change for name, change in fields.items() if name != "ticket"}
    if raw.get("kind") == Kind.CREATE:
        left["state"] = {"value": "requested", "base": []}
    return {**raw, "fields": left, "lease": None}
