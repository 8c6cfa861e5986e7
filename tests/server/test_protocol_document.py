"""docs/protocol.md is what strangers write devices from: its example must happen, and its tables must be the code's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from server import accounts, config
from server.errors import STATUS
from server.exchange import pull, wire, witness
from server.places import wanted
from server.rescue import envelope
from server.rescue import routes as rescue
from server.store.tables import Account, Area
from sync import edit, upcast
from sync.leases import terms
from sync.outcomes import ConflictKind, FieldOutcome, Outcome, RefusalCode
from sync.policies import ENTITIES, Policy
from sync.shapes import MAX_DEPTH, plain
from tests.server import document
from tests.server.clock import HOUR, Clock
from tests.server.replay import Replay
from tests.server.town import LI1, TOWNSHIP, WANG1, Phone, Town

PEOPLE = {"A": "李强", "B": "汪静"}


def test_the_worked_example_happens_as_the_document_tells_it(town: Town, clock: Clock) -> None:
    codes = {}
    with town.store.writing() as session:
        session.get_one(Area, TOWNSHIP).name = "清河镇"
        for who, name in PEOPLE.items():
            account = accounts.create_account(session, login=f"u{who}", name=name, role="canvasser")
            accounts.grant(session, account.id, LI1, clock.now)
            codes[who] = accounts.make_enrolment(session, account.id, clock.now, 24 * HOUR).code
    replay = Replay(town, codes)
    steps = document.example()
    for title, said in steps:
        replay.step(title, said)
    assert len(steps) >= 19


def test_every_field_has_the_type_the_policy_and_the_need_that_the_document_says() -> None:
    assert {line.removeprefix("### ") for line in document.TEXT.splitlines() if line[:4] == "### "} == ENTITIES.keys()
    for entity, kind in ENTITIES.items():
        told = document.fields(entity)
        assert told.keys() == kind.fields.keys(), entity
        for name, rule in kind.fields.items():
            said, where = told[name], f"{entity}.{name}"
            assert (said.policy, said.required) == (rule.policy, rule.required), where
            assert document.refers(said.type) == rule.refers, where
            good, bad = document.samples(said.type)
            assert all(rule.shape(value) for value in good), where
            assert not any(rule.shape(value) for value in bad), where
            if rule.machine is not None:
                assert tuple(good) == rule.machine.order, where


def test_the_document_says_what_each_record_belongs_to_and_which_states_close_it() -> None:
    for entity, kind in ENTITIES.items():
        text = " ".join(document.section(f"### {entity}").split())
        if kind.parent:
            assert f"`{kind.parent}`." in text.partition("|")[0], entity
        assert ("Written once" in text) == kind.append_only, entity
        for state in kind.closing:
            assert state in text.partition("Closing values of `life_state`: ")[2].partition(".")[0], (entity, state)
    township = document.section("## Records and fields").partition("### area")
    below = [line.removeprefix("### ") for line in ("### area" + township[2]).splitlines() if line[:4] == "### "]
    assert below == [name for name, kind in ENTITIES.items() if kind.township]


def test_every_code_of_the_engine_is_named_where_answers_are_explained() -> None:
    push, review = document.section("## P. Push"), document.section("## R. Reviews")
    refusals = {name for cells in document.rows(push.partition("Why an edit is refused")[2]) for name in
                document.names(cells[0])}  # fmt: skip
    assert refusals == set(RefusalCode)
    assert {*Outcome, *FieldOutcome, "failed"} <= set(document.names(push))
    assert all(kind in review for kind in ConflictKind)
    assert {policy for policy in Policy if f"*{policy}*" in document.TEXT} == set(Policy)


def test_every_endpoint_of_phones_is_named_with_its_method(app: Flask) -> None:
    routes = {
        f"{method} {str(rule).replace('int:', '')}"
        for rule in app.url_map.iter_rules()
        if str(rule).startswith(("/api/enrol", "/api/sync", "/api/desk"))
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {cells[0].strip("`") for cells in document.rows(document.section("## The wire"))} == routes


def test_every_failure_code_of_the_document_has_the_status_that_it_says() -> None:
    told = {document.names(code)[0]: int(status) for code, status, _ in
            document.rows(document.section("## Codes of failures"))}  # fmt: skip
    assert told == {code: STATUS[code] for code in told}
    for _, answers in document.rows(document.section("## The wire")):
        pairs = [answer.split() for answer in answers.split(", ")]
        assert [int(status) for status, _ in pairs] == [told[code.strip("`")] for _, code in pairs]


def test_every_limit_of_the_document_is_the_one_that_the_server_keeps() -> None:
    told = {what: int(most) for what, most, _ in document.rows(document.section("## Limits"))}
    settings, asked = config.DEFAULTS, wire.EnrolRequest().fields | wire.PullRequest().fields
    longest = {name: asked[name].validate.max for name in ("label", "app", "scopes")}  # type: ignore[union-attr]
    assert told == {
        "bytes of a body, unzipped": settings["PUSH_BYTES"],
        "edits of a push": settings["PUSH_EDITS"],
        "edits of a group": edit.MAX_GROUP,
        "fields of an edit": edit.MAX_FIELDS,
        "ids in the base of a field, or of an element": edit.MAX_BASES,
        "elements in the base of a set": edit.MAX_BASES,
        "ids in all bases of an edit together": edit.MAX_NAMED,
        "elements added and removed by one edit of a set": 200,
        "ids in `saw`": edit.MAX_SAW,
        "levels of lists and objects in a value": MAX_DEPTH,
        "characters of `label`": longest["label"],
        "characters of `app`": longest["app"],
        "scopes named in a pull": longest["scopes"],
        "records of a pulled page": settings["PULL_ROWS"],
        "rows of a witness": witness.MOST_ROWS,
        "bytes of an envelope": envelope.LONGEST,
        "sessions, or leases, named in T2": wanted.MOST_SESSIONS,
        "tickets of one lease named in T2": wanted.MOST_TICKETS,
        "tickets of one session lent to one phone": terms.MOST_OF_A_SESSION,
        "tickets lent to one phone": terms.MOST_OF_A_PHONE,
        "enrolments tried from one address in a minute": int(settings["ENROL_LIMIT"].split()[0]),
        "envelopes brought from one address in a minute": int(rescue.rate().split()[0]),
        "hours an enrolment code lives": settings["ENROLMENT_MS"] // HOUR,
        "hours of a handover": settings["HANDOVER_MS"] // HOUR,
        "failures of one group": settings["FAILURES"],
        "days a decided `held` is told": pull.HELD_DAYS,
        "days an earlier schema is accepted": upcast.DAYS,
    }
    assert settings["ENROL_LIMIT"].endswith(" per minute") and rescue.rate().endswith(" per minute")
    assert plain(_nested(MAX_DEPTH)) and not plain(_nested(MAX_DEPTH + 1))


def _nested(levels: int) -> object:
    return "x" if levels == 0 else [_nested(levels - 1)]


ENROL, PUSH, PULL = "POST /api/enrol", "POST /api/sync/push", "POST /api/sync/pull"
PLACES = "POST /api/sync/places"
CHUNK, REPAIR = "GET /api/sync/chunk/<scope>/<hash>", "POST /api/sync/repair"
NO_CHUNK, BUCKETS = "0" * 64, ["0.0000000000000000"] * 16
WRONG: list[tuple[str, str, Callable[[Phone, str], Any]]] = [
    (ENROL, "malformed", lambda phone, _: phone.send("/api/enrol", {})),
    (ENROL, "enrolment_unknown", lambda phone, _: phone.send("/api/enrol", {"code": "x"})),
    (ENROL, "enrolment_expired", lambda phone, code: phone.send("/api/enrol", {"code": code})),
    (ENROL, "enrolment_used", lambda phone, code: phone.send("/api/enrol", {"code": code})),
    (ENROL, "account_inactive", lambda phone, code: phone.send("/api/enrol", {"code": code})),
    (PUSH, "malformed", lambda phone, _: phone.send("/api/sync/push", {"edits": []})),
    (PUSH, "bad_compression", lambda phone, _: raw(phone, "/api/sync/push", {"Content-Encoding": "br"})),
    (PUSH, "token_unknown", lambda phone, _: raw(phone, "/api/sync/push", {"Authorization": "Bearer x"})),
    (PUSH, "too_large", lambda phone, _: phone.send("/api/sync/push", {"now": 1, "edits": [{}] * 2001})),
    (PLACES, "malformed", lambda phone, _: phone.send("/api/sync/places", {"want": {"7.1": -1}})),
    (PLACES, "malformed", lambda phone, _: phone.send("/api/sync/places", {"back": [{"lease": "x", "session": "A"}]})),
    (PLACES, "token_unknown", lambda phone, _: raw(phone, "/api/sync/places", {"Authorization": ""})),
    (PLACES, "device_revoked", lambda phone, _: phone.send("/api/sync/places", {})),
    (PULL, "malformed", lambda phone, _: phone.send("/api/sync/pull", {"cursor": 5})),
    (PULL, "bad_cursor", lambda phone, _: phone.send("/api/sync/pull", {"cursor": "x"})),
    (PULL, "scope_not_granted", lambda phone, _: phone.send("/api/sync/pull", {"scopes": [WANG1]})),
    (PULL, "token_unknown", lambda phone, _: raw(phone, "/api/sync/pull", {"Authorization": ""})),
    (PULL, "device_revoked", lambda phone, _: phone.send("/api/sync/pull", {})),
    (CHUNK, "scope_not_granted", lambda phone, _: phone.chunk(WANG1, NO_CHUNK)),
    (CHUNK, "device_revoked", lambda phone, _: phone.chunk(LI1, NO_CHUNK)),
    (CHUNK, "not_found", lambda phone, _: phone.chunk(LI1, NO_CHUNK)),
    (CHUNK, "not_found", lambda phone, _: phone.chunk(LI1, "..%2Fmanifest.json")),
    (REPAIR, "malformed", lambda phone, _: phone.send("/api/sync/repair", {"scope": LI1, "buckets": ["0.0"] * 16})),
    (REPAIR, "malformed", lambda phone, _: phone.send("/api/sync/repair", {"scope": LI1, "buckets": BUCKETS[1:]})),
    (
        REPAIR,
        "scope_not_granted",
        lambda phone, _: phone.send("/api/sync/repair", {"scope": WANG1, "buckets": BUCKETS}),
    ),
    (REPAIR, "device_revoked", lambda phone, _: phone.send("/api/sync/repair", {"scope": LI1, "buckets": BUCKETS})),
]


def raw(phone: Phone, path: str, headers: dict[str, str], method: str = "POST") -> Any:
    """A request with headers of its own."""
    return phone.client.open(
        path, method=method, data=b"{}", headers={"Authorization": f"Bearer {phone.token}"} | headers
    )


@pytest.mark.parametrize(
    ("endpoint", "code", "ask"), WRONG, ids=[f"{where.split()[1]}-{code}" for where, code, _ in WRONG]
)
def test_what_goes_wrong_is_answered_with_a_code_that_the_document_names_for_that_endpoint(
    town: Town, clock: Clock, endpoint: str, code: str, ask: Callable[[Phone, str], Any]
) -> None:
    phone = town.phone(LI1)
    with town.store.writing() as session:
        link = accounts.make_enrolment(session, phone.account, clock.now, 24 * HOUR).code
        session.get_one(Account, phone.account).active = code != "account_inactive"
    if code == "device_revoked":
        town.revoke(phone)
    if code == "enrolment_used":
        ask(phone, link)
    if code == "enrolment_expired":
        clock.forward(24 * HOUR)
    response = ask(phone, link)
    assert (response.status_code, response.get_json()["code"]) == (STATUS[code], code)
    (answers,) = [told for where, told in document.rows(document.section("## The wire")) if where == f"`{endpoint}`"]
    assert f"{response.status_code} `{code}`" in answers
