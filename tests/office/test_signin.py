"""The door of the office: who comes in, who does not, and what a one-time password allows."""

from __future__ import annotations

from typing import Any

import pytest

from server import accounts
from tests.office.conftest import PASSWORD, Desk
from tests.server.town import Town


def test_a_signed_in_administrator_is_told_who_they_are_and_where(town: Town) -> None:
    desk = Desk(town.app.test_client())
    desk.sign_in()
    me = desk.get("/me")
    assert me["account"]["role"] == "admin"
    assert me["township"]["code"] == "990101100000"
    assert me["csrf"] == desk.csrf


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(town: Town) -> None:
    desk = Desk(town.app.test_client())
    assert desk.sign_in("admin", "wrong", 401) == desk.sign_in("nobody", "wrong", 401)


def test_a_canvasser_cannot_sign_in_at_the_office_even_with_a_password(town: Town) -> None:
    with town.store.writing() as session:
        accounts.create_account(session, login="field", name="王五", role="canvasser", password=PASSWORD)
    answer = Desk(town.app.test_client()).sign_in("field", status=403)
    assert answer["code"] == "not_allowed"
    assert answer["message"]["zh-CN"] and answer["message"]["en"]


def test_a_closed_account_does_not_come_in(town: Town) -> None:
    with town.store.writing() as session:
        made = accounts.create_account(session, login="was", name="王五", role="reviewer", password=PASSWORD)
        accounts.set_active(session, made, False)
    assert Desk(town.app.test_client()).sign_in("was", status=403)["code"] == "account_inactive"


def test_signing_out_ends_the_login(desk: Desk) -> None:
    desk.post("/logout")
    assert desk.get("/overview", 401)["code"] == "sign_in_needed"
    assert desk.get("/me")["account"] is None


def test_a_change_without_the_csrf_value_is_refused(desk: Desk) -> None:
    desk.csrf = "guessed"
    assert desk.code("/logout", {}, 403) == "csrf"


def test_a_one_time_password_opens_nothing_but_its_own_change(town: Town) -> None:
    with town.store.writing() as session:
        once = accounts.one_time_password(session, "admin")
    desk = Desk(town.app.test_client())
    assert desk.sign_in("admin", once)["account"]["must_change"] is True
    assert desk.get("/overview", 403)["code"] == "password_must_change"
    assert desk.code("/password", {"old": once, "new": once}, 422) == "password_same"
    assert desk.code("/password", {"old": once, "new": "short"}, 422) == "password_too_short"
    desk.csrf = desk.post("/password", {"old": once, "new": "a long new password"})["csrf"]
    assert desk.get("/overview")["total"]["residents"] == 0
    desk.post("/logout")
    desk.sign_in("admin", "a long new password")


def test_changing_the_password_ends_every_other_login_of_the_account(town: Town, desk: Desk) -> None:
    elsewhere = Desk(town.app.test_client())
    elsewhere.sign_in()
    desk.post("/password", {"old": PASSWORD, "new": "a long new password"})
    elsewhere.get("/overview", 401)
    desk.get("/overview")


class TestGuessing:
    """Passwords cannot be tried without end."""

    @pytest.fixture
    def settings(self) -> dict[str, Any]:
        return {"SIGN_IN_LIMIT": "3 per day"}

    def test_the_fourth_attempt_in_a_minute_is_told_to_wait(self, town: Town) -> None:
        desk = Desk(town.app.test_client())
        for _ in range(3):
            desk.sign_in("admin", "wrong", 401)
        assert desk.sign_in("admin", PASSWORD, 429)["code"] == "too_many_requests"
