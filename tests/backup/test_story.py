"""Work, a backup, more work, a restore: the phones send again, and nothing that was acknowledged is lost."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from server.store.tables import Edit, Quarantined, Record, Writer
from server.store.tables.restored import Gap
from tests.backup.conftest import Keeper
from tests.backup.phones import Keeping
from tests.server.clock import HOUR, Clock
from tests.server.town import LI1, LI2, Town

DAY = 24 * HOUR


@pytest.fixture
def anna(town: Town) -> Keeping:
    """A canvasser of the first grid."""
    return _keeping(town, LI1)


@pytest.fixture
def bert(town: Town) -> Keeping:
    """Another one of the same grid."""
    return _keeping(town, LI1)


def _keeping(town: Town, area: str) -> Keeping:
    phone = Keeping(town.phone(area))
    phone.phone.pull()
    return phone


def test_nothing_acknowledged_is_lost(keeper: Keeper, town: Town, anna: Keeping, bert: Keeping) -> None:
    home = anna.write("household", {"grid": LI1, "door": "1"})["id"]
    path = keeper.backup()
    person = anna.write("resident", {"household": home, "name": "甄友信"})["id"]
    bert.phone.pull()
    bert.write("resident", {"name": "甄有信"}, person)
    visit = bert.write("visit", {"household": home, "outcome": "spoke"})["id"]
    anna.phone.pull()
    anna.write("resident", {"phone": "10012345678"}, person)
    for phone in (anna, bert):
        phone.phone.pull()
    before = {name: row["values"] for name, row in anna.phone.rows.items() if row["entity"] != "person"}
    stamps = _effs(town)
    keeper.restore(path, anna.phone, bert.phone)
    for phone in (bert, anna, bert, anna):  # the one whose edits stand on the other's comes first
        phone.come_back()
    assert {name: row["values"] for name, row in anna.phone.rows.items() if row["entity"] != "person"} == before
    assert bert.phone.rows.keys() == anna.phone.rows.keys() and visit in anna.phone.rows
    with town.store.reading() as session:
        left = select(Quarantined.code).where(Quarantined.state.in_(("held", "waiting")))
        assert session.scalars(left).all() == [], "neither held edits nor evidence of what has come itself"
    assert _effs(town).keys() == stamps.keys()


def _effs(town: Town) -> dict[str, int]:
    with town.store.reading() as session:
        return {name: eff for name, eff in session.execute(select(Edit.id, Edit.eff).where(Edit.kind != "decide"))}


def test_a_restored_answer_is_kept_with_its_time(keeper: Keeper, town: Town, anna: Keeping, clock: Clock) -> None:
    path = keeper.backup()
    home = anna.write("household", {"grid": LI1, "door": "1"})["id"]
    before = _effs(town)[home]
    clock.forward(DAY)
    keeper.restore(path, anna.phone)
    anna.come_back()
    assert _effs(town)[home] == before


def test_so_is_that_of_an_edit_that_had_to_wait(
    keeper: Keeper, town: Town, anna: Keeping, bert: Keeping, clock: Clock
) -> None:
    path = keeper.backup()
    home = anna.write("household", {"grid": LI1, "door": "1"})["id"]
    bert.phone.pull()
    note = bert.write("household", {"note": "x"}, home)["id"]
    before = _effs(town)[note]
    clock.forward(DAY)
    bert.phone.clock_ahead = DAY  # set since, so that nothing of the second request tells when it was made
    keeper.restore(path, anna.phone, bert.phone)
    bert.come_back()
    assert note not in _effs(town)
    anna.come_back()
    assert _effs(town)[note] == before


def test_a_phone_learns_what_the_restored_server_knows_of_whom(
    keeper: Keeper, town: Town, anna: Keeping, bert: Keeping
) -> None:
    anna.write("household", {"grid": LI1})
    anna.phone.pull()
    bert.phone.pull()
    path = keeper.backup()
    known = _last(town)
    anna.write("household", {"grid": LI1})
    town.household()
    bert.phone.pull()
    keeper.restore(path, anna.phone, bert.phone)
    bert.come_back()
    assert bert.told == {"writers": {str(writer): last for writer, last in known.items()}}
    assert "restored" not in bert.phone.page(), "told once"


def _last(town: Town) -> dict[int, int]:
    with town.store.reading() as session:
        return {number: last for number, last in session.execute(select(Writer.id, Writer.last_n))}


def test_what_a_phone_no_longer_has_is_a_known_gap(keeper: Keeper, town: Town, anna: Keeping) -> None:
    first = anna.write("household", {"grid": LI1, "door": "1"})["id"]
    path = keeper.backup()
    gone = [anna.write("household", {"grid": LI1, "door": str(door)})["id"] for door in (2, 3)]
    last = anna.write("household", {"grid": LI1, "door": "4"})["id"]
    anna.phone.pull()
    for name in gone:
        del anna.kept[int(name.partition(".")[2])]
    keeper.restore(path, anna.phone)
    anna.send_again()
    with town.store.reading() as session:
        gap = session.scalars(select(Gap)).one()
        assert (gap.writer, gap.first, gap.last, gap.epoch) == (anna.writer, 2, 3, keeper.epoch)
        assert {first, last} <= set(session.scalars(select(Record.id))) and not set(gone) & set(
            session.scalars(select(Record.id))
        )
    assert anna.push()["expect"] == 5


@pytest.mark.parametrize("lost", [[1, 1], [2, 1], [3, 4], [2, 2_000_000], [2, 2]])
def test_a_gap_is_believed_only_where_the_server_stands(
    keeper: Keeper, town: Town, anna: Keeping, lost: list[int]
) -> None:
    anna.write("household", {"grid": LI1})
    path = keeper.backup()
    if lost != [2, 2]:
        keeper.restore(path, anna.phone)
    assert anna.push(lost=lost)["expect"] == 2, "without a restore nothing can have been lost"
    with town.store.reading() as session:
        assert session.scalars(select(Gap)).all() == []


@pytest.mark.parametrize("lost", [[1], [1, 2, 3], ["1", "2"], [0, 1], [1, 2**31]])
def test_a_gap_of_another_shape_is_malformed(anna: Keeping, lost: list[Any]) -> None:
    response = anna.phone.send("/api/sync/push", {"now": 1, "edits": [], "lost": lost})
    assert (response.status_code, response.get_json()["code"]) == (400, "malformed")


def test_an_unsent_edit_that_stands_on_a_lost_one_waits_for_it(
    keeper: Keeper, town: Town, anna: Keeping, bert: Keeping
) -> None:
    home = anna.write("household", {"grid": LI1, "door": "1"})["id"]
    path = keeper.backup()
    person = anna.write("resident", {"household": home, "name": "甄友信"})["id"]
    bert.phone.pull()
    changed = bert.phone.edit("resident", {"name": "甄有信"}, person)
    dose = bert.phone.edit("dose", {"resident": person, "number": 1})
    note = bert.phone.edit("household", {"note": "x"}, home)
    keeper.restore(path, anna.phone, bert.phone)
    told = bert.push(changed, dose, note)["answers"]
    assert [each["result"] for each in told] == ["refused", "refused", "applied"]
    bert.phone.pull()
    assert [each["state"] for each in bert.phone.held] == ["held", "held"]
    anna.come_back()
    bert.phone.pull()
    assert [each["state"] for each in bert.phone.held] == ["released", "released"]
    assert bert.phone.shown(person)["name"] == "甄有信" and dose["id"] in bert.phone.rows


def test_nobody_gets_in_by_guessing_what_is_yet_to_come(
    keeper: Keeper, town: Town, anna: Keeping, bert: Keeping
) -> None:
    """The number after the last lost one has not been given: who names it is not let in when it is."""
    home = anna.write("household", {"grid": LI1, "door": "1"})["id"]
    path = keeper.backup()
    anna.write("household", {"note": "1"}, home)
    bert.phone.pull()
    keeper.restore(path, anna.phone, bert.phone)
    guess = bert.phone.edit("household", {"note": "guessed"}, home)
    guess["fields"]["note"]["base"] = [f"{anna.writer}.3"]
    assert bert.push(guess)["answers"][0]["code"] == "base_not_displayed"
    anna.come_back()
    anna.write("household", {"note": "3"}, home)
    bert.phone.pull()
    assert [each["state"] for each in bert.phone.held] == ["held"]
    assert bert.phone.shown(home)["note"] == "3"


def test_what_is_let_in_has_its_authors_rights_only(keeper: Keeper, town: Town, anna: Keeping) -> None:
    carl = _keeping(town, LI2)
    path = keeper.backup()
    home = anna.write("household", {"grid": LI1, "door": "1"})["id"]
    keeper.restore(path, anna.phone, carl.phone)
    theirs = carl.phone.edit("household", {"note": "mine now"}, home)
    assert carl.push(theirs)["answers"][0]["code"] == "scope_not_granted"
    anna.come_back()
    carl.phone.pull()
    assert [each["state"] for each in carl.phone.held] == ["held"] and home not in carl.phone.rows


def test_a_lost_phone_leaves_a_known_gap(keeper: Keeper, town: Town, anna: Keeping, clock: Clock) -> None:
    from server.exchange import gaps
    from server.office import gaps as shown

    path = keeper.backup()
    anna.write("household", {"grid": LI1, "door": "1"})
    anna.write("household", {"grid": LI1, "door": "2"})
    keeper.restore(path)
    with town.store.reading() as session:
        found = gaps.absent(session, clock.now)
        assert [(each.writer, each.first, each.last, each.state) for each in found] == [(anna.writer, 1, 2, "awaited")]
        later = gaps.absent(session, clock.now + 15 * DAY)
        assert [each.state for each in later] == ["lost"]
        told = shown.lines(session, clock.now)
        assert told["gaps"][0]["author"]["name"] == "张三" and told["gaps"][0]["count"] == 2
    town.revoke(anna.phone)
    with town.store.reading() as session:
        assert [each.state for each in gaps.absent(session, clock.now)] == ["lost"]


def test_two_restores_in_a_row_lose_nothing_either(keeper: Keeper, town: Town, anna: Keeping, bert: Keeping) -> None:
    path = keeper.backup()
    home = anna.write("household", {"grid": LI1, "door": "1"})["id"]
    bert.phone.pull()
    bert.write("household", {"note": "x"}, home)
    anna.phone.pull()
    keeper.restore(path, anna.phone, bert.phone)
    anna.come_back()
    later = anna.write("household", {"grid": LI1, "door": "2"})["id"]
    keeper.restore(path, anna.phone, bert.phone)
    for phone in (bert, anna, bert):
        phone.come_back()
    assert {home, later} <= bert.phone.rows.keys() and bert.phone.shown(home)["note"] == "x"
