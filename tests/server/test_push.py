"""Push: what a phone sends is applied once, refused for good, or asked for again; nothing is ever lost in between."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.store.tables import Edit, Quarantined, Record
from tests.server.town import LI1, WANG1, Town


def test_an_applied_edit_is_answered_with_its_scope_and_number_and_the_next_pull_has_it(town: Town) -> None:
    home = town.household()
    phone = town.phone(LI1)
    phone.pull()
    answer = phone.one(phone.edit("visit", {"household": home, "on": "2026-11-20", "outcome": "spoke"}))
    assert (answer["result"], answer["outcome"], answer["scope"]) == ("applied", "created", LI1)
    rows = phone.page()["rows"]
    assert [row["entity"] for row in rows] == ["visit"]


def test_a_repeated_push_gets_the_stored_answer_and_changes_nothing(town: Town, db: Session) -> None:
    home = town.household()
    phone = town.phone(LI1)
    edit = phone.edit("visit", {"household": home, "on": "2026-11-20", "outcome": "spoke"})
    first = phone.push(edit)
    again = phone.push(edit)
    assert again == first
    assert db.scalar(select(func.count()).where(Record.entity == "visit")) == 1
    assert db.scalar(select(func.count()).where(Edit.id == edit["id"])) == 1


def test_a_lost_reply_costs_nothing_when_the_phone_sends_old_and_new_together(town: Town) -> None:
    home = town.household()
    phone = town.phone(LI1)
    first = phone.edit("visit", {"household": home, "on": "2026-11-20", "outcome": "spoke"})
    phone.push(first)  # the reply is lost on the way
    second = phone.edit("visit", {"household": home, "on": "2026-11-20", "outcome": "family"})
    told = phone.push(first, second)
    assert [each["result"] for each in told["answers"]] == ["applied", "applied"]
    assert told["expect"] == 3


def test_a_gap_is_answered_with_the_number_to_send_again_from(town: Town) -> None:
    home = town.household()
    phone = town.phone(LI1)
    phone.edit("visit", {"household": home, "on": "2026-11-20", "outcome": "spoke"})
    late = phone.edit("visit", {"household": home, "on": "2026-11-20", "outcome": "family"})
    told = phone.push(late)
    assert told == {"answers": [], "expect": 1}


def test_the_same_id_with_other_content_is_a_fork_and_both_are_kept(town: Town, db: Session) -> None:
    home = town.household()
    phone = town.phone(LI1)
    edit = phone.edit("visit", {"household": home, "on": "2026-11-20", "outcome": "spoke"})
    phone.push(edit)
    forked = {**edit, "at": edit["at"] + 1}
    answer = phone.one(forked)
    assert (answer["result"], answer["code"]) == ("refused", "fork")
    assert phone.one(forked) == answer
    assert phone.one(edit)["result"] == "applied"
    assert db.scalar(select(func.count()).select_from(Quarantined)) == 1


def test_a_group_is_applied_whole_or_not_at_all(town: Town, db: Session) -> None:
    home = town.household()
    person = town.resident(home)
    phone = town.phone(LI1)
    phone.pull()
    told = phone.push(
        *phone.group(
            phone.edit("visit", {"household": home, "on": "2026-11-20", "outcome": "spoke"}),
            phone.edit("dose", {"resident": person, "number": 99}),
        )
    )
    assert [each["result"] for each in told["answers"]] == ["refused", "refused"]
    assert {each["code"] for each in told["answers"]} == {"bad_value"}
    assert db.scalar(select(func.count()).where(Record.entity == "visit")) == 0
    assert db.scalar(select(func.count()).select_from(Quarantined)) == 2


def test_half_a_group_is_refused_as_broken(town: Town) -> None:
    home = town.household()
    phone = town.phone(LI1)
    half = phone.group(
        phone.edit("visit", {"household": home, "on": "2026-11-20", "outcome": "spoke"}),
        phone.edit("visit", {"household": home, "on": "2026-11-20", "outcome": "spoke"}),
    )[:1]
    answer = phone.one(half[0])
    assert (answer["result"], answer["code"]) == ("refused", "group_broken")


def test_a_group_may_make_a_household_its_resident_and_a_visit_together(town: Town) -> None:
    phone = town.phone(LI1)
    home = phone.edit("household", {"grid": LI1, "door": "9"})
    person = phone.edit("resident", {"household": home["id"], "name": "王五"})
    visit = phone.edit("visit", {"household": home["id"], "outcome": "spoke", "informed": [person["id"]]})
    told = phone.push(*phone.group(home, person, visit))
    assert [each["result"] for each in told["answers"]] == ["applied"] * 3
    assert len({each["seq"] for each in told["answers"]}) == 1
    assert phone.pull()[person["id"]]["values"]["initials"] == "WW"


def test_one_refused_edit_does_not_stop_the_ones_behind_it(town: Town) -> None:
    home = town.household()
    phone = town.phone(LI1)
    told = phone.push(
        phone.edit("visit", {"household": home, "outcome": "flew away"}),
        {**phone.edit("visit", {"household": home}), "at": "yesterday"},
        phone.edit("ghost", {"household": home}),
        phone.edit("visit", {"household": home, "outcome": "spoke"}),
    )
    assert [each.get("code") for each in told["answers"]] == ["bad_value", "malformed", "unknown_entity", None]
    assert told["expect"] == 5
    phone.pull()
    assert [(each["state"], each["code"]) for each in phone.held] == [
        ("held", "bad_value"), ("held", "malformed"), ("held", "unknown_entity"),
    ]  # fmt: skip


def test_an_edit_that_needs_a_refused_creation_waits_with_it(town: Town, db: Session) -> None:
    phone = town.phone(LI1)
    home = phone.edit("household", {"grid": LI1, "door": 7})
    visit = phone.edit("visit", {"household": home["id"], "outcome": "spoke"})
    told = phone.push(home, visit)
    assert [each["code"] for each in told["answers"]] == ["bad_value", "depends_on_refused"]
    waiting = db.get_one(Quarantined, visit["id"])
    assert (waiting.state, waiting.depends_on) == ("waiting", home["id"])


def test_a_withdrawn_edit_keeps_its_number_and_changes_nothing(town: Town) -> None:
    home = town.household()
    phone = town.phone(LI1)
    undone = phone.edit("visit", {"household": home, "outcome": "spoke"})
    answer = phone.one({**undone, "kind": "withdraw", "fields": {}})
    assert (answer["result"], answer["outcome"]) == ("applied", "withdrawn")
    assert {"epoch", "scope", "seq"} <= answer.keys()
    assert phone.one(phone.edit("visit", {"household": home, "outcome": "spoke"}))["result"] == "applied"


def test_a_phone_set_to_2035_wins_nothing(town: Town) -> None:
    home = town.household()
    ahead, right = town.phone(LI1), town.phone(LI1)
    ahead.clock_ahead = 9 * 365 * 24 * 3_600_000
    ahead.pull(), right.pull()
    ahead.one(ahead.edit("household", {"note": "of 2035"}, home))
    town_clock = town.app  # the server's time goes on between the two
    assert town_clock is not None
    answer = right.one(right.edit("household", {"note": "of today"}, home))
    assert answer["fields"]["note"] == "won"
    assert right.pull()[home]["values"]["note"] == "of today"


def test_an_edit_of_another_device_makes_the_whole_batch_malformed(town: Town) -> None:
    phone = town.phone(LI1)
    foreign = {**phone.edit("household", {"grid": LI1}), "device": 999, "id": "999.1"}
    response = phone.send("/api/sync/push", {"now": 1, "edits": [foreign]})
    assert (response.status_code, response.get_json()["code"]) == (400, "malformed")


def test_a_phone_cannot_write_in_a_scope_that_it_was_not_granted(town: Town) -> None:
    home = town.household(WANG1)
    phone = town.phone(LI1)
    told = phone.push(
        phone.edit("visit", {"household": home, "outcome": "spoke"}), phone.edit("household", {"grid": WANG1})
    )
    assert [each["code"] for each in told["answers"]] == ["scope_not_granted", "scope_not_granted"]
    assert all("scope" not in each for each in told["answers"])


def test_a_phone_cannot_write_what_is_the_offices(town: Town) -> None:
    phone = town.phone(LI1)
    answer = phone.one(phone.edit("site", {"name": "一号接种点"}))
    assert answer["code"] == "not_authority"


def test_a_packed_push_is_understood(town: Town) -> None:
    phone = town.phone(LI1)
    edits = [phone.edit("household", {"grid": LI1, "door": str(door)}) for door in range(30)]
    response = phone.send("/api/sync/push", {"now": 1, "edits": edits}, packed=True)
    assert {each["result"] for each in response.get_json()["answers"]} == {"applied"}
