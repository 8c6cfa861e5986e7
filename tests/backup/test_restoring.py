"""A backup brings back what it held, whole, in a new epoch; no number that was ever given is given again."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import psycopg
from sqlalchemy import select, text

from server import create_app
from server.exchange import ledger
from server.store import migrate
from server.store.session import Store
from server.store.tables import Account, Device, Enrolment, Login, Writer
from tests.backup.conftest import Keeper
from tests.server import postgres
from tests.server.conftest import LIMITS
from tests.server.town import LI1, Phone, Town


def test_a_backup_brings_back_what_it_held_and_nothing_later(keeper: Keeper, town: Town) -> None:
    phone = town.phone(LI1)
    home, before = town.household(), keeper.epoch
    path = keeper.backup()
    later = town.household(door="2")
    said = keeper.restore(path, phone)
    assert "990101100000: restored" in said.output
    assert keeper.epoch != before
    assert home in phone.pull() and later not in phone.rows


def test_a_backup_of_a_working_server_is_of_one_moment(keeper: Keeper, town: Town) -> None:
    """Whoever writes while it is taken is in it with all or with nothing; and nobody waits for it."""
    from server.backup import taking

    homes = [town.household(door=str(door)) for door in range(3)]
    written: list[str] = []

    def meanwhile(done: int, of: int) -> None:
        written.append(town.resident(homes[0], f"李{done}"))

    taking.backup(town.store, keeper.folder / "var", keeper.folder / "one.ruhu", 0, meanwhile)
    assert written
    keeper.restore(keeper.folder / "one.ruhu")
    phone = town.phone(LI1)
    assert not set(written) & set(phone.pull()) and set(homes) <= set(phone.rows)


def test_what_was_replaced_is_kept_beside(keeper: Keeper, town: Town, store_kind: str, store_url: str) -> None:
    path = keeper.backup()
    later = town.household()
    said = keeper.restore(path)
    kept = said.output.split("kept: ")[1].split("\n")[0].rstrip(".")
    query = "SELECT count(*) FROM records WHERE id = "
    if store_kind == "sqlite":
        with sqlite3.connect(kept) as old:
            assert old.execute(query + "?", (later,)).fetchone() == (1,)
        old.close()
    else:
        with psycopg.connect(store_url.replace("+psycopg", "")) as server:
            asked = query.replace("records", f"{kept.removeprefix('schema ')}.records") + "%s"
            assert server.execute(asked.encode(), (later,)).fetchone() == (1,)


def test_an_empty_server_is_filled_with_data_and_keys(keeper: Keeper, town: Town, store_kind: str) -> None:
    """The machine is lost, and with it the folder of secrets: answers and cursors that phones keep still hold."""
    phone = town.phone(LI1)
    phone.pull()
    told = phone.one(phone.edit("household", {"grid": LI1}))
    path = keeper.backup()
    if store_kind == "sqlite":
        url = f"sqlite:///{keeper.folder / 'elsewhere.sqlite3'}"
    else:
        home = Path(str(town.store.engine.url.query["host"]))
        url = postgres.create(home, f"elsewhere_{keeper.folder.name}".lower().replace("-", "_"))
    settings = {"RUHU_VAR": str(keeper.folder / "elsewhere"), "DATABASE_URL": url, **LIMITS}
    fresh = create_app(settings)
    said = fresh.test_cli_runner().invoke(args=["restore", str(path)])
    assert said.exit_code == 0, said.output
    fresh.extensions["ruhu_store"].engine.dispose()
    again = create_app(settings)
    assert again.config["SECRET_KEY"] == town.app.config["SECRET_KEY"] != fresh.config["SECRET_KEY"]
    phone.client = again.test_client()
    assert phone.push()["expect"] == 2
    assert told["scope"] == LI1 and "1.1" not in phone.rows and phone.page()["enter"]
    again.extensions["ruhu_store"].engine.dispose()


def test_no_number_that_was_given_after_the_backup_is_given_again(keeper: Keeper, town: Town) -> None:
    phone = town.phone(LI1)
    town.household()
    path = keeper.backup()
    lost_home = town.household(door="2")
    lost_phone = town.phone(LI1)
    keeper.restore(path, phone)
    assert phone.push()["expect"] == 1
    anew = town.phone(LI1)
    assert anew.writer > lost_phone.writer
    again = town.household(door="3")
    number = int(again.partition(".")[2])
    assert number > int(lost_home.partition(".")[2]) and again.partition(".")[0] == lost_home.partition(".")[0]


def test_doors_that_stood_open_when_the_backup_was_made_are_closed(keeper: Keeper, town: Town) -> None:
    from server import accounts
    from server.auth import token_hash
    from server.clock import now_ms

    phone = town.phone(LI1)
    with town.store.writing() as session:
        made = accounts.make_enrolment(session, phone.account, now_ms(), 3_600_000)
        session.add(Login(token_hash=token_hash("cookie"), account=1, csrf="x", expires=now_ms() + 3_600_000))
    path = keeper.backup()
    town.revoke(phone)
    keeper.restore(path, phone)
    with town.store.reading() as session:
        assert session.scalars(select(Login)).all() == []
        assert session.scalars(select(Enrolment.used_at)).all().count(None) == 0
        assert session.get_one(Device, phone.writer).revoked_at is not None, "revoked after the backup, and still"
    assert town.app.test_client().post("/api/enrol", json={"code": made.code}).status_code == 410


def test_a_backup_of_older_tables_is_migrated(
    keeper: Keeper, town: Town, store_kind: str, store_url: str, tmp_path: Path
) -> None:
    if store_kind == "sqlite":
        url = f"sqlite:///{tmp_path / 'older.sqlite3'}"
    else:
        url = postgres.create(Path(str(town.store.engine.url.query["host"])), f"older_{tmp_path.name}".lower())
    older = Store(url)
    with older.engine.begin() as connection:
        migrate.run(connection, "0004")
        connection.execute(text("INSERT INTO meta VALUES ('epoch', 'abcdef012345'), ('grants_version', '0')"))
        connection.execute(text(
            "INSERT INTO accounts (id, login, name, role, must_change_password, active) "
            "VALUES (7, 'old', '甄', 'admin', false, true)"
        ))  # fmt: skip
    from server.backup import taking

    taking.backup(older, tmp_path / "nokeys", tmp_path / "older.ruhu", 0, lambda done, of: None)
    older.engine.dispose()
    keeper.restore(tmp_path / "older.ruhu")
    with town.store.reading() as session:
        assert session.scalars(select(Account.login)).all() == ["old"]
    town.admin = 7
    with town.app.app_context(), town.store.writing() as session:
        assert ledger.new_edit_id(session, 7)
    assert keeper.run("init").exit_code == 0


def test_the_next_account_and_the_next_grant_get_numbers_of_their_own(keeper: Keeper, town: Town) -> None:
    phones: list[Phone] = [town.phone(LI1) for _ in range(3)]
    path = keeper.backup()
    keeper.restore(path, *phones)
    anew = town.phone(LI1)
    assert anew.account not in {phone.account for phone in phones}
    with town.store.reading() as session:
        assert session.scalars(select(Writer.id).where(Writer.kind == "reserved")).all()
