"""One cycle: push, places, pull; and what a failure means for the device (docs/protocol.md, "Codes of failures")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from device import places
from device.pull import PushFirst, pull
from device.push import push
from device.wire import Failure, Steps, Unreachable

if TYPE_CHECKING:
    from device.device import Device

TRIES = 4
BUSY = ("busy", "too_many_requests")


@dataclass
class Outcome:
    """What a cycle did. `failure`: a code of the protocol, or `unreachable`; None if the device is in step.

    `wait`: seconds that the server asks to be left alone. `stumbled`: it failed on an edit, which goes again later.
    `repaired`: differences found by digests and fetched again. `unknown`: patches for rows that were not there.
    """

    applied: int = 0
    refused: int = 0
    rows: int = 0
    repaired: int = 0
    unknown: int = 0
    witnessed: int = 0
    wait: int = 0
    stumbled: bool = False
    failure: str | None = None


def cycle(device: Device) -> Steps[Outcome]:
    """Push, settle the places held, pull, until the device is in step or something stands in the way."""
    outcome = Outcome()
    try:
        yield from _exchange(device, outcome)
        outcome.failure = "internal" if outcome.stumbled else None
    except Unreachable:
        outcome.failure = "unreachable"
    except Failure as failure:
        outcome.failure, outcome.wait = failure.code, failure.wait
        _ended(device, failure.code)
    return outcome


def _exchange(device: Device, outcome: Outcome) -> Steps[None]:
    epoch: str | None = None  # a new one, which has what this device could give it
    yield from push(device, outcome)
    settled = False  # whether what is held was heard from the life of the database that this device knows
    for _ in range(TRIES):
        try:
            if epoch is None and not settled:
                settled = yield from places.sync(device)
            yield from pull(device, outcome, epoch)
            if not settled:
                yield from places.sync(device)
            return
        except PushFirst as first:
            epoch = first.epoch or epoch
            yield from push(device, outcome, asking=epoch is not None)
        except Failure as failure:
            if failure.code == "device_revoked":
                yield from push(device, outcome)  # so that the office has all
            raise
        if outcome.stumbled:
            return
    raise Failure("internal")


def _ended(device: Device, code: str) -> None:
    """A revoked device keeps what it has not handed over, and nothing else. One whose token is not known keeps all: the
    server may be a restored one, from before this device was enrolled.
    """
    if code not in ("device_revoked", "token_unknown"):
        return
    with device.storage.transaction() as write:
        write.put("meta", "ended", code)
        if code == "device_revoked":
            write.clear("rows", "kept", "chunks", "leases")
            write.delete("meta", "cursor")
            write.delete("meta", "entering")
            for n, entry in write.all("outbox").items():
                if entry["state"] == "answered":
                    write.delete("outbox", n)
