"""What a claim is worth when it comes late, from a lost phone, or with a proof that is not its own."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from server.exchange import quarantine
from server.store.tables import Quarantined
from tests.places.desk import Hand, Sites, hand
from tests.server.clock import HOUR
from tests.server.town import Town

LONG = {"on": "2026-11-30"}


def released(town: Town, edit: str) -> None:
    """The office lets a held edit in."""
    with town.app.app_context(), town.store.writing() as session:
        quarantine.release(session, town.admin, edit)


def code(town: Town, edit: str) -> str | None:
    """Why an edit is held."""
    with town.store.reading() as session:
        return session.scalar(select(Quarantined.code).where(Quarantined.id == edit))


def late(sites: Sites, one: Hand, residents: list[str], session: str) -> dict[str, Any]:
    """A place given out in time, and sent when the grace of its lease is over."""
    one.ask({session: 1})
    made = one.give(residents[0])
    sites.clock.forward(48 * HOUR + 60_001)
    return made


def test_a_late_claim_has_its_own_place_if_nobody_else_has(town: Town, sites: Sites) -> None:
    session = sites.session(1, **LONG)
    one = hand(town)
    made = late(sites, one, sites.residents(1), session)
    sites.settle()
    assert sites.counts(session).free == 1
    one.push(made)
    values = one.sees(made["id"])
    assert (values["state"], values["ticket"], values.get("change")) == ("confirmed", 1, None)


def test_a_late_claim_gets_another_place_and_the_change_is_told(town: Town, sites: Sites) -> None:
    session = sites.session(2, **LONG)
    residents = sites.residents(2)
    one, other = hand(town), hand(town)
    made = late(sites, one, residents, session)
    other.ask({session: 1})
    kept = other.give(residents[1])
    assert kept["fields"]["ticket"]["value"] == 1
    one.push(made)
    values = one.sees(made["id"])
    assert (values["state"], values["ticket"], values["change"]) == ("confirmed", 2, "ticket")
    other.push(kept)
    assert (other.sees(kept["id"])["ticket"], sites.counts(session).given) == (1, 2)
    one.push(one.phone.edit("appointment", {"change_seen": True}, made["id"], schema=3))
    assert one.sees(made["id"])["change_seen"] is True and sites.pool(session).of(made["id"]).number == 2  # type: ignore[union-attr]


def test_a_late_claim_without_any_place_asks_for_one_and_gets_the_next(town: Town, sites: Sites) -> None:
    session = sites.session(1, **LONG)
    residents = sites.residents(2)
    one, other = hand(town), hand(town)
    made = late(sites, one, residents, session)
    other.ask({session: 1})
    kept = other.give(residents[1])
    other.push(kept)
    one.push(made)
    values = one.sees(made["id"])
    assert (values["state"], values.get("ticket"), values["change"]) == ("requested", None, "lost_expired")
    assert sites.bookings()[made["id"]].change == "lost_expired"
    other.phone.pull()
    other.push(other.phone.edit("appointment", {"state": "cancelled"}, kept["id"]))
    values = one.sees(made["id"])
    assert (values["state"], values["ticket"], values["change"]) == ("confirmed", 1, "ticket")


WRONG = {
    "a forged proof": lambda edit, other: edit["lease"].update(proof="0" * 32),
    "another end": lambda edit, other: edit["lease"].update(until=edit["lease"]["until"] + 1),
    "another number": lambda edit, other: edit["fields"]["ticket"].update(value=2),
    "another session": lambda edit, other: edit["fields"]["session"].update(value=other),
    "no proof at all": lambda edit, other: edit["lease"].pop("proof"),
    "something else": lambda edit, other: edit.update(lease=[1]),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_place_that_was_not_lent_so_is_refused_and_asked_for_when_the_office_lets_it_in(
    town: Town, sites: Sites, wrong: str
) -> None:
    session, other = sites.session(1), sites.session(1)
    one = hand(town)
    one.ask({session: 1})
    made = one.give(sites.residents(1)[0])
    WRONG[wrong](made, other)
    (answer,) = one.push(made)
    assert (answer["result"], answer["code"]) == ("refused", "lease_invalid")
    assert sites.counts(session).leased == 1
    released(town, made["id"])
    values = one.sees(made["id"])
    asked_in = made["fields"]["session"]["value"]
    assert values["state"] == ("confirmed" if asked_in == other else "requested")  # there a place was free
    assert sites.counts(session).given == 0


def test_the_lease_of_another_phone_gives_nothing(town: Town, sites: Sites) -> None:
    session = sites.session(1)
    one, thief = hand(town), hand(town)
    one.ask({session: 1})
    thief.leases = one.leases
    (answer,) = thief.push(thief.give(sites.residents(1)[0]))
    assert (answer["result"], answer["code"]) == ("refused", "lease_invalid")


def test_a_phone_names_no_place_without_a_lease(town: Town, sites: Sites) -> None:
    session = sites.session(1)
    (resident,) = sites.residents(1)
    one = hand(town)
    bare = one.request(resident, session)
    bare["fields"]["ticket"] = {"value": 1, "base": []}
    asked = one.request(resident, session, 2)
    written = one.phone.edit("appointment", {"ticket": 7}, asked["id"], schema=3)
    assert [each.get("code") for each in one.push(bare, asked, written)] == [
        "ticket_not_leased", None, "ticket_not_leased"
    ]  # fmt: skip
    assert one.sees(asked["id"])["ticket"] == 1


def test_who_says_confirmed_without_a_place_asks_for_one(town: Town, sites: Sites) -> None:
    session = sites.session(0)
    one = hand(town)
    made = one.request(sites.residents(1)[0], session)
    made["fields"]["state"]["value"] = "confirmed"
    one.push(made)
    assert one.sees(made["id"])["state"] == "requested"


def test_the_last_places_of_two_phones_both_hold_and_a_third_without_any_only_asks(town: Town, sites: Sites) -> None:
    session = sites.session(2)
    residents = sites.residents(3)
    one, other, third = hand(town), hand(town), hand(town)
    one.ask({session: 1})
    other.ask({session: 1})
    assert third.ask({session: 1}) == []
    made = [one.give(residents[0]), other.give(residents[1]), third.request(residents[2], session)]
    third.push(made[2])
    other.push(made[1])
    one.push(made[0])
    assert [one.sees(each["id"])["state"] for each in made] == ["confirmed", "confirmed", "requested"]
    assert sites.counts(session).given == 2


def test_a_reply_that_is_lost_changes_nothing_when_the_same_is_asked_again(town: Town, sites: Sites) -> None:
    session = sites.session(5)
    (resident,) = sites.residents(1)
    one = hand(town)
    before = list(one.leases)
    one.ask({session: 2})
    first, one.leases = one.leases, before  # it never came
    one.ask({session: 2})
    assert one.leases == first and sites.counts(session).leased == 2
    made = one.give(resident)
    one.push(made)
    (again,) = one.push(made)
    assert again["result"] == "applied" and sites.counts(session).given == 1


def test_a_lost_phones_places_go_to_others_and_its_late_upload_to_the_office(town: Town, sites: Sites) -> None:
    session = sites.session(1)
    residents = sites.residents(2)
    lost, other = hand(town), hand(town)
    lost.ask({session: 1})
    made = lost.give(residents[0])
    town.revoke(lost.phone)
    assert other.ask({session: 1}) == [1]
    kept = other.give(residents[1])
    other.push(kept)
    (answer,) = lost.push(made)
    assert (answer["result"], answer["code"]) == ("refused", "device_revoked")
    assert code(town, made["id"]) == "device_revoked"
    released(town, made["id"])
    values = other.sees(made["id"])
    assert (values["state"], values.get("ticket"), values["change"]) == ("requested", None, "lost_phone")
    assert other.sees(kept["id"])["state"] == "confirmed"


def test_a_lost_phones_late_upload_keeps_its_place_if_it_is_still_free(town: Town, sites: Sites) -> None:
    session = sites.session(1)
    lost, other = hand(town), hand(town)
    lost.ask({session: 1})
    made = lost.give(sites.residents(1)[0])
    town.revoke(lost.phone)
    sites.settle()
    assert sites.counts(session).free == 1
    lost.push(made)
    released(town, made["id"])
    assert (other.sees(made["id"])["state"], other.sees(made["id"])["ticket"]) == ("confirmed", 1)
