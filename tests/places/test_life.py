"""The whole life of a place: lent, given out offline, kept, freed, waited for."""

from __future__ import annotations

from sqlalchemy import select

from server.store.tables import Edit
from tests.places.desk import BEGINS, Sites, hand
from tests.server.clock import HOUR
from tests.server.town import LI, LI1, WANG1, Town


def test_a_place_given_out_offline_is_kept_and_nothing_is_written_for_it(town: Town, sites: Sites) -> None:
    session = sites.session(3)
    (resident,) = sites.residents(1)
    one = hand(town)
    assert one.ask({session: 2}) == [1, 2] and one.told["free"] == {session: 1}
    assert one.leases[0]["until"] == sites.clock.now + 36 * HOUR and one.told["grace"] == 12 * HOUR
    made = one.give(resident)
    (answer,) = one.push(made)
    assert answer["result"] == "applied"
    assert sites.pool(session).of(made["id"]).number == 1  # type: ignore[union-attr]
    assert one.ask() == [2]
    values = one.sees(made["id"])
    assert (values["state"], values["ticket"], "change" in values) == ("confirmed", 1, False)
    with town.store.reading() as db:
        assert [each.id for each in db.scalars(select(Edit).where(Edit.record == made["id"]))] == [made["id"]]


def test_who_asks_gets_a_place_if_there_is_one_and_else_waits_for_the_next(town: Town, sites: Sites) -> None:
    session = sites.session(1)
    first, second = sites.residents(2)
    one = hand(town)
    asked, waits = one.request(first, session), one.request(second, session)
    one.push(asked, waits)
    assert (one.sees(asked["id"])["state"], one.sees(asked["id"])["ticket"]) == ("confirmed", 1)
    assert one.sees(waits["id"])["state"] == "requested" and sites.bookings()[waits["id"]].state == "requested"
    one.push(one.phone.edit("appointment", {"state": "cancelled"}, asked["id"]))
    assert (one.sees(waits["id"])["state"], one.sees(waits["id"])["ticket"]) == ("confirmed", 1)
    assert sites.counts(session).given == 1


def test_who_missed_it_or_was_there_keeps_the_number(town: Town, sites: Sites) -> None:
    session = sites.session(2)
    residents = sites.residents(2)
    one = hand(town)
    one.ask({session: 2})
    made = [one.give(resident) for resident in residents]
    one.push(*made)
    one.phone.pull()
    one.push(
        one.phone.edit("appointment", {"state": "missed"}, made[0]["id"]),
        one.phone.edit("appointment", {"state": "attended"}, made[1]["id"]),
    )
    assert sites.counts(session).given == 2
    assert {each.state for each in sites.bookings().values()} == {"missed", "attended"}


def test_a_phone_draws_its_own_share_then_its_village_then_what_is_everybodys_and_never_the_reserve(
    town: Town, sites: Sites
) -> None:
    session = sites.session(8)
    one, other = hand(town, LI1), hand(town, WANG1)
    sites.settle()
    sites.allot(session, {("reserve", None): 2, (LI, None): 2, (LI, one.phone.account): 1})
    pools = [sites.pool(session).tickets[number] for number in one.ask({session: 20})]
    assert sorted((each.pool, each.account or 0) for each in pools) == sorted(
        [(LI, one.phone.account), (LI, 0), (LI, 0), ("", 0), ("", 0), ("", 0)]
    )
    assert other.ask({session: 20}) == [] and sites.counts(session).free == 2


def test_what_is_given_back_frees_one_place_and_a_stale_repeat_none(town: Town, sites: Sites) -> None:
    session = sites.session(2)
    one, other = hand(town), hand(town)
    one.ask({session: 2})
    lease = one.leases[0]
    back = [{"lease": lease["id"], "session": session, "tickets": [2]}]
    assert one.ask(back=back) == [1]
    assert other.ask({session: 1}) == [2]
    assert one.ask(back=back) == [1] and other.ask() == [2]
    assert other.ask(back=back) == [2]  # another phone's lease frees nothing


def test_what_is_wanted_is_a_number_in_all_and_not_one_more_each_time(town: Town, sites: Sites) -> None:
    session, other = sites.session(40), sites.session(70)
    one = hand(town)
    assert len(one.ask({session: 3})) == len(one.ask({session: 3})) == len(one.ask({session: 1})) == 3
    assert len(one.ask({session: 5})) == 5 and len(one.leases) == 2
    assert len(one.ask({session: 100})) == 20  # of a session
    third, fourth = sites.session(40), sites.session(40)
    assert len(one.ask({other: 20, third: 20, fourth: 20})) == 60  # of a phone


def test_nothing_is_lent_of_a_session_that_has_begun_or_does_not_take_place(town: Town, sites: Sites) -> None:
    begun, cancelled, near = sites.session(2, on="2026-11-20"), sites.session(2, state="cancelled"), sites.session(2)
    one = hand(town)
    assert one.ask({begun: 1, cancelled: 1, "site:1": 1, "9.9": 1}) == []
    assert set(one.told["free"].values()) == {0}, "and nobody is told that there were any"
    sites.clock.now = BEGINS - HOUR
    assert one.ask({near: 1}) == [1] and one.leases[0]["until"] == BEGINS


def test_places_of_a_lease_that_is_over_go_to_others_after_the_grace(town: Town, sites: Sites) -> None:
    session = sites.session(1, on="2026-11-30")
    one, other = hand(town), hand(town)
    one.ask({session: 1})
    sites.clock.forward(48 * HOUR - 1)
    assert other.ask({session: 1}) == []
    sites.clock.forward(60_001)
    assert other.ask({session: 1}) == [1] and one.ask() == []


def test_the_waiting_are_confirmed_by_rank_then_by_time(town: Town, sites: Sites) -> None:
    session = sites.session(1)
    residents = sites.residents(4)
    one = hand(town)
    made = []
    for resident in residents:
        made.append(one.request(resident, session))
        one.push(made[-1])
        sites.clock.forward(1000)
    states = []
    for _ in range(3):
        done = [each["id"] for each in made if one.sees(each["id"])["state"] == "confirmed"]
        states.append(done)
        one.push(one.phone.edit("appointment", {"state": "cancelled"}, done[0]))
    assert states == [[made[0]["id"]], [made[1]["id"]], [made[2]["id"]]]


def test_more_places_are_given_to_who_waits(town: Town, sites: Sites) -> None:
    session = sites.session(1)
    first, second = sites.residents(2)
    one = hand(town)
    made = [one.request(first, session), one.request(second, session)]
    one.push(*made)
    sites.set("session", session, capacity=2)
    assert {one.sees(each["id"])["state"] for each in made} == {"confirmed"}
    assert sites.counts(session).capacity == 2
