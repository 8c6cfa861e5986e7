"""Places held by this device (docs/protocol.md, T): numbered tickets that it may give out without asking anybody.

A ticket is given once, or given back once. Either is written down in the transaction in which it happens, before
anybody is told, and stays written until long after the lease's end: whatever a late answer says of the ticket, it is
not free.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from device.storage import Reader, Transaction
from device.wire import Failure, Steps, ask, post

if TYPE_CHECKING:
    from device.device import Device

FORGOTTEN_MS = 24 * 3_600_000  # after the end of the lease: by then the server has taken back what it did not hear of
OLDER_SERVER = ("not_found", "method_not_allowed")


@dataclass(frozen=True)
class Held:
    """One ticket of a lease, and the server's proof that it is this device's until `until` (ms, the server's clock)."""

    lease: str
    session: str
    until: int
    number: int
    proof: str

    @property
    def key(self) -> str:
        """What it is called in the table `taken`."""
        return f"{self.lease}/{self.number}"


def held(reader: Reader) -> Iterator[Held]:
    """Every ticket that is neither given nor on its way back; the lease that ends first comes first."""
    for lease in sorted(reader.all("leases").values(), key=lambda each: (each["until"], each["id"])):
        for each in sorted(lease["tickets"], key=lambda ticket: int(ticket["n"])):
            found = Held(lease["id"], lease["session"], lease["until"], each["n"], each["proof"])
            if reader.get("taken", found.key) is None:
                yield found


def free(reader: Reader, session: str, now: int | None) -> Held | None:
    """A ticket of the session that may be given at the server's time `now`; None without one, or without a time."""
    if now is None:
        return None
    return next((each for each in held(reader) if each.session == session and now < each.until), None)


def give(write: Transaction, ticket: Held) -> None:
    """It is given, in the transaction that stores the appointment."""
    _take(write, ticket, "given")


def regain(write: Transaction, edit: Mapping[str, Any]) -> None:
    """An appointment was taken back before anybody heard of it: its ticket may be given again."""
    if edit.get("lease") is not None:
        write.delete("taken", f"{edit['lease']['id']}/{edit['fields']['ticket']['value']}")


def want(write: Transaction, session: str, count: int) -> None:
    """How many tickets of a session this device wants to hold. What it has beyond that goes back; the highest numbers
    first, so that the families' numbers are low ones.
    """
    write.put("meta", "wants", {**write.get("meta", "wants", {}), session: count})
    mine = sorted((each for each in held(write) if each.session == session), key=lambda each: each.number)
    for each in mine[count:]:
        _take(write, each, "back")


def sync(device: Device) -> Steps[bool]:
    """T1–T3: say what is held and what goes back, hear what is held now. False if that came from another life of the
    database: then it is asked again after the pull.
    """
    wants = device.storage.get("meta", "wants", {})
    returned = [each for each in device.storage.all("taken").values() if each["why"] == "back"]
    mine = list(held(device.storage))
    if not (wants or returned or mine or device.storage.all("leases")):
        return True
    asked = {"have": _have(mine), "back": _back(returned), "want": wants}
    sent = device.moment()
    try:
        told = yield from ask(post("/api/sync/places", asked, device.identity["token"]))
    except Failure as failure:
        if failure.code in OLDER_SERVER:
            return True
        raise
    if told["epoch"] != device.identity["epoch"]:
        return False
    with device.storage.transaction() as write:
        device.heard(write, told["now"], sent)
        _store(write, told)
    return True


def _store(write: Transaction, told: Mapping[str, Any]) -> None:
    write.clear("leases")
    for lease in told["leases"]:
        write.put("leases", lease["id"], lease)
    write.put("meta", "free", told["free"])
    wants = write.get("meta", "wants", {})
    here = {lease["session"] for lease in told["leases"]}
    write.put("meta", "wants", {session: count for session, count in wants.items() if count or session in here})
    there = {(lease["id"], ticket["n"]) for lease in told["leases"] for ticket in lease["tickets"]}
    for key, each in write.all("taken").items():
        if each["until"] + FORGOTTEN_MS < told["now"]:
            write.delete("taken", key)
        elif each["why"] != "given":
            write.put("taken", key, {**each, "why": "back" if (each["lease"], each["n"]) in there else "returned"})


def _take(write: Transaction, ticket: Held, why: str) -> None:
    told = {"lease": ticket.lease, "session": ticket.session, "n": ticket.number, "until": ticket.until}
    write.put("taken", ticket.key, {**told, "why": why})


def _have(mine: list[Held]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for each in mine:
        empty = {"lease": each.lease, "session": each.session, "until": each.until, "tickets": []}
        found.setdefault(each.lease, empty)["tickets"].append({"n": each.number, "proof": each.proof})
    return list(found.values())


def _back(returned: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for each in sorted(returned, key=lambda each: (str(each["lease"]), int(each["n"]))):
        empty = {"lease": each["lease"], "session": each["session"], "tickets": []}
        found.setdefault(each["lease"], empty)["tickets"].append(each["n"])
    return list(found.values())
