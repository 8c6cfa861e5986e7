"""What follows for places when sessions, residents and the office change things."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from server.exchange.answers import Draft
from server.places import appointments, following
from server.store.tables import Account, Booking, Edit, Followup, Review
from sync.leases import quotas
from tests.places.desk import Sites, hand
from tests.server.town import LI2, WANG, WANG1, Town


def test_whoever_had_a_place_in_a_cancelled_session_is_told(town: Town, sites: Sites) -> None:
    session = sites.session(2)
    residents = sites.residents(3)
    one = hand(town)
    one.ask({session: 2})
    made = [one.give(residents[0]), one.request(residents[1], session), one.give(residents[2])]
    one.push(*made[:2])
    sites.set("session", session, state="cancelled")
    values = [one.sees(each["id"]) for each in made[:2]]
    assert [(each["state"], each["change"]) for each in values] == [("cancelled", "session_cancelled")] * 2
    one.push(made[2])  # given out before the phone heard of it
    assert one.sees(made[2]["id"])["change"] == "session_cancelled"
    assert sites.counts(session).given == 0


def test_whoever_is_moved_to_another_session_gets_a_place_there_or_asks_for_one(town: Town, sites: Sites) -> None:
    session, other = sites.session(2), sites.session(1)
    residents = sites.residents(2)
    one = hand(town)
    one.ask({session: 2})
    made = [one.give(each) for each in residents]
    one.push(*made)
    for each in made:
        sites.set("appointment", each["id"], session=other, change="session_moved")
    values = [one.sees(each["id"]) for each in made]
    assert [(each["state"], each.get("ticket"), each["change"]) for each in values] == [
        ("confirmed", 1, "session_moved"), ("requested", None, "session_moved")
    ]  # fmt: skip
    assert (sites.counts(session).free, sites.counts(other).given) == (2, 1)


def test_who_has_died_or_gone_frees_the_place_and_no_conflict_comes_of_it(town: Town, sites: Sites) -> None:
    session = sites.session(1)
    first, second = sites.residents(2)
    one = hand(town)
    one.ask({session: 1})
    made = one.give(first)
    one.push(made)
    waits = one.request(second, session)
    one.push(waits)
    sites.set("resident", first, life_state="died")
    assert one.sees(made["id"])["state"] == "cancelled" and one.sees(waits["id"])["ticket"] == 1
    with town.store.reading() as db:
        assert db.scalars(select(Review)).all() == []


def test_a_household_that_is_gone_frees_the_places_of_all_its_people(town: Town, sites: Sites) -> None:
    session = sites.session(2)
    home = town.household()
    residents = [town.resident(home), town.resident(home)]
    one = hand(town)
    one.ask({session: 2})
    one.push(*[one.give(each) for each in residents])
    sites.set("household", home, life_state="gone")
    sites.settle()
    assert sites.counts(session).free == 2


def test_two_slips_for_one_dose_keep_both_places_until_a_person_decides(town: Town, sites: Sites) -> None:
    session = sites.session(3)
    (resident,) = sites.residents(1)
    one, other = hand(town), hand(town)
    one.ask({session: 1})
    other.ask({session: 1})
    made = [one.give(resident), other.give(resident)]
    one.push(made[0])
    other.push(made[1])
    sites.settle()
    assert sites.counts(session).given == 2
    with town.store.reading() as db:
        assert db.scalars(select(Review.kind)).all() == ["double_appointment"]
    sites.set("appointment", made[1]["id"], state="cancelled")
    sites.settle()
    assert sites.counts(session).given == 1 and one.sees(made[0]["id"])["state"] == "confirmed"


def test_one_person_who_asks_twice_gets_one_place(town: Town, sites: Sites) -> None:
    session, other = sites.session(2), sites.session(2)
    (resident,) = sites.residents(1)
    one = hand(town)
    made = [one.request(resident, session), one.request(resident, other)]
    one.push(*made)
    assert sorted(one.sees(each["id"])["state"] for each in made) == ["confirmed", "requested"]
    has = next(each for each in made if one.sees(each["id"])["state"] == "confirmed")
    one.push(one.phone.edit("appointment", {"state": "cancelled"}, has["id"]))
    assert sorted(one.sees(each["id"])["state"] for each in made) == ["cancelled", "confirmed"]


def test_the_waiting_of_one_village_do_not_get_the_places_of_another(town: Town, sites: Sites) -> None:
    session = sites.session(2)
    sites.settle()
    sites.allot(session, {(WANG, None): 2})
    here, there = sites.residents(1, LI2)[0], sites.residents(1, WANG1)[0]
    one, other = hand(town, LI2), hand(town, WANG1)
    waits, gets = one.request(here, session), other.request(there, session)
    one.push(waits)
    other.push(gets)
    assert one.sees(waits["id"])["state"] == "requested" and other.sees(gets["id"])["ticket"] == 1
    sites.allot(session, {(WANG, None): 1})
    with town.store.writing() as db:
        following.queue.stir(db, [session])
    assert one.sees(waits["id"])["ticket"] == 2


def test_a_place_given_by_the_office_may_come_from_the_reserve(town: Town, sites: Sites) -> None:
    session = sites.session(1)
    sites.settle()
    sites.allot(session, {("reserve", None): 1})
    first, second = sites.residents(2)
    one = hand(town)
    waits = one.request(first, session)
    one.push(waits)
    assert one.sees(waits["id"])["state"] == "requested"
    fields: dict[str, tuple[Any, None]] = {
        "resident": (second, None), "session": (session, None), "number": (1, None), "state": ("confirmed", None)
    }  # fmt: skip
    made = town.office(Draft("create", "appointment", None, fields))[0].record
    assert one.sees(made)["ticket"] == 1 and sites.counts(session).given == 1


def test_capacity_is_not_lowered_below_what_is_given_and_lent(town: Town, sites: Sites) -> None:
    session = sites.session(4)
    one = hand(town)
    one.ask({session: 2})
    one.push(one.give(sites.residents(1)[0]))
    with pytest.raises(quotas.Refused) as refused:
        quotas.resize(sites.pool(session), 1)
    assert refused.value.details == {"given": 1, "leased": 1, "least": 2}
    sites.set("session", session, capacity=1)  # past the page that forbids it
    sites.settle()
    assert (sites.counts(session).given, sites.counts(session).leased) == (1, 1)


def test_history_shows_that_the_server_itself_wrote(town: Town, sites: Sites) -> None:
    session = sites.session(1)
    one = hand(town)
    made = one.request(sites.residents(1)[0], session)
    one.push(made)
    one.phone.pull()
    with town.store.reading() as db:
        account = db.scalar(select(Account).where(Account.role == "system"))
        assert account is not None and account.password_hash is None
        edit = db.scalar(select(Edit).where(Edit.record == made["id"], Edit.kind == "set"))
        assert edit is not None and edit.account == account.id
        assert edit.writer in one.phone.shown(f"person:{account.id}")["writers"]


def test_the_same_again_changes_nothing(town: Town, sites: Sites) -> None:
    session = sites.session(1)
    residents = sites.residents(2)
    one = hand(town)
    one.ask({session: 1})
    one.push(one.give(residents[0]), one.request(residents[1], session))
    sites.settle()
    before = sites.pool(session)
    with town.store.writing() as db:
        edits = len(db.scalars(select(Edit)).all())
        following.queue.note(db, "appointment", db.scalars(select(Booking.appointment)).all() * 2)
        following.queue.note(db, "session", [session])
        following.queue.note(db, "resident", residents)
        following.queue.note(db, "appointment", ["9.9"])
    sites.settle()
    with town.store.reading() as db:
        assert sites.pool(session) == before and len(db.scalars(select(Edit)).all()) == edits


def test_one_that_cannot_be_settled_stops_no_other_and_is_tried_again(
    town: Town, sites: Sites, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = sites.session(3)
    residents = sites.residents(3)
    one = hand(town)
    one.ask({session: 3})
    made = [one.give(each) for each in residents]
    right = appointments.settle

    def stumbling(pools: Any, facts: Any, each: Any, *rest: Any) -> Any:
        if each.id == made[1]["id"]:
            raise ZeroDivisionError
        return right(pools, facts, each, *rest)

    monkeypatch.setattr(appointments, "settle", stumbling)
    one.push(*made)
    assert sites.counts(session).given == 2
    with town.store.reading() as db:
        assert db.scalars(select(Followup.record)).all() == [made[1]["id"]]
    monkeypatch.setattr(appointments, "settle", right)
    with town.app.app_context():
        town.store.places.rests_until = 0  # type: ignore[attr-defined]
        assert following.catch_up(town.store)
    assert sites.counts(session).given == 3
