"""Two residents who are one person: what belongs to them comes together, and nothing that anybody wrote is lost."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from device import rows
from server.exchange.answers import Draft
from server.exchange.placing import JOINED
from server.places import following, queue
from server.store.tables import Booking
from tests.server.clock import HOUR
from tests.server.town import LI1, WANG1
from tests.twins.villages import Villages


class Work:
    """What both canvassers know and do: some of it is known everywhere, some is on their devices only."""

    def __init__(self, at: Villages) -> None:
        self.at = at
        self.session = at.session()
        self.dose = at.office("dose", resident=at.here, number=1, product="bibp", on="2026-05-01")
        self.finding = at.office("contraindication", resident=at.here, kind="fever", state="suspected")
        self.theirs = at.office("dose", resident=at.there, number=2, product="bibp", on="2026-08-01")
        for each in (at.li, at.wang):
            each.want(self.session, 2)
        at.sync(at.li, at.wang)
        self.slip = at.li.book(at.here, self.session, 3)
        at.sync(at.li)

    def unsent(self) -> None:
        """Nobody is told of this yet."""
        li, wang, at = self.at.li, self.at.wang, self.at
        self.corrected = li.create(
            "dose", {"resident": at.here, "number": 1, "product": "bibp", "on": "2026-05-02", "voids": self.dose}
        )
        self.more = li.create("dose", {"resident": at.here, "number": 2, "product": "bibp", "on": "2026-08-02"})
        self.booked = li.book(at.here, self.session, 3)
        self.noted = li.create("contraindication", {"resident": at.here, "kind": "epilepsy", "state": "suspected"})
        li.set(self.finding, {"state": "confirmed", "hospital": "镇医院"})
        li.set(at.here, {"phone": "10000000009", "willingness": "willing", "groups": ["elderly", "farm"]})
        li.set(at.here, {"name": "王方"})
        with li.saving() as group:
            self.visit = group.create("visit", {"household": at.li_home, "outcome": "spoke", "informed": [at.here]})
            group.set(at.here, {"note": "耳朵不好"})
        wang.set(at.there, {"job": "木匠"})
        self.other_slip = wang.book(at.there, self.session, 3)

    @property
    def records(self) -> set[str]:
        """All that is the person's."""
        named = (self.dose, self.finding, self.theirs, self.slip, self.corrected, self.more, self.booked, self.noted)
        return {*named, self.other_slip}


@pytest.mark.parametrize("first", ["li", "wang"])
@pytest.mark.parametrize("when", ["before", "after", "between"])
def test_merging_two_residents_with_doses_appointments_and_pending_edits_on_phones_loses_nothing_and_converges(
    villages: Villages, first: str, when: str
) -> None:
    at, work = villages, Work(villages)
    order = (at.li, at.wang) if first == "li" else (at.wang, at.li)
    work.unsent()
    edits = [edit["id"] for each in order for edit in each.unsent()]
    if when == "before":
        at.sync(*order)
    elif when == "between":
        at.sync(order[0])
    at.join("phone", "willingness", "note")
    at.sync(*order)
    at.quiet()
    at.agree()
    assert set(at.fate(*edits).values()) == {"applied"}
    assert at.of(at.there) == work.records and at.of(at.here) == set()
    assert {at.rows()[name]["scope"] for name in work.records} == {WANG1}
    assert at.rows()[work.visit]["scope"] == LI1
    closed, stays = at.values(at.here), at.values(at.there)
    assert (closed["life_state"], closed["same_as"]) == ("duplicate", at.there)
    assert (stays["phone"], stays["willingness"], stays["note"]) == ("10000000009", "willing", "耳朵不好")
    assert stays["groups"] == ["elderly", "farm"] and stays["job"] == "木匠"
    assert at.values(work.finding)["state"] == "confirmed"
    appointments = [at.values(name) for name in (work.slip, work.booked, work.other_slip)]
    assert [each["state"] for each in appointments] == ["confirmed"] * 3
    assert len({each["ticket"] for each in appointments}) == 3
    assert f"double_appointment:{at.there}:3" in at.open_reviews()
    assert f"dose_same_number:{at.there}:2" in at.open_reviews()
    assert not any(key.startswith(("life_", f"field_review:{at.here}")) for key in at.open_reviews())
    with at.town.store.reading() as session:
        booked = {each.appointment: each for each in session.scalars(select(Booking))}
    assert {(each.resident, each.scope) for each in booked.values()} == {(at.there, WANG1)}
    for record in work.records:
        assert rows.find(at.wang.storage, record) and not rows.find(at.li.storage, record)


def test_a_name_that_was_put_right_at_the_door_meanwhile_is_for_a_person_to_decide(villages: Villages) -> None:
    at, late = villages, villages.device(LI1)
    at.sync(at.li, at.wang, late)
    late.set(at.here, {"away": True})
    at.change(at.there, name="王房")
    at.li.set(at.here, {"name": "王方"})
    at.join()
    at.sync(at.li)
    at.quiet()
    at.agree()
    assert at.open_reviews() == {f"field_review:{at.there}:name"}
    (review,) = [row["values"] for row in at.rows().values() if row["values"].get("kind") == "field_review"]
    assert sorted(option["value"] for option in review["options"]) == ["王房", "王方"]
    at.town.office(Draft("decide", "resident", at.there, {"name": ("王房", None)}))
    at.sync(late)
    at.quiet()
    at.agree()
    assert at.open_reviews() == set(), "what was passed on once is not passed on again"
    assert (at.values(at.there)["name"], at.values(at.there)["away"]) == ("王房", True)


