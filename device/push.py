"""Push (docs/protocol.md, P1–P10): what has no answer goes out, oldest first, until all of it has one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from device.pace import MOST_EDITS
from device.saving import lean
from device.storage import Transaction
from device.wire import Failure, Steps, Unreachable, fetch, post, readable

if TYPE_CHECKING:
    from device.cycle import Outcome
    from device.device import Device


def push(device: Device, outcome: Outcome, *, asking: bool = False) -> Steps[None]:
    """Push until nothing is left, or the server failed on an edit (`outcome.wait` is then set).

    `asking`: begin with an empty list, to learn which number the server expects: a restored one lacks what it had
    acknowledged (L6). Raises Failure and Unreachable.
    """
    expect = (yield from _send(device, [], None))["expect"] if asking else None
    while True:
        edits = _going(device, expect)
        lost = _lost(device, edits, expect)
        if not edits and lost is None:
            return
        told = yield from _send(device, edits, lost)
        answered = _settle(device, told["answers"], outcome)
        if "retry_after" in told:
            outcome.wait = told["retry_after"]
        if any(answer["result"] == "failed" for answer in told["answers"]):
            outcome.stumbled = True
            return
        if not answered and told["expect"] == expect:
            raise Failure("gap")
        expect = told["expect"]


def _going(device: Device, expect: int | None) -> list[dict[str, Any]]:
    """P1, P4: the next batch: what has no answer, and, from `expect` on, what had one. From now on none of it is ever
    altered; that is written down before it goes.
    """
    with device.storage.transaction() as write:
        entries: Mapping[int, dict[str, Any]] = write.all("outbox")
        kept: Mapping[int, dict[str, Any]] = write.all("kept") if expect is not None else {}
        edits = {n: _resent(each) for n, each in kept.items() if n >= (expect or 0)}
        edits |= {n: entry["edit"] for n, entry in entries.items() if entry["state"] != "answered"}
        batch = _cut([edits[n] for n in sorted(edits)], device)
        for edit in batch:
            entry = entries.get(edit["n"])
            if entry is not None and entry["state"] == "unsent":
                write.put("outbox", edit["n"], {**entry, "state": "sending"})
    return batch


def _resent(kept: Mapping[str, Any]) -> dict[str, Any]:
    """P3: with the signed time of its first answer, if it had been applied."""
    proof = {key: kept["answer"][key] for key in ("eff", "ack") if key in kept["answer"]}
    return {**kept["edit"], **proof}


def _cut(edits: Sequence[dict[str, Any]], device: Device) -> list[dict[str, Any]]:
    """As many whole groups as the network carries, and at least one."""
    batch: list[dict[str, Any]] = []
    size = 0
    for place, edit in enumerate(edits):
        size += len(_text(edit, device))
        begins = place == 0 or edit["group"] != edits[place - 1]["group"]
        if place > 0 and begins and (size > device.pace.bytes or place >= MOST_EDITS):
            break
        batch.append(edit)
    return batch


def _text(edit: Mapping[str, Any], device: Device) -> str:
    return json.dumps(lean(edit) if device.lean else edit, ensure_ascii=False, separators=(",", ":"))


def _lost(device: Device, edits: Sequence[Mapping[str, Any]], expect: int | None) -> list[int] | None:
    """P4: the numbers from `expect` on that nobody can supply any more: neither unsent nor kept."""
    if expect is None:
        return None
    coming = [edit["n"] for edit in edits if edit["n"] >= expect]
    until = min(coming) - 1 if coming else 0 if edits else device.storage.get("meta", "n", 0)
    return [expect, until] if until >= expect else None


def _send(device: Device, edits: Sequence[Mapping[str, Any]], lost: list[int] | None) -> Steps[dict[str, Any]]:
    identity = device.identity
    body: dict[str, Any] = {"epoch": identity["epoch"], "now": device.clock()}
    body["edits"] = [lean(edit) if device.lean else edit for edit in edits]
    if lost is not None:
        body["lost"] = lost
    request = post("/api/sync/push", body, identity["token"])
    try:
        reply = yield from fetch(request)
    except (Unreachable, Failure) as problem:
        if isinstance(problem, Unreachable) or problem.code == "too_large":
            device.pace.failed()
        raise
    device.pace.measured(len(request.data or b""), reply.seconds)
    told: dict[str, Any] = readable(reply.data)
    return told


def _settle(device: Device, answers: Sequence[dict[str, Any]], outcome: Outcome) -> int:
    """P8, P10: an applied edit waits for a pull to pass it, a refused one moves to the refused list; both are kept.
    Returns how many of this device's edits have an answer now. An edit saved meanwhile is not touched.
    """
    answered = 0
    with device.storage.transaction() as write:
        for answer in answers:
            entry = write.get("outbox", answer["n"]) or write.get("kept", answer["n"])
            if entry is None or entry["edit"]["id"] != answer["id"] or answer["result"] == "failed":
                continue
            answered += 1
            _keep(write, entry, answer)
            if answer["result"] == "applied":
                outcome.applied += 1
            else:
                outcome.refused += 1
                if answer["code"] == "fork":
                    write.put("meta", "ended", "fork")
    return answered


def _keep(write: Transaction, entry: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
    edit = entry["edit"]
    since = write.get("meta", "server_now")  # not the device's clock: that may be set ten years ahead
    write.put("kept", edit["n"], {"edit": edit, "scope": entry["scope"], "answer": answer, "since": since})
    waiting = write.get("outbox", edit["n"])
    if answer["result"] == "applied":
        write.delete("refused", edit["id"])  # a restored server may think otherwise than the one before
        again = answer["epoch"] != write.get("meta", "identity")["epoch"]
        if waiting is not None or again:  # what a restored server had lost is shown until its rows show it
            shown = {"edit": edit, "scope": entry["scope"], "state": "answered", "answer": answer}
            write.put("outbox", edit["n"], shown)
    else:
        write.delete("outbox", edit["n"])
        if edit["kind"] != "withdraw":
            write.put("refused", edit["id"], {"edit": edit, "code": answer["code"], "state": "held"})
