"""A server that stumbles after part of a group is in the database: nothing of that group may stay there."""

from __future__ import annotations

from sqlalchemy import func, select

from server.store.tables import Edit, Record
from tests.server.town import LI, LI1, LI2, Town


def test_of_a_move_on_which_the_server_stumbled_half_way_nothing_is_written(town: Town, poison: None) -> None:
    home = town.household(LI1)
    phone, other = town.phone(LI, role="cadre"), town.phone(LI, role="cadre")
    before = phone.pull(), other.pull()
    move = phone.edit("household", {"grid": LI2}, home)
    person = phone.edit("resident", {"household": home, "name": "李小龙", "note": "poison"})
    told = phone.push(*phone.group(move, person))["answers"]
    assert [each["result"] for each in told] == ["failed", "failed"]
    with town.store.reading() as session:
        assert session.get_one(Record, home).scope == LI1
        assert session.scalar(select(func.count()).where(Record.entity == "resident")) == 0
        assert session.scalar(select(func.count()).where(Edit.writer == phone.writer)) == 0
    assert (phone.pull(), other.pull()) == before
