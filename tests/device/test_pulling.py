"""What a device takes from a pull: rows, patches, departures, scopes that come and go, digests, a new epoch."""

from __future__ import annotations

import hashlib
import json

import pytest

from device import Device, drive, rows
from device.checking import bucket, of_rows
from tests.device.script import GRID, NOW, Script, applied, device, holding, page, row

OTHER, TOWN = "990101100001-02", "990101100000"


def chunk(*held: dict) -> bytes:
    """Rows of one entity by columns."""
    names = sorted({name for each in held for name in each["values"]})
    table = {
        "entity": held[0]["entity"],
        "id": [each["id"] for each in held],
        "by": [each["by"] for each in held],
        "values": {name: [each["values"].get(name) for each in held] for name in names},
        "also": {str(place): each["also"] for place, each in enumerate(held) if "also" in each},
        "open": {str(place): each["open"] for place, each in enumerate(held) if "open" in each},
    }
    return json.dumps({"tables": [table]}).encode()


def entering(scope: str, *pieces: bytes) -> dict:
    """What a page says of a scope to enter."""
    named = [{"hash": hashlib.sha256(each).hexdigest(), "bytes": len(each), "rows": 1} for each in pieces]
    return {"scope": scope, "seq": 5, "rows": len(pieces), "bytes": sum(map(len, pieces)), "chunks": named}


def held(phone: Device) -> dict:
    """The rows that it holds, by id."""
    return {each["id"]: each for each in rows.everything(phone.storage)}


def test_rows_and_their_cursor_are_stored_together_and_a_record_that_left_is_dropped() -> None:
    phone = holding(row("3.1:1r", name="a"), row("3.1:2r", name="b"))
    told = page(rows=[row("3.1:3r", name="c")], gone=[{"scope": GRID, "id": "3.1:1r"}])
    drive(phone.cycle(), Script(told))
    assert held(phone).keys() == {"3.1:2r", "3.1:3r"} and phone.storage.get("meta", "cursor") == "c1"


def test_a_record_that_moves_is_held_once_in_whichever_order_it_is_told() -> None:
    moved = row("3.1:1r", name="a", scope=OTHER)
    for told in ([page(rows=[moved], more=True), page(gone=[{"scope": GRID, "id": "3.1:1r"}])],
                 [page(gone=[{"scope": GRID, "id": "3.1:1r"}], more=True), page(rows=[moved])]):  # fmt: skip
        phone = holding(row("3.1:1r", name="a"))
        drive(phone.cycle(), Script(*told))
        assert list(rows.everything(phone.storage)) == [moved]


def test_a_snapshot_older_than_a_move_does_not_take_the_record_out_of_its_new_scope() -> None:
    phone = holding(row("3.1:1r", name="new"))
    old = chunk(row("3.1:1r", name="old", scope=OTHER))
    after = page(gone=[{"scope": OTHER, "id": "3.1:1r"}])
    drive(phone.cycle(), Script(page(enter=[entering(OTHER, old)], more=True), old, after))
    assert held(phone) == {"3.1:1r": row("3.1:1r", name="new")}


def test_a_patch_changes_the_fields_that_it_names() -> None:
    before = {**row("3.1:1r", name="a", phone="1", note="x"), "also": {"phone": ["18.3"]}, "open": ["name"]}
    patch = {
        "id": "3.1:1r",
        "values": {"phone": None, "name": "b"},
        "also": {"name": ["19.4"], "phone": None},
        "open": [],
    }
    phone = holding(before)
    drive(phone.cycle(), Script(page(patches=[patch])))
    assert held(phone)["3.1:1r"] == {**row("3.1:1r", name="b", note="x"), "also": {"name": ["19.4"]}}


def test_a_patch_for_a_record_that_is_not_held_is_counted_and_found_by_its_digest() -> None:
    phone = device()
    lost = row("3.1:1r", name="b")
    told = page(patches=[{"id": "3.1:1r", "values": {"name": "b"}}], digests={GRID: of_rows([lost])})
    repair = {"epoch": "e1", "scope": GRID, "seq": 4, "buckets": [bucket("3.1:1r")], "rows": [lost], "now": NOW}
    done = drive(phone.cycle(), Script(told, repair))
    assert (done.unknown, done.repaired) == (1, 1) and held(phone) == {"3.1:1r": lost}


def test_a_difference_is_replaced_by_buckets_and_equal_rows_are_not_asked_for() -> None:
    right, wrong, extra = row("3.1:1r", name="a"), row("3.1:1r", name="x"), row("3.1:7r", name="y")
    phone = holding(wrong, extra)
    indexes = sorted({bucket("3.1:1r"), bucket("3.1:7r")})
    repair = {"epoch": "e1", "scope": GRID, "seq": 4, "buckets": indexes, "rows": [right], "now": NOW}
    script = Script(page(digests={GRID: of_rows([right])}), repair)
    assert drive(phone.cycle(), script).repaired == 1 and held(phone) == {"3.1:1r": right}
    asked = script.body(1)["buckets"]
    assert asked[bucket("3.1:1r")].startswith("1.") and len(asked) == 16
    assert drive(phone.cycle(), Script(page(digests={GRID: of_rows([right])}))).repaired == 0


