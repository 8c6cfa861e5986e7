"""Every failure that the document names for an endpoint can be had there. That no other is answered is seen to by
`DeclaredClient`.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from server import rates
from server.errors import STATUS
from server.exchange.witness import MOST_ROWS
from tests.places import test_village
from tests.rescue.sealing import Sealer
from tests.server import endpoints
from tests.server.test_protocol_document import CHUNK, ENROL, LI1, NO_CHUNK, PULL, PUSH, REPAIR, WRONG, raw
from tests.server.town import SITE1, SITE2, Phone, Town

WITNESS, RESCUE = "POST /api/sync/witness", "POST /api/sync/rescue"
LIST, FIND, NOBODY = "GET /api/desk/list", "POST /api/desk/find", {"id_number": "990101"}
PLACES, REMINDERS, QUOTAS = "POST /api/sync/places", "POST /api/sync/reminders", "POST /api/sync/quotas"
BODIES = (ENROL, PUSH, PULL, REPAIR, WITNESS, PLACES, REMINDERS, QUOTAS, FIND, RESCUE)
TOO_MUCH = gzip.compress(b'{"x":"' + b" " * 6_000_000 + b'"}')
OTHER_KEY = {"ruhu": "rescue", "version": 1, "key": "0" * 16, "writer": 1, "edits": 0, "at": 1}
Ask = Callable[[Phone, Sealer], Any]


def post(phone: Phone, endpoint: str, data: bytes, **headers: str) -> Any:
    """A body as it is."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return phone.client.post(
        endpoint.split()[1], data=data, headers={"Authorization": f"Bearer {phone.token}", **named}
    )


def bring(phone: Phone, sealed: bytes) -> Any:
    """An envelope, or what is none."""
    return post(phone, RESCUE, sealed)


def header(**changes: Any) -> bytes:
    """The header of an envelope of which nothing follows."""
    return json.dumps({**OTHER_KEY, **changes}).encode() + b"\n" + b"x" * 200


def of_another(phone: Phone, sealer: Sealer) -> bytes:
    """An envelope in the phone's name that it has not sealed."""
    return sealer.seal(phone, [], token="another")


def ask_as_desk(phone: Phone, endpoint: str, query: str = "") -> Any:
    """What a site's desk asks, by a phone that may be none."""
    if endpoint == FIND:
        return phone.send("/api/desk/find", NOBODY)
    return raw(phone, f"/api/desk/list{query}", {"Authorization": f"Bearer {phone.token}"}, "GET")


MORE: list[tuple[str, str, Ask]] = [
    *((each, "bad_compression", lambda phone, _, to=each: post(phone, to, b"{}", Content_Encoding="br"))
      for each in BODIES),
    *((each, "too_large", lambda phone, _, to=each: post(phone, to, TOO_MUCH, Content_Encoding="gzip"))
      for each in BODIES),
    *((each, "token_unknown", lambda phone, _, to=each: post(phone, to, b"{}", Authorization="Bearer x"))
      for each in BODIES if each != ENROL),
    (CHUNK, "token_unknown", lambda phone, _: raw(phone, f"/api/sync/chunk/{LI1}/{NO_CHUNK}",
                                                  {"Authorization": ""}, "GET")),
    (ENROL, "too_many_requests", lambda phone, _: post(phone, ENROL, b'{"code": "x"}')),
    (WITNESS, "malformed", lambda phone, _: phone.send("/api/sync/witness", {})),
    (WITNESS, "device_revoked", lambda phone, _: phone.send("/api/sync/witness", {"rows": []})),
    (WITNESS, "too_large", lambda phone, _: phone.send("/api/sync/witness", {"rows": [{}] * (MOST_ROWS + 1)})),
    (PLACES, "malformed", lambda phone, _: phone.send("/api/sync/places", {"want": []})),
    (REMINDERS, "malformed", lambda phone, _: phone.send("/api/sync/reminders", {"subscription": []})),
    *((each, "device_revoked", lambda phone, _, to=each: phone.send(to.split()[1], {}))
      for each in (PLACES, REMINDERS, QUOTAS)),
    (QUOTAS, "malformed", lambda phone, _: phone.send("/api/sync/quotas", {"share": 5})),
    (FIND, "too_many_requests", lambda phone, _: phone.send("/api/desk/find", NOBODY)),
    *((each, code, lambda phone, _, to=each: ask_as_desk(phone, to)) for each in (LIST, FIND)
      for code in ("not_allowed", "device_revoked")),
    (LIST, "token_unknown", lambda phone, _: raw(phone, "/api/desk/list", {"Authorization": ""}, "GET")),
    (LIST, "scope_not_granted", lambda phone, _: ask_as_desk(phone, LIST, f"?site={SITE2}")),
    (LIST, "bad_value", lambda phone, _: ask_as_desk(phone, LIST, "?on=2026-01-01")),
    (FIND, "malformed", lambda phone, _: phone.send("/api/desk/find", {})),
    (RESCUE, "too_many_requests", lambda phone, _: bring(phone, b"")),
    (RESCUE, "malformed", lambda phone, sealer: bring(phone, sealer.seal(phone, [{"n": 0}]))),
    (RESCUE, "too_large", lambda phone, _: bring(phone, header() + b"x" * 1_100_000)),
    (RESCUE, "rescue_not_envelope", lambda phone, _: bring(phone, b"{}")),
    (RESCUE, "rescue_newer", lambda phone, _: bring(phone, header(version=2))),
    (RESCUE, "rescue_other_key", lambda phone, _: bring(phone, header())),
    (RESCUE, "rescue_damaged", lambda phone, sealer: bring(phone, sealer.seal(phone, [])[:-1])),
    (RESCUE, "rescue_not_genuine", lambda phone, sealer: bring(phone, of_another(phone, sealer))),
]  # fmt: skip


@pytest.mark.parametrize(("endpoint", "code", "ask"), MORE, ids=[f"{to.split()[1]}-{code}" for to, code, _ in MORE])
def test_a_failure_that_the_document_names_can_be_had(
    town: Town, app: Flask, monkeypatch: pytest.MonkeyPatch, endpoint: str, code: str, ask: Ask
) -> None:
    staff = "/desk/" in endpoint and code != "not_allowed"
    phone, sealer = (town.phone(SITE1, role="site") if staff else town.phone(LI1)), Sealer(app)
    if code == "device_revoked":
        town.revoke(phone)
    if code == "too_many_requests":
        monkeypatch.setattr(rates, "windows", lambda rate: [(0, 60)])
    response = ask(phone, sealer)
    assert (response.status_code, response.get_json()["code"]) == (STATUS[code], code)


def test_no_failure_is_named_that_nobody_has_had() -> None:
    had = {(endpoint, code) for endpoint, code, _ in [*WRONG, *MORE]}
    had |= {(QUOTAS, code) for code in test_village.REFUSED}
    assert had == {(endpoint, code) for endpoint, codes in endpoints.failures().items() for code in codes}
