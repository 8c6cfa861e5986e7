"""The office at its desk: a signed-in client on the settled town of the server's tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask.testing import FlaskClient

from server import accounts
from tests.server.conftest import (  # noqa: F401
    app,
    clock,
    cluster,
    db,
    settings,
    settled_sqlite,
    store_kind,
    store_url,
    town,
)
from tests.server.town import Town

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


@pytest.fixture
def desk(town: Town) -> Desk:  # noqa: F811
    """The township administrator, signed in."""
    made = Desk(town.app.test_client())
    made.sign_in()
    return made


@pytest.fixture
def desk_of(town: Town) -> Callable[[str], Desk]:  # noqa: F811
    """Another person's desk: `desk_of("reviewer")` makes the account and signs in."""

    def make(role: str) -> Desk:
        with town.store.writing() as session:
            accounts.create_account(session, login=role, name=role, role=role, password=PASSWORD)
        made = Desk(town.app.test_client())
        made.sign_in(role)
        return made

    return make
