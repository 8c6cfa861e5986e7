"""Digests: the server knows of every scope how many rows it has and the sum of their hashes, at every moment."""

from __future__ import annotations

import random

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import select, text

from server.store import migrate
from server.store.tables import Base, Record
from tests.server.bookkeeping import faults
from tests.server.town import LI1, LI2, WANG1, Town


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("seed", range(3))
def test_after_every_change_move_and_refusal_the_digests_are_those_of_the_rows(town: Town, seed: int) -> None:
    rng = random.Random(seed)
    homes = [town.household(grid) for grid in (LI1, LI2)]
    people = [town.resident(homes[0]), town.resident(homes[1])]
    phones = [town.phone(LI1, LI2, WANG1) for _ in range(2)]
    for _ in range(25):
        phone = rng.choice(phones)
        if rng.random() < 0.5:
            phone.pull()
        known = [name for name in people if name in phone.rows] or None
        edits = [phone.edit("resident", {"name": rng.choice("甲乙丙"), "sex": rng.choice("mf")}, rng.choice(people))]
        if known:
            edits.append(phone.edit("visit", {"household": rng.choice(homes), "on": "2026-11-20"}))
            edits.append(phone.edit("household", {"grid": rng.choice((LI1, LI2, WANG1))}, rng.choice(homes)))
            edits.append(phone.edit("resident", {"household": rng.choice(homes)}, rng.choice(known)))
            edits.append(phone.edit("resident", {"groups": {"add": [rng.choice(("elderly", "medical"))]}}, known[0]))
        phone.push(*phone.group(*edits) if rng.random() < 0.5 else edits)
        with town.store.reading() as session:
            assert faults(session) == []


def test_a_group_on_which_the_server_stumbles_leaves_no_trace_in_the_digests(town: Town, poison: None) -> None:
    phone = town.phone(LI1)
    phone.push(phone.edit("household", {"grid": LI1}), phone.edit("household", {"grid": LI1, "note": "poison"}))
    with town.store.reading() as session:
        assert faults(session) == []
        assert len(session.scalars(select(Record).where(Record.scope == LI1)).all()) == 1


def test_a_store_that_is_in_use_gets_its_digests_when_it_is_brought_up_to_date(town: Town) -> None:
    home = town.household()
    town.resident(home, name="甄友信")
    kept = {}
    with town.store.reading() as session:
        kept = {each.id: each for each in session.scalars(select(Record))}
    settings = Config()
    settings.set_main_option("script_location", str(migrate.MIGRATIONS))
    with town.store.engine.begin() as connection:
        Base.metadata.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE alembic_version")
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0003")
        for each in kept.values():
            row = each.row.replace('{"by"', '{ "by"')
            connection.execute(
                text(
                    "INSERT INTO records (id, entity, scope, seq, parent, root, state, row)"
                    " VALUES (:id, :entity, :scope, :seq, :parent, :root, :state, :row)"
                ),
                {name: getattr(each, name) for name in ("id", "entity", "scope", "seq", "parent", "root", "state")}
                | {"row": row},
            )
        for scope in {each.scope for each in kept.values()}:
            connection.execute(text("INSERT INTO scopes (code, seq) VALUES (:code, 9)"), {"code": scope})
    migrate.upgrade(town.store.engine)
    with town.store.reading() as session:
        assert faults(session) == []
        assert all(each.since == each.seq for each in session.scalars(select(Record)))