def test_a_cut_snapshot_goes_on_with_the_missing_piece_and_is_seen_when_all_is_there() -> None:
    phone = device()
    one, two = chunk(row("3.1:1r", name="a", scope=OTHER)), chunk(row("3.1:2r", name="b", scope=OTHER))
    told = page(enter=[entering(OTHER, one, two)])
    assert drive(phone.cycle(), Script(told, one, None)).failure == "unreachable"
    assert held(phone) == {} and phone.storage.get("meta", "cursor") == "c0"
    script = Script(two, page("c2"))
    assert drive(phone.cycle(), script).failure is None
    assert held(phone).keys() == {"3.1:1r", "3.1:2r"} and phone.storage.all("chunks") == {}
    assert script.body(1)["cursor"] == "c1"


def test_a_piece_that_did_not_come_whole_is_not_kept() -> None:
    phone = device()
    piece = chunk(row("3.1:1r", name="a", scope=OTHER))
    done = drive(phone.cycle(), Script(page(enter=[entering(OTHER, piece)]), piece[:-1]))
    assert done.failure == "unreachable" and phone.storage.all("chunks") == {}


def test_a_piece_that_is_no_longer_kept_is_asked_for_by_another_pull_with_the_old_cursor() -> None:
    phone = device()
    piece = chunk(row("3.1:1r", name="a", scope=OTHER))
    script = Script(
        page(enter=[entering(OTHER, b"old")]), "not_found", page("c2", enter=[entering(OTHER, piece)]), piece
    )
    assert drive(phone.cycle(), script).failure is None
    assert script.body(2)["cursor"] == "c0" and held(phone).keys() == {"3.1:1r"}


def test_before_a_scope_is_left_what_was_made_in_it_is_delivered() -> None:
    phone = holding(row("3.1:1r", name="a"))
    steps = phone.cycle()
    assert next(steps).path == "/api/sync/pull"
    phone.set("3.1:1r", {"note": "made while pulling"})
    request = steps.send(Script.reply(page("never", leave=[GRID])))
    assert request.path == "/api/sync/push" and held(phone).keys() == {"3.1:1r"}
    request = steps.send(Script.reply({"answers": [applied(1)], "expect": 2}))
    assert Script.read(request)["cursor"] == "c0"
    with pytest.raises(StopIteration):
        steps.send(Script.reply(page("c2", leave=[GRID])))
    assert held(phone) == {} and phone.storage.all("outbox") == {}


def test_a_cursor_that_the_server_did_not_make_costs_a_pull_from_the_start() -> None:
    phone = holding(row("3.1:1r", name="a"), row("3.1:9r", scope=OTHER))
    piece = chunk(row("3.1:2r", name="b"))
    script = Script("bad_cursor", page(enter=[entering(GRID, piece)]), piece)
    assert drive(phone.cycle(), script).failure is None
    assert script.body(1)["cursor"] is None and held(phone).keys() == {"3.1:2r"}


def test_a_restored_server_gets_back_what_it_lacks_before_its_picture_is_taken_over() -> None:
    phone = holding(row("3.1:1r", name="a"), row("18.5", by="18.5"), row("review:1", "review", by="review:1"))
    phone.set("3.1:1r", {"note": "x"})
    drive(phone.cycle(), Script({"answers": [applied(1)], "expect": 2}, page()))
    piece = chunk(row("3.1:1r", name="a"))
    restored = {"writers": {"3": 1, "17": 1, "18": 4}}
    new = page("n1", epoch="e2", enter=[entering(GRID, piece)], restored=restored)
    answers = {"answers": [applied(1, epoch="e2")], "expect": 2}
    script = Script(new, {"answers": [], "expect": 1}, answers, new, {}, piece)
    done = drive(phone.cycle(), script)
    assert [each.path.split("/")[3] for each in script.asked] == ["pull", "push", "push", "pull", "witness", "chunk"]
    assert script.body(2)["edits"][0]["ack"] == "seal1"
    assert [each["id"] for each in script.body(4)["rows"]] == ["18.5"]
    assert (done.failure, done.witnessed, phone.identity["epoch"]) == (None, 1, "e2")
    assert held(phone).keys() == {"3.1:1r"}


def test_kept_edits_age_by_the_clock_of_the_server_and_not_by_the_device() -> None:
    phone = device(now=NOW + 10 * 365 * 86_400_000)
    phone.create("household", {"grid": GRID})
    drive(phone.cycle(), Script({"answers": [applied(1)], "expect": 2}, page()))
    assert len(phone.storage.all("kept")) == 1
    drive(phone.cycle(), Script(page(now=NOW + 15 * 86_400_000)))
    assert phone.storage.all("kept") == {}


def test_half_an_answer_is_no_answer() -> None:
    done = drive(device().cycle(), Script(json.dumps(page()).encode()[:40]))
    assert done.failure == "unreachable"