def test_an_older_value_never_wins_over_a_newer_one_only_because_it_came_by_the_other_record(
    villages: Villages,
) -> None:
    at = villages
    at.sync(at.li, at.wang)
    at.li.set(at.here, {"phone": "10000000009"})
    at.clock.forward(HOUR)
    at.change(at.there, phone="10000000005")
    at.join()
    at.sync(at.li)
    at.quiet()
    assert at.values(at.there)["phone"] == "10000000005"
    at.agree()


def test_a_death_that_was_recorded_on_the_closed_record_waits_for_the_office_on_the_one_that_stays(
    villages: Villages,
) -> None:
    at = villages
    at.sync(at.li, at.wang)
    at.li.set(at.here, {"life_state": "died"})
    at.join()
    at.sync(at.li)
    at.quiet()
    at.agree()
    assert at.values(at.there)["life_state"] == "died" and at.values(at.here)["life_state"] == "duplicate"
    assert f"life_claim:{at.there}" in at.open_reviews()
    assert not any(f":{at.here}" in key for key in at.open_reviews())


def test_whoever_calls_the_closed_record_a_mistake_is_heard_on_that_record(villages: Villages) -> None:
    at = villages
    at.sync(at.li, at.wang)
    at.li.set(at.here, {"life_state": "mistake", "job": "木匠"})
    at.join()
    at.sync(at.li)
    at.quiet()
    at.agree()
    assert at.open_reviews() == {f"field_review:{at.here}:life_state"}
    assert at.values(at.there)["job"] == "木匠" and "life_state" not in at.values(at.there)


def test_after_a_handover_work_on_what_moved_waits_for_the_office_and_follows_when_it_is_released(
    villages: Villages,
) -> None:
    at, work = villages, Work(villages)
    work.unsent()
    at.join()
    at.clock.forward(80 * HOUR)
    at.sync(at.li, at.wang)
    edits = {edit: code for edit, code in at.fate(work.corrected, work.more).items()}
    assert edits == {work.corrected: "scope_not_granted", work.more: "applied"}
    at.desk.post(f"/quarantine/{work.corrected}/release", {})
    at.quiet()
    at.agree()
    assert {work.corrected, work.more} <= at.of(at.there)


def test_three_records_of_one_person_are_joined_one_after_the_other(villages: Villages) -> None:
    at = villages
    third = at.town.resident(at.town.household(LI1, "9"), "王芳", id_number="990101195001010017")
    at.sync(at.li, at.wang)
    one = at.li.create("dose", {"resident": at.here, "number": 1})
    at.join(stays=third, closes=at.here)
    two = at.li.create("dose", {"resident": third, "number": 2})
    at.join(stays=at.there, closes=third)
    three = at.li.create("dose", {"resident": at.here, "number": 3})
    at.sync(at.li)
    at.quiet()
    at.agree()
    assert at.of(at.there) == {one, two, three}


def test_records_that_were_joined_in_a_circle_stay_as_they_are(villages: Villages) -> None:
    at = villages
    at.sync(at.li, at.wang)
    at.join()
    at.change(at.there, life_state="duplicate", same_as=at.here)
    dose = at.wang.create("dose", {"resident": at.there, "number": 1})
    at.sync(at.wang)
    at.quiet()
    at.agree()
    assert at.of(at.there) == {dose}


def test_when_the_two_are_two_after_all_everything_goes_back_to_whom_it_was_written_for(villages: Villages) -> None:
    at, work = villages, Work(villages)
    work.unsent()
    at.sync(at.li)
    at.join()
    fix = at.wang.create("dose", {"resident": at.there, "number": 3, "on": "2026-10-01"})
    at.quiet()
    late = at.wang.create("dose", {"resident": at.there, "number": 2, "on": "2026-08-03", "voids": work.more})
    at.quiet()
    assert at.values(late)["resident"] == at.there
    at.change(at.here, life_state="active", same_as=None)
    at.quiet()
    at.agree()
    assert at.of(at.there) == {work.theirs, work.other_slip, fix}
    assert at.of(at.here) == {*(work.records - {work.theirs, work.other_slip}), late}, "a correction goes with its dose"


def test_a_correction_by_somebody_who_has_not_heard_that_they_are_two_after_all_goes_with_its_dose(
    villages: Villages,
) -> None:
    at = villages
    dose = at.office("dose", resident=at.here, number=1, product="bibp", on="2026-05-01")
    at.join()
    at.quiet()
    late = at.wang.create("dose", {"resident": at.there, "number": 1, "on": "2026-05-02", "voids": dose})
    at.change(at.here, life_state="active", same_as=None)
    at.sync(at.li, at.wang)
    at.quiet()
    at.agree()
    assert (at.of(at.here), at.of(at.there)) == ({dose, late}, set()), "else one has a dose too few, the other too many"


def test_settling_twice_writes_nothing_more(villages: Villages) -> None:
    at, work = villages, Work(villages)
    work.unsent()
    at.join()
    at.quiet()
    before = at.edits()
    with at.town.store.writing() as session:
        queue.note(session, JOINED, [at.here, at.there])
    at.quiet()
    assert at.edits() == before


def test_a_server_that_is_killed_before_it_has_settled_settles_when_it_runs_again(
    villages: Villages, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = villages
    at.sync(at.li, at.wang)
    at.join()
    dose = at.li.create("dose", {"resident": at.here, "number": 1})
    with monkeypatch.context() as killed:
        killed.setattr(following, "catch_up", lambda *_: True)
        at.sync(at.li)
        assert at.of(at.here) == {dose}
    at.quiet()
    at.agree()
    assert at.of(at.there) == {dose}
