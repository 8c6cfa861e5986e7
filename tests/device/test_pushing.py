"""What a device sends, again and again until it has an answer, and what the answers do to it."""

from __future__ import annotations

import pytest

from device import Device, drive
from device.pace import FIRST, LEAST, Pace
from tests.device.script import GRID, Script, applied, device, page, refused


def test_an_edit_saved_while_a_push_is_under_way_stays_unsent() -> None:
    phone = device()
    phone.create("household", {"grid": GRID, "door": "1"})
    steps = phone.cycle()
    next(steps)
    phone.create("household", {"grid": GRID, "door": "2"})
    steps.close()
    assert [entry["state"] for entry in phone.storage.all("outbox").values()] == ["sending", "unsent"]


def test_an_answered_edit_stays_on_top_of_the_rows_until_a_pull_that_began_later_has_ended() -> None:
    phone = device()
    home = phone.create("household", {"grid": GRID, "door": "1"})
    script = Script({"answers": [applied(1)], "expect": 2}, page(more=True), None)
    drive(phone.cycle(), script)
    assert phone.unsent() == [] and phone.shown(home) is not None
    drive(phone.cycle(), Script(page()))
    assert phone.shown(home) is None and phone.storage.get("kept", 1)["answer"]["ack"] == "seal1"


def test_a_refused_edit_moves_to_the_refused_list_and_no_other_waits_for_it() -> None:
    phone = device()
    for door in ("1", "2"):
        phone.create("household", {"grid": GRID, "door": door})
    held = [{"id": "17.1", "state": "discarded", "code": "bad_value", "record": "17.1"}]
    answers = [refused(1, "bad_value"), applied(2)]
    done = drive(phone.cycle(), Script({"answers": answers, "expect": 3}, page(held=held)))
    assert (done.applied, done.refused, done.failure) == (1, 1, None)
    assert [(each["edit"]["id"], each["code"], each["state"]) for each in phone.refused()] == [
        ("17.1", "bad_value", "discarded")
    ]


def test_when_the_server_stumbles_the_rest_waits_and_the_device_still_pulls() -> None:
    phone = device()
    phone.create("household", {"grid": GRID})
    script = Script({"answers": [{**applied(1), "result": "failed"}], "expect": 1, "retry_after": 5}, page())
    done = drive(phone.cycle(), script)
    assert (done.failure, done.wait, len(phone.unsent())) == ("internal", 5, 1)
    assert [each.path for each in script.asked] == ["/api/sync/push", "/api/sync/pull"]


def test_after_a_gap_kept_edits_go_again_with_their_signed_time_before_the_unsent_ones() -> None:
    phone = _with_kept(1, 2)
    phone.create("household", {"grid": GRID, "door": "3"})
    script = Script({"answers": [], "expect": 2}, {"answers": [applied(2), applied(3)], "expect": 4}, page())
    assert drive(phone.cycle(), script).failure is None
    assert [(each["n"], each.get("ack")) for each in script.body(1)["edits"]] == [(2, "seal2"), (3, None)]


def test_numbers_that_nobody_can_supply_any_more_are_named_as_lost() -> None:
    phone = _with_kept(1, 2, 3)
    with phone.storage.transaction() as write:
        write.delete("kept", 2)
    phone.create("household", {"grid": GRID, "door": "4"})
    script = Script({"answers": [], "expect": 2}, {"answers": [applied(3), applied(4)], "expect": 5}, page())
    assert drive(phone.cycle(), script).failure is None
    assert script.body(1)["lost"] == [2, 2]
    assert "lost" not in script.body(0)


def test_a_server_that_never_comes_further_is_not_asked_for_ever() -> None:
    phone = device()
    phone.create("household", {"grid": GRID})
    done = drive(phone.cycle(), Script({"answers": [], "expect": 1}, {"answers": [], "expect": 1}))
    assert done.failure == "gap" and len(phone.unsent()) == 1


def test_a_batch_is_cut_between_groups_by_what_the_network_carries() -> None:
    phone = device()
    for _ in range(3):
        with phone.saving() as group:
            home = group.create("household", {"grid": GRID, "note": "x" * 1000})
            group.create("visit", {"household": home, "note": "y" * 1000})
    phone.pace.bytes = 3000
    steps, sent = phone.cycle(), []
    request = next(steps)
    while request.path == "/api/sync/push":
        numbers = [each["n"] for each in Script.read(request)["edits"]]
        sent.append(numbers)
        request = steps.send(Script.reply({"answers": [applied(n) for n in numbers], "expect": numbers[-1] + 1}))
    assert sent == [[1, 2], [3, 4], [5, 6]]


def test_batches_follow_the_measured_bandwidth() -> None:
    pace = Pace()
    pace.measured(FIRST, 20.0)
    assert pace.bytes == FIRST / 4
    pace.measured(FIRST, 0.1)
    assert pace.bytes == FIRST / 2
    pace.measured(500, 3.0)
    assert pace.bytes == FIRST / 2
    for _ in range(9):
        pace.failed()
    assert pace.bytes == LEAST


def test_a_server_that_cannot_read_compressed_bodies_gets_them_plain() -> None:
    script = Script("bad_compression", page())
    assert drive(device().cycle(), script).failure is None
    assert [each.plain for each in script.asked] == [False, True]


def test_a_number_used_twice_ends_this_identity() -> None:
    phone = device()
    phone.create("household", {"grid": GRID})
    drive(phone.cycle(), Script({"answers": [refused(1, "fork")], "expect": 2}, page()))
    assert phone.ended == "fork"


def test_a_revoked_device_hands_over_what_it_has_and_keeps_only_what_it_could_not() -> None:
    phone = _with_kept(1)
    steps = phone.cycle()
    next(steps)
    phone.create("household", {"grid": GRID})
    assert steps.send(Script.reply({"code": "device_revoked"}, status=403)).path == "/api/sync/push"
    with pytest.raises(StopIteration):
        steps.send(Script.reply({"code": "busy"}, status=503))
    assert (phone.ended, len(phone.unsent())) == (None, 1)
    drive(phone.cycle(), Script({"answers": [refused(2, "device_revoked")], "expect": 3}, "device_revoked"))
    assert phone.ended == "device_revoked" and len(phone.refused()) == 1
    assert not any(phone.storage.all(table) for table in ("rows", "kept", "outbox"))


def test_a_device_whose_token_is_not_known_keeps_everything() -> None:
    phone = _with_kept(1)
    done = drive(phone.cycle(), Script("token_unknown"))
    assert (done.failure, phone.ended, len(phone.storage.all("kept"))) == ("token_unknown", "token_unknown", 1)


def _with_kept(*numbers: int) -> Device:
    phone = device()
    for n in numbers:
        phone.create("household", {"grid": GRID, "door": str(n)})
    answers = [applied(n) for n in numbers]
    drive(phone.cycle(), Script({"answers": answers, "expect": len(numbers) + 1}, page()))
    return phone
