"""The office at its desk: a signed-in client on the settled town of the server's tests."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from server import accounts
from server.auth import COOKIE, fresh_token, token_hash
from server.clock import now_ms
from server.exchange import ledger
from server.store.tables import Login
from tests.server.clock import HOUR
from tests.server.conftest import (  # noqa: F401
    app,
    clock,
    db,
    settings,
    store_kind,
    store_url,
    town,
)
from tests.server.town import LI1, LI2, Phone, Town

PASSWORD = "correct horse"


@dataclass
class Desk:
    """A browser of the office. Every call gives the answer's JSON, and fails the test if the status is another."""

    client: FlaskClient
    csrf: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def sign_in(self, login: str = "admin", password: str = PASSWORD, status: int = 200) -> dict[str, Any]:
        """Sign in and keep the CSRF value."""
        answer: dict[str, Any] = self.post("/login", {"login": login, "password": password}, status)
        self.csrf = answer.get("csrf", self.csrf)
        return answer

    def get(self, path: str, status: int = 200) -> Any:
        """GET under /api/office."""
        response = self.client.get(f"/api/office{path}")
        assert response.status_code == status, response.get_json()
        return response.get_json()

    def post(self, path: str, body: Any = None, status: int = 200) -> Any:
        """POST JSON under /api/office."""
        headers = {"X-Ruhu-CSRF": self.csrf}
        response = self.client.post(f"/api/office{path}", json={} if body is None else body, headers=headers)
        assert response.status_code == status, response.get_json()
        return response.get_json()

    def code(self, path: str, body: Any, status: int) -> str:
        """The error code that a POST is answered with."""
        return str(self.post(path, body, status)["code"])


def seated(at: Town, account: int) -> Desk:
    """A desk whose cookie is put in place without a password (hashing one is slow on purpose; test_signin does it)."""
    token, csrf = fresh_token(), fresh_token()
    with at.store.writing() as session:
        session.add(Login(token_hash=token_hash(token), account=account, csrf=csrf, expires=now_ms() + 240 * HOUR))
    made = Desk(at.app.test_client(), csrf)
    made.client.set_cookie(COOKIE, token, path="/api")
    return made


@pytest.fixture
def desk(town: Town) -> Desk:  # noqa: F811
    """The township administrator, signed in."""
    return seated(town, town.admin)


@pytest.fixture
def campaign(town: Town) -> None:  # noqa: F811
    """The documents' campaign, published."""
    path = Path(__file__).parents[2] / "server/rules/campaigns/covid-2021.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    town.office(ledger.Draft("create", "campaign", None, {"document": (document, None)}, id="campaign:covid"))


@pytest.fixture
def desk_of(town: Town) -> Callable[[str], Desk]:  # noqa: F811
    """Another person's desk: `desk_of("reviewer")` makes the account and signs in."""

    def make(role: str) -> Desk:
        with town.store.writing() as session:
            made = accounts.create_account(session, login=role, name=role, role=role).id
        return seated(town, made)

    return make


@pytest.fixture
def home(town: Town) -> str:  # noqa: F811
    """A household in the first grid."""
    return town.household()


@pytest.fixture
def person(town: Town, home: str) -> str:  # noqa: F811
    """A resident of it."""
    return town.resident(home, "李小龙")


@pytest.fixture
def two(town: Town, person: str) -> tuple[Phone, Phone]:  # noqa: F811
    """Two phones of the same grid that have seen the resident and not each other."""
    phones = town.phone(LI1), town.phone(LI1)
    for phone in phones:
        phone.pull()
    return phones


@pytest.fixture
def twins(town: Town) -> tuple[str, str]:  # noqa: F811
    """Two residents of two grids with one identity number."""
    number = "990101195603121234"
    return tuple(town.resident(town.household(grid), f"李{grid[-1]}", id_number=number) for grid in (LI1, LI2))  # type: ignore[return-value]
