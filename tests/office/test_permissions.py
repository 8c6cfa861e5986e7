"""Every address of the office asks who is there; what only the administrator may do, the reviewer may not."""

from __future__ import annotations

from collections.abc import Callable

from tests.office.conftest import Desk
from tests.server.town import Town

OPEN = {"/api/office/login", "/api/office/me"}
ADMIN_ONLY = (
    "/areas", "/areas/990101100001", "/accounts", "/accounts/1", "/accounts/1/grants", "/accounts/1/password",
    "/accounts/1/enrolment", "/devices/1/revoke",
)  # fmt: skip


def addresses(town: Town) -> list[tuple[str, str]]:
    """(method, path with 1 for every argument) of every address of the office, the roster's included."""
    found = []
    for rule in town.app.url_map.iter_rules():
        if rule.rule.startswith("/api/office"):
            path = rule.rule
            for name in rule.arguments:
                path = path.replace(f"<int:{name}>", "1").replace(f"<{name}>", "1").replace(f"<path:{name}>", "1")
            found += [(method, path) for method in sorted(rule.methods or ()) if method in ("GET", "POST")]
    return found


def test_nobody_gets_anything_without_signing_in(town: Town) -> None:
    client = town.app.test_client()
    asked = [each for each in addresses(town) if each[1] not in OPEN]
    assert len(asked) > 25
    for method, path in asked:
        response = client.open(path, method=method, json={} if method == "POST" else None)
        assert (response.status_code, response.get_json()["code"]) == (401, "sign_in_needed"), path


def test_a_phone_s_token_opens_no_door_of_the_office(town: Town) -> None:
    for role in ("canvasser", "cadre"):
        phone = town.phone("990101100001-01", role=role)
        for path in ("/overview", "/residents", "/reviews", "/quarantine", "/accounts", "/devices"):
            response = phone.client.get(f"/api/office{path}", headers={"Authorization": f"Bearer {phone.token}"})
            assert response.status_code == 401, path


def test_a_reviewer_reads_everything_and_changes_neither_areas_nor_accounts(desk_of: Callable[[str], Desk]) -> None:
    desk = desk_of("reviewer")
    for path in ("/overview", "/residents", "/reviews", "/quarantine", "/areas", "/accounts", "/devices", "/sites"):
        desk.get(path)
    for path in ADMIN_ONLY:
        assert desk.code(path, {}, 403) == "not_allowed", path


def test_a_disabled_account_is_out_at_once(town: Town, desk: Desk, desk_of: Callable[[str], Desk]) -> None:
    reviewer = desk_of("reviewer")
    number = reviewer.get("/me")["account"]["id"]
    desk.post(f"/accounts/{number}", {"active": False})
    reviewer.get("/overview", 401)
