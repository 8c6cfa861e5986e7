"""Many phones and many workers at one moment: no place is given twice, none is lost, nobody waits for ever."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from server.places import following
from server.store.tables import Followup, Ticket, core
from tests.places.desk import Hand, Sites, hand
from tests.server.town import LI, LI1, LI2, Town

PHONES, CAPACITY, EACH = 16, 40, 4


def test_sixteen_phones_race_for_the_last_places_and_exactly_as_many_hold_as_there_are(
    town: Town, sites: Sites
) -> None:
    session, other = sites.session(CAPACITY), sites.session(PHONES)
    homes = [sites.residents(2 * EACH, (LI1, LI2)[each % 2]) for each in range(PHONES)]
    hands = [hand(town, LI) for _ in range(PHONES)]

    def work(one: Hand, residents: list[str]) -> list[dict[str, Any]]:
        one.ask({session: EACH, other: 1})
        made = [one.give(resident) for resident, _ in zip(residents, list(one.free()), strict=False)]
        left = residents[len(made) :]
        made += [one.request(resident, session) for resident in left]
        for start in range(0, len(made), 3):
            answers = one.push(*made[start : start + 3])
            assert {each["result"] for each in answers} == {"applied"}
        one.ask({session: 0})
        one.phone.pull()
        return made

    with ThreadPoolExecutor(PHONES) as pool:
        made = [each for some in pool.map(work, hands, homes) for each in some]
    sites.settle()
    counts = [sites.counts(name) for name in (session, other)]
    assert [each.capacity for each in counts] == [CAPACITY, PHONES]
    assert counts[0].given == CAPACITY and counts[0].free == counts[0].leased == 0
    rows = hands[0].phone.pull()
    confirmed = [rows[each["id"]]["values"] for each in made if rows[each["id"]]["values"]["state"] == "confirmed"]
    numbers = [(each["session"], each["ticket"]) for each in confirmed]
    assert len(numbers) == len(set(numbers)) == counts[0].given + counts[1].given
    for each in made:  # whoever gave a place out has that very place
        if each["fields"]["state"]["value"] == "confirmed":
            assert rows[each["id"]]["values"]["ticket"] == each["fields"]["ticket"]["value"]
    assert len([each for each in made if rows[each["id"]]["values"]["state"] == "requested"]) == len(made) - len(
        confirmed
    )


def test_many_workers_settle_the_same_without_doing_it_twice(town: Town, sites: Sites, monkeypatch: Any) -> None:
    session = sites.session(30)
    residents = sites.residents(40)
    one = hand(town)
    monkeypatch.setattr(following, "catch_up", lambda *_: True)  # nobody settles as yet
    one.push(*[one.request(each, session) for each in residents])
    monkeypatch.undo()
    monkeypatch.setattr("server.clock.now_ms", sites.clock)

    class Everybody:
        """Each thread is a process of its own: nothing in memory keeps them apart."""

        def acquire(self, timeout: float = 0) -> bool:
            return True

        def release(self) -> None:
            pass

    monkeypatch.setattr(following, "_one", Everybody())

    def settle(_: int) -> bool:
        with town.app.app_context():
            return following.catch_up(town.store)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(settle, range(16)))
    sites.settle()
    states = [each.state for each in sites.bookings().values()]
    assert (states.count("confirmed"), states.count("requested")) == (30, 10)
    waits = [each for each in sites.bookings().values() if each.state == "requested"]
    first = [each for each in sites.bookings().values() if each.state == "confirmed"]
    order = [int(each.appointment.partition(".")[2]) for each in first]
    assert max(order) < min(int(each.appointment.partition(".")[2]) for each in waits)
    with town.store.reading() as db:
        assert db.scalar(select(func.count()).select_from(Followup)) == 0


def test_the_database_itself_refuses_a_ticket_twice_and_two_tickets_for_one(town: Town, sites: Sites) -> None:
    session, other = sites.session(2), sites.session(2)
    sites.settle()
    table = core(Ticket)
    row = {"session": session, "number": 1, "pool": "", "frozen": False}
    with pytest.raises(IntegrityError), town.store.writing() as db:
        db.execute(insert(table), [row])
    with pytest.raises(IntegrityError), town.store.writing() as db:
        for name in (session, other):
            db.execute(insert(table), [{**row, "session": name, "number": 9, "appointment": "1.1"}])
