"""A request of the wrong shape is told where it is wrong, in both languages, and changes nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.office.conftest import Desk
from tests.server.town import Town


@pytest.mark.parametrize(
    ("path", "body", "where"),
    [
        ("/login", {"login": "admin"}, "password"),
        ("/login", {"login": 7, "password": "x"}, "login"),
        ("/login", [], ""),
        ("/accounts", {"name": "x", "role": "king"}, "role"),
        ("/accounts", {"name": "", "role": "cadre"}, "name"),
        ("/accounts", {"name": "x", "role": "cadre", "login": "a b"}, "login"),
        ("/accounts/1/grants", {"areas": "all"}, "areas"),
        ("/areas", {"level": "planet", "name": "x"}, "level"),
        ("/areas/990101100001", {"people": [{"person": "person:1", "role": "boss"}]}, "people.0.role"),
        ("/residents/1.1/edit", {"edits": []}, "edits"),
        ("/residents/1.1/edit", {"edits": [{"kind": "set", "entity": "resident", "fields": 3}]}, "edits.0.fields"),
        ("/reviews/a:b/decide", {"way": "edit", "seen": []}, "seen"),
        ("/reviews/confirm", {"claims": [{}]}, "claims.0.key"),
        ("/quarantine/1.1/correct", {"remark": "x"}, "fields"),
        ("/quarantine/1.1/release", {"remark": "x" * 501}, "remark"),
    ],
)
def test_a_wrong_shape_names_the_field(desk: Desk, path: str, body: Any, where: str) -> None:
    answer = desk.post(path, body, 400)
    assert (answer["code"], answer["details"]["path"]) == ("malformed", where)
    assert answer["message"]["zh-CN"] != answer["message"]["en"]


@pytest.mark.parametrize("query", ["page=0", "page=x", "size=9999", "status=happy", "knocked=2", "sort=luck", "life=x"])
def test_a_wrong_argument_of_the_list_is_named(desk: Desk, query: str) -> None:
    answer = desk.get(f"/residents?{query}", 422)
    assert (answer["code"], answer["details"]["path"]) == ("bad_value", query.partition("=")[0])


def test_what_is_no_json_is_refused(desk: Desk) -> None:
    headers = {"X-Ruhu-CSRF": desk.csrf, "Content-Type": "application/json"}
    assert desk.client.post("/api/office/areas", data="{", headers=headers).get_json()["code"] == "malformed"
    headers["Content-Type"] = "text/plain"
    assert desk.client.post("/api/office/areas", data="{}", headers=headers).get_json()["code"] == "unsupported_type"


BOTH = pytest.mark.parametrize("store_kind", ["sqlite", "postgresql"])
TOO_LONG = "9" * 27


@BOTH
@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/residents/a%00b", "not_found"),
        ("/reviews/a%00b", "not_found"),
        ("/print/a%00b", "not_found"),
        (f"/tables/templates/{TOO_LONG}/file.xlsx", "not_found"),
        (f"/tables/templates/{2**31}/file.xlsx", "not_found"),
        ("/residents?reason=a%00b", "bad_value"),
        ("/twins/pair?one=a%00b&other=1.1", "bad_value"),
    ],
)
def test_an_address_that_no_database_could_hold_leads_nowhere(desk: Desk, path: str, code: str) -> None:
    response = desk.client.get(f"/api/office{path}")
    assert (response.status_code < 500, response.get_json()["code"]) == (True, code)


@BOTH
@pytest.mark.parametrize(
    ("path", "body", "where"),
    [
        ("/login", {"login": "a\0", "password": "x"}, "login"),
        ("/twins/apart", {"one": "\ud800", "other": "1.1"}, "one"),
        ("/reviews/confirm", {"claims": [{"key": "a\0b", "seen": []}]}, "claims.0.key"),
        ("/sites", {"name": "x", "kind": "fixed", "bases": {"\ud83d": []}}, "bases"),
        ("/tables/signers", {"phone": "\ud800"}, "phone"),
        ("/plan/week", {"templates": [int(TOO_LONG)], "from": "2026-11-20"}, "templates.0"),
        ("/staff/links", {"accounts": [2**31]}, "accounts.0"),
        ("/campaign", '{"document": ' + '{"a": ' * 5000 + "1" + "}" * 5001, ""),
    ],
)
def test_a_text_that_no_database_could_hold_is_malformed(desk: Desk, path: str, body: Any, where: str) -> None:
    headers = {"X-Ruhu-CSRF": desk.csrf, "Content-Type": "application/json"}
    data = body if isinstance(body, str) else json.dumps(body)
    told = desk.client.post(f"/api/office{path}", data=data, headers=headers).get_json()
    assert (told["code"], told["details"]["path"]) == ("malformed", where)


@pytest.mark.parametrize("path", ["/accounts", "/devices", "/templates"])
def test_a_number_longer_than_any_id_is_nobodys(desk: Desk, path: str) -> None:
    body, rest = ({"name": "x"}, "") if path == "/accounts" else ({}, "/revoke" if path == "/devices" else "/delete")
    assert desk.code(f"{path}/{TOO_LONG}{rest}", body, 404) == "not_found"


def test_what_does_not_exist_is_said(desk: Desk) -> None:
    assert desk.get("/residents/9.9", 404)["code"] == "unknown_record"
    assert desk.get("/nowhere", 404)["code"] == "not_found"
    assert desk.code("/accounts/99", {"name": "x"}, 404) == "not_found"


def test_the_document_names_every_address_and_what_it_takes(town: Town) -> None:
    document = town.app.test_client().get("/api/openapi.json").get_json()
    assert document["openapi"].startswith("3.")
    taken = document["paths"]["/api/office/reviews/{key}/decide"]["post"]["requestBody"]
    name = taken["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
    assert document["components"]["schemas"][name]["required"] == ["seen", "way"]
    assert all(
        operation["summary"]
        for path, operations in document["paths"].items()
        if path.startswith("/api/office")
        for operation in operations.values()
    )
