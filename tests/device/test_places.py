"""Places held by a device: given once, given back once, and only while it can vouch for the time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from device import Device, Memory, drive, vouching
from device.storage import Storage
from device.undoing import Sent
from tests.device.script import GRID, NOW, Script, applied, page, row

HOUR = 3_600_000
SESSION = "session:1-2026-11-24"
PERSON = row("3.1:157r", name="甄友信")
ANSWERED = {"outcome": "changed", "epoch": "e1"}


VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "leases" / "vouch.json").read_text(encoding="utf-8"))


class Clocks:
    """Both clocks of a device."""

    def __init__(self) -> None:
        self.wall, self.ticks = NOW, 5_000

    def forward(self, ms: int) -> None:
        """Time passes."""
        self.wall, self.ticks = self.wall + ms, self.ticks + ms


def phone(clocks: Clocks, storage: Storage | None = None) -> Device:
    """A device that shows one person; over the same storage, the same device started again."""
    made = Device(storage or Memory(), lambda: clocks.wall, ticks=lambda: clocks.ticks)
    if storage is None:
        with made.storage.transaction() as write:
            identity = {"token": "t", "writer": 17, "epoch": "e1", "person": {}, "township": None}
            for word, value in (("identity", identity), ("server_now", NOW), ("cursor", "c0")):
                write.put("meta", word, value)
            write.put("rows", PERSON["id"], {GRID: PERSON})
    return made


def lease(*numbers: int, name: str = "L1", until: int = NOW + 36 * HOUR) -> dict[str, Any]:
    """A lease as the server tells it."""
    tickets = [{"n": n, "proof": f"proof{n}"} for n in numbers]
    return {"id": name, "session": SESSION, "until": until, "tickets": tickets}


def places(*leases: dict[str, Any], now: int = NOW, epoch: str = "e1") -> dict[str, Any]:
    """The answer of T1."""
    return {"leases": list(leases), "free": {SESSION: 7}, "grace": 12 * HOUR, "now": now, "epoch": epoch}


def synced(device: Device, *answers: Any) -> Script:
    """A cycle against these answers; what was asked."""
    script = Script(*answers)
    done = drive(device.cycle(), script)
    assert done.failure is None and script.left == [], done
    return script


def holding(clocks: Clocks, *numbers: int, **more: Any) -> Device:
    """A device that asked for so many places, and has them."""
    device = phone(clocks)
    device.want(SESSION, len(numbers))
    synced(device, places(lease(*numbers, **more)), page())
    return device


def numbers(device: Device) -> list[int]:
    """The places that may still be given."""
    return [each.number for each in device.places(SESSION)]


def test_places_are_asked_for_held_and_given_out_as_confirmed_with_the_leases_proof() -> None:
    device = phone(Clocks())
    device.want(SESSION, 2)
    script = synced(device, places(lease(4, 5)), page())
    assert script.asked[0].path == "/api/sync/places"
    assert script.body(0) == {"have": [], "back": [], "want": {SESSION: 2}}
    made = device.book(PERSON["id"], SESSION, 1)
    shown = device.shown(made)
    assert shown is not None and (shown["values"]["state"], shown["values"]["ticket"]) == ("confirmed", 4)
    assert device.unsent()[0]["lease"] == {"id": "L1", "until": NOW + 36 * HOUR, "proof": "proof4"}
    assert numbers(device) == [5]


def test_without_a_place_an_appointment_is_requested_and_has_neither_ticket_nor_lease() -> None:
    device = phone(Clocks())
    made = device.book(PERSON["id"], SESSION, 1)
    shown = device.shown(made)
    assert shown is not None and shown["values"]["state"] == "requested" and "ticket" not in shown["values"]
    assert device.unsent()[0]["lease"] is None


def test_a_place_is_given_once_also_when_a_later_answer_still_lists_it() -> None:
    clocks = Clocks()
    device = holding(clocks, 4)
    device.book(PERSON["id"], SESSION, 1)
    synced(device, {"answers": [applied(1)], "expect": 2}, places(lease(4)), page("c2"))
    synced(device, places(lease(4)), page("c3"))
    assert numbers(device) == [] and not device.storage.all("outbox")
    assert device.shown(device.book(PERSON["id"], SESSION, 2))["values"]["state"] == "requested"  # type: ignore[index]


def test_what_goes_back_is_never_given_again_whatever_becomes_of_the_request() -> None:
    device = holding(Clocks(), 4, 5, 6)
    device.want(SESSION, 1)
    assert numbers(device) == [4]
    assert drive(device.cycle(), Script(None)).failure == "unreachable"
    again = phone(Clocks(), device.storage)
    assert numbers(again) == [4]
    script = synced(again, places(lease(4)), page())
    assert script.body(0)["back"] == [{"lease": "L1", "session": SESSION, "tickets": [5, 6]}]
    assert [each["n"] for each in script.body(0)["have"][0]["tickets"]] == [4]
    script = synced(again, places(lease(4, 5)), page())
    assert script.body(0)["back"] == [], "the server knows"
    assert numbers(again) == [4], "an answer that still lists it makes nothing free"
    assert synced(again, places(lease(4)), page()).body(0)["back"][0]["tickets"] == [5]


def test_an_appointment_taken_back_before_it_left_makes_its_place_free_again() -> None:
    device = holding(Clocks(), 4)
    made = device.book(PERSON["id"], SESSION, 1)
    device.withdraw(made)
    assert numbers(device) == [4]
    device.book(PERSON["id"], SESSION, 1)
    assert drive(device.cycle(), Script(None)).failure == "unreachable"
    with pytest.raises(Sent):
        device.withdraw("17.2")
    assert numbers(device) == []


def test_nothing_is_given_from_the_end_of_the_lease_on() -> None:
    clocks = Clocks()
    device = holding(clocks, 4, until=NOW + HOUR)
    clocks.forward(HOUR)
    assert device.shown(device.book(PERSON["id"], SESSION, 1))["values"]["state"] == "requested"  # type: ignore[index]


def test_who_was_restarted_offline_cannot_vouch_for_the_time_until_the_server_is_heard_again() -> None:
    clocks = Clocks()
    device = holding(clocks, 4)
    again = phone(clocks, device.storage)
    assert again.now() is None
    assert again.shown(again.book(PERSON["id"], SESSION, 1))["values"]["state"] == "requested"  # type: ignore[index]
    synced(again, {"answers": [applied(1)], "expect": 2}, places(lease(4)), page())
    assert again.shown(again.book(PERSON["id"], SESSION, 2))["values"]["state"] == "confirmed"  # type: ignore[index]


@pytest.mark.parametrize("back", [HOUR, 24 * HOUR, 365 * 24 * HOUR])
def test_a_clock_set_back_after_the_lease_was_taken_gives_only_requested_places(back: int) -> None:
    clocks = Clocks()
    device = holding(clocks, 4)
    clocks.forward(60_000)
    clocks.wall -= back
    assert device.now() is None
    assert device.shown(device.book(PERSON["id"], SESSION, 1))["values"]["state"] == "requested"  # type: ignore[index]


def test_a_clock_that_is_wrong_by_a_year_but_runs_evenly_does_no_harm() -> None:
    clocks = Clocks()
    clocks.wall -= 365 * 24 * HOUR
    device = holding(clocks, 4)
    clocks.forward(HOUR)
    assert device.now() == NOW + HOUR
    assert device.shown(device.book(PERSON["id"], SESSION, 1))["values"]["ticket"] == 4  # type: ignore[index]


@pytest.mark.parametrize("vector", VECTORS["vectors"], ids=lambda vector: str(vector["description"]))
def test_the_device_vouches_for_the_time_as_the_vectors_say(vector: dict[str, Any]) -> None:
    told, until = vector["given"]["clocks"], vector["given"]["until"]
    answer, at = told.get("answer"), vouching.Moment(told["wall"], told["running"])
    heard = answer and vouching.Heard(answer["now"], vouching.Moment(answer["wall"], answer["running"]))
    now = vouching.now(heard, at, told.get("latest"))
    assert (now, now is not None and now < until) == (vector["expect"]["estimate"], vector["expect"]["gives"])


def test_places_told_by_another_life_of_the_database_wait_for_the_pull_into_it() -> None:
    device = holding(Clocks(), 4)
    told = places(epoch="e2")
    pushed = {"answers": [], "expect": 1}
    script = synced(device, told, page(epoch="e2"), pushed, page(epoch="e2"), places(lease(4), epoch="e2"))
    assert [request.path.rsplit("/", 1)[1] for request in script.asked] == ["places", "pull", "push", "pull", "places"]
    assert script.body(4)["have"][0]["tickets"] == [{"n": 4, "proof": "proof4"}]
    assert numbers(device) == [4]


def test_a_server_without_places_is_synced_with_all_the_same() -> None:
    device = phone(Clocks())
    device.want(SESSION, 2)
    synced(device, "not_found", page())


def test_a_revoked_device_holds_no_places() -> None:
    device = holding(Clocks(), 4)
    assert drive(device.cycle(), Script("device_revoked")).failure == "device_revoked"
    assert numbers(device) == []
