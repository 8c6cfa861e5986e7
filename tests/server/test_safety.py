"""What keeps the server safe from wrong requests, and people's data inside it."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
import structlog

from server import accounts
from server.errors import STATUS
from server.words import LANGUAGES, words
from tests.server.clock import Clock
from tests.server.town import LI1, Town

PASSWORD = {"login": "admin", "password": "correct horse"}


def test_every_failure_has_words_in_both_languages() -> None:
    for lang in LANGUAGES:
        assert STATUS.keys() <= words("errors", lang).keys()


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("get", "/api/nothing", 404, "not_found"),
        ("get", "/nothing.js", 404, "not_found"),
        ("get", "/../secret.key", 404, "not_found"),
        ("delete", "/api/sync/push", 405, "method_not_allowed"),
    ],
)
def test_a_wrong_address_is_answered_as_json(town: Town, method: str, path: str, status: int, code: str) -> None:
    response = getattr(town.app.test_client(), method)(path)
    assert (response.status_code, response.get_json()["code"]) == (status, code)
    assert response.get_json()["message"].keys() == {"zh-CN", "en"}


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "null", '{"edits": 5}', '{"now": "x", "edits": []}', '{"now": 1}', '{"now": 1, "edits": [1]}',
     '{"now": 1, "edits": [{}]}', '{"now": 1, "edits": [{"id": "1.1", "device": true, "n": 1}]}'],
)  # fmt: skip
def test_a_push_of_the_wrong_shape_is_malformed_and_changes_nothing(town: Town, body: str) -> None:
    phone = town.phone(LI1)
    headers = {"Authorization": f"Bearer {phone.token}"}
    response = phone.client.post("/api/sync/push", data=body, headers=headers)
    assert (response.status_code, response.get_json()["code"]) == (400, "malformed")
    assert phone.one(phone.edit("household", {"grid": LI1}))["result"] == "applied"


@pytest.mark.parametrize("settings", [{"PUSH_BYTES": 100_000}])
def test_a_gzip_bomb_is_not_unpacked(town: Town, settings: dict[str, Any]) -> None:
    phone = town.phone(LI1)
    headers = {"Authorization": f"Bearer {phone.token}", "Content-Encoding": "gzip"}
    bomb = gzip.compress(b"[" + b" " * 50_000_000 + b"]", mtime=0)
    response = phone.client.post("/api/sync/push", data=bomb, headers=headers)
    assert (response.status_code, response.get_json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("settings", [{"PUSH_BYTES": 100_000}])
def test_a_body_that_is_too_large_is_refused(town: Town, settings: dict[str, Any]) -> None:
    phone = town.phone(LI1)
    response = phone.send("/api/sync/push", {"now": 1, "edits": [], "more": "x" * 200_000})
    assert (response.status_code, response.get_json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("data", [b"not gzip", gzip.compress(b'{"now": 1, "edits": []}', mtime=0)[:-6]])
def test_damaged_compression_is_told(town: Town, data: bytes) -> None:
    phone = town.phone(LI1)
    headers = {"Authorization": f"Bearer {phone.token}", "Content-Encoding": "gzip"}
    response = phone.client.post("/api/sync/push", data=data, headers=headers)
    assert (response.status_code, response.get_json()["code"]) == (400, "bad_compression")


def test_more_edits_than_one_push_may_bring_are_refused(town: Town) -> None:
    phone = town.phone(LI1)
    response = phone.send("/api/sync/push", {"now": 1, "edits": [{}] * 2001})
    assert response.get_json()["code"] == "too_large"


def test_every_answer_carries_the_policy_and_an_api_answer_is_not_stored(town: Town) -> None:
    for path in ("/api/health", "/nothing"):
        response = town.app.test_client().get(path)
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy and "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert town.app.test_client().get("/api/health").headers["Cache-Control"] == "no-store"


def test_the_office_signs_in_and_a_change_needs_its_csrf_value(town: Town) -> None:
    client = town.app.test_client()
    signed = client.post("/api/office/login", json=PASSWORD)
    cookie = signed.headers["Set-Cookie"]
    assert signed.status_code == 200 and "HttpOnly" in cookie and "SameSite=Strict" in cookie
    csrf = signed.get_json()["csrf"]
    assert client.get("/api/office/me").status_code == 200
    for headers in ({}, {"X-Ruhu-CSRF": "guess"}, {"X-Ruhu-CSRF": "村"}):
        refused = client.post(
            "/api/office/logout", headers={k: v.encode().decode("latin-1") for k, v in headers.items()}
        )
        assert (refused.status_code, refused.get_json()["code"]) == (403, "csrf")
    assert client.post("/api/office/logout", headers={"X-Ruhu-CSRF": csrf}).status_code == 200
    assert client.get("/api/office/me").get_json()["account"] is None
    assert client.get("/api/office/overview").get_json()["code"] == "sign_in_needed"


def test_a_wrong_password_and_an_unknown_name_are_told_alike(town: Town) -> None:
    client = town.app.test_client()
    wrong = client.post("/api/office/login", json={**PASSWORD, "password": "wrong horse"})
    unknown = client.post("/api/office/login", json={**PASSWORD, "login": "nobody"})
    assert wrong.get_json() == unknown.get_json() and wrong.status_code == 401


@pytest.mark.parametrize("settings", [{"SIGN_IN_LIMIT": "3 per day"}])
def test_passwords_cannot_be_tried_without_end(town: Town, settings: dict[str, Any]) -> None:
    client = town.app.test_client()
    told = [client.post("/api/office/login", json={**PASSWORD, "password": "guess"}) for _ in range(4)]
    assert [each.get_json()["code"] for each in told] == ["wrong_password"] * 3 + ["too_many_requests"]
    assert int(told[-1].headers["Retry-After"]) > 0


def test_a_canvasser_cannot_sign_in_at_the_office(town: Town) -> None:
    with town.store.writing() as session:
        accounts.create_account(session, login="li", name="李四", role="canvasser", password="long enough")
    response = town.app.test_client().post("/api/office/login", json={"login": "li", "password": "long enough"})
    assert response.get_json()["code"] == "not_allowed"


def test_a_one_time_password_opens_nothing_but_its_own_change(town: Town) -> None:
    said = town.app.test_cli_runner().invoke(args=["admin", "reset"])
    client = town.app.test_client()
    signed = client.post("/api/office/login", json={"login": "admin", "password": said.output.strip()})
    headers = {"X-Ruhu-CSRF": signed.get_json()["csrf"]}
    assert client.get("/api/office/accounts").get_json()["code"] == "password_must_change"
    change = {"old": said.output.strip(), "new": "my own password"}
    assert client.post("/api/office/password", json=change, headers=headers).status_code == 200
    assert client.get("/api/office/accounts").status_code == 200


def test_a_login_ends_after_its_time(town: Town, clock: Clock) -> None:
    client = town.app.test_client()
    client.post("/api/office/login", json=PASSWORD)
    clock.forward(town.app.config["LOGIN_MS"])
    assert client.get("/api/office/overview").get_json()["code"] == "sign_in_needed"


def test_logs_hold_no_query_no_body_and_no_name(town: Town) -> None:
    with structlog.testing.capture_logs() as events:
        town.app.test_client().get("/api/office/residents?q=李小龙")
        phone = town.phone(LI1)
        phone.one(phone.edit("household", {"grid": LI1, "note": "王五"}))
    logged = str(events)
    assert "/api/sync/push" in logged
    assert "李小龙" not in logged and "王五" not in logged and "q=" not in logged and phone.token not in logged


def test_an_unforeseen_failure_says_nothing_of_the_inside(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("SELECT secret FROM accounts")

    monkeypatch.setattr("server.exchange.routes.pull", fail)
    phone = town.phone(LI1)
    with structlog.testing.capture_logs() as events:
        response = phone.send("/api/sync/pull", {"cursor": None})
    assert (response.status_code, response.get_json()["code"]) == (500, "internal")
    assert "SELECT" not in json.dumps(response.get_json())
    assert "SELECT" not in str(events) and "routes.py" in str(events)


def test_counters_are_told_to_this_machine_only(town: Town) -> None:
    client = town.app.test_client()
    assert "ruhu_edit_outcomes" in client.get("/metrics").get_data(as_text=True)
    foreign = client.get("/metrics", environ_base={"REMOTE_ADDR": "10.0.0.9"})
    assert foreign.status_code == 404
    proxied = client.get("/metrics", headers={"X-Forwarded-For": "10.0.0.9"})
    assert proxied.status_code == 404


@pytest.mark.parametrize("settings", [{"METRICS_TOKEN": "a counter's own word"}])
def test_counters_are_told_through_a_proxy_to_whoever_has_the_word(town: Town, settings: dict[str, Any]) -> None:
    headers = {"X-Forwarded-For": "10.0.0.9", "Authorization": f"Bearer {settings['METRICS_TOKEN']}"}
    assert town.app.test_client().get("/metrics", headers=headers).status_code == 200


def test_a_stranger_cannot_set_the_server_to_work_on_its_lists(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[object] = []
    monkeypatch.setattr("server.exchange.rejudging.catch_up", lambda *asked: worked.append(asked))
    stranger, client = town.app.test_client(), town.app.test_client()
    stranger.set_cookie("ruhu_office", "guess")
    for path in ("/api/office/overview", "/api/office/me", "/api/office/nothing"):
        stranger.get(path)
    assert worked == []
    client.post("/api/office/login", json=PASSWORD)
    assert client.get("/api/office/overview").status_code == 200
    assert len(worked) == 1
