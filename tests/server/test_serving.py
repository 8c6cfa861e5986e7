"""A server in its surroundings: whether it is ready, who is asking through a proxy, how often, and its settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from server import config, create_app, rates
from server.words import both
from tests.server.town import Town

GUESS = {"code": "guess"}


class TestReadiness:
    """What /healthz says, on both stores."""

    @pytest.fixture(params=["sqlite", "postgresql"])
    def store_kind(self, request: pytest.FixtureRequest) -> str:
        return str(request.param)

    def test_a_server_with_its_tables_is_ready(self, town: Town) -> None:
        response = town.app.test_client().get("/healthz")
        assert (response.status_code, response.get_json()) == (200, {"ready": True})

    def test_a_server_whose_tables_are_older_than_its_code_is_not(self, town: Town) -> None:
        with town.store.writing() as session:
            session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        response = town.app.test_client().get("/healthz")
        assert (response.status_code, response.get_json()["code"]) == (503, "not_set_up")

    def test_a_server_without_its_database_says_only_that_it_is_not(self, tmp_path: Path) -> None:
        nowhere = {"RUHU_VAR": str(tmp_path), "DATABASE_URL": f"postgresql://secret@/x?host={tmp_path}"}
        response = create_app(nowhere).test_client().get("/healthz")
        assert response.status_code == 503
        assert response.get_json() == {"code": "busy", "message": both("errors.busy"), "details": {}}


class TestAddresses:
    """Whose word for the client's address is taken."""

    @pytest.fixture
    def settings(self) -> dict[str, Any]:
        return {"ENROL_LIMIT": "3 per hour"}

    def guesses(self, app: Flask, addresses: list[str]) -> list[str]:
        """What becomes of guesses that say to come from these addresses."""
        client = app.test_client()
        told = [client.post("/api/enrol", json=GUESS, headers={"X-Forwarded-For": each}) for each in addresses]
        return [each.get_json()["code"] for each in told]

    def test_without_a_proxy_nobody_can_say_to_be_another(self, app: Flask) -> None:
        assert self.guesses(app, [f"10.0.0.{each}" for each in range(5)])[3:] == ["too_many_requests"] * 2

    @pytest.mark.parametrize("settings", [{"ENROL_LIMIT": "3 per hour", "TRUSTED_PROXIES": 1}])
    def test_behind_a_proxy_only_the_proxys_word_counts(self, app: Flask, settings: dict[str, Any]) -> None:
        assert "too_many_requests" not in self.guesses(app, [f"10.0.0.{each}" for each in range(5)])
        lies = [f"10.9.9.{each}, 10.0.1.1" for each in range(5)]
        assert self.guesses(app, lies)[3:] == ["too_many_requests"] * 2

    @pytest.mark.parametrize("settings", [{"ENROL_LIMIT": "3 per hour", "TRUSTED_PROXIES": 1}])
    def test_whoever_has_a_whole_network_of_addresses_counts_as_one(self, app: Flask, settings: dict[str, Any]) -> None:
        assert self.guesses(app, [f"2001:db8::{each}" for each in range(5)])[3:] == ["too_many_requests"] * 2
        assert self.guesses(app, ["2001:db8:0:1::1"]) == ["enrolment_unknown"]

    def test_another_process_of_the_same_server_goes_on_counting(self, app: Flask) -> None:
        assert self.guesses(app, [""] * 3) == ["enrolment_unknown"] * 3
        again = create_app({name: app.config[name] for name in ("RUHU_VAR", "DATABASE_URL", "ENROL_LIMIT")})
        assert self.guesses(again, [""]) == ["too_many_requests"]
        again.extensions["ruhu_store"].engine.dispose()


class TestRates:
    """How tries are counted."""

    def test_a_window_that_is_over_is_forgotten(self, app: Flask, tmp_path: Path) -> None:
        with app.test_request_context():
            tries = [rates.hit(tmp_path / "rates", "view", "2 per minute;3 per hour", now) for now in (0, 1, 2, 60, 61)]
        assert tries == [0, 0, 58, 3540, 3539]

    def test_a_rate_that_is_no_rate_is_not_understood_as_one(self) -> None:
        assert rates.windows("10 per minute;60 per hour") == [(10, 60), (60, 3600)]
        for wrong in ("10", "ten per minute", "10 per fortnight", "10 a minute"):
            with pytest.raises(ValueError):
                rates.windows(wrong)

    def test_a_folder_that_cannot_be_written_lets_nobody_guess(self, app: Flask, tmp_path: Path) -> None:
        app.extensions["ruhu_rates"] = tmp_path / "nowhere" / "rates"
        assert app.test_client().post("/api/enrol", json=GUESS).get_json()["code"] == "busy"


def test_settings_of_the_environment_are_numbers_where_numbers_are_meant(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", "2")
    monkeypatch.setenv("DB_STATEMENT_MS", "9000")
    found = config.load({"RUHU_VAR": str(tmp_path)})
    assert (found["TRUSTED_PROXIES"], found["DB_STATEMENT_MS"]) == (2, 9000)
