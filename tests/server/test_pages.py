"""The built pages: served as they are, packed, and kept by browsers only when their name carries their hash."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.server.town import Town


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, Any]:
    """A built phone and office."""
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    for name in ("index.html", "office.html", "sw.js", "manifest.webmanifest", "assets/main-abc123.js"):
        (dist / name).write_text(f"/* {name} */" + "x" * 2000)
    (tmp_path / "secret.key").write_text("secret")
    return {"PWA_DIST": str(dist)}


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/", "text/html"), ("/office/", "text/html"), ("/sw.js", "text/javascript"),
     ("/manifest.webmanifest", "application/manifest+json")],
)  # fmt: skip
def test_a_page_is_served_without_a_redirect_and_asked_for_again_each_time(town: Town, path: str, kind: str) -> None:
    response = town.app.test_client().get(path)
    assert (response.status_code, response.mimetype) == (200, kind)
    assert response.headers["Cache-Control"] == "no-cache"
    again = town.app.test_client().get(path, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_a_built_file_is_packed_and_kept_for_a_year(town: Town, coding: str) -> None:
    for _ in range(2):
        response = town.app.test_client().get("/assets/main-abc123.js", headers={"Accept-Encoding": coding})
        assert response.headers["Content-Encoding"] == coding and len(response.data) < 200
        assert "max-age=31536000" in response.headers["Cache-Control"]
        assert response.headers["Vary"] == "Accept-Encoding"


def test_a_browser_that_takes_no_packing_gets_none(town: Town) -> None:
    response = town.app.test_client().get("/assets/main-abc123.js", headers={"Accept-Encoding": "br;q=0, identity"})
    assert "Content-Encoding" not in response.headers and len(response.data) > 2000


@pytest.mark.parametrize("path", ["/secret.key", "/../secret.key", "/assets/../../secret.key", "/%2e%2e/secret.key"])
def test_nothing_outside_the_built_files_is_served(town: Town, path: str) -> None:
    response = town.app.test_client().get(path)
    assert (response.status_code, response.get_json()["code"]) == (404, "not_found")
