"""Rows that phones still show bear witness of edits which a restored server has lost; a reviewer brings them back."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from server.exchange import ledger, quarantine
from server.store.tables import Quarantined
from tests.backup.conftest import Keeper
from tests.backup.phones import Keeping
from tests.server.town import LI1, LI2, Town


@pytest.fixture
def anna(town: Town) -> Keeping:
    """A canvasser of the first grid, who has pulled."""
    return _pulled(town, LI1)


@pytest.fixture
def bert(town: Town) -> Keeping:
    """Another one of the same grid."""
    return _pulled(town, LI1)


def _pulled(town: Town, area: str) -> Keeping:
    phone = Keeping(town.phone(area))
    phone.phone.pull()
    return phone


def _kept(town: Town, *states: str) -> list[Quarantined]:
    with town.store.reading() as session:
        query = select(Quarantined).where(Quarantined.code == "lost_in_restore")
        return list(session.scalars(query.where(Quarantined.state.in_(states or ("held", "waiting")))))


def _release(town: Town, held: str) -> None:
    with town.app.app_context(), town.store.writing() as session:
        quarantine.release(session, town.admin, held, "恢复")


def _set(town: Town, record: str, **values: Any) -> None:
    town.office(ledger.Draft("set", "resident", record, {name: (value, None) for name, value in values.items()}))


def test_a_decision_of_the_office_comes_back_by_one_click(
    keeper: Keeper, town: Town, anna: Keeping, bert: Keeping
) -> None:
    home = anna.write("household", {"grid": LI1, "door": "1"})["id"]
    person = anna.write("resident", {"household": home, "name": "甄友信"})["id"]
    for phone in (anna, bert):
        phone.phone.pull()
    anna.write("resident", {"name": "甄有信"}, person)
    bert.write("resident", {"name": "甄有幸"}, person)
    path = keeper.backup()
    both = [f"{anna.writer}.3", f"{bert.writer}.1"]
    town.office(ledger.Draft("decide", "resident", person, {"name": ("甄有信", both)}))
    for phone in (anna, bert):
        phone.phone.pull()
    assert "open" not in anna.phone.rows[person]
    keeper.restore(path, anna.phone, bert.phone)
    anna.come_back()
    assert anna.phone.rows[person]["open"] == ["name"]
    bert.come_back()
    kept = _kept(town)
    assert len(kept) == 1, "several phones that witness the same add nothing"
    _release(town, kept[0].id)
    anna.phone.pull()
    assert "open" not in anna.phone.rows[person] and anna.phone.shown(person)["name"] == "甄有信"
    reviews = [row["values"]["state"] for row in anna.phone.rows.values() if row["entity"] == "review"]
    assert reviews == ["decided"]


def test_what_the_office_wrote_comes_back_with_all_that_belonged_to_it(
    keeper: Keeper, town: Town, anna: Keeping
) -> None:
    path = keeper.backup()
    home = town.household(door="7")
    person = town.resident(home, "甄友信", groups={"add": ["elderly"]})
    anna.phone.pull()
    rows = {name: anna.phone.rows[name]["values"] for name in (home, person)}
    keeper.restore(path, anna.phone)
    anna.come_back()
    assert home not in anna.phone.rows
    kept = {each.record: each for each in _kept(town)}
    assert kept[home].state == "held" and kept[person].state == "waiting"
    assert kept[person].depends_on == kept[home].id and {each.scope for each in kept.values()} == {LI1}
    _release(town, kept[home].id)
    anna.phone.pull()
    assert {name: anna.phone.rows[name]["values"] for name in (home, person)} == rows
    assert _kept(town) == []


def test_the_original_is_applied_as_usual_and_the_evidence_goes(
    keeper: Keeper, town: Town, anna: Keeping, bert: Keeping
) -> None:
    path = keeper.backup()
    home = anna.write("household", {"grid": LI1, "door": "1"})["id"]
    anna.write("resident", {"household": home, "name": "甄友信"})
    anna.phone.pull()
    bert.phone.pull()
    keeper.restore(path, anna.phone, bert.phone)
    bert.come_back()
    assert len(_kept(town)) == 2
    told = anna.phone.send("/api/sync/pull", {"cursor": None}).get_json()
    assert told["held"] == [], "it is not the phone's own edit that is held"
    anna.come_back()
    assert _kept(town) == [] and len(_kept(town, "discarded")) == 2
    bert.phone.pull()
    assert bert.phone.shown(home) == {"grid": LI1, "door": "1"}
    assert anna.phone.held == []


def test_the_original_that_comes_after_the_release_makes_no_quarrel(
    keeper: Keeper, town: Town, anna: Keeping, bert: Keeping
) -> None:
    home = anna.write("household", {"grid": LI1, "door": "1"})["id"]
    person = anna.write("resident", {"household": home, "name": "甄友信"})["id"]
    path = keeper.backup()
    anna.phone.pull()
    anna.write("resident", {"name": "甄有信"}, person)
    bert.phone.pull()
    keeper.restore(path, anna.phone, bert.phone)
    bert.come_back()
    _release(town, _kept(town)[0].id)
    anna.come_back()
    assert anna.phone.shown(person)["name"] == "甄有信" and "open" not in anna.phone.rows[person]
    assert _kept(town) == []


def test_a_creation_that_comes_after_its_record_was_brought_back_is_no_quarrel_either(
    keeper: Keeper, town: Town, anna: Keeping, bert: Keeping
) -> None:
    path = keeper.backup()
    home = anna.write("household", {"grid": LI1, "door": "1"})["id"]
    bert.phone.pull()
    anna.phone.pull()
    keeper.restore(path, anna.phone, bert.phone)
    bert.come_back()
    _release(town, _kept(town)[0].id)
    anna.come_back()
    assert anna.phone.shown(home)["door"] == "1"
    assert [(each["id"], each["state"]) for each in anna.phone.held] == [(home, "released")]


def test_what_somebody_has_replaced_knowingly_is_not_held_up_again(
    keeper: Keeper, town: Town, anna: Keeping, bert: Keeping
) -> None:
    """The author of the second edit saw the lost one; theirs has come back, and it stands."""
    home = anna.write("household", {"grid": LI1, "door": "1"})["id"]
    anna.phone.pull()
    path = keeper.backup()
    town.office(ledger.Draft("set", "household", home, {"note": ("lost", None)}))
    bert.phone.pull()
    anna.phone.pull()
    anna.write("household", {"note": "knows"}, home)
    keeper.restore(path, anna.phone, bert.phone)
    anna.come_back()
    bert.come_back()
    assert bert.phone.shown(home)["note"] == "knows" and _kept(town) == []


def test_only_what_differs_and_was_lost_is_kept(keeper: Keeper, town: Town, anna: Keeping) -> None:
    home = town.household(door="1")
    person = town.resident(home, "甄友信", phone="10012345678")
    path = keeper.backup()
    _set(town, person, phone="10012345679", name="甄友信", employer="厂")
    anna.phone.pull()
    keeper.restore(path, anna.phone)
    _set(town, person, employer="厂")
    anna.come_back()
    kept = _kept(town)
    assert len(kept) == 1 and '"phone"' in kept[0].body and '"employer"' not in kept[0].body


def test_a_phone_bears_no_witness_of_areas_that_are_not_its_own(keeper: Keeper, town: Town, anna: Keeping) -> None:
    carl = _pulled(town, LI2)
    home = town.household(door="1")
    path = keeper.backup()
    later = town.household(door="2")
    town.office(ledger.Draft("set", "household", home, {"note": ("x", None)}))
    anna.phone.pull()
    keeper.restore(path, anna.phone, carl.phone)
    carl.phone.rows = dict(anna.phone.rows)
    told = carl.phone.send("/api/sync/witness", {"rows": [carl.phone.rows[name] for name in (home, later)]})
    assert told.get_json()["kept"] == 0 and _kept(town) == []
    moved = {**carl.phone.rows[later], "values": {"grid": LI2}, "scope": LI2}
    assert carl.phone.send("/api/sync/witness", {"rows": [moved]}).get_json()["kept"] == 1


def test_what_was_never_lost_or_makes_no_sense_is_passed_over(keeper: Keeper, town: Town, anna: Keeping) -> None:
    home = town.household(door="1")
    path = keeper.backup()
    keeper.restore(path, anna.phone)
    good = {"id": home, "entity": "household", "scope": LI1, "values": {"grid": LI1, "note": "x"}, "by": "2.9"}
    office = home.partition(".")[0]
    lost = {**good, "by": f"{office}.900"}
    bad: list[Any] = [
        {}, {**good, "by": 7}, {**good, "values": 3}, {**good, "also": []}, {**good, "entity": "person"},
        {**good, "entity": "review"}, {**lost, "values": {"note": 7}}, {**lost, "values": {"nonsense": "x"}},
        {**good, "by": home}, {**good, "by": "9000000.1"}, {**lost, "also": {"note": [None]}, "by": home},
        {**lost, "id": "9000000.1"}, {**lost, "entity": "visit"}, {**lost, "also": {"note": [{}]}},
        {**lost, "also": {"note": {"x": [[]]}}}, {**lost, "also": {"note": 7}},
        {**lost, "by": f"{office}.9999999999"},
    ]  # fmt: skip
    told = anna.phone.send("/api/sync/witness", {"rows": bad}).get_json()
    assert told["kept"] == 0 and _kept(town) == []
    assert anna.phone.send("/api/sync/witness", {"rows": [lost]}).get_json()["kept"] == 1
    assert anna.phone.send("/api/sync/witness", {"rows": [{}] * 501}).get_json()["code"] == "too_large"
    assert anna.phone.send("/api/sync/witness", {"rows": 1}).get_json()["code"] == "malformed"
    town.revoke(anna.phone)
    assert anna.phone.send("/api/sync/witness", {"rows": [lost]}).get_json()["code"] == "device_revoked"


def test_without_a_restore_there_is_nothing_to_witness(town: Town, anna: Keeping) -> None:
    home = town.household(door="1")
    row = {"id": home, "entity": "household", "scope": LI1, "values": {"grid": LI1, "note": "x"}, "by": "2.9"}
    assert anna.phone.send("/api/sync/witness", {"rows": [row]}).get_json()["kept"] == 0
    assert _kept(town) == []
