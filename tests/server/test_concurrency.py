"""Many phones at once: a reader that goes by its cursor misses nothing, and nobody waits for each other for ever."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from server.store.tables import Household, Listing, Record, Review
from tests.server.town import LI, LI1, LI2, WANG1, Phone, Town

WRITERS, ROUNDS, EACH = 6, 5, 4


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_reader_by_cursor_misses_nothing_that_many_writers_commit(town: Town) -> None:
    homes = [town.household(grid) for grid in (LI1, LI2)]
    phones = [town.phone(LI, role="cadre") for _ in range(WRITERS)]
    reader = town.phone(LI, role="cadre")
    reader.pull()

    def write(phone: Phone) -> list[str]:
        made = []
        for turn in range(ROUNDS):
            # every push touches both scopes, in an order of its own
            pair = homes if (turn + phone.writer) % 2 else homes[::-1]
            edits = [phone.edit("visit", {"household": home, "outcome": "spoke"}) for home in pair * (EACH // 2)]
            answers = phone.push(*edits)["answers"]
            assert {each["result"] for each in answers} == {"applied"}
            made += [each["id"] for each in answers]
        return made

    with ThreadPoolExecutor(WRITERS) as pool:
        running = [pool.submit(write, phone) for phone in phones]
        while not all(each.done() for each in running):
            reader.pull()
        written = {name for each in running for name in each.result()}
    reader.pull()
    seen = {name for name, row in reader.rows.items() if row["entity"] == "visit"}
    assert seen == written and len(written) == WRITERS * ROUNDS * EACH


def test_one_edit_sent_on_two_connections_at_once_is_applied_once(town: Town) -> None:
    home = town.household()
    phone = town.phone(LI1)
    edit = phone.edit("visit", {"household": home, "outcome": "spoke"})
    with ThreadPoolExecutor(4) as pool:
        told = [each.result() for each in [pool.submit(phone.push, edit) for _ in range(4)]]
    assert all(each == told[0] for each in told)
    with town.store.reading() as session:
        assert session.scalar(select(func.count()).where(Record.entity == "visit")) == 1


def test_twins_that_arrive_in_two_grids_at_one_moment_are_found(town: Town) -> None:
    phones = town.phone(LI1), town.phone(WANG1)
    homes = town.household(LI1), town.household(WANG1)

    def write(phone: Phone, home: str, turn: int) -> None:
        number = f"9901011980010112{turn:02d}"
        answer = phone.one(phone.edit("resident", {"household": home, "name": "王五", "id_number": number}))
        assert answer["result"] == "applied"

    with ThreadPoolExecutor(2) as pool:
        for turn in range(10):
            list(pool.map(write, phones, homes, (turn, turn)))
    town.look()
    with town.store.reading() as session:
        assert session.scalar(select(func.count()).where(Review.kind == "same_identity")) == 10


def test_moves_in_opposite_directions_do_not_wait_for_each_other_for_ever(town: Town) -> None:
    homes = [town.household(grid) for grid in (LI1, LI2)]
    phones = [town.phone(LI, role="cadre") for _ in range(2)]

    def move(phone: Phone, home: str) -> None:
        for turn in range(6):
            phone.pull()
            target = (LI1, LI2)[turn % 2]
            moved = phone.edit("household", {"grid": target}, home)
            told = phone.push(moved, phone.edit("visit", {"household": home, "outcome": "spoke"}))
            assert [each["result"] for each in told["answers"]] == ["applied", "applied"]

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(move, phones, homes))
    for phone in phones:
        rows = phone.pull()
        assert {rows[home]["scope"] for home in homes} == {LI2}
        for row in rows.values():
            if row["entity"] == "visit":
                assert row["scope"] == rows[row["values"]["household"]]["scope"] == LI2


def test_phones_and_office_that_change_one_household_at_once_overwrite_nothing(town: Town) -> None:
    home = town.household()
    fields = ("door", "lane", "note", "phone")
    phones = [town.phone(LI1) for _ in fields]

    def write(phone: Phone, field: str) -> None:
        for turn in range(5):
            phone.pull()
            answer = phone.one(phone.edit("household", {field: f"{field}{turn}"}, home))
            assert answer["outcome"] == "changed"

    def at_the_office() -> list[str]:
        return [town.resident(home, name=f"王{turn}") for turn in range(5)]

    with ThreadPoolExecutor(len(fields) + 1) as pool:
        residents = pool.submit(at_the_office)
        for each in [pool.submit(write, phone, field) for phone, field in zip(phones, fields, strict=True)]:
            each.result()
        made = residents.result()
    rows = phones[0].pull()
    assert {field: rows[home]["values"][field] for field in fields} == {field: f"{field}4" for field in fields}
    assert set(made) <= rows.keys()
    with town.store.reading() as session:
        assert session.scalar(select(Household.residents)) == 5
        assert session.scalar(select(func.count()).select_from(Listing)) == 5
