"""Pull and snapshot: a phone gets what is its own, once it is committed, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.server.town import LI, LI1, LI2, TOWNSHIP, WANG1, Town


def test_the_first_pull_enters_every_granted_scope_and_the_snapshots_hold_all_rows(town: Town) -> None:
    home = town.household()
    phone = town.phone(LI1)
    told = phone.page()
    assert [each["scope"] for each in told["enter"]] == [TOWNSHIP, LI1]
    assert told["rows"] == [] and told["more"] is False
    assert home in phone.rows


def test_the_second_pull_brings_only_what_has_changed(town: Town) -> None:
    first, second = town.household(), town.household()
    phone = town.phone(LI1)
    phone.pull()
    town.resident(second)
    assert [row["entity"] for row in phone.page()["rows"]] == ["resident"]
    assert phone.page()["rows"] == []
    assert first in phone.rows


def test_a_cadre_sees_every_grid_of_the_village(town: Town) -> None:
    here, there, elsewhere = town.household(LI1), town.household(LI2), town.household(WANG1)
    cadre = town.phone(LI, role="cadre")
    assert {here, there} <= cadre.pull().keys()
    assert elsewhere not in cadre.rows


@pytest.mark.parametrize("settings", [{"PULL_ROWS": 7}])
def test_a_long_pull_is_paged_and_no_page_cuts_a_group(town: Town, settings: dict[str, Any]) -> None:
    phone, other = town.phone(LI1), town.phone(LI1)
    other.pull()
    for door in range(10):
        home = phone.edit("household", {"grid": LI1, "door": str(door)})
        members = [phone.edit("resident", {"household": home["id"], "name": "王五"}) for _ in range(3)]
        phone.push(*phone.group(home, *members))
    pages = [other.page()]
    while pages[-1]["more"]:
        pages.append(other.page())
    sizes = [len(page["rows"]) for page in pages]
    assert len(pages) > 3
    assert sum(sizes) == 40 and all(size % 4 == 0 for size in sizes)
    assert sum(row["scope"] == LI1 for row in other.rows.values()) == 40


def test_asking_for_a_scope_that_is_not_granted_is_refused_on_pull_and_chunk(town: Town) -> None:
    secret = town.household(WANG1)
    phone = town.phone(LI1)
    pulled = phone.send("/api/sync/pull", {"cursor": None, "scopes": [WANG1]})
    snapped = phone.chunk(WANG1, "0" * 64)
    for response in (pulled, snapped):
        assert (response.status_code, response.get_json()["code"]) == (403, "scope_not_granted")
        assert secret not in response.get_data(as_text=True)


def test_a_new_grant_enters_and_an_ended_one_leaves(town: Town) -> None:
    here, there = town.household(LI1), town.household(LI2)
    phone = town.phone(LI1)
    phone.pull()
    town.grant(phone, LI2)
    assert [each["scope"] for each in phone.page()["enter"]] == [LI2]
    assert {here, there} <= phone.rows.keys()
    town.end_grant(phone, LI1)
    assert phone.page()["leave"] == [LI1]
    assert here not in phone.rows and there in phone.rows
    assert phone.page()["leave"] == []


def test_a_revoked_phone_gets_nothing(town: Town) -> None:
    town.household(LI1)
    phone = town.phone(LI1)
    town.revoke(phone)
    for response in (phone.send("/api/sync/pull", {"cursor": None}), phone.chunk(LI1, "0" * 64)):
        assert (response.status_code, response.get_json()["code"]) == (403, "device_revoked")


def test_a_cursor_of_another_phone_or_an_invented_one_is_refused(town: Town) -> None:
    phone, other = town.phone(LI1), town.phone(LI1)
    other.pull()
    for cursor in (other.cursor, "AAAA", (other.cursor or "")[:-4]):
        response = phone.send("/api/sync/pull", {"cursor": cursor})
        assert (response.status_code, response.get_json()["code"]) == (400, "bad_cursor")


def test_a_pull_notes_when_the_phone_synced_and_what_it_had_not_sent(town: Town) -> None:
    from server.store.tables import Device

    phone = town.phone(LI1)
    phone.page(unsent=3)
    with town.store.reading() as session:
        device = session.get_one(Device, phone.writer)
    assert (device.unsent, device.app) == (3, "test") and device.last_sync is not None


def test_a_household_that_moves_leaves_one_phone_and_enters_the_other_with_all_that_belongs_to_it(town: Town) -> None:
    home = town.household(LI1)
    person = town.resident(home)
    old, new, both = town.phone(LI1), town.phone(LI2), town.phone(LI1, LI2)
    dose = old.one(old.edit("dose", {"resident": person, "number": 1, "product": "unknown"}))["id"]
    for phone in (old, new, both):
        phone.pull()
    both.one(both.edit("household", {"grid": LI2}, home))
    for phone in (old, new, both):
        phone.pull()
    assert {home, person, dose}.isdisjoint(old.rows)
    assert {home, person, dose} <= new.rows.keys()
    assert {home, person, dose} <= both.rows.keys()
    assert {row["scope"] for row in both.rows.values() if row["entity"] != "person"} == {LI2}


def test_a_household_that_comes_back_is_back_everywhere(town: Town) -> None:
    home = town.household(LI1)
    person = town.resident(home)
    stays, moves = town.phone(LI1), town.phone(LI1, LI2)
    stays.pull()
    for grid in (LI2, LI1):
        moves.pull()
        moves.one(moves.edit("household", {"grid": grid}, home))
    assert {home, person} <= stays.pull().keys()


def test_a_resident_who_joins_another_household_takes_their_doses_along(town: Town) -> None:
    here, there = town.household(LI1), town.household(LI2)
    person, stays = town.resident(here), town.resident(here)
    old, new, both = town.phone(LI1), town.phone(LI2), town.phone(LI, role="cadre")
    dose = old.one(old.edit("dose", {"resident": person, "number": 1, "product": "unknown"}))["id"]
    for phone in (old, new, both):
        phone.pull()
    both.one(both.edit("resident", {"household": there}, person))
    old.pull(), new.pull()
    assert {person, dose}.isdisjoint(old.rows) and {here, stays} <= old.rows.keys()
    assert {person, dose, there} <= new.rows.keys()
