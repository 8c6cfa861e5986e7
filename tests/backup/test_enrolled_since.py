"""A phone that was enrolled after the backup is taken on again by its own token; nobody else is."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from server.accounts import adopting
from server.store.tables import Device
from server.store.tables.restored import Gap
from tests.backup.conftest import Keeper
from tests.backup.phones import Keeping
from tests.server.town import LI1, Phone, Town


def _status(phone: Phone) -> int:
    status: int = phone.send("/api/sync/pull", {"cursor": None}).status_code
    return status


def test_it_goes_on_under_its_number_and_nothing_of_it_is_lost(keeper: Keeper, town: Town) -> None:
    account = town.account("canvasser", LI1)
    path = keeper.backup()
    anna = Keeping(town.enrol(account))
    anna.phone.pull()
    home = anna.write("household", {"grid": LI1, "door": "1"})["id"]
    person = anna.write("resident", {"household": home, "name": "甄友信"})["id"]
    anna.phone.pull()
    keeper.restore(path, anna.phone)
    anna.come_back()
    assert {home, person} <= anna.phone.rows.keys() and anna.push()["expect"] == 3
    assert anna.writer in anna.phone.rows[f"person:{account}"]["values"]["writers"]


@pytest.mark.parametrize("first", ["push", "pull"])
def test_whatever_it_asks_first_it_is_known_again(keeper: Keeper, town: Town, first: str) -> None:
    account = town.account("canvasser", LI1)
    path = keeper.backup()
    phone = town.enrol(account)
    keeper.restore(path, phone)
    body = {"now": 1, "edits": []} if first == "push" else {"cursor": None}
    assert phone.send(f"/api/sync/{first}", body).status_code == 200
    with town.store.reading() as session:
        assert session.get_one(Device, phone.writer).account == account


def test_one_that_cannot_send_its_first_edits_again_leaves_a_gap(keeper: Keeper, town: Town) -> None:
    account = town.account("canvasser", LI1)
    path = keeper.backup()
    anna = Keeping(town.enrol(account))
    anna.phone.pull()
    for door in range(3):
        anna.write("household", {"grid": LI1, "door": str(door)})
    del anna.kept[1]
    keeper.restore(path, anna.phone)
    anna.come_back()
    with town.store.reading() as session:
        gap = session.scalars(select(Gap)).one()
        assert (gap.writer, gap.first, gap.last) == (anna.writer, 1, 1)


def test_a_phone_that_was_revoked_since_is_not_taken_on(keeper: Keeper, town: Town) -> None:
    account = town.account("canvasser", LI1)
    path = keeper.backup()
    phone = town.enrol(account)
    town.revoke(phone)
    keeper.restore(path, phone)
    assert _status(phone) == 401


def test_a_phone_of_somebody_whom_the_backup_does_not_know_is_not_taken_on(keeper: Keeper, town: Town) -> None:
    path = keeper.backup()
    phone = town.phone(LI1)
    keeper.restore(path, phone)
    assert _status(phone) == 401
    town.account("canvasser", LI1)  # who may have the same number
    town.account("canvasser", LI1)
    assert _status(phone) == 401


def test_no_token_that_the_township_did_not_make_is_believed(keeper: Keeper, town: Town) -> None:
    account = town.account("canvasser", LI1)
    path = keeper.backup()
    phone = town.enrol(account)
    keeper.restore(path, phone)
    true = phone.token
    secret, writer, number, mac = true.split(".")
    forged = [
        f"{secret}.{writer}.1.{mac}", f"{secret}.{int(writer) + 1}.{number}.{mac}", f"x{true}", f"{true}x",
        f"{secret}.{writer}.{number}.", f"{secret}.{writer}.{number}", secret, "...", f".{writer}.{number}.{mac}",
        f"{secret}.{'9' * 40}.{number}.{mac}", f"{secret}.²³.{number}.{mac}",
    ]  # fmt: skip
    for token in forged:
        phone.token = token
        assert _status(phone) == 401, token
    phone.token = true
    assert _status(phone) == 200


def test_without_a_restore_an_unknown_token_stays_unknown(town: Town) -> None:
    phone = town.phone(LI1)
    with town.app.app_context():
        phone.token = adopting.phone_token("secret", phone.writer + 1, phone.account)
    assert _status(phone) == 401
