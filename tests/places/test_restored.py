"""After a restored backup no ticket is given out twice, whatever the database has forgotten."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from server.exchange import quarantine
from server.places import restoring
from server.store.tables import Quarantined
from tests.backup.conftest import Keeper, keeper  # noqa: F401
from tests.backup.phones import Keeping
from tests.places.desk import Hand, Sites, hand
from tests.server.clock import HOUR, Clock
from tests.server.town import Phone, Town

LONG = {"on": "2026-11-30"}


@pytest.fixture(autouse=True)
def _same_clock(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    asked: Callable[[], int] = clock
    monkeypatch.setattr("server.clock.now_ms", asked)


def back(phone: Phone, hand: Hand) -> None:
    """The phone takes the new epoch."""
    phone.pull()
    hand.ask()


def test_a_lease_that_was_forgotten_is_taken_up_again_and_nobody_else_gets_its_places(
    town: Town,
    keeper: Keeper,  # noqa: F811
    sites: Sites,
) -> None:
    session = sites.session(4, **LONG)
    residents = sites.residents(3)
    one, other, third = hand(town), hand(town), hand(town)
    sites.settle()
    path = keeper.backup()
    one.ask({session: 2})
    other.ask({session: 1})
    made = one.give(residents[0])
    keeper.restore(path, one.phone, other.phone, third.phone)
    assert sites.counts(session).frozen == 4
    assert third.ask({session: 4}) == []  # whatever looks free may be in somebody's hands
    assert one.ask() == [2] and {each["n"] for each in one.leases[0]["tickets"]} == {1, 2}
    one.push(made)
    other.push(claim := other.give(residents[1]))
    assert (one.sees(made["id"])["ticket"], other.sees(claim["id"])["ticket"]) == (1, 3)
    waits = third.request(residents[2], session)
    third.push(waits)
    assert third.sees(waits["id"])["state"] == "requested"
    assert sites.counts(session).given == 2 and third.ask({session: 4}) == []
    sites.clock.forward(48 * HOUR + 60_001)
    assert third.sees(waits["id"])["state"] == "confirmed"
    numbers = {each.number for each in sites.pool(session).tickets.values() if each.appointment}
    assert {1, 3} < numbers and sites.counts(session).given == 3 and sites.counts(session).frozen == 0


def test_a_proof_of_before_that_is_not_the_phones_own_takes_nothing_up(
    town: Town,
    keeper: Keeper,  # noqa: F811
    sites: Sites,
) -> None:
    session = sites.session(2, **LONG)
    one, thief = hand(town), hand(town)
    sites.settle()
    path = keeper.backup()
    one.ask({session: 1})
    keeper.restore(path, one.phone, thief.phone)
    thief.leases = one.leases
    assert thief.ask({session: 1}) == [] and sites.counts(session).frozen == 2
    assert one.ask() == [1]


def test_what_was_given_out_before_the_restore_and_comes_back_keeps_its_number(
    town: Town,
    keeper: Keeper,  # noqa: F811
    sites: Sites,
) -> None:
    session = sites.session(2, **LONG)
    residents = sites.residents(2)
    one = hand(town)
    sites.settle()
    path = keeper.backup()
    one.ask({session: 2})
    made = [one.give(each) for each in residents]
    one.push(*made)
    assert sites.counts(session).given == 2
    keeper.restore(path, one.phone)
    one.push(*made)  # it keeps what was answered, and is asked for it
    assert [one.sees(each["id"])["ticket"] for each in made] == [1, 2]


def test_the_office_thaws_by_hand_and_new_numbers_are_never_old_ones(
    town: Town,
    keeper: Keeper,  # noqa: F811
    sites: Sites,
) -> None:
    session = sites.session(1, **LONG)
    one = hand(town)
    sites.settle()
    path = keeper.backup()
    sites.set("session", session, capacity=3)
    sites.settle()
    keeper.restore(path, one.phone)
    sites.set("session", session, capacity=2)
    sites.settle()
    assert min(sites.pool(session).tickets.keys() - {1}) > 1000
    assert len(one.ask({session: 2})) == 1  # the new one; the old one is frozen
    with town.app.app_context(), town.store.writing() as db:
        assert restoring.thaw(db, [session]) == [session]
    assert len(one.ask({session: 2})) == 2


def test_a_place_that_the_server_had_confirmed_and_forgotten_is_brought_back_by_the_office(
    town: Town,
    keeper: Keeper,  # noqa: F811
    sites: Sites,
) -> None:
    session = sites.session(1, **LONG)
    one, other = hand(town), hand(town)
    other.ask({session: 1})
    waits = one.request(sites.residents(1)[0], session)
    kept = Keeping(one.phone)
    kept.push(waits)
    assert one.sees(waits["id"])["state"] == "requested"
    path = keeper.backup()
    lease = other.leases[0]["id"]
    other.ask(back=[{"lease": lease, "session": session, "tickets": [1]}])
    assert one.sees(waits["id"])["ticket"] == 1
    keeper.restore(path, one.phone, other.phone)
    kept.come_back()
    assert one.sees(waits["id"])["state"] == "requested"
    with town.store.reading() as db:
        (evidence,) = db.scalars(select(Quarantined.id).where(Quarantined.record == waits["id"]))
        assert restoring.undecided(db) == 1
    sites.clock.forward(50 * HOUR)
    sites.settle()
    assert sites.pool(session).frozen_until is not None  # as long as nobody has decided
    with town.app.app_context(), town.store.writing() as db:
        quarantine.release(db, town.admin, evidence)
    values = one.sees(waits["id"])
    assert (values["state"], values["ticket"], values.get("change")) == ("confirmed", 1, None)
    sites.clock.forward(60_001)
    sites.settle()
    assert sites.pool(session).frozen_until is None and sites.counts(session).given == 1
