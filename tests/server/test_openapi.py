"""The OpenAPI document: whole in itself, and the same as docs/protocol.md, the code, and what the server answers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask

from server.errors import RETRY_AFTER, STATUS
from server.openapi import saying
from server.places import wanted
from sync import edit
from sync.policies import ENTITIES
from tests.server import document, endpoints
from tests.server.declared import declared
from tests.server.schema import WORDS, Validator
from tests.server.spec import JSON, answer, compare, exchanges, operation, refs, request, schemas
from tests.server.town import LI1, Town

PHONES = [*endpoints.failures(), "GET /api/rescue/key", "GET /api/health", "GET /healthz"]
OFFICE_WORDS = {"format", "exclusiveMinimum", "exclusiveMaximum"}
OPERATION = {"summary", "description", "parameters", "requestBody", "responses", "security", "deprecated"}
# In the answer, but not in a table of the document: said in words there.
IN_WORDS = {"GET /api/health": {"ok"}, "GET /healthz": {"ready"}, "GET /api/sync/chunk/<scope>/<hash>": {"tables"}}


@pytest.fixture
def spec(app: Flask) -> dict[str, Any]:
    """The document, as it is served."""
    served: dict[str, Any] = app.test_client().get("/api/openapi.json").get_json()
    assert served == declared(app)
    return served


def test_the_document_has_the_structure_of_openapi_three_one(spec: dict[str, Any]) -> None:
    assert spec["openapi"] == "3.1.0" and spec["info"].keys() >= {"title", "version"}
    assert {name for name in spec if not name.startswith("x-")} == {"openapi", "info", "paths", "components"}
    assert spec["components"].keys() == {"schemas", "securitySchemes"}
    for path, operations in spec["paths"].items():
        assert path.startswith("/") and operations
        for method, told in operations.items():
            where = f"{method} {path}"
            assert method in {"get", "post", "put", "patch", "delete"}, where
            assert told.keys() <= OPERATION and told["summary"] and told["responses"], where
            named = [(each["name"], each["in"]) for each in told["parameters"]]
            assert len(set(named)) == len(named), where
            assert {name for name, place in named if place == "path"} == set(re.findall(r"{(\w+)}", path)), where
            assert all(each["required"] for each in told["parameters"] if each["in"] == "path"), where
            for status, response in told["responses"].items():
                assert status == "default" or re.fullmatch("[2-5][0-9][0-9]", status), where
                assert response["description"] and response["content"][JSON]["schema"], where
            for need in told.get("security", []):
                assert need.keys() <= spec["components"]["securitySchemes"].keys(), where


def test_every_reference_leads_somewhere_and_every_component_is_used(spec: dict[str, Any]) -> None:
    validator = Validator(spec)
    reached: set[str] = set()
    waiting = set(refs(spec["paths"]))
    while waiting:
        one = waiting.pop()
        reached.add(one)
        waiting |= set(refs(validator.resolve(one))) - reached
    assert reached == {f"#/components/schemas/{name}" for name in spec["components"]["schemas"]}


def test_the_schemas_use_only_words_that_json_schema_and_javascript_know(spec: dict[str, Any]) -> None:
    roots = list(spec["components"]["schemas"].values())
    roots += [answer(spec, endpoint) for endpoint in PHONES]
    for schema in (each for root in roots for each in schemas(root)):
        assert schema.keys() <= WORDS | OFFICE_WORDS, schema
        if pattern := schema.get("pattern"):
            assert re.compile(pattern) and not re.search(r"\\[AZz]|\(\?P", pattern), pattern
        if "type" in schema:
            assert set(schema.get("required", [])) <= schema.get("properties", {}).keys(), schema


def test_every_endpoint_of_phones_says_what_it_answers(app: Flask) -> None:
    silent = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and not rule.rule.startswith("/api/office")
        if rule.rule != "/api/openapi.json" and saying.said(app.view_functions[rule.endpoint]) is None
    ]
    assert silent == []
    spoken = {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if saying.said(app.view_functions[rule.endpoint])
    }
    assert spoken == set(PHONES)
    assert all(f"`{endpoint}`" in document.TEXT for endpoint in spoken)


@pytest.mark.parametrize("endpoint", PHONES)
def test_an_endpoint_fails_with_the_codes_and_statuses_of_its_row(spec: dict[str, Any], endpoint: str) -> None:
    told = operation(spec, endpoint)["responses"]
    found = {}
    for status, response in told.items():
        if status != "200":
            problem, codes = response["content"][JSON]["schema"]["allOf"]
            assert problem == {"$ref": "#/components/schemas/Problem"}
            found |= {code: int(status) for code in codes["properties"]["code"]["enum"]}
    codes = {*endpoints.failures().get(endpoint, []), *endpoints.everywhere()}
    assert found == {code: STATUS[code] for code in codes}
    assert ("security" in operation(spec, endpoint)) == ("token_unknown" in codes)
    waits = {status for status, response in told.items() if "Retry-After" in response.get("headers", {})}
    assert waits == told.keys() & {"429", "503"}


def test_every_code_of_the_endpoints_is_explained_and_no_other() -> None:
    explained = {document.names(cells[0])[0] for cells in document.rows(document.section("## Codes of failures"))}
    told = {code for codes in endpoints.failures().values() for code in codes}
    assert explained == told | {*saying.EVERYWHERE, "not_found", "method_not_allowed"}
    assert set(endpoints.everywhere()) == set(saying.EVERYWHERE)
    waits = document.section("## The wire").partition("- `Retry-After` (seconds) comes with")[2].partition(" only.")[0]
    assert set(document.names(waits)) == RETRY_AFTER.keys()


def test_requests_have_the_keys_types_and_needs_of_the_documents_tables(spec: dict[str, Any]) -> None:
    told = endpoints.keys("request")
    assert told.keys() == {endpoint for endpoint in PHONES if request(spec, endpoint)}
    for endpoint, keys in told.items():
        compare(spec, keys, request(spec, endpoint))
    body = operation(spec, "POST /api/sync/rescue")["requestBody"]["content"]
    assert body.keys() == {"application/octet-stream"}


def test_answers_have_the_keys_types_and_needs_of_the_documents_tables(spec: dict[str, Any]) -> None:
    told = endpoints.keys("answer")
    assert told.keys() | IN_WORDS.keys() == set(PHONES)
    for endpoint, keys in told.items():
        compare(spec, keys, answer(spec, endpoint))
    for endpoint, names in IN_WORDS.items():
        assert answer(spec, endpoint)["properties"].keys() == names == set(answer(spec, endpoint)["required"])


def test_rows_reviews_patches_and_answers_of_edits_are_those_of_the_document(spec: dict[str, Any]) -> None:
    parts = spec["components"]["schemas"]
    compare(spec, endpoints.component("## Rows and bases", "key"), parts["Row"])
    compare(spec, endpoints.component("## P. Push", "key"), parts["Answer"])
    compare(spec, endpoints.component("## R. Reviews", "`values`"), parts["Review"])
    patch = document.section("## L. Pull").partition("A **patch** tells")[2].partition("}`")[0]
    assert set(re.findall(r'"(\w+)"', patch)) == parts["Patch"]["properties"].keys()


def test_an_edit_has_the_keys_of_the_document_and_may_leave_out_those_with_a_default(spec: dict[str, Any]) -> None:
    shape, told = spec["components"]["schemas"]["Edit"], endpoints.component("## An edit", "key")
    assert shape["properties"].keys() == told.keys() | {"eff", "ack"}
    lean = document.section("## P. Push").partition("may be left out:")[2].partition("With or without them")[0]
    defaults = set(document.names(lean)) & told.keys()
    assert set(shape["required"]) == told.keys() - defaults
    assert edit.full({"n": 1, "kind": "create"}, 17).keys() - {"n", "kind"} == defaults
    assert spec["components"]["schemas"]["FieldChange"]["required"] == ["value"]


def test_the_samples_of_the_document_have_the_declared_shapes(spec: dict[str, Any]) -> None:
    row, change, chunk = endpoints.examples()
    parts, validator = spec["components"]["schemas"], Validator(spec)
    assert list(validator.faults(row, parts["Row"])) == []
    assert list(validator.faults(change, parts["Edit"])) == []
    assert list(validator.faults(chunk, answer(spec, "GET /api/sync/chunk/<scope>/<hash>"))) == []


def test_all_that_the_worked_example_sends_and_gets_has_the_declared_shape(spec: dict[str, Any]) -> None:
    steps = list(exchanges(spec))
    assert len(steps) >= 18
    for title, body, schema in steps:
        assert list(Validator(spec).faults(body, schema, title)) == []


def test_an_answer_without_a_key_or_with_one_more_is_not_of_the_declared_shape(spec: dict[str, Any]) -> None:
    validator = Validator(spec)
    for title, body, schema in exchanges(spec):
        if " gets 200" in title:
            assert not validator.fits(body | {"undeclared": 1}, schema), title
            for name in schema["required"]:
                assert not validator.fits({key: body[key] for key in body if key != name}, schema), (title, name)


def test_a_view_that_answers_more_than_it_says_fails_the_test_that_asks_it(
    town: Town, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = town.phone(LI1)
    view = app.view_functions["exchange.push_edits"]

    def talkative() -> Any:
        return {**view(), "secret": 1}

    talkative.__ruhu_said__ = saying.said(view)  # type: ignore[attr-defined]
    monkeypatch.setitem(app.view_functions, "exchange.push_edits", talkative)
    with pytest.raises(AssertionError, match="secret: is not declared"):
        phone.push()


def test_the_table_of_records_is_the_engines(spec: dict[str, Any]) -> None:
    assert spec["x-ruhu-records"].keys() == ENTITIES.keys()
    assert spec["x-ruhu-records"]["resident"]["household"] == {
        "policy": "review", "required": True, "refers": "household",
    }  # fmt: skip


def test_limits_of_objects_count_their_keys(spec: dict[str, Any]) -> None:
    want = spec["components"]["schemas"]["PlacesRequest"]["properties"]["want"]
    assert (want["maxProperties"], "maxLength" in want) == (wanted.MOST_SESSIONS, False)
