"""Pull (docs/protocol.md, L1–L8): page after page until in step. Rows and the cursor that vouches for them are stored
in one transaction, so that a cut at any moment leaves both or neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from device import rows
from device.checking import check
from device.entering import Entering, enter
from device.restored import witness
from device.storage import Reader, Transaction
from device.wire import Failure, Steps, ask, post

if TYPE_CHECKING:
    from device.cycle import Outcome
    from device.device import Device

STALE = 3
KEPT_MS = 14 * 86_400_000
Page = dict[str, Any]


class PushFirst(Exception):
    """L6: what is unsent must go before this page is stored; `epoch` is set if it is a new one's."""

    def __init__(self, epoch: str | None = None) -> None:
        super().__init__(epoch)
        self.epoch = epoch


def pull(device: Device, outcome: Outcome, told: str | None) -> Steps[None]:
    """Pull until in step. `told`: a new epoch that has been pushed to already. Raises PushFirst, Failure and
    Unreachable.
    """
    passing = [n for n, entry in device.storage.all("outbox").items() if entry["state"] == "answered"]
    stale = 0
    if not (yield from _finish(device)):
        stale += 1
    while True:
        page = yield from _next(device)
        new = page["epoch"] != device.identity["epoch"]
        if new and page["epoch"] != told:
            raise PushFirst(page["epoch"])
        if new:
            outcome.witnessed += yield from witness(device, page.get("restored"))
        leaving = _leaving(device.storage, page, everything=new or device.storage.get("meta", "cursor") is None)
        _may_leave(device.storage, leaving)
        with device.storage.transaction() as write:
            outcome.unknown += _store(write, page)
            if page["enter"]:  # L5: the cursor waits for the snapshots
                entering: Entering = {"epoch": page["epoch"], "cursor": page["cursor"], "leave": leaving}
                write.put("meta", "entering", {**entering, "wanted": page["enter"], "done": []})
            else:
                _adopt(write, page["epoch"], page["cursor"], leaving)
        outcome.rows += len(page["rows"]) + len(page.get("patches", []))
        if not (yield from _finish(device)):
            stale += 1
            if stale >= STALE:
                raise Failure("not_found")
            continue
        if not page["more"]:
            break
    _passed(device, passing, page["now"])
    outcome.repaired += yield from check(device, page.get("digests", {}))


def _next(device: Device) -> Steps[Page]:
    """L1: a page after the cursor; from the start if the server does not know the cursor."""
    unsent = sum(1 for entry in device.storage.all("outbox").values() if entry["state"] != "answered")
    asked: dict[str, Any] = {"cursor": device.storage.get("meta", "cursor"), "unsent": unsent, "app": device.app}
    if device.patches:
        asked["patch"] = True
    if device.checks:
        asked["digest"] = True
    try:
        return (yield from _ask(device, asked))
    except Failure as failure:
        if failure.code != "bad_cursor" or asked["cursor"] is None:
            raise
    with device.storage.transaction() as write:
        write.delete("meta", "cursor")
    return (yield from _ask(device, {**asked, "cursor": None}))


def _ask(device: Device, asked: Page) -> Steps[Page]:
    sent = device.moment()
    page = yield from ask(post("/api/sync/pull", asked, device.identity["token"]))
    with device.storage.transaction() as write:
        device.heard(write, page["now"], sent)
    return page


def _store(write: Transaction, page: Page) -> int:
    """L4, L7, L8: one page. Returns how many patches were for rows that are not held."""
    for gone in page["gone"]:
        rows.drop(write, gone["scope"], [gone["id"]])
    rows.put(write, page["rows"])
    for held in page["held"]:
        known = write.get("refused", held["id"])
        if known is not None:
            write.put("refused", held["id"], {**known, "state": held["state"], "code": held["code"]})
    return rows.patch(write, page.get("patches", []))


def _finish(device: Device) -> Steps[bool]:
    """S: finish an entry into scopes, also one that an earlier cut left half done. False if it has to be asked anew."""
    entering: Entering | None = device.storage.get("meta", "entering")
    if entering is None:
        return True
    if not (yield from enter(device, entering)):
        return False
    _may_leave(device.storage, entering["leave"])
    with device.storage.transaction() as write:
        _adopt(write, entering["epoch"], entering["cursor"], entering["leave"])
        write.delete("meta", "entering")
        write.clear("chunks")
    return True


def _leaving(reader: Reader, page: Page, *, everything: bool) -> list[str]:
    """L5, L6: the scopes to drop. From the start and in a new epoch, all but those entered."""
    if not everything:
        return list(page["leave"])
    return sorted(rows.scopes(reader) - {each["scope"] for each in page["enter"]})


def _may_leave(reader: Reader, leaving: Iterable[str]) -> None:
    unanswered = {entry["scope"] for entry in reader.all("outbox").values() if entry["state"] != "answered"}
    if not unanswered.isdisjoint(leaving):
        raise PushFirst


def _adopt(write: Transaction, epoch: str, cursor: str, leaving: Iterable[str]) -> None:
    """The cursor, and with it what it stands for. A scope left and a new epoch count as passed (P10)."""
    identity: Mapping[str, Any] = write.get("meta", "identity")
    left = set(leaving)
    for scope in left:
        rows.drop_scope(write, scope)
    for n, entry in write.all("outbox").items():
        answer = entry.get("answer")
        if answer and (answer["epoch"] != epoch or answer.get("scope", entry["scope"]) in left):
            write.delete("outbox", n)
    write.put("meta", "identity", {**identity, "epoch": epoch})
    write.put("meta", "cursor", cursor)


def _passed(device: Device, numbers: Iterable[int], now: int) -> None:
    """P10: what was answered before this pull began is shown by the rows now. Kept edits age by the server's clock."""
    with device.storage.transaction() as write:
        for n in numbers:
            write.delete("outbox", n)
        for n, kept in write.all("kept").items():
            if kept["since"] < now - KEPT_MS:
                write.delete("kept", n)
